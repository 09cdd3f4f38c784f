//! Cells of a ward's files: dates, times of day, hours, words.

use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use wt_units::Quantity;

use super::read::Read;
use crate::formats::folder::cells::{Row, one_of};

/// Weekdays as they are written, Monday first.
pub(super) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Mon", Weekday::Monday),
    ("Tue", Weekday::Tuesday),
    ("Wed", Weekday::Wednesday),
    ("Thu", Weekday::Thursday),
    ("Fri", Weekday::Friday),
    ("Sat", Weekday::Saturday),
    ("Sun", Weekday::Sunday),
];

/// More hours than anything in a ward has.
const MOST_HOURS: i64 = 10_000;

pub(super) fn date(row: &Row<'_>, heading: &str) -> Read<Date> {
    let expected = format!("a date, such as 2026-03-02, under {heading}");
    let text = row.text(heading, &expected)?;
    Date::from_str(text).map_err(|_| row.refuse(text, &expected))
}

pub(super) fn date_or_none(row: &Row<'_>, heading: &str) -> Read<Option<Date>> {
    if row.cell(heading).is_empty() { Ok(None) } else { date(row, heading).map(Some) }
}

/// A cell that knows how to read itself; its error says `expected …`.
pub(super) fn parsed<T: FromStr<Err: std::fmt::Display>>(row: &Row<'_>, heading: &str) -> Read<T> {
    let text = row.cell(heading);
    text.parse().map_err(|e: T::Err| {
        let words = e.to_string();
        let expected = words.split_once("expected ").map_or(words.as_str(), |(_, expected)| expected);
        row.refuse(text, expected)
    })
}

/// One of some words.
pub(super) fn one_of_kinds<T: Copy>(row: &Row<'_>, heading: &str, kinds: &[(&str, T)]) -> Read<T> {
    let text = row.cell(heading);
    let found = kinds.iter().find(|(word, _)| *word == text).map(|(_, kind)| *kind);
    let words: Vec<&str> = kinds.iter().map(|(word, _)| *word).collect();
    found.ok_or_else(|| row.refuse(text, &one_of(&format!("a word under {heading}"), &words)))
}

/// Hours as whole minutes.
pub(super) fn minutes(row: &Row<'_>, heading: &str) -> Read<i64> {
    let expected = format!("hours, such as 37.5, under {heading}");
    let text = row.text(heading, &expected)?;
    let hours = Quantity::from_str(text).ok().filter(|q| q.millionths().abs() <= MOST_HOURS * 1_000_000);
    let hours = hours.ok_or_else(|| row.refuse(text, &expected))?;
    Ok((hours.millionths() * 60 + 500_000).div_euclid(1_000_000))
}

/// Whole pounds.
pub(super) fn pounds(row: &Row<'_>, heading: &str, most: u32) -> Read<u32> {
    let pounds = row.number(heading)?;
    let expected = format!("pounds from 0 to {most}: the safe-staffing floor must count for more");
    if pounds <= most { Ok(pounds) } else { Err(row.refuse(row.cell(heading), &expected)) }
}

/// Minutes after midnight; `32:00` is 08:00 on the next day.
pub(super) fn clock(row: &Row<'_>, heading: &str) -> Read<u32> {
    let text = row.text(heading, "a time, such as 07:30")?;
    let parts =
        text.split_once(':').and_then(|(h, m)| Some((h.parse::<u32>().ok()?, m.parse::<u32>().ok()?)));
    match parts {
        Some((hour, minute)) if hour < 48 && minute < 60 => Ok(60 * hour + minute),
        _ => Err(row.refuse(text, "a time, such as 07:30")),
    }
}
