//! Rows that can't stand beside each other: named, and set aside before anything is counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wt_units::UnitName;

use crate::model::{Component, Contract, Leave, Line, Pseudonym, Rosters, Status};
use crate::span::Span;

/// A row set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Extract it stands in: lines, contracts, leave, headroom or patients.
    pub extract: &'static str,
    /// Its row.
    pub row: u32,
    /// Why, in words that name the other row.
    pub why: String,
}

/// Rosters without the rows that contradict others, and those rows. Nothing is set aside in silence.
#[must_use]
pub fn sound(rosters: Rosters) -> (Rosters, Vec<SetAside>) {
    let mut aside = Vec::new();
    let contracts = contracts(rosters.contracts, &mut aside);
    let leave = leave(rosters.leave, &contracts, &mut aside);
    let lines = lines(rosters.lines, &mut aside);
    let budgets = once(rosters.budgets, "headroom", |b| ((b.unit.clone(), b.component), b.row), &mut aside);
    let midnights = once(rosters.midnights, "patients", |m| ((m.unit.clone(), m.day), m.row), &mut aside);
    (Rosters { lines, contracts, leave, budgets, midnights }, aside)
}

fn once<T, K: Ord>(
    rows: Vec<T>,
    extract: &'static str,
    key: fn(&T) -> (K, u32),
    aside: &mut Vec<SetAside>,
) -> Vec<T> {
    let mut seen: BTreeMap<K, u32> = BTreeMap::new();
    let mut kept = Vec::new();
    for one in rows {
        let (key, row) = key(&one);
        match seen.get(&key) {
            Some(first) => {
                aside.push(SetAside {
                    extract,
                    row,
                    why: format!("row {first} says the same thing already"),
                });
            }
            None => {
                seen.insert(key, row);
                kept.push(one);
            }
        }
    }
    kept
}

/// A person holds one contract with a unit at a time.
fn contracts(rows: Vec<Contract>, aside: &mut Vec<SetAside>) -> Vec<Contract> {
    let mut kept: Vec<Contract> = Vec::new();
    let mut places: HashMap<(UnitName, Pseudonym), Vec<usize>> = HashMap::new();
    for contract in rows {
        let places = places.entry((contract.unit.clone(), contract.person.clone())).or_default();
        let clash = places.iter().map(|at| &kept[*at]).find(|other| overlap(other, &contract));
        if let Some(other) = clash {
            let why = format!(
                "{} has a contract with {} in row {} for the same days",
                contract.person, contract.unit, other.row
            );
            aside.push(SetAside { extract: "contracts", row: contract.row, why });
        } else {
            places.push(kept.len());
            kept.push(contract);
        }
    }
    kept
}

fn overlap(one: &Contract, other: &Contract) -> bool {
    let before = |a: &Contract, b: &Contract| a.to.zip(b.from).is_some_and(|(to, from)| to < from);
    !before(one, other) && !before(other, one)
}

/// Leave lies within employment; the same leave counts once.
fn leave(rows: Vec<Leave>, contracts: &[Contract], aside: &mut Vec<SetAside>) -> Vec<Leave> {
    let mut employed: HashMap<(&UnitName, &Pseudonym), Vec<&Contract>> = HashMap::new();
    for contract in contracts {
        employed.entry((&contract.unit, &contract.person)).or_default().push(contract);
    }
    let mut seen: BTreeMap<(UnitName, Pseudonym, Component, jiff::civil::Date), u32> = BTreeMap::new();
    let mut kept = Vec::new();
    for leave in rows {
        let of = employed.get(&(&leave.unit, &leave.person));
        let inside = of.is_some_and(|contracts| {
            let days: i64 = contracts.iter().filter_map(|c| c.within(leave.days)).map(Span::days).sum();
            days == leave.days.days()
        });
        let key = (leave.unit.clone(), leave.person.clone(), leave.component, leave.days.from());
        let why = if let Some(first) = seen.get(&key) {
            Some(format!("row {first} says the same leave already"))
        } else if !inside {
            Some(format!("{} has no contract with {} on all of these days", leave.person, leave.unit))
        } else {
            None
        };
        if let Some(why) = why {
            aside.push(SetAside { extract: "leave", row: leave.row, why });
        } else {
            seen.insert(key, leave.row);
            kept.push(leave);
        }
    }
    kept
}

/// Nobody works two shifts at once.
fn lines(rows: Vec<Line>, aside: &mut Vec<SetAside>) -> Vec<Line> {
    let mut by_person: BTreeMap<Pseudonym, Vec<(i64, i64, u32, usize)>> = BTreeMap::new();
    for (at, line) in rows.iter().enumerate() {
        let there = matches!(line.status, Status::Worked | Status::Rostered);
        if let Some(person) = line.person.as_ref().filter(|_| there) {
            let time = (line.start.instant(), line.end.instant(), line.row, at);
            by_person.entry(person.clone()).or_default().push(time);
        }
    }
    let mut bad = BTreeSet::new();
    for (person, mut times) in by_person {
        times.sort_unstable();
        let mut last: Option<(i64, u32)> = None;
        for (start, end, row, at) in times {
            match last {
                Some((until, other)) if start < until => {
                    bad.insert(at);
                    let why = format!("{person} is on another shift at the same time, in row {other}");
                    aside.push(SetAside { extract: "lines", row, why });
                }
                _ => last = Some((end, row)),
            }
        }
    }
    rows.into_iter().enumerate().filter(|(at, _)| !bad.contains(at)).map(|(_, line)| line).collect()
}
