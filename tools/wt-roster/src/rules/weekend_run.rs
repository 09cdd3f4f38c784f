//! Weekends worked in a row.

use std::sync::Arc;

use super::Clause;
use super::weekend_count::class;
use crate::model::{Limit, OFF, Step, Symbol, Weekends};

/// Limits each longest run of weekends that are all worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekendRun {
    /// What it is, such as `weekends worked in a row`.
    pub name: String,
    /// Which days are weekends.
    pub weekends: Arc<Weekends>,
    /// The limit on the number of weekends. The maximum is charged weekend by weekend, the minimum when a run ends.
    pub limit: Limit,
    /// Weekends worked in a row just before day 0.
    pub already: u32,
    /// Whether a run that reaches the last weekend is never too short.
    pub open_end: bool,
}

/// Set while the present weekend has been worked.
const WORKED: u32 = 1 << 16;

impl WeekendRun {
    fn cap(&self) -> u32 {
        self.limit.min.map_or(0, |min| min.at).max(self.limit.max.map_or(1, |max| max.at)).max(1)
    }

    fn too_short(&self, length: u32) -> Step {
        let mut step = Step::default();
        if let (Some(min), true) = (self.limit.min, length > 0) {
            step.charge(min.weight, min.at.saturating_sub(length));
        }
        step
    }
}

impl Clause for WeekendRun {
    fn name(&self) -> &str {
        &self.name
    }

    fn start(&self) -> u32 {
        self.already.min(self.cap())
    }

    fn recall(&self, state: u32, _symbol: Symbol) -> u32 {
        state
    }

    fn step(&self, state: u32, day: usize, symbol: Symbol) -> Step {
        let length = state & !WORKED;
        if self.weekends.of(day).is_none() {
            return Step { next: length, ..Step::default() };
        }
        let worked = symbol != OFF || (state & WORKED != 0 && !self.weekends.opens(day));
        if !self.weekends.closes(day) {
            return Step { next: length | if worked { WORKED } else { 0 }, ..Step::default() };
        }
        if !worked {
            return self.too_short(length);
        }
        let mut step = Step { next: (length + 1).min(self.cap()), ..Step::default() };
        if let Some(max) = self.limit.max {
            step.charge(max.weight, u32::from(length >= max.at));
        }
        step
    }

    fn finish(&self, state: u32) -> Step {
        if self.open_end { Step::default() } else { self.too_short(state & !WORKED) }
    }

    fn day_class(&self, day: usize) -> u32 {
        class(&self.weekends, day)
    }
}

#[cfg(test)]
mod tests {
    use super::WeekendRun;
    use crate::model::{Bound, Limit, Weekends, Weight};
    use crate::rules::Rule;

    #[test]
    fn runs_of_weekends_are_measured() {
        let bound = |at| Some(Bound { at, weight: Weight::Soft(1) });
        let rule = Rule::WeekendRun(WeekendRun {
            name: "weekends in a row".into(),
            weekends: Weekends::new(35, 0, &[5, 6]),
            limit: Limit { min: bound(2), max: bound(2) },
            already: 0,
            open_end: false,
        });
        let row = |days: &[usize]| -> Vec<u8> { (0..35).map(|day| u8::from(days.contains(&day))).collect() };
        assert_eq!(rule.price(&[], &row(&[5, 13])).cost, 0);
        assert_eq!(rule.price(&[], &row(&[5, 13, 19, 26])).cost, 2);
        assert_eq!(rule.price(&[], &row(&[6, 20, 27])).cost, 1);
        assert_eq!(rule.price(&[], &row(&[33])).cost, 1);
    }
}
