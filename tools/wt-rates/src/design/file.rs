//! A card as a table: written with what it comes to, read back with its rates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{Card, outcome};
use crate::booking::{Cell, Grade, Group, TimeBand, zone_of};
use crate::market::{Market, Refusal};
use crate::respond::Case;

/// Columns of a card. The first seven are read; the others tell what it comes to in a month: money in pence, fill as parts.
pub const CARD_COLUMNS: [&str; 18] = [
    "staff_group",
    "grade",
    "tier",
    "time_band",
    "zone",
    "worker_rate_pence",
    "effective_from",
    "criticality",
    "cost_now_pence",
    "cost_pence",
    "saving_pence",
    "saving_low_pence",
    "saving_high_pence",
    "above_pence",
    "below_pence",
    "fill_now",
    "fill",
    "fill_low",
];

/// Rows of a card, one for each cell with a rate.
#[must_use]
pub fn write_card(market: &Market, card: &Card, from: Date) -> Vec<Vec<String>> {
    let central = outcome(market, card, Case::CENTRAL);
    let mut low: Vec<(i64, i64, Option<i64>)> =
        central.cells.iter().map(|cell| (cell.saving(), cell.saving(), cell.fill())).collect();
    for case in Case::all() {
        for (ends, cell) in low.iter_mut().zip(outcome(market, card, case).cells) {
            *ends = (ends.0.min(cell.saving()), ends.1.max(cell.saving()), ends.2.min(cell.fill()));
        }
    }
    let mut rows = Vec::new();
    for ((segment, rate), (cell, ends)) in
        market.segments.iter().zip(&card.rates).zip(central.cells.iter().zip(&low))
    {
        let Some(rate) = rate else { continue };
        let Cell { group, grade, tier, time, zone } = segment.cell;
        let mut row = vec![
            group.to_string(),
            grade.to_string(),
            market.names.name(tier).to_owned(),
            time.to_string(),
            zone.to_string(),
            rate.to_string(),
            from.to_string(),
            segment.criticality.words().to_owned(),
        ];
        let money = [cell.cost_now, cell.cost, cell.saving(), ends.0, ends.1, cell.above, cell.below];
        row.extend(money.map(|pence| pence.to_string()));
        row.extend([cell.fill_now(), cell.fill(), ends.2].map(|fill| fill.map_or(String::new(), part)));
        rows.push(row);
    }
    rows
}

/// Millionths as a part with four decimals.
fn part(millionths: i64) -> String {
    let rounded = crate::booking::rounded(i128::from(millionths), 100);
    format!("{}.{:04}", rounded / 10_000, rounded % 10_000)
}

/// Reads a card for a market: the rates in force on a day, the latest of each cell. Other columns are passed over.
///
/// # Errors
/// Everything wrong, in the order of the rows; a cell that the market does not hold is refused.
pub fn read_card(
    market: &Market,
    headings: &[String],
    rows: impl IntoIterator<Item = (u32, Vec<String>)>,
    on: Date,
) -> Result<Card, Vec<Refusal>> {
    let refusal = |row: u32, column: &str, found: String, expected: String| Refusal {
        row,
        column: column.to_owned(),
        found,
        expected,
    };
    let places: BTreeMap<String, usize> =
        headings.iter().enumerate().map(|(at, heading)| (heading.trim().to_ascii_lowercase(), at)).collect();
    let missing: Vec<Refusal> = CARD_COLUMNS[..7]
        .iter()
        .filter(|column| **column != "tier" && !places.contains_key(**column))
        .map(|column| refusal(1, column, "no such column".to_owned(), format!("a column '{column}'")))
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let known: FxHashMap<Cell, usize> =
        market.segments.iter().enumerate().map(|(at, segment)| (segment.cell, at)).collect();
    let mut latest: Vec<Option<(Date, i64, u32)>> = vec![None; market.segments.len()];
    let mut refusals = Vec::new();
    for (number, cells) in rows {
        let text =
            |column: &str| places.get(column).and_then(|at| cells.get(*at)).map_or("", |cell| cell.trim());
        let mut bad = |column: &str, expected: &str| {
            refusals.push(refusal(number, column, format!("'{}'", text(column)), expected.to_owned()));
        };
        let group = Group::read(text("staff_group"));
        let grade = Grade::read(text("grade")).ok().map(|found| found.0);
        let time = TimeBand::read(text("time_band"));
        let zone = zone_of(text("zone"));
        let rate: Option<i64> =
            text("worker_rate_pence").parse().ok().filter(|rate| (1..=100_000).contains(rate));
        let from: Option<Date> = text("effective_from").parse().ok();
        for (column, fine, expected) in [
            ("staff_group", group.is_some(), Group::EXPECTED),
            ("grade", grade.is_some(), Grade::EXPECTED),
            ("time_band", time.is_some(), TimeBand::EXPECTED),
            ("zone", zone.is_some(), "none, inner, outer or fringe"),
            ("worker_rate_pence", rate.is_some(), "whole pence an hour from 1 to 100000, such as 2345"),
            ("effective_from", from.is_some(), "a day, such as 2027-04-01"),
        ] {
            if !fine {
                bad(column, expected);
            }
        }
        let (Some(group), Some(grade), Some(time), Some(zone), Some(rate), Some(from)) =
            (group, grade, time, zone, rate, from)
        else {
            continue;
        };
        let tier = market.names.find(text("tier"));
        let at = tier.and_then(|tier| known.get(&Cell { group, grade, tier, time, zone }));
        let Some(at) = at else {
            bad("staff_group", "a cell that the market holds");
            continue;
        };
        match latest[*at] {
            Some((other, _, first)) if other == from => {
                let found = format!("{from} for a cell that row {first} holds");
                refusals.push(refusal(
                    number,
                    "effective_from",
                    found,
                    "one rate for a cell and day".to_owned(),
                ));
            }
            Some((other, _, _)) if other > from || from > on => {}
            _ if from > on => {}
            _ => latest[*at] = Some((from, rate, number)),
        }
    }
    if refusals.is_empty() {
        Ok(Card { rates: latest.into_iter().map(|rate| rate.map(|rate| rate.1)).collect() })
    } else {
        Err(refusals)
    }
}
