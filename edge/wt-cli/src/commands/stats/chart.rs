//! `wholetime stats chart FILE --type p`: control charts for counts, rates, times and runs, as qicharts2 draws them.

use std::path::PathBuf;

use serde_json::{Value, json};
use wt_engine::report::{Cell, Report};
use wt_stats::spc::chart::{Part, Point};
use wt_stats::spc::corrected::{self, Judgement, Reason};
use wt_stats::spc::{self, Chart, Kind, Options, Rule};

use wt_charts::{Chart as Drawing, Control, Line, Lines, Measure, Trend};

use super::super::{Answer, Failure};
use super::Mode;
use super::columns::{Columns, InTime};
use super::output::{Output, reading, times};
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime stats chart ae.csv --type p --value breaches --denominator attendances --date month --facet trust\n  \
    wholetime stats chart falls.csv --type c --value falls --freeze 12\n\n\
    Keys are those of qicharts2: x, y, n, cl, lcl, ucl, lcl.95, ucl.95, sigma.signal, and for each part runs.signal,\n\
    longest.run, longest.run.max, n.crossings, n.crossings.min, n.useful, n.obs.\n\
    corrected: run, i, mr and ip as measurements, p and pp as proportions, c, u and up as counts, t and g as times; cl is what\n\
    is expected, lcl and ucl the limits, sigma.signal any signal and runs.signal a lasting change; reason says which. Season is\n\
    allowed for where --date is given; excluded points are not judged; freeze, part, screen and method have no say.\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Kind of chart: run, i, mr, c, p, pp, u, up, ip, t or g.
    #[arg(long = "type", value_parser = kind)]
    kind: Kind,
    /// Column of values, or of numerators where there is a denominator.
    #[arg(long)]
    value: String,
    /// Column of denominators.
    #[arg(long)]
    denominator: Option<String>,
    /// Column of dates; without it, rows are taken in their order.
    #[arg(long)]
    date: Option<String>,
    /// Column that parts the rows into series.
    #[arg(long)]
    facet: Option<String>,
    /// Lines from the first so many points only.
    #[arg(long)]
    freeze: Option<usize>,
    /// Numbers of points after which a new part begins, joined by commas.
    #[arg(long, value_delimiter = ',')]
    part: Vec<usize>,
    /// Points left out of lines and runs, counted from 1, joined by commas.
    #[arg(long, value_delimiter = ',')]
    exclude: Vec<usize>,
    /// Leave extreme moving ranges out once before limits are drawn.
    #[arg(long, default_value_t = false, action = clap::ArgAction::Set)]
    screen: bool,
    /// Rule for runs: anhoej, bestbox or cutbox.
    #[arg(long, default_value = "anhoej", value_parser = rule)]
    method: Rule,
    /// Whose reading.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    #[command(flatten)]
    output: Output,
}

fn kind(word: &str) -> Result<Kind, String> {
    Kind::named(word).ok_or_else(|| "expected run, i, mr, c, p, pp, u, up, ip, t or g".to_owned())
}

fn rule(word: &str) -> Result<Rule, String> {
    Rule::named(word).ok_or_else(|| "expected anhoej, bestbox or cutbox".to_owned())
}

/// A series and its chart.
struct Series {
    at: InTime,
    denominators: Option<Vec<Option<f64>>>,
    chart: Chart,
    /// In the corrected reading: what each point says, or why nothing can be said.
    judged: Option<Result<Judgement, corrected::Refusal>>,
}

impl Series {
    fn reason(&self, i: usize) -> Option<Reason> {
        self.judged.as_ref()?.as_ref().ok()?.points.get(i)?.reason
    }
}

pub(super) fn run(args: &Args) -> Answer {
    let series = read(args)?;
    let printed = |format| match format {
        Format::Json => {
            let all: Vec<Value> = series.iter().map(object).collect();
            format!("{:#}\n", json!({ "series": all }))
        }
        other => print(&table(&series), other),
    };
    let rules = reading(args.mode, "qicharts2, with its rules for runs");
    args.output.give(&args.file, &rules, printed, || series.iter().map(|s| drawn(s, args)).collect())
}

