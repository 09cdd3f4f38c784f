//! Tables of who would leave.

use wt_engine::report::{Cell, Report};
use wt_rates::divergence::{Group, Holding, Moved, Parts, Step, leave};
use wt_rates::respond::spread;
use wt_units::Pence;

use super::Looked;
use crate::report::Format;

fn money(pence: i64, format: Format) -> Cell {
    if format == Format::Table { Cell::number(Pence::new(pence)) } else { Cell::number(pence) }
}

/// A report with the headings of the format: short for reading, full for a machine.
fn headed(format: Format, reading: &[&str], machine: &[&str]) -> Report {
    Report::new(if format == Format::Table { reading } else { machine })
}

fn gain(cells: &[Moved]) -> i64 {
    cells.iter().map(Moved::gain).sum()
}

pub(super) fn employers(looked: &Looked, ranges: bool, format: Format) -> Report {
    let mut report = headed(
        format,
        &["employer", "gains", "low", "high", "tolerated", "would keep it", "others lose", "cells", "up"],
        &[
            "employer",
            "gain_pence",
            "gain_low_pence",
            "gain_high_pence",
            "tolerated_pence",
            "transfer_pence",
            "harm_pence",
            "cells",
            "up",
        ],
    );
    for (at, cells) in looked.alone.iter().enumerate() {
        let (gains, tolerated) = (gain(cells), looked.tolerated[at]);
        let range =
            (ranges && gains > tolerated).then(|| spread(|case| gain(&leave(&looked.game(case), at))));
        report.push(vec![
            Cell::text(&looked.market.employers[at]),
            money(gains, format),
            Cell::maybe(range, |range| money(range.low, format)),
            Cell::maybe(range, |range| money(range.high, format)),
            money(tolerated, format),
            money((gains - tolerated).max(0), format),
            money(cells.iter().map(Moved::harmed).sum(), format),
            Cell::number(cells.len()),
            Cell::number(cells.iter().filter(|cell| cell.rate > cell.card).count()),
        ]);
    }
    report
}

pub(super) fn cells(looked: &Looked, only: Option<usize>, format: Format) -> Report {
    let mut report = headed(
        format,
        &[
            "employer",
            "cell",
            "card",
            "would pay",
            "hours",
            "then",
            "cost",
            "then",
            "unfilled",
            "then",
            "gains",
            "others lose",
        ],
        &[
            "employer",
            "cell",
            "card_rate_pence",
            "rate_pence",
            "hours_before",
            "hours_after",
            "cost_before_pence",
            "cost_after_pence",
            "unfilled_before_pence",
            "unfilled_after_pence",
            "gain_pence",
            "harm_pence",
        ],
    );
    let hours = |parts: &Parts| Cell::decimals(parts.minutes as f64 / 60.0, 2);
    for (at, cells) in looked.alone.iter().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at)) {
        for cell in cells {
            let Some((_, before, after)) = cell.leavers.first() else { continue };
            report.push(vec![
                Cell::text(&looked.market.employers[at]),
                Cell::text(looked.market.words(cell.segment)),
                money(cell.card, format),
                money(cell.rate, format),
                hours(before),
                hours(after),
                money(before.cost, format),
                money(after.cost, format),
                money(before.unfilled, format),
                money(after.unfilled, format),
                money(cell.gain(), format),
                money(cell.harmed(), format),
            ]);
        }
    }
    report
}

pub(super) fn harm(looked: &Looked, only: Option<usize>, format: Format) -> Report {
    let mut report = headed(format, &["leaves", "loses", "a month"], &["leaver", "employer", "harm_pence"]);
    for (at, cells) in looked.alone.iter().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at)) {
        let mut sums = vec![0; looked.market.employers.len()];
        for (employer, harm) in cells.iter().flat_map(|cell| &cell.harm) {
            sums[*employer] += harm;
        }
        for (employer, sum) in sums.iter().enumerate().filter(|(employer, _)| *employer != at) {
            report.push(vec![
                Cell::text(&looked.market.employers[at]),
                Cell::text(&looked.market.employers[employer]),
                money(*sum, format),
            ]);
        }
    }
    report
}

