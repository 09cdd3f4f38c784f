//! The rules that bind one person's row, one file each.
//!
//! A rule is a small automaton that reads the row day by day, charges or forbids, and may count something whose sum is
//! limited. The same automaton prices a finished row ([`Rule::price`]), says where it was broken ([`Rule::explain`]), and is
//! compiled into the kernel that finds the best row of all.

mod pattern;
mod run;
mod succession;
mod tally;
mod weekend_count;
mod weekend_kind;
mod weekend_run;
mod weekend_shape;

pub use pattern::Pattern;
pub use run::Run;
pub use succession::Succession;
pub use tally::Tally;
pub use weekend_count::WeekendCount;
pub use weekend_kind::WeekendKind;
pub use weekend_run::WeekendRun;
pub use weekend_shape::WeekendShape;

use crate::model::{Limit, Step, Symbol, Weight};

/// A rule as an automaton over the days of one row.
pub trait Clause {
    /// What the rule is, in a ward manager's words.
    fn name(&self) -> &str;

    /// The state before the first known day.
    fn start(&self) -> u32 {
        0
    }

    /// Reads a day before the horizon. What it would cost is forgotten: it was charged then.
    fn recall(&self, state: u32, symbol: Symbol) -> u32;

    /// Reads `symbol` on `day`.
    fn step(&self, state: u32, day: usize, symbol: Symbol) -> Step;

    /// What being in `state` after the last day costs.
    fn finish(&self, _state: u32) -> Step {
        Step::default()
    }

    /// A limit on the sum of all [`Step::count`]s, and what stands there already.
    fn limit(&self) -> Option<(Limit, u32)> {
        None
    }

    /// Days with the same class are treated alike by [`step`](Self::step).
    fn day_class(&self, _day: usize) -> u32 {
        0
    }
}

/// Any rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Sums over days: minutes, assignments, shifts of a type.
    Tally(Tally),
    /// Lengths of runs: days worked, days off, the same shift.
    Run(Run),
    /// What may not follow what.
    Succession(Succession),
    /// A priced or forbidden sequence.
    Pattern(Pattern),
    /// Number of weekends worked.
    WeekendCount(WeekendCount),
    /// Weekends worked in a row.
    WeekendRun(WeekendRun),
    /// Which days of a weekend are worked together.
    WeekendShape(WeekendShape),
    /// The same shift on all days of a weekend.
    WeekendKind(WeekendKind),
}

/// One place where a rule costs something or is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The rule's name.
    pub rule: String,
    /// The day on which it showed; `None` if only at the end or over the whole horizon.
    pub day: Option<usize>,
    /// Penalty points.
    pub cost: u32,
    /// Units by which something hard is broken.
    pub broken: u32,
}

impl Rule {
    /// The rule as an automaton.
    #[must_use]
    pub fn clause(&self) -> &dyn Clause {
        match self {
            Self::Tally(rule) => rule,
            Self::Run(rule) => rule,
            Self::Succession(rule) => rule,
            Self::Pattern(rule) => rule,
            Self::WeekendCount(rule) => rule,
            Self::WeekendRun(rule) => rule,
            Self::WeekendShape(rule) => rule,
            Self::WeekendKind(rule) => rule,
        }
    }

    /// The rule with nothing but what is hard in it; `None` if nothing is.
    #[must_use]
    pub fn hard_part(&self, symbols: usize) -> Option<Self> {
        let limit = |limit: Limit| {
            let hard = Limit {
                min: limit.min.filter(|min| min.weight == Weight::Hard),
                max: limit.max.filter(|max| max.weight == Weight::Hard),
            };
            (hard != Limit::default()).then_some(hard)
        };
        Some(match self {
            Self::Tally(rule) => Self::Tally(Tally { limit: limit(rule.limit)?, ..rule.clone() }),
            Self::Run(rule) => Self::Run(Run { limit: limit(rule.limit)?, ..rule.clone() }),
            Self::WeekendCount(rule) => {
                Self::WeekendCount(WeekendCount { limit: limit(rule.limit)?, ..rule.clone() })
            }
            Self::WeekendRun(rule) => {
                Self::WeekendRun(WeekendRun { limit: limit(rule.limit)?, ..rule.clone() })
            }
            Self::Succession(rule) => Self::Succession(rule.hard_part(symbols)?),
            Self::Pattern(Pattern { weight, .. })
            | Self::WeekendShape(WeekendShape { weight, .. })
            | Self::WeekendKind(WeekendKind { weight, .. }) => {
                return (*weight == Weight::Hard).then(|| self.clone());
            }
        })
    }

    /// The state at the start of day 0, after the days before it.
    #[must_use]
    pub fn state_after(&self, past: &[Symbol]) -> u32 {
        let clause = self.clause();
        past.iter().fold(clause.start(), |state, symbol| clause.recall(state, *symbol))
    }

    /// What a whole row costs under this rule.
    #[must_use]
    pub fn price(&self, past: &[Symbol], row: &[Symbol]) -> Step {
        let mut total = Step::default();
        for breach in self.explain(past, row) {
            total.cost += breach.cost;
            total.broken += breach.broken;
        }
        total
    }

    /// Where a row costs something under this rule.
    #[must_use]
    pub fn explain(&self, past: &[Symbol], row: &[Symbol]) -> Vec<Breach> {
        let clause = self.clause();
        let mut found = Vec::new();
        let mut note = |day, step: Step| {
            if step.cost > 0 || step.broken > 0 {
                found.push(Breach {
                    rule: clause.name().to_owned(),
                    day,
                    cost: step.cost,
                    broken: step.broken,
                });
            }
        };
        let (mut state, mut count) = (self.state_after(past), 0);
        for (day, symbol) in row.iter().enumerate() {
            let step = clause.step(state, day, *symbol);
            note(Some(day), step);
            state = step.next;
            count += step.count;
        }
        let last = clause.finish(state);
        note(None, last);
        if let Some((limit, already)) = clause.limit() {
            note(None, limit.price(already + count + last.count));
        }
        found
    }
}
