//! The nouns: lines of rosters, contracts, leave, budgets of headroom, patients at midnight.

use std::sync::Arc;

use jiff::civil::Date;
use wt_pay::Band;
use wt_units::{Hours, Pence, Quantity, UnitName};

use crate::span::Span;
use crate::time::When;

/// A pseudonym.
pub type Pseudonym = Arc<str>;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $expected:literal: $($(#[$vdoc:meta])* $variant:ident $say:literal $($more:literal)*),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// What a cell must hold.
            pub const EXPECTED: &'static str = $expected;

            /// Its word.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $say),+ }
            }

            /// Reads one of its words, whatever the case.
            #[must_use]
            pub fn read(text: &str) -> Option<Self> {
                match text.trim().to_lowercase().as_str() {
                    $($say $(| $more)* => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// What a person on the ward is.
    Role, "registered nurse, registered other or support":
        /// Registered nurse or midwife.
        Nurse "registered nurse" "rn" "rm" "registered" "nurse" "midwife" "registered midwife" "registered nurse/midwife",
        /// Another registered professional on the ward's roster, or a nursing associate: in care hours, not among nurses.
        Other "registered other" "nursing associate" "registered nursing associate" "ahp" "allied health professional",
        /// Support worker.
        Support "support" "hca" "healthcare assistant" "health care assistant" "care staff" "support worker" "unregistered" "nursing assistant",
}

words! {
    /// Who filled a shift, on what terms.
    Kind, "substantive, overtime, bank, agency or unfilled":
        /// Own staff within contract.
        Substantive "substantive" "own" "contracted" "rostered",
        /// Own staff beyond contract.
        Overtime "overtime" "excess hours",
        /// The bank.
        Bank "bank" "own bank",
        /// An agency.
        Agency "agency",
        /// Nobody.
        Unfilled "unfilled" "vacant" "none",
}

words! {
    /// What became of a shift.
    Status, "worked, rostered, absent or cancelled":
        /// Worked.
        Worked "worked" "finalised" "confirmed",
        /// On a roster, not yet worked.
        Rostered "rostered" "planned",
        /// The person did not come.
        Absent "absent" "did not attend",
        /// It was taken back.
        Cancelled "cancelled",
}

words! {
    /// Why contracted hours were not available for a roster.
    Component, "annual leave, sickness, study, parenting, working day or other":
        /// Annual leave.
        AnnualLeave "annual leave" "annual" "leave",
        /// Sickness.
        Sickness "sickness" "sick",
        /// Study leave and training.
        Study "study" "study leave" "training",
        /// Maternity, paternity, adoption and shared parental leave.
        Parenting "parenting" "maternity" "paternity" "parental" "adoption",
        /// Work that is not on the ward: management, clinics.
        WorkingDay "working day" "non-clinical" "management",
        /// Anything else.
        Other "other" "other leave" "special",
}

/// A shift on a roster: one row a shift, filled or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Row in its file.
    pub row: u32,
    /// Ward or team.
    pub unit: UnitName,
    /// Who; none for an unfilled shift.
    pub person: Option<Pseudonym>,
    /// Role that was wanted.
    pub role: Role,
    /// Band, where it is given.
    pub band: Option<Band>,
    /// Start.
    pub start: When,
    /// End.
    pub end: When,
    /// Planned paid minutes: start to end less the unpaid break.
    pub minutes: i64,
    /// Paid minutes that were worked, where that differs.
    pub worked_minutes: Option<i64>,
    /// Who filled it.
    pub kind: Kind,
    /// What became of it.
    pub status: Status,
    /// Whether it is above the funded template.
    pub additional: bool,
    /// Why it was added.
    pub additional_reason: Option<String>,
    /// In training or new, so not counted in the numbers.
    pub supernumerary: bool,
    /// First day of its roster.
    pub roster_start: Option<Date>,
    /// When its roster was fully approved.
    pub approved: Option<Date>,
    /// When its roster was published.
    pub published: Option<Date>,
    /// When it was last changed.
    pub changed: Option<Date>,
    /// Why.
    pub change_reason: Option<String>,
    /// What the shift cost in all, as charged or paid.
    pub cost: Option<Pence>,
}

impl Line {
    /// Whether somebody worked it and counted in the numbers.
    #[must_use]
    pub fn counted(&self) -> bool {
        self.status == Status::Worked && self.kind != Kind::Unfilled && !self.supernumerary
    }

    /// Minutes worked, in the numbers.
    #[must_use]
    pub fn worked(&self) -> i64 {
        if self.counted() { self.worked_minutes.unwrap_or(self.minutes) } else { 0 }
    }

    /// Minutes that use up the contract: worked or rostered by own staff within contract.
    #[must_use]
    pub fn of_contract(&self) -> i64 {
        let used = matches!(self.status, Status::Worked | Status::Rostered) && self.kind == Kind::Substantive;
        if used { self.worked_minutes.unwrap_or(self.minutes) } else { 0 }
    }

    /// Whether it was asked of temporary staffing: bank, agency, or nobody in the end.
    #[must_use]
    pub fn requested(&self) -> bool {
        matches!(self.kind, Kind::Bank | Kind::Agency | Kind::Unfilled) && self.status != Status::Cancelled
    }
}

/// A contract of a person with a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Row in its file.
    pub row: u32,
    /// Ward or team.
    pub unit: UnitName,
    /// Who.
    pub person: Pseudonym,
    /// Role.
    pub role: Role,
    /// Band.
    pub band: Option<Band>,
    /// Contracted hours a week.
    pub weekly: Hours,
    /// First day; none from before the files.
    pub from: Option<Date>,
    /// Last day; none where it goes on.
    pub to: Option<Date>,
    /// Fixed pattern or flexible-working agreement: fairness is counted apart.
    pub agreement: bool,
    /// Net hours carried over from the roster before; below zero the person owes them.
    pub brought_forward: Quantity,
}

impl Contract {
    /// The days it holds within a span.
    #[must_use]
    pub fn within(&self, span: Span) -> Option<Span> {
        let from = self.from.unwrap_or(span.from()).max(span.from());
        Span::new(from, self.to.unwrap_or(span.to()).min(span.to()))
    }

    /// Contracted hours in a span: weekly hours over seven days, for each day.
    #[must_use]
    pub fn hours(&self, span: Span) -> Hours {
        let days = self.within(span).map_or(0, Span::days);
        let millionths = i128::from(self.weekly.quantity().millionths()) * i128::from(days) / 7;
        Hours::new(Quantity::from_millionths(i64::try_from(millionths).unwrap_or(i64::MAX)))
    }
}

/// Contracted hours that a person was not available for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    /// Row in its file.
    pub row: u32,
    /// Ward or team.
    pub unit: UnitName,
    /// Who.
    pub person: Pseudonym,
    /// Why. Never shown for a person.
    pub component: Component,
    /// Days.
    pub days: Span,
    /// Hours over all of the days.
    pub hours: Hours,
}

