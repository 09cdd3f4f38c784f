//! `wholetime stats trend FILE`: the recent trend over five years, as the Fingertips profiles mark it.

use std::path::PathBuf;

use clap::ValueEnum;
use wt_engine::report::{Cell, Report};
use wt_stats::adjust::{Adjustment, adjust};
use wt_stats::trend::{Marker, Method, Point, Polarity, Slope, Trend, corrected};

use wt_charts::{Chart, Control, Line, Lines, Measure};

use super::super::Answer;
use super::Mode;
use super::columns::{Columns, InTime};
use super::output::{Output, reading, times};
use crate::report::print;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  wholetime stats trend obesity.csv --date year --value rate --lower lci --upper uci \\\n      \
    --numerator count --denominator pop --facet area --polarity low-is-good\n\n\
    Columns: series, slope (a year), chi2, significant, marker; corrected adds se, p, q and years.\n\
    corrected: the line goes through all years, each at its place; years that differ by more than their limits allow widen\n\
    the error; significant where q, the false discovery rate over all series, is 0.05 or less. method has no say.\n"
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
    /// Whose reading.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    #[command(flatten)]
    output: Output,
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

/// Share of false ones among the trends that are marked.
const LEVEL: f64 = 0.05;

pub(super) fn run(args: &Args) -> Answer {
    let columns = Columns::read(&args.file)?;
    let [value, lower, upper, count, all] =
        [&args.value, &args.lower, &args.upper, &args.numerator, &args.denominator]
            .map(|h| columns.numbers(h));
    let (value, lower, upper, count, all) = (value?, lower?, upper?, count?, all?);
    let polarity = Polarity::from(args.polarity);
    let method = if args.method == Weights::Limits { Method::Limits } else { Method::Proportions };
    let series: Vec<(InTime, Vec<Point>)> = columns
        .series(args.facet.as_deref(), args.date.as_deref())?
        .into_iter()
        .map(|series| {
            let point = |i: &usize| Point {
                count: count[*i],
                denominator: all[*i],
                value: value[*i],
                lower: lower[*i],
                upper: upper[*i],
            };
            let points = series.rows.iter().map(point).collect();
            (series, points)
        })
        .collect();
    let report = match args.mode {
        Mode::Peer => by_peer(&series, method, polarity),
        Mode::Corrected => by_corrected(&series, polarity),
    };
    let rules = reading(args.mode, "Fingertips");
    let draw = || series.iter().map(|(at, points)| drawn(args, at, points)).collect();
    args.output.give(&args.file, &rules, |format| print(&report, format), draw)
}

/// The years, and in the corrected reading the line through them.
fn drawn(args: &Args, at: &InTime, points: &[Point]) -> Chart {
    let found = corrected(points).filter(|_| args.mode == Mode::Corrected);
    let control = match found {
        None => Control::None("a recent trend has none"),
        Some(found) => Control::Lines(Lines {
            lines: (0..points.len())
                .map(|i| Some(Line { centre: found.start + found.slope * i as f64, limits: None }))
                .collect(),
            signals: vec![0; points.len()],
            centre: "trend",
            level: false,
        }),
    };
    wt_charts::Trend {
        title: args.output.title(&args.value, &at.name),
        unit: Measure::Plain(1.0),
        gaps: false,
        times: times(at.labels()),
        values: points.iter().map(|p| p.value).collect(),
        peers: Vec::new(),
        control,
    }
    .chart("trend")
}

fn by_peer(series: &[(InTime, Vec<Point>)], method: Method, polarity: Polarity) -> Report {
    let mut report = Report::new(&["series", "slope", "chi2", "significant", "marker"]);
    for (at, points) in series {
        let trend = Trend::recent(points, method);
        let marker = trend.map_or(Marker::CannotBeCalculated, |t| t.marker(polarity));
        report.push(vec![
            Cell::text(&at.name),
            Cell::maybe(trend.map(|t| t.slope), Cell::number),
            Cell::maybe(trend.map(|t| t.chi2), Cell::number),
            Cell::maybe(trend.map(|t| t.significant), Cell::Flag),
            Cell::text(marker.name()),
        ]);
    }
    report
}

fn by_corrected(series: &[(InTime, Vec<Point>)], polarity: Polarity) -> Report {
    let columns = ["series", "slope", "chi2", "significant", "marker", "se", "p", "q", "years"];
    let mut report = Report::new(&columns);
    let slopes: Vec<Option<Slope>> = series.iter().map(|(_, points)| corrected(points)).collect();
    let p: Vec<f64> = slopes.iter().flatten().map(|s| s.p).collect();
    let mut q = adjust(&p, Adjustment::BenjaminiHochberg).unwrap_or_default().into_iter();
    for ((at, _), slope) in series.iter().zip(slopes) {
        let q = slope.and_then(|_| q.next());
        let trend = slope.zip(q).map(|(s, q)| Trend {
            slope: s.slope,
            chi2: (s.slope / s.se).powi(2),
            significant: q <= LEVEL,
        });
        let marker = trend.map_or(Marker::CannotBeCalculated, |t| t.marker(polarity));
        report.push(vec![
            Cell::text(&at.name),
            Cell::maybe(trend.map(|t| t.slope), Cell::number),
            Cell::maybe(trend.map(|t| t.chi2), Cell::number),
            Cell::maybe(trend.map(|t| t.significant), Cell::Flag),
            Cell::text(marker.name()),
            Cell::maybe(slope.map(|s| s.se), Cell::number),
            Cell::maybe(slope.map(|s| s.p), Cell::number),
            Cell::maybe(q, Cell::number),
            Cell::maybe(slope.map(|s| s.years), Cell::number),
        ]);
    }
    report
}
