//! Golden cases of control charts: XmR of NHSRplotthedots here, the charts of qicharts2 in [`charts`].

mod charts;

use serde_json::Value;
use wt_stats::xmr::{Improvement, Mark, Options, Point, Xmr, positions, xmr};

use super::{Golden, Judge, Tally, near, numbers};
use crate::Outcome;

/// Files and their judges.
pub(super) const JUDGES: &[Judge] = &[
    ("spc/ptd_ae_attendances.jsonl", |g| xmr_cases(g, "spc/ptd_ae_attendances.jsonl")),
    ("spc/ptd_edge_cases.jsonl", |g| xmr_cases(g, "spc/ptd_edge_cases.jsonl")),
    ("spc/ptd_ons_weekly_deaths.jsonl", |g| xmr_cases(g, "spc/ptd_ons_weekly_deaths.jsonl")),
    ("spc/qicharts2_charts.jsonl", charts::charts),
    ("spc/anhoej_runs_table.csv", charts::anhoej),
];

fn xmr_cases(golden: &Golden, file: &str) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for line in golden.text(file)?.lines() {
        let case: Value = serde_json::from_str(line)?;
        let name = format!("{} {}", case["case"], case["series"]);
        tally.case(&name, xmr_fault(&case));
    }
    Ok(tally)
}

fn strings(v: &Value) -> Vec<&str> {
    v.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The first thing in which our chart differs.
fn xmr_fault(case: &Value) -> Option<String> {
    let asked = &case["options"];
    let options = Options {
        screen: asked["screen_outliers"].as_bool().unwrap_or(true),
        rebase: positions(&strings(&case["dates"]), &strings(&asked["rebase"])),
        fix_after: asked["fix_after_n_points"].as_u64().map(|n| n as usize),
    };
    let improvement = Improvement::named(asked["improvement"].as_str().unwrap_or_default())?;
    let chart = xmr(&numbers(&case["values"]), &options);
    let marks: Vec<Mark> = chart.marks.iter().copied().flatten().collect();
    let text = |f: &dyn Fn(&Mark) -> char| Value::from(marks.iter().map(f).collect::<String>());
    let digit = |b: Option<bool>| b.map_or('-', |b| if b { '1' } else { '0' });
    let side = |m: &Mark| ['-', '0', '+'][usize::from((m.side + 1).unsigned_abs())];
    let found = [
        ("special", text(&|m| m.label.letter())),
        ("point", text(&|m| Point::of(m.label, improvement).letter())),
        ("outside", text(&|m| digit(m.outside))),
        ("close", text(&|m| digit(m.close))),
        ("side", text(&side)),
        ("variation_icon", chart.variation(improvement).map(Point::icon).into()),
        ("assurance_icon", chart.assurance(asked["target"].as_f64(), improvement).map(|a| a.icon()).into()),
        ("short_group_warning", chart.segments.iter().map(|s| s.is_short()).collect()),
    ];
    found
        .into_iter()
        .find(|(key, ours)| case[*key] != *ours)
        .map(|(key, ours)| format!("{key}: {ours} for {}", case[key]))
        .or_else(|| lines_fault(case, &chart))
}

fn lines_fault(case: &Value, chart: &Xmr) -> Option<String> {
    let groups = case["groups"].as_array()?;
    if groups.len() != chart.segments.len() {
        return Some(format!("{} segments for {}", chart.segments.len(), groups.len()));
    }
    groups.iter().zip(&chart.segments).find_map(|(want, got)| {
        // Limits near zero come from large numbers: agreement is asked relative to the mean.
        let scale = got.mean.abs().max(got.limits.map_or(0.0, |l| l.moving_range)).max(f64::MIN_POSITIVE);
        let lines = [
            ("mean", Some(got.mean)),
            ("lpl", got.limits.map(|l| l.lower)),
            ("upl", got.limits.map(|l| l.upper)),
        ];
        lines.into_iter().find_map(|(key, ours)| {
            let same = match (ours, want[key].as_f64()) {
                (Some(ours), Some(theirs)) => near(ours / scale, theirs / scale),
                (None, None) => true,
                _ => false,
            };
            (!same).then(|| format!("{key}: {ours:?} for {}", want[key]))
        })
    })
}

#[cfg(test)]
#[test]
fn every_case_passes() {
    super::assert_all(JUDGES);
}
