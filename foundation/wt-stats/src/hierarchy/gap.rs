//! Gaps of true values to the median or best quartile of the true values of these units.
//!
//! The target t is the quantile of the units' mean posterior (Shen and Louis 1998). It moves with the units: t − t̄ ≈ Σ (F_i − 1[η_i < t̄]) / Σ f_i
//! (Bahadur 1966), F_i and f_i the posterior distribution and density of unit i at t̄. Gap and total take this covariance along.

use super::NoFigure;
use super::mixture::{self, Part};
use super::posterior::{Bell, Component, Shrunk, UNLIKELY};
use super::read::Link;
use super::total::{Total, ends};
use crate::Interval;
use crate::dist::{normal_cdf, normal_density, normal_quantile};

/// Gauss–Legendre quadrature of order ten on (−1, 1): nodes on one side and weights (Abramowitz and Stegun 1964, table 25.4).
const LEGENDRE: [(f64, f64); 5] = [
    (0.148_874_338_981_631_2, 0.295_524_224_714_752_9),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_3),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_1),
];
/// This share of a standard deviation is no distance from zero.
const NO_DISTANCE: f64 = 1e-3;

/// To where a gap is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The median of the true values.
    Median,
    /// The quartile of the true values on the better side.
    BestQuartile,
}

/// Which side is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worse {
    /// Higher values.
    Higher,
    /// Lower values.
    Lower,
}

/// A metric measured against a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Against<'a> {
    fitted: &'a Shrunk,
    sign: f64,
    nodes: Vec<AtNode>,
    /// Posterior mean of the target, in the unit of the figures.
    pub target: f64,
    /// The target on the link, over all components.
    eta: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct AtNode {
    weight: f64,
    /// Whether units do not differ here.
    none: bool,
    target: f64,
    /// Units per unit of the link, at the target.
    density: f64,
    /// What the variance of the target loses by being an average of two order statistics, × density².
    averaged: f64,
    units: Vec<UnitGap>,
}

/// One unit at one component.
#[derive(Debug, Clone, Copy, PartialEq)]
struct UnitGap {
    /// Distance to the target on the worse side, on the link.
    parts: [Part; 2],
    /// P(better than the target).
    better: f64,
    /// First and second moment of the excess over a target that stands still, in the unit of the figures.
    excess: (f64, f64),
    /// Mean of the excess over the target as it moves.
    mean: f64,
    /// How far it follows the centre beyond what the target does.
    follow: f64,
}

/// The gap of one unit, in the unit of the figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Posterior mean of value − target, with its sign.
    pub gap: f64,
    /// Its interval at the confidence asked for.
    pub interval: Interval,
    /// Posterior mean of the excess: the gap where it is on the worse side, else 0.
    pub excess: f64,
    /// Posterior standard deviation of the excess.
    pub excess_sd: f64,
    /// Interval of the excess. Where 0 is likelier than one tail it starts at 0 and takes both tails above, so that it still
    /// holds the truth as often as it says.
    pub excess_interval: Interval,
    /// How likely the unit is worse than the target.
    pub worse: f64,
}

impl Shrunk {
    /// The metric against the median or best quartile of its units.
    pub fn against(&self, level: Level, worse: Worse) -> Against<'_> {
        let p = match (level, worse) {
            (Level::Median, _) => 0.5,
            (Level::BestQuartile, Worse::Higher) => 0.25,
            (Level::BestQuartile, Worse::Lower) => 0.75,
        };
        let sign = if worse == Worse::Higher { 1.0 } else { -1.0 };
        let nodes: Vec<AtNode> = self.components.iter().map(|c| at_node(c, self.link, p, sign)).collect();
        let over = |f: &dyn Fn(f64) -> f64| nodes.iter().map(|n| n.weight * f(n.target)).sum();
        let (target, eta) = (over(&|t| self.link.inverse(t)), over(&|t| t));
        Against { fitted: self, sign, nodes, target, eta }
    }
}

