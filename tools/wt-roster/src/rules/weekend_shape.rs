//! Which days of a weekend are worked together: both or none, or no gap in the middle.

use std::sync::Arc;

use super::Clause;
use super::weekend_count::class;
use crate::model::{OFF, Step, Symbol, Weekends, Weight};

/// Charges each weekend by the set of its days that are worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekendShape {
    /// What it is, such as `whole weekends`.
    pub name: String,
    /// Which days are weekends.
    pub weekends: Arc<Weekends>,
    /// Units charged by the set of days worked, the weekend's first day being bit 0. Sets beyond the end cost nothing.
    pub units: Vec<u32>,
    /// What each unit costs.
    pub weight: Weight,
    /// Whether a weekend cut off by an end of the horizon (of fewer days than this) is left alone.
    pub full_length: u32,
}

impl Clause for WeekendShape {
    fn name(&self) -> &str {
        &self.name
    }

    fn recall(&self, _state: u32, _symbol: Symbol) -> u32 {
        0
    }

    /// State: 0 outside; otherwise days read so far in the high half, their set in the low half.
    fn step(&self, state: u32, day: usize, symbol: Symbol) -> Step {
        if self.weekends.of(day).is_none() {
            return Step::default();
        }
        let state = if self.weekends.opens(day) { 0 } else { state };
        let (read, set) = (state >> 16, state & 0xffff);
        let set = set | u32::from(symbol != OFF) << read;
        if !self.weekends.closes(day) {
            return Step { next: (read + 1) << 16 | set, ..Step::default() };
        }
        let mut step = Step::default();
        if read + 1 >= self.full_length {
            step.charge(self.weight, self.units.get(set as usize).copied().unwrap_or(0));
        }
        step
    }

    fn day_class(&self, day: usize) -> u32 {
        class(&self.weekends, day)
    }
}

#[cfg(test)]
mod tests {
    use super::WeekendShape;
    use crate::model::{Weekends, Weight};
    use crate::rules::Rule;

    #[test]
    fn half_a_weekend_costs() {
        let rule = Rule::WeekendShape(WeekendShape {
            name: "whole weekends".into(),
            weekends: Weekends::new(13, 0, &[5, 6]),
            units: vec![0, 1, 1, 0],
            weight: Weight::Soft(30),
            full_length: 2,
        });
        let row = |days: &[usize]| -> Vec<u8> { (0..13).map(|day| u8::from(days.contains(&day))).collect() };
        assert_eq!(rule.price(&[], &row(&[5, 6])).cost, 0);
        assert_eq!(rule.price(&[], &row(&[6, 12])).cost, 30);
    }
}
