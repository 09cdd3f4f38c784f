//! Standard errors that outlive serial correlation and clusters, as `sandwich` 3.1 gives them for a linear model.

use crate::matrix::{LeastSquares, dot};

/// Newey–West standard errors (Newey and West 1987): Bartlett weights 1 − l / (lag + 1), no prewhitening; `adjust`
/// multiplies the variance by n / (n − k), as `NeweyWest(fit, lag, prewhite = FALSE, adjust = TRUE)` does.
///
/// Rows are in order of time. None where rows do not outnumber columns.
pub fn newey_west(columns: &[Vec<f64>], fit: &LeastSquares, lag: usize, adjust: bool) -> Option<Vec<f64>> {
    let n = fit.residuals.len();
    let k = columns.len();
    if fit.freedom() == 0 || k != fit.coefficients.len() {
        return None;
    }
    let scores: Vec<Vec<f64>> =
        columns.iter().map(|c| c.iter().zip(&fit.residuals).map(|(x, e)| x * e).collect()).collect();
    let mut meat = vec![0.0; k * k];
    for l in 0..=lag.min(n - 1) {
        let weight = if l == 0 { 0.5 } else { 1.0 - l as f64 / (lag + 1) as f64 };
        for i in 0..k {
            for j in 0..k {
                let moment = weight * dot(&scores[i][l..], &scores[j][..n - l]);
                meat[i * k + j] += moment;
                meat[j * k + i] += moment;
            }
        }
    }
    let scale = if adjust { n as f64 / fit.freedom() as f64 } else { 1.0 };
    errors(&fit.bread, &meat, k, scale)
}

/// Square roots of the diagonal of bread × meat × bread × scale.
fn errors(bread: &[f64], meat: &[f64], k: usize, scale: f64) -> Option<Vec<f64>> {
    let variance = |a: usize| {
        let row = &bread[a * k..(a + 1) * k];
        let inner = (0..k).map(|i| row[i] * dot(&meat[i * k..(i + 1) * k], row)).sum::<f64>();
        Some((inner * scale).max(0.0).sqrt()).filter(|e| e.is_finite())
    };
    (0..k).map(variance).collect()
}
