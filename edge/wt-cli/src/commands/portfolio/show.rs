//! Tables of what was chosen.

use wt_engine::report::{Cell, Report};
use wt_portfolio::appraisal::Candidate;
use wt_portfolio::choose::{Choice, Cost, Point, worst_case};
use wt_portfolio::plan::{Plan, Unit};
use wt_units::{Pence, Quantity};

use crate::report::Format;

/// A limit's amount in words.
pub(super) fn amount(of: i64, unit: Unit) -> String {
    match unit {
        Unit::Pence => Pence::new(of).to_string(),
        Unit::Millionths => Quantity::from_millionths(of).to_string(),
    }
}

/// Money for reading, or in pence for a machine.
fn money(pence: Pence, format: Format) -> Cell {
    if format == Format::Table { Cell::number(pence) } else { Cell::number(pence.get()) }
}

/// A report with the headings of the format: short for reading, full for a machine.
fn headed(format: Format, reading: &[&str], machine: &[&str]) -> Report {
    Report::new(if format == Format::Table { reading } else { machine })
}

/// Each candidate; for reading, those taken first.
pub(super) fn candidates(list: &[Candidate], plan: &Plan, choice: &Choice, format: Format) -> Report {
    let mut report = headed(
        format,
        &[
            "id",
            "name",
            "type",
            "taken",
            "spend",
            "cost today",
            "benefit today",
            "net, low",
            "net",
            "net, high",
            "ratio",
            "payback",
            "people",
            "attention",
            "quality",
        ],
        &[
            "id",
            "name",
            "type",
            "taken",
            "spend_pence",
            "present_cost_pence",
            "present_benefit_pence",
            "net_low_pence",
            "net_pence",
            "net_high_pence",
            "benefit_cost_ratio",
            "payback_year",
            "people",
            "attention",
            "quality",
        ],
    );
    let mut order: Vec<usize> = (0..list.len()).collect();
    if format == Format::Table {
        order.sort_by_key(|at| (!choice.taken[*at], -plan.problem.values[*at]));
    }
    for at in order {
        let (candidate, found) = (&list[at], &plan.appraised[at]);
        let mut row = vec![
            Cell::text(&candidate.id),
            Cell::text(&candidate.name),
            Cell::text(candidate.benefit.name()),
            Cell::Flag(choice.taken[at]),
        ];
        let sums = [found.spend.iter().copied().sum(), found.present_cost, found.present_benefit[1]];
        row.extend(sums.into_iter().chain(found.net()).map(|sum| money(sum, format)));
        row.push(Cell::maybe(found.ratio_hundredths(), |h| {
            Cell::number(format!("{}.{:02}", h / 100, h % 100))
        }));
        row.push(Cell::maybe(found.payback, Cell::number));
        row.extend([candidate.people, candidate.attention, candidate.quality].map(Cell::number));
        report.push(row);
    }
    report
}

/// What each limit costs.
pub(super) fn limits(plan: &Plan, costs: &[Cost], format: Format) -> Report {
    let mut report = headed(
        format,
        &["limit", "unit", "most", "used", "one more is worth", "a tenth more", "without it"],
        &["limit", "unit", "most", "used", "shadow_price_pence", "tenth_more_pence", "without_pence"],
    );
    for ((limit, unit), cost) in plan.problem.limits.iter().zip(&plan.units).zip(costs) {
        // A pence more is worth so many pence, a pound more as many pounds; a thing is a million millionths.
        let (name, by) = match (unit, limit.name.as_str()) {
            (Unit::Pence, _) => ("pound", 100.0),
            (Unit::Millionths, "people") => ("WTE", 1e6),
            (Unit::Millionths, _) => ("day", 1e6),
        };
        let shadow = Pence::from_pounds(cost.shadow * by / 100.0);
        let plain = |of: i64| match (format, unit) {
            (Format::Table, _) => Cell::text(amount(of, *unit)),
            (_, Unit::Pence) => Cell::number(Pence::new(of).plain()),
            (_, Unit::Millionths) => Cell::number(Quantity::from_millionths(of)),
        };
        report.push(vec![
            Cell::text(&limit.name),
            Cell::text(name),
            plain(limit.most),
            plain(cost.used),
            Cell::maybe(shadow, |shadow| money(shadow, format)),
            money(Pence::new(cost.with_a_tenth_more), format),
            money(Pence::new(cost.without), format),
        ]);
    }
    report
}

/// The points of a frontier.
pub(super) fn frontier(list: &[Candidate], plan: &Plan, points: &[Point], format: Format) -> Report {
    let mut report = headed(
        format,
        &["net", "if all turn out low", "risk", "quality", "taken", "candidates"],
        &["net_pence", "low_pence", "risk_pence", "quality", "taken", "candidates"],
    );
    for point in points {
        let taken = &point.choice.taken;
        let low = worst_case(&plan.problem, &plan.falls, taken.len(), taken);
        let quality = plan.quality.iter().zip(taken).filter(|(_, t)| **t).map(|(q, _)| *q).sum();
        let ids: Vec<&str> =
            list.iter().zip(taken).filter(|(_, taken)| **taken).map(|(c, _)| c.id.as_str()).collect();
        report.push(vec![
            money(Pence::new(point.choice.value), format),
            money(Pence::new(low), format),
            money(Pence::new(point.choice.value - low), format),
            Cell::number(Quantity::from_millionths(quality)),
            Cell::number(ids.len()),
            Cell::text(ids.join(" ")),
        ]);
    }
    report
}
