//! One figure over time: stretches of days with a value, a status and a source each.

use jiff::civil::Date;
use serde::Deserialize;
use wt_units::Quantity;

/// How sure we are of a figure (legend of the domain reference, plus the two we add ourselves).
///
/// Ordered from sure to unsure, so that a sum of figures has the greatest status among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Read in a copy of the named source, often a public page that reproduces the official text.
    Verified,
    /// Computed from verified figures.
    Derived,
    /// A tool, report or answer that cites it, or only part of the figure was read.
    Secondary,
    /// Our own choice where there is no national one.
    Own,
    /// Assumed, with the reasons said.
    Assumption,
    /// Not confirmed against a source: may be a default, never the only ground of a number shown as fact.
    Memory,
}

impl Status {
    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Verified => "read in the source",
            Self::Derived => "derived from figures read in their source",
            Self::Secondary => "from a secondary source",
            Self::Own => "our own",
            Self::Assumption => "an assumption",
            Self::Memory => "unconfirmed default",
        }
    }

    /// Whether a page must say "unconfirmed".
    pub fn unconfirmed(self) -> bool {
        self == Self::Memory
    }
}

/// Where a figure was read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title of the source, with its publisher.
    pub title: String,
    /// Year of the edition read.
    #[serde(default)]
    pub year: Option<i16>,
    /// Where in it.
    #[serde(default)]
    pub section: Option<String>,
    /// Where it can be found.
    #[serde(default)]
    pub address: Option<String>,
}

/// A value over a run of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// First day.
    pub from: Date,
    /// Last day; none while it is in force.
    pub to: Option<Date>,
    /// The amount, in the fact's unit.
    pub value: Quantity,
    /// How sure we are.
    pub status: Status,
    /// Where it was read.
    pub source: Source,
    /// What a reader should know.
    pub note: Option<String>,
}

/// A figure of the field over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Slug: `afc-band-5-top`.
    pub id: String,
    /// Name for a heading.
    pub title: String,
    /// Unit in words: "GBP a year", "percent".
    pub unit: String,
    /// Whether the newest value answers for days after its table ends (the answer then says it is stale).
    pub carries_forward: bool,
    /// What a reader should know about all its values.
    pub note: Option<String>,
    /// The values in order of time, without overlaps; there is at least one.
    pub stretches: Vec<Stretch>,
}

/// A figure on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Which fact.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Unit in words.
    pub unit: String,
    /// The amount.
    pub value: Quantity,
    /// How sure we are.
    pub status: Status,
    /// Where it was read.
    pub source: Source,
    /// First day it holds for.
    pub from: Date,
    /// Last day its table holds, where the day asked for is later: every total must say so.
    pub stale_since: Option<Date>,
    /// What a reader should know.
    pub note: Option<String>,
}

/// Why there is no figure for a day, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoFigure {
    /// No fact has that id.
    #[error("There is no figure called '{0}'.")]
    Unknown(String),
    /// The day is before the first value.
    #[error("{title} starts on {first}; there is no figure for {asked}.")]
    Before {
        /// Title of the fact.
        title: String,
        /// First day held.
        first: Date,
        /// Day asked for.
        asked: Date,
    },
    /// The day lies between two values.
    #[error("{title} has no figure for {asked}: the table ends on {ended} and starts again on {starts}.")]
    Gap {
        /// Title of the fact.
        title: String,
        /// Day asked for.
        asked: Date,
        /// Last day before the gap.
        ended: Date,
        /// First day after it.
        starts: Date,
    },
    /// The day is after the last value, and the fact doesn't carry forward.
    #[error("{title} ends on {ended}; there is no figure for {asked}.")]
    After {
        /// Title of the fact.
        title: String,
        /// Last day held.
        ended: Date,
        /// Day asked for.
        asked: Date,
    },
    /// A price whose figures don't multiply out.
    #[error("The price '{0}' can't be worked out from its figures.")]
    NoPrice(String),
}

impl Fact {
    /// The figure on `date`.
    ///
    /// # Errors
    /// When the table doesn't hold that day; a table that ended answers only where it `carries_forward`.
    pub fn at(&self, date: Date) -> Result<Figure, NoFigure> {
        let title = || self.title.clone();
        let mut before: Option<&Stretch> = None;
        for s in &self.stretches {
            if date < s.from {
                let ended = before.and_then(|b| b.to);
                return Err(match ended {
                    Some(ended) => NoFigure::Gap { title: title(), asked: date, ended, starts: s.from },
                    None => NoFigure::Before { title: title(), first: s.from, asked: date },
                });
            }
            if s.to.is_none_or(|to| date <= to) {
                return Ok(self.figure(s, None));
            }
            before = Some(s);
        }
        match before.and_then(|b| b.to.map(|to| (b, to))) {
            Some((newest, to)) if self.carries_forward => Ok(self.figure(newest, Some(to))),
            Some((_, ended)) => Err(NoFigure::After { title: title(), ended, asked: date }),
            None => Err(NoFigure::Unknown(self.id.clone())),
        }
    }

    fn figure(&self, s: &Stretch, stale_since: Option<Date>) -> Figure {
        Figure {
            id: self.id.clone(),
            title: self.title.clone(),
            unit: self.unit.clone(),
            value: s.value,
            status: s.status,
            source: s.source.clone(),
            from: s.from,
            stale_since,
            note: s.note.clone().or_else(|| self.note.clone()),
        }
    }
}
