//! A row of cells → a line, contract, leave, budget or count, unless a cell was refused.

use wt_pay::Band;
use wt_units::{Hours, Pence, Quantity};

use crate::model::{Budget, Component, Contract, Kind, Leave, Line, Midnight, Role, Rosters, Status};
use crate::span::Span;

use super::Extract;
use super::cells::Cells;

/// Longer shifts are a slip.
const LONGEST: i64 = 24 * 60;

/// Takes a row of an extract.
pub(super) fn take(extract: Extract, cells: &mut Cells<'_>, most: Quantity, into: &mut Rosters) {
    match extract {
        Extract::Lines => into.lines.extend(line(cells)),
        Extract::Contracts => into.contracts.extend(contract(cells, most)),
        Extract::Leave => into.leave.extend(leave(cells)),
        Extract::Headroom => into.budgets.extend(budget(cells)),
        Extract::Midnights => into.midnights.extend(midnight(cells)),
    }
}

/// Whether nothing of the row was refused.
fn clean(cells: &Cells<'_>) -> Option<()> {
    cells.refusals.is_empty().then_some(())
}

fn band(cells: &mut Cells<'_>) -> Option<Band> {
    let read = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.trim_start_matches("afc").trim().trim_start_matches("band").trim().parse().ok()
    };
    cells.maybe("band", read, "a band of Agenda for Change: 1 to 7, 8a to 8d, 9")
}

fn line(cells: &mut Cells<'_>) -> Option<Line> {
    let kind = cells.word("kind", Kind::read, Kind::EXPECTED);
    let unit = cells.unit();
    let filled = kind.is_some_and(|kind| kind != Kind::Unfilled);
    let person = cells.person(filled);
    let role = cells.word("role", Role::read, Role::EXPECTED);
    let band = band(cells);
    let (start, end) = (cells.when("start"), cells.when("end"));
    let unpaid = cells.amount("unpaid_break_minutes", false).map_or(0, |q| q.millionths() / 1_000_000);
    let status = cells.word("status", Status::read, Status::EXPECTED);
    let worked =
        cells.amount("hours_worked", false).map(|hours| hours.millionths().saturating_mul(60) / 1_000_000);
    let elapsed = start?.until(end?);
    if elapsed <= 0 {
        cells.refuse("end", "an end after the start");
    } else if elapsed > LONGEST {
        cells.refuse(
            "end",
            format!(
                "a shift of at most 24 hours; this one lasts {} hours and {} minutes",
                elapsed / 60,
                elapsed % 60
            ),
        );
    } else if unpaid >= elapsed {
        cells.refuse("unpaid_break_minutes", "a break shorter than the shift");
    }
    if worked.is_some_and(|worked| worked > elapsed.max(0)) {
        cells.refuse("hours_worked", "at most the hours from start to end: more are a shift of their own");
    }
    let line = Line {
        row: cells.row(),
        unit: unit?,
        person,
        role: role?,
        band,
        start: start?,
        end: end?,
        minutes: elapsed - unpaid,
        worked_minutes: worked,
        kind: kind?,
        status: status?,
        additional: cells.yes("additional"),
        additional_reason: cells.text("additional_reason"),
        supernumerary: cells.yes("supernumerary"),
        roster_start: cells.day("roster_start"),
        approved: cells.day("approved"),
        published: cells.day("published"),
        changed: cells.day("changed"),
        change_reason: cells.text("change_reason"),
        cost: cells.amount("cost", false).map(pence),
    };
    if line.kind == Kind::Unfilled && line.status == Status::Worked {
        cells.refuse("status", "rostered or cancelled: nobody worked an unfilled shift");
    }
    clean(cells).map(|()| line)
}

/// Pounds in millionths as whole pence, half up.
fn pence(pounds: Quantity) -> Pence {
    Pence::new(pounds.millionths().saturating_add(5_000).div_euclid(10_000))
}

fn contract(cells: &mut Cells<'_>, most: Quantity) -> Option<Contract> {
    let (unit, person) = (cells.unit(), cells.person(true));
    let role = cells.word("role", Role::read, Role::EXPECTED);
    let band = band(cells);
    let weekly = cells.must_amount("contracted_hours");
    let (from, to) = (cells.day("from"), cells.day("to"));
    if weekly.is_some_and(|weekly| weekly > most) {
        cells.refuse("contracted_hours", format!("at most {most} hours a week"));
    }
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        cells.refuse("to", "a last day not before the first");
    }
    let contract = Contract {
        row: cells.row(),
        unit: unit?,
        person: person?,
        role: role?,
        band,
        weekly: Hours::new(weekly?),
        from,
        to,
        agreement: cells.yes("agreement"),
        brought_forward: cells.amount("net_hours_brought_forward", true).unwrap_or_default(),
    };
    clean(cells).map(|()| contract)
}

fn leave(cells: &mut Cells<'_>) -> Option<Leave> {
    let (unit, person) = (cells.unit(), cells.person(true));
    let component = cells.word("component", Component::read, Component::EXPECTED);
    let (from, to) = (cells.must_day("first_day"), cells.must_day("last_day"));
    let hours = cells.must_amount("hours");
    let days = from.zip(to).and_then(|(from, to)| Span::new(from, to));
    if from.is_some() && to.is_some() && days.is_none() {
        cells.refuse("last_day", "a last day not before the first");
    }
    if let Some((days, hours)) = days.zip(hours)
        && i128::from(hours.millionths()) > i128::from(days.days()) * 24_000_000
    {
        cells.refuse("hours", format!("at most 24 hours for each of {} days", days.days()));
    }
    let leave = Leave {
        row: cells.row(),
        unit: unit?,
        person: person?,
        component: component?,
        days: days?,
        hours: Hours::new(hours?),
    };
    clean(cells).map(|()| leave)
}

fn budget(cells: &mut Cells<'_>) -> Option<Budget> {
    let unit = cells.unit();
    let component = cells.word("component", Component::read, Component::EXPECTED);
    let percent = cells.must_amount("budget_percent");
    if percent.is_some_and(|percent| percent.millionths() >= 100_000_000) {
        cells.refuse("budget_percent", "percent of paid hours, below 100");
    }
    let budget = Budget { row: cells.row(), unit: unit?, component: component?, percent: percent? };
    clean(cells).map(|()| budget)
}

fn midnight(cells: &mut Cells<'_>) -> Option<Midnight> {
    let (unit, day) = (cells.unit(), cells.must_day("day"));
    let patients = match cells.text("patients").as_deref() {
        Some("-") => None,
        _ => cells.amount("patients", false),
    };
    if patients.is_some_and(|patients| !patients.is_whole()) {
        cells.refuse("patients", "a whole number of patients, or nothing where nobody counted");
    }
    let midnight = Midnight { row: cells.row(), unit: unit?, day: day?, patients };
    clean(cells).map(|()| midnight)
}
