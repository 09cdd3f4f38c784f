//! Opportunities in rates as lines, and rows of Wholetime's template to import them by.

use wt_benchmark::metric::{Metric, MetricSet};
use wt_engine::builtin;
use wt_engine::report::{Cell, Report};
use wt_rates::opportunity::{Month, Opportunity};
use wt_units::Pence;

use super::intake::month_text;
use crate::commands::Failure;
use crate::commands::rates::compare::pounds;
use crate::report::Format;
use crate::words::say;

/// The metric that savings on rates move.
const PREMIUM: &str = "rate-premium";

/// That metric, as it ships.
pub(super) fn premium() -> Result<Metric, Failure> {
    let files = builtin::metrics();
    let set = MetricSet::parse(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))).map_err(
        |faults| Failure::Input(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
    )?;
    let found = set.iter().find(|metric| metric.id.as_str() == PREMIUM).cloned();
    found.ok_or_else(|| Failure::Input(format!("The metric {PREMIUM} does not ship.")))
}

/// A line an employer; a table for reading counts the rows, others list them.
pub(super) fn opportunities(found: &[Opportunity], files: &[String], format: Format) -> Report {
    let sum: Pence = found.iter().map(|one| one.pounds.1).sum();
    let months = if found.iter().all(|one| one.months.is_none()) { " a month" } else { "" };
    say(&format!(
        "{} employers, {}{months} together. They claim the same hours as every other opportunity of their overlap group: the thread \
         counts the largest.",
        found.len(),
        sum
    ));
    let reading = format == Format::Table;
    let mut columns = vec![
        "employer",
        "metric",
        "from",
        "to",
        "pounds_low",
        "pounds",
        "pounds_high",
        "shared_pounds",
        "benefit_type",
        "overlap_group",
        "rows",
    ];
    if !reading {
        columns.extend(["source_rows", "method", "not"]);
    }
    let mut report = Report::new(&columns);
    for one in found {
        let month = |at: Option<i32>| Cell::maybe(at, |at| Cell::text(month_text(at)));
        let mut row = vec![
            Cell::text(&one.employer),
            Cell::text(one.metric.as_str()),
            month(one.months.map(|months| months.0)),
            month(one.months.map(|months| months.1)),
        ];
        let (low, central, high) = one.pounds;
        row.extend([low, central, high].map(|pence| pounds(pence.get())));
        row.extend([
            Cell::maybe(one.shared, |pence| pounds(pence.get())),
            Cell::text(one.benefit_type.words()),
            Cell::maybe(one.overlap_group.as_deref(), Cell::text),
            Cell::number(one.rows.len()),
        ]);
        if !reading {
            row.extend([Cell::text(runs(&one.rows, files)), Cell::text(&one.method), Cell::text(&one.not)]);
        }
        report.push(row);
    }
    report
}

/// Rows in order, runs of them as first-last: "may.csv: 2-5 9; june.csv: 7".
fn runs(rows: &[(u16, u32)], files: &[String]) -> String {
    let mut text = String::new();
    let mut at = 0;
    let mut file = None;
    while let Some((of, first)) = rows.get(at).copied() {
        if file != Some(of) {
            text += if file.is_some() { "; " } else { "" };
            text += files.get(usize::from(of)).map_or("", String::as_str);
            text.push(':');
            file = Some(of);
        }
        let mut last = first;
        while rows.get(at + 1) == Some(&(of, last + 1)) {
            (at, last) = (at + 1, last + 1);
        }
        text += &if last > first { format!(" {first}-{last}") } else { format!(" {first}") };
        at += 1;
    }
    text
}

/// What a returned number is.
pub(super) enum Unit {
    /// Pence, returned in pounds.
    Money,
    /// Bookings.
    Count,
}

/// Rows of Wholetime's template: `wholetime import` takes them, and `wholetime opportunities` makes opportunities of them.
pub(super) fn returns(metrics: &[(&str, Unit, Vec<Month>)]) -> Report {
    let mut report = Report::new(&["organisation", "period", "metric", "numerator", "denominator"]);
    for (metric, unit, months) in metrics {
        for month in months.iter().filter(|month| month.denominator > 0) {
            let number = |value: i64| match unit {
                Unit::Money => pounds(value),
                Unit::Count => Cell::number(value),
            };
            report.push(vec![
                Cell::text(&month.employer),
                Cell::text(month_text(month.month)),
                Cell::text(*metric),
                number(month.numerator),
                number(month.denominator),
            ]);
        }
    }
    report
}

/// The metric of savings, for rows to import.
pub(super) fn premium_months(months: Vec<Month>) -> Report {
    returns(&[(PREMIUM, Unit::Money, months)])
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn rows_are_listed_in_runs_by_file() {
        let files = ["may.csv".to_owned(), "june.csv".to_owned()];
        let rows = [(0, 2), (0, 3), (0, 4), (0, 9), (1, 10), (1, 11)];
        assert_eq!(runs(&rows, &files), "may.csv: 2-4 9; june.csv: 10-11");
        assert_eq!(runs(&[], &files), "");
    }
}
