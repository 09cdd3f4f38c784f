//! Slope and relative index of inequality over quantiles of deprivation.
//!
//! A weighted line through the values of the groups, at the mid-points of their cumulative population shares, each
//! weighing its share (§2.4; Mackenbach and Kunst 1997). The slope index is the line at 1 less the line at 0; the
//! relative index is their ratio. The peer simulates the limits; here they are worked out: what is drawn there is a
//! sum of independent known variables, whose quantiles follow from its cumulants (Cornish and Fisher 1938). On a
//! transformed scale the slope is normal; its limits, turned about the line's middle, are carried back, as there.

use super::{Estimate, Why, confident, counted, divisor};
use crate::Interval;
use crate::dist::{normal_density, z_of};

/// Points of the trapezoid rule over a standard normal, −8 to 8: exact to about 14 digits for smooth functions.
const NODES: i32 = 64;

/// What kind of figure the groups' values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlopeKind {
    /// Means: normal errors.
    Normal,
    /// Rates: errors are normal on the log scale.
    Rate,
    /// Proportions, of 1: errors are normal on the logit scale.
    Proportion,
}

/// On which scale the line is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transform {
    /// As the values are.
    None,
    /// Rates by their logarithm, proportions by their logit.
    ByKind,
}

/// One group, the most deprived first or last as the caller wants the sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Population.
    pub population: f64,
    /// Value.
    pub value: f64,
    /// How well it is known.
    pub known: Known,
}

/// How well a group's value is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Known {
    /// To within a 95% interval.
    Limits(Interval),
    /// By its standard error on the scale where errors are normal: of the logarithm for rates, of the logit for
    /// proportions.
    Error(f64),
}

/// A slope index and a relative index, with limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Slope index of inequality.
    pub sii: Estimate,
    /// Relative index of inequality; none where the line starts at or below zero.
    pub rii: Option<Estimate>,
    /// The line at 0.
    pub intercept: f64,
}

impl Slope {
    /// The slope index per so many. A negative multiplier turns the direction: the ends change places, and the
    /// relative index becomes its inverse.
    #[must_use]
    pub fn times(self, multiplier: f64) -> Self {
        let turned = |e: Estimate| Estimate { value: e.value, low: e.high, high: e.low };
        let inverse = |e: Estimate| {
            let over = |x: f64| (x > 0.0).then(|| 1.0 / x);
            over(e.value).map(|value| Estimate {
                value,
                low: e.high.and_then(over),
                high: e.low.and_then(over),
            })
        };
        let sii = self.sii.times(multiplier);
        let intercept = self.intercept * multiplier.abs();
        if multiplier < 0.0 {
            Self { sii: turned(sii), rii: self.rii.and_then(inverse), intercept }
        } else {
            Self { sii, rii: self.rii, intercept }
        }
    }
}

/// The indices of groups in order.
///
/// # Errors
/// [`Why::TooFew`] for fewer than three groups; [`Why::BadCount`] for values or limits that can't be on the scale.
pub fn slope_index(
    groups: &[Group],
    kind: SlopeKind,
    transform: Transform,
    confidence: f64,
) -> Result<Slope, Why> {
    let z = z_of(confident(confidence)?);
    if groups.len() < 3 {
        return Err(Why::TooFew);
    }
    let line = Line::through(groups)?;
    let errors: Vec<Error> = groups.iter().map(|g| Error::of(g, kind)).collect::<Result<_, _>>()?;
    let found = match (transform, kind) {
        (Transform::None, _) | (_, SlopeKind::Normal) => plain(&line, groups, &errors, kind, z),
        (Transform::ByKind, _) => transformed(&line, &errors, kind, z),
    };
    let rii = found.rii.map(Estimate::said).transpose()?;
    Ok(Slope { sii: found.sii.said()?, rii, intercept: found.intercept })
}

