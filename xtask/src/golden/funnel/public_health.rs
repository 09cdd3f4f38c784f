//! Limit tables and labels of PHEindicatormethods, and the control limits of Fingertips.

use serde_json::Value;
use wt_stats::Interval;
use wt_stats::funnel::public_health::{
    Area, RateKind, RatioKind, Row as Limits, Significance, Statistic, benchmark_limits, significance, table,
};

use crate::Outcome;
use crate::golden::phe::{Row, rows};
use crate::golden::{Golden, Tally};

const ISR: Statistic = Statistic::Ratio(RatioKind::Isr);
const RATE: Statistic = Statistic::Rate { kind: RateKind::Crude, years: 1.0 };

fn areas(rows: &[Row], [x, n]: [&str; 2]) -> Outcome<Vec<Area>> {
    rows.iter()
        .map(|row| {
            let rate = row.number("rate");
            Ok(Area { numerator: row.given(x)?, denominator: row.number(n), rate })
        })
        .collect()
}

/// The organisations that the A&E funnels are over.
fn emergency(golden: &Golden) -> Outcome<Vec<Row>> {
    let mut rows = rows(golden, "funnel/funnel_inputs.csv")?;
    rows.retain(|row| row.text("dataset") == "ae_type1_1819_breaches");
    Ok(rows)
}

/// Labels of `rows` against those of all areas, matched by the column `key`; by place without one.
fn labels(expected: &[Row], all: &[Row], key: &str, found: &[Significance]) -> Tally {
    let mut tally = Tally::default();
    for (place, row) in expected.iter().enumerate() {
        let name = row.text(key);
        let at = if name.is_empty() { Some(place) } else { all.iter().position(|r| r.text(key) == name) };
        let label = at.and_then(|at| found.get(at)).map_or("", |s| s.label());
        let fault =
            (label != row.text("significance")).then(|| format!("{label}, not {}", row.text("significance")));
        tally.case(name, fault);
    }
    tally
}

fn said<T, E: std::fmt::Debug>(result: Result<T, E>) -> Outcome<T> {
    Ok(result.map_err(|why| format!("{why:?}"))?)
}

pub(super) fn emergency_labels(golden: &Golden) -> Outcome<Tally> {
    let all = emergency(golden)?;
    let found = said(significance(&areas(&all, ["num", "den"])?, Statistic::Proportion, 100.0))?;
    Ok(labels(&rows(golden, "phe/funnel_ae_prop_significance.csv")?, &all, "org", &found))
}

/// Labels of a file that holds all areas itself.
pub(super) fn own_labels(
    golden: &Golden,
    file: &str,
    columns: [&str; 2],
    statistic: Statistic,
) -> Outcome<Tally> {
    let all = rows(golden, file)?;
    let found = said(significance(&areas(&all, columns)?, statistic, 100.0))?;
    Ok(labels(&all, &all, "", &found))
}

pub(super) fn emergency_ratio_labels(golden: &Golden) -> Outcome<Tally> {
    own_labels(golden, "phe/funnel_ae_ratio_significance.csv", ["num", "exp"], ISR)
}

pub(super) fn package_labels(golden: &Golden) -> Outcome<Tally> {
    let columns = ["numerator", "denominator"];
    own_labels(golden, "phe/package_tests/test_funnel_inputs.csv", columns, Statistic::Proportion)
}

pub(super) fn package_ratio_labels(golden: &Golden) -> Outcome<Tally> {
    own_labels(golden, "phe/package_tests/test_funnel_ratio_inputs.csv", ["obs", "expected"], ISR)
}

pub(super) fn rate_labels(golden: &Golden) -> Outcome<Tally> {
    let all = rows(golden, "phe/funnel_rate_input.csv")?;
    let found = said(significance(&areas(&all, ["obs", "pop"])?, RATE, 100_000.0))?;
    Ok(labels(&rows(golden, "phe/funnel_rate_significance.csv")?, &all, "area", &found))
}

/// What differs in a cell, to 1e-9 or as far as the cell was printed.
fn cell(row: &Row, heading: &str, ours: f64) -> Option<String> {
    let text = row.text(heading);
    let theirs: f64 = text.parse().ok()?;
    let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
    let printed = if decimals > 9 { 0.0 } else { 0.500_001 / 10_f64.powi(i32::try_from(decimals).ok()?) };
    let same = (ours - theirs).abs() <= printed.max(1e-9 * theirs.abs());
    (!same).then(|| format!("{heading}: {ours} for {text}"))
}

