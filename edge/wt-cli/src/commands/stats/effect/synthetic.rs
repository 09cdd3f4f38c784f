//! `stats effect --kind synthetic|placebo`, and every kind in the corrected mode.

use serde_json::{Value, json};
use wt_charts::{Chart, Effect, Line as Expected, Measure};
use wt_engine::report::{Cell, Report};
use wt_stats::Interval;
use wt_stats::effect::synthetic::{Classic, classic};
use wt_stats::effect::{Answer as Found, Options, Panel, PathMonth, conformal, did_it_work};

use super::super::super::{Answer, Failure};
use super::super::output::{reading, times};
use super::panel::Sheet;
use super::{Args, Mode};
use crate::report::{Format, print};
use crate::words::say;

const COLUMNS: [&str; 12] = [
    "kind", "unit", "date", "value", "expected", "effect", "lower", "upper", "p", "weight", "score", "words",
];

/// A row of the table, told apart by its kind.
#[derive(Default)]
struct Line<'a> {
    kind: &'static str,
    unit: Option<&'a str>,
    date: Option<&'a str>,
    value: Option<f64>,
    expected: Option<f64>,
    effect: Option<f64>,
    range: Option<Interval>,
    p: Option<f64>,
    weight: Option<f64>,
    score: Option<f64>,
    words: Option<String>,
}

impl Line<'_> {
    fn cells(self) -> Vec<Cell> {
        let number = |x: Option<f64>| Cell::maybe(x, Cell::number);
        vec![
            Cell::text(self.kind),
            Cell::maybe(self.unit, Cell::text),
            Cell::maybe(self.date, Cell::text),
            number(self.value),
            number(self.expected),
            number(self.effect),
            number(self.range.map(|r| r.low)),
            number(self.range.map(|r| r.high)),
            number(self.p),
            number(self.weight),
            number(self.score),
            Cell::maybe(self.words, Cell::text),
        ]
    }
}

fn table(lines: Vec<Line<'_>>, format: Format) -> String {
    let mut report = Report::new(&COLUMNS);
    lines.into_iter().for_each(|line| report.push(line.cells()));
    print(&report, format)
}

fn refused(args: &Args) -> impl Fn(wt_stats::effect::Fault) -> Failure + '_ {
    move |fault| Failure::Input(format!("{}: can't tell: {fault}.", args.file.display()))
}

/// What it was, and what the others say it would have been; `expected` by the places of dates.
fn drawn(args: &Args, sheet: &Sheet, expected: impl Iterator<Item = (usize, Expected)>) -> Chart {
    let mut lines = vec![None; sheet.dates.len()];
    for (at, line) in expected {
        lines[at] = Some(line);
    }
    Effect {
        title: args.output.title(&args.value, &sheet.org),
        unit: Measure::Plain(1.0),
        times: times(sheet.dates.clone()),
        values: sheet.treated.clone(),
        expected: lines,
        change: sheet.change,
    }
    .chart("effect")
}

/// Synthetic control as published.
pub(super) fn peer(args: &Args, sheet: &Sheet) -> Answer {
    let panel = Panel { treated: &sheet.treated, donors: &sheet.donors, change: sheet.change };
    let found = classic(&panel).map_err(refused(args))?;
    let expected =
        || found.path.iter().map(|(t, _, centre)| (*t, Expected { centre: *centre, limits: None }));
    let rules = reading(Mode::Peer, "Abadie, Diamond and Hainmueller (2010)");
    let draw = || vec![drawn(args, sheet, expected())];
    args.output.give(&args.file, &rules, |format| classic_printed(sheet, &found, format), draw)
}

fn classic_printed(sheet: &Sheet, found: &Classic, format: Format) -> String {
    if format == Format::Json {
        return format!("{:#}\n", classic_json(sheet, found));
    }
    let answer = Line {
        kind: "answer",
        unit: Some(&sheet.org),
        date: sheet.dates.get(sheet.change).map(String::as_str),
        effect: Some(found.effect),
        p: found.p,
        ..Line::default()
    };
    let weights = found.weights.iter().map(|(place, weight)| Line {
        kind: "unit",
        unit: Some(&sheet.others[*place]),
        weight: Some(*weight),
        ..Line::default()
    });
    let months = found.path.iter().map(|(t, value, expected)| Line {
        kind: "date",
        date: Some(&sheet.dates[*t]),
        value: Some(*value),
        expected: Some(*expected),
        effect: Some(value - expected),
        ..Line::default()
    });
    table(std::iter::once(answer).chain(weights).chain(months).collect(), format)
}

fn classic_json(sheet: &Sheet, found: &Classic) -> Value {
    let weights: Vec<Value> =
        found.weights.iter().map(|(place, w)| json!({ "unit": sheet.others[*place], "weight": w })).collect();
    let dates: Vec<Value> = found
        .path
        .iter()
        .map(|(t, value, synthetic)| json!({ "date": sheet.dates[*t], "value": value, "synthetic": synthetic }))
        .collect();
    json!({
        "effect": found.effect, "rmspe_before": found.error_before, "rmspe_after": found.error_after,
        "ratio": found.ratio, "p": found.p, "weights": weights, "dates": dates,
        "left_out": left_out(sheet, &found.left_out),
    })
}

