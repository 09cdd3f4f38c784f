//! Random effects of counts: logit-normal proportions and log-normal rates, without a normal approximation.
//!
//! xᵢ ~ Binomial(nᵢ, logit⁻¹(μ + uᵢ)) or Poisson(nᵢ exp(μ + uᵢ)), uᵢ ~ N(0, σ²). μ and σ maximise the Laplace
//! approximation of the likelihood (Breslow and Clayton 1993), which is what `glmer(…, nAGQ = 1)` of lme4 1.1-37
//! maximises; uᵢ are its conditional modes.

use crate::root::brent;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Events of a denominator of trials, on the logit scale.
    Binomial,
    /// Events of an exposure or of an expected number, on the log scale.
    Poisson,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct CountEffects {
    /// μ, on the logit or log scale.
    pub intercept: f64,
    /// σ: standard deviation between units, on that scale.
    pub sd: f64,
    /// uᵢ of each unit.
    pub modes: Vec<f64>,
}

impl CountEffects {
    /// Fits (count, denominator) pairs; none for fewer than two units, counts that do not fit their denominators, or
    /// where no unit or every unit is full, so that the centre is at infinity.
    ///
    /// ```
    /// use wt_stats::count_effects::{CountEffects, Counts};
    /// let pairs = [(10.0, 100.0), (40.0, 100.0), (22.0, 100.0), (18.0, 100.0)];
    /// let fit = CountEffects::new(&pairs, Counts::Binomial).unwrap();
    /// assert!(fit.sd > 0.3 && fit.modes[1] > 0.0);
    /// ```
    pub fn new(pairs: &[(f64, f64)], counts: Counts) -> Option<Self> {
        let fits = |&(x, n): &(f64, f64)| {
            x.is_finite() && n.is_finite() && x >= 0.0 && n > 0.0 && (counts == Counts::Poisson || x <= n)
        };
        let (x, n) = pairs.iter().fold((0.0, 0.0), |a, p| (a.0 + p.0, a.1 + p.1));
        if pairs.len() < 2 || !pairs.iter().all(fits) || x <= 0.0 || (counts == Counts::Binomial && x >= n) {
            return None;
        }
        let start = match counts {
            Counts::Binomial => (x / (n - x)).ln(),
            Counts::Poisson => (x / n).ln(),
        };
        let model = Model { pairs, counts };
        // Slope of the likelihood, best μ taken, in the variance.
        let slope = |variance: f64| {
            model.best(variance, start).map_or(f64::NAN, |mu| model.sums(mu, variance).by_variance)
        };
        let variance = if slope(0.0) <= 0.0 {
            0.0
        } else {
            let most =
                std::iter::successors(Some(1e-3), |v| Some(v * 8.0)).take(12).find(|v| slope(*v) <= 0.0)?;
            brent(slope, 0.0, most, 0.0)?
        };
        let intercept = model.best(variance, start)?;
        let modes: Option<Vec<f64>> =
            pairs.iter().map(|p| model.mode(p, intercept, variance).map(|eta| eta - intercept)).collect();
        Some(Self { intercept, sd: variance.sqrt(), modes: modes? })
    }
}

struct Model<'a> {
    pairs: &'a [(f64, f64)],
    counts: Counts,
}

/// Derivatives of the Laplace likelihood.
#[derive(Default)]
struct Sums {
    by_mu: f64,
    by_variance: f64,
}

impl Model<'_> {
    /// First derivative of a unit's log-likelihood in its linear predictor, then the second and third less their sign.
    fn derivatives(&self, &(x, n): &(f64, f64), eta: f64) -> (f64, f64, f64) {
        match self.counts {
            Counts::Binomial => {
                let p = 1.0 / (1.0 + (-eta).exp());
                let w = n * p * (1.0 - p);
                (x - n * p, w, w * (1.0 - 2.0 * p))
            }
            Counts::Poisson => {
                let mean = n * eta.exp();
                (x - mean, mean, mean)
            }
        }
    }

    /// The linear predictor at which a unit's joint density is highest: η − μ = σ² l′(η).
    fn mode(&self, pair: &(f64, f64), mu: f64, variance: f64) -> Option<f64> {
        if variance == 0.0 {
            return Some(mu);
        }
        let mut eta = mu;
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        for _ in 0..200 {
            let (score, w, _) = self.derivatives(pair, eta);
            let off = (eta - mu) - variance * score;
            if off > 0.0 {
                high = eta;
            } else {
                low = eta;
            }
            let mut next = eta - off / (1.0 + variance * w);
            if !(next > low && next < high) {
                next = f64::midpoint(low.max(mu - 40.0), high.min(mu + 40.0));
            }
            if (next - eta).abs() <= 1e-15 * (1.0 + eta.abs()) {
                return Some(next);
            }
            eta = next;
        }
        eta.is_finite().then_some(eta)
    }

    fn sums(&self, mu: f64, variance: f64) -> Sums {
        let mut sums = Sums::default();
        for pair in self.pairs {
            let Some(eta) = self.mode(pair, mu, variance) else {
                return Sums { by_mu: f64::NAN, by_variance: f64::NAN };
            };
            let (score, w, slope_of_w) = self.derivatives(pair, eta);
            let curve = 1.0 + variance * w;
            // ½ log(1 + σ² W(η)) also moves through η: dη/dμ = 1 / curve, dη/dσ² = l′ / curve.
            sums.by_mu += score - 0.5 * variance * slope_of_w / (curve * curve);
            sums.by_variance += 0.5 * (score * score - (w + variance * slope_of_w * score / curve) / curve);
        }
        sums
    }

    /// The μ that is best at a variance.
    fn best(&self, variance: f64, start: f64) -> Option<f64> {
        let slope = |mu: f64| self.sums(mu, variance).by_mu;
        let down = std::iter::successors(Some(0.25), |w| Some(w * 2.0)).take(8);
        let low = down.clone().map(|w| start - w).find(|mu| slope(*mu) >= 0.0)?;
        let high = down.map(|w| start + w).find(|mu| slope(*mu) <= 0.0)?;
        brent(slope, low, high, 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_alike_have_no_spread() {
        let fit = CountEffects::new(&[(10.0, 100.0), (10.0, 100.0), (11.0, 100.0)], Counts::Poisson).unwrap();
        assert!(fit.sd == 0.0 && (fit.intercept - (31.0f64 / 300.0).ln()).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_fit_is_none() {
        for pairs in [
            &[(1.0, 2.0)][..],
            &[(0.0, 5.0), (0.0, 9.0)],
            &[(6.0, 5.0), (1.0, 2.0)],
            &[(5.0, 5.0), (2.0, 2.0)],
        ] {
            assert_eq!(CountEffects::new(pairs, Counts::Binomial), None);
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn any_counts_give_numbers_or_none(rows in proptest::collection::vec((0..50u32, 0..2000u32), 0..8), poisson: bool) {
            let pairs: Vec<(f64, f64)> = rows.iter().map(|&(x, n)| (f64::from(x), f64::from(n))).collect();
            let counts = if poisson { Counts::Poisson } else { Counts::Binomial };
            if let Some(fit) = CountEffects::new(&pairs, counts) {
                assert!(fit.modes.iter().chain([&fit.sd, &fit.intercept]).all(|x| x.is_finite()));
            }
        }
    }
}
