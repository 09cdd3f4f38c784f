//! What one unit's figures say about its true value, and its posterior under a normal prior.
//!
//! The likelihood is the exact binomial or Poisson one, so that small counts are not taken for normal; the integral over the true
//! value is adaptive Gauss–Hermite quadrature of five nodes round the mode (Liu and Pierce 1994), closed form where the figures are normal.

/// Nodes and weights of Gauss–Hermite quadrature of order five (Abramowitz and Stegun 1964, table 25.10).
const HERMITE: [(f64, f64); 5] = [
    (-2.020_182_870_456_086, 0.019_953_242_059_045_91),
    (-0.958_572_464_613_818_5, 0.393_619_323_152_241_2),
    (0.0, 0.945_308_720_482_941_9),
    (0.958_572_464_613_818_5, 0.393_619_323_152_241_2),
    (2.020_182_870_456_086, 0.019_953_242_059_045_91),
];
const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_7;
/// No step towards a mode is longer: a count of zero pulls far at first.
const LONGEST_STEP: f64 = 3.0;

/// Figures of one unit, on the scale of the link: η is a logit, a logarithm or the value itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Evidence {
    /// `x` of `n`; η is the logit of the proportion.
    Binomial { x: f64, n: f64 },
    /// `x` events over exposure `n`; η is the logarithm of the rate.
    Poisson { x: f64, n: f64 },
    /// A value with its variance, on the scale of η already.
    Normal { y: f64, v: f64 },
}

/// A normal prior on η.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Prior {
    pub centre: f64,
    pub variance: f64,
}

/// η given the figures and a prior.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Posterior {
    /// ln ∫ likelihood × prior dη, up to a constant of the unit.
    pub log_marginal: f64,
    pub mean: f64,
    pub variance: f64,
    /// ∂ log_marginal / ∂ centre of the prior.
    pub score: f64,
    /// How much it says about the centre: 1 / (variance of the figures + variance of the prior).
    pub information: f64,
}

impl Evidence {
    /// Log-likelihood at η, up to a constant.
    fn log(self, eta: f64) -> f64 {
        match self {
            Self::Binomial { x, n } => x * eta - n * (eta.max(0.0) + (-eta.abs()).exp().ln_1p()),
            Self::Poisson { x, n } => x * eta - n * eta.exp(),
            Self::Normal { y, v } => -0.5 * (y - eta) * (y - eta) / v,
        }
    }

    /// First derivative of the log-likelihood, and minus its second.
    pub(crate) fn score_and_information(self, eta: f64) -> (f64, f64) {
        match self {
            Self::Binomial { x, n } => {
                let p = 1.0 / (1.0 + (-eta).exp());
                (x - n * p, n * p * (1.0 - p))
            }
            Self::Poisson { x, n } => {
                let mean = n * eta.exp();
                (x - mean, mean)
            }
            Self::Normal { y, v } => ((y - eta) / v, v.recip()),
        }
    }

    /// How far it lies from `eta`, less two standard errors; a half is added to counts so that none has no end (Haldane 1956).
    pub(crate) fn surely_off(self, eta: f64) -> f64 {
        let (at, variance) = match self {
            Self::Binomial { x, n } => {
                ((x + 0.5).ln() - (n - x + 0.5).ln(), (x + 0.5).recip() + (n - x + 0.5).recip())
            }
            Self::Poisson { x, n } => ((x + 0.5).ln() - n.ln(), (x + 0.5).recip()),
            Self::Normal { y, v } => (y, v),
        };
        ((at - eta).abs() - 2.0 * variance.sqrt()).max(0.0)
    }

    /// How much the log-likelihood rises from `eta` to `eta` + off, for offs up to `furthest`: by its first five derivatives where the
    /// sixth adds less than a thousandth, else exactly.
    fn rise(self, eta: f64, furthest: f64) -> impl Fn(f64) -> f64 {
        let (score, k2) = self.score_and_information(eta);
        let near = k2 * furthest.powi(6) < 0.72;
        let (at, [k3, k4, k5]) = match self {
            _ if !near => (self.log(eta), [0.0; 3]),
            Self::Binomial { n, .. } => {
                let pq = k2 / n;
                // 1 − 2p keeps its sign from η.
                let skew = (1.0 - 4.0 * pq).max(0.0).sqrt().copysign(-eta);
                (0.0, [k2 * skew, k2 * (1.0 - 6.0 * pq), k2 * skew * (1.0 - 12.0 * pq)])
            }
            Self::Poisson { .. } => (0.0, [k2; 3]),
            Self::Normal { .. } => (0.0, [0.0; 3]),
        };
        move |off| {
            if near {
                off * (score - off * (k2 / 2.0 + off * (k3 / 6.0 + off * (k4 / 24.0 + off * k5 / 120.0))))
            } else {
                self.log(eta + off) - at
            }
        }
    }

