//! How many weekends are worked, a weekend counting once however many of its days are.

use std::sync::Arc;

use super::Clause;
use crate::model::{Limit, OFF, Step, Symbol, Weekends};

/// Limits the number of weekends with at least one duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekendCount {
    /// What it is, such as `weekends worked`.
    pub name: String,
    /// Which days are weekends.
    pub weekends: Arc<Weekends>,
    /// Weekends worked before day 0.
    pub already: u32,
    /// The limit.
    pub limit: Limit,
}

impl Clause for WeekendCount {
    fn name(&self) -> &str {
        &self.name
    }

    fn recall(&self, _state: u32, _symbol: Symbol) -> u32 {
        0
    }

    /// State 1: this weekend has been counted and has days left.
    fn step(&self, state: u32, day: usize, symbol: Symbol) -> Step {
        if self.weekends.of(day).is_none() {
            return Step::default();
        }
        let counted = state == 1 && !self.weekends.opens(day);
        let worked = counted || symbol != OFF;
        Step {
            next: u32::from(worked && !self.weekends.closes(day)),
            count: u32::from(worked && !counted),
            ..Step::default()
        }
    }

    fn limit(&self) -> Option<(Limit, u32)> {
        Some((self.limit, self.already))
    }

    fn day_class(&self, day: usize) -> u32 {
        class(&self.weekends, day)
    }
}

/// How a day stands to its weekend: outside, or inside with first and last told apart.
pub(super) fn class(weekends: &Weekends, day: usize) -> u32 {
    weekends
        .of(day)
        .map_or(0, |_| 1 + 2 * u32::from(weekends.opens(day)) + 4 * u32::from(weekends.closes(day)))
}

#[cfg(test)]
mod tests {
    use super::WeekendCount;
    use crate::model::{Limit, Weekends, Weight};
    use crate::rules::Rule;

    #[test]
    fn a_weekend_counts_once() {
        let rule = Rule::WeekendCount(WeekendCount {
            name: "weekends".into(),
            weekends: Weekends::new(14, 0, &[5, 6]),
            already: 0,
            limit: Limit::at_most(1, Weight::Hard),
        });
        let row = |days: &[usize]| -> Vec<u8> { (0..14).map(|day| u8::from(days.contains(&day))).collect() };
        assert_eq!(rule.price(&[], &row(&[5, 6, 7])).broken, 0);
        assert_eq!(rule.price(&[], &row(&[6, 12])).broken, 1);
        assert_eq!(rule.price(&[], &row(&[5, 6, 12, 13])).broken, 1);
    }
}
