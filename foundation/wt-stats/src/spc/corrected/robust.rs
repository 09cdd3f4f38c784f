//! Centre and scale that a few wild values cannot move, and that never vanish while values differ.
//!
//! Positive values that lean to one side are modelled as their roots or logarithms (Tukey 1977), so that a long upper
//! tail is not taken for a string of signals; limits then lie further above than below.

use crate::quantile::{of_sorted, sorted};

/// Values further than this many robust standard deviations from the median around them are pulled in to there.
const CLIP: f64 = 3.5;
/// Values a median is taken of.
const AROUND: usize = 5;
/// No value counts for more standard deviations than this.
const FURTHEST: f64 = 1e6;
/// Median absolute deviation to the standard deviation of a normal distribution …
const MEDIAN: f64 = 1.482_602_218_505_602;
/// … and mean absolute deviation.
const MEAN: f64 = 1.253_314_137_315_500_1;
/// How much straighter values must stand as roots or logarithms to be taken so.
const STRAIGHTER: f64 = 0.15;

/// What is taken of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    Plain,
    Root,
    Logarithm,
}

impl Scale {
    /// The scale on which values, where all are positive, lean least.
    pub(super) fn of(values: &[f64]) -> Self {
        let lean = |scale: Self| lean(values, scale).unwrap_or(f64::INFINITY);
        let plain = lean(Self::Plain);
        if values.iter().any(|x| *x <= 0.0) {
            return Self::Plain;
        }
        let (root, logarithm) = (lean(Self::Root), lean(Self::Logarithm));
        match (root < logarithm, root.min(logarithm) < plain - STRAIGHTER) {
            (_, false) => Self::Plain,
            (true, true) => Self::Root,
            (false, true) => Self::Logarithm,
        }
    }

    fn take(self, x: f64) -> f64 {
        match self {
            Self::Plain => x,
            Self::Root => x.max(0.0).sqrt(),
            Self::Logarithm => x.max(f64::MIN_POSITIVE).ln(),
        }
    }

    fn back(self, x: f64) -> f64 {
        match self {
            Self::Plain => x,
            Self::Root => x.max(0.0).powi(2),
            Self::Logarithm => x.exp().min(f64::MAX),
        }
    }
}

/// Kelly's skewness: how much further the upper decile lies from the median than the lower, without its sign.
fn lean(values: &[f64], scale: Scale) -> Option<f64> {
    let values = sorted(&values.iter().map(|x| scale.take(*x)).collect::<Vec<_>>())?;
    let [low, middle, high] = [of_sorted(&values, 0.1)?, of_sorted(&values, 0.5)?, of_sorted(&values, 0.9)?];
    Some(((high - middle) - (middle - low)) / (high - low)).filter(|l| l.is_finite()).map(f64::abs)
}

/// The terms in which a series is modelled: distance from its median in robust standard deviations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    kind: Scale,
    centre: f64,
    scale: f64,
    /// The least distance between two values, in the same terms.
    step: f64,
}

impl Frame {
    /// The frame of a series that is not empty; none where values are too large to reckon with.
    pub(super) fn of(values: &[f64], kind: Scale) -> Option<Self> {
        // Room is left to square, and to add a few.
        if values.iter().any(|x| x.abs() > f64::MAX.sqrt() / 1e3) {
            return None;
        }
        let values = sorted(&values.iter().map(|x| kind.take(*x)).collect::<Vec<_>>())?;
        let centre = of_sorted(&values, 0.5)?;
        let away: Vec<f64> = values.iter().map(|x| (x - centre).abs()).collect();
        let mean = away.iter().sum::<f64>() / away.len() as f64;
        let middle = of_sorted(&sorted(&away)?, 0.5)?;
        let step = values.windows(2).map(|w| w[1] - w[0]).filter(|s| *s > 0.0).fold(f64::INFINITY, f64::min);
        let step = if step.is_finite() { step } else { 0.0 };
        // Where half the values are the same their median distance is nought, and the mean speaks.
        let scale = if middle > 0.0 { MEDIAN * middle } else { (MEAN * mean).max(step) };
        Some(Self { kind, centre, scale, step })
    }

    /// Whether all values are the same.
    pub(super) fn is_flat(&self) -> bool {
        self.scale <= 0.0
    }

    /// Values in the terms of the model, each pulled in to within [`CLIP`] of the median of the five around it, so that
    /// single wild points move nothing and a lasting change stays as it is (Hampel 1974).
    pub(super) fn tamed(&self, values: &[f64]) -> Vec<f64> {
        let away = |x: &f64| ((self.kind.take(*x) - self.centre) / self.scale).clamp(-FURTHEST, FURTHEST);
        if self.is_flat() {
            return vec![0.0; values.len()];
        }
        let away: Vec<f64> = values.iter().map(away).collect();
        let near = |i: usize| {
            let from = i.saturating_sub(2).min(away.len().saturating_sub(AROUND));
            let mut around = [0.0; AROUND];
            let known = &away[from..(from + AROUND).min(away.len())];
            around[..known.len()].copy_from_slice(known);
            around[..known.len()].sort_unstable_by(f64::total_cmp);
            around[known.len() / 2]
        };
        away.iter().enumerate().map(|(i, z)| z.clamp(near(i) - CLIP, near(i) + CLIP)).collect()
    }

    /// A value of the model in the terms of the series.
    pub(super) fn back(&self, z: f64) -> f64 {
        self.kind.back(self.centre + z * self.scale)
    }

    /// The least standard deviation that rounding to the least step leaves, in the terms of the model.
    pub(super) fn least(&self) -> f64 {
        if self.is_flat() { 0.0 } else { self.step / self.scale / 12.0_f64.sqrt() }
    }
}
