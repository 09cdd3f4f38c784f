//! One person's row, counted rule by rule.

use std::collections::BTreeMap;

use super::{Violation, beyond, charge, duties};
use crate::model::{Limit, OFF, Person, Problem, Symbol, Weekends, Weight};
use crate::rules::{Pattern, Rule, Run, Succession, WeekendKind, WeekendShape};

/// Everything that is wrong with a row; `person` is left to the caller.
pub(super) fn violations(problem: &Problem, person: &Person, row: &[Symbol]) -> Vec<Violation> {
    let mut found = Vec::new();
    for (day, symbol) in row.iter().enumerate() {
        if !person.can.get(usize::from(*symbol)).copied().unwrap_or(false) {
            let words = format!("cannot be given {}", duties(problem, &[*symbol]));
            found.push(violation("not allowed", Some(day), (0, 1), words));
        }
    }
    found.extend(requests(person, row));
    for place in &person.rules {
        match problem.rules.get(*place) {
            Some(rule) => found.extend(of_rule(rule, &person.past, row)),
            None => found.push(violation("not known", None, (0, 1), format!("there is no rule {place}"))),
        }
    }
    found
}

fn violation(rule: &str, day: Option<usize>, (cost, broken): (u64, u64), words: String) -> Violation {
    Violation { person: None, day, rule: rule.to_owned(), cost, broken, words }
}

fn requests(person: &Person, row: &[Symbol]) -> Vec<Violation> {
    let ignored = person.requests.iter().filter(|request| {
        row.get(request.day).is_some_and(|symbol| request.symbols.contains(symbol) != request.wanted)
    });
    let told = ignored.map(|request| {
        let off = request.symbols.contains(&OFF);
        let (rule, words) = match (request.wanted, off) {
            (true, true) => ("requests", "day off wanted and not given"),
            (true, false) => ("requests", "shift wanted and not given"),
            (false, true) => ("requests off", "day off not wanted and given"),
            (false, false) => ("requests off", "shift not wanted and given"),
        };
        violation(rule, Some(request.day), charge(request.weight, 1), words.to_owned())
    });
    told.collect()
}

fn of_rule(rule: &Rule, past: &[Symbol], row: &[Symbol]) -> Vec<Violation> {
    match rule {
        Rule::Tally(tally) => {
            let inside = row.iter().enumerate().filter(|(day, _)| (tally.from..tally.to).contains(day));
            let sum: u32 = inside.map(|(_, symbol)| tally.units[usize::from(*symbol)]).sum();
            limited(&tally.name, &tally.limit, (sum + tally.already) as usize)
        }
        Rule::Run(run) => runs(run, past, row),
        Rule::Succession(rule) => successions(rule, past, row),
        Rule::Pattern(pattern) => patterns(pattern, past, row),
        Rule::WeekendCount(rule) => {
            let worked = worked_weekends(&rule.weekends, row).into_values().filter(|worked| *worked).count();
            limited(&rule.name, &rule.limit, worked + rule.already as usize)
        }
        Rule::WeekendRun(rule) => {
            // Weekends worked before stand as so many worked ones in front.
            let worked = worked_weekends(&rule.weekends, row).into_values();
            let before = rule.already as usize;
            let all: Vec<bool> = std::iter::repeat_n(true, before).chain(worked).collect();
            stretches(&all)
                .into_iter()
                .flat_map(|s| length(&rule.name, &rule.limit, s, before, rule.open_end))
                .collect()
        }
        Rule::WeekendShape(rule) => shapes(rule, row),
        Rule::WeekendKind(rule) => kinds(rule, row),
    }
}

/// A count against its limit.
fn limited(name: &str, limit: &Limit, count: usize) -> Vec<Violation> {
    let told = beyond(limit, count).into_iter().map(|(side, units, weight, bound)| {
        let words =
            format!("{name}: {count}, {} {bound}", if side == "under" { "fewer than" } else { "more than" });
        violation(name, None, charge(weight, units), words)
    });
    told.collect()
}

/// A stretch of days (or weekends) that belong together.
#[derive(Clone, Copy)]
struct Stretch {
    from: usize,
    to: usize,
    /// Whether it reaches the end of all that is known.
    last: bool,
}

fn stretches(inside: &[bool]) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < inside.len() {
        let to = (from..inside.len()).find(|at| !inside[*at]).unwrap_or(inside.len());
        if to > from {
            found.push(Stretch { from, to, last: to == inside.len() });
        }
        from = to + 1;
    }
    found
}