/// Budgeted headroom of a unit: percent of *paid* hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Row in its file.
    pub row: u32,
    /// Ward or team.
    pub unit: UnitName,
    /// Component.
    pub component: Component,
    /// Percent of paid hours.
    pub percent: Quantity,
}

/// Patients at midnight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Midnight {
    /// Row in its file.
    pub row: u32,
    /// Ward or team.
    pub unit: UnitName,
    /// The day that ended.
    pub day: Date,
    /// Patients; none where nobody counted.
    pub patients: Option<Quantity>,
}

/// All that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rosters {
    /// Shifts.
    pub lines: Vec<Line>,
    /// Contracts.
    pub contracts: Vec<Contract>,
    /// Leave and other absence.
    pub leave: Vec<Leave>,
    /// Budgets of headroom.
    pub budgets: Vec<Budget>,
    /// Patients.
    pub midnights: Vec<Midnight>,
}

impl Rosters {
    /// Units that have a line, in order.
    #[must_use]
    pub fn units(&self) -> Vec<UnitName> {
        let mut units: Vec<UnitName> = self.lines.iter().map(|line| line.unit.clone()).collect();
        units.sort();
        units.dedup();
        units
    }

    /// From the first to the last day on which a shift starts; none where there is no shift.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        let days = || self.lines.iter().map(|line| line.start.date());
        Span::new(days().min()?, days().max()?)
    }
}
