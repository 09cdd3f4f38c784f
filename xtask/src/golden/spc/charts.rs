//! Golden cases of qicharts2: run, I, MR, C, P, P′, U, U′ and I′ charts, and Anhøj's table of limits.

use serde_json::Value;
use wt_stats::spc::chart::Point;
use wt_stats::spc::{Chart, Kind, Options, Rule, chart};

use super::numbers;
use crate::Outcome;
use crate::golden::{Golden, Tally, near};

pub(super) fn charts(golden: &Golden) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for line in golden.text("spc/qicharts2_charts.jsonl")?.lines() {
        let case: Value = serde_json::from_str(line)?;
        let name = case["case"].as_str().unwrap_or_default();
        tally.case(name, fault(&case, name));
    }
    Ok(tally)
}

pub(super) fn anhoej(golden: &Golden) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for line in golden.text("spc/anhoej_runs_table.csv")?.lines().skip(1) {
        let cells: Vec<usize> = line.split(',').filter_map(|c| c.parse().ok()).collect();
        let [n, longest, crossings] = cells[..] else { return Err(format!("not a row: {line}").into()) };
        let ours = Rule::Anhoej.limits(n);
        let same = (ours.longest, ours.crossings) == (longest, crossings);
        tally.case(&format!("n = {n}"), (!same).then(|| format!("{ours:?} for {line}")));
    }
    Ok(tally)
}

/// A case says its kind and options in its name: `…/i_freeze12`.
fn asked(name: &str) -> Option<(Kind, Options)> {
    let mut words = name.rsplit('/').next()?.split('_');
    let kind = Kind::named(words.next()?)?;
    let mut options = Options::default();
    for word in words {
        let number = |key: &str| word.strip_prefix(key).and_then(|n| n.parse::<usize>().ok());
        if let Some(n) = number("freeze") {
            options.freeze = Some(n);
        } else if let Some(n) = number("part") {
            options.parts.push(n);
        } else if let Some(n) = number("exclude") {
            // Counted from 1 there.
            options.exclude.push(n.checked_sub(1)?);
        } else {
            options.rule = Rule::named(word)?;
        }
    }
    Some((kind, options))
}

/// The input of a chart from what it drew: counts for shares, and a series with the ranges drawn.
fn input(kind: Kind, case: &Value) -> (Vec<Option<f64>>, Option<Vec<Option<f64>>>) {
    let drawn = numbers(&case["y"]);
    if kind == Kind::Mr {
        let mut level = 0.0;
        let climb = drawn.iter().map(|range| {
            level += range.unwrap_or(0.0);
            Some(level)
        });
        return (climb.collect(), None);
    }
    let Some(_) = case["n"].as_array() else { return (drawn, None) };
    let n = numbers(&case["n"]);
    let count = |(y, n): (&Option<f64>, &Option<f64>)| Some(((*y)? * (*n)?).round());
    (drawn.iter().zip(&n).map(count).collect(), Some(n))
}

fn fault(case: &Value, name: &str) -> Option<String> {
    let Some((kind, options)) = asked(name) else { return Some("options we do not know".to_owned()) };
    let (values, denominators) = input(kind, case);
    match chart(kind, &values, denominators.as_deref(), &options) {
        Err(refusal) => Some(refusal.words().to_owned()),
        Ok(ours) => lines(case, &ours).or_else(|| runs(case, &ours)),
    }
}

fn lines(case: &Value, ours: &Chart) -> Option<String> {
    let line = |key: &'static str, of: fn(&Point) -> Option<f64>| {
        ours.points.iter().enumerate().find_map(|(i, point)| {
            // One number stands for a line that is the same at every point.
            let want = case[key].get(i).unwrap_or(&case[key]).as_f64();
            let same = match (of(point), want) {
                (Some(ours), Some(theirs)) => near(ours, theirs),
                (None, None) => true,
                _ => false,
            };
            (!same).then(|| format!("{key} {i}: {:?} for {want:?}", of(point)))
        })
    };
    let signals: String = ours.points.iter().map(|p| if p.outside { '1' } else { '0' }).collect();
    line("y", |p| p.value)
        .or_else(|| line("cl", |p| p.centre))
        .or_else(|| line("lcl", |p| p.limits.0))
        .or_else(|| line("ucl", |p| p.limits.1))
        .or_else(|| line("lcl.95", |p| p.two_sigma.0))
        .or_else(|| line("ucl.95", |p| p.two_sigma.1))
        .or_else(|| {
            let want = case["sigma.signal"].as_str()?;
            (signals != want).then(|| format!("sigma signals: {signals} for {want}"))
        })
}

fn runs(case: &Value, ours: &Chart) -> Option<String> {
    let parts = case["runs"].as_array()?;
    if parts.len() != ours.parts.len() {
        return Some(format!("{} parts for {}", ours.parts.len(), parts.len()));
    }
    parts.iter().zip(&ours.parts).find_map(|(want, part)| {
        let (runs, found) = (part.runs, part.runs.found);
        let pairs = [
            ("runs.signal", runs.signal.into()),
            ("longest.run", found.map(|f| f.longest).into()),
            ("longest.run.max", found.map(|f| f.limits.longest).into()),
            ("n.crossings", found.map(|f| f.crossings).into()),
            ("n.crossings.min", found.map(|f| f.limits.crossings).into()),
            ("n.useful", Value::from(runs.useful)),
            ("n.obs", runs.observations.into()),
        ];
        pairs
            .into_iter()
            .find(|(key, ours)| want[*key] != *ours)
            .map(|(key, ours)| format!("{key}: {ours} for {}", want[key]))
    })
}
