//! Wards of an employer beside each other in a month: the measures that a board reads, out of what is loaded.

use std::collections::{BTreeMap, BTreeSet};

use wt_units::{MetricId, Month, OdsCode, Quantity, UnitName};

use crate::report::{Cell, Report};
use crate::{EngineError, Snapshot};

/// The measures of a board, in its order; those without figures are left away.
const MEASURES: [&str; 13] = [
    "ward-fill-rn-day",
    "ward-fill-rn-night",
    "ward-fill-care-day",
    "ward-fill-care-night",
    "chppd",
    "chppd-rn",
    "red-flags",
    "roster-lead-time",
    "unavailability",
    "unused-hours",
    "bank-fill",
    "agency-fill",
    "unfilled-rate",
];

/// A value with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// What is counted.
    pub numerator: Quantity,
    /// Out of what.
    pub denominator: Quantity,
}

/// One measure on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The metric.
    pub metric: MetricId,
    /// Its name.
    pub name: String,
}

/// A ward, or the whole employer.
#[derive(Debug, Clone, PartialEq)]
pub struct WardLine {
    /// The ward; none for the whole employer.
    pub ward: Option<UnitName>,
    /// In the order of the columns; none where nothing may be said.
    pub figures: Vec<Option<Figure>>,
}

/// The board of an employer and month.
#[derive(Debug, Clone, PartialEq)]
pub struct WardBoard {
    /// Whose.
    pub org: OdsCode,
    /// Which month.
    pub month: Month,
    /// Months with figures, in order.
    pub months: Vec<Month>,
    /// Measures with figures.
    pub columns: Vec<Column>,
    /// The whole employer first, where it has figures, then its wards by name.
    pub lines: Vec<WardLine>,
}

/// Employers with figures of wards, in order.
#[must_use]
pub fn employers(snapshot: &Snapshot) -> BTreeSet<OdsCode> {
    let series = metrics(snapshot).into_iter().flat_map(|column| snapshot.cube.series(&column.metric));
    series
        .filter(|series| series.unit.is_some() && series.staff_group.is_none())
        .map(|series| series.org)
        .collect()
}

/// The board of an employer: in a month, or in its last one.
///
/// # Errors
/// [`EngineError::Question`] where it has no figures of wards, or none in that month.
pub fn ward_board(snapshot: &Snapshot, org: OdsCode, month: Option<Month>) -> Result<WardBoard, EngineError> {
    let all = metrics(snapshot);
    let mut months = BTreeSet::new();
    for series in all.iter().flat_map(|column| snapshot.cube.series(&column.metric)) {
        if series.org == org && series.unit.is_some() && series.staff_group.is_none() {
            months.extend(series.points.iter().map(|point| point.month));
        }
    }
    let Some(last) = months.last().copied() else {
        let words =
            format!("{org} has no figures of wards. Load a safe-staffing file, or measures of its rosters.");
        return Err(EngineError::Question(words));
    };
    let month = month.unwrap_or(last);
    if !months.contains(&month) {
        let words = format!(
            "{org} has no figures of wards in {}. The last month with some is {}.",
            month.long(),
            last.long()
        );
        return Err(EngineError::Question(words));
    }
    let mut lines: BTreeMap<Option<UnitName>, Vec<Option<Figure>>> = BTreeMap::new();
    for (at, column) in all.iter().enumerate() {
        let of = snapshot.cube.series(&column.metric).iter();
        for series in of.filter(|series| series.org == org && series.staff_group.is_none()) {
            let Some(point) = series.points.iter().find(|point| point.month == month) else { continue };
            let figure = Figure { numerator: point.numerator, denominator: point.denominator };
            lines.entry(series.unit.clone()).or_insert_with(|| vec![None; all.len()])[at] = Some(figure);
        }
    }
    let shown: Vec<bool> =
        (0..all.len()).map(|at| lines.values().any(|figures| figures[at].is_some())).collect();
    let keep = |at: usize| shown.get(at).copied().unwrap_or(false);
    let lines = lines.into_iter().map(|(ward, figures)| WardLine {
        ward,
        figures: figures
            .into_iter()
            .enumerate()
            .filter(|(at, _)| keep(*at))
            .map(|(_, figure)| figure)
            .collect(),
    });
    let lines = lines.collect();
    let columns = all.into_iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, column)| column).collect();
    Ok(WardBoard { org, month, months: months.into_iter().collect(), columns, lines })
}

fn metrics(snapshot: &Snapshot) -> Vec<Column> {
    let known = MEASURES.iter().filter_map(|id| snapshot.metrics.get(&id.parse().ok()?));
    known.map(|metric| Column { metric: metric.id.clone(), name: metric.name.clone() }).collect()
}

/// The board as a table: a line a ward and measure.
#[must_use]
pub fn report(board: &WardBoard) -> Report {
    let mut report = Report::new(&["organisation", "ward", "month", "metric", "numerator", "denominator"]);
    for line in &board.lines {
        for (column, figure) in board.columns.iter().zip(&line.figures) {
            report.push(vec![
                Cell::text(board.org.to_string()),
                Cell::maybe(line.ward.as_ref(), |ward| Cell::text(ward.as_str())),
                Cell::text(board.month.to_string()),
                Cell::text(column.metric.as_str()),
                Cell::maybe(figure.as_ref(), |figure| Cell::number(figure.numerator)),
                Cell::maybe(figure.as_ref(), |figure| Cell::number(figure.denominator)),
            ]);
        }
    }
    report
}
