//! Counts that others may see: by quarter and kind, of quarters that are over, small ones hidden.

use jiff::civil::{Date, date};
use wt_stats::disclosure::{Mark, Rule, Tables, protect};
use wt_units::OdsCode;

use super::report::{Kind, Report};
use crate::{EngineError, disclosure};

/// Quarters that are shown.
const QUARTERS: usize = 8;

/// A quarter of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarter {
    /// Its first day.
    pub first: Date,
    /// All reports written in it; none where the count is hidden.
    pub total: Option<u64>,
    /// By kind, in the order of [`Kind::ALL`]; none where hidden.
    pub kinds: [Option<u64>; 5],
}

/// What everybody who sees figures of an organisation may see of its reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Whose.
    pub org: OdsCode,
    /// The latest first, from the first with a report.
    pub quarters: Vec<Quarter>,
    /// Counts from 1 to this are hidden, and what would give them back.
    pub hidden_to: u64,
    /// Others are rounded to the nearest of these.
    pub rounded_to: u64,
}

/// Counts by the day of writing: a quarter that is over does not change any more, so two looks at it tell nothing.
pub(super) fn published(org: &OdsCode, reports: &[Report], today: Date) -> Result<Published, EngineError> {
    let numbers = disclosure::rule(today)?;
    let faulty = |e: wt_stats::disclosure::Fault| EngineError::Builtin(e.to_string());
    let rule = Rule::new(numbers.hide_to, numbers.round_to, numbers.least_width).map_err(faulty)?;
    let mut quarters = Vec::new();
    let mut first = before(start(today));
    let oldest = reports.iter().map(|report| report.body.made).min();
    while quarters.len() < QUARTERS && oldest.is_some_and(|oldest| start(oldest) <= first) {
        let inside = reports.iter().filter(|report| start(report.body.made) == first);
        let mut counts = [0_u64; 5];
        for report in inside {
            counts[report.body.kind as usize] += 1;
        }
        quarters.push(hidden(first, counts, &rule));
        first = before(first);
    }
    Ok(Published { org: *org, quarters, hidden_to: numbers.hide_to, rounded_to: numbers.round_to })
}

fn hidden(first: Date, counts: [u64; 5], rule: &Rule) -> Quarter {
    let shown = || {
        let mut tables = Tables::new();
        let total = tables.cell("total", counts.iter().sum()).ok()?;
        let mut parts = Vec::new();
        for (kind, count) in Kind::ALL.into_iter().zip(counts) {
            parts.push(tables.cell(kind.word(), count).ok()?);
        }
        tables.sum(total, &parts).ok()?;
        let published = protect(&tables, rule).ok()?;
        let value = |cell| published.mark(cell).and_then(Mark::value);
        let mut kinds = [None; 5];
        for (place, cell) in kinds.iter_mut().zip(parts) {
            *place = value(cell);
        }
        Some((value(total), kinds))
    };
    // Where it can't be proved that nothing follows, nothing is shown.
    let (total, kinds) = shown().unwrap_or((None, [None; 5]));
    Quarter { first, total, kinds }
}

/// The first day of a day's quarter.
fn start(day: Date) -> Date {
    date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1)
}

/// The quarter before one, by its first day.
fn before(first: Date) -> Date {
    match first.month() {
        1 => date(first.year() - 1, 10, 1),
        month => date(first.year(), month - 3, 1),
    }
}