    /// η given the figures; `start` is a guess at its mode and becomes the mode.
    pub(crate) fn posterior(self, prior: Prior, start: &mut f64) -> Posterior {
        let Prior { centre, variance } = prior;
        if let Self::Normal { y, v } = self {
            return normal(y, v, prior);
        }
        if variance <= 0.0 {
            let (score, information) = self.score_and_information(centre);
            return Posterior {
                log_marginal: self.log(centre),
                mean: centre,
                variance: 0.0,
                score,
                information,
            };
        }
        let (mode, curvature) = self.mode(prior, *start);
        *start = mode;
        let width = (2.0 / (curvature + variance.recip())).sqrt();
        let top = self.log(mode) - 0.5 * (mode - centre) * (mode - centre) / variance;
        let rise = self.rise(mode, width * HERMITE[4].0);
        let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
        for (node, weight) in HERMITE {
            let off = width * node;
            let prior = off * (centre - mode - 0.5 * off) / variance;
            let mass = weight * (rise(off) + prior + node * node).exp();
            sum += mass;
            first += mass * off;
            second += mass * off * off;
        }
        let off = first / sum;
        let mean = mode + off;
        Posterior {
            log_marginal: top + (width * sum).ln() - 0.5 * variance.ln() - LN_SQRT_2PI,
            mean,
            variance: (second / sum - off * off).max(0.0),
            score: (mean - centre) / variance,
            information: 1.0 / (curvature.recip() + variance),
        }
    }

    /// The mode under a prior of some width, and the information of the figures there, by Newton steps.
    fn mode(self, prior: Prior, start: f64) -> (f64, f64) {
        let mut eta = start;
        for _ in 0..30 {
            let (score, information) = self.score_and_information(eta);
            let step =
                (score - (eta - prior.centre) / prior.variance) / (information + prior.variance.recip());
            eta += step.clamp(-LONGEST_STEP, LONGEST_STEP);
            // A relative 1e-3 of the posterior's width is far inside what the quadrature forgives.
            if step * step * (information + prior.variance.recip()) < 1e-6 {
                return (eta, information);
            }
        }
        (eta, self.score_and_information(eta).1)
    }
}

fn normal(y: f64, v: f64, prior: Prior) -> Posterior {
    let total = v + prior.variance;
    let off = y - prior.centre;
    Posterior {
        log_marginal: -0.5 * (off * off / total + (total / v).ln()),
        mean: prior.centre + off * prior.variance / total,
        variance: v * prior.variance / total,
        score: off / total,
        information: total.recip(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same integrals by a fine sum.
    fn by_sum(evidence: Evidence, prior: Prior) -> (f64, f64, f64) {
        let sd = prior.variance.sqrt();
        let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
        let step = sd / 500.0;
        for i in -6000..6000 {
            let eta = prior.centre + f64::from(i) * step;
            let z = (eta - prior.centre) / sd;
            let mass = (evidence.log(eta) - evidence.log(prior.centre) - 0.5 * z * z).exp() * step;
            sum += mass;
            first += mass * eta;
            second += mass * eta * eta;
        }
        let mean = first / sum;
        let log = (sum / sd).ln() - LN_SQRT_2PI + evidence.log(prior.centre);
        (log, mean, second / sum - mean * mean)
    }

    #[test]
    fn five_nodes_are_enough_even_for_small_counts() {
        for x in [0.0, 1.0, 5.0, 18.0, 40.0] {
            for tau in [0.05, 0.2, 0.5] {
                for evidence in [Evidence::Binomial { x, n: 150.0 }, Evidence::Poisson { x, n: 150.0 }] {
                    let prior = Prior { centre: -2.0, variance: tau * tau };
                    let got = evidence.posterior(prior, &mut -2.0);
                    let (log, mean, variance) = by_sum(evidence, prior);
                    assert!((got.log_marginal - log).abs() < 1e-3, "{evidence:?} {tau}: {got:?} {log}");
                    assert!((got.mean - mean).abs() < 0.01 * tau, "{evidence:?} {tau}: {got:?} {mean}");
                    assert!(
                        (got.variance / variance - 1.0).abs() < 0.02,
                        "{evidence:?} {tau}: {got:?} {variance}"
                    );
                }
            }
        }
    }
}
