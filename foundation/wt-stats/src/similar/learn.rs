//! Weights learnt so that organisations' figures are predicted by those of others.
//!
//! The weight of a variable is its squared coefficient in a ridge regression of the metric on all of them: differences
//! that move the metric count, others do not. How strongly coefficients are held to 0, whether general weights do
//! better, how fast a peer's say falls with distance, and whether peers' figures are adjusted for the differences that
//! remain (Abadie and Imbens, *Bias-corrected matching estimators*, 2011) are chosen by cross-validation.

use super::predict::{kernel, line};
use super::variables::normal;
use super::{Fault, Variables};

/// Fewest organisations with figures that a metric needs to teach anything.
const FEWEST: usize = 20;
/// Organisations are left out by turns, so many.
const FOLDS: usize = 5;
/// Penalties tried, for each organisation.
const PENALTIES: [f64; 3] = [0.2, 0.6, 2.0];
/// The penalty of general weights: the middle one.
const MIDDLE: f64 = 0.6;
/// How fast a peer's say falls: from not at all to a handful of peers.
const SHARPNESSES: [f64; 7] = [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0];

/// Squared errors at each sharpness.
type Errors = [f64; SHARPNESSES.len()];

/// What was learnt.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    /// One a variable, none negative, adding to 1: to be shown, and to be changed.
    pub weights: Vec<f64>,
    /// A peer's say is exp(−sharpness × squared distance).
    pub sharpness: f64,
    /// By how much the metric moves with one standard deviation of each variable, to adjust peers' figures by; all 0
    /// where that predicts no better.
    pub slopes: Vec<f64>,
    /// The share of the metric's variance that peers told, of organisations left out; below 0 where the mean of all
    /// would have told more.
    pub told: f64,
}

/// Weights for any metric, learnt from many: the mean over metrics of squared coefficients, and the sharpness that
/// predicts best. Metrics with fewer than twenty figures, or none that differ, teach nothing.
///
/// # Errors
/// `Shape` where a metric has not a place for each organisation; `TooFew` where no metric teaches.
pub fn learn_general(variables: &Variables, metrics: &[Vec<Option<f64>>]) -> Result<Learnt, Fault> {
    let metrics: Vec<Metric> = metrics
        .iter()
        .map(|values| Metric::of(variables, values))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect();
    if metrics.is_empty() {
        return Err(Fault::TooFew);
    }
    let mut weights = vec![0.0; variables.variables()];
    for metric in &metrics {
        let slopes = metric.slopes(variables, &metric.places, MIDDLE);
        weights.iter_mut().zip(slopes).for_each(|(weight, slope)| *weight += slope * slope);
    }
    let weights = normal(&weights);
    let slopes = vec![0.0; weights.len()];
    let mut errors: Errors = [0.0; SHARPNESSES.len()];
    for metric in &metrics {
        let places = (metric.places.as_slice(), metric.places.as_slice());
        let found = metric.errors(variables, places, &weights, std::slice::from_ref(&slopes));
        let n = metric.places.len() as f64;
        errors.iter_mut().zip(found.iter().flatten()).for_each(|(sum, error)| *sum += error / n);
    }
    let (sharpest, error) = least(&errors);
    let told = 1.0 - error / metrics.len() as f64;
    Ok(Learnt { weights, sharpness: SHARPNESSES[sharpest], slopes, told })
}

/// Weights for one metric, of which `general` weights are one candidate. Each candidate is judged by the organisations
/// left out of its learning; the best is learnt anew from all.
///
/// # Errors
/// `Shape`, `Weights` or `NotANumber` for bad input; `TooFew` where fewer than twenty organisations have figures, or
/// none differ.
pub fn learn(variables: &Variables, values: &[Option<f64>], general: &[f64]) -> Result<Learnt, Fault> {
    variables.check(general)?;
    let general = &normal(general);
    let metric = Metric::of(variables, values)?.ok_or(Fault::TooFew)?;
    // Candidates by weights (general, or own at each penalty), then adjustment (none, or at each penalty).
    let width = PENALTIES.len() + 1;
    let mut errors: Vec<Errors> = vec![[0.0; SHARPNESSES.len()]; width * width];
    for fold in 0..FOLDS {
        let part = |keep: bool| {
            let places = metric.places.iter().enumerate();
            places.filter(|(i, _)| (i % FOLDS == fold) == keep).map(|(_, place)| *place).collect::<Vec<_>>()
        };
        let (asked, known) = (part(true), part(false));
        let slopes = metric.candidates(variables, &known);
        for (w, weighing) in slopes.iter().enumerate() {
            let weights = if w == 0 { general.clone() } else { squares(weighing, general) };
            let found = metric.errors(variables, (&asked, &known), &weights, &slopes);
            for (sums, found) in errors[w * width..].iter_mut().zip(found) {
                sums.iter_mut().zip(found).for_each(|(sum, error)| *sum += error);
            }
        }
    }
    let best: Vec<(usize, f64)> = errors.iter().map(|row| least(row)).collect();
    let (candidate, error) = least(&best.iter().map(|(_, error)| *error).collect::<Vec<_>>());
    let slopes = metric.candidates(variables, &metric.places);
    let (w, a) = (candidate / width, candidate % width);
    Ok(Learnt {
        weights: if w == 0 { general.clone() } else { squares(&slopes[w], general) },
        sharpness: SHARPNESSES[best[candidate].0],
        slopes: slopes[a].iter().map(|slope| slope * metric.deviation).collect(),
        told: 1.0 - error / metric.places.len() as f64,
    })
}

