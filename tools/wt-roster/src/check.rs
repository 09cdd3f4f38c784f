//! The judge: counts every rule anew from the finished roster alone.
//!
//! It shares no code with the search: no automaton, no table, no price of [`crate::score`]. Each rule is counted by its plain
//! definition over the days as they stand, so that a fault on either side shows. Every answer that is shown passes it.
//!
//! ```
//! use wt_roster::{check, formats::{curtois, rows}};
//! let text = "SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=7,2400,0,5,1,1,1\nSECTION_DAYS_OFF\n\
//!     SECTION_SHIFT_ON_REQUESTS\nA,2,D,3\nSECTION_SHIFT_OFF_REQUESTS\nSECTION_COVER\n0,D,1,100,1\n";
//! let problem = curtois::read("one", text).unwrap();
//! let judged = check::judge(&problem, &rows::read(&problem, "A,0,D\n").unwrap());
//! assert_eq!((judged.broken, judged.penalty), (0, 3));
//! assert_eq!(judged.violations[0].words, "shift wanted and not given");
//! ```

mod row;

use std::collections::BTreeMap;

use crate::model::{Limit, OFF, Problem, Symbol, Weight};
use crate::roster::Roster;

/// One place where a roster costs something or breaks something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Whose row; `None` for cover.
    pub person: Option<usize>,
    /// The day it shows on; `None` where it is of the whole horizon.
    pub day: Option<usize>,
    /// The rule, or what kind of request or cover.
    pub rule: String,
    /// Penalty points.
    pub cost: u64,
    /// Units by which something hard is broken.
    pub broken: u64,
    /// What is wrong, in words.
    pub words: String,
}

/// What the judge found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    /// Units by which hard rules, requests and cover are broken. 0: the roster is lawful.
    pub broken: u64,
    /// All penalty points.
    pub penalty: u64,
    /// Penalty points by rule, request and cover.
    pub parts: BTreeMap<String, u64>,
    /// Every violation: people in their order, then cover by day.
    pub violations: Vec<Violation>,
}

impl Judged {
    fn add(&mut self, violation: Violation) {
        if violation.cost == 0 && violation.broken == 0 {
            return;
        }
        self.broken += violation.broken;
        self.penalty += violation.cost;
        if violation.cost > 0 {
            *self.parts.entry(violation.rule.clone()).or_default() += violation.cost;
        }
        self.violations.push(violation);
    }
}

/// Judges a roster.
#[must_use]
pub fn judge(problem: &Problem, roster: &Roster) -> Judged {
    let mut judged = Judged::default();
    for (at, person) in problem.people.iter().enumerate() {
        let row = roster.row(at);
        for violation in row::violations(problem, person, row) {
            judged.add(Violation { person: Some(at), ..violation });
        }
    }
    let mut cover: Vec<_> = problem.cover.iter().collect();
    cover.sort_by_key(|cover| cover.day);
    for cover in cover {
        let there = (0..problem.people.len())
            .filter(|person| roster.row(*person).get(cover.day).is_some_and(|s| cover.symbols.contains(s)))
            .count();
        for limit in &cover.limits {
            for (rule, units, weight, bound) in beyond(limit, there) {
                let (cost, broken) = charge(weight, units);
                judged.add(Violation {
                    person: None,
                    day: Some(cover.day),
                    rule: format!("{rule} cover"),
                    cost,
                    broken,
                    words: format!(
                        "{there} at work in {} of {bound} wanted",
                        duties(problem, &cover.symbols)
                    ),
                });
            }
        }
    }
    judged
}

/// By how much a number lies under or over a limit: which side, units, weight and the bound.
fn beyond(limit: &Limit, number: usize) -> Vec<(&'static str, u64, Weight, u32)> {
    let number = number as u64;
    let under = limit.min.map(|min| ("under", u64::from(min.at).saturating_sub(number), min.weight, min.at));
    let over = limit.max.map(|max| ("over", number.saturating_sub(u64::from(max.at)), max.weight, max.at));
    under.into_iter().chain(over).filter(|(_, units, ..)| *units > 0).collect()
}

/// Points and broken units.
fn charge(weight: Weight, units: u64) -> (u64, u64) {
    match weight {
        Weight::Hard => (0, units),
        Weight::Soft(points) => (u64::from(points) * units, 0),
    }
}

/// Names of duties, such as `N` or `Early (Nurse)`.
fn duties(problem: &Problem, symbols: &[Symbol]) -> String {
    let name = |symbol: &Symbol| match problem.duty(*symbol) {
        None if *symbol == OFF => "a day off".to_owned(),
        None => "an unknown duty".to_owned(),
        Some(duty) => match &duty.skill {
            Some(skill) => format!("{} ({skill})", duty.shift),
            None => duty.shift.clone(),
        },
    };
    symbols.iter().map(name).collect::<Vec<_>>().join(", ")
}
