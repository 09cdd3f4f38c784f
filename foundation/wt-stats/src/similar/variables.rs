//! Organisations by variables, and the distances between them.

use super::Fault;

/// Squared difference, in standard deviations, of two organisations drawn at random: what is taken where either has
/// no value.
const UNKNOWN: f64 = 2.0;
/// Standardised values are held within this, so that one extreme value does not make an organisation unlike all.
const FARTHEST: f64 = 3.0;

/// Standardised variables of each organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Variables {
    organisations: usize,
    variables: usize,
    /// By organisation, then variable.
    scores: Vec<Option<f64>>,
}

/// One of the organisations like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Peer {
    /// Its place among the organisations.
    pub place: usize,
    /// Root of the weighted mean of squared differences, in standard deviations.
    pub distance: f64,
    /// The share of each variable in the squared distance; adds to 1, or all 0 where the distance is.
    pub shares: Vec<f64>,
}

/// The same weight for each variable, adding to 1.
#[must_use]
pub fn equal(variables: usize) -> Vec<f64> {
    vec![1.0 / variables.max(1) as f64; variables]
}

/// Adding to 1; equal where all are 0.
pub(crate) fn normal(weights: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    if total > 0.0 { weights.iter().map(|weight| weight / total).collect() } else { equal(weights.len()) }
}

impl Variables {
    /// Reads values row by row (organisation), `variables` to a row, and standardises each variable to mean 0 and
    /// standard deviation 1 over those that have it. Differences count up to 3 standard deviations from the mean;
    /// where either value is missing, the squared difference is taken as 2, that of two drawn at random. A variable
    /// that is the same everywhere tells none apart.
    ///
    /// # Errors
    /// `Shape`, `NotANumber`.
    pub fn standardise(values: &[Option<f64>], variables: usize) -> Result<Self, Fault> {
        if variables == 0 || !values.len().is_multiple_of(variables) {
            return Err(Fault::Shape);
        }
        if !values.iter().flatten().all(|value| value.is_finite()) {
            return Err(Fault::NotANumber);
        }
        let mut standardised = vec![None; values.len()];
        for variable in 0..variables {
            let column: Vec<Option<f64>> = values.iter().skip(variable).step_by(variables).copied().collect();
            for (organisation, score) in scores(&column).into_iter().enumerate() {
                standardised[organisation * variables + variable] = score;
            }
        }
        Ok(Self { organisations: values.len() / variables, variables, scores: standardised })
    }

    /// How many organisations.
    #[must_use]
    pub fn organisations(&self) -> usize {
        self.organisations
    }

    /// How many variables.
    #[must_use]
    pub fn variables(&self) -> usize {
        self.variables
    }

    /// Standard deviations from the mean; none where the organisation has no value for the variable, or there is no such.
    #[must_use]
    pub fn score(&self, organisation: usize, variable: usize) -> Option<f64> {
        let inside = variable < self.variables && organisation < self.organisations;
        if inside { self.scores[organisation * self.variables + variable] } else { None }
    }

    /// The `count` organisations nearest to that one, nearest first; ties by place. Fewer where there are fewer.
    ///
    /// # Errors
    /// `NoSuchPlace`, `Weights`, `NotANumber`.
    pub fn peers(&self, of: usize, weights: &[f64], count: usize) -> Result<Vec<Peer>, Fault> {
        let among: Vec<usize> = (0..self.organisations).collect();
        self.peers_among(of, &among, weights, count)
    }

    /// The nearest of some organisations, such as those that have a figure, or those of one type.
    ///
    /// # Errors
    /// `NoSuchPlace`, `Weights`, `NotANumber`.
    pub fn peers_among(
        &self,
        of: usize,
        among: &[usize],
        weights: &[f64],
        count: usize,
    ) -> Result<Vec<Peer>, Fault> {
        self.check(weights)?;
        if of >= self.organisations || among.iter().any(|place| *place >= self.organisations) {
            return Err(Fault::NoSuchPlace);
        }
        let weights = normal(weights);
        let others = among.iter().copied().filter(|other| *other != of);
        let mut nearest: Vec<(f64, usize)> =
            others.map(|other| (self.squared(&weights, of, other), other)).collect();
        nearest.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        nearest.dedup_by_key(|one| one.1);
        nearest.truncate(count);
        let peer = |(squared, place): (f64, usize)| {
            let share = |(v, weight): (usize, &f64)| match squared {
                0.0 => 0.0,
                _ => weight * self.square(v, of, place) / squared,
            };
            Peer { place, distance: squared.sqrt(), shares: weights.iter().enumerate().map(share).collect() }
        };
        Ok(nearest.into_iter().map(peer).collect())
    }

    /// Checks weights: one a variable, finite, none negative, not all 0.
    pub(crate) fn check(&self, weights: &[f64]) -> Result<(), Fault> {
        if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) {
            return Err(Fault::NotANumber);
        }
        let total: f64 = weights.iter().sum();
        if weights.len() != self.variables || total <= 0.0 {
            return Err(Fault::Weights);
        }
        if total.is_finite() { Ok(()) } else { Err(Fault::NotANumber) }
    }

    /// Weighted mean of squared differences, under weights that add to 1.
    pub(crate) fn squared(&self, weights: &[f64], i: usize, j: usize) -> f64 {
        let parts = weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
        parts.map(|(v, weight)| weight * self.square(v, i, j)).sum()
    }

    fn square(&self, variable: usize, i: usize, j: usize) -> f64 {
        match (self.scores[i * self.variables + variable], self.scores[j * self.variables + variable]) {
            (Some(one), Some(other)) => (one - other) * (one - other),
            _ => UNKNOWN,
        }
    }
}

fn scores(column: &[Option<f64>]) -> Vec<Option<f64>> {
    let present = || column.iter().flatten();
    // Against overflow and lost digits, both moments are taken of values divided by the largest.
    let largest = present().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let n = present().count() as f64;
    let mean = present().map(|value| value / largest).sum::<f64>() / n;
    let variance = present().map(|value| (value / largest - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let deviation = variance.sqrt();
    // No spread beyond rounding, or one value only.
    let flat = deviation.is_nan() || deviation <= 1e-12;
    let score = |value: f64| {
        if flat { 0.0 } else { ((value / largest - mean) / deviation).clamp(-FARTHEST, FARTHEST) }
    };
    column.iter().map(|value| value.map(score)).collect()
}
