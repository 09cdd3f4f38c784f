//! Solution files, one a week.

use std::fmt::Write as _;

use super::words::lines;
use super::{DAYS, Part, PartError};
use crate::model::{Duty, OFF, Problem};
use crate::roster::Roster;

/// Writes the solution file of one week, from 0.
#[must_use]
pub fn write_solution(problem: &Problem, roster: &Roster, week: usize) -> String {
    let mut lines = String::new();
    let mut count = 0;
    for (person, row) in problem.people.iter().zip(roster.rows()) {
        for (day, symbol) in row.iter().enumerate().skip(7 * week).take(7) {
            let Some(duty) = problem.duty(*symbol) else { continue };
            count += 1;
            let skill = duty.skill.as_deref().unwrap_or_default();
            let _ = writeln!(lines, "{} {} {} {skill}", person.id, DAYS[day % 7], duty.shift);
        }
    }
    format!("SOLUTION\n{week} {}\n\nASSIGNMENTS = {count}\n{lines}", problem.name)
}

/// Reads the solution files of the weeks, in their order.
///
/// # Errors
/// The first line with an unknown nurse, day, shift or skill, or a second duty on one day; and of which week.
pub fn read_solution(problem: &Problem, weeks: &[&str]) -> Result<Roster, PartError> {
    let mut roster = Roster::empty(problem);
    for (week, text) in weeks.iter().enumerate() {
        for line in lines(text) {
            let [name, day, shift, skill] = line.words[..] else { continue };
            let Some(at) = DAYS.iter().position(|one| *one == day) else { continue };
            let refuse = |found: &str, expected: &str| PartError {
                part: Part::Week(week),
                error: line.refuse(found, expected),
            };
            let person = problem.people.iter().position(|p| p.id == name);
            let person = person.ok_or_else(|| refuse(name, "a nurse of the scenario"))?;
            let like = |duty: &Duty| duty.shift == shift && duty.skill.as_deref() == Some(skill);
            let symbol = problem.symbols_where(like).next();
            let symbol = symbol.ok_or_else(|| refuse(shift, "a shift and a skill of the scenario"))?;
            let cell = roster.row_mut(person).get_mut(7 * week + at);
            match cell {
                Some(cell) if *cell == OFF => *cell = symbol,
                Some(_) => return Err(refuse(name, "one duty a day for each nurse")),
                None => return Err(refuse(day, "a week of the horizon")),
            }
        }
    }
    Ok(roster)
}
