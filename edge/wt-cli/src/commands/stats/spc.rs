//! `wholetime stats spc FILE`: XmR charts, one for each value of a facet column.

use std::path::PathBuf;

use serde_json::{Value, json};
use wt_engine::report::{Cell, Report};
use wt_stats::spc::corrected::{self, Judgement, Reason, Refusal, judge};
use wt_stats::xmr::{Assurance, Improvement, Options, Point, Xmr, positions, xmr};

use wt_charts::{Chart, Control, Measure, Trend};

use super::super::{Answer, Failure};
use super::Mode;
use super::columns::{Columns, InTime};
use super::output::{Output, reading, times};
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
    /// Corrected: column of what events are counted in; values are then counts of events.
    #[arg(long)]
    denominator: Option<String>,
    /// Corrected: column of what the rest did at the same time, such as the median of peers.
    #[arg(long)]
    control: Option<String>,
    /// Whose reading.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    #[command(flatten)]
    output: Output,
}

fn improvement(word: &str) -> Result<Improvement, String> {
    Improvement::named(word).ok_or_else(|| "expected increase, decrease or neutral".to_owned())
}

/// A series, its values and its chart.
struct Series {
    at: InTime,
    values: Vec<Option<f64>>,
    chart: Charted,
}

/// The chart in either reading, or why there is none.
enum Charted {
    Peer(Xmr),
    Corrected(Judgement),
    Not(Refusal),
}

pub(super) fn run(args: &Args) -> Answer {
    if args.fix_after_n_points.is_some_and(|n| n < 12) {
        return Err(Failure::Input("--fix-after-n-points must be 12 or more.".to_owned()));
    }
    let series = read(args)?;
    let printed = |format| match format {
        Format::Json => {
            let all: Vec<Value> = series.iter().map(|s| object(s, args)).collect();
            format!("{:#}\n", json!({ "series": all }))
        }
        other => print(&table(&series, args), other),
    };
    let rules = reading(args.mode, "the Making Data Count rules");
    args.output.give(&args.file, &rules, printed, || series.iter().map(|s| drawn(s, args)).collect())
}

fn drawn(s: &Series, args: &Args) -> Chart {
    let control = match &s.chart {
        Charted::Peer(chart) => Control::Rules(chart.clone()),
        Charted::Corrected(judged) => Control::Corrected(judged.clone()),
        Charted::Not(why) => Control::None(why.words()),
    };
    Trend {
        title: args.output.title(&args.value, &s.at.name),
        unit: Measure::Plain(1.0),
        gaps: false,
        times: times(s.at.labels()),
        values: s.values.clone(),
        peers: Vec::new(),
        control,
    }
    .chart("spc")
}

fn read(args: &Args) -> Result<Vec<Series>, Failure> {
    let columns = Columns::read(&args.file)?;
    let values = columns.numbers(&args.value)?;
    let series = columns.series(args.facet.as_deref(), args.date.as_deref())?;
    let control = args.control.as_deref().map(|c| columns.numbers(c)).transpose()?;
    let denominators = args.denominator.as_deref().map(|d| columns.numbers(d)).transpose()?;
    let chart = |at: InTime| {
        let values = at.of(&values);
        let chart = match args.mode {
            Mode::Peer => Charted::Peer(xmr(&values, &options(args, &at))),
            Mode::Corrected => corrected(&at, &values, denominators.as_deref(), control.as_deref()),
        };
        let values = match (&chart, &denominators) {
            (Charted::Corrected(judged), Some(_)) => judged.points.iter().map(|p| p.value).collect(),
            _ => values,
        };
        Series { at, values, chart }
    };
    Ok(series.into_iter().map(chart).collect())
}

fn options(args: &Args, at: &InTime) -> Options {
    Options {
        screen: args.screen_outliers,
        rebase: positions(&at.days, &args.rebase),
        fix_after: args.fix_after_n_points,
    }
}

fn corrected(
    at: &InTime,
    values: &[Option<f64>],
    denominators: Option<&[Option<f64>]>,
    control: Option<&[Option<f64>]>,
) -> Charted {
    let months = at.months();
    let (denominators, control) = (denominators.map(|d| at.of(d)), control.map(|c| at.of(c)));
    let judged = judge(&corrected::Series {
        values,
        kind: if denominators.is_some() { corrected::Kind::Proportion } else { corrected::Kind::Measure },
        denominators: denominators.as_deref(),
        months: months.as_deref(),
        control: control.as_deref(),
    });
    judged.map_or_else(Charted::Not, Charted::Corrected)
}

