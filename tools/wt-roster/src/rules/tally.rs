//! A sum over days: minutes, assignments, shifts of one type, all over the horizon or a stretch of it.

use super::Clause;
use crate::model::{Limit, Step, Symbol};

/// Adds up `units[symbol]` over the days `from..to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// What is counted, such as `minutes`.
    pub name: String,
    /// Units by symbol, the day off first.
    pub units: Vec<u32>,
    /// First day counted.
    pub from: usize,
    /// The day after the last one counted.
    pub to: usize,
    /// Units that stand there before day 0.
    pub already: u32,
    /// The limit on the sum.
    pub limit: Limit,
}

impl Clause for Tally {
    fn name(&self) -> &str {
        &self.name
    }

    fn recall(&self, _state: u32, _symbol: Symbol) -> u32 {
        0
    }

    fn step(&self, _state: u32, day: usize, symbol: Symbol) -> Step {
        let counts = day >= self.from && day < self.to;
        Step { count: if counts { self.units[usize::from(symbol)] } else { 0 }, ..Step::default() }
    }

    fn limit(&self) -> Option<(Limit, u32)> {
        Some((self.limit, self.already))
    }

    fn day_class(&self, day: usize) -> u32 {
        u32::from(day >= self.from && day < self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::model::{Limit, Weight};
    use crate::rules::Rule;

    #[test]
    fn counts_only_its_days_and_what_stood_there() {
        let rule = Rule::Tally(Tally {
            name: "nights".into(),
            units: vec![0, 0, 1],
            from: 1,
            to: 3,
            already: 1,
            limit: Limit::at_most(1, Weight::Soft(10)),
        });
        assert_eq!(rule.price(&[], &[2, 1, 1, 2]).cost, 0);
        assert_eq!(rule.price(&[], &[2, 2, 2, 2]).cost, 20);
    }
}