fn drawn(s: &Series, args: &Args) -> Drawing {
    let title = args.output.title(&args.value, &s.at.name);
    let found = s.chart.parts.iter().filter(|p| p.runs.signal).find_map(|p| p.runs.found);
    let title = match found {
        Some(found) => format!(
            "{title}. The runs are a signal: the longest has {} points (up to {} by chance), the centre line is crossed {} \
             times (at least {})",
            found.longest, found.limits.longest, found.crossings, found.limits.crossings
        ),
        None => title,
    };
    let control = match &s.judged {
        Some(Ok(judged)) => Control::Corrected(judged.clone()),
        Some(Err(why)) => Control::None(why.words()),
        None => Control::Lines(Lines {
            lines: s.chart.points.iter().map(line).collect(),
            signals: s.chart.points.iter().map(side).collect(),
            centre: if args.kind == Kind::Run { "median" } else { "centre" },
            level: true,
        }),
    };
    Trend {
        title,
        unit: Measure::Plain(1.0),
        gaps: false,
        times: times(s.at.labels()),
        values: s.chart.points.iter().map(|p| p.value).collect(),
        peers: Vec::new(),
        control,
    }
    .chart("chart")
}

/// Lines at a point; a lower limit that the chart leaves out is nought.
fn line(p: &Point) -> Option<Line> {
    let limits = p.limits.1.map(|upper| (p.limits.0.unwrap_or(0.0), upper));
    p.centre.map(|centre| Line { centre, limits })
}

/// Above (1) or below (-1) a limit that the point lies beyond.
fn side(p: &Point) -> i8 {
    match (p.outside, p.value, p.centre) {
        (true, Some(value), Some(centre)) => {
            if value > centre {
                1
            } else {
                -1
            }
        }
        _ => 0,
    }
}

fn read(args: &Args) -> Result<Vec<Series>, Failure> {
    if args.exclude.contains(&0) {
        return Err(Failure::Input("--exclude counts points from 1; found 0.".to_owned()));
    }
    let columns = Columns::read(&args.file)?;
    let values = columns.numbers(&args.value)?;
    let denominators = args.denominator.as_deref().map(|d| columns.numbers(d)).transpose()?;
    let options = Options {
        freeze: args.freeze,
        parts: args.part.clone(),
        exclude: args.exclude.iter().filter_map(|i| i.checked_sub(1)).collect(),
        screen: args.screen,
        rule: args.method,
    };
    let chart = |at: InTime| {
        let denominators = denominators.as_deref().map(|d| at.of(d));
        if args.mode == Mode::Corrected {
            let judged = judge(args, &at, &at.of(&values), denominators.as_deref());
            let chart = lines(&judged, at.rows.len());
            return Ok(Series { at, denominators, chart, judged: Some(judged) });
        }
        let drawn = spc::chart(args.kind, &at.of(&values), denominators.as_deref(), &options);
        let chart = drawn.map_err(|why| {
            let name = if at.name.is_empty() { String::new() } else { format!(", series {}", at.name) };
            Failure::Input(format!("{}{name}: {}.", args.file.display(), why.words()))
        })?;
        Ok(Series { at, denominators, chart, judged: None })
    };
    columns.series(args.facet.as_deref(), args.date.as_deref())?.into_iter().map(chart).collect()
}

/// The corrected reading of the figures a kind of chart is for.
fn judge(
    args: &Args,
    at: &InTime,
    values: &[Option<f64>],
    denominators: Option<&[Option<f64>]>,
) -> Result<Judgement, corrected::Refusal> {
    let kind = match args.kind {
        Kind::P | Kind::PPrime => corrected::Kind::Proportion,
        Kind::C | Kind::U | Kind::UPrime => corrected::Kind::Count,
        _ => corrected::Kind::Measure,
    };
    let mut values: Vec<Option<f64>> = match (kind, denominators) {
        (corrected::Kind::Measure, Some(d)) => {
            values.iter().zip(d).map(|(x, n)| Some((*x)? / (*n)?).filter(|y| y.is_finite())).collect()
        }
        _ => values.to_vec(),
    };
    for i in args.exclude.iter().filter_map(|i| i.checked_sub(1)) {
        if let Some(value) = values.get_mut(i) {
            *value = None;
        }
    }
    let months = at.months();
    corrected::judge(&corrected::Series {
        values: &values,
        kind,
        denominators: denominators.filter(|_| kind != corrected::Kind::Measure),
        months: months.as_deref(),
        control: None,
    })
}

