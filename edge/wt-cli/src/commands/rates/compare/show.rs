//! Cells and employers as tables.

use wt_engine::report::{Cell, Report};
use wt_rates::cells::Harmonised;
use wt_rates::compare::{EmployerLine, Figures, Line, SHARES};
use wt_rates::posts::PostLine;
use wt_rates::workers::WorkerLine;
use wt_units::Pence;

/// Hours with two decimals.
pub(in crate::commands::rates) fn hours(minutes: u64) -> Cell {
    let hundredths = (minutes * 100 + 30) / 60;
    Cell::Number(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

/// Pounds and pence.
pub(in crate::commands::rates) fn pounds(pence: i64) -> Cell {
    Cell::Number(Pence::new(pence).plain())
}

fn card(of: Option<Harmonised>) -> Vec<Cell> {
    of.map_or(vec![Cell::Missing; 4], |sum| {
        [sum.paid, sum.at_card, sum.above, sum.below].map(pounds).to_vec()
    })
}

/// One line a cell.
pub(super) fn cells(lines: &[Line], with_card: bool) -> Report {
    let spread = |name: &str| SHARES.map(|share| format!("{name}_{share}")).to_vec();
    let mut columns: Vec<String> = [
        "staff_group",
        "grade",
        "tier",
        "time_band",
        "zone",
        "employers",
        "bookings",
        "hours",
        "agency_hours",
    ]
    .map(str::to_owned)
    .to_vec();
    columns.extend(spread("pay"));
    columns.extend(spread("cost"));
    columns.extend(
        [
            "cost_pounds",
            "paid_pounds",
            "card_pounds",
            "above_card_pounds",
            "below_card_pounds",
            "above_upper_quartile_pounds",
            "above_median_pounds",
            "above_lower_quartile_pounds",
            "not_shown",
        ]
        .map(str::to_owned),
    );
    let mut report = Report::new(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    for line in lines {
        let mut row = vec![
            Cell::text(line.group.words()),
            Cell::text(line.grade.to_string()),
            Cell::text(&line.tier),
            Cell::text(line.time.words()),
            Cell::text(line.zone.to_string()),
        ];
        match &line.figures {
            Ok(figures) => row.extend(shown(figures, with_card)),
            Err(why) => {
                row.resize(columns.len() - 1, Cell::Missing);
                row.push(Cell::text(why));
            }
        }
        report.push(row);
    }
    report
}

fn shown(figures: &Figures, with_card: bool) -> Vec<Cell> {
    let mut row = vec![
        Cell::number(figures.employers),
        Cell::number(figures.bookings),
        hours(figures.minutes),
        hours(figures.agency_minutes),
    ];
    row.extend(figures.pay.iter().chain(&figures.cost).map(|rate| Cell::number(*rate)));
    row.push(pounds(figures.cost_total));
    row.extend(card(with_card.then_some(figures.harmonised)));
    row.extend(figures.above_peers.map(pounds));
    row.push(Cell::Missing);
    row
}

/// One line an employer.
pub(super) fn employers(lines: &[EmployerLine], with_card: bool) -> Report {
    let mut report = Report::new(&[
        "employer",
        "wanted",
        "bookings",
        "hours",
        "agency_hours",
        "pay_an_hour",
        "cost_an_hour",
        "cost_pounds",
        "paid_pounds",
        "card_pounds",
        "above_card_pounds",
        "below_card_pounds",
        "beside_median_pounds",
        "hours_in_cells_of_its_own",
    ]);
    for line in lines {
        let part = &line.part;
        let mut row = vec![
            Cell::text(&line.employer),
            Cell::number(part.wanted),
            Cell::number(part.bookings),
            hours(part.minutes),
            hours(part.agency_minutes),
            Cell::maybe(part.pay_of_an_hour(), Cell::number),
            Cell::maybe(part.cost_of_an_hour(), Cell::number),
            pounds(part.cost),
        ];
        row.extend(card(with_card.then_some(part.harmonised)));
        row.extend([pounds(line.beside_median), hours(line.alone_minutes)]);
        report.push(row);
    }
    report
}

/// One line a worker.
pub(super) fn workers(lines: &[WorkerLine]) -> Report {
    let mut report = Report::new(&[
        "worker",
        "staff_group",
        "grade",
        "employers",
        "hours",
        "largest_difference_percent",
        "above_lowest_pounds",
    ]);
    for line in lines {
        let difference = line.difference_thousandths;
        report.push(vec![
            Cell::text(format!("{:016x}", line.worker)),
            Cell::text(line.group.words()),
            Cell::text(line.grade.to_string()),
            Cell::text(line.employers.join("; ")),
            hours(line.minutes),
            Cell::Number(format!("{}.{}", difference / 10, difference % 10)),
            pounds(line.above_lowest),
        ]);
    }
    report
}

/// One line a long booking.
pub(super) fn posts(lines: &[PostLine]) -> Report {
    let mut report = Report::new(&[
        "employer",
        "worker",
        "staff_group",
        "grade",
        "from",
        "weeks",
        "hours",
        "cost_pounds",
        "as_post_pounds",
        "less_as_post_pounds",
    ]);
    for line in lines {
        report.push(vec![
            Cell::text(&line.employer),
            Cell::text(format!("{:016x}", line.worker)),
            Cell::text(line.group.words()),
            Cell::text(line.grade.to_string()),
            Cell::text(line.from.to_string()),
            Cell::number(line.weeks),
            hours(line.minutes),
            pounds(line.cost),
            Cell::maybe(line.as_post, pounds),
            Cell::maybe(line.less(), |less| pounds(less.get())),
        ]);
    }
    report
}
