//! `wholetime stats spc FILE`: XmR charts, one for each value of a facet column.

use std::path::PathBuf;

use serde_json::{Value, json};
use wt_engine::report::{Cell, Report};
use wt_stats::xmr::{Improvement, Options, Point, Xmr, positions, xmr};

use super::super::{Answer, Failure, figures};
use super::Mode;
use super::columns::{Columns, InTime};
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime stats spc ae.csv --date month --value breaches --facet trust --improvement decrease --target 10\n  \
    wholetime stats spc ae.csv --value breaches --rebase 2018-04-01,2019-04-01 --format json\n\n\
    special: U above the upper limit, L below the lower, I or D in a trend of seven up or down, a or b two of three\n\
    close to a limit above or below, A or B seven points above or below the mean, '.' common cause.\n\
    point: i improvement, n concern, h high, l low (neutral), c common cause.\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Column of dates; without it, rows are taken in their order.
    #[arg(long)]
    date: Option<String>,
    /// Column of values; a blank is a missing month.
    #[arg(long)]
    value: String,
    /// Column that parts the rows into series.
    #[arg(long)]
    facet: Option<String>,
    /// Which way is good: increase, decrease or neutral.
    #[arg(long, default_value = "increase", value_parser = improvement)]
    improvement: Improvement,
    /// Target the process is held against.
    #[arg(long, allow_negative_numbers = true)]
    target: Option<f64>,
    /// Dates at which a new segment starts, joined by commas.
    #[arg(long, value_delimiter = ',', requires = "date")]
    rebase: Vec<String>,
    /// Mean and limits from the first so many points of each segment (12 or more).
    #[arg(long)]
    fix_after_n_points: Option<usize>,
    /// Leave extreme moving ranges out once before limits are drawn.
    #[arg(long, default_value_t = true, action = clap::ArgAction::Set)]
    screen_outliers: bool,
    /// Whose reading.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn improvement(word: &str) -> Result<Improvement, String> {
    Improvement::named(word).ok_or_else(|| "expected increase, decrease or neutral".to_owned())
}

/// A series, its values and its chart.
struct Series {
    at: InTime,
    values: Vec<Option<f64>>,
    chart: Xmr,
}

pub(super) fn run(args: &Args) -> Answer {
    if args.fix_after_n_points.is_some_and(|n| n < 12) {
        return Err(Failure::Input("--fix-after-n-points must be 12 or more.".to_owned()));
    }
    let series = read(args)?;
    match args.format {
        Format::Json => figures(&format!(
            "{:#}\n",
            json!({ "series": series.iter().map(|s| object(s, args)).collect::<Vec<_>>() })
        )),
        other => figures(&print(&table(&series, args), other)),
    }
}

fn read(args: &Args) -> Result<Vec<Series>, Failure> {
    let columns = Columns::read(&args.file)?;
    let values = columns.numbers(&args.value)?;
    let series = columns.series(args.facet.as_deref(), args.date.as_deref())?;
    let chart = |at: InTime| {
        let options = Options {
            screen: args.screen_outliers,
            rebase: positions(&at.days, &args.rebase),
            fix_after: args.fix_after_n_points,
        };
        let values = at.of(&values);
        let chart = xmr(&values, &options);
        Series { at, values, chart }
    };
    Ok(series.into_iter().map(chart).collect())
}

/// What a point is called where it is not missing.
fn letters(s: &Series, i: usize, args: &Args) -> Option<(String, String)> {
    let label = s.chart.marks[i]?.label;
    Some((label.letter().to_string(), Point::of(label, args.improvement).letter().to_string()))
}

/// Mean, lower and upper limit at a point.
fn lines(s: &Series, i: usize) -> (Option<f64>, Option<f64>, Option<f64>) {
    let Some(segment) = s.chart.segments.iter().find(|seg| seg.points.contains(&i)) else {
        return (None, None, None);
    };
    (Some(segment.mean), segment.limits.map(|l| l.lower), segment.limits.map(|l| l.upper))
}

fn object(s: &Series, args: &Args) -> Value {
    let points: Vec<Value> = (0..s.values.len())
        .map(|i| {
            let (mean, lpl, upl) = lines(s, i);
            let (special, point) = letters(s, i, args).unzip();
            json!({ "date": s.at.shown(i), "value": s.values[i], "mean": mean, "lpl": lpl, "upl": upl,
                    "special": special, "point": point })
        })
        .collect();
    json!({
        "series": s.at.name,
        "points": points,
        "variation_icon": s.chart.variation(args.improvement).map(Point::icon),
        "assurance_icon": s.chart.assurance(args.target, args.improvement).map(|a| a.icon()),
    })
}

fn table(series: &[Series], args: &Args) -> Report {
    let mut report = Report::new(&["series", "date", "value", "mean", "lpl", "upl", "special", "point"]);
    for s in series {
        for i in 0..s.values.len() {
            let (mean, lpl, upl) = lines(s, i);
            let (special, point) = letters(s, i, args).unzip();
            report.push(vec![
                Cell::text(&s.at.name),
                Cell::text(s.at.shown(i)),
                Cell::maybe(s.values[i], Cell::number),
                Cell::maybe(mean, Cell::number),
                Cell::maybe(lpl, Cell::number),
                Cell::maybe(upl, Cell::number),
                Cell::maybe(special, Cell::text),
                Cell::maybe(point, Cell::text),
            ]);
        }
    }
    report
}
