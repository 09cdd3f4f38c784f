//! Random effects: how far units truly differ, and what each one is once noise is shrunk away.
//!
//! The normal-normal model yᵢ ~ N(θᵢ, vᵢ), θᵢ ~ N(μ, τ²). Estimators of τ² and everything that follows from it are as
//! metafor 4.8 gives them (`rma(yi, vi, method)`, `blup`). For counts without an approximation see
//! [`crate::count_effects`].

use crate::dist::{chi2_upper, z_of};
use crate::root::brent;

/// How τ² is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Estimator {
    /// Moments of Cochran's Q (DerSimonian and Laird 1986).
    DerSimonianLaird,
    /// Restricted maximum likelihood.
    Reml,
    /// The τ² at which Q is what is expected (Paule and Mandel 1982).
    PauleMandel,
    /// Maximum likelihood.
    MaximumLikelihood,
}

/// How near τ² is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// To the last digits.
    Exact,
    /// Where metafor stops: Paule–Mandel to 1.2e-4 between 0 and 100; likelihoods once a step is at most 1e-12
    /// (`control = list(threshold = 1e-12)`; its default is 1e-5).
    Metafor,
}

/// Why there is no estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEstimate {
    /// Fewer than two units.
    TooFew,
    /// As many variances as values are needed.
    Uneven,
    /// A value or variance is not finite, or a variance is not above zero.
    NotANumber,
    /// The iteration did not settle.
    Unsettled,
}

impl std::fmt::Display for NoEstimate {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooFew => "fewer than two units",
            Self::Uneven => "there must be one variance for each value",
            Self::NotANumber => "a value is missing, or a variance is not above zero",
            Self::Unsettled => "the spread between units could not be pinned down",
        })
    }
}

impl std::error::Error for NoEstimate {}

/// A fitted model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RandomEffects {
    /// Centre of the distribution of true values.
    pub mu: f64,
    /// Its standard error.
    pub se: f64,
    /// Variance of true values.
    pub tau2: f64,
    /// Share of all variation that is true, in percent (Higgins and Thompson 2002).
    pub i2: f64,
    /// Total variation over the variation within units.
    pub h2: f64,
    /// Cochran's Q.
    pub qe: f64,
    /// Its p-value: chi-square with k − 1 degrees of freedom.
    pub qe_p: f64,
}

/// A unit's true value, shrunk towards μ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shrunk {
    /// Best linear unbiased prediction.
    pub value: f64,
    /// Its standard error, with the uncertainty of μ.
    pub se: f64,
    /// Lower prediction limit.
    pub lower: f64,
    /// Upper prediction limit.
    pub upper: f64,
}

impl RandomEffects {
    /// Fits the model to values `y` with sampling variances `v`.
    ///
    /// ```
    /// use wt_stats::random_effects::{Estimator, RandomEffects, Search};
    /// let fit = RandomEffects::new(&[0.1, 0.5, 0.9], &[0.01, 0.01, 0.01], Estimator::Reml, Search::Exact).unwrap();
    /// // Equal variances: τ² is the variance of the values less the variance within.
    /// assert!((fit.mu - 0.5).abs() < 1e-12 && (fit.tau2 - 0.15).abs() < 1e-9);
    /// ```
    pub fn new(y: &[f64], v: &[f64], estimator: Estimator, search: Search) -> Result<Self, NoEstimate> {
        if y.len() != v.len() {
            return Err(NoEstimate::Uneven);
        }
        if y.len() < 2 {
            return Err(NoEstimate::TooFew);
        }
        if !y.iter().zip(v).all(|(y, v)| y.is_finite() && v.is_finite() && *v > 0.0) {
            return Err(NoEstimate::NotANumber);
        }
        let freedom = (y.len() - 1) as f64;
        let fixed = Weighted::new(y, v, 0.0);
        let scale = fixed.w - fixed.w2 / fixed.w;
        let tau2 = match estimator {
            Estimator::DerSimonianLaird => ((fixed.q - freedom) / scale).max(0.0),
            Estimator::PauleMandel => paule_mandel(y, v, search).ok_or(NoEstimate::Unsettled)?,
            Estimator::Reml => scoring(y, v, true, search).ok_or(NoEstimate::Unsettled)?,
            Estimator::MaximumLikelihood => scoring(y, v, false, search).ok_or(NoEstimate::Unsettled)?,
        };
        let fit = Weighted::new(y, v, tau2);
        let typical = freedom / scale;
        let (i2, h2) = (100.0 * tau2 / (typical + tau2), tau2 / typical + 1.0);
        if ![fit.mu, fit.w, tau2, i2, h2, fixed.q].iter().all(|x| x.is_finite()) {
            return Err(NoEstimate::NotANumber);
        }
        Ok(Self {
            mu: fit.mu,
            se: fit.w.sqrt().recip(),
            tau2,
            i2,
            h2,
            qe: fixed.q,
            qe_p: chi2_upper(fixed.q, freedom),
        })
    }

