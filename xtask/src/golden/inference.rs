//! Golden cases of random effects, adjusted p-values, effects, trends, centiles and savings.

mod change;
mod models;
mod opportunity;

use super::{Judge, differs, numbers};

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

#[test]
fn every_case_passes() {
    super::assert_all(JUDGES);
}
