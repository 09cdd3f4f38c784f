//! Intervals for single figures.

/// A lower and an upper end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Wilson score interval of a proportion `x / n` at normal quantile `z` (§2.4; Wilson 1927); none where it is
/// not a proportion.
pub fn wilson(x: f64, n: f64, z: f64) -> Option<Interval> {
    let fits = x.is_finite() && n.is_finite() && z.is_finite() && n > 0.0 && (0.0..=n).contains(&x);
    if !fits {
        return None;
    }
    let q = 1.0 - x / n;
    let z2 = z * z;
    let half = z * (z2 + 4.0 * x * q).sqrt();
    let base = 2.0 * x + z2;
    let scale = 2.0 * (n + z2);
    Some(Interval { low: ((base - half) / scale).max(0.0), high: ((base + half) / scale).min(1.0) })
}