    /// The true value of a unit whose figure is `y` with variance `v`: λ y + (1 − λ) μ with λ = τ² / (τ² + v).
    pub fn shrink(&self, y: f64, v: f64, confidence: f64) -> Option<Shrunk> {
        let weight = self.tau2 / (self.tau2 + v);
        let value = weight * y + (1.0 - weight) * self.mu;
        let rest = (1.0 - weight) * self.se;
        let se = (weight * v + rest * rest).sqrt();
        let half = z_of(confidence) * se;
        let sound = v > 0.0 && value.is_finite() && half.is_finite();
        sound.then_some(Shrunk { value, se, lower: value - half, upper: value + half })
    }

    /// Where the true value of a unit not yet seen lies: μ ± z √(se² + τ²).
    pub fn prediction(&self, confidence: f64) -> Option<crate::Interval> {
        let half = z_of(confidence) * (self.se * self.se + self.tau2).sqrt();
        half.is_finite().then_some(crate::Interval { low: self.mu - half, high: self.mu + half })
    }
}

/// Sums at a given τ².
#[derive(Debug, Clone, Copy)]
struct Weighted {
    /// Σw with w = 1 / (v + τ²).
    w: f64,
    /// Σw².
    w2: f64,
    /// Σw³.
    w3: f64,
    mu: f64,
    /// Σw (y − μ)².
    q: f64,
    /// Σw² (y − μ)².
    q2: f64,
}

impl Weighted {
    fn new(y: &[f64], v: &[f64], tau2: f64) -> Self {
        let mut out = Self { w: 0.0, w2: 0.0, w3: 0.0, mu: 0.0, q: 0.0, q2: 0.0 };
        for (y, v) in y.iter().zip(v) {
            let w = 1.0 / (v + tau2);
            out.w += w;
            out.w2 += w * w;
            out.w3 += w * w * w;
            out.mu += w * y;
        }
        out.mu /= out.w;
        for (y, v) in y.iter().zip(v) {
            let (w, off) = (1.0 / (v + tau2), y - out.mu);
            out.q += w * off * off;
            out.q2 += w * w * off * off;
        }
        out
    }
}

/// The end of metafor's search for τ².
const METAFOR_MOST: f64 = 100.0;

fn paule_mandel(y: &[f64], v: &[f64], search: Search) -> Option<f64> {
    let freedom = (y.len() - 1) as f64;
    let excess = |tau2: f64| Weighted::new(y, v, tau2).q - freedom;
    if excess(0.0) <= 0.0 {
        return Some(0.0);
    }
    match search {
        Search::Metafor => brent(excess, 0.0, METAFOR_MOST, f64::EPSILON.powf(0.25)),
        Search::Exact => {
            let most = std::iter::successors(Some(moments(y, v).max(f64::MIN_POSITIVE)), |t| Some(t * 4.0))
                .take(1100)
                .find(|t| excess(*t) <= 0.0)?;
            brent(excess, 0.0, most, 0.0)
        }
    }
}

/// Variance of the values less the mean variance within (Hedges 1983).
fn moments(y: &[f64], v: &[f64]) -> f64 {
    let n = y.len() as f64;
    let mean = y.iter().sum::<f64>() / n;
    let spread = y.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / (n - 1.0);
    (spread - v.iter().sum::<f64>() / n).max(0.0)
}