/// What each group's value adds to the line at 0 and at 1.
struct Line {
    zero: Vec<f64>,
    one: Vec<f64>,
}

impl Line {
    fn through(groups: &[Group]) -> Result<Self, Why> {
        let total = groups.iter().map(|g| g.population).sum::<f64>();
        let (mut shares, mut middles, mut so_far) = (Vec::new(), Vec::new(), 0.0);
        for g in groups {
            let share = counted(g.population)? / divisor(total)?;
            middles.push(so_far + share / 2.0);
            shares.push(share);
            so_far += share;
        }
        let centre: f64 = shares.iter().zip(&middles).map(|(a, b)| a * b).sum();
        let spread: f64 = shares.iter().zip(&middles).map(|(a, b)| a * (b - centre).powi(2)).sum();
        if spread <= 0.0 {
            return Err(Why::TooFew);
        }
        let slope = shares.iter().zip(&middles).map(|(a, b)| a * (b - centre) / spread);
        let zero: Vec<f64> = slope.clone().zip(&shares).map(|(s, a)| a - centre * s).collect();
        let one = slope.zip(&zero).map(|(s, c)| c + s).collect();
        Ok(Self { zero, one })
    }
}

/// A value and its standard error on the scale where errors are normal.
#[derive(Clone, Copy)]
struct Error {
    middle: f64,
    spread: f64,
}

impl Error {
    fn of(g: &Group, kind: SlopeKind) -> Result<Self, Why> {
        let on = |x: f64| {
            let y = there(kind, x);
            if y.is_finite() { Ok(y) } else { Err(Why::BadCount) }
        };
        let spread = match g.known {
            Known::Limits(limits) => (on(limits.high)? - on(limits.low)?) / (2.0 * z_of(0.95)),
            Known::Error(error) => counted(error)?,
        };
        if spread < 0.0 { Err(Why::BadCount) } else { Ok(Self { middle: on(g.value)?, spread }) }
    }
}

/// To the scale where errors are normal.
fn there(kind: SlopeKind, x: f64) -> f64 {
    match kind {
        SlopeKind::Normal => x,
        SlopeKind::Rate => x.ln(),
        SlopeKind::Proportion => (x / (1.0 - x)).ln(),
    }
}

/// And back.
fn back(kind: SlopeKind, y: f64) -> f64 {
    match kind {
        SlopeKind::Normal => y,
        SlopeKind::Rate => y.exp(),
        SlopeKind::Proportion => 1.0 / (1.0 + (-y).exp()),
    }
}

fn sum(weights: &[f64], of: impl Fn(usize) -> f64) -> f64 {
    weights.iter().enumerate().map(|(i, w)| w * of(i)).sum()
}

/// The line through the values themselves.
fn plain(line: &Line, groups: &[Group], errors: &[Error], kind: SlopeKind, z: f64) -> Slope {
    let (zero, one) = (sum(&line.zero, |i| groups[i].value), sum(&line.one, |i| groups[i].value));
    let cumulants: Vec<[f64; 4]> = errors.iter().map(|e| cumulants(*e, kind)).collect();
    let slope: Vec<f64> = line.one.iter().zip(&line.zero).map(|(u, c)| u - c).collect();
    let sii = Estimate {
        value: one - zero,
        low: Some(quantile_of_sum(&slope, &cumulants, -z)),
        high: Some(quantile_of_sum(&slope, &cumulants, z)),
    };
    let rii = (zero > 0.0).then(|| {
        let value = one / zero;
        // The ratio lies below r where the line at 1 less r times the line at 0 lies below zero.
        let end = |z: f64| {
            let at = |r: f64| {
                let weights: Vec<f64> = line.one.iter().zip(&line.zero).map(|(u, c)| u - r * c).collect();
                quantile_of_sum(&weights, &cumulants, z)
            };
            falling_root(at, value)
        };
        Estimate { value, low: end(-z), high: end(z) }
    });
    Slope { sii, rii, intercept: zero }
}

