//! What may not follow what on the next day: too little rest, or a priced change of shift.

use super::Clause;
use crate::model::{OFF, Step, Symbol, Weight};

/// A weight on some ordered pairs of symbols on consecutive days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// What it is, such as `rest between shifts`.
    pub name: String,
    symbols: usize,
    class_of: Vec<u32>,
    rows: Vec<Vec<Option<Weight>>>,
}

impl Succession {
    /// Builds the rule from `(earlier, later, weight)`; a pair named twice takes the last weight.
    #[must_use]
    pub fn new(name: &str, symbols: usize, pairs: &[(Symbol, Symbol, Weight)]) -> Self {
        let mut table = vec![vec![None; symbols]; symbols];
        for (earlier, later, weight) in pairs {
            table[usize::from(*earlier)][usize::from(*later)] = Some(*weight);
        }
        // Symbols with the same followers share a state. The class of a day off comes first, as the start.
        let mut rows: Vec<Vec<Option<Weight>>> = Vec::new();
        let mut class_of = Vec::with_capacity(symbols);
        for row in table {
            let class = rows.iter().position(|known| *known == row).unwrap_or_else(|| {
                rows.push(row);
                rows.len() - 1
            });
            class_of.push(class as u32);
        }
        Self { name: name.to_owned(), symbols, class_of, rows }
    }

    /// The pairs that are forbidden and not only priced; `None` if there are none.
    pub(super) fn hard_part(&self, symbols: usize) -> Option<Self> {
        let all =
            (0..symbols).flat_map(|one| (0..symbols).map(move |other| (one as Symbol, other as Symbol)));
        let hard: Vec<_> = all
            .filter(|(one, other)| self.weight(*one, *other) == Some(Weight::Hard))
            .map(|(one, other)| (one, other, Weight::Hard))
            .collect();
        (!hard.is_empty()).then(|| Self::new(&self.name, symbols, &hard))
    }

    /// The weight on `later` straight after `earlier`.
    #[must_use]
    pub fn weight(&self, earlier: Symbol, later: Symbol) -> Option<Weight> {
        self.rows[self.class_of[usize::from(earlier)] as usize][usize::from(later)]
    }
}

impl Clause for Succession {
    fn name(&self) -> &str {
        &self.name
    }

    fn start(&self) -> u32 {
        self.class_of[usize::from(OFF)]
    }

    fn recall(&self, _state: u32, symbol: Symbol) -> u32 {
        self.class_of[usize::from(symbol)]
    }

    fn step(&self, state: u32, _day: usize, symbol: Symbol) -> Step {
        debug_assert!(usize::from(symbol) < self.symbols);
        let mut step = Step { next: self.class_of[usize::from(symbol)], ..Step::default() };
        if let Some(weight) = self.rows[state as usize][usize::from(symbol)] {
            step.charge(weight, 1);
        }
        step
    }
}

#[cfg(test)]
mod tests {
    use super::Succession;
    use crate::model::Weight;
    use crate::rules::Rule;

    #[test]
    fn only_the_named_order_is_forbidden() {
        let rule = Rule::Succession(Succession::new("rest", 3, &[(2, 1, Weight::Hard)]));
        assert_eq!(rule.price(&[], &[1, 2, 0, 1]).broken, 0);
        assert_eq!(rule.price(&[], &[1, 2, 1]).broken, 1);
        assert_eq!(rule.price(&[2], &[1]).broken, 1);
    }
}
