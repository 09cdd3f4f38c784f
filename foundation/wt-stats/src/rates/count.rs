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

/// A confidence, with what every interval at it needs worked out once: for a million rows.
///
/// ```
/// use wt_stats::rates::Level;
///
/// let levels = [Level::new(0.95).unwrap(), Level::new(0.998).unwrap()];
/// let [narrow, wide] = levels.map(|level| level.rate(12.0, 1000.0).unwrap().times(1000.0));
/// assert_eq!((narrow.value, wide.value), (12.0, 12.0));
/// assert!(wide.low < narrow.low && narrow.high < wide.high);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    confidence: f64,
    z: f64,
    /// Exact limits of 0, 1, 2, … events.
    exact: [Interval; EXACT_BELOW as usize],
}

impl Level {
    /// Of a confidence such as 0.95.
    ///
    /// # Errors
    /// [`Why::BadConfidence`].
    pub fn new(confidence: f64) -> Result<Self, Why> {
        let confidence = confident(confidence)?;
        let exact = std::array::from_fn(|x| exact(x as f64, confidence));
        Ok(Self { confidence, z: z_of(confidence), exact })
    }

    /// Its two-sided normal quantile.
    pub fn z(&self) -> f64 {
        self.z
    }

    /// The proportion `x / n` with Wilson's interval (Wilson 1927).
    ///
    /// # Errors
    /// [`Why`] where it is no proportion.
    pub fn proportion(&self, x: f64, n: f64) -> Result<Estimate, Why> {
        proportion_at(x, n, self.z)
    }

    /// Limits of a count: exact below ten, Byar from ten on.
    ///
    /// # Errors
    /// [`Why::BadCount`].
    pub fn count_interval(&self, x: f64) -> Result<Interval, Why> {
        let x = counted(x)?;
        if x >= EXACT_BELOW {
            return Ok(byar_interval(x, self.z));
        }
        Ok(if x.fract() == 0.0 { self.exact[x as usize] } else { exact(x, self.confidence) })
    }

    /// The rate `x / n` with [`Self::count_interval`] over `n`.
    ///
    /// # Errors
    /// [`Why`] where it is no rate.
    pub fn rate(&self, x: f64, n: f64) -> Result<Estimate, Why> {
        let n = divisor(n)?;
        over(x, self.count_interval(x)?, n)
    }
}

/// Limits of a count at a confidence: exact below ten, Byar from ten on.
///
/// # Errors
/// [`Why`] for a count or confidence that is none.
pub fn count_interval(x: f64, confidence: f64) -> Result<Interval, Why> {
    let (x, confidence) = (counted(x)?, confident(confidence)?);
    Ok(if x < EXACT_BELOW { exact(x, confidence) } else { byar_interval(x, z_of(confidence)) })
}

/// The proportion `x / n` with Wilson's interval (Wilson 1927); [`Level`] for many of them.
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
    proportion_at(x, n, z_of(confident(confidence)?))
}

/// The rate `x / n` of events over a population or an expected count, with [`count_interval`] over it; [`Level`] for
/// many of them.
///
/// # Errors
/// [`Why`] where it is no rate.
pub fn rate(x: f64, n: f64, confidence: f64) -> Result<Estimate, Why> {
    let n = divisor(n)?;
    over(x, count_interval(x, confidence)?, n)
}

fn proportion_at(x: f64, n: f64, z: f64) -> Result<Estimate, Why> {
    let (x, n) = (counted(x)?, divisor(n)?);
    let limits = wilson(x, n, z).ok_or(Why::CountAboveDenominator)?;
    Ok(Estimate { value: x / n, low: Some(limits.low), high: Some(limits.high) })
}

/// Byar's limits of ten events or more; a lower one that fails at an extreme confidence is zero.
fn byar_interval(x: f64, z: f64) -> Interval {
    let (low, high) = byar(x, z);
    Interval { low: low.unwrap_or(0.0), high }
}

pub(super) fn over(x: f64, limits: Interval, n: f64) -> Result<Estimate, Why> {
    Estimate { value: x / n, low: Some(limits.low / n), high: Some(limits.high / n) }.said()
}
