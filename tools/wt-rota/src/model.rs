//! Shifts, how many people each weekday needs on them, and the pattern of weeks.

use wt_worktime::NotADuty;

/// Days of a week as they are written, Monday first.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What one doctor does on one day of the pattern: the place of a shift in [`Slots::shifts`], or nothing.
pub type Cell = Option<usize>;

/// A shift, and how many people it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its code, such as `N`.
    pub code: String,
    /// Minutes after midnight at which it starts.
    pub start: u16,
    /// Minutes after that midnight at which it ends; over 1,440 where it ends on the next day.
    pub end: u16,
    /// People needed by weekday, Monday first.
    pub needed: [usize; 7],
    /// Whether doctors without another shift work it on weekdays: the normal day. Then `needed` is the least, else it is exact.
    pub normal: bool,
}

impl Shift {
    /// Minutes it lasts by the clock.
    #[must_use]
    pub fn minutes(&self) -> i64 {
        i64::from(self.end) - i64::from(self.start)
    }
}

/// Every shift of a rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slots {
    /// In the order they were given.
    pub shifts: Vec<Shift>,
}

impl Slots {
    /// The shift that fills days on which nothing else is to be done.
    #[must_use]
    pub fn normal(&self) -> Option<usize> {
        self.shifts.iter().position(|shift| shift.normal)
    }

    /// The place of a code.
    #[must_use]
    pub fn place(&self, code: &str) -> Option<usize> {
        self.shifts.iter().position(|shift| shift.code == code)
    }
}

/// A pattern of weeks: the doctor who starts in week 1 works them in order, and then again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Weeks, each of seven days from Monday.
    pub weeks: Vec<[Cell; 7]>,
}

/// Why a rota can't be judged or looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPattern {
    /// More people are needed on one weekday than there are doctors.
    #[error("{wanted} doctors are needed on a {day}, and the rota has {doctors}")]
    TooFew {
        /// Weekday.
        day: &'static str,
        /// Needed.
        wanted: usize,
        /// In the rota.
        doctors: usize,
    },
    /// No weeks, or more than a year of them.
    #[error("found {found} weeks, expected from 1 to 52")]
    Weeks {
        /// What was given.
        found: usize,
    },
    /// A shift is no stretch of work.
    #[error("shift {code}: {why}")]
    Shift {
        /// Its code.
        code: String,
        /// What is wrong with it.
        why: NotADuty,
    },
    /// Shifts of the pattern overlap.
    #[error("week {week}, {day}: {why}")]
    Overlap {
        /// Week, from 1.
        week: usize,
        /// Weekday.
        day: &'static str,
        /// What overlaps, in words.
        why: String,
    },
    /// Every pattern seen has shifts that overlap.
    #[error(
        "every pattern that was tried has somebody on two shifts at once: there are too few doctors for these shifts, or too little time to look"
    )]
    NoneFound,
    /// The day the pattern starts is no Monday, or out of the calendar.
    #[error("the first day is {found}, expected a Monday")]
    NoMonday {
        /// What was given.
        found: jiff::civil::Date,
    },
}
