//! Single cells of a booking: minutes, lead time, words of a list, and how one is refused.

use jiff::civil::Date;
use wt_extract::columns::Problem;

use super::column::Column;
use super::memo::Memo;
use super::money::{Money, pence};
use super::time::{Civil, civil};

/// A column, and what is wrong with what stands in it.
pub(super) type Bad = (Column, Problem);

/// Worked or wanted minutes: as authorised, else what is left of the shift without its break.
pub(super) fn minutes<'c>(cells: &impl Fn(Column) -> &'c [u8], elapsed: u32) -> Result<u32, Box<Bad>> {
    let number = |column: Column, most: u32, expected: &'static str| {
        let cell = cells(column);
        if cell.is_empty() {
            return Ok(None);
        }
        // Hundredths, as money is read.
        let read = pence(cell, Money::Pounds).and_then(|hundredths| u32::try_from(hundredths).ok());
        read.filter(|read| *read <= most * 100).map(Some).ok_or_else(|| refuse(cells, column, expected))
    };
    let unpaid = number(Column::Break, 1_440, "minutes of break, 0 or more")?.unwrap_or(0) / 100;
    if unpaid >= elapsed {
        return Err(refuse(cells, Column::Break, "a break shorter than the shift"));
    }
    let authorised =
        number(Column::Authorised, 24, "hours from 0 to 24, such as 11.5: hours can't be negative")?;
    Ok(match authorised {
        Some(hundredths) if hundredths > 0 => (hundredths * 60 + 50) / 100,
        _ => elapsed - unpaid,
    })
}

/// Hours from booking to start.
pub(super) fn lead<'c>(cells: &impl Fn(Column) -> &'c [u8], start: Civil) -> Result<Option<i32>, Box<Bad>> {
    let said = cells(Column::LeadHours);
    if !said.is_empty() {
        let hours = pence(said, Money::Pounds).and_then(|hundredths| i32::try_from(hundredths / 100).ok());
        return hours.map(Some).ok_or_else(|| refuse(cells, Column::LeadHours, "hours, such as 36 or -2"));
    }
    let asked = cells(Column::RequestedAt);
    if !asked.is_empty() && civil(asked).is_none() {
        return Err(refuse(cells, Column::RequestedAt, "a day and time, such as 2026-02-20T09:00"));
    }
    let booked = cells(Column::BookedAt);
    if booked.is_empty() {
        return Ok(None);
    }
    let at = civil(booked)
        .ok_or_else(|| refuse(cells, Column::BookedAt, "a day and time, such as 2026-02-21T10:00"))?;
    Ok(i32::try_from(at.until(start).div_euclid(60)).ok())
}

pub(super) fn listed<'c, T: Copy>(
    memo: &mut Memo<Option<T>>,
    cells: &impl Fn(Column) -> &'c [u8],
    column: Column,
    read: fn(&str) -> Option<T>,
    expected: &'static str,
) -> Result<T, Box<Bad>> {
    memo.of(cells(column), read).ok_or_else(|| refuse(cells, column, expected))
}

pub(super) fn refuse<'c>(cells: &impl Fn(Column) -> &'c [u8], column: Column, expected: &str) -> Box<Bad> {
    let found = cells(column);
    let found = if found.is_empty() {
        "nothing".to_owned()
    } else {
        String::from_utf8_lossy(found).chars().take(60).collect()
    };
    let (expected, fix) =
        (expected.to_owned(), "Correct the cell in the source and read the file again.".to_owned());
    Box::new((column, Problem { found, expected, fix }))
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Year × 12 + month − 1.
#[must_use]
pub fn month_number(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}
