//! Fixed days that no roster can keep: for whom, on which day, by which rule.
//!
//! Each hard rule is held alone against what a person may do on each day. Its automaton is run over every possible day at once;
//! where no state is left, no row keeps the rule. That proves a contradiction; rules that only contradict each other together
//! are left to [`shortage`](crate::shortage()) and to the search.

use std::collections::BTreeMap;

use crate::model::{Limit, OFF, Person, Problem, Symbol, Weight};
use crate::rules::{Rule, Tally};

/// Something that can't be kept whatever the others do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The person, as a place in [`Problem::people`].
    pub person: usize,
    /// The day on which there is no way on; `None` where it is the sum that can't be right.
    pub day: Option<usize>,
    /// The rule; `None` where the fixed days contradict each other by themselves.
    pub rule: Option<String>,
}

impl Contradiction {
    /// In a sentence.
    #[must_use]
    pub fn words(&self, problem: &Problem) -> String {
        let who = problem.people.get(self.person).map_or("", |person| person.id.as_str());
        match (&self.rule, self.day) {
            (None, day) => format!(
                "{who} can do nothing on day {}: what is fixed, asked for as a must, or not allowed leaves neither a duty nor a day off.",
                day.unwrap_or_default()
            ),
            (Some(rule), Some(day)) => {
                format!(
                    "{who} can't keep '{rule}' on day {day}, whatever is done on the days that are not fixed."
                )
            }
            (Some(rule), None) => {
                format!(
                    "{who} can't keep '{rule}' over all days, whatever is done on those that are not fixed."
                )
            }
        }
    }
}

/// Every contradiction between what is fixed for a person and one hard rule, the first for each person and rule. None: nothing is
/// proved.
///
/// Takes time in proportion to people × rules × days × duties.
#[must_use]
pub fn contradictions(problem: &Problem) -> Vec<Contradiction> {
    let hard: Vec<Option<Rule>> =
        problem.rules.iter().map(|rule| rule.hard_part(problem.symbols())).collect();
    let mut found = Vec::new();
    for (at, person) in problem.people.iter().enumerate() {
        let may: Vec<Vec<Symbol>> = (0..problem.days).map(|day| possible(problem, person, day)).collect();
        if let Some(day) = may.iter().position(Vec::is_empty) {
            found.push(Contradiction { person: at, day: Some(day), rule: None });
            continue;
        }
        for rule in person.rules.iter().filter_map(|place| hard.get(*place)?.as_ref()) {
            if let Some(day) = stuck(rule, person, &may) {
                let rule = Some(rule.clause().name().to_owned());
                found.push(Contradiction { person: at, day, rule });
            }
        }
    }
    found
}

fn possible(problem: &Problem, person: &Person, day: usize) -> Vec<Symbol> {
    (OFF..=Symbol::MAX).take(problem.symbols()).filter(|symbol| person.may(day, *symbol)).collect()
}

/// The day on which a rule leaves no way on, or `Some(None)` where its sum can't be right.
fn stuck(rule: &Rule, person: &Person, may: &[Vec<Symbol>]) -> Option<Option<usize>> {
    if let Rule::Tally(tally) = rule {
        return sum_is_wrong(tally, may).then_some(None);
    }
    let clause = rule.clause();
    // By state that can be reached without a breach: the least and the most that was counted on the way.
    let mut now = BTreeMap::from([(rule.state_after(&person.past), (0_u32, 0_u32))]);
    for (day, symbols) in may.iter().enumerate() {
        let mut next: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for (state, (least, most)) in &now {
            for symbol in symbols {
                let step = clause.step(*state, day, *symbol);
                if step.broken == 0 {
                    let reached = (least + step.count, most + step.count);
                    let known = next.entry(step.next).or_insert(reached);
                    *known = (known.0.min(reached.0), known.1.max(reached.1));
                }
            }
        }
        if next.is_empty() {
            return Some(Some(day));
        }
        now = next;
    }
    let ends = now.iter().filter_map(|(state, (least, most))| {
        let last = clause.finish(*state);
        (last.broken == 0).then_some((least + last.count, most + last.count))
    });
    let ends: Vec<(u32, u32)> = ends.collect();
    let Some(least) = ends.iter().map(|end| end.0).min() else { return Some(None) };
    let most = ends.iter().map(|end| end.1).max().unwrap_or(least);
    let (limit, already) = clause.limit()?;
    outside(limit, already.saturating_add(least), already.saturating_add(most)).then_some(None)
}

fn sum_is_wrong(tally: &Tally, may: &[Vec<Symbol>]) -> bool {
    let (mut least, mut most) = (tally.already, tally.already);
    for symbols in may.iter().take(tally.to).skip(tally.from) {
        let units = symbols.iter().map(|symbol| tally.units.get(usize::from(*symbol)).copied().unwrap_or(0));
        least = least.saturating_add(units.clone().min().unwrap_or(0));
        most = most.saturating_add(units.max().unwrap_or(0));
    }
    outside(tally.limit, least, most)
}

/// Whether no value from `least` to `most` keeps what is hard in a limit.
fn outside(limit: Limit, least: u32, most: u32) -> bool {
    let hard = |bound: Option<crate::model::Bound>| bound.filter(|bound| bound.weight == Weight::Hard);
    hard(limit.max).is_some_and(|max| least > max.at) || hard(limit.min).is_some_and(|min| most < min.at)
}
