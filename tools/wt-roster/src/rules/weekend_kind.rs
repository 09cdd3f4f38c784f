//! The same shift on all days of a weekend.

use std::sync::Arc;

use super::Clause;
use super::weekend_count::class;
use crate::model::{OFF, Step, Symbol, Weekends, Weight};

/// Charges each weekend, for every kind of shift worked on it, the days of it that are of another kind (First International
/// Nurse Rostering Competition, 2010: a weekend of two shifts that differ counts two).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekendKind {
    /// What it is, such as `one shift type a weekend`.
    pub name: String,
    /// Which days are weekends; at most four days each.
    pub weekends: Arc<Weekends>,
    /// Kind by symbol, such as the number of the shift type; the entry of the day off is not looked at.
    pub kind: Vec<u32>,
    /// Whether only weekends that are worked whole are looked at.
    pub whole_only: bool,
    /// What each such day costs.
    pub weight: Weight,
}

impl WeekendKind {
    fn base(&self) -> u32 {
        self.kind.iter().max().map_or(0, |kind| kind + 2)
    }

    /// 0 for a day off, otherwise one more than the kind.
    fn digit(&self, symbol: Symbol) -> u32 {
        if symbol == OFF { 0 } else { self.kind[usize::from(symbol)] + 1 }
    }

    /// Days of another kind, over the kinds worked.
    fn units(&self, mut read: u32) -> u32 {
        let (base, mut days) = (self.base(), Vec::with_capacity(4));
        while read > 1 {
            days.push(read % base);
            read /= base;
        }
        if self.whole_only && days.contains(&0) {
            return 0;
        }
        let first = |at: &usize| days[*at] != 0 && !days[..*at].contains(&days[*at]);
        let others = |at: usize| days.iter().filter(|day| **day != days[at]).count() as u32;
        (0..days.len()).filter(first).map(others).sum()
    }
}

impl Clause for WeekendKind {
    fn name(&self) -> &str {
        &self.name
    }

    fn recall(&self, _state: u32, _symbol: Symbol) -> u32 {
        0
    }

    /// State: the kinds of this weekend so far as digits behind a leading 1; 0 outside.
    fn step(&self, state: u32, day: usize, symbol: Symbol) -> Step {
        if self.weekends.of(day).is_none() {
            return Step::default();
        }
        let before = if self.weekends.opens(day) { 1 } else { state.max(1) };
        let read = before * self.base() + self.digit(symbol);
        if !self.weekends.closes(day) {
            return Step { next: read, ..Step::default() };
        }
        let mut step = Step::default();
        step.charge(self.weight, self.units(read));
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

    fn rule(weekdays: &[usize], whole_only: bool) -> Rule {
        Rule::WeekendKind(WeekendKind {
            name: "one shift type a weekend".into(),
            weekends: Weekends::new(7, 0, weekdays),
            kind: vec![0, 0, 1, 2],
            whole_only,
            weight: Weight::Soft(3),
        })
    }

    #[test]
    fn each_kind_counts_the_days_of_another() {
        let two = rule(&[5, 6], true);
        assert_eq!(two.price(&[], &[0, 0, 0, 0, 2, 1, 1]).cost, 0);
        assert_eq!(two.price(&[], &[0, 0, 0, 0, 0, 1, 2]).cost, 6);
        assert_eq!(two.price(&[], &[0, 0, 0, 0, 0, 0, 2]).cost, 0);
        let three = rule(&[4, 5, 6], true);
        assert_eq!(three.price(&[], &[0, 0, 0, 0, 1, 1, 2]).cost, 9);
        assert_eq!(three.price(&[], &[0, 0, 0, 0, 1, 2, 3]).cost, 18);
        assert_eq!(three.price(&[], &[0, 0, 0, 0, 1, 0, 3]).cost, 0);
    }

    #[test]
    fn a_weekend_worked_in_part_counts_only_if_asked() {
        assert_eq!(rule(&[5, 6], false).price(&[], &[0, 0, 0, 0, 0, 0, 2]).cost, 3);
    }
}