/// Fisher scoring on the (restricted) likelihood (Viechtbauer 2005), steps halved so that τ² stays at or above zero.
fn scoring(y: &[f64], v: &[f64], restricted: bool, search: Search) -> Option<f64> {
    let mut tau2 = moments(y, v);
    for _ in 0..1000 {
        let s = Weighted::new(y, v, tau2);
        let mut step = if restricted {
            let trace = s.w - s.w2 / s.w;
            let information = s.w2 - 2.0 * s.w3 / s.w + (s.w2 / s.w) * (s.w2 / s.w);
            (s.q2 - trace) / information
        } else {
            (s.q2 - s.w) / s.w2
        };
        if tau2 == 0.0 && step <= 0.0 {
            return Some(0.0);
        }
        if !(tau2 + step).is_finite() {
            return None;
        }
        while tau2 + step < 0.0 {
            step /= 2.0;
        }
        tau2 += step;
        let small = match search {
            Search::Metafor => 1e-12,
            // Far below the sampling variances is zero.
            Search::Exact => 1e-15 * (tau2 + 1.0 / s.w),
        };
        if step.abs() <= small {
            return Some(tau2);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spread_beyond_noise_is_no_spread() {
        for estimator in [
            Estimator::DerSimonianLaird,
            Estimator::Reml,
            Estimator::PauleMandel,
            Estimator::MaximumLikelihood,
        ] {
            let fit = RandomEffects::new(&[1.0, 1.01, 0.99], &[1.0; 3], estimator, Search::Exact).unwrap();
            assert!(fit.tau2 < 1e-12 && fit.i2 < 1e-9, "{estimator:?} {fit:?}");
            assert!((fit.shrink(1.01, 1.0, 0.95).unwrap().value - fit.mu).abs() < 1e-12);
        }
    }

    #[test]
    fn bad_input_has_a_name() {
        let fit = |y: &[f64], v: &[f64]| RandomEffects::new(y, v, Estimator::Reml, Search::Exact);
        assert_eq!(fit(&[1.0], &[1.0]), Err(NoEstimate::TooFew));
        assert_eq!(fit(&[1.0, 2.0], &[1.0]), Err(NoEstimate::Uneven));
        assert_eq!(fit(&[1.0, 2.0], &[1.0, 0.0]), Err(NoEstimate::NotANumber));
    }

    proptest::proptest! {
        #[test]
        fn any_units_give_numbers_or_a_reason(rows in proptest::collection::vec((proptest::num::f64::ANY, proptest::num::f64::ANY), 0..12)) {
            let (y, v): (Vec<f64>, Vec<f64>) = rows.into_iter().map(|(y, v)| (y, v.abs())).unzip();
            for estimator in [Estimator::DerSimonianLaird, Estimator::Reml, Estimator::PauleMandel, Estimator::MaximumLikelihood] {
                if let Ok(fit) = RandomEffects::new(&y, &v, estimator, Search::Exact) {
                    assert!([fit.mu, fit.tau2, fit.i2, fit.qe].iter().all(|x| x.is_finite()), "{fit:?}");
                }
            }
        }

        #[test]
        fn moving_and_stretching_the_values_moves_and_stretches_the_fit(
            rows in proptest::collection::vec((-3.0..3.0f64, 0.01..2.0f64), 3..20), shift in -5.0..5.0f64,
        ) {
            let (y, v): (Vec<f64>, Vec<f64>) = rows.into_iter().unzip();
            for estimator in [Estimator::DerSimonianLaird, Estimator::PauleMandel] {
                let fit = RandomEffects::new(&y, &v, estimator, Search::Exact).unwrap();
                let moved: Vec<f64> = y.iter().map(|y| 2.0 * y + shift).collect();
                let wider: Vec<f64> = v.iter().map(|v| 4.0 * v).collect();
                let again = RandomEffects::new(&moved, &wider, estimator, Search::Exact).unwrap();
                assert!((again.mu - (2.0 * fit.mu + shift)).abs() < 1e-9);
                assert!((again.tau2 - 4.0 * fit.tau2).abs() < 1e-8 * (1.0 + fit.tau2));
            }
        }
    }
}
