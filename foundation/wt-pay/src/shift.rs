//! Who worked when, on what terms.

use std::fmt;
use std::str::FromStr;

use crate::moment::Moment;

/// A text that names none of the choices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found '{found}', expected {expected}")]
pub struct NotAChoice {
    /// The text as it stood.
    pub found: String,
    /// What there is.
    pub expected: &'static str,
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident, $expected:literal: $($(#[$vdoc:meta])* $variant:ident $text:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $text),+ })
            }
        }

        impl FromStr for $name {
            type Err = NotAChoice;
            fn from_str(text: &str) -> Result<Self, NotAChoice> {
                let word = text.trim();
                $(if word.eq_ignore_ascii_case($text) {
                    return Ok(Self::$variant);
                })+
                Err(NotAChoice { found: text.to_owned(), expected: $expected })
            }
        }
    };
}

choice! {
    /// Band of Agenda for Change.
    Band, "a band of Agenda for Change: 1 to 7, 8a to 8d, 9":
        /// Band 1, closed to new staff.
        One "1",
        /// Band 2.
        Two "2",
        /// Band 3.
        Three "3",
        /// Band 4.
        Four "4",
        /// Band 5.
        Five "5",
        /// Band 6.
        Six "6",
        /// Band 7.
        Seven "7",
        /// Band 8a.
        EightA "8a",
        /// Band 8b.
        EightB "8b",
        /// Band 8c.
        EightC "8c",
        /// Band 8d.
        EightD "8d",
        /// Band 9.
        Nine "9",
}

choice! {
    /// Point of a band, as pay tables name it.
    Point, "entry, intermediate or top":
        /// The first point.
        Entry "entry",
        /// Between the first and the last.
        Intermediate "intermediate",
        /// The last point.
        Top "top",
}

choice! {
    /// Zone of the London supplement (high cost area).
    Zone, "none, inner, outer or fringe":
        /// Outside the zones.
        None "none",
        /// Inner London.
        Inner "inner",
        /// Outer London.
        Outer "outer",
        /// The fringe.
        Fringe "fringe",
}

choice! {
    /// On what terms a shift was worked.
    Employment, "substantive, overtime or bank":
        /// Within one's contract.
        Substantive "substantive",
        /// Beyond it, at overtime rates.
        Overtime "overtime",
        /// For the own bank, at the band's rate.
        Bank "bank",
}

impl Band {
    /// The row of the unsocial-hours table.
    pub(crate) fn unsocial(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Two => "2",
            Self::Three => "3",
            _ => "4-9",
        }
    }

    /// Whether overtime is paid (Handbook, section 3.1: bands 1 to 7).
    #[must_use]
    pub fn has_overtime(self) -> bool {
        self <= Self::Seven
    }
}

/// One shift of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// When it began.
    pub start: Moment,
    /// When it ended.
    pub end: Moment,
    /// Minutes of unpaid break.
    pub unpaid_break_minutes: u32,
    /// Band.
    pub band: Band,
    /// Point.
    pub point: Point,
    /// London zone.
    pub zone: Zone,
    /// Terms.
    pub employment: Employment,
}
