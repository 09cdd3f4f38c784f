//! The limits of the peer's funnel at any denominator, with its rule for proportions that turn back.

use std::f64::consts::FRAC_PI_2;

use super::{Kind, Level, PeerFunnel, gamma_quantile};
use crate::Interval;

/// The tool draws its curves at so many denominators, evenly from the first to the largest.
const GRID: usize = 1000;
/// Where the curves of proportions begin.
const GRID_START: f64 = 3.0;

impl PeerFunnel {
    /// Limits at a denominator, multiplied: widened for overdispersion, or from size alone. Standardised ratios are exact
    /// (chi-square) from size alone; all else is normal on the kind's scale. None for no denominator.
    pub fn limits(&self, n: f64, level: Level, widened: bool) -> Option<Interval> {
        if !(n > 0.0 && n.is_finite()) {
            return None;
        }
        let tau2 = if widened { self.tau2 } else { 0.0 };
        let spread = |size: f64| level.z() * (size + tau2).sqrt();
        let limits = match self.options.kind {
            Kind::Shmi { .. } | Kind::Cqc if !widened => exact(n, level),
            Kind::Shmi { .. } => {
                let half = spread(1.0 / n);
                Interval { low: (-half).exp(), high: half.exp() }
            }
            Kind::Cqc => {
                let half = spread(0.25 / n);
                Interval { low: 1.0 - half, high: 1.0 + half }
            }
            Kind::Counts => {
                let (centre, half) = (self.middle, spread(0.25 / n));
                Interval { low: (centre - half).exp(), high: (centre + half).exp() }
            }
            Kind::Proportion => {
                let centre = self.middle;
                let half = spread(0.25 / n);
                let low = self.straight(n, centre - half, 0.0, |n| centre - spread(0.25 / n));
                let high = self.straight(n, centre + half, 1.0, |n| centre + spread(0.25 / n));
                Interval { low, high }
            }
        };
        let multiplier = self.options.multiplier;
        Some(Interval { low: limits.low * multiplier, high: limits.high * multiplier })
    }

    /// sin² of an angle; the end of the range where the next denominator of the tool's table lies further in, which
    /// happens only where the angle has left the quarter circle and the sine turns back.
    fn straight(&self, n: f64, angle: f64, end: f64, at: impl Fn(f64) -> f64) -> f64 {
        let square = |angle: f64| angle.sin().powi(2);
        let limit = square(angle);
        if (0.0..=FRAC_PI_2).contains(&angle) {
            return limit;
        }
        let turned = self
            .next(n)
            .map(|next| square(at(next)))
            .is_some_and(|next| if end == 0.0 { limit > next } else { limit < next });
        if turned { end } else { limit }
    }

    /// The next larger denominator in the tool's table: those of the organisations, and 1,000 evenly from 3 to the
    /// largest rounded up. None at the last.
    fn next(&self, n: f64) -> Option<f64> {
        let place = self.denominators.partition_point(|other| *other <= n);
        let own = self.denominators.get(place).copied();
        let last = self.denominators.last()?.ceil();
        let step = (last - GRID_START) / (GRID - 1) as f64;
        let grid = |i: usize| if i + 1 == GRID { last } else { GRID_START + i as f64 * step };
        // With a largest denominator below 3 the table runs downward.
        let above = if step > 0.0 {
            let guess = ((n - GRID_START) / step).max(0.0) as usize;
            (guess.saturating_sub(1)..GRID).map(grid).find(|x| *x > n)
        } else {
            (0..GRID).rev().map(grid).find(|x| *x > n)
        };
        match (own, above) {
            (Some(own), Some(above)) => Some(own.min(above)),
            (own, above) => own.or(above),
        }
    }
}

/// Exact Poisson limits of a ratio to an expected number: chi-square quantiles at 2E and 2(E + 1), halved, over E.
fn exact(expected: f64, level: Level) -> Interval {
    let tail = level.tail();
    Interval {
        low: gamma_quantile(tail, expected) / expected,
        high: gamma_quantile(1.0 - tail, expected + 1.0) / expected,
    }
}
