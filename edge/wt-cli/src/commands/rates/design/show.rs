//! Tables of a designed card.

use wt_engine::report::{Cell, Report};
use wt_rates::design::{Design, Joint, Month, Sums, loss, outcome};
use wt_rates::market::Market;
use wt_rates::respond::tornado;
use wt_units::Pence;

use super::tell::percent;
use crate::report::Format;

/// Money for reading, or in pence for a machine.
pub(super) fn money(pence: i64, format: Format) -> Cell {
    if format == Format::Table { Cell::number(Pence::new(pence)) } else { Cell::number(pence) }
}

/// A part for reading as percent, or from 0 to 1 for a machine.
fn part(millionths: Option<i64>, format: Format) -> Cell {
    Cell::maybe(millionths, |part| match format {
        Format::Table => Cell::text(percent(part)),
        _ => Cell::decimals(part as f64 / 1e6, 4),
    })
}

/// A report with the headings of the format: short for reading, full for a machine.
fn headed(format: Format, reading: &[&str], machine: &[&str]) -> Report {
    Report::new(if format == Format::Table { reading } else { machine })
}

fn sums(row: &mut Vec<Cell>, sums: &Sums, format: Format) {
    let list = [sums.cost_now, sums.cost, sums.saving(), sums.above, sums.below, sums.moved()];
    row.extend(list.map(|pence| money(pence, format)));
    row.extend([part(sums.fill_now(), format), part(sums.fill(), format)]);
}

const READ: [&str; 8] =
    ["today", "on the card", "saving", "above", "below", "moved", "filled today", "filled"];
const MADE: [&str; 8] = [
    "cost_now_pence",
    "cost_pence",
    "saving_pence",
    "above_pence",
    "below_pence",
    "moved_pence",
    "fill_now",
    "fill",
];

pub(super) fn cells(market: &Market, found: &Design, format: Format) -> Report {
    let mut read = vec!["cell", "criticality", "rate", "mean today"];
    read.extend(READ);
    let mut made = vec![
        "staff_group",
        "grade",
        "tier",
        "time_band",
        "zone",
        "criticality",
        "worker_rate_pence",
        "mean_rate_now_pence",
    ];
    made.extend(MADE);
    let mut report = headed(format, &read, &made);
    for (at, (segment, rate)) in market.segments.iter().zip(&found.card.rates).enumerate() {
        let cell = segment.cell;
        let mut row = match format {
            Format::Table => vec![Cell::text(market.words(at))],
            _ => vec![
                Cell::text(cell.group.words()),
                Cell::text(cell.grade.to_string()),
                Cell::text(market.names.name(cell.tier)),
                Cell::text(cell.time.words()),
                Cell::text(cell.zone.to_string()),
            ],
        };
        row.push(Cell::text(segment.criticality.words()));
        row.push(Cell::maybe(*rate, |rate| money(rate, format)));
        row.push(Cell::maybe(segment.mean_rate(), |rate| money(rate, format)));
        sums(&mut row, &found.outcome.cells[at], format);
        report.push(row);
    }
    report
}

pub(super) fn employers(market: &Market, found: &Design, format: Format) -> Report {
    let mut read = vec!["employer"];
    read.extend(READ);
    read.extend(["workers lose", "workers gain", "most an hour"]);
    let mut made = vec!["employer"];
    made.extend(MADE);
    made.extend(["workers_lose_pence", "workers_gain_pence", "most_lost_an_hour_pence"]);
    let mut report = headed(format, &read, &made);
    let losses = loss::by_employer(market, &found.card);
    for ((code, of), loss) in market.employers.iter().zip(&found.outcome.employers).zip(&losses) {
        let mut row = vec![Cell::text(code)];
        sums(&mut row, of, format);
        row.extend([loss.loses, loss.gains, loss.most].map(|pence| money(pence, format)));
        report.push(row);
    }
    report
}

pub(super) fn bands(market: &Market, found: &Design, format: Format) -> Report {
    let mut report = headed(
        format,
        &[
            "staff group",
            "grade",
            "hours",
            "hours above",
            "lose",
            "gain",
            "mean an hour",
            "most an hour",
            "most, part",
        ],
        &[
            "staff_group",
            "grade",
            "hours",
            "hours_above",
            "lose_pence",
            "gain_pence",
            "mean_gain_an_hour_pence",
            "most_lost_an_hour_pence",
            "most_lost_part",
        ],
    );
    for ((group, grade), loss) in loss::by_grade(market, &found.card) {
        let hours = |minutes: i64| Cell::decimals(minutes as f64 / 60.0, 1);
        report.push(vec![
            Cell::text(group.words()),
            Cell::text(grade.to_string()),
            hours(loss.minutes),
            hours(loss.above),
            money(loss.loses, format),
            money(loss.gains, format),
            Cell::maybe(loss.mean(), |mean| money(mean, format)),
            money(loss.most, format),
            part(Some(loss.most_part), format),
        ]);
    }
    report
}

pub(super) fn without(market: &Market, found: &Design) -> Report {
    let mut report = Report::new(&["cell", "why"]);
    for (at, why) in &found.without {
        report.push(vec![Cell::text(market.words(*at)), Cell::text(why.words(market))]);
    }
    report
}

pub(super) fn limits(market: &Market, found: &Design, format: Format) -> Report {
    let mut report = headed(
        format,
        &["limit", "of", "limit is", "reached", "kept", "impossible", "price"],
        &["limit", "of", "most_or_least", "reached", "kept", "impossible", "price"],
    );
    for kept in &found.kept {
        let (limit, of) = match kept.joint {
            Joint::Employer(at) => ("cost of an employer, pence", market.employers[at].as_str()),
            Joint::Fill(of) => ("minutes filled", of.words()),
        };
        report.push(vec![
            Cell::text(limit),
            Cell::text(of),
            Cell::number(kept.limit),
            Cell::number(kept.reached),
            Cell::Flag(kept.holds()),
            Cell::Flag(kept.impossible),
            Cell::decimals(kept.price, 4),
        ]);
    }
    report
}

pub(super) fn months(months: &[Month], format: Format) -> Report {
    let mut read = vec!["month"];
    read.extend(READ);
    read.push("largest fall");
    let mut made = vec!["month"];
    made.extend(MADE);
    made.push("largest_fall");
    let mut report = headed(format, &read, &made);
    for month in months {
        let mut row = vec![Cell::number(month.month)];
        sums(&mut row, &month.sums, format);
        row.push(part(Some(month.fall), format));
        report.push(row);
    }
    report
}

pub(super) fn assumptions(market: &Market, found: &Design, format: Format) -> Report {
    let mut report = headed(
        format,
        &["assumption", "saving, low end", "saving", "saving, high end", "swing"],
        &["assumption", "saving_low_end_pence", "saving_pence", "saving_high_end_pence", "swing_pence"],
    );
    let saving = found.outcome.all.saving();
    for swing in tornado(|case| outcome(market, &found.card, case).all.saving()) {
        let size = i64::try_from(swing.size()).unwrap_or(i64::MAX);
        let mut row = vec![Cell::text(swing.assumption)];
        row.extend([swing.low, saving, swing.high, size].map(|pence| money(pence, format)));
        report.push(row);
    }
    // At today's hours nothing responds: what a comparison without supply would claim.
    let all = &found.outcome.all;
    let still = all.above - all.below;
    let mut row = vec![Cell::text("nobody responds: today's hours at the card's rates")];
    row.extend([still, saving, still].map(|pence| money(pence, format)));
    row.push(Cell::Missing);
    report.push(row);
    report
}
