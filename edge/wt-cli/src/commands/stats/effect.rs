//! `wholetime stats effect FILE`: did it work? Interrupted time series with Newey–West errors; difference in differences
//! with errors clustered by unit; synthetic control and its placebos.

mod panel;
mod synthetic;

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Map, Value, json};
use wt_charts::{Caterpillar, Chart, Effect, Item, Line, Measure, Stand};
use wt_engine::report::{Cell, Report};
use wt_stats::effect::did::{Cell as Observation, two_way};
use wt_stats::effect::its::{Segmented, TERMS, segmented};

use wt_stats::effect::{Good, Options};

use super::super::{Answer, Failure};
use super::Mode;
use super::columns::{Columns, InTime};
use super::output::{Output, reading, times};
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime stats effect trust.csv --kind its --value rate --date month --break-after 18 --lag 3\n  \
    wholetime stats effect panel.csv --kind did --value rate --unit trust --date month --treated treated\n  \
    wholetime stats effect panel.csv --kind synthetic --value rate --unit trust --date month --org RJ6 --since 2025-06 \\\n    \
    --improvement decrease --mode corrected\n\n\
    its: y = (Intercept) + t + post + tp. did: unit and period fixed effects; HC1 errors clustered by unit.\n\
    synthetic: the others, weighed to follow it before. placebo: the same where and when nothing was done.\n\
    On real monthly series its and did reject 38 and 56% where nothing happened, at a nominal 5%; --mode corrected judges\n\
    by placebos, at 5%.\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// How the effect is judged.
    #[arg(long, value_enum, visible_alias = "method")]
    kind: Kind,
    /// Whose reading. Corrected, whatever the kind: a synthetic control judged by its placebos (needs --unit, --date, --org,
    /// --since and --improvement); placebo is always so.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    /// Column of values.
    #[arg(long)]
    value: String,
    /// Column of dates or periods; its: without it, rows are taken in their order.
    #[arg(long, required_if_eq("kind", "did"))]
    date: Option<String>,
    /// its: column that parts the rows into series.
    #[arg(long)]
    facet: Option<String>,
    /// its: months before the change.
    #[arg(long, required_if_eq_all([("kind", "its"), ("mode", "peer")]))]
    break_after: Option<usize>,
    /// its: months of serial correlation that are allowed for.
    #[arg(long, default_value_t = 3)]
    lag: usize,
    /// its: errors adjusted for small samples, n / (n − 4).
    #[arg(long, default_value_t = true, action = clap::ArgAction::Set)]
    adjust: bool,
    /// did, synthetic, placebo: column that names the units.
    #[arg(long, required_if_eq("kind", "did"))]
    unit: Option<String>,
    /// did: column that is 1 for a treated unit after its change, else 0.
    #[arg(long, required_if_eq_all([("kind", "did"), ("mode", "peer")]))]
    treated: Option<String>,
    /// synthetic, placebo: the unit that made the change.
    #[arg(long)]
    org: Option<String>,
    /// synthetic, placebo: the first date since the change, such as 2025-06.
    #[arg(long)]
    since: Option<String>,
    /// Corrected: which way is better.
    #[arg(long, value_enum)]
    improvement: Option<Way>,
    /// Corrected: the least improvement worth having; by default a tenth of the level before.
    #[arg(long, value_name = "NUMBER")]
    worthwhile: Option<f64>,
    /// Corrected: confidence of interval and verdict.
    #[arg(long, default_value_t = 0.95)]
    confidence: f64,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Interrupted time series.
    Its,
    /// Difference in differences.
    Did,
    /// Synthetic control (Abadie, Diamond and Hainmueller 2010).
    Synthetic,
    /// The tests where and when nothing was done.
    Placebo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    /// More is better.
    Increase,
    /// Less is better.
    Decrease,
}

pub(super) fn run(args: &Args) -> Answer {
    let columns = Columns::read(&args.file)?;
    match (args.kind, args.mode) {
        (Kind::Its, Mode::Peer) => series(args, &columns),
        (Kind::Did, Mode::Peer) => two_ways(args, &columns),
        (Kind::Synthetic, Mode::Peer) => synthetic::peer(args, &sheet(args, &columns)?),
        (kind, _) => {
            let good = match needed(args.improvement, "--improvement increase or decrease")? {
                Way::Increase => Good::Higher,
                Way::Decrease => Good::Lower,
            };
            let options =
                Options { worthwhile: args.worthwhile, confidence: args.confidence, ..Options::new(good) };
            synthetic::corrected(args, &sheet(args, &columns)?, &options, kind == Kind::Placebo)
        }
    }
}

/// A flag that this kind and mode can't do without.
fn needed<T>(flag: Option<T>, name: &str) -> Result<T, Failure> {
    flag.ok_or_else(|| Failure::Input(format!("This kind and mode need {name}. See --help.")))
}

/// One organisation among others.
fn sheet(args: &Args, columns: &Columns) -> Result<panel::Sheet, Failure> {
    let named = panel::Named {
        value: &args.value,
        unit: needed(args.unit.as_deref(), "--unit, the column of organisations")?,
        date: needed(args.date.as_deref(), "--date, the column of dates")?,
        org: needed(args.org.as_deref(), "--org, who made the change")?,
        since: needed(args.since.as_deref(), "--since, the first date since the change")?,
    };
    panel::read(&args.file.display().to_string(), columns, &named)
}