/// What differs in the pair of limits `lower_2s_…` and `upper_2s_…` or of 3s.
fn pair(row: &Row, sigmas: u8, suffix: &str, ours: Interval) -> Option<String> {
    cell(row, &format!("lower_{sigmas}s_{suffix}"), ours.low)
        .or_else(|| cell(row, &format!("upper_{sigmas}s_{suffix}"), ours.high))
}

fn limits(
    expected: &[Row],
    size: &str,
    found: &[Limits],
    fault: impl Fn(&Row, &Limits) -> Option<String>,
) -> Tally {
    let mut tally = Tally::default();
    for (row, ours) in expected.iter().zip(found) {
        tally.case(row.text(size), cell(row, size, ours.size).or_else(|| fault(row, ours)));
    }
    tally
}

fn proportion_table(golden: &Golden, file: &str, all: &[Row], columns: [&str; 2]) -> Outcome<Tally> {
    let found = said(table(&areas(all, columns)?, Statistic::Proportion, 100.0))?;
    Ok(limits(&rows(golden, file)?, "Population", &found, |row, ours| {
        pair(row, 2, "limit", ours.limits95)
            .or_else(|| pair(row, 3, "limit", ours.limits998))
            .or_else(|| cell(row, "baseline", ours.baseline?))
    }))
}

pub(super) fn emergency_table(golden: &Golden) -> Outcome<Tally> {
    proportion_table(golden, "phe/funnel_ae_prop_limits.csv", &emergency(golden)?, ["num", "den"])
}

pub(super) fn package_table(golden: &Golden) -> Outcome<Tally> {
    let all = rows(golden, "phe/package_tests/test_funnel_inputs.csv")?;
    let columns = ["numerator", "denominator"];
    proportion_table(golden, "phe/package_tests/test_funnel_outputs.csv", &all, columns)
}

pub(super) fn package_ratio_table(golden: &Golden) -> Outcome<Tally> {
    let all = rows(golden, "phe/package_tests/test_funnel_ratio_inputs.csv")?;
    let areas = areas(&all, ["obs", "expected"])?;
    let isr = said(table(&areas, ISR, 100.0))?;
    let count = said(table(&areas, Statistic::Ratio(RatioKind::Count), 100.0))?;
    let expected = rows(golden, "phe/package_tests/test_funnel_ratio_outputs.csv")?;
    let mut tally = limits(&expected, "Observed_events", &isr, |row, ours| {
        pair(row, 2, "isr", ours.limits95)
            .or_else(|| pair(row, 3, "isr", ours.limits998))
            .or_else(|| pair(row, 2, "exp_events", ours.at95?))
            .or_else(|| pair(row, 3, "exp_events", ours.at998?))
    });
    let counts = limits(&expected, "Observed_events", &count, |row, ours| {
        pair(row, 2, "count", ours.limits95).or_else(|| pair(row, 3, "count", ours.limits998))
    });
    tally.passed += counts.passed;
    tally.present += counts.present;
    tally.faults.extend(counts.faults);
    Ok(tally)
}

pub(super) fn fingertips(golden: &Golden) -> Outcome<Tally> {
    let file: Value = serde_json::from_str(&golden.text("funnel/fingertips_spc_for_proportions.json")?)?;
    let number = |v: &Value, key: &str| v[key].as_f64().unwrap_or(f64::NAN);
    let unit = number(&file, "unit");
    let low_is_good = file["polarity"] == "low is good";
    let mut tally = Tally::default();
    for (place, case) in file["cases"].as_array().into_iter().flatten().enumerate() {
        let value = number(case, "value") / unit;
        let fault = [("at95", "z95"), ("at998", "z998")].into_iter().find_map(|(at, z)| {
            let benchmark = number(case, "comparator") / unit;
            let label = match benchmark_limits(benchmark, number(case, "denominator"), number(&file, z)) {
                None => "None",
                Some(limits) if value < limits.low => {
                    if low_is_good {
                        "Better"
                    } else {
                        "Worse"
                    }
                }
                Some(limits) if value > limits.high => {
                    if low_is_good {
                        "Worse"
                    } else {
                        "Better"
                    }
                }
                Some(_) => "Same",
            };
            (case[at] != label).then(|| format!("{at} is {label}, not {}", case[at]))
        });
        tally.case(&place.to_string(), fault);
    }
    Ok(tally)
}
