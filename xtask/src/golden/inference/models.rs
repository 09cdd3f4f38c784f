//! Adjusted p-values, random effects and segmented regression.

use serde_json::Value;
use wt_stats::adjust::{Adjustment, adjust};

use super::{differs, numbers};
use crate::Outcome;
use crate::golden::{Golden, Tally};

/// Every set of p-values by every adjustment.
pub(super) fn p_adjust(golden: &Golden) -> Outcome<Tally> {
    let file: Value = serde_json::from_str(&golden.text("inference/p_adjust.json")?)?;
    let mut tally = Tally::default();
    for (name, case) in file.as_object().into_iter().flatten() {
        let p: Vec<f64> = numbers(&case["p"]).into_iter().flatten().collect();
        for (key, adjustment) in [
            ("bonferroni", Adjustment::Bonferroni),
            ("holm", Adjustment::Holm),
            ("hochberg", Adjustment::Hochberg),
            ("BH", Adjustment::BenjaminiHochberg),
            ("BY", Adjustment::BenjaminiYekutieli),
        ] {
            let got: Vec<_> = adjust(&p, adjustment).into_iter().flatten().map(Some).collect();
            tally.case(&format!("{name} {key}"), differs("p", &got, &numbers(&case[key])));
        }
    }
    Ok(tally)
}
