//! Adjusted p-values, random effects and segmented regression.

use serde_json::Value;
use wt_stats::adjust::{Adjustment, adjust};
use wt_stats::count_effects::{CountEffects, Counts};
use wt_stats::effect::its::{TERMS, segmented};
use wt_stats::random_effects::{Estimator, RandomEffects, Search, Shrunk};

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

/// The lag and adjustment that the golden file names.
const NEWEY_WEST: &str = "se_newey_west_lag3_adjusted";

/// Segmented regression, errors, and serial correlation, series by series.
pub(super) fn interrupted(golden: &Golden) -> Outcome<Tally> {
    let file: Value = serde_json::from_str(&golden.text("inference/interrupted_time_series.json")?)?;
    let mut tally = Tally::default();
    for (name, case) in file.as_object().into_iter().flatten() {
        let y: Vec<f64> = numbers(&case["y"]).into_iter().flatten().collect();
        let break_after = case["break_after"].as_u64().ok_or("no break")? as usize;
        let Some(fit) = segmented(&y, break_after, 3, true) else {
            tally.case(name, Some("no fit".to_owned()));
            continue;
        };
        let mut got: Vec<f64> = [fit.coefficients, fit.se_ols, fit.se_newey_west].concat();
        got.extend([fit.sigma, fit.durbin_watson]);
        let named = ["coef", "se_ols", NEWEY_WEST].into_iter();
        let mut want: Vec<Option<f64>> =
            named.flat_map(|key| TERMS.map(|term| case[key][term].as_f64())).collect();
        want.extend(["sigma", "dw"].map(|key| case[key].as_f64()));
        tally.case(name, differs("fit", &got.into_iter().map(Some).collect::<Vec<_>>(), &want));
    }
    Ok(tally)
}

/// Each estimator of each data set, with every unit's shrunk value and limits; then the count model.
pub(super) fn random_effects(golden: &Golden) -> Outcome<Tally> {
    let file: Value = serde_json::from_str(&golden.text("inference/random_effects_metafor_lme4.json")?)?;
    let mut tally = Tally::default();
    for (name, case) in file.as_object().into_iter().flatten() {
        let all = |key: &str| numbers(&case[key]).into_iter().flatten().collect::<Vec<f64>>();
        let (num, den) = (all("num"), all("den"));
        let binomial = case["scale"].as_str().is_some_and(|s| s.starts_with("logit"));
        // The file's y and v have 13 digits: what they were made from has them all.
        let (y, v): (Vec<f64>, Vec<f64>) = num
            .iter()
            .zip(&den)
            .map(|(x, n)| {
                if binomial { ((x / (n - x)).ln(), 1.0 / x + 1.0 / (n - x)) } else { ((x / n).ln(), 1.0 / x) }
            })
            .unzip();
        for (key, estimator) in [
            ("DL", Estimator::DerSimonianLaird),
            ("REML", Estimator::Reml),
            ("PM", Estimator::PauleMandel),
            ("ML", Estimator::MaximumLikelihood),
        ] {
            let fault = match RandomEffects::new(&y, &v, estimator, Search::Metafor) {
                Err(why) => Some(why.to_string()),
                Ok(fit) => effects_fault(&fit, &y, &v, &case[key]),
            };
            tally.case(&format!("{name} {key}"), fault);
        }
        let pairs: Vec<(f64, f64)> = num.into_iter().zip(den).collect();
        let counts = if binomial { Counts::Binomial } else { Counts::Poisson };
        let fault = match CountEffects::new(&pairs, counts) {
            None => Some("no fit".to_owned()),
            Some(fit) => counts_fault(&fit, &case["glmer_laplace"]),
        };
        tally.case(&format!("{name} glmer_laplace"), fault);
    }
    Ok(tally)
}

/// One figure of a shrunk unit.
type Figure = fn(Shrunk) -> f64;

fn effects_fault(fit: &RandomEffects, y: &[f64], v: &[f64], want: &Value) -> Option<String> {
    let got = [fit.mu, fit.se, fit.tau2, fit.i2, fit.h2, fit.qe, fit.qe_p].map(Some);
    let keys = ["mu", "se", "tau2", "I2", "H2", "QE", "QEp"];
    let shrunk: Vec<Option<Shrunk>> = y.iter().zip(v).map(|(y, v)| fit.shrink(*y, *v, 0.95)).collect();
    let units: [(&str, Figure); 4] =
        [("blup", |s| s.value), ("blup_se", |s| s.se), ("pi_lb", |s| s.lower), ("pi_ub", |s| s.upper)];
    differs("fit", &got, &keys.map(|key| want[key].as_f64())).or_else(|| {
        units.iter().find_map(|(key, of)| {
            let got: Vec<Option<f64>> = shrunk.iter().map(|s| s.map(of)).collect();
            differs(key, &got, &numbers(&want[*key]))
        })
    })
}

/// The peer's optimiser stops within about 1e-5 of the maximum of the likelihood; ours is at it.
const GLMER_STOPS: f64 = 2e-5;

fn counts_fault(fit: &CountEffects, want: &Value) -> Option<String> {
    let mut got = vec![fit.intercept, fit.sd];
    got.extend(&fit.modes);
    let mut wanted = vec![want["intercept"].as_f64(), want["sd"].as_f64()];
    wanted.extend(numbers(&want["ranef"]));
    if got.len() != wanted.len() {
        return Some(format!("{} figures, not {}", got.len(), wanted.len()));
    }
    let off = |(got, want): (&f64, &Option<f64>)| want.map_or(f64::INFINITY, |want| (got - want).abs());
    let worst = got.iter().zip(&wanted).map(off).fold(0.0, f64::max);
    (worst > GLMER_STOPS).then(|| format!("off by {worst}: {:?}, not {:?}", &got[..2], &wanted[..2]))
}
