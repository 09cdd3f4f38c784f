//! Months and days, in the forms that NHS files use.
//!
//! Days come first (`04/05/2024` is 4 May): no NHS publisher writes month/day/year. Years of two digits are 2000 to
//! 2069, then 1970 to 1999.

use jiff::civil::Date;
use wt_units::Month;

use crate::table::Value;

use super::word::show;
use super::{ColumnKind, Problem};

/// Excel's day numbers that are taken for dates in date columns: 1 January 1990 to 31 December 2099.
const DAY_NUMBERS: std::ops::RangeInclusive<i32> = 32_874..=73_050;

/// Reads a reporting month, or the month of a date.
pub(crate) fn month(value: &Value<'_>) -> Result<Option<Month>, Problem> {
    let read = match value {
        Value::Empty => return Ok(None),
        Value::Text(text) => month_of(text),
        Value::Date(date) => Month::of(*date),
        Value::DateTime(time, _) => Month::of(time.date()),
        Value::Number(number) => month_of_number(*number),
        Value::Bool(_) | Value::Error(_) => None,
    };
    read.map(Some).ok_or_else(|| Problem::not_a(show(value), ColumnKind::Month))
}

/// Reads a day; none where the cell is blank.
///
/// # Errors
/// A [`Problem`] where there is something else than a day.
pub fn date(value: &Value<'_>) -> Result<Option<Date>, Problem> {
    let read = match value {
        Value::Empty => return Ok(None),
        Value::Text(text) if matches!(text.trim(), "" | "-" | "NA") => return Ok(None),
        Value::Text(text) => date_of(text),
        Value::Date(date) => Some(*date),
        Value::DateTime(time, _) => Some(time.date()),
        Value::Number(number) => whole(*number).and_then(|n| day_number(n).or_else(|| packed_day(n))),
        Value::Bool(_) | Value::Error(_) => None,
    };
    read.map(Some).ok_or_else(|| Problem::not_a(show(value), ColumnKind::Date))
}

fn whole(number: f64) -> Option<i32> {
    (number.is_finite() && (0.0..1e9).contains(&number)).then_some(number as i32)
}

/// Day 1 is 1 January 1900; Excel also counts a 29 February 1900 that never was.
fn day_number(n: i32) -> Option<Date> {
    if !DAY_NUMBERS.contains(&n) {
        return None;
    }
    let first = Date::new(1899, 12, 30).ok()?;
    first.checked_add(jiff::Span::new().days(n)).ok()
}

