//! Amounts with their uncertainty, and sums of them over metrics.

use super::prior::GROUPS;
use crate::Interval;
use crate::dist::{gamma_quantile, normal_quantile};

/// An amount with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Total {
    /// Posterior mean.
    pub mean: f64,
    /// Posterior standard deviation.
    pub sd: f64,
    /// Interval at the confidence asked for.
    pub interval: Interval,
    /// How much more the mean would be where a tenth of the metrics had not taught the prior on spread.
    pub(crate) without: [f64; GROUPS],
    /// Whether all metrics together could have come about without any true difference.
    pub(crate) nothing: bool,
}

impl Total {
    /// An amount without doubt.
    pub(crate) fn sure(mean: f64) -> Self {
        Self {
            mean,
            sd: 0.0,
            interval: Interval { low: mean, high: mean },
            without: [0.0; GROUPS],
            nothing: true,
        }
    }

    /// The sum of amounts of different metrics of one [`super::fit`]. Metrics err independently but for the prior on spread that all
    /// share: variances add, and the doubt about the prior comes on top, by a jackknife over tenths of the metrics (Quenouille
    /// 1956; Efron and Stein 1981). The interval is that of a gamma with the mean and variance; it starts at 0 where 0 is not
    /// far enough from the mean to be left out, or where no metric of the fit shows any true difference.
    pub fn sum(parts: impl IntoIterator<Item = Self>, confidence: f64) -> Self {
        let (mut mean, mut variance, mut without, mut nothing) = (0.0, 0.0, [0.0; GROUPS], true);
        for part in parts {
            mean += part.mean;
            variance += part.sd * part.sd;
            nothing &= part.nothing;
            without.iter_mut().zip(part.without).for_each(|(sum, one)| *sum += one);
        }
        let groups = GROUPS as f64;
        let middle = without.iter().sum::<f64>() / groups;
        variance +=
            without.iter().map(|w| (w - middle) * (w - middle)).sum::<f64>() * (groups - 1.0) / groups;
        let sd = variance.sqrt();
        let shape = mean * mean / variance;
        if !(mean > 0.0 && sd > 0.0 && shape.is_finite()) {
            return Self { sd, without, nothing, ..Self::sure(mean) };
        }
        let tail = (1.0 - confidence.clamp(0.0, 0.999_999)) / 2.0;
        let at = |p: f64| gamma_quantile(p, shape) * variance / mean;
        let none = if nothing || mean + normal_quantile(tail) * sd <= 0.0 { 1.0 } else { 0.0 };
        let interval = ends(none, tail, at(tail), || at(1.0 - tail), || at(1.0 - 2.0 * tail));
        Self { mean, sd, interval, without, nothing }
    }
}

/// An interval of something that is never below 0, and is 0 with probability `none`: from 0 with both tails above where that is more
/// than one tail.
pub(crate) fn ends(
    none: f64,
    tail: f64,
    low: f64,
    high: impl Fn() -> f64,
    both: impl Fn() -> f64,
) -> Interval {
    if none <= tail {
        let low = low.max(0.0);
        Interval { low, high: high().max(low) }
    } else {
        Interval { low: 0.0, high: both().max(0.0) }
    }
}
