//! A count and how unusual it is at a rate: mid-p, as a normal quantile.

use super::Kind;
use crate::dist::{normal_cdf, normal_quantile};

/// Fewer expected than this, and tails are worked out one by one instead of by their joint approximation.
const SMALL: f64 = 25.0;

/// A rate on the logit or log scale, and off it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Centre {
    pub(super) mu: f64,
    odds: f64,
}

impl Centre {
    pub(super) fn new(mu: f64) -> Self {
        Self { mu, odds: mu.exp() }
    }

    /// The rate as a proportion.
    pub(super) fn share(&self) -> f64 {
        self.odds / (1.0 + self.odds)
    }

    /// The rate as a ratio.
    pub(super) fn ratio(&self) -> f64 {
        self.odds
    }
}

/// Events among others (binomial) or in an exposure (Poisson).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Count {
    /// Events.
    pub(super) events: f64,
    /// The rest of a binomial denominator; none for Poisson.
    pub(super) others: Option<f64>,
    /// Trials or exposure.
    size: f64,
}

impl Count {
    /// None for what is not a usable pair.
    pub(super) fn of(kind: Kind, (x, n): (f64, f64)) -> Option<Self> {
        let usable = n.is_finite() && n > 0.0 && x.is_finite() && x >= 0.0;
        match kind {
            _ if !usable => None,
            Kind::Proportion => (x <= n).then_some(Self { events: x, others: Some(n - x), size: n }),
            Kind::Rate => Some(Self { events: x, others: None, size: n }),
            Kind::Counts => {
                let size = x + n;
                size.is_finite().then_some(Self { events: x, others: Some(n), size })
            }
        }
    }

    /// The middle of the rates under which the count would be ordinary, as logit or logarithm.
    pub(super) fn place(&self) -> f64 {
        // The median of a Poisson mean given k events lies near k + 1/6 by mid-p.
        let below = self.others.map_or(self.size, |others| others + 1.0 / 6.0);
        ((self.events + 1.0 / 6.0) / below).ln()
    }

    /// Expected events, and the rest of a binomial.
    fn expected(&self, centre: &Centre) -> (f64, Option<f64>) {
        match self.others {
            None => (self.size * centre.odds, None),
            Some(_) => {
                let m = self.size * centre.share();
                (m, Some(self.size - m))
            }
        }
    }

    /// The variance that makes (place − μ) / s the given z, which is that of the count at the centre: the secant between
    /// the count's own rate and μ.
    pub(super) fn variance(&self, centre: &Centre, place: f64, z: f64) -> f64 {
        let away = place - centre.mu;
        if z.abs() < 0.1 || away * z <= 0.0 {
            // Too near for a secant: from the information at the centre.
            let (m, rest) = self.expected(centre);
            return rest.map_or(1.0 / m, |rest| (m + rest) / (m * rest));
        }
        (away / z).powi(2)
    }

    /// Mid-p as a normal quantile: P(fewer) + ½ P(so many), at a rate.
    pub(super) fn z(&self, centre: &Centre) -> f64 {
        let (m, rest) = self.expected(centre);
        let others = self.others.zip(rest);
        let small = rest.is_some_and(|rest| rest < SMALL) || m < SMALL;
        // Tails too small for a double are left to the approximation.
        let exact = small.then(|| self.small_z(m, rest)).filter(|z| z.is_finite());
        exact.unwrap_or_else(|| modified_root(self.events, m, others))
    }

    fn small_z(&self, m: f64, rest: Option<f64>) -> f64 {
        let below = |k: f64| {
            if k < 0.0 {
                return f64::NEG_INFINITY;
            }
            let others = self.others.zip(rest).map(|(others, rest)| (others + self.events - k, rest));
            match others {
                Some((others, _)) if others <= 0.0 => f64::INFINITY,
                _ => peizer_pratt(k, m, others),
            }
        };
        let (with, without) = (below(self.events), below(self.events - 1.0));
        // From the tail that is small, where digits are kept.
        if with + without > 0.0 {
            -normal_quantile(0.5 * (normal_cdf(-with) + normal_cdf(-without)))
        } else {
            normal_quantile(0.5 * (normal_cdf(with) + normal_cdf(without)))
        }
    }
}

/// x ln(x/m) − (x − m), never below 0.
fn divergence(x: f64, m: f64) -> f64 {
    if x <= 0.0 { m } else { (x * (x / m).ln() - (x - m)).max(0.0) }
}

/// Signed root of the deviance.
fn root(x: f64, m: f64, others: Option<(f64, f64)>) -> f64 {
    let rest = others.map_or(0.0, |(others, rest)| divergence(others, rest));
    (2.0 * (divergence(x, m) + rest)).sqrt().copysign(x - m)
}

/// r* = r + ln(q/r)/r, q the standardised canonical parameter (Barndorff-Nielsen 1986); without a correction for
/// continuity it stands for mid-p (Pierce and Peters 1992).
fn modified_root(x: f64, m: f64, others: Option<(f64, f64)>) -> f64 {
    let information = others.map_or(m, |(_, rest)| m * rest / (m + rest));
    let r = root(x, m, others);
    let skew = others.map_or(1.0, |(_, rest)| (rest - m) / (rest + m)) / (6.0 * information.sqrt());
    // Near the middle q/r is 1 − skew r … and loses its digits.
    if r.abs() < 0.1 || x < 1.0 || others.is_some_and(|(others, _)| others < 1.0) {
        return r + skew;
    }
    let (own, canonical) = match others {
        None => (x, (x / m).ln()),
        Some((others, rest)) => (x * others / (x + others), (x * rest / (m * others)).ln()),
    };
    r + (own.sqrt() * canonical / r).ln() / r
}

/// P(X ≤ k) as a normal quantile, good to a thousandth from few events on (Peizer and Pratt 1968).
fn peizer_pratt(k: f64, m: f64, others: Option<(f64, f64)>) -> f64 {
    let (x, others) = (k + 0.5, others.map(|(others, rest)| (others - 0.5, rest)));
    let size = others.map(|(_, rest)| m + rest);
    let share = size.map_or(0.0, |size| m / size);
    let distance = k + 2.0 / 3.0 - m - share / 3.0 + 0.02 / (k + 1.0);
    let gap = x - m;
    let information = m * (1.0 - share);
    let slope = if gap.abs() < 1e-3 * information.sqrt() {
        1.0 / information.sqrt()
    } else {
        root(x, m, others) / gap
    };
    distance * slope
}
