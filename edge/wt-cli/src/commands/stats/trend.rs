//! `wholetime stats trend FILE`: the recent trend over five years, as the Fingertips profiles mark it.

use std::path::PathBuf;

use clap::ValueEnum;
use wt_engine::report::{Cell, Report};
use wt_stats::trend::{Marker, Method, Point, Polarity, Trend};

use super::super::{Answer, figures};
use super::columns::Columns;
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  wholetime stats trend obesity.csv --date year --value rate --lower lci --upper uci \\\n      \
    --numerator count --denominator pop --facet area --polarity low-is-good\n"
)]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Column of years or dates; without it, rows are taken from the oldest on.
    #[arg(long)]
    date: Option<String>,
    /// Column of values.
    #[arg(long)]
    value: String,
    /// Column of lower 95% limits.
    #[arg(long)]
    lower: String,
    /// Column of upper 95% limits.
    #[arg(long)]
    upper: String,
    /// Column of counts.
    #[arg(long)]
    numerator: String,
    /// Column of denominators.
    #[arg(long)]
    denominator: String,
    /// Column that parts the rows into series.
    #[arg(long)]
    facet: Option<String>,
    /// What an increase means.
    #[arg(long, value_enum, default_value_t)]
    polarity: Direction,
    /// How the line is weighted.
    #[arg(long, value_enum, default_value_t)]
    method: Weights,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Direction {
    HighIsGood,
    LowIsGood,
    #[default]
    NoJudgement,
}

impl From<Direction> for Polarity {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::HighIsGood => Self::HighIsGood,
            Direction::LowIsGood => Self::LowIsGood,
            Direction::NoJudgement => Self::NoJudgement,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Weights {
    /// By the width of the limits.
    #[default]
    Limits,
    /// Cochran–Armitage test of counts.
    Proportions,
}

pub(super) fn run(args: &Args) -> Answer {
    let columns = Columns::read(&args.file)?;
    let [value, lower, upper, count, all] =
        [&args.value, &args.lower, &args.upper, &args.numerator, &args.denominator]
            .map(|h| columns.numbers(h));
    let (value, lower, upper, count, all) = (value?, lower?, upper?, count?, all?);
    let polarity = Polarity::from(args.polarity);
    let method = if args.method == Weights::Limits { Method::Limits } else { Method::Proportions };
    let mut report = Report::new(&["series", "slope", "chi2", "significant", "marker"]);
    for series in columns.series(args.facet.as_deref(), args.date.as_deref())? {
        let point = |i: &usize| Point {
            count: count[*i],
            denominator: all[*i],
            value: value[*i],
            lower: lower[*i],
            upper: upper[*i],
        };
        let points: Vec<Point> = series.rows.iter().map(point).collect();
        let trend = Trend::recent(&points, method);
        let marker = trend.map_or(Marker::CannotBeCalculated, |t| t.marker(polarity));
        report.push(vec![
            Cell::text(&series.name),
            Cell::maybe(trend.map(|t| t.slope), Cell::number),
            Cell::maybe(trend.map(|t| t.chi2), Cell::number),
            Cell::maybe(trend.map(|t| t.significant), Cell::Flag),
            Cell::text(marker.name()),
        ]);
    }
    figures(&print(&report, args.format))
}
