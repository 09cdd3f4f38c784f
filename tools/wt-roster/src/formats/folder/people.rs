//! `people.csv`, `requests.csv` and `history.csv`: who is bound by which rules, what is asked for, what was done before.

use std::collections::HashMap;

use super::super::text::ReadError;
use super::LONGEST;
use super::cells::{Row, Table, one_of};
use super::read::day;
use super::sets::{Names, words};
use crate::model::{OFF, Person, Problem, Request, Weight};

/// The columns of `people.csv`.
pub(super) const PEOPLE: [&str; 4] = ["person", "cannot", "rules", "contract"];
/// The columns of `requests.csv`.
pub(super) const REQUESTS: [&str; 5] = ["person", "day", "duties", "wanted", "weight"];
/// The columns of `history.csv`.
pub(super) const HISTORY: [&str; 2] = ["person", "done"];

/// More people than any roster has.
const MOST_PEOPLE: usize = 10_000;

pub(super) fn people(problem: &mut Problem, called: &[String], table: &Table<'_>) -> Result<(), ReadError> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for row in table.rows() {
        let id = row.text("person", "the name of a person")?;
        if seen.insert(id, row.line).is_some() {
            return Err(row.refuse(id, "each person once"));
        }
        if problem.people.len() >= MOST_PEOPLE {
            return Err(row.refuse(id, &format!("at most {MOST_PEOPLE} people")));
        }
        let cannot = Names::new(&problem.duties).set(&row, row.cell("cannot"))?;
        let can: Vec<bool> = cannot.iter().map(|cannot| !cannot).collect();
        if !can.iter().skip(1).any(|can| *can) {
            return Err(row.refuse(row.cell("cannot"), "at least one shift that the person can work"));
        }
        let mut rules = Vec::new();
        for word in words(row.cell("rules")) {
            let before = rules.len();
            rules.extend((0..called.len()).filter(|at| called[*at] == word));
            if rules.len() == before {
                return Err(row.refuse(word, "a rule of rules.csv"));
            }
        }
        problem.people.push(Person {
            id: id.to_owned(),
            contract: row.cell("contract").to_owned(),
            can,
            past: Vec::new(),
            rules,
            requests: Vec::new(),
        });
    }
    if problem.people.is_empty() {
        return Err(ReadError::new(table.end(), "", "at least one person"));
    }
    Ok(())
}

/// Places of people by their names.
fn places(problem: &Problem) -> HashMap<String, usize> {
    problem.people.iter().enumerate().map(|(at, person)| (person.id.clone(), at)).collect()
}

fn place(places: &HashMap<String, usize>, row: &Row<'_>) -> Result<usize, ReadError> {
    let id = row.text("person", "a person of people.csv")?;
    places.get(id).copied().ok_or_else(|| row.refuse(id, "a person of people.csv"))
}

pub(super) fn requests(problem: &mut Problem, table: &Table<'_>) -> Result<(), ReadError> {
    let places = places(problem);
    for row in table.rows() {
        let person = place(&places, &row)?;
        let day = day(&row, problem.days)?;
        let symbols = Names::new(&problem.duties).members(&row, "duties")?;
        let wanted = match row.cell("wanted") {
            "yes" => true,
            "no" => false,
            other => return Err(row.refuse(other, &one_of("a word under wanted", &["yes", "no"]))),
        };
        let weight = row.weight("weight")?;
        let person = &mut problem.people[person];
        let before = possible(person, day);
        person.requests.push(Request { day, symbols, wanted, weight });
        if weight == Weight::Hard && before && !possible(person, day) {
            let expected = "no fixed days that contradict each other: with this row the person can do nothing on that day";
            return Err(row.refuse(row.cell("duties"), expected));
        }
    }
    Ok(())
}

/// Whether there is anything that a person may do on a day.
fn possible(person: &Person, day: usize) -> bool {
    (OFF..=u8::MAX).take(person.can.len()).any(|symbol| person.may(day, symbol))
}

pub(super) fn history(problem: &mut Problem, table: &Table<'_>) -> Result<(), ReadError> {
    let places = places(problem);
    for row in table.rows() {
        let person = place(&places, &row)?;
        if !problem.people[person].past.is_empty() {
            return Err(row.refuse(row.cell("person"), "each person once"));
        }
        problem.people[person].past = Names::new(&problem.duties).stretch(&row, row.cell("done"), LONGEST)?;
    }
    Ok(())
}
