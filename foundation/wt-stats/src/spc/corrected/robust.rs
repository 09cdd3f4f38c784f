//! Centre and scale that a few wild values cannot move, and that never vanish while values differ.

use crate::quantile::{of_sorted, sorted};

/// Values further than this many robust standard deviations from the median are pulled in to there.
const CLIP: f64 = 3.5;
/// Median absolute deviation to the standard deviation of a normal distribution …
const MEDIAN: f64 = 1.482_602_218_505_602;
/// … and mean absolute deviation.
const MEAN: f64 = 1.253_314_137_315_500_1;

/// The terms in which a series is modelled: distance from its median in robust standard deviations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    centre: f64,
    scale: f64,
    /// The least distance between two values, in the same terms.
    step: f64,
}

impl Frame {
    /// The frame of a series that is not empty; none where values are too large to subtract.
    pub(super) fn of(values: &[f64]) -> Option<Self> {
        let values = sorted(values)?;
        let centre = of_sorted(&values, 0.5)?;
        let away: Vec<f64> = values.iter().map(|x| (x - centre).abs()).collect();
        let mean = away.iter().sum::<f64>() / away.len() as f64;
        let middle = of_sorted(&sorted(&away)?, 0.5)?;
        let step = values.windows(2).map(|w| w[1] - w[0]).filter(|s| *s > 0.0).fold(f64::INFINITY, f64::min);
        let step = if step.is_finite() { step } else { 0.0 };
        // Where half the values are the same their median distance is nought, and the mean speaks.
        let scale = if middle > 0.0 { MEDIAN * middle } else { (MEAN * mean).max(step) };
        let largest = values.iter().fold(scale, |top, x| top.max(x.abs()));
        // Room is left to square, and to add a few.
        (largest < f64::MAX.sqrt()).then_some(Self { centre, scale, step })
    }

    /// Whether all values are the same.
    pub(super) fn is_flat(&self) -> bool {
        self.scale <= 0.0
    }

    /// A value in the terms of the model.
    pub(super) fn clipped(&self, x: f64) -> f64 {
        if self.is_flat() { 0.0 } else { ((x - self.centre) / self.scale).clamp(-CLIP, CLIP) }
    }

    /// A value of the model in the terms of the series.
    pub(super) fn back(&self, z: f64) -> f64 {
        self.centre + z * self.scale
    }

    /// The least standard deviation that rounding to the least step leaves, in the terms of the model.
    pub(super) fn least(&self) -> f64 {
        if self.is_flat() { 0.0 } else { self.step / self.scale / 12.0_f64.sqrt() }
    }
}
