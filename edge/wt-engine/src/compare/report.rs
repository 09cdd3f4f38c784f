//! A comparison as a table: what the command line prints and pages give for download.

use wt_benchmark::Row;
use wt_benchmark::metric::Unit;
use wt_opportunity::{Opportunity, Target};
use wt_units::Pence;

use super::Compared;
use crate::report::{Cell, Report};

/// The first 21 are a contract named in the documentation; more may follow them.
const COLUMNS: [&str; 31] = [
    "code",
    "name",
    "org_type",
    "numerator",
    "denominator",
    "value_pct",
    "peer_scope",
    "peer_n",
    "peer_q1_pct",
    "peer_median_pct",
    "peer_q3_pct",
    "rank",
    "gap_pp",
    "fte_days_to_median",
    "wte_to_median",
    "pounds_to_median",
    "pounds_to_best_quartile",
    "funnel_z",
    "funnel_flag95",
    "funnel_flag998",
    "persistent_gap",
    "gap_low_pp",
    "gap_high_pp",
    "pounds_low",
    "pounds_high",
    "units_to_median",
    "unit",
    "staff_group",
    "reported_as",
    "months",
    "months_missing",
];

/// One row for each employer, unit or staff group.
pub fn comparison(c: &Compared) -> Report {
    let mut report = Report::new(&COLUMNS);
    for row in &c.comparison.rows {
        report.push(cells(c, row));
    }
    report
}

fn cells(c: &Compared, row: &Row) -> Vec<Cell> {
    let group = row.group.and_then(|g| c.comparison.groups.get(g));
    let share = |x: f64| Cell::decimals(scaled(c.metric.unit, x), 6);
    let worth = |target| c.opportunity(row, target);
    let to_median = worth(Target::PeerMedian);
    let priced = c.no_pounds.is_none();
    let pounds = |o: Option<&Opportunity>| match (priced, group, o) {
        (true, Some(_), o) => Cell::Number(o.map_or(Pence::ZERO, |o| o.pounds).plain()),
        _ => Cell::Missing,
    };
    let range = |end: fn((Pence, Pence)) -> Pence| {
        Cell::maybe(to_median.and_then(|o| o.pounds_range), |r| Cell::Number(end(r).plain()))
    };
    let days = c.metric.numerator.unit == "FTE days";
    let excess = row.excess_to_median;
    vec![
        Cell::maybe(row.code, |c| Cell::text(c.to_string())),
        Cell::text(&row.name),
        Cell::maybe(row.org_type, |t| Cell::text(t.name())),
        Cell::number(row.numerator),
        Cell::number(row.denominator),
        share(row.share),
        Cell::maybe(group, |g| Cell::text(&g.scope)),
        Cell::maybe(group, |g| Cell::number(g.n)),
        Cell::maybe(group, |g| share(g.q1)),
        Cell::maybe(group, |g| share(g.median)),
        Cell::maybe(group, |g| share(g.q3)),
        Cell::maybe(row.rank, Cell::number),
        Cell::maybe(row.gap, share),
        Cell::maybe(excess.filter(|_| days), |x| Cell::decimals(x, 4)),
        Cell::maybe(wte(c, row), |x| Cell::decimals(x, 4)),
        pounds(to_median),
        pounds(worth(Target::BestQuartile)),
        Cell::maybe(row.funnel, |f| Cell::decimals(f.z, 4)),
        Cell::maybe(row.funnel, |f| Cell::Flag(f.outside95)),
        Cell::maybe(row.funnel, |f| Cell::Flag(f.outside998)),
        Cell::text(row.persistent_gap.words()),
        Cell::maybe(row.gap_interval, |i| share(i.low)),
        Cell::maybe(row.gap_interval, |i| share(i.high)),
        range(|r| r.0),
        range(|r| r.1),
        Cell::maybe(excess, |x| Cell::decimals(x, 4)),
        Cell::maybe(row.unit.as_ref(), |u| Cell::text(u.as_str())),
        Cell::maybe(row.staff_group.as_ref(), |s| Cell::text(s.as_str())),
        Cell::text(row.reported_as.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        Cell::number(row.months.len() - row.missing().count()),
        Cell::text(row.missing().map(|m| m.to_string()).collect::<Vec<_>>().join(" ")),
    ]
}

/// Whole-time equivalents to the median; 0 on the better side of a metric that is counted in time.
fn wte(c: &Compared, row: &Row) -> Option<f64> {
    let in_time = c.to_median.iter().any(|o| o.wte.is_some());
    match c.opportunity(row, Target::PeerMedian) {
        Some(o) => o.wte.map(wt_units::Wte::to_f64),
        None => row.excess_to_median.filter(|x| in_time && *x <= 0.0),
    }
}

/// Percentages for percentages; other metrics in their own unit, as `wholetime metrics show` says.
fn scaled(unit: Unit, share: f64) -> f64 {
    share * unit.scale()
}

/// The rows of files behind one figure.
pub fn trace(c: &Compared, row: &Row) -> Report {
    let mut report =
        Report::new(&["file", "row", "month", "code", "unit", "staff_group", "numerator", "denominator"]);
    for t in c.trace(row) {
        report.push(vec![
            Cell::text(t.file),
            Cell::number(t.row),
            Cell::text(t.month.to_string()),
            Cell::text(t.org.to_string()),
            Cell::maybe(t.unit, Cell::text),
            Cell::maybe(t.staff_group, Cell::text),
            Cell::number(t.numerator),
            Cell::number(t.denominator),
        ]);
    }
    report
}
