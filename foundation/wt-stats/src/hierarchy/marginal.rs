//! The marginal likelihood of one metric over the spread between its units, the common centre integrated out.

use super::evidence::{Evidence, Posterior, Prior};
use super::prior::{CELLS, Likelihood, within};
use crate::quantile::median;

/// Share of units that stand apart, where a metric holds outliers.
const OUTLYING: f64 = 0.1;
/// How far apart they stand: standard deviation in those of an ordinary unit, errors included.
const APART: f64 = 3.0;
/// Log-likelihood this far below the top is nothing.
const NEGLIGIBLE: f64 = 12.0;
/// A spread that moves the log-likelihood by less than this cannot be told from none.
const INVISIBLE: f64 = 0.01;
/// A count that leaves a logit or logarithm more open than this says nothing, and must not make room for anything.
const WIDEST: f64 = 9.0;
/// The furthest unit is this many standard deviations of those that stand apart away.
const FURTHEST: f64 = 2.5;
/// Units for which a step of the scale of spreads is as fine as the figures can tell.
const UNITS_A_STEP: f64 = 40.0;

/// Usable units of a metric.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Units {
    pub evidence: Vec<Evidence>,
    /// What spreads are multiples of: 1 on a logit or logarithm.
    pub scale: f64,
    /// Where the centre is sought from.
    pub start: f64,
    /// Typical variance of the figures.
    pub typical: f64,
    /// Variance that makes room for the unit that surely lies furthest out.
    pub furthest: f64,
}

/// What is assumed about the units of a metric at one node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Node {
    /// Spread between units, on the scale of the link.
    pub spread: f64,
    /// Whether some stand apart.
    pub outliers: bool,
}

/// A unit at a node: as an ordinary one, and as one that stands apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct UnitAt {
    pub ordinary: Posterior,
    pub apart: Option<(f64, Posterior)>,
}

impl UnitAt {
    fn log_marginal(&self) -> f64 {
        match self.apart {
            None => self.ordinary.log_marginal,
            // share / (1 − share) = ratio of the two masses, so their sum is the first over (1 − share).
            Some((share, apart)) if share > 0.5 => apart.log_marginal + OUTLYING.ln() - share.ln(),
            Some((share, _)) => self.ordinary.log_marginal + (1.0 - OUTLYING).ln() - (1.0 - share).ln(),
        }
    }

    /// Score and information about the centre.
    fn pull(&self) -> (f64, f64) {
        let (share, apart) = self.apart.unwrap_or((0.0, self.ordinary));
        let of = |f: fn(&Posterior) -> f64| (1.0 - share) * f(&self.ordinary) + share * f(&apart);
        (of(|p| p.score), of(|p| p.information))
    }
}

/// A metric at a node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fitted {
    /// Log marginal likelihood, a flat prior on the centre (restricted likelihood).
    pub log: f64,
    pub centre: f64,
    pub centre_variance: f64,
}

impl Units {
    /// Where units at a node lie: prior of ordinary ones and of those that stand apart.
    pub(crate) fn priors(&self, node: Node, centre: f64) -> (Prior, Prior) {
        let ordinary = node.spread * node.spread;
        let apart = ordinary + (APART * APART * (ordinary + self.typical)).max(self.furthest);
        (Prior { centre, variance: ordinary }, Prior { centre, variance: apart })
    }

    /// Every unit at a node with a given centre; `modes` holds two guesses a unit.
    pub(crate) fn at(&self, node: Node, centre: f64, modes: &mut [[f64; 2]]) -> Vec<UnitAt> {
        let (ordinary, apart) = self.priors(node, centre);
        let one = |(evidence, mode): (&Evidence, &mut [f64; 2])| {
            let first = evidence.posterior(ordinary, &mut mode[0]);
            let apart = node.outliers.then(|| {
                let second = evidence.posterior(apart, &mut mode[1]);
                let odds = (first.log_marginal - second.log_marginal).exp() * (1.0 - OUTLYING) / OUTLYING;
                ((1.0 + odds).recip(), second)
            });
            UnitAt { ordinary: first, apart }
        };
        self.evidence.iter().zip(modes).map(one).collect()
    }

