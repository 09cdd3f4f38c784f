//! Lengths of runs: consecutive days worked, days off, or days in the same shift.

use super::Clause;
use crate::model::{Limit, Step, Symbol, Weight};

/// Limits the length of each longest stretch of days whose symbol is in a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What runs, such as `days worked in a row`.
    pub name: String,
    /// By symbol: whether the day belongs to the run.
    pub inside: Vec<bool>,
    /// The limit on the length in days. The maximum is charged day by day, the minimum when the run ends.
    pub limit: Limit,
    /// Whether a run that stands at the very start, with nothing known before, is never too short.
    pub open_start: bool,
    /// Whether a run that reaches the last day is never too short.
    pub open_end: bool,
}

/// States: 0 outside; `n` in the `n`th day of a run, up to the cap; `OPEN + n` the same for a run that began before
/// anything is known.
const OPEN: u32 = 1 << 16;

impl Run {
    fn is_inside(&self, symbol: Symbol) -> bool {
        self.inside.get(usize::from(symbol)).copied().unwrap_or(false)
    }

    /// Longer runs than this need not be told apart.
    fn cap(&self) -> u32 {
        let least = self.limit.min.map_or(0, |min| min.at);
        least.max(self.limit.max.map_or(1, |max| max.at + 1)).max(1)
    }

    fn too_short(&self, state: u32) -> Step {
        let mut step = Step::default();
        if let (Some(min), 1..OPEN) = (self.limit.min, state) {
            step.charge(min.weight, min.at.saturating_sub(state));
        }
        step
    }
}

impl Clause for Run {
    fn name(&self) -> &str {
        &self.name
    }

    fn start(&self) -> u32 {
        if self.open_start { OPEN } else { 0 }
    }

    fn recall(&self, state: u32, symbol: Symbol) -> u32 {
        self.step(state, 0, symbol).next
    }

    fn step(&self, state: u32, _day: usize, symbol: Symbol) -> Step {
        if !self.is_inside(symbol) {
            return self.too_short(state);
        }
        let (open, length) = (state & OPEN, state & !OPEN);
        let mut step = Step::default();
        if let Some(max) = self.limit.max {
            step.charge(max.weight, u32::from(length >= max.at));
        }
        let length = (length + 1).min(self.cap());
        // An open run that is long enough is like any other.
        let open = if self.limit.min.is_none_or(|min| length >= min.at) { 0 } else { open };
        step.next = open + length;
        step
    }

    fn finish(&self, state: u32) -> Step {
        if self.open_end { Step::default() } else { self.too_short(state) }
    }
}

impl Run {
    /// At most `most` days in a row with a symbol in `inside`.
    #[must_use]
    pub fn at_most(name: &str, inside: Vec<bool>, most: u32, weight: Weight) -> Self {
        Self {
            name: name.to_owned(),
            inside,
            limit: Limit::at_most(most, weight),
            open_start: true,
            open_end: true,
        }
    }

    /// At least `least` days in a row with a symbol in `inside`, runs at the edges of what is known excepted.
    #[must_use]
    pub fn at_least(name: &str, inside: Vec<bool>, least: u32, weight: Weight) -> Self {
        Self {
            name: name.to_owned(),
            inside,
            limit: Limit::at_least(least, weight),
            open_start: true,
            open_end: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Run;
    use crate::model::Weight;
    use crate::rules::Rule;

    #[test]
    fn a_run_that_is_too_long_costs_each_day() {
        let rule = Rule::Run(Run::at_most("worked", vec![false, true], 2, Weight::Soft(5)));
        assert_eq!(rule.price(&[], &[1, 1, 1, 1, 0, 1]).cost, 10);
        assert_eq!(rule.price(&[1, 1, 1], &[1, 0]).cost, 5);
    }

    #[test]
    fn a_run_that_is_too_short_costs_only_inside() {
        let rule = Rule::Run(Run::at_least("off", vec![true, false], 3, Weight::Hard));
        assert_eq!(rule.price(&[], &[0, 1, 0, 0, 1, 0]).broken, 1);
        assert_eq!(rule.price(&[1, 0], &[0, 1]).broken, 1);
        let strict = Rule::Run(Run {
            open_start: false,
            open_end: false,
            ..Run::at_least("off", vec![true, false], 3, Weight::Soft(1))
        });
        assert_eq!(strict.price(&[], &[0, 1, 0, 0, 1, 0]).cost, 2 + 1 + 2);
    }
}
