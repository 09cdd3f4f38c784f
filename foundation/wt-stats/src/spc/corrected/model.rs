//! The model behind corrected charts: level, season and control with AR(1) noise, and a change of level.
//!
//! For a grid of autocorrelations φ and seasonal strengths τ the likelihood of a Gaussian series is exact and costs a
//! pass over the points: neighbours whitened by φ to the power of the months between them (so that a missing month is
//! only a longer step), level and control flat, season as ridge columns of strength τ, scale integrated out
//! (Jeffreys). A change of the level at each possible month adds a column with a normal prior.

use super::whitened::{Factor, Step, Whitened, dot};

/// Autocorrelations that are weighed.
const PHI: [f64; 6] = [0.0, 0.15, 0.3, 0.45, 0.6, 0.75];
/// Strengths of season that are weighed, in standard deviations of the noise; the first is none.
const TAU: [f64; 3] = [0.0, 0.6, 1.8];
/// What each autocorrelation counts for where nothing changed: near the least favourable weights, under which false
/// signals are equally rare at all of them (Elliott, Müller and Watson 2015) …
const PHI_STILL: [f64; 6] = [1.0, 1.0, 1.2, 1.4, 2.5, 1.5];
/// … and where something did.
const PHI_CHANGED: [f64; 6] = [0.5, 0.2, 0.1, 0.1, 0.1, 0.0];
/// Standard deviations of a change, in standard deviations of the series, each with its weight: most are small, and a
/// few so plain that the values seem to have wandered there.
const CHANGE: [(f64, f64); 2] = [(1.0, 0.8), (5.0, 0.2)];
/// The same of a steady rise or fall, from the first point to the last.
const DRIFT: [(f64, f64); 2] = [(3.0, 0.8), (10.0, 0.2)];
/// How likely a drift is beside a change, where something happened.
const DRIFTS: f64 = 0.15;
/// The likeliest age of a change, in points, and the spread of its logarithm.
const AGE: (f64, f64) = (12.0, 0.35);
/// Ages that are looked at.
pub(super) const AGES: std::ops::RangeInclusive<usize> = 4..=30;
/// Points that must stand before a change.
const BEFORE: usize = 6;
/// Level, control, and two harmonics of the year.
pub(super) const COLUMNS: usize = 6;
/// Strength of the second harmonic beside the first.
const SECOND: f64 = 0.6;

/// One number a column.
pub(super) type Row = [f64; COLUMNS];

/// A point: when it was, its value, and what is known of its month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Observation {
    /// Position in the series, gaps counted.
    pub(super) at: usize,
    /// Value, centred and scaled.
    pub(super) value: f64,
    /// Level, control and harmonics at it.
    pub(super) row: Row,
}

/// Which columns are in use: so many flat ones, then, where months are known, four seasonal ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Design {
    controlled: bool,
    seasonal: bool,
}

impl Design {
    pub(super) fn new(controlled: bool, seasonal: bool) -> Self {
        Self { controlled, seasonal }
    }

    /// Whether a season is allowed for.
    pub(super) fn is_seasonal(self) -> bool {
        self.seasonal
    }

    /// The row of a month (1 to 12) with a control value.
    pub(super) fn row(self, month: Option<u8>, control: Option<f64>) -> Row {
        let mut row = [0.0; COLUMNS];
        row[0] = 1.0;
        let mut next = 1;
        if self.controlled {
            row[1] = control.unwrap_or(0.0);
            next = 2;
        }
        if self.seasonal {
            let turn = f64::from(month.unwrap_or(0)) * std::f64::consts::TAU / 12.0;
            row[next] = turn.cos();
            row[next + 1] = turn.sin();
            row[next + 2] = SECOND * (2.0 * turn).cos();
            row[next + 3] = SECOND * (2.0 * turn).sin();
        }
        row
    }

    pub(super) fn flat(self) -> usize {
        1 + usize::from(self.controlled)
    }

    pub(super) fn width(self, tau: f64) -> usize {
        if tau > 0.0 { self.flat() + 4 } else { self.flat() }
    }

    pub(super) fn strengths(self) -> &'static [f64] {
        if self.seasonal { &TAU } else { &TAU[..1] }
    }
}

/// What a series without a change says.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    /// Each combination of φ and τ: its weight, coefficients, variance, and the factor of its normal equations.
    parts: Vec<Solution>,
    /// Degrees of freedom.
    pub(super) freedom: f64,
}

#[derive(Debug, Clone)]
struct Solution {
    weight: f64,
    width: usize,
    factor: Factor,
    coefficients: Row,
    variance: f64,
}

impl Fit {
    /// Expected value and standard deviation of one more point with this row.
    pub(super) fn expect(&self, row: &Row) -> (f64, f64) {
        let (mut mean, mut square) = (0.0, 0.0);
        for part in &self.parts {
            let at: f64 = row.iter().zip(&part.coefficients).take(part.width).map(|(r, c)| r * c).sum();
            let half = part.factor.forward(row);
            let spread = part.variance * (1.0 + half.iter().map(|h| h * h).sum::<f64>());
            mean += part.weight * at;
            square += part.weight * (at * at + spread);
        }
        (mean, (square - mean * mean).max(0.0).sqrt())
    }
}

