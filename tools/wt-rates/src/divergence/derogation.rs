//! Derogations: who may pay another rate than the card, where, how long and why. Recorded, never punished.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::booking::{Cell, Grade, Group, TimeBand, zone_of};
use crate::market::{Market, Refusal};

/// One derogation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derogation {
    /// Place of the employer in the market.
    pub employer: usize,
    /// Place of the cell.
    pub segment: usize,
    /// What is paid, in pence an hour.
    pub rate: i64,
    /// First day.
    pub from: Date,
    /// Last day: one that never ends is the usual leak, so there must be one.
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// Columns of a list of derogations.
pub const DEROGATION_COLUMNS: [&str; 10] = [
    "employer",
    "staff_group",
    "grade",
    "tier",
    "time_band",
    "zone",
    "worker_rate_pence",
    "from",
    "until",
    "reason",
];

/// Reads derogations for a market, headings in any order.
///
/// # Errors
/// Everything wrong, in the order of the rows: an employer or cell that the market does not hold, no reason, no end.
pub fn derogations(
    market: &Market,
    headings: &[String],
    rows: impl IntoIterator<Item = (u32, Vec<String>)>,
) -> Result<Vec<Derogation>, Vec<Refusal>> {
    let refusal = |row: u32, column: &str, found: &str, expected: &str| Refusal {
        row,
        column: column.to_owned(),
        found: if found.is_empty() { "nothing".to_owned() } else { format!("'{found}'") },
        expected: expected.to_owned(),
    };
    let places: BTreeMap<String, usize> =
        headings.iter().enumerate().map(|(at, heading)| (heading.trim().to_ascii_lowercase(), at)).collect();
    let missing: Vec<Refusal> = DEROGATION_COLUMNS
        .iter()
        .filter(|column| **column != "tier" && !places.contains_key(**column))
        .map(|column| refusal(1, column, "", &format!("a column '{column}'")))
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let (mut found, mut refusals) = (Vec::new(), Vec::new());
    for (number, cells) in rows {
        let text =
            |column: &str| places.get(column).and_then(|at| cells.get(*at)).map_or("", |cell| cell.trim());
        let mut bad =
            |column: &str, expected: &str| refusals.push(refusal(number, column, text(column), expected));
        let employer = market.employers.iter().position(|code| code == text("employer"));
        let cell = || {
            Some(Cell {
                group: Group::read(text("staff_group"))?,
                grade: Grade::read(text("grade")).ok()?.0,
                tier: market.names.find(text("tier"))?,
                time: TimeBand::read(text("time_band"))?,
                zone: zone_of(text("zone"))?,
            })
        };
        let segment = cell().and_then(|cell| market.segments.iter().position(|segment| segment.cell == cell));
        let rate: Option<i64> =
            text("worker_rate_pence").parse().ok().filter(|rate| (1..=100_000).contains(rate));
        let (from, until): (Option<Date>, Option<Date>) =
            (text("from").parse().ok(), text("until").parse().ok());
        let reason = text("reason").to_owned();
        if reason.is_empty() {
            bad("reason", "why it is allowed");
        }
        if from > until && until.is_some() {
            bad("until", "a day not before the first");
        }
        match (employer, segment, rate, from, until) {
            (Some(employer), Some(segment), Some(rate), Some(from), Some(until)) => {
                found.push(Derogation { employer, segment, rate, from, until, reason });
            }
            (None, ..) => bad("employer", "an employer that the market holds"),
            (_, None, ..) => bad("staff_group", "a cell that the market holds"),
            (_, _, None, ..) => {
                bad("worker_rate_pence", "whole pence an hour from 1 to 100000, such as 2345");
            }
            (.., None, _) => bad("from", "a day, such as 2027-04-01"),
            (.., None) => bad(
                "until",
                "its last day, such as 2027-06-30: a derogation that never ends is no derogation",
            ),
        }
    }
    if refusals.is_empty() { Ok(found) } else { Err(refusals) }
}
