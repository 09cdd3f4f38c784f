//! A roster as the `Roster` element of the benchmark site of Curtois: one `Employee` a person, one `Assign` a worked day.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::text::{ReadError, number};
use super::xml::{document, escaped, unescaped};
use crate::model::{OFF, Problem};
use crate::roster::Roster;

/// Whether a text looks like this.
#[must_use]
pub fn is_like(text: &str) -> bool {
    text.contains("<Roster")
}

/// Writes a roster; days count from 0.
#[must_use]
pub fn write(problem: &Problem, roster: &Roster) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Roster>\n  <SchedulingPeriodFile>{}</SchedulingPeriodFile>\n",
        escaped(&problem.name)
    );
    for (person, row) in problem.people.iter().zip(roster.rows()) {
        let _ = writeln!(out, "  <Employee ID=\"{}\">", escaped(&person.id));
        for (day, symbol) in row.iter().enumerate() {
            let Some(duty) = problem.duty(*symbol) else { continue };
            let shift = escaped(&duty.shift);
            let _ = writeln!(out, "    <Assign><Day>{day}</Day><Shift>{shift}</Shift></Assign>");
        }
        out.push_str("  </Employee>\n");
    }
    out.push_str("</Roster>\n");
    out
}

/// Reads a roster for `problem`.
///
/// # Errors
/// The first element with an unknown employee, day or shift, or a second duty on one day.
pub fn read(problem: &Problem, text: &str) -> Result<Roster, ReadError> {
    let people: HashMap<&str, usize> =
        problem.people.iter().enumerate().map(|(at, person)| (person.id.as_str(), at)).collect();
    let mut roster = Roster::empty(problem);
    let all = document(text);
    for employee in all.all("Employee")? {
        let id = unescaped(employee.attribute("ID")?);
        let person =
            *people.get(id.as_str()).ok_or_else(|| employee.refuse(&id, "an employee of the instance"))?;
        for assign in employee.all("Assign")? {
            let (day, shift) = (assign.text("Day")?, unescaped(assign.text("Shift")?));
            let expected = format!("a day from 0 to {}", problem.days.saturating_sub(1));
            let at = number(day).map(|day| day as usize).filter(|day| *day < problem.days);
            let at = at.ok_or_else(|| assign.refuse(day, &expected))?;
            let symbol = problem.symbols_where(|duty| duty.shift == shift).next();
            let symbol = symbol.ok_or_else(|| assign.refuse(&shift, "a shift of the instance"))?;
            let cell = &mut roster.row_mut(person)[at];
            if *cell != OFF {
                return Err(assign.refuse(day, "one duty a day for each employee"));
            }
            *cell = symbol;
        }
    }
    Ok(roster)
}
