//! True values given all figures: a mixture over the spreads that are likely.

use super::NoFigure;
use super::marginal::{Node, UnitAt};
use super::mixture::{self, Part};
use super::prior::{GROUPS, Likelihood, within};
use super::read::{Link, Read};
use crate::Interval;

/// Spreads less likely than this are left out.
const NEGLIGIBLE: f64 = 5e-3;
/// Bells less likely than this say nothing.
pub(crate) const UNLIKELY: f64 = 1e-4;
/// A standard deviation of nothing, in those of typical figures: keeps the arithmetic of lumps that of normals.
const LUMP: f64 = 1e-4;
/// Gauss–Hermite quadrature of order three for a normal: where, and weight.
const HERMITE: [(f64, f64); 3] =
    [(-1.732_050_807_568_877_2, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_807_568_877_2, 1.0 / 6.0)];

/// η of a unit at a component, given the common centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bell {
    /// Probability.
    pub share: f64,
    pub mean: f64,
    pub variance: f64,
    /// How far it follows the centre: d mean / dμ.
    pub follow: f64,
}

/// One likely spread.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Component {
    pub weight: f64,
    /// The weight where a tenth of the metrics had not taught the prior.
    pub without: [f64; GROUPS],
    pub spread: f64,
    pub centre: f64,
    pub centre_variance: f64,
    /// One or two bells a unit.
    pub units: Vec<[Bell; 2]>,
}

/// One metric after shrinkage.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrunk {
    pub(crate) link: Link,
    pub(crate) components: Vec<Component>,
    pub(crate) places: Vec<Result<usize, NoFigure>>,
    /// Whether all metrics together could have come about without any true difference.
    pub(crate) nothing: bool,
}

/// A true value and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Posterior mean, in the unit of the figures.
    pub value: f64,
    /// Equal-tailed interval at the confidence asked for.
    pub interval: Interval,
    /// How likely it stands apart from all others: an outlier, which is hardly shrunk.
    pub outlier: f64,
}

/// The spread between units of a metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// How likely there is none (apart from outliers).
    pub none: f64,
    /// Posterior mean of the standard deviation, on a logit, logarithm or the scale of the figures.
    pub mean: f64,
    /// The common centre, in the unit of the figures.
    pub centre: f64,
}

/// The components that matter, given the probabilities of the cells with all metrics and without each tenth of them.
pub(crate) fn shrink(
    read: &Read,
    likely: &Likelihood,
    without: [&Likelihood; GROUPS],
    nothing: bool,
) -> Option<Shrunk> {
    let units = &read.units;
    let floor = LUMP * LUMP * units.typical;
    let mut found: Vec<(f64, [f64; GROUPS], Node, f64, f64)> = Vec::new();
    let mut modes = units.modes();
    let mut centre = units.start;
    for side in [0, 1] {
        for (cell, mass) in likely.iter().map(|pair| pair[side]).enumerate() {
            if mass < NEGLIGIBLE {
                continue;
            }
            let places = if cell == 0 { 1 } else { units.places() };
            let fits: Vec<_> = within(cell, places)
                .map(|spread| {
                    let node = Node { spread: spread * units.scale, outliers: side == 1 };
                    let fitted = units.fit(node, centre, &mut modes);
                    centre = fitted.centre;
                    (node, fitted)
                })
                .collect();
            let top = fits.iter().map(|f| f.1.log).fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = fits.iter().map(|f| (f.1.log - top).exp()).sum();
            found.extend(fits.iter().map(|(node, f)| {
                let share = (f.log - top).exp() / sum;
                let without = without.map(|table| table[cell][side] * share);
                (mass * share, without, *node, f.centre, f.centre_variance)
            }));
        }
    }
    found.retain(|f| f.0 >= NEGLIGIBLE / 4.0);
    let sum: f64 = found.iter().map(|f| f.0).sum();
    let sums: [f64; GROUPS] = std::array::from_fn(|g| found.iter().map(|f| f.1[g]).sum());
    let component = |(mass, without, node, centre, centre_variance): (f64, [f64; GROUPS], Node, f64, f64)| {
        let (ordinary, apart) = units.priors(node, centre);
        let bells = |u: &UnitAt| {
            let bell = |share: f64, p: super::evidence::Posterior, prior: f64| Bell {
                share,
                mean: p.mean,
                variance: p.variance.max(floor),
                follow: if prior > 0.0 { (p.variance / prior).min(1.0) } else { 1.0 },
            };
            let (share, second) = u.apart.unwrap_or((0.0, u.ordinary));
            [bell(1.0 - share, u.ordinary, ordinary.variance), bell(share, second, apart.variance)]
        };
        let at = units.at(node, centre, &mut units.modes());
        Component {
            weight: mass / sum,
            // Where all that matters with all metrics is nothing without some, the doubt can't be put to it.
            without: std::array::from_fn(|g| if sums[g] > 0.0 { without[g] / sums[g] } else { mass / sum }),
            spread: node.spread,
            centre,
            centre_variance,
            units: at.iter().map(bells).collect(),
        }
    };
    let components: Vec<Component> = found.into_iter().map(component).collect();
    let finite = |c: &Component| {
        c.weight.is_finite()
            && c.centre_variance.is_finite()
            && c.units.iter().flatten().all(|b| b.mean.is_finite() && b.variance.is_finite())
    };
    (!components.is_empty() && components.iter().all(finite)).then(|| Shrunk {
        link: read.link,
        components,
        places: read.places.clone(),
        nothing,
    })
}

impl Shrunk {
    /// The spread between units.
    pub fn spread(&self) -> Spread {
        let over = |f: &dyn Fn(&Component) -> f64| self.components.iter().map(|c| c.weight * f(c)).sum();
        Spread {
            none: over(&|c| if c.spread > 0.0 { 0.0 } else { 1.0 }),
            mean: over(&|c| c.spread),
            centre: over(&|c| self.link.inverse(c.centre)),
        }
    }

    /// Units that were given, usable or not.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether no unit was given; never so for a fitted metric.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The true value of a unit, with its interval at `confidence` (0.9, say).
    ///
    /// # Errors
    /// Why its figure can't be used.
    pub fn estimate(&self, unit: usize, confidence: f64) -> Result<Estimate, NoFigure> {
        let place = self.place(unit)?;
        let mut parts = Vec::with_capacity(2 * self.components.len());
        let mut outlier = 0.0;
        for c in &self.components {
            for bell in c.units[place].iter().filter(|b| b.share > UNLIKELY) {
                let sd = (bell.variance + bell.follow * bell.follow * c.centre_variance).sqrt();
                parts.push(Part { weight: c.weight * bell.share, mean: bell.mean, sd });
            }
            outlier += c.weight * c.units[place][1].share;
        }
        let tail = (1.0 - confidence.clamp(0.0, 0.999_999)) / 2.0;
        let (low, high) = mixture::interval(&parts, tail, 1.0 - tail);
        let mean = |p: &Part| -> f64 {
            p.weight * HERMITE.iter().map(|(z, w)| w * self.link.inverse(p.mean + z * p.sd)).sum::<f64>()
        };
        Ok(Estimate {
            value: parts.iter().map(mean).sum(),
            interval: Interval { low: self.link.inverse(low), high: self.link.inverse(high) },
            outlier,
        })
    }

    pub(crate) fn place(&self, unit: usize) -> Result<usize, NoFigure> {
        self.places.get(unit).copied().unwrap_or(Err(NoFigure::NoUnit))
    }
}
