//! Interrupted time series by segmented regression (Wagner et al. 2002).

use super::robust::newey_west;
use crate::matrix::{dot, least_squares};

/// The four columns of a segmented regression, in order.
pub const TERMS: [&str; 4] = ["(Intercept)", "t", "post", "tp"];

/// A segmented regression y = a + b t + c post + d tp, where t counts months from 1, post is 1 after the break, and tp
/// counts months since the break (0 before it).
#[derive(Debug, Clone, PartialEq)]
pub struct Segmented {
    /// Level at the start, slope before, step, change of slope (see [`TERMS`]).
    pub coefficients: [f64; 4],
    /// Standard errors for independent residuals.
    pub se_ols: [f64; 4],
    /// Newey–West standard errors.
    pub se_newey_west: [f64; 4],
    /// Residual standard deviation.
    pub sigma: f64,
    /// Durbin–Watson statistic: about 2 without, near 0 with strong serial correlation.
    pub durbin_watson: f64,
    /// Rows less four.
    pub freedom: usize,
}

/// Fits a series with a break after `break_after` months; `lag` months of serial correlation are allowed for.
///
/// None for fewer than two months on a side of the break, fewer than five months, or values that are not finite.
///
/// ```
/// let y = [1.0, 2.1, 2.9, 4.0, 9.0, 10.1, 10.9, 12.0];
/// let fit = wt_stats::effect::its::segmented(&y, 4, 1, true).unwrap();
/// assert!((fit.coefficients[2] - 4.0).abs() < 0.2);
/// ```
pub fn segmented(y: &[f64], break_after: usize, lag: usize, adjust: bool) -> Option<Segmented> {
    let columns = design(y.len(), break_after);
    let fit = least_squares(&columns, y)?;
    let four = |x: &[f64]| <[f64; 4]>::try_from(x).ok();
    let changes: f64 = fit.residuals.windows(2).map(|e| (e[1] - e[0]) * (e[1] - e[0])).sum();
    let durbin_watson = changes / dot(&fit.residuals, &fit.residuals);
    Some(Segmented {
        coefficients: four(&fit.coefficients)?,
        se_ols: four(&fit.standard_errors()?)?,
        se_newey_west: four(&newey_west(&columns, &fit, lag, adjust)?)?,
        sigma: fit.sigma()?,
        // Residuals that are all zero have no serial correlation to speak of.
        durbin_watson: if durbin_watson.is_finite() { durbin_watson } else { 2.0 },
        freedom: fit.freedom(),
    })
}

/// The columns of `n` months.
pub(super) fn design(n: usize, break_after: usize) -> Vec<Vec<f64>> {
    let month =
        |f: fn(f64) -> f64, from: usize| -> Vec<f64> { (1..=n).map(|t| f(t as f64 - from as f64)).collect() };
    let step = |t: f64| f64::from(u8::from(t > 0.0));
    vec![month(|_| 1.0, 0), month(|t| t, 0), month(step, break_after), month(|t| t.max(0.0), break_after)]
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_series_gives_numbers_or_none(y in proptest::collection::vec(proptest::num::f64::ANY, 0..40), at in 0..45usize, lag in 0..50usize) {
            if let Some(fit) = segmented(&y, at, lag, true) {
                let all = fit.coefficients.iter().chain(&fit.se_ols).chain(&fit.se_newey_west);
                assert!(all.chain([&fit.sigma, &fit.durbin_watson]).all(|x| x.is_finite()));
            }
        }

        #[test]
        fn a_step_is_found(step in -5.0..5.0f64, slope in -1.0..1.0f64) {
            let y: Vec<f64> = (1..=20).map(|t| slope * f64::from(t) + if t > 12 { step } else { 0.0 }).collect();
            let fit = segmented(&y, 12, 3, true).unwrap();
            assert!((fit.coefficients[2] - step).abs() < 1e-9 && (fit.coefficients[1] - slope).abs() < 1e-9);
        }
    }
}