fn at_node(c: &Component, link: Link, p: f64, sign: f64) -> AtNode {
    let count = c.units.len() as f64;
    let bells = || c.units.iter().flatten().filter(|b| b.share > UNLIKELY);
    let parts: Vec<Part> =
        bells().map(|b| Part { weight: b.share / count, mean: b.mean, sd: b.variance.sqrt() }).collect();
    // The order statistic that a type-7 quantile reads, as a place in the mean distribution.
    let place = ((count - 1.0) * p + 0.5) / count;
    let (mean, sd) = mixture::moments(&parts);
    // Lumps are far narrower than the whole, and the target must hit the right place inside one.
    let narrowest = parts.iter().map(|p| p.sd).fold(sd, f64::min);
    let target = mixture::root(&parts, place, mean + sd * normal_quantile(place), 0.01 * narrowest);
    let density = count * mixture::density(&parts, target);
    let below = |b: &Bell| normal_cdf((target - b.mean) / b.variance.sqrt());
    let below: Vec<f64> = c.units.iter().map(|u| u.iter().map(|b| b.share * below(b)).sum()).collect();
    // Between two order statistics the quantile averages over their distance, whose variance is 1 / density².
    let rank = (count - 1.0) * p;
    let averaged = (rank - rank.floor()) * (1.0 - rank + rank.floor());
    let scatter = below.iter().map(|f| f * (1.0 - f)).sum::<f64>();
    let target_variance = ((scatter - averaged).max(0.5 * scatter) / (density * density)).min(sd * sd);
    let follow = bells().map(|b| b.share * b.follow).sum::<f64>() / count;
    let part = |b: &Bell| {
        let at = normal_density((target - b.mean) / b.variance.sqrt()) / b.variance.sqrt();
        let apart = b.follow - follow;
        let variance =
            b.variance * (1.0 - 2.0 * at / density) + target_variance + apart * apart * c.centre_variance;
        Part { weight: b.share, mean: sign * (b.mean - target), sd: variance.max(0.5 * b.variance).sqrt() }
    };
    let slope = link.slope(target);
    let unit = |(bells, below): (&[Bell; 2], &f64)| {
        let mut excess = (0.0, 0.0);
        let mut own = 0.0;
        for bell in bells.iter().filter(|b| b.share > UNLIKELY) {
            let apart = bell.follow - follow;
            let sd = (bell.variance + apart * apart * c.centre_variance).sqrt();
            let part = Part { weight: bell.share, mean: sign * (bell.mean - target), sd };
            let (first, second) = moments(&part, |off| rise(link, target, sign, off));
            excess.0 += bell.share * first;
            excess.1 += bell.share * second;
            own += bell.share * normal_density(part.mean / sd) / sd;
        }
        // A unit beyond the target has moved the target towards itself; and a target that wavers leaves more beyond it.
        let shift = slope * (0.5 * own * target_variance - below * (1.0 - below) / density);
        UnitGap {
            parts: [part(&bells[0]), part(&bells[1])],
            better: if sign > 0.0 { *below } else { 1.0 - below },
            excess,
            mean: (excess.0 + shift).max(0.0),
            follow: bells.iter().map(|b| b.share * b.follow).sum::<f64>() - follow,
        }
    };
    AtNode {
        weight: c.weight,
        none: c.spread <= 0.0,
        averaged: averaged.min(0.5 * scatter),
        target,
        density,
        units: c.units.iter().zip(&below).map(unit).collect(),
    }
}

/// How much worse a figure is that lies `off` beyond the target on the link.
fn rise(link: Link, target: f64, sign: f64, off: f64) -> f64 {
    sign * (link.inverse(target + sign * off) - link.inverse(target))
}

/// First and second moment of h(δ) over δ > 0.
fn moments(part: &Part, h: impl Fn(f64) -> f64) -> (f64, f64) {
    let Part { mean, sd, .. } = *part;
    let (low, high) = ((mean - 4.5 * sd).max(0.0), mean + 4.5 * sd);
    if high <= 0.0 {
        return (0.0, 0.0);
    }
    let (middle, half) = (f64::midpoint(low, high), (high - low) / 2.0);
    let (mut first, mut second) = (0.0, 0.0);
    for (node, weight) in LEGENDRE {
        for off in [middle - half * node, middle + half * node] {
            let mass = weight * half * normal_density((off - mean) / sd) / sd;
            let value = h(off);
            first += mass * value;
            second += mass * value * value;
        }
    }
    (first, second)
}

