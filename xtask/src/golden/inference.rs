//! Golden cases of random effects, adjusted p-values, effects, trends, centiles and savings.

mod change;
mod models;
mod opportunity;

use serde_json::Value;

use super::{Judge, near};

/// Files and their judges.
pub(super) const JUDGES: &[Judge] = &[
    ("change/fingertips_recent_trend.json", change::recent_trend),
    ("change/openprescribing_cusum.json", change::cusum),
    ("opportunity/listsize_cost_savings.csv", opportunity::list_size),
    ("opportunity/listsize_global.json", opportunity::list_size_global),
    ("opportunity/percentage_cost_savings.csv", opportunity::percentage),
    ("opportunity/percentage_global.json", opportunity::percentage_global),
    ("inference/interrupted_time_series.json", models::interrupted),
    ("inference/p_adjust.json", models::p_adjust),
    ("inference/random_effects_metafor_lme4.json", models::random_effects),
];

/// The numbers of a list; a null is none.
fn numbers(list: &Value) -> Vec<Option<f64>> {
    list.as_array().into_iter().flatten().map(Value::as_f64).collect()
}

/// The first place where two lists differ, in words.
fn differs(what: &str, got: &[Option<f64>], want: &[Option<f64>]) -> Option<String> {
    if got.len() != want.len() {
        return Some(format!("{what}: {} values, not {}", got.len(), want.len()));
    }
    let at = got.iter().zip(want).position(|pair| match pair {
        (Some(got), Some(want)) => !near(*got, *want),
        (got, want) => got != want,
    })?;
    Some(format!("{what}[{at}] is {:?}, not {:?}", got[at], want[at]))
}

#[test]
fn every_case_passes() {
    super::assert_all(JUDGES);
}