pub(super) fn groups(looked: &Looked, found: &[Group], format: Format) -> Report {
    let mut report = headed(
        format,
        &["employers", "gain together", "more than alone", "others lose", "each gains"],
        &["employers", "gain_pence", "more_than_alone_pence", "harm_pence", "each_gain_pence"],
    );
    for group in found {
        let codes: Vec<&str> = group.members.iter().map(|at| looked.market.employers[*at].as_str()).collect();
        let alone: i64 = group.members.iter().map(|at| gain(&looked.alone[*at])).sum();
        let each: Vec<String> = group
            .gains
            .iter()
            .map(|gain| match format {
                Format::Table => Pence::new(*gain).to_string(),
                _ => gain.to_string(),
            })
            .collect();
        report.push(vec![
            Cell::text(codes.join(" ")),
            money(group.gain(), format),
            money(group.gain() - alone, format),
            money(group.harmed, format),
            Cell::text(each.join(" ")),
        ]);
    }
    report
}

pub(super) fn cascade(looked: &Looked, steps: &[Step], format: Format) -> Report {
    let mut report = headed(
        format,
        &["step", "leaves", "gains", "others lose"],
        &["step", "employer", "gain_pence", "harm_pence"],
    );
    for (at, step) in steps.iter().enumerate() {
        report.push(vec![
            Cell::number(at + 1),
            Cell::text(&looked.market.employers[step.employer]),
            money(step.gain, format),
            money(step.harmed, format),
        ]);
    }
    report
}

pub(super) fn holds(found: &Holding, format: Format) -> Report {
    let mut report = headed(
        format,
        &["what", "holds the card", "figure", "unit", "in words"],
        &["what", "holds", "figure", "unit", "words"],
    );
    let mut row = |what: &str, holds: bool, figure: Cell, unit: &str, words: String| {
        report.push(vec![Cell::text(what), Cell::Flag(holds), figure, Cell::text(unit), Cell::text(words)]);
    };
    if found.stable() {
        row("nothing", true, Cell::Missing, "", "It holds by itself.".to_owned());
        return report;
    }
    let enough = found.transfers() <= found.saving;
    row(
        "shared gains",
        enough,
        money(found.transfers(), format),
        "pence a month",
        format!(
            "Those who would leave need {} a month from what the card saves the region, {}.",
            Pence::new(found.transfers()),
            Pence::new(found.saving)
        ),
    );
    let percent = |most: Option<i64>| Cell::maybe(most, Cell::number);
    let within = |most: Option<i64>, side: &str| match most {
        Some(0) => format!("It holds if nobody pays {side} the card."),
        Some(most) => format!("It holds while nobody pays more than {most}% {side} the card."),
        None => format!("No limit {side} the card holds it alone."),
    };
    row(
        "ceiling",
        found.ceiling.is_some(),
        percent(found.ceiling),
        "percent",
        within(found.ceiling, "above"),
    );
    row("floor", found.floor.is_some(), percent(found.floor), "percent", within(found.floor, "below"));
    row(
        "floor and ceiling",
        true,
        Cell::number(found.corridor),
        "percent",
        match found.corridor {
            0 => "One percent either way is too much already.".to_owned(),
            most => format!("It holds while nobody pays more than {most}% off the card either way."),
        },
    );
    let words = match found.tiers.as_slice() {
        [] => "No one tier, staffed by the region together, would make the rest hold.".to_owned(),
        tiers => format!("It holds if the region staffs one of these together: {}.", tiers.join(", ")),
    };
    row("shared tier", !found.tiers.is_empty(), Cell::number(found.tiers.len()), "tiers", words);
    let (figure, words) = match &found.uplift {
        Some(uplift) => (
            Cell::number(uplift.percent),
            format!(
                "It holds with rates {}% higher where somebody would pay more, for {} a month.",
                uplift.percent,
                Pence::new(uplift.cost)
            ),
        ),
        None => (Cell::Missing, "No rise of rates up to a quarter was found that holds it.".to_owned()),
    };
    row("higher rates", found.uplift.is_some(), figure, "percent", words);
    report
}
