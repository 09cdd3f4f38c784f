//! Writes a problem as the files of a folder.

use super::cells::quoted;
use super::people::{HISTORY, PEOPLE, REQUESTS};
use super::read::{COVER, nameable};
use super::rules::{self, HEADINGS, Horizon, bounds, weighed};
use super::sets::Names;
use super::{FILES, WEEKDAYS};
use crate::model::{Limit, Problem, Symbol};

/// Why a problem can't be written as a folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{name}' can't stand in a folder: names are not empty, have no | / = > and no line ends, and are not any, off or none"
)]
pub struct Unwritable {
    /// The name of a shift, skill or person.
    pub name: String,
}

/// Writes a problem: the files by name. What [`read`](super::read()) makes of them is the same problem.
///
/// # Errors
/// A name that a cell can't hold.
pub fn write(problem: &Problem) -> Result<Vec<(&'static str, String)>, Unwritable> {
    let skills = problem.duties.iter().filter_map(|duty| duty.skill.as_deref());
    let shifts = problem.duties.iter().map(|duty| duty.shift.as_str());
    if let Some(name) = shifts.chain(skills).find(|name| !nameable(name)) {
        return Err(Unwritable { name: name.to_owned() });
    }
    let held = |name: &str| !name.is_empty() && name.trim() == name && !name.contains(['\n', '\r']);
    if let Some(person) = problem.people.iter().find(|person| !held(&person.id)) {
        return Err(Unwritable { name: person.id.clone() });
    }
    let names = Names::new(&problem.duties);
    let texts = [
        ward(problem),
        shifts_text(problem),
        rules_text(problem, &names),
        people(problem, &names),
        cover(problem, &names),
        requests(problem, &names),
        history(problem, &names),
    ];
    Ok(FILES.into_iter().zip(texts).collect())
}

fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = headings.join(",");
    text.push('\n');
    for row in rows {
        text.push_str(&row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    text
}

fn ward(problem: &Problem) -> String {
    let weekday = WEEKDAYS[problem.first_weekday % 7].to_owned();
    // A name on one line.
    let name = problem.name.split_whitespace().collect::<Vec<_>>().join(" ");
    table(&["days", "first_weekday", "name"], [vec![problem.days.to_string(), weekday, name]])
}

fn shifts_text(problem: &Problem) -> String {
    let row = |duty: &crate::model::Duty| {
        let start = duty.start.map_or_else(String::new, |at| format!("{:02}:{:02}", at / 60, at % 60));
        let skill = duty.skill.clone().unwrap_or_default();
        vec![duty.shift.clone(), duty.minutes.to_string(), skill, start]
    };
    table(&["shift", "minutes", "skill", "start"], problem.duties.iter().map(row))
}

/// Rules are called by their place, from 1.
fn called(at: usize) -> String {
    format!("r{}", at + 1)
}

fn rules_text(problem: &Problem, names: &Names<'_>) -> String {
    let horizon = Horizon { days: problem.days, first_weekday: problem.first_weekday };
    let row = |(at, rule): (usize, &crate::rules::Rule)| {
        let mut cells = rules::cells(rule, names, horizon);
        cells[0] = called(at);
        cells.to_vec()
    };
    table(&HEADINGS, problem.rules.iter().enumerate().map(row))
}

fn people(problem: &Problem, names: &Names<'_>) -> String {
    let row = |person: &crate::model::Person| {
        let cannot = |symbol: Symbol| !person.can.get(usize::from(symbol)).copied().unwrap_or(false);
        let rules: Vec<String> = person.rules.iter().map(|at| called(*at)).collect();
        vec![person.id.clone(), names.written(cannot), rules.join("|"), person.contract.clone()]
    };
    table(&PEOPLE, problem.people.iter().map(row))
}

fn cover(problem: &Problem, names: &Names<'_>) -> String {
    let mut rows = Vec::new();
    for cover in &problem.cover {
        let duties = names.written(|symbol| cover.symbols.contains(&symbol));
        // A cover without a limit still stands in the problem.
        let none = [Limit::default()];
        let limits: &[Limit] = if cover.limits.is_empty() { &none } else { &cover.limits };
        for limit in limits {
            let mut row = vec![cover.day.to_string(), duties.clone()];
            row.extend(bounds(Some(*limit)));
            rows.push(row);
        }
    }
    table(&COVER, rows)
}

fn requests(problem: &Problem, names: &Names<'_>) -> String {
    let rows = problem.people.iter().flat_map(|person| {
        person.requests.iter().map(|request| {
            let wanted = if request.wanted { "yes" } else { "no" };
            vec![
                person.id.clone(),
                request.day.to_string(),
                names.written(|symbol| request.symbols.contains(&symbol)),
                wanted.to_owned(),
                weighed(request.weight),
            ]
        })
    });
    table(&REQUESTS, rows)
}

fn history(problem: &Problem, names: &Names<'_>) -> String {
    let rows = problem.people.iter().filter(|person| !person.past.is_empty()).map(|person| {
        let runs = person.past.chunk_by(|one, next| one == next);
        let done: Vec<String> = runs.map(|run| format!("{}={}", names.name(run[0]), run.len())).collect();
        vec![person.id.clone(), done.join("|")]
    });
    table(&HISTORY, rows)
}
