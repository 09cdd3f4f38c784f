//! What a card means for protected groups.

use std::path::Path;

use jiff::civil::Date;
use wt_engine::report::{Cell, Report};
use wt_rates::booking::{Grade, Group};
use wt_rates::design::Design;
use wt_rates::design::loss::{Workers, by_grade, by_protected};
use wt_rates::market::{Market, Refusal};
use wt_stats::disclosure::Rule;

use super::super::{intake, sheet};
use crate::commands::Failure;

const COLUMNS: [&str; 5] = ["characteristic", "of", "staff_group", "grade", "workers"];

/// Counts of workers by protected group, staff group and grade.
pub(super) fn read(path: &Path) -> Result<Vec<Workers>, Failure> {
    let (headings, rows) = sheet::sheet(path)?;
    let place = |name: &str| headings.iter().position(|heading| heading.trim().eq_ignore_ascii_case(name));
    let places = COLUMNS.map(place);
    let mut refusals = Vec::new();
    let mut refuse = |row: u32, column: &str, found: &str, expected: &str| {
        let found = if found.is_empty() { "nothing".to_owned() } else { format!("'{found}'") };
        refusals.push(Refusal { row, column: column.to_owned(), found, expected: expected.to_owned() });
    };
    for (column, place) in COLUMNS.iter().zip(places) {
        if place.is_none() {
            refuse(1, column, "", &format!("a column '{column}'"));
        }
    }
    let mut found = Vec::new();
    for (number, cells) in rows.iter().filter(|_| places.iter().all(Option::is_some)) {
        let [characteristic, of, group, grade, count] =
            places.map(|place| place.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim()));
        let read = (Group::read(group), Grade::read(grade).ok(), count.parse::<u64>().ok());
        match read {
            (Some(group), Some((grade, _)), Some(count)) if !characteristic.is_empty() && !of.is_empty() => {
                found.push(Workers {
                    characteristic: characteristic.to_owned(),
                    of: of.to_owned(),
                    group,
                    grade,
                    count,
                });
            }
            (None, ..) => refuse(*number, "staff_group", group, Group::EXPECTED),
            (_, None, _) => refuse(*number, "grade", grade, Grade::EXPECTED),
            (_, _, None) => refuse(*number, "workers", count, "a whole number of workers, such as 120"),
            _ => refuse(
                *number,
                "characteristic",
                characteristic,
                "a protected characteristic and a group of it, such as sex and women",
            ),
        }
    }
    if refusals.is_empty() { Ok(found) } else { Err(sheet::refused(path, &refusals)) }
}

/// What the card means for them, small counts hidden by the rule in force.
pub(super) fn show(
    market: &Market,
    found: &Design,
    workers: &[Workers],
    on: Date,
) -> Result<Report, Failure> {
    let facts = intake::facts()?;
    let count = |id: &str| -> Result<u64, Failure> {
        let figure = facts.at(id, on).map_err(|e| Failure::Input(e.to_string()))?;
        Ok(u64::try_from(figure.value.millionths() / 1_000_000).unwrap_or(0))
    };
    let rule = Rule::new(
        count("disclosure-hidden-to")?,
        count("disclosure-rounded-to")?,
        count("disclosure-least-width")?,
    );
    let shown = rule.and_then(|rule| by_protected(&by_grade(market, &found.card), workers, &rule));
    let shown =
        shown.map_err(|fault| Failure::Input(format!("Protected groups can't be shown: {fault}.")))?;
    let mut report =
        Report::new(&["characteristic", "of", "workers_losing", "workers_others", "mean_gain_an_hour_pence"]);
    for one in shown {
        report.push(vec![
            Cell::text(one.characteristic),
            Cell::text(one.of),
            Cell::maybe(one.losing, Cell::number),
            Cell::maybe(one.others, Cell::number),
            Cell::maybe(one.mean, Cell::number),
        ]);
    }
    Ok(report)
}