fn no(args: &Args, why: &str) -> Failure {
    Failure::Input(format!("{}: no estimate: {why}.", args.file.display()))
}

fn series(args: &Args, columns: &Columns) -> Answer {
    let values = columns.numbers(&args.value)?;
    let mut fits = Vec::new();
    for series in columns.series(args.facet.as_deref(), args.date.as_deref())? {
        let known: Option<Vec<f64>> = series.of(&values).into_iter().collect();
        let y = known.ok_or_else(|| no(args, &format!("series '{}' has a missing value", series.name)))?;
        let fit = segmented(&y, args.break_after.unwrap_or_default(), args.lag, args.adjust);
        let fit =
            fit.ok_or_else(|| no(args, "it takes two values on each side of the break, and five in all"))?;
        fits.push((series, y, fit));
    }
    let draw = || fits.iter().map(|(at, y, fit)| drawn(args, at, y, fit)).collect();
    let rules = reading(args.mode, "segmented regression with Newey–West errors");
    args.output.give(&args.file, &rules, |format| printed(&fits, format), draw)
}

fn printed(fits: &[(InTime, Vec<f64>, Segmented)], format: Format) -> String {
    if format == Format::Json {
        let all: Vec<Value> = fits.iter().map(|(at, _, fit)| object(&at.name, fit)).collect();
        return format!("{:#}\n", json!({ "series": all }));
    }
    let mut report = Report::new(&["series", "term", "coef", "se_ols", "se_newey_west", "sigma", "dw"]);
    for (at, _, fit) in fits {
        for (k, term) in TERMS.into_iter().enumerate() {
            report.push(vec![
                Cell::text(&at.name),
                Cell::text(term),
                Cell::number(fit.coefficients[k]),
                Cell::number(fit.se_ols[k]),
                Cell::number(fit.se_newey_west[k]),
                Cell::number(fit.sigma),
                Cell::number(fit.durbin_watson),
            ]);
        }
    }
    print(&report, format)
}

/// The series, and where it would have gone on as before.
fn drawn(args: &Args, at: &InTime, y: &[f64], fit: &Segmented) -> Chart {
    let [level, slope, ..] = fit.coefficients;
    let line = |i: usize| Some(Line { centre: level + slope * (i + 1) as f64, limits: None });
    Effect {
        title: args.output.title(&args.value, &at.name),
        unit: Measure::Plain(1.0),
        times: times(at.labels()),
        values: y.iter().copied().map(Some).collect(),
        expected: (0..y.len()).map(line).collect(),
        change: args.break_after.unwrap_or_default(),
    }
    .chart("effect")
}

fn object(name: &str, fit: &Segmented) -> Value {
    let named = |figures: &[f64; 4]| {
        let pairs = TERMS.iter().zip(figures).map(|(term, x)| ((*term).to_owned(), Value::from(*x)));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    json!({
        "series": name, "coef": named(&fit.coefficients), "se_ols": named(&fit.se_ols),
        "se_newey_west": named(&fit.se_newey_west), "sigma": fit.sigma, "dw": fit.durbin_watson,
    })
}

fn two_ways(args: &Args, columns: &Columns) -> Answer {
    let places = |heading: Option<&String>| -> Result<Vec<usize>, Failure> {
        let groups = columns.groups(heading.map(String::as_str))?;
        let mut places = vec![0; columns.len()];
        for (k, (_, rows)) in groups.into_iter().enumerate() {
            rows.into_iter().for_each(|i| places[i] = k);
        }
        Ok(places)
    };
    let (units, periods) = (places(args.unit.as_ref())?, places(args.date.as_ref())?);
    let (values, treated) =
        (columns.numbers(&args.value)?, columns.numbers(args.treated.as_deref().unwrap_or_default())?);
    let cells: Vec<Observation> = (0..columns.len())
        .filter_map(|i| {
            Some(Observation { unit: units[i], period: periods[i], treated: treated[i]?, value: values[i]? })
        })
        .collect();
    let fit = two_way(&cells);
    let fit = fit.ok_or_else(|| no(args, "the treatment can't be told from units and periods"))?;
    let interval = fit.interval(0.95);
    let mut report =
        Report::new(&["effect", "se_ols", "se_clustered", "lower", "upper", "p", "units", "observations"]);
    report.push(vec![
        Cell::number(fit.effect),
        Cell::number(fit.se_ols),
        Cell::number(fit.se_clustered),
        Cell::maybe(interval.map(|i| i.low), Cell::number),
        Cell::maybe(interval.map(|i| i.high), Cell::number),
        Cell::maybe(fit.p(), Cell::number),
        Cell::number(fit.units),
        Cell::number(fit.observations),
    ]);
    let shown = || {
        let name = args.treated.clone().unwrap_or_default();
        let interval = interval.map(|i| (i.low, i.high));
        let (label, last) = ("", String::new());
        Item { name, value: fit.effect, interval, benchmark: None, stand: Stand::Similar, label, last }
    };
    let draw = || {
        vec![
            Caterpillar {
                title: args.output.title(&format!("Effect on {}", args.value), ""),
                unit: Measure::Plain(1.0),
                items: vec![shown()],
                benchmark: Some((0.0, "No effect".to_owned())),
                own_benchmarks: None,
                interval: "95% interval".to_owned(),
                last: String::new(),
            }
            .chart("effect"),
        ]
    };
    let rules = reading(args.mode, "difference in differences with errors clustered by unit");
    args.output.give(&args.file, &rules, |format| print(&report, format), draw)
}