/// Fits the series; `observations` in order of time, more than the columns of the design.
pub(super) fn fit(observations: &[Observation], design: Design) -> Fit {
    weigh(observations, design, &[]).0
}

/// The evidence for a change of level in a series, against none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    /// Logarithm of the likelihood ratio.
    pub(super) ratio: f64,
    /// The likeliest age of the change, in points; none where a drift through the whole series is likelier.
    pub(super) age: Option<usize>,
}

/// Looks for a change; none where the series is too short for any.
pub(super) fn change(observations: &[Observation], design: Design) -> Option<Evidence> {
    let ages: Vec<usize> = AGES.take_while(|age| age + BEFORE <= observations.len()).collect();
    if ages.is_empty() {
        return None;
    }
    let (_, still, changed) = weigh(observations, design, &ages);
    let top = changed.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Ages, and the drift last.
    let mut by_age = vec![0.0; ages.len() + 1];
    for here in changed.chunks_exact(by_age.len()) {
        for (sum, log) in by_age.iter_mut().zip(here) {
            *sum += (log - top).exp();
        }
    }
    let best = by_age.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    // Strengths of season are weighed alike on both sides, so their number cancels; autocorrelations do not.
    let norm = |w: &[f64]| w.iter().sum::<f64>().ln();
    let changed = by_age.iter().sum::<f64>().ln() + top - norm(&PHI_CHANGED);
    Some(Evidence { ratio: changed - (still - norm(&PHI_STILL)), age: ages.get(best.0).copied() })
}

/// The series under every φ and τ: the fit, the logarithm of its weight, and for each combination that of a change at
/// each age and, after these, of a drift.
fn weigh(observations: &[Observation], design: Design, ages: &[usize]) -> (Fit, f64, Vec<f64>) {
    let freedom = (observations.len() - design.flat()) as f64;
    let age_weights = age_weights(ages);
    let combinations = PHI.len() * design.strengths().len();
    let (mut still, mut parts) = (Vec::with_capacity(combinations), Vec::with_capacity(combinations));
    let mut changed = Vec::with_capacity(combinations * (ages.len() + 1));
    for (k, phi) in PHI.into_iter().enumerate() {
        let white = Whitened::new(observations, phi, design, ages.last().copied().unwrap_or(0));
        for tau in design.strengths() {
            let width = design.width(*tau);
            let factor = Factor::new(&white.gram, design.flat(), width, *tau);
            let half = factor.forward(&white.cross);
            let rest = (white.square - dot(&half, &half)).max(f64::MIN_POSITIVE);
            let base = -0.5 * (white.log_det + factor.log_det);
            still.push(PHI_STILL[k].ln() + base - 0.5 * freedom * rest.ln());
            if PHI_CHANGED[k] > 0.0 && !ages.is_empty() {
                let likelihood = |step: &Step, spreads: [(f64, f64); 2]| {
                    let across = factor.forward(&step.cross);
                    let own = step.square - dot(&across, &across);
                    let with = step.value - dot(&across, &half);
                    let one = |(spread, weight): (f64, f64)| {
                        let grown = 1.0 + spread * spread * own;
                        let left = (rest - spread * spread * with * with / grown).max(f64::MIN_POSITIVE);
                        weight.ln() - 0.5 * grown.ln() - 0.5 * freedom * left.ln()
                    };
                    base + PHI_CHANGED[k].ln() + log_sum(&spreads.map(one))
                };
                let steps = ages.iter().zip(&age_weights);
                changed.extend(steps.map(|(age, w)| likelihood(&white.steps[age - 1], CHANGE) + w));
                changed.push(likelihood(&white.drift, DRIFT) + DRIFTS.ln());
            }
            let coefficients = factor.back(&half);
            parts.push(Solution { weight: 0.0, width, coefficients, factor, variance: rest / freedom });
        }
    }
    let total = log_sum(&still);
    for (part, log) in parts.iter_mut().zip(&still) {
        part.weight = (log - total).exp();
    }
    (Fit { parts, freedom }, total, changed)
}

/// Logarithms of the weights of ages: normal in their logarithm, to a sum of what drifts leave of one.
fn age_weights(ages: &[usize]) -> Vec<f64> {
    let raw = |age: &usize| -0.5 * (((*age as f64) / AGE.0).ln() / AGE.1).powi(2);
    let raw: Vec<f64> = ages.iter().map(raw).collect();
    let total = log_sum(&raw);
    raw.iter().map(|w| w - total + (1.0 - DRIFTS).ln()).collect()
}

fn log_sum(logs: &[f64]) -> f64 {
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY { top } else { top + logs.iter().map(|l| (l - top).exp()).sum::<f64>().ln() }
}
