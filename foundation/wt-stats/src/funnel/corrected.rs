//! Funnels whose limits hold what they promise: 5% of ordinary organisations outside the 95% limits and 0.2% outside the
//! 99.8% limits, whatever their sizes and whatever the spread between them.
//!
//! Counts are binomial or Poisson round a rate of each organisation's own, and the rates are normal on the logit or log scale. Centre μ and
//! spread τ come from estimating equations in which organisations far out have no say, with the constant that
//! makes them right for the normal (the cure for trimming that §3 asks for). An organisation's z is the mid-p normal quantile of its count at μ, divided
//! by √(1 + τ²/s²) (s is the secant standard error between its own rate and μ), and read off Student's t for the uncertainty of τ.

use crate::dist::normal_cdf;
use crate::{Interval, Z95, Z998};

use super::{Flag, Level};

mod count;
mod fit;

use count::{Centre, Count};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A numerator that is part of its denominator: binomial.
    Proportion,
    /// Events over exposure, or observed over expected: Poisson.
    Rate,
    /// A count over another count, both of chance: binomial given their sum.
    Counts,
}

/// Why there is no funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer than four organisations have a usable numerator and denominator.
    TooFew,
    /// Nothing was counted anywhere.
    NoEvents,
    /// All of the denominator was counted everywhere.
    AllEvents,
}

impl Refusal {
    /// As a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::TooFew => "fewer than four organisations have a usable numerator and denominator",
            Self::NoEvents => "nothing was counted, so there is no centre to compare with",
            Self::AllEvents => "everything was counted, so there is no centre to compare with",
        }
    }
}

/// Organisations that a spread can be had from.
const FEWEST: usize = 4;

/// Degrees of freedom for each organisation of the group, where all of a variance is spread. Found with the next three by
/// simulation of groups of 35 and 200 (`wt-calibration funnel`).
const FREEDOM: f64 = 0.4;
/// Where none of a variance is spread its degrees of freedom are this share as uncertain: none may have been seen by chance.
const UNSEEN: f64 = 0.4;
/// An organisation draws centre and spread to itself: z is so much too small, over the number of organisations, …
const INNER: f64 = 2.1;
/// … and so much more where all of its variance is spread.
const INNER_SPREAD: f64 = 1.1;

/// One organisation in a funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// Numerator over denominator.
    pub value: f64,
    /// How far from the centre, in standard errors of a normal: ±1.96 at the 95% limits.
    pub z: f64,
    /// Outside which limits.
    pub flag: Flag,
}

impl Unit {
    /// Two-sided p-value of z.
    pub fn p(&self) -> f64 {
        2.0 * normal_cdf(-self.z.abs())
    }
}

/// A funnel with calibrated limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    kind: Kind,
    at: Centre,
    /// Centre line: the rate in the middle of the organisations.
    pub centre: f64,
    /// Standard deviation between organisations on the logit (proportions) or log scale; 0 where chance explains all.
    pub tau: f64,
    /// Organisations that counted.
    pub count: usize,
}

/// The funnel of (numerator, denominator or expected) pairs, one an organisation.
///
/// ```
/// use wt_stats::funnel::corrected::{Kind, funnel};
/// let mut pairs = vec![(24.0, 200.0), (30.0, 250.0), (58.0, 500.0), (37.0, 310.0), (12.0, 90.0), (49.0, 400.0)];
/// pairs.push((120.0, 400.0));
/// let units = funnel(&pairs, Kind::Proportion).unwrap().units(&pairs);
/// assert!(units[6].unwrap().flag.outside998 && !units[5].unwrap().flag.outside95);
/// ```
///
/// # Errors
/// [`Refusal`] says why there is no funnel.
pub fn funnel(pairs: &[(f64, f64)], kind: Kind) -> Result<Funnel, Refusal> {
    let counts: Vec<Count> = pairs.iter().filter_map(|pair| Count::of(kind, *pair)).collect();
    if counts.len() < FEWEST {
        return Err(Refusal::TooFew);
    }
    if counts.iter().all(|count| count.events == 0.0) {
        return Err(Refusal::NoEvents);
    }
    if counts.iter().all(|count| count.others == Some(0.0)) {
        return Err(Refusal::AllEvents);
    }
    let fit = fit::fit(&counts);
    let at = Centre::new(fit.mu);
    Ok(Funnel {
        kind,
        at,
        centre: if kind == Kind::Proportion { at.share() } else { at.ratio() },
        tau: fit.tau2.sqrt(),
        count: counts.len(),
    })
}

impl Funnel {
    /// Where each pair stands; none for what is not a usable pair (missing, not finite, negative, zero below the line, or
    /// above one as a proportion).
    pub fn units(&self, pairs: &[(f64, f64)]) -> Vec<Option<Unit>> {
        pairs.iter().map(|pair| self.unit(*pair)).collect()
    }

    /// Where one numerator and denominator stand.
    pub fn unit(&self, (x, n): (f64, f64)) -> Option<Unit> {
        let z = self.z(Count::of(self.kind, (x, n))?);
        let flag = Flag { outside95: z.abs() > Z95, outside998: z.abs() > Z998 };
        Some(Unit { value: x / n, z, flag })
    }

    /// Limits of the value at a denominator: z of the limits is [`Level::z`] to either side. A lower limit of 0 is no
    /// limit: not even no events would be unusual there. None for no denominator.
    pub fn limits(&self, n: f64, level: Level) -> Option<Interval> {
        if !(n > 0.0 && n.is_finite()) {
            return None;
        }
        let z = |x: f64| Count::of(self.kind, (x, n)).map_or(0.0, |count| self.z(count));
        let most = if self.kind == Kind::Proportion { n } else { f64::INFINITY };
        let middle = self.centre * n;
        let low = crossing(|x| -z(middle - x), level.z(), middle).map_or(0.0, |x| middle - x);
        let high = crossing(|x| z(middle + x), level.z(), most - middle).map_or(most, |x| middle + x);
        Some(Interval { low: low / n, high: high / n })
    }

    /// z of a count: mid-p at the centre, widened by the spread, on the scale of the normal.
    fn z(&self, count: Count) -> f64 {
        let z = count.z(&self.at);
        let size = count.variance(&self.at, count.place(), z);
        let tau2 = self.tau * self.tau;
        let share = tau2 / (tau2 + size);
        let k = self.count as f64;
        let inner = 1.0 + (INNER + INNER_SPREAD * share) / k;
        let freedom = FREEDOM * k / (UNSEEN + (1.0 - UNSEEN) * share);
        normal_of_t(inner * z * (size / (size + tau2)).sqrt(), freedom)
    }
}

/// The normal quantile of Student's t (Wallace 1959), to a thousandth from five degrees of freedom on.
fn normal_of_t(t: f64, df: f64) -> f64 {
    let z = (df * (t * t / df).ln_1p()).sqrt() * (8.0 * df + 1.0) / (8.0 * df + 3.0);
    z.copysign(t)
}

/// Where a rising function first reaches `target`, 0 to `most`; none where it does not.
fn crossing(rising: impl Fn(f64) -> f64, target: f64, most: f64) -> Option<f64> {
    let (mut low, mut high) = (0.0, most);
    if most.is_infinite() {
        high = 1.0;
        while rising(high) < target {
            (low, high) = (high, 2.0 * high);
            if high.is_infinite() {
                return None;
            }
        }
    } else if rising(most) <= target {
        return None;
    }
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if rising(middle) < target {
            low = middle;
        } else {
            high = middle;
        }
        if high - low <= 1e-12 * high {
            break;
        }
    }
    Some(f64::midpoint(low, high))
}
