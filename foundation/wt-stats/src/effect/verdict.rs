//! The verdict on a change, and what must be known with it.

use super::panel::months;
use super::worked::Answer;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Good {
    /// Less of it.
    Lower,
    /// More of it.
    Higher,
}

/// Did it work?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Better than expected, by more than chance.
    Worked,
    /// Worse than expected, by more than chance.
    Worse,
    /// No more than chance, and an improvement worth having is ruled out.
    DidNot,
    /// No more than chance, and an improvement worth having may still be hidden in it.
    CannotTell,
}

impl Verdict {
    /// As lists and exports name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Worse => "got worse",
            Self::DidNot => "did not work",
            Self::CannotTell => "can't tell yet",
        }
    }
}

/// What must be known with a verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reason {
    /// Nothing smaller than this would have been found; less would be worth having.
    Undetectable {
        /// The effect that is found four times in five, as a multiple of the worthwhile one.
        times: f64,
    },
    /// Fewer than six months since the change.
    ShortAfter {
        /// Months since.
        months: usize,
    },
    /// Fewer than 24 months before: its own season cannot be told apart.
    ShortBefore {
        /// Months before.
        months: usize,
    },
    /// The others follow it badly.
    PoorFit {
        /// Its error before, as a multiple of the usual.
        times: f64,
    },
    /// Fewer than ten others.
    FewDonors {
        /// How many.
        donors: usize,
    },
    /// The others moved the same way, by at least half as much.
    OthersMovedToo {
        /// Their change, as a share of its own.
        share: f64,
    },
    /// The same test finds effects at earlier dates, where nothing was done.
    Restless {
        /// At how many dates.
        found: usize,
        /// Of how many.
        of: usize,
    },
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Undetectable { times } => {
                write!(
                    f,
                    "the figures vary so much that only an effect of {times:.1} times what would be worth having is likely to show"
                )
            }
            Self::ShortAfter { months: n } => {
                write!(f, "only {} since the change; 6 or more say much more", months(*n))
            }
            Self::ShortBefore { months: n } => {
                write!(f, "only {} before the change; with 24 its own season is known", months(*n))
            }
            Self::PoorFit { times } => {
                write!(
                    f,
                    "the others follow it badly: its error before the change is {times:.1} times the usual"
                )
            }
            Self::FewDonors { donors } => {
                write!(f, "only {donors} others to compare with; 10 or more say more")
            }
            Self::OthersMovedToo { share } if *share < 0.995 => {
                write!(f, "the others moved the same way, by {:.0}% as much", share * 100.0)
            }
            Self::OthersMovedToo { .. } => f.write_str("the others moved the same way, by as much or more"),
            Self::Restless { found: 1, of: 1 } => {
                f.write_str("the same test finds an effect at the earlier date tried, where nothing was done")
            }
            Self::Restless { found, of } => {
                write!(
                    f,
                    "the same test finds an effect at {found} of {of} earlier dates, where nothing was done"
                )
            }
        }
    }
}

const MUCH_AFTER: usize = 6;
const MUCH_BEFORE: usize = 24;
const MANY_DONORS: usize = 10;
/// An error before so many times the usual is a poor fit.
const POOR: f64 = 2.0;
/// An effect at an earlier date is one at this level.
const LEVEL: f64 = 0.05;

pub(super) fn judge(answer: &Answer, good: Good) -> (Verdict, Vec<Reason>) {
    let (best, worst) = match good {
        Good::Lower => (-answer.interval.low, -answer.interval.high),
        Good::Higher => (answer.interval.high, answer.interval.low),
    };
    let verdict = if worst > 0.0 {
        Verdict::Worked
    } else if best < 0.0 {
        Verdict::Worse
    } else if best < answer.worthwhile {
        Verdict::DidNot
    } else {
        Verdict::CannotTell
    };
    let mut reasons = Vec::new();
    let (before, after) = answer.months;
    if verdict == Verdict::CannotTell && answer.worthwhile > 0.0 && answer.detectable > answer.worthwhile {
        reasons.push(Reason::Undetectable { times: answer.detectable / answer.worthwhile });
    }
    if after < MUCH_AFTER {
        reasons.push(Reason::ShortAfter { months: after });
    }
    if before < MUCH_BEFORE {
        reasons.push(Reason::ShortBefore { months: before });
    }
    let (own, usual) = answer.error_before;
    if usual > 0.0 && own > POOR * usual {
        reasons.push(Reason::PoorFit { times: own / usual });
    }
    if answer.donors.len() < MANY_DONORS {
        reasons.push(Reason::FewDonors { donors: answer.donors.len() });
    }
    let moved = answer.level_after - answer.level_before;
    let share = (answer.expected - answer.level_before) / moved;
    if share.is_finite() && share >= 0.5 {
        reasons.push(Reason::OthersMovedToo { share });
    }
    let found = answer.in_time.iter().filter(|date| date.p <= LEVEL).count();
    if found > 0 {
        reasons.push(Reason::Restless { found, of: answer.in_time.len() });
    }
    (verdict, reasons)
}
