//! Means with Student's t interval.

use super::{Estimate, Why, confident};
use crate::dist::t_quantile;

/// A mean of values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// How many values.
    pub count: usize,
    /// Their sum.
    pub sum: f64,
    /// Their standard deviation (n − 1); none for a single value.
    pub deviation: Option<f64>,
}

impl Mean {
    /// Of some values.
    ///
    /// # Errors
    /// [`Why::TooFew`] for none, [`Why::BadCount`] for a value that is not finite.
    pub fn of(values: &[f64]) -> Result<Self, Why> {
        let (count, sum) = (values.len(), values.iter().sum::<f64>());
        if count == 0 {
            return Err(Why::TooFew);
        }
        let mean = sum / count as f64;
        let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
        if !squares.is_finite() {
            return Err(Why::BadCount);
        }
        Ok(Self { count, sum, deviation: (count > 1).then(|| (squares / (count as f64 - 1.0)).sqrt()) })
    }

    /// `mean ± t · s / √n`; without ends for a single value.
    ///
    /// # Errors
    /// [`Why::BadConfidence`].
    pub fn interval(&self, confidence: f64) -> Result<Estimate, Why> {
        let confidence = confident(confidence)?;
        let n = self.count as f64;
        let value = self.sum / n;
        let half = self.deviation.map(|s| t_quantile(0.5 + confidence / 2.0, n - 1.0) * s / n.sqrt());
        Estimate { value, low: half.map(|h| value - h), high: half.map(|h| value + h) }.said()
    }
}
