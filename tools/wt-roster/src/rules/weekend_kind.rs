//! The same shift on all worked days of a weekend.

use std::sync::Arc;

use super::Clause;
use super::weekend_count::class;
use crate::model::{OFF, Step, Symbol, Weekends, Weight};

/// Charges each weekend on which two worked days differ in kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekendKind {
    /// What it is, such as `one shift type a weekend`.
    pub name: String,
    /// Which days are weekends.
    pub weekends: Arc<Weekends>,
    /// Kind by symbol, such as the number of the shift type; the entry of the day off is not looked at.
    pub kind: Vec<u32>,
    /// What each worked day of another kind than the worked day before it in the weekend costs.
    pub weight: Weight,
}

impl Clause for WeekendKind {
    fn name(&self) -> &str {
        &self.name
    }

    fn recall(&self, _state: u32, _symbol: Symbol) -> u32 {
        0
    }

    /// State: one more than the kind of the last worked day of this weekend, 0 if none.
    fn step(&self, state: u32, day: usize, symbol: Symbol) -> Step {
        if self.weekends.of(day).is_none() {
            return Step::default();
        }
        let before = if self.weekends.opens(day) { 0 } else { state };
        let now = if symbol == OFF { before } else { self.kind[usize::from(symbol)] + 1 };
        let mut step = Step { next: if self.weekends.closes(day) { 0 } else { now }, ..Step::default() };
        step.charge(self.weight, u32::from(before != 0 && now != before));
        step
    }

    fn day_class(&self, day: usize) -> u32 {
        class(&self.weekends, day)
    }
}

#[cfg(test)]
mod tests {
    use super::WeekendKind;
    use crate::model::{Weekends, Weight};
    use crate::rules::Rule;

    #[test]
    fn two_kinds_in_one_weekend_cost() {
        let rule = Rule::WeekendKind(WeekendKind {
            name: "one shift type a weekend".into(),
            weekends: Weekends::new(7, 0, &[5, 6]),
            kind: vec![0, 0, 1],
            weight: Weight::Soft(3),
        });
        assert_eq!(rule.price(&[], &[0, 0, 0, 0, 2, 1, 1]).cost, 0);
        assert_eq!(rule.price(&[], &[0, 0, 0, 0, 0, 1, 2]).cost, 3);
        assert_eq!(rule.price(&[], &[0, 0, 0, 0, 0, 0, 2]).cost, 0);
    }
}