fn left_out(sheet: &Sheet, left: &[wt_stats::effect::LeftOut]) -> Vec<Value> {
    left.iter().map(|l| json!({ "unit": sheet.others[l.place], "why": l.to_string() })).collect()
}

/// The calibrated answer; `placebos` prints the tests where nothing was done, and the conformal one, instead of the months.
pub(super) fn corrected(args: &Args, sheet: &Sheet, options: &Options, placebos: bool) -> Answer {
    let panel = Panel { treated: &sheet.treated, donors: &sheet.donors, change: sheet.change };
    let found = did_it_work(&panel, options).map_err(refused(args))?;
    let conformal = placebos.then(|| conformal::p_value(&panel, 0.0).map_err(refused(args))).transpose()?;
    say(&sentence(sheet, &found, options.confidence));
    found.reasons.iter().for_each(|reason| say(&format!("- {reason}")));
    let expected = || {
        let line = |m: &PathMonth| {
            (m.month, Expected { centre: m.expected, limits: m.range.map(|r| (r.low, r.high)) })
        };
        found.path.iter().map(line)
    };
    let draw = || vec![drawn(args, sheet, expected())];
    let print = |format| printed(sheet, &found, placebos, conformal, format);
    args.output.give(&args.file, &reading(Mode::Corrected, ""), print, draw)
}

fn printed(sheet: &Sheet, found: &Found, placebos: bool, conformal: Option<f64>, format: Format) -> String {
    if format == Format::Json {
        return format!("{:#}\n", answer_json(sheet, found, conformal));
    }
    let answer = Line {
        kind: "answer",
        unit: Some(&sheet.org),
        date: sheet.dates.get(sheet.change).map(String::as_str),
        value: Some(found.level_after),
        expected: Some(found.expected),
        effect: Some(found.effect),
        range: Some(found.interval),
        p: Some(found.p),
        words: Some(found.verdict.word().to_owned()),
        ..Line::default()
    };
    let second = conformal.map(|p| Line { kind: "conformal", p: Some(p), ..Line::default() });
    let units = found.donors.iter().map(|d| Line {
        kind: "unit",
        unit: Some(&sheet.others[d.place]),
        effect: Some(d.placebo),
        weight: Some(d.weight),
        score: Some(d.score),
        ..Line::default()
    });
    let earlier = found.in_time.iter().map(|d| Line {
        kind: "earlier date",
        date: Some(&sheet.dates[d.change]),
        effect: Some(d.effect),
        p: Some(d.p),
        ..Line::default()
    });
    let months = found.path.iter().filter(|_| !placebos).map(|m| Line {
        kind: "date",
        date: Some(&sheet.dates[m.month]),
        value: Some(m.value),
        expected: Some(m.expected),
        effect: Some(m.value - m.expected),
        range: m.range,
        ..Line::default()
    });
    table(std::iter::once(answer).chain(second).chain(units).chain(earlier).chain(months).collect(), format)
}

fn sentence(sheet: &Sheet, found: &Found, confidence: f64) -> String {
    let verdict = found.verdict.word();
    let (first, rest) = verdict.split_at(1);
    format!(
        "{}{rest}: {} was {:.4} on average since {}, where {:.4} was expected without the change: {:.4} {} ({}% interval \
         {:.4} to {:.4}; p = {:.4}).",
        first.to_uppercase(),
        sheet.org,
        found.level_after,
        sheet.dates.get(sheet.change).map_or("then", String::as_str),
        found.expected,
        found.effect.abs(),
        if found.effect < 0.0 { "lower" } else { "higher" },
        confidence * 100.0,
        found.interval.low,
        found.interval.high,
        found.p
    )
}

fn answer_json(sheet: &Sheet, found: &Found, conformal: Option<f64>) -> Value {
    let donor = |d: &wt_stats::effect::Donor| json!({ "unit": sheet.others[d.place], "weight": d.weight, "placebo": d.placebo, "score": d.score });
    let month = |m: &PathMonth| {
        json!({
            "date": sheet.dates[m.month], "value": m.value, "expected": m.expected,
            "lower": m.range.map(|r| r.low), "upper": m.range.map(|r| r.high),
        })
    };
    let date = |d: &wt_stats::effect::PlaceboDate| json!({ "date": sheet.dates[d.change], "effect": d.effect, "p": d.p });
    json!({
        "verdict": found.verdict.word(), "effect": found.effect, "lower": found.interval.low, "upper": found.interval.high,
        "p": found.p, "expected": found.expected, "level_before": found.level_before, "level_after": found.level_after,
        "detectable": found.detectable, "worthwhile": found.worthwhile,
        "rank": found.rank.0, "of": found.rank.1, "p_conformal": conformal,
        "months_before": found.months.0, "months_after": found.months.1,
        "error_before": found.error_before.0, "usual_error_before": found.error_before.1,
        "reasons": found.reasons.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "units": found.donors.iter().map(donor).collect::<Vec<_>>(),
        "left_out": left_out(sheet, &found.left_out),
        "earlier_dates": found.in_time.iter().map(date).collect::<Vec<_>>(),
        "dates": found.path.iter().map(month).collect::<Vec<_>>(),
    })
}
