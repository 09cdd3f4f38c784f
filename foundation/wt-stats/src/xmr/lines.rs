//! Mean, moving range and limits of a segment (§2.1). In slices here NaN stands for a gap.

/// Moving range to natural limits: 3 / 1.128.
const LIMIT: f64 = 2.66;
/// A moving range of at least this many mean moving ranges is left out when screening.
const SCREEN: f64 = 3.267;

/// Natural process limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Mean moving range, after screening.
    pub moving_range: f64,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// Lower warning line, two thirds of the way.
    pub lower_warning: f64,
    /// Upper warning line.
    pub upper_warning: f64,
}

impl Limits {
    /// Limits 2.66 mean moving ranges either side of the mean; none where they pass the largest number there is.
    pub(super) fn around(mean: f64, moving_range: f64) -> Option<Self> {
        let (limit, warning) = (LIMIT * moving_range, LIMIT * moving_range * 2.0 / 3.0);
        let (lower, upper) = (mean - limit, mean + limit);
        (lower.is_finite() && upper.is_finite()).then_some(Self {
            moving_range,
            lower,
            upper,
            lower_warning: mean - warning,
            upper_warning: mean + warning,
        })
    }

    /// Whether the limits have no width, so that being outside them means nothing.
    pub fn is_flat(&self) -> bool {
        self.moving_range <= 0.0
    }
}

/// The mean of what is present; none where nothing is, or where the sum passes the largest number there is.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    let (sum, n) =
        values.iter().filter(|x| x.is_finite()).fold((0.0, 0_usize), |(sum, n), x| (sum + x, n + 1));
    let mean = sum / n as f64;
    mean.is_finite().then_some(mean)
}

/// The mean moving range of a series, screened once if asked; none where no range is left.
pub fn moving_range(values: &[Option<f64>], screen: bool) -> Option<f64> {
    let values: Vec<f64> = values.iter().map(|v| v.unwrap_or(f64::NAN)).collect();
    mean_range(&values, screen)
}

pub(super) fn mean_range(values: &[f64], screen: bool) -> Option<f64> {
    let first = mean_below(values, f64::INFINITY)?;
    if screen { mean_below(values, SCREEN * first) } else { Some(first) }
}

/// The mean of the moving ranges below `cut`. A range next to a gap is NaN, and so is below nothing.
fn mean_below(values: &[f64], cut: f64) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0_usize);
    for pair in values.windows(2) {
        let range = (pair[1] - pair[0]).abs();
        if range < cut {
            sum += range;
            n += 1;
        }
    }
    let mean = sum / n as f64;
    mean.is_finite().then_some(mean)
}
