//! A roster as CSV: `employee,day,shift`, one row a worked duty, days from 0.
//!
//! Where the problem knows skills a fourth column, `skill`, says in which the shift is worked.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::text::{Line, ReadError};
use crate::model::{OFF, Problem};
use crate::roster::Roster;

/// Writes a roster.
#[must_use]
pub fn write(problem: &Problem, roster: &Roster) -> String {
    let skilled = problem.duties.iter().any(|duty| duty.skill.is_some());
    let mut out = String::from(if skilled { "employee,day,shift,skill\n" } else { "employee,day,shift\n" });
    for (person, row) in problem.people.iter().zip(roster.rows()) {
        for (day, symbol) in row.iter().enumerate() {
            let Some(duty) = problem.duty(*symbol) else { continue };
            let _ = write!(out, "{},{day},{}", person.id, duty.shift);
            if skilled {
                let _ = write!(out, ",{}", duty.skill.as_deref().unwrap_or_default());
            }
            out.push('\n');
        }
    }
    out
}

/// Reads a roster for `problem`. Days without a row are days off; a row with an empty shift is one too.
///
/// # Errors
/// The first line with an unknown employee, day or shift, or a second duty on one day.
pub fn read(problem: &Problem, text: &str) -> Result<Roster, ReadError> {
    let people: HashMap<&str, usize> =
        problem.people.iter().enumerate().map(|(at, person)| (person.id.as_str(), at)).collect();
    let mut roster = Roster::empty(problem);
    for (at, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = Line::new(at + 1, raw);
        let first = line.cells[0];
        if raw.trim().is_empty()
            || first.starts_with('#')
            || (at == 0 && first.eq_ignore_ascii_case("employee"))
        {
            continue;
        }
        let person = *people.get(first).ok_or_else(|| line.refuse(first, "an employee of the instance"))?;
        let day = line.number(1, "a day, from 0")? as usize;
        if day >= problem.days {
            return Err(
                line.refuse(line.cells[1], &format!("a day from 0 to {}", problem.days.saturating_sub(1)))
            );
        }
        let (shift, skill) = (line.cells.get(2).copied().unwrap_or(""), line.cells.get(3).copied());
        if shift.is_empty() {
            continue;
        }
        let symbol = problem
            .symbols_where(|duty| {
                duty.shift == shift && skill.is_none_or(|skill| duty.skill.as_deref() == Some(skill))
            })
            .next()
            .ok_or_else(|| line.refuse(shift, "a shift of the instance (and a skill it is worked in)"))?;
        let cell = &mut roster.row_mut(person)[day];
        if *cell != OFF {
            return Err(line.refuse(raw, "one duty a day for each employee"));
        }
        *cell = symbol;
    }
    Ok(roster)
}