impl Charted {
    /// Mean (or expectation), lower and upper limit at a point.
    fn lines(&self, i: usize) -> (Option<f64>, Option<f64>, Option<f64>) {
        match self {
            Self::Not(_) => (None, None, None),
            Self::Peer(chart) => match chart.segments.iter().find(|seg| seg.points.contains(&i)) {
                Some(s) => (Some(s.mean), s.limits.map(|l| l.lower), s.limits.map(|l| l.upper)),
                None => (None, None, None),
            },
            Self::Corrected(judged) => {
                let p = judged.points[i];
                (Some(p.expected), Some(p.lower), Some(p.upper))
            }
        }
    }

    /// The letter of a point and what it means; in the corrected reading A and B are a lasting rise and fall.
    fn letters(&self, i: usize, improvement: Improvement) -> Option<(char, char)> {
        match self {
            Self::Not(_) => None,
            Self::Peer(chart) => {
                let label = chart.marks[i]?.label;
                Some((label.letter(), Point::of(label, improvement).letter()))
            }
            Self::Corrected(judged) => {
                let reason = judged.points[i].reason?;
                Some((letter(reason), Point::of_direction(reason.direction(), improvement).letter()))
            }
        }
    }

    fn variation(&self, improvement: Improvement) -> Option<Point> {
        match self {
            Self::Not(_) => None,
            Self::Peer(chart) => chart.variation(improvement),
            Self::Corrected(judged) => Some(Point::of_direction(judged.latest.direction(), improvement)),
        }
    }

    /// The target against the latest limits.
    fn assurance(&self, target: Option<f64>, improvement: Improvement) -> Option<Assurance> {
        match self {
            Self::Not(_) => None,
            Self::Peer(chart) => chart.assurance(target, improvement),
            Self::Corrected(judged) => {
                let last = judged.points.iter().rfind(|p| p.reason.is_some())?;
                Assurance::of(target, improvement, Some((last.lower, last.upper)))
            }
        }
    }
}

fn letter(reason: Reason) -> char {
    match reason {
        Reason::Common => '.',
        Reason::Above => 'U',
        Reason::Below => 'L',
        Reason::Risen => 'A',
        Reason::Fallen => 'B',
        Reason::Rising => 'I',
        Reason::Falling => 'D',
    }
}

fn object(s: &Series, args: &Args) -> Value {
    let points: Vec<Value> = (0..s.values.len())
        .map(|i| {
            let (mean, lpl, upl) = s.chart.lines(i);
            let (special, point) = s.chart.letters(i, args.improvement).unzip();
            json!({ "date": s.at.shown(i), "value": s.values[i], "mean": mean, "lpl": lpl, "upl": upl,
                    "special": special, "point": point })
        })
        .collect();
    let mut object = json!({
        "series": s.at.name,
        "points": points,
        "variation_icon": s.chart.variation(args.improvement).map(Point::icon),
        "assurance_icon": s.chart.assurance(args.target, args.improvement).map(Assurance::icon),
    });
    match &s.chart {
        Charted::Not(why) => object["why_not"] = why.words().into(),
        Charted::Corrected(judged) => object["why"] = judged.latest.words().into(),
        Charted::Peer(_) => {}
    }
    object
}

fn table(series: &[Series], args: &Args) -> Report {
    let mut report = Report::new(&["series", "date", "value", "mean", "lpl", "upl", "special", "point"]);
    for s in series {
        for i in 0..s.values.len() {
            let (mean, lpl, upl) = s.chart.lines(i);
            let (special, point) = s.chart.letters(i, args.improvement).unzip();
            report.push(vec![
                Cell::text(&s.at.name),
                Cell::text(s.at.shown(i)),
                Cell::maybe(s.values[i], Cell::number),
                Cell::maybe(mean, Cell::number),
                Cell::maybe(lpl, Cell::number),
                Cell::maybe(upl, Cell::number),
                Cell::maybe(special, |c: char| Cell::text(c)),
                Cell::maybe(point, |c: char| Cell::text(c)),
            ]);
        }
    }
    report
}