    /// The likeliest centre at a node, from a guess, and the likelihood there.
    pub(crate) fn fit(&self, node: Node, start: f64, modes: &mut [[f64; 2]]) -> Fitted {
        let mut centre = start;
        for _ in 0..20 {
            let units = self.at(node, centre, modes);
            let (score, information) =
                units.iter().map(UnitAt::pull).fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
            let step = score / information;
            centre += step;
            if score * step < 0.1 || !step.is_finite() {
                // The last step is so small that the likelihood is a parabola over it.
                let log: f64 = units.iter().map(UnitAt::log_marginal).sum::<f64>() + 0.5 * score * step;
                let centre_variance = information.recip();
                return Fitted { log: log + 0.5 * centre_variance.ln(), centre, centre_variance };
            }
        }
        let log = self.at(node, centre, modes).iter().map(UnitAt::log_marginal).sum();
        Fitted { log, centre, centre_variance: 0.0 }
    }

    /// Log likelihood of each cell of the spread.
    pub(crate) fn likelihood(&self) -> Likelihood {
        let mut table = [[f64::NEG_INFINITY; 2]; CELLS];
        let invisible = self.invisible();
        for outliers in [false, true] {
            let mut modes = self.modes();
            let side = usize::from(outliers);
            let none = self.fit(Node { spread: 0.0, outliers }, self.start, &mut modes);
            table[0][side] = none.log;
            let (mut centre, mut top) = (none.centre, none.log);
            for (cell, row) in table.iter_mut().enumerate().skip(1) {
                let mut places = within(cell, self.places()).map(|s| s * self.scale).peekable();
                if places.peek().is_some_and(|s| *s < invisible) {
                    row[side] = none.log;
                    continue;
                }
                let logs: Vec<f64> = places
                    .map(|spread| {
                        let fitted = self.fit(Node { spread, outliers }, centre, &mut modes);
                        centre = fitted.centre;
                        fitted.log
                    })
                    .collect();
                let best = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let mean = logs.iter().map(|l| (l - best).exp()).sum::<f64>() / logs.len() as f64;
                row[side] = best + mean.ln();
                top = top.max(best);
                if best < top - NEGLIGIBLE {
                    break;
                }
            }
        }
        table
    }

    /// Places inside a step of the scale at which the likelihood is taken.
    pub(crate) fn places(&self) -> usize {
        (self.evidence.len() as f64 / UNITS_A_STEP).sqrt().ceil().clamp(1.0, 12.0) as usize
    }

    /// First guesses of the modes.
    pub(crate) fn modes(&self) -> Vec<[f64; 2]> {
        vec![[self.start; 2]; self.evidence.len()]
    }

    /// The spread below which the figures cannot tell it from none: d ln L / dτ² = Σ (z² − 1) / 2s².
    fn invisible(&self) -> f64 {
        let slope: f64 = self
            .evidence
            .iter()
            .map(|e| {
                let (score, information) = e.score_and_information(self.start);
                f64::midpoint(score * score, information)
            })
            .sum();
        (INVISIBLE / slope).sqrt()
    }
}

/// Units with their typical variance; `scale` from the figures.
pub(crate) fn units(evidence: Vec<Evidence>, start: f64, scale: Option<f64>) -> Units {
    let variances: Vec<f64> = evidence.iter().map(|e| e.score_and_information(start).1.recip()).collect();
    let typical = median(&variances).unwrap_or(1.0);
    let relative = evidence.iter().any(|e| !matches!(e, Evidence::Normal { .. }));
    let typical = if relative { typical.min(WIDEST) } else { typical };
    let furthest = evidence.iter().map(|e| e.surely_off(start)).fold(0.0, f64::max) / FURTHEST;
    let furthest = if relative { (furthest * furthest).min(WIDEST) } else { furthest * furthest };
    let scale = scale.unwrap_or_else(|| typical.sqrt());
    Units { evidence, scale, start, typical, furthest }
}
