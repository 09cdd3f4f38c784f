//! A sequence of days that is unwanted or forbidden: late then day, or free on Friday and at work at the weekend.

use super::Clause;
use crate::model::{Step, Symbol, Weight};

/// Charges each place where the days match all steps in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What it is, such as `late then day`.
    pub name: String,
    /// Each step by symbol: whether it matches. At most 31 steps.
    pub steps: Vec<Vec<bool>>,
    /// By day: whether an occurrence may begin there. Empty: anywhere.
    pub begins: Vec<bool>,
    /// What each occurrence costs.
    pub weight: Weight,
}

impl Pattern {
    fn may_begin(&self, day: usize) -> bool {
        self.begins.get(day).copied().unwrap_or(self.begins.is_empty())
    }

    /// State: bit `i` is set if the last `i + 1` days match the first `i + 1` steps.
    fn advance(&self, state: u32, begin: bool, symbol: Symbol) -> u32 {
        let reached = (state << 1) | u32::from(begin);
        let mut next = 0;
        for (at, step) in self.steps.iter().enumerate() {
            if reached >> at & 1 == 1 && step[usize::from(symbol)] {
                next |= 1 << at;
            }
        }
        next
    }

    fn split(&self, next: u32) -> (u32, bool) {
        let last = 1_u32 << (self.steps.len().max(1) - 1);
        (next & !last, next & last != 0)
    }
}

impl Clause for Pattern {
    fn name(&self) -> &str {
        &self.name
    }

    fn recall(&self, state: u32, symbol: Symbol) -> u32 {
        // A pattern tied to certain days of the horizon can't have begun before it.
        self.split(self.advance(state, self.begins.is_empty(), symbol)).0
    }

    fn step(&self, state: u32, day: usize, symbol: Symbol) -> Step {
        let (next, matched) = self.split(self.advance(state, self.may_begin(day), symbol));
        let mut step = Step { next, ..Step::default() };
        step.charge(self.weight, u32::from(matched));
        step
    }

    fn day_class(&self, day: usize) -> u32 {
        u32::from(self.may_begin(day))
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;
    use crate::model::Weight;
    use crate::rules::Rule;

    #[test]
    fn overlapping_occurrences_each_count() {
        let any = vec![false, true, true];
        let pattern = |begins: Vec<bool>| {
            Rule::Pattern(Pattern {
                name: "three in a row".into(),
                steps: vec![any.clone(); 3],
                begins,
                weight: Weight::Soft(1),
            })
        };
        assert_eq!(pattern(vec![]).price(&[], &[1, 2, 1, 2, 0]).cost, 2);
        assert_eq!(pattern(vec![]).price(&[1, 1], &[1, 0]).cost, 1);
        assert_eq!(pattern(vec![false, true, false]).price(&[], &[1, 2, 1, 2, 0]).cost, 1);
    }
}