/// What the length of one stretch costs inside the horizon, which begins at `start`.
fn length(name: &str, limit: &Limit, s: Stretch, start: usize, open_end: bool) -> Vec<Violation> {
    let (long, inside) = (s.to - s.from, s.to.saturating_sub(start.max(s.from)));
    let day = |at: usize| at.checked_sub(start);
    let mut found = Vec::new();
    if let Some(max) = limit.max {
        // Days before the horizon were charged then.
        let units = long.saturating_sub(max.at as usize).min(inside) as u64;
        if units > 0 {
            let words = format!("{name}: {long}, more than {}", max.at);
            found.push(violation(name, day(s.to - 1), charge(max.weight, units), words));
        }
    }
    if let Some(min) = limit.min {
        let ends_inside = s.to >= start && !(s.last && open_end);
        let units = (min.at as usize).saturating_sub(long) as u64;
        if ends_inside && units > 0 {
            let words = format!("{name}: {long}, fewer than {}", min.at);
            found.push(violation(name, day(s.to - 1), charge(min.weight, units), words));
        }
    }
    found
}

fn runs(run: &Run, past: &[Symbol], row: &[Symbol]) -> Vec<Violation> {
    let inside: Vec<bool> = past.iter().chain(row).map(|symbol| run.inside[usize::from(*symbol)]).collect();
    let mut found = Vec::new();
    for stretch in stretches(&inside) {
        // A run at the very start of what is known may have begun before it.
        let open = run.open_start && stretch.from == 0;
        let limit = if open { Limit { min: None, ..run.limit } } else { run.limit };
        found.extend(length(&run.name, &limit, stretch, past.len(), run.open_end));
    }
    found
}

fn successions(rule: &Succession, past: &[Symbol], row: &[Symbol]) -> Vec<Violation> {
    let before = past.last().copied().unwrap_or(OFF);
    let pairs = std::iter::once(before).chain(row.iter().copied()).zip(row.iter().copied());
    let told = pairs.enumerate().filter_map(|(day, (earlier, later))| {
        let weight = rule.weight(earlier, later)?;
        Some(violation(&rule.name, Some(day), charge(weight, 1), rule.name.clone()))
    });
    told.collect()
}

fn patterns(pattern: &Pattern, past: &[Symbol], row: &[Symbol]) -> Vec<Violation> {
    let days: Vec<Symbol> = past.iter().chain(row).copied().collect();
    let steps = pattern.steps.len();
    let starts = (0..days.len()).filter(|at| {
        let anywhere = pattern.begins.is_empty();
        let named =
            at.checked_sub(past.len()).and_then(|day| pattern.begins.get(day).copied()).unwrap_or(false);
        // An occurrence that ended before the horizon was charged then.
        (anywhere || named) && at + steps <= days.len() && at + steps > past.len()
    });
    let matched = starts.filter(|at| {
        steps > 0 && days[*at..at + steps].iter().zip(&pattern.steps).all(|(s, step)| step[usize::from(*s)])
    });
    let told = matched.map(|at| {
        let day = at + steps - 1 - past.len();
        violation(&pattern.name, Some(day), charge(pattern.weight, 1), pattern.name.clone())
    });
    told.collect()
}

/// Days of the horizon by weekend.
fn weekend_days(weekends: &Weekends, days: usize) -> BTreeMap<u32, Vec<usize>> {
    let mut found: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for day in 0..days {
        if let Some(weekend) = weekends.of(day) {
            found.entry(weekend).or_default().push(day);
        }
    }
    found
}

fn worked_weekends(weekends: &Weekends, row: &[Symbol]) -> BTreeMap<u32, bool> {
    let worked = |days: &Vec<usize>| days.iter().any(|day| row[*day] != OFF);
    weekend_days(weekends, row.len()).iter().map(|(weekend, days)| (*weekend, worked(days))).collect()
}

fn shapes(rule: &WeekendShape, row: &[Symbol]) -> Vec<Violation> {
    let mut found = Vec::new();
    for days in weekend_days(&rule.weekends, row.len()).into_values() {
        if days.len() < rule.full_length as usize {
            continue;
        }
        let set: usize =
            days.iter().enumerate().filter(|(_, day)| row[**day] != OFF).map(|(at, _)| 1 << at).sum();
        let units = rule.units.get(set).copied().unwrap_or(0);
        found.extend(charged(&rule.name, days.last().copied(), rule.weight, u64::from(units)));
    }
    found
}

fn kinds(rule: &WeekendKind, row: &[Symbol]) -> Vec<Violation> {
    let mut found = Vec::new();
    for days in weekend_days(&rule.weekends, row.len()).into_values() {
        let kind = |day: &usize| Some(row[*day]).filter(|s| *s != OFF).map(|s| rule.kind[usize::from(s)]);
        let kinds: Vec<Option<u32>> = days.iter().map(kind).collect();
        if rule.whole_only && kinds.contains(&None) {
            continue;
        }
        let mut worked: Vec<u32> = kinds.iter().flatten().copied().collect();
        worked.sort_unstable();
        worked.dedup();
        let others = |kind: &u32| kinds.iter().filter(|one| **one != Some(*kind)).count() as u64;
        found.extend(charged(&rule.name, days.last().copied(), rule.weight, worked.iter().map(others).sum()));
    }
    found
}

fn charged(name: &str, day: Option<usize>, weight: Weight, units: u64) -> Option<Violation> {
    (units > 0).then(|| violation(name, day, charge(weight, units), name.to_owned()))
}