/// The organisations that have a figure, and figures standardised, by organisation.
struct Metric {
    places: Vec<usize>,
    scores: Vec<Option<f64>>,
    deviation: f64,
}

impl Metric {
    fn of(variables: &Variables, values: &[Option<f64>]) -> Result<Option<Self>, Fault> {
        if values.len() != variables.organisations() {
            return Err(Fault::Shape);
        }
        let known = |place: &usize| values[*place].is_some_and(f64::is_finite);
        let places: Vec<usize> = (0..values.len()).filter(known).collect();
        let n = places.len() as f64;
        let figures = || places.iter().filter_map(|place| values[*place]);
        let mean: f64 = figures().map(|value| value / n).sum();
        let deviation = figures().map(|value| (value - mean).powi(2) / n).sum::<f64>().sqrt();
        if places.len() < FEWEST
            || !deviation.is_finite()
            || deviation <= 1e-12 * mean.abs()
            || deviation == 0.0
        {
            return Ok(None);
        }
        let score = |value: f64| value.is_finite().then_some((value - mean) / deviation);
        let scores = values.iter().map(|value| value.and_then(score)).collect();
        Ok(Some(Self { places, scores, deviation }))
    }

    /// No slopes, then those at each penalty.
    fn candidates(&self, variables: &Variables, known: &[usize]) -> Vec<Vec<f64>> {
        let none = std::iter::once(vec![0.0; variables.variables()]);
        none.chain(PENALTIES.iter().map(|penalty| self.slopes(variables, known, *penalty))).collect()
    }

    /// Coefficients of the ridge regression over the known organisations: (X′X + penalty n I)⁻¹ X′y.
    fn slopes(&self, variables: &Variables, known: &[usize], penalty: f64) -> Vec<f64> {
        let size = variables.variables();
        let mean = known.iter().filter_map(|place| self.scores[*place]).sum::<f64>() / known.len() as f64;
        let mut matrix = vec![0.0; size * size];
        let mut right = vec![0.0; size];
        for place in known {
            let row: Vec<f64> = (0..size).map(|v| variables.score(*place, v).unwrap_or(0.0)).collect();
            let figure = self.scores[*place].unwrap_or(mean) - mean;
            for (i, one) in row.iter().enumerate().filter(|(_, one)| **one != 0.0) {
                right[i] += one * figure;
                for (cell, other) in matrix[i * size..].iter_mut().zip(&row) {
                    *cell += one * other;
                }
            }
        }
        for i in 0..size {
            matrix[i * size + i] += penalty * known.len() as f64;
        }
        solve(&mut matrix, &mut right);
        right
    }

    /// For each way to adjust and each sharpness, the summed squared error of predicting the asked from the known, in
    /// variances.
    fn errors(
        &self,
        variables: &Variables,
        (asked, known): (&[usize], &[usize]),
        weights: &[f64],
        adjustments: &[Vec<f64>],
    ) -> Vec<Errors> {
        let score = |place: usize| self.scores[place].unwrap_or(0.0);
        let places = 0..variables.organisations();
        // What is left of each figure when what the variables say is taken off.
        let left: Vec<Vec<f64>> = adjustments
            .iter()
            .map(|slopes| places.clone().map(|place| score(place) - line(variables, place, slopes)).collect())
            .collect();
        let mut errors = vec![[0.0; SHARPNESSES.len()]; adjustments.len()];
        for of in asked {
            let others: Vec<usize> = known.iter().copied().filter(|place| place != of).collect();
            let squared: Vec<f64> =
                others.iter().map(|other| variables.squared(weights, *of, *other)).collect();
            for (s, sharpness) in SHARPNESSES.into_iter().enumerate() {
                let says = kernel(&squared, sharpness);
                let total: f64 = says.iter().sum();
                for (left, errors) in left.iter().zip(&mut errors) {
                    let sum: f64 = says.iter().zip(&others).map(|(say, other)| say * left[*other]).sum();
                    errors[s] += (sum / total - left[*of]).powi(2);
                }
            }
        }
        errors
    }
}

/// Squared slopes as weights; `otherwise` where all are 0.
fn squares(slopes: &[f64], otherwise: &[f64]) -> Vec<f64> {
    let squares: Vec<f64> = slopes.iter().map(|slope| slope * slope).collect();
    if squares.iter().sum::<f64>() > 0.0 { normal(&squares) } else { otherwise.to_vec() }
}

/// The place and value of the least.
fn least(errors: &[f64]) -> (usize, f64) {
    let all = errors.iter().copied().enumerate();
    all.min_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or((0, f64::INFINITY))
}

/// Solves a symmetric positive definite system in place, by Cholesky's factor.
fn solve(matrix: &mut [f64], right: &mut [f64]) {
    let n = right.len();
    for i in 0..n {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| matrix[i * n + k] * matrix[j * n + k]).sum();
            let rest = matrix[i * n + j] - dot;
            // The penalty keeps the diagonal well above 0.
            matrix[i * n + j] =
                if i == j { rest.max(f64::MIN_POSITIVE).sqrt() } else { rest / matrix[j * n + j] };
        }
    }
    for i in 0..n {
        let dot: f64 = (0..i).map(|k| matrix[i * n + k] * right[k]).sum();
        right[i] = (right[i] - dot) / matrix[i * n + i];
    }
    for i in (0..n).rev() {
        let dot: f64 = (i + 1..n).map(|k| matrix[k * n + i] * right[k]).sum();
        right[i] = (right[i] - dot) / matrix[i * n + i];
    }
}
