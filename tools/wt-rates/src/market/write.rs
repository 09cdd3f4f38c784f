//! A market as the table that it is read from.

use super::{Flow, Line, Market, Range, Segment};

/// Rows of a market, in the order of [`super::COLUMNS`].
///
/// ```
/// use wt_rates::market::{COLUMNS, Size, made, read, write};
/// let market = made(Size { employers: 3, cells: 5 }, 1);
/// let heads: Vec<String> = COLUMNS.iter().map(|head| (*head).to_owned()).collect();
/// let again = read(&heads, (2..).zip(write(&market))).unwrap();
/// assert_eq!((again.segments.len(), again.cost()), (5, market.cost()));
/// ```
#[must_use]
pub fn write(market: &Market) -> Vec<Vec<String>> {
    let rows =
        market.segments.iter().flat_map(|segment| segment.lines.iter().map(move |line| (segment, line)));
    rows.map(|(segment, line)| row(market, segment, line)).collect()
}

fn row(market: &Market, segment: &Segment, line: &Line) -> Vec<String> {
    let cell = segment.cell;
    let mut row = vec![
        market.employers.get(line.employer).cloned().unwrap_or_default(),
        cell.group.to_string(),
        cell.grade.to_string(),
        market.names.name(cell.tier).to_owned(),
        cell.time.to_string(),
        cell.zone.to_string(),
        hours(line.wanted),
    ];
    row.extend(line.flows.iter().flat_map(flow));
    let percent = format!("{}.{:02}", line.on_cost / 100, line.on_cost % 100);
    row.extend([percent, line.unfilled.to_string(), segment.criticality.words().to_owned()]);
    row.extend([segment.own, segment.cross, segment.route].into_iter().flat_map(range));
    let bounds = [segment.worker_cap, segment.charge_cap, segment.legal_minimum, segment.band_pay];
    row.extend(bounds.map(|pence| pence.map_or(String::new(), |pence| pence.to_string())));
    row
}

/// Hours with as many decimals as tell a minute.
fn hours(minutes: i64) -> String {
    format!("{}.{:04}", minutes / 60, minutes % 60 * 10_000 / 60)
}

fn flow(flow: &Flow) -> [String; 3] {
    match flow.minutes {
        0 => [String::new(), String::new(), String::new()],
        minutes => [hours(minutes), flow.rate.to_string(), flow.charge.to_string()],
    }
}

fn range(range: Range) -> [String; 3] {
    [range.low, range.central, range.high].map(|value| format!("{value:.6}"))
}