/// What is expected, and limits, as the lines of a chart of one part.
fn lines(judged: &Result<Judgement, corrected::Refusal>, count: usize) -> Chart {
    let Ok(judged) = judged else {
        return Chart { points: vec![Point::default(); count], parts: Vec::new() };
    };
    let point = |p: &corrected::Point| Point {
        value: p.value,
        centre: Some(p.expected),
        limits: (Some(p.lower), Some(p.upper)),
        outside: p.reason.is_some_and(|r| r != Reason::Common),
        ..Point::default()
    };
    Chart { points: judged.points.iter().map(point).collect(), parts: Vec::new() }
}

/// Whether a lasting change or drift reaches the latest point.
fn lasts(judged: &Judgement) -> bool {
    judged.change.is_some() || matches!(judged.latest, Reason::Rising | Reason::Falling)
}

fn object(s: &Series) -> Value {
    let points: Vec<Value> = s.chart.points.iter().enumerate().map(|(i, p)| {
        json!({
            "x": s.at.shown(i), "y": p.value, "n": s.denominators.as_ref().and_then(|d| d[i]), "cl": p.centre,
            "lcl": p.limits.0, "ucl": p.limits.1, "lcl.95": p.two_sigma.0, "ucl.95": p.two_sigma.1,
            "sigma.signal": p.outside, "part": part(s, i),
        })
    }).collect();
    if let Some(judged) = &s.judged {
        let reasons = points.into_iter().enumerate().map(|(i, mut point)| {
            point["reason"] = s.reason(i).map(Reason::words).into();
            point
        });
        let points: Vec<Value> = reasons.collect();
        return match judged {
            Ok(found) => json!({ "series": s.at.name, "points": points, "why": found.latest.words(),
                                 "runs": [{ "part": 1, "runs.signal": lasts(found) }] }),
            Err(why) => json!({ "series": s.at.name, "points": points, "why_not": why.words(), "runs": [] }),
        };
    }
    let runs: Vec<Value> = s.chart.parts.iter().enumerate().map(|(k, part)| {
        let found = part.runs.found;
        json!({
            "part": k + 1, "runs.signal": part.runs.signal,
            "longest.run": found.map(|f| f.longest), "longest.run.max": found.map(|f| f.limits.longest),
            "n.crossings": found.map(|f| f.crossings), "n.crossings.min": found.map(|f| f.limits.crossings),
            "n.useful": part.runs.useful, "n.obs": part.runs.observations,
        })
    }).collect();
    json!({ "series": s.at.name, "points": points, "runs": runs })
}

/// The part of a point, from 1.
fn part(s: &Series, i: usize) -> Option<usize> {
    s.chart.parts.iter().position(|p| p.points.contains(&i)).map(|k| k + 1)
}

fn table(series: &[Series]) -> Report {
    let columns = [
        "series",
        "x",
        "y",
        "n",
        "cl",
        "lcl",
        "ucl",
        "lcl.95",
        "ucl.95",
        "sigma.signal",
        "part",
        "runs.signal",
        "reason",
    ];
    let mut report = Report::new(&columns);
    for s in series {
        for (i, p) in s.chart.points.iter().enumerate() {
            let part = part(s, i);
            let runs = part.and_then(|k| s.chart.parts.get(k - 1)).map(|p: &Part| p.runs.signal);
            let (runs, reason) = match &s.judged {
                None => (runs, None),
                Some(Ok(found)) => (Some(lasts(found)), s.reason(i).map(Reason::words)),
                Some(Err(why)) => (None, Some(why.words())),
            };
            let number = |x: Option<f64>| Cell::maybe(x, Cell::number);
            report.push(vec![
                Cell::text(&s.at.name),
                Cell::text(s.at.shown(i)),
                number(p.value),
                number(s.denominators.as_ref().and_then(|d| d[i])),
                number(p.centre),
                number(p.limits.0),
                number(p.limits.1),
                number(p.two_sigma.0),
                number(p.two_sigma.1),
                Cell::Flag(p.outside),
                Cell::maybe(part, Cell::number),
                Cell::maybe(runs, Cell::Flag),
                Cell::maybe(reason, |words: &str| Cell::text(words)),
            ]);
        }
    }
    report
}
