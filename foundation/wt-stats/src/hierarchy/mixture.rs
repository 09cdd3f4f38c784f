//! Mixtures of normals: probability below a value, and the value at a probability.

use crate::dist::{normal_cdf, normal_density, normal_quantile};

/// One part of a mixture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    pub weight: f64,
    pub mean: f64,
    /// Above 0.
    pub sd: f64,
}

/// P(X ≤ x); weights add to 1.
pub(crate) fn below(parts: &[Part], x: f64) -> f64 {
    parts.iter().map(|p| p.weight * normal_cdf((x - p.mean) / p.sd)).sum()
}

/// Probability density.
pub(crate) fn density(parts: &[Part], x: f64) -> f64 {
    parts.iter().map(|p| p.weight * normal_density((x - p.mean) / p.sd) / p.sd).sum()
}

/// Mean and standard deviation.
pub(crate) fn moments(parts: &[Part]) -> (f64, f64) {
    let mean: f64 = parts.iter().map(|p| p.weight * p.mean).sum();
    let variance: f64 =
        parts.iter().map(|p| p.weight * (p.sd * p.sd + (p.mean - mean) * (p.mean - mean))).sum();
    (mean, variance.sqrt())
}

/// The x with P(X ≤ x) = `p`, to a thousandth of the standard deviation, by Halley's steps inside a bracket.
pub(crate) fn quantile(parts: &[Part], p: f64) -> f64 {
    let (mean, sd) = moments(parts);
    let z = normal_quantile(p);
    root(parts, p, mean + z * sd, 1e-3 * sd)
}

/// Both ends at tails `low` and `high`; in order even where both lie in a lump narrower than the precision of either.
pub(crate) fn interval(parts: &[Part], low: f64, high: f64) -> (f64, f64) {
    let (a, b) = (quantile(parts, low), quantile(parts, high));
    (a.min(b), a.max(b))
}

/// The x with P(X ≤ x) = `p`, from a start, to within `close`.
pub(crate) fn root(parts: &[Part], p: f64, start: f64, close: f64) -> f64 {
    let ends = |of: fn(f64, f64) -> f64, sign: f64, from: f64| {
        parts.iter().map(|q| q.mean + sign * 9.0 * q.sd).fold(from, of)
    };
    let mut low = ends(f64::min, -1.0, f64::INFINITY);
    let mut high = ends(f64::max, 1.0, f64::NEG_INFINITY);
    let mut x = start.clamp(low, high);
    for round in 0..200 {
        let (mut off, mut slope, mut bend) = (-p, 0.0, 0.0);
        for q in parts {
            let z = (x - q.mean) / q.sd;
            off += q.weight * normal_cdf(z);
            let density = q.weight * normal_density(z) / q.sd;
            slope += density;
            bend -= density * z / q.sd;
        }
        if off > 0.0 {
            high = x;
        } else {
            low = x;
        }
        // Halley's step; where the bend is too strong for it, Newton's.
        let step = off / slope;
        let damped = 1.0 - 0.5 * step * bend / slope;
        let halley = x - if damped > 0.5 { step / damped } else { step };
        // Lumps and wide parts together can lead steps on for long: then every other one halves the bracket.
        let inside = halley > low && halley < high && (round < 12 || round % 2 == 0);
        let next = if inside { halley } else { f64::midpoint(low, high) };
        if (next - x).abs() <= close || high - low <= close {
            return next;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_lumps_far_apart_undo_their_tails() {
        let parts = [
            Part { weight: 0.6, mean: 0.0, sd: 1e-6 },
            Part { weight: 0.3, mean: 0.1, sd: 0.05 },
            Part { weight: 0.1, mean: 4.0, sd: 1.0 },
        ];
        for p in [0.001, 0.05, 0.3, 0.62, 0.9, 0.95, 0.999] {
            let x = quantile(&parts, p);
            let (low, high) = (below(&parts, x - 2e-3), below(&parts, x + 2e-3));
            assert!(low <= p && p <= high, "{p}: {x} {low} {high}");
        }
    }
}