impl Against<'_> {
    /// The gap of a unit, with intervals at `confidence`.
    ///
    /// # Errors
    /// Why its figure can't be used.
    pub fn gap(&self, unit: usize, confidence: f64) -> Result<Gap, NoFigure> {
        let place = self.fitted.place(unit)?;
        let mut parts = Vec::with_capacity(2 * self.nodes.len());
        let (mut first, mut second) = (0.0, 0.0);
        for node in &self.nodes {
            let unit = &node.units[place];
            first += node.weight * unit.mean;
            second += node.weight * unit.excess.1;
            let likely = unit.parts.iter().filter(|p| p.weight > UNLIKELY);
            parts.extend(likely.map(|p| Part { weight: node.weight * p.weight, ..*p }));
        }
        let rise = |off: f64| rise(self.fitted.link, self.eta, self.sign, off);
        let tail = (1.0 - confidence.clamp(0.0, 0.999_999)) / 2.0;
        let (low, high) = mixture::interval(&parts, tail, 1.0 - tail);
        let (mean, sd) = mixture::moments(&parts);
        let no_excess = mixture::below(&parts, NO_DISTANCE * sd);
        let excess_interval = ends(
            no_excess,
            tail,
            rise(low),
            || rise(high),
            || rise(mixture::quantile(&parts, 1.0 - 2.0 * tail)),
        );
        let signed = |a: f64, b: f64| {
            if self.sign > 0.0 {
                Interval { low: rise(a), high: rise(b) }
            } else {
                Interval { low: -rise(b), high: -rise(a) }
            }
        };
        let bend = (rise(mean + sd) + rise(mean - sd)) / 2.0;
        Ok(Gap {
            gap: self.sign * bend,
            interval: signed(low, high),
            excess: first,
            excess_sd: (second - first * first).max(0.0).sqrt(),
            excess_interval,
            worse: 1.0 - mixture::below(&parts, 0.0),
        })
    }

    /// The sum over units of weight × excess: units of the numerator that reaching the target would release where the
    /// weights are denominators, pounds where they are denominators × price. A unit without a figure adds nothing;
    /// none where a weight is negative or not finite, or their number is not that of the units.
    pub fn total(&self, weights: &[f64], confidence: f64) -> Option<Total> {
        let bad = |w: &f64| !w.is_finite() || *w < 0.0;
        if weights.len() != self.fitted.len() || weights.iter().any(bad) {
            return None;
        }
        let weights: Vec<f64> =
            self.fitted.places.iter().zip(weights).filter_map(|(p, w)| p.is_ok().then_some(*w)).collect();
        let part = |(node, c): (&AtNode, &Component)| {
            let slope = self.fitted.link.slope(node.target);
            let with = || node.units.iter().zip(&weights);
            let mean: f64 = with().map(|(u, w)| w * u.mean).sum();
            let beyond: f64 = with().map(|(u, w)| w * (1.0 - u.better)).sum();
            // What one unit's passing the target does to all the others.
            let lever = slope * beyond / node.density;
            let apart: f64 = with().map(|(u, w)| w * (1.0 - u.better) * u.follow).sum::<f64>() * slope;
            let variance: f64 = with()
                .map(|(u, w)| {
                    let own = w * w * (u.excess.1 - u.excess.0 * u.excess.0).max(0.0);
                    own + lever * lever * u.better * (1.0 - u.better)
                        - 2.0 * w * lever * u.excess.0 * u.better
                })
                .sum();
            let variance =
                (variance - lever * lever * node.averaged).max(0.0) + apart * apart * c.centre_variance;
            Part { weight: node.weight, mean, sd: variance.sqrt().max(1e-9 * (mean + f64::MIN_POSITIVE)) }
        };
        let parts: Vec<Part> = self.nodes.iter().zip(&self.fitted.components).map(part).collect();
        let (mean, sd) = mixture::moments(&parts);
        if sd.is_nan() || sd <= 0.0 {
            return mean.is_finite().then(|| Total { nothing: self.fitted.nothing, ..Total::sure(mean) });
        }
        let without = std::array::from_fn(|g| {
            let with = parts.iter().zip(&self.fitted.components);
            with.map(|(part, c)| (c.without[g] - c.weight) * part.mean).sum()
        });
        let tail = (1.0 - confidence.clamp(0.0, 0.999_999)) / 2.0;
        let at = |p: f64| mixture::quantile(&parts, p);
        // Where units do not differ the total is 0, whatever the width of a lump.
        let none = |(node, part): (&AtNode, &Part)| {
            if node.none { node.weight } else { mixture::below(&[*part], 0.0) }
        };
        let none = self.nodes.iter().zip(&parts).map(none).sum();
        let interval = ends(none, tail, at(tail), || at(1.0 - tail), || at(1.0 - 2.0 * tail));
        Some(Total { mean, sd, interval, without, nothing: self.fitted.nothing })
    }
}

#[cfg(test)]
mod tests;
