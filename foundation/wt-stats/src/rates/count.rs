//! Counts: proportions by Wilson, rates and ratios exactly below ten events and by Byar from ten on.

use super::{Estimate, Why, confident, counted, divisor};
use crate::dist::{chi2_quantile, z_of};
use crate::{Interval, wilson};

/// From so many events on Byar's approximation stands for the exact limits.
const EXACT_BELOW: f64 = 10.0;

/// Byar's limits of a count `x` at normal quantile `z`: `x (1 − 1/(9x) − z/(3√x))³`, and the upper with `x + 1` and
/// `+ z` (Breslow and Day 1987, vol. II). A lower limit below zero, or of no events, is none.
pub fn byar(x: f64, z: f64) -> (Option<f64>, f64) {
    let cube = |n: f64, z: f64| n * (1.0 - 1.0 / (9.0 * n) + z / (3.0 * n.sqrt())).powi(3);
    let low = (x > 0.0).then(|| cube(x, -z)).filter(|low| *low >= 0.0);
    (low, cube(x + 1.0, z))
}

/// Exact Poisson limits of a count: half the chi-square quantiles at 2x and 2x + 2 degrees of freedom (Garwood 1936).
fn exact(x: f64, confidence: f64) -> Interval {
    let tail = (1.0 - confidence) / 2.0;
    let low = if x > 0.0 { chi2_quantile(tail, 2.0 * x) / 2.0 } else { 0.0 };
    Interval { low, high: chi2_quantile(1.0 - tail, 2.0 * x + 2.0) / 2.0 }
}

/// What [`count_interval`] is called for a count: `Exact` or `Byars`.
pub fn count_method(x: f64) -> &'static str {
    if x < EXACT_BELOW { "Exact" } else { "Byars" }
}

/// Limits of a count at a confidence: exact below ten, Byar from ten on.
///
/// # Errors
/// [`Why`] for a count or confidence that is none.
pub fn count_interval(x: f64, confidence: f64) -> Result<Interval, Why> {
    let (x, confidence) = (counted(x)?, confident(confidence)?);
    if x < EXACT_BELOW {
        return Ok(exact(x, confidence));
    }
    let (low, high) = byar(x, z_of(confidence));
    Ok(Interval { low: low.unwrap_or(0.0), high })
}

/// The proportion `x / n` with Wilson's interval (Wilson 1927).
///
/// ```
/// let p = wt_stats::rates::proportion(65.0, 100.0, 0.95).unwrap().times(100.0);
/// assert_eq!(p.value, 65.0);
/// assert!((p.low.unwrap() - 55.2544).abs() < 1e-4);
/// ```
///
/// # Errors
/// [`Why`] where it is no proportion.
pub fn proportion(x: f64, n: f64, confidence: f64) -> Result<Estimate, Why> {
    let (x, n, confidence) = (counted(x)?, divisor(n)?, confident(confidence)?);
    let limits = wilson(x, n, z_of(confidence)).ok_or(Why::CountAboveDenominator)?;
    Ok(Estimate { value: x / n, low: Some(limits.low), high: Some(limits.high) })
}

/// The rate `x / n` of events over a population or an expected count, with [`count_interval`] over it.
///
/// # Errors
/// [`Why`] where it is no rate.
pub fn rate(x: f64, n: f64, confidence: f64) -> Result<Estimate, Why> {
    let n = divisor(n)?;
    let limits = count_interval(x, confidence)?;
    Ok(Estimate { value: x / n, low: Some(limits.low / n), high: Some(limits.high / n) })
}
