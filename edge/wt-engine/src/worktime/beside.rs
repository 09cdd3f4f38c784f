//! What is known beside the duties: each person's period, and excluded days.

use std::collections::HashMap;

use jiff::civil::Date;
use wt_worktime::{Period, Tail, Time};

use super::rows::{Refused, Row, each};
use super::{File, Read};
use crate::EngineError;

/// Reads `person,period_start,period_end,tail,reference_weeks`, the last two where they are.
pub(super) fn periods(
    file: Option<&File<'_>>,
    read: &Read,
    refused: &mut Vec<Refused>,
) -> Result<HashMap<String, Period>, EngineError> {
    let mut periods: HashMap<String, (Period, u32)> = HashMap::new();
    let Some(file) = file else { return Ok(HashMap::new()) };
    let columns = ["person", "period_start", "period_end", "tail", "reference_weeks"];
    each(file, columns, 3, |row| {
        let person = row.cells[0].as_ref();
        let known = known(read, person).and_then(|()| match periods.get(person) {
            Some((_, first)) => Err((
                "person",
                format!(
                    "found '{person}' a second time (first in row {first}), expected one period for each"
                ),
            )),
            None => period(row),
        });
        match known {
            Ok(period) => drop(periods.insert(person.to_owned(), (period, row.number))),
            Err((column, found)) => refused.push(at(file, row.number, column, found, person)),
        }
    })?;
    Ok(periods.into_iter().map(|(person, (period, _))| (person, period)).collect())
}

/// Reads `person,date`.
pub(super) fn excluded(
    file: Option<&File<'_>>,
    read: &Read,
    refused: &mut Vec<Refused>,
) -> Result<HashMap<String, Vec<Date>>, EngineError> {
    let mut rows: HashMap<(String, Date), u32> = HashMap::new();
    let mut days: HashMap<String, Vec<Date>> = HashMap::new();
    let Some(file) = file else { return Ok(days) };
    each(file, ["person", "date"], 2, |row| {
        let person = row.cells[0].as_ref();
        let once = known(read, person).and_then(|()| date("date", &row.cells[1])).and_then(|day| match rows
            .insert((person.to_owned(), day), row.number)
        {
            Some(first) => Err((
                "date",
                format!(
                    "found {day} for {person} a second time (first in row {first}), expected each day once"
                ),
            )),
            None => Ok(day),
        });
        match once {
            Ok(day) => days.entry(person.to_owned()).or_default().push(day),
            Err((column, found)) => refused.push(at(file, row.number, column, found, person)),
        }
    })?;
    Ok(days)
}

type Why = (&'static str, String);

fn at(file: &File<'_>, row: u32, column: &'static str, found: String, person: &str) -> Refused {
    let person = Some(person.to_owned()).filter(|person| !person.is_empty());
    Refused { file: file.name.to_owned(), row: Some(row), column, found, person }
}

fn known(read: &Read, person: &str) -> Result<(), Why> {
    if read.knows(person) {
        return Ok(());
    }
    Err(("person", format!("found '{person}', expected a person of the file of duties")))
}

fn period(row: &Row<'_, 5>) -> Result<Period, Why> {
    let first = edge("period_start", &row.cells[1], Time::date)?;
    let last = edge("period_end", &row.cells[2], Time::last_date)?;
    if last < first {
        let found =
            format!("found {last}, expected the last day of the period, not before its first, {first}");
        return Err(("period_end", found));
    }
    let reference_weeks = match row.cells[4].as_ref() {
        "" => None,
        text => Some(text.parse::<u32>().ok().filter(|weeks| (1..=52).contains(weeks)).ok_or_else(|| {
            ("reference_weeks", format!("found '{text}', expected whole weeks from 1 to 52, or nothing"))
        })?),
    };
    Ok(Period { first, last, tail: tail(&row.cells[3])?, reference_weeks })
}

/// Whether the duties before the period are known. How far back they reach may be said too; they count as far as they are given.
fn tail(text: &str) -> Result<Tail, Why> {
    let count = text.parse::<u32>().ok();
    match text.to_ascii_lowercase().as_str() {
        "" | "yes" | "true" | "known" => Ok(Tail::Known),
        "no" | "false" | "unknown" | "none" | "0" => Ok(Tail::Unknown),
        "repeats" => Ok(Tail::Repeats),
        _ if count.is_some() || date("tail", text).is_ok() => Ok(Tail::Known),
        _ => Err((
            "tail",
            format!(
                "found '{text}', expected yes, no, repeats, or how far back it is known as days or a date"
            ),
        )),
    }
}

/// A day, or a moment at which the period starts or ends.
fn edge(column: &'static str, text: &str, day: impl Fn(Time) -> Date) -> Result<Date, Why> {
    match text.parse::<Time>() {
        Ok(time) => Ok(day(time)),
        Err(_) => date(column, text),
    }
}

/// A day, written out.
fn date(column: &'static str, text: &str) -> Result<Date, Why> {
    let day = Some(text).filter(|text| text.len() == 10).and_then(|text| text.parse().ok());
    day.ok_or_else(|| (column, format!("found '{text}', expected a day such as 2026-10-12")))
}
