//! Reads the files of a folder.

use super::super::text::ReadError;
use super::cells::{Row, Table, one_of};
use super::people;
use super::rules::{self, Horizon};
use super::sets::{Names, RESERVED, WORDS};
use super::{FILES, FolderError, LONGEST, NEEDED, WEEKDAYS};
use crate::model::{Cover, Duty, Problem, Symbol};

/// Reads a problem from its files, each a name and a text. Files of other names are not looked at.
///
/// # Errors
/// The first line that can't be right, and of which file: a number that is none, an unknown shift, rule or person, fixed days
/// that contradict each other, a person who can never work, a file that is missing.
pub fn read(files: &[(&str, &str)]) -> Result<Problem, FolderError> {
    let (mut problem, mut called) = (Problem::default(), Vec::new());
    for (at, file) in FILES.into_iter().enumerate() {
        let of = |error| FolderError { file: file.to_owned(), error };
        match files.iter().find(|(name, _)| *name == file) {
            Some((_, text)) => add(&mut problem, &mut called, file, text).map_err(of)?,
            None if at < NEEDED => return Err(of(ReadError::new(1, "", "this file in the folder"))),
            None => {}
        }
    }
    Ok(problem)
}

/// `called` holds what people.csv calls each rule.
fn add(problem: &mut Problem, called: &mut Vec<String>, file: &str, text: &str) -> Result<(), ReadError> {
    match file {
        "ward.csv" => ward(problem, &Table::read(text, &["days", "first_weekday", "name"], 1)?),
        "shifts.csv" => shifts(problem, &Table::read(text, &["shift", "minutes", "skill", "start"], 1)?),
        "rules.csv" => rule_rows(problem, called, &Table::read(text, &rules::HEADINGS, 2)?),
        "people.csv" => people::people(problem, called, &Table::read(text, &people::PEOPLE, 1)?),
        "cover.csv" => cover(problem, &Table::read(text, &COVER, 2)?),
        "requests.csv" => people::requests(problem, &Table::read(text, &people::REQUESTS, 5)?),
        _ => people::history(problem, &Table::read(text, &people::HISTORY, 2)?),
    }
}

/// The columns of `cover.csv`.
pub(super) const COVER: [&str; 6] = ["day", "duties", "min", "min_weight", "max", "max_weight"];

fn ward(problem: &mut Problem, table: &Table<'_>) -> Result<(), ReadError> {
    let mut rows = table.rows();
    let row = rows.next().ok_or_else(|| ReadError::new(table.end(), "", "the number of days of the ward"))?;
    if let Some(more) = rows.next() {
        return Err(more.refuse(more.cell("days"), "one row in this file"));
    }
    let days = row.number("days")?;
    if days == 0 || days > LONGEST {
        return Err(row.refuse(row.cell("days"), &format!("a number of days from 1 to {LONGEST}")));
    }
    let weekday = match row.cell("first_weekday") {
        "" => 0,
        word => WEEKDAYS
            .iter()
            .position(|one| *one == word)
            .ok_or_else(|| row.refuse(word, &one_of("a weekday", &WEEKDAYS)))?,
    };
    problem.name = row.cell("name").to_owned();
    (problem.days, problem.first_weekday) = (days as usize, weekday);
    Ok(())
}

fn shifts(problem: &mut Problem, table: &Table<'_>) -> Result<(), ReadError> {
    for row in table.rows() {
        let shift = row.text("shift", "the name of a shift")?;
        let skill = Some(row.cell("skill")).filter(|skill| !skill.is_empty());
        if let Some(word) = [Some(shift), skill].into_iter().flatten().find(|name| !nameable(name)) {
            return Err(row.refuse(word, "a name without | / = >, other than any, off and none"));
        }
        let like = |duty: &Duty| duty.shift == shift && (duty.skill.as_deref() == skill || skill.is_none());
        if problem.duties.iter().any(like) {
            return Err(row.refuse(shift, "each shift once, or once in each skill"));
        }
        if problem.duties.len() >= usize::from(Symbol::MAX) {
            return Err(row.refuse(shift, "at most 255 duties"));
        }
        problem.duties.push(Duty {
            shift: shift.to_owned(),
            skill: skill.map(str::to_owned),
            start: start(&row)?,
            minutes: row.number_or_none("minutes")?,
        });
    }
    if problem.duties.is_empty() {
        return Err(ReadError::new(table.end(), "", "at least one shift"));
    }
    Ok(())
}

/// Whether the folder can hold this name of a shift or skill.
pub(super) fn nameable(name: &str) -> bool {
    !name.is_empty()
        && name.trim() == name
        && !name.contains(RESERVED)
        && !name.contains(['\n', '\r'])
        && !WORDS.contains(&name)
}

/// `07:30`; empty where it isn't known.
fn start(row: &Row<'_>) -> Result<Option<u32>, ReadError> {
    let text = row.cell("start");
    if text.is_empty() {
        return Ok(None);
    }
    let parts =
        text.split_once(':').and_then(|(h, m)| Some((h.parse::<u32>().ok()?, m.parse::<u32>().ok()?)));
    match parts {
        Some((hour, minute)) if hour < 24 && minute < 60 => Ok(Some(60 * hour + minute)),
        _ => Err(row.refuse(text, "a time of day, such as 07:30, under start")),
    }
}

fn rule_rows(problem: &mut Problem, called: &mut Vec<String>, table: &Table<'_>) -> Result<(), ReadError> {
    let horizon = Horizon { days: problem.days, first_weekday: problem.first_weekday };
    for row in table.rows() {
        let word = row.text("rule", "what people.csv calls the rule")?;
        if word.contains('|') {
            return Err(row.refuse(word, "a word without |"));
        }
        problem.rules.push(rules::read(&row, &Names::new(&problem.duties), horizon)?);
        called.push(word.to_owned());
    }
    Ok(())
}

fn cover(problem: &mut Problem, table: &Table<'_>) -> Result<(), ReadError> {
    for row in table.rows() {
        let day = day(&row, problem.days)?;
        let symbols = Names::new(&problem.duties).members(&row, "duties")?;
        let limit = Some(row.limit()?).filter(|limit| *limit != Default::default());
        match problem.cover.last_mut() {
            Some(last) if last.day == day && last.symbols == symbols => last.limits.extend(limit),
            _ => problem.cover.push(Cover { day, symbols, limits: limit.into_iter().collect() }),
        }
    }
    Ok(())
}

/// A day of the horizon.
pub(super) fn day(row: &Row<'_>, days: usize) -> Result<usize, ReadError> {
    let day = row.number("day")? as usize;
    if day < days {
        return Ok(day);
    }
    Err(row.refuse(row.cell("day"), &format!("a day from 0 to {}", days.saturating_sub(1))))
}
