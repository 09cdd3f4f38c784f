//! The price of a roster, in parts, from the rules' own automata.
//!
//! The independent judge shares no code with this: where the two differ, one of them is wrong.

use crate::model::{Person, Problem, Symbol, Weight};
use crate::roster::Roster;

/// Penalty points in parts; `broken` counts breaches of what is hard, in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Penalty {
    /// Units by which hard rules, hard requests and hard cover are broken. 0: the roster is lawful.
    pub broken: u64,
    /// Wanted things not given.
    pub requests_on: u64,
    /// Unwanted things given.
    pub requests_off: u64,
    /// Soft rules of people.
    pub rules: u64,
    /// Too few.
    pub under: u64,
    /// Too many.
    pub over: u64,
}

impl Penalty {
    /// All soft parts together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.requests_on + self.requests_off + self.rules + self.under + self.over
    }
}

/// Prices one person's row: requests and rules, without cover.
#[must_use]
pub fn row_penalty(problem: &Problem, person: &Person, row: &[Symbol]) -> Penalty {
    let mut penalty = Penalty::default();
    for &symbol in row {
        penalty.broken += u64::from(!person.can.get(usize::from(symbol)).copied().unwrap_or(false));
    }
    for request in &person.requests {
        let Some(symbol) = row.get(request.day) else { continue };
        if request.symbols.contains(symbol) == request.wanted {
            continue;
        }
        let part = if request.wanted { &mut penalty.requests_on } else { &mut penalty.requests_off };
        match request.weight {
            Weight::Hard => penalty.broken += 1,
            Weight::Soft(points) => *part += u64::from(points),
        }
    }
    for rule in problem.rules_of(person) {
        let step = rule.price(&person.past, row);
        penalty.rules += u64::from(step.cost);
        penalty.broken += u64::from(step.broken);
    }
    penalty
}

/// Prices a whole roster.
#[must_use]
pub fn score(problem: &Problem, roster: &Roster) -> Penalty {
    let mut total = Penalty::default();
    let mut counts = vec![0_u32; problem.days * problem.symbols()];
    for (person, row) in problem.people.iter().zip(roster.rows()) {
        let part = row_penalty(problem, person, row);
        total.broken += part.broken;
        total.requests_on += part.requests_on;
        total.requests_off += part.requests_off;
        total.rules += part.rules;
        for (day, symbol) in row.iter().enumerate() {
            counts[day * problem.symbols() + usize::from(*symbol)] += 1;
        }
    }
    for cover in &problem.cover {
        let count = cover
            .symbols
            .iter()
            .map(|symbol| counts[cover.day * problem.symbols() + usize::from(*symbol)])
            .sum::<u32>();
        for limit in &cover.limits {
            let step = limit.price(count);
            total.broken += u64::from(step.broken);
            let short = limit.min.is_some_and(|min| count < min.at);
            *(if short { &mut total.under } else { &mut total.over }) += u64::from(step.cost);
        }
    }
    total
}