/// The line on the scale where errors are normal. Its slope is normal too; the limits of the indices are those of lines
/// with the slope's limits through the same middle.
fn transformed(line: &Line, errors: &[Error], kind: SlopeKind, z: f64) -> Slope {
    let weights = || line.one.iter().zip(&line.zero).zip(errors);
    let slope: f64 = weights().map(|((one, zero), e)| (one - zero) * e.middle).sum();
    let middle: f64 = weights().map(|((one, zero), e)| f64::midpoint(*one, *zero) * e.middle).sum();
    let spread = weights().map(|((one, zero), e)| ((one - zero) * e.spread).powi(2)).sum::<f64>().sqrt();
    let ends = |slope: f64| (back(kind, middle - slope / 2.0), back(kind, middle + slope / 2.0));
    let estimate = |of: fn((f64, f64)) -> f64| Estimate {
        value: of(ends(slope)),
        low: Some(of(ends(slope - z * spread))),
        high: Some(of(ends(slope + z * spread))),
    };
    Slope {
        sii: estimate(|(zero, one)| one - zero),
        rii: Some(estimate(|(zero, one)| one / zero)),
        intercept: ends(slope).0,
    }
}

/// Mean, variance and third and fourth cumulants of a group's value on its own scale.
fn cumulants(e: Error, kind: SlopeKind) -> [f64; 4] {
    if kind == SlopeKind::Normal {
        return [e.middle, e.spread.powi(2), 0.0, 0.0];
    }
    let step = 16.0 / f64::from(NODES);
    let expect = |f: &dyn Fn(f64) -> f64| {
        (0..=NODES)
            .map(|k| {
                let node = -8.0 + step * f64::from(k);
                f(back(kind, e.middle + e.spread * node)) * normal_density(node) * step
            })
            .sum::<f64>()
    };
    let mean = expect(&|x| x);
    let about = |power: i32| expect(&|x: f64| (x - mean).powi(power));
    let variance = about(2);
    [mean, variance, about(3), about(4) - 3.0 * variance * variance]
}

/// The quantile of a weighted sum at normal quantile z, by Cornish and Fisher to the fourth cumulant.
fn quantile_of_sum(weights: &[f64], cumulants: &[[f64; 4]], z: f64) -> f64 {
    let total = |order: usize| {
        let power = i32::try_from(order + 1).unwrap_or(1);
        weights.iter().zip(cumulants).map(|(w, k)| w.powi(power) * k[order]).sum::<f64>()
    };
    let (mean, sd) = (total(0), total(1).max(0.0).sqrt());
    if sd == 0.0 {
        return mean;
    }
    let (skew, excess) = (total(2) / sd.powi(3), total(3) / sd.powi(4));
    let bent = z + skew * (z * z - 1.0) / 6.0 + excess * (z.powi(3) - 3.0 * z) / 24.0
        - skew * skew * (2.0 * z.powi(3) - 5.0 * z) / 36.0;
    mean + sd * bent
}

/// The root of a falling function, looked for on both sides of a start; none if it is not within reach.
fn falling_root(f: impl Fn(f64) -> f64, start: f64) -> Option<f64> {
    let mut reach = 0.05 * start.abs().max(1e-3);
    let (mut low, mut high) = (start - reach, start + reach);
    for _ in 0..60 {
        let (below, above) = (f(low), f(high));
        if below >= 0.0 && above <= 0.0 {
            for _ in 0..60 {
                let middle = f64::midpoint(low, high);
                if f(middle) > 0.0 {
                    low = middle;
                } else {
                    high = middle;
                }
                if (high - low) <= 1e-10 * middle.abs().max(1e-10) {
                    break;
                }
            }
            return Some(f64::midpoint(low, high));
        }
        reach *= 1.6;
        if below < 0.0 {
            low = start - reach;
        }
        if above > 0.0 {
            high = start + reach;
        }
    }
    None
}
