//! From figures to evidence: what is usable, on which link, and where to start.

use super::evidence::Evidence;
use super::marginal::{Units, units};
use super::{Figures, NoFigure, NoFit};
use crate::quantile::median;

/// Median absolute deviation to standard deviation of a normal.
const MAD: f64 = 1.482_602_218_505_602;
/// Where the logistic and exponential lose their digits.
const FAR: f64 = 300.0;

/// From the scale of figures to the scale on which spreads are normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    Logit,
    Log,
    Identity,
}

impl Link {
    /// The figure at η.
    pub(crate) fn inverse(self, eta: f64) -> f64 {
        match self {
            Self::Logit => 1.0 / (1.0 + (-eta).exp()),
            Self::Log => eta.min(FAR).exp(),
            Self::Identity => eta,
        }
    }

    /// d figure / dη.
    pub(crate) fn slope(self, eta: f64) -> f64 {
        match self {
            Self::Logit => {
                let p = self.inverse(eta);
                p * (1.0 - p)
            }
            Self::Log => self.inverse(eta),
            Self::Identity => 1.0,
        }
    }
}

/// A metric whose usable units are known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    pub link: Link,
    pub units: Units,
    /// For each given unit its place among the usable, or why it is not.
    pub places: Vec<Result<usize, NoFigure>>,
}

/// Reads the figures of a metric.
pub(crate) fn read(figures: Figures<'_>) -> Result<Read, NoFit> {
    let mut evidence = Vec::new();
    let place = |pair: &(f64, f64)| {
        let found = one(figures, *pair)?;
        evidence.push(found);
        Ok(evidence.len() - 1)
    };
    let places: Vec<_> = figures.pairs().iter().map(place).collect();
    if evidence.len() < 2 {
        return Err(NoFit::TooFew);
    }
    let (x, n) = evidence.iter().fold((0.0, 0.0), |a, e| match *e {
        Evidence::Binomial { x, n } | Evidence::Poisson { x, n } => (a.0 + x, a.1 + n),
        Evidence::Normal { .. } => a,
    });
    let (link, start) = match figures {
        Figures::Proportions(_) | Figures::Rates(_) if x <= 0.0 => return Err(NoFit::NothingHappened),
        Figures::Proportions(_) if x >= n => return Err(NoFit::AllHappened),
        Figures::Proportions(_) => (Link::Logit, (x / (n - x)).ln()),
        Figures::Rates(_) => (Link::Log, (x / n).ln()),
        Figures::Means(_) => (Link::Identity, middle(&evidence)),
        Figures::Ratios(_) => (Link::Log, middle(&evidence)),
    };
    if !start.is_finite() || (link != Link::Identity && start.abs() > FAR) {
        return Err(NoFit::TooLarge);
    }
    let scale = (link != Link::Identity).then_some(1.0).or_else(|| robust_sd(&evidence));
    Ok(Read { link, units: units(evidence, start, scale), places })
}

fn one(figures: Figures<'_>, (a, b): (f64, f64)) -> Result<Evidence, NoFigure> {
    if !a.is_finite() || !b.is_finite() {
        return Err(NoFigure::NotFinite);
    }
    if b <= 0.0 {
        return Err(NoFigure::NoDenominator);
    }
    let evidence = match figures {
        Figures::Proportions(_) if (0.0..=b).contains(&a) => Evidence::Binomial { x: a, n: b },
        Figures::Rates(_) if a >= 0.0 => Evidence::Poisson { x: a, n: b },
        Figures::Means(_) => Evidence::Normal { y: a, v: b * b },
        Figures::Ratios(_) if a > 0.0 => Evidence::Normal { y: a.ln(), v: (b / a) * (b / a) },
        _ => return Err(NoFigure::OutOfRange),
    };
    match evidence {
        Evidence::Normal { v, .. } if !(v > 0.0 && v.is_finite() && v.recip().is_finite()) => {
            Err(NoFigure::NoDenominator)
        }
        _ => Ok(evidence),
    }
}

fn values(evidence: &[Evidence]) -> Vec<f64> {
    evidence.iter().filter_map(|e| if let Evidence::Normal { y, .. } = e { Some(*y) } else { None }).collect()
}

fn middle(evidence: &[Evidence]) -> f64 {
    median(&values(evidence)).unwrap_or(f64::NAN)
}

/// Median absolute deviation as a standard deviation; none where more than half are the same.
fn robust_sd(evidence: &[Evidence]) -> Option<f64> {
    let centre = middle(evidence);
    let off: Vec<f64> = values(evidence).iter().map(|y| (y - centre).abs()).collect();
    median(&off).map(|m| m * MAD).filter(|sd| *sd > 0.0 && sd.is_finite())
}
