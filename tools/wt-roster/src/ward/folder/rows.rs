//! A ward's roster as `person,date,shift`, one row a duty.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::str::FromStr;

use jiff::civil::Date;

use super::super::model::Ward;
use super::super::rows::Rows;
use crate::formats::folder::cells::{Table, one_of, quoted};
use crate::formats::text::ReadError;

/// Writes a roster.
#[must_use]
pub fn write_rows(ward: &Ward, rows: &Rows) -> String {
    let mut out = String::from("person,date,shift\n");
    for (person, staff) in ward.staff.iter().enumerate() {
        for day in 0..ward.days {
            if let Some(shift) = rows.at(person, day) {
                let _ = writeln!(out, "{},{},{}", quoted(&staff.id), ward.date(day), ward.shifts[shift].id);
            }
        }
    }
    out
}

/// Reads a roster of a ward. Days without a row are days off.
///
/// # Errors
/// The first line with an unknown person or shift, a date outside the roster, or a second duty on one day.
pub fn read_rows(ward: &Ward, text: &str) -> Result<Rows, ReadError> {
    let people: HashMap<&str, usize> =
        ward.staff.iter().enumerate().map(|(at, staff)| (staff.id.as_str(), at)).collect();
    let shifts: Vec<&str> = ward.shifts.iter().map(|shift| shift.id.as_str()).collect();
    let mut rows = Rows::empty(ward);
    let table = Table::read(text, &["person", "date", "shift"], 3)?;
    for row in table.rows() {
        let (id, date, shift) = (row.cell("person"), row.cell("date"), row.cell("shift"));
        let person = *people.get(id).ok_or_else(|| row.refuse(id, "a person of staff.csv"))?;
        let day = Date::from_str(date).ok().and_then(|date| ward.day(date));
        let day = day.ok_or_else(|| row.refuse(date, "a date of the roster"))?;
        if shift.is_empty() || shift == "off" {
            continue;
        }
        let place = shifts.iter().position(|one| *one == shift);
        let place = place.ok_or_else(|| row.refuse(shift, &one_of("a shift", &shifts)))?;
        if rows.at(person, day).is_some() {
            return Err(row.refuse(id, "one duty a day for each person"));
        }
        rows.set(person, day, Some(place));
    }
    Ok(rows)
}