/// 20240430.
fn packed_day(n: i32) -> Option<Date> {
    let (year, month, day) = (n / 10_000, n / 100 % 100, n % 100);
    Date::new(
        i16::try_from(year).ok().filter(|y| *y >= 1900)?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// 202404.
fn packed_month(n: i32) -> Option<Month> {
    Month::new(i16::try_from(n / 100).ok()?, u8::try_from(n % 100).ok()?)
}

fn month_of_number(number: f64) -> Option<Month> {
    let n = whole(number)?;
    day_number(n).or_else(|| packed_day(n)).and_then(Month::of).or_else(|| packed_month(n))
}

/// The parts of a text between blanks and punctuation, without words that only announce a period.
fn parts(text: &str) -> Vec<&str> {
    // `2024-04-30T00:00:00` and `2024-04-30 00:00:00`: the time of day says nothing here.
    let text = text
        .split_once(':')
        .map_or(text, |(before, _)| before.trim_end_matches(|c: char| c.is_ascii_digit()));
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .filter(|part| {
            !["MSitAE", "Period", "Month", "ending", "T"].iter().any(|w| w.eq_ignore_ascii_case(part))
        })
        .map(|part| {
            part.strip_suffix(['T', 't']).filter(|p| p.bytes().all(|b| b.is_ascii_digit())).unwrap_or(part)
        })
        .collect()
}

fn month_of(text: &str) -> Option<Month> {
    if let Ok(month) = text.parse() {
        return Some(month);
    }
    let parts = parts(text);
    // A span of months, such as `202509 to 202510`, stands for its last one.
    let parts = match parts.iter().rposition(|part| part.eq_ignore_ascii_case("to")) {
        Some(at) => &parts[at + 1..],
        None => &parts[..],
    };
    match *parts {
        [one] if one.len() == 6 => packed_month(digits(one)?),
        [name, y] if digits(name).is_none() => Month::named(name, year(y)?),
        [y, name] if y.len() == 4 && digits(name).is_none() => Month::named(name, year(y)?),
        [y, m] if y.len() == 4 && m.len() <= 2 => month_number(y, m),
        [m, y] if y.len() == 4 && m.len() <= 2 => month_number(y, m),
        _ => date_of_parts(parts).and_then(Month::of),
    }
}

fn month_number(y: &str, m: &str) -> Option<Month> {
    Month::new(year(y)?, u8::try_from(digits(m)?).ok()?)
}

fn date_of(text: &str) -> Option<Date> {
    date_of_parts(&parts(text))
}

fn date_of_parts(parts: &[&str]) -> Option<Date> {
    match *parts {
        [one] if one.len() == 8 => packed_day(digits(one)?),
        [y, m, d] if y.len() == 4 => day(y, m, d),
        [d, m, y] => day(y, m, ordinal(d)),
        _ => None,
    }
}

/// `30th` is 30.
fn ordinal(day: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day)
}

fn day(y: &str, m: &str, d: &str) -> Option<Date> {
    let month = match digits(m) {
        Some(n) => month_number(y, m).filter(|_| n <= 12)?,
        None => Month::named(m, year(y)?)?,
    };
    Date::new(month.year(), month.number().cast_signed(), i8::try_from(digits(d)?).ok()?).ok()
}

fn year(text: &str) -> Option<i16> {
    let n = i16::try_from(digits(text)?).ok()?;
    match text.len() {
        4 => Some(n),
        2 => Some(if n < 70 { 2000 + n } else { 1900 + n }),
        _ => None,
    }
}

fn digits(text: &str) -> Option<i32> {
    (!text.is_empty() && text.len() <= 8 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(text: &str) -> Option<String> {
        month(&Value::Text(text.into())).ok().flatten().map(|m| m.to_string())
    }

    #[test]
    fn months_in_every_form_of_the_field() {
        for form in [
            "2024-04",
            "2024/04",
            "202404",
            "April 2024",
            "Apr-24",
            "APRIL 24",
            "April 24",
            "apr 2024",
            "04/2024",
            "MSitAE-APRIL-2024",
            "30/04/2024",
            "30-APR-2024",
            "2024-04-30",
            "20240430",
            "30.04.2024",
            "2024-04-30T00:00:00",
            "2024-04-30 00:00:00",
            "1st April 2024",
            "202403 to 202404",
            "30/04/24",
            "2024 April",
            "Month ending 30 April 2024",
        ] {
            assert_eq!(m(form).as_deref(), Some("2024-04"), "{form}");
        }
        assert_eq!(m("April 26").as_deref(), Some("2026-04"));
    }

    #[test]
    fn what_is_not_a_month_is_refused() {
        for bad in
            ["2024/25", "2024-13", "Q1 2024", "April", "31/02/2024", "13/13/2024", "Aprill 2024", "2024", "é"]
        {
            assert_eq!(m(bad), None, "{bad}");
        }
    }

    #[test]
    fn day_numbers_count_as_dates_in_date_columns() {
        assert_eq!(date(&Value::Number(45_412.0)).unwrap(), Some(Date::constant(2024, 4, 30)));
        assert_eq!(month(&Value::Number(45_412.0)).unwrap(), Month::new(2024, 4));
        assert_eq!(month(&Value::Number(202_404.0)).unwrap(), Month::new(2024, 4));
        assert!(date(&Value::Number(1.0)).is_err());
        assert_eq!(date(&Value::Text("NA".into())).unwrap(), None);
        assert_eq!(date(&Value::Text("04/05/2024".into())).unwrap(), Some(Date::constant(2024, 5, 4)));
    }
}
