//! Many comparisons at once: which are real, and how many of those listed are expected to be false.
//!
//! Scores z of all metric × organisation comparisons go in. Benjamini and Hochberg (1995) keep the expected share of false ones
//! among those listed at the level where comparisons are independent or positively dependent (Benjamini and Yekutieli 2001). For two-sided
//! tests on factor-correlated scores there is no proof; simulation holds it (`wt-calibration fdr`). Two things make it fit for real scores:
//!
//! - *Empirical null* (Efron 2004): where thousands are compared, the middle of the scores shows how wide they are when nothing is
//!   the matter. Wider than 1, as unexplained common causes make them, and every score is divided by it; narrower is not believed.
//! - *Share of nulls* from the same fit, as Storey (2002) has it, but never less than a half.
//!
//! [`Dependence::Any`] is Benjamini and Yekutieli's bound for whatever dependence, about a tenth as strict a level.

use crate::adjust::{Adjustment, adjust};
use crate::dist::{normal_cdf, normal_density};
use crate::quantile::{of_sorted, sorted};

mod changes;

pub use changes::{Changes, changes};

/// Fewer comparisons than this can't show their own null.
const FEWEST: usize = 1000;
/// The middle: this many robust standard deviations to either side of the median.
const MIDDLE: f64 = 1.5;
/// Quartiles of a standard normal lie this far out.
const QUARTILE: f64 = 0.674_489_750_196_081_7;
/// The share of nulls is not believed to be less.
const FEWEST_NULLS: f64 = 0.5;

/// What comparisons are like when nothing is the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Null {
    /// Standard normal.
    Theoretical,
    /// Fitted to the middle of the scores where there are 1,000 or more; never narrower than standard.
    #[default]
    Empirical,
}

/// How comparisons hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dependence {
    /// Independent, positively dependent, or by common factors.
    #[default]
    Usual,
    /// In whatever way.
    Any,
}

/// How to list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Expected share of false ones among those listed, such as 0.05.
    pub level: f64,
    /// What null scores look like.
    pub null: Null,
    /// How scores depend on each other.
    pub dependence: Dependence,
}

impl Default for Options {
    fn default() -> Self {
        Self { level: 0.05, null: Null::default(), dependence: Dependence::default() }
    }
}

/// The distribution of scores when nothing is the matter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FittedNull {
    /// Mean.
    pub mean: f64,
    /// Standard deviation, at least 1.
    pub sd: f64,
    /// Share of comparisons in which nothing is the matter; 1 where it was not estimated.
    pub share: f64,
    /// Whether it was fitted to the scores.
    pub fitted: bool,
}

impl FittedNull {
    const STANDARD: Self = Self { mean: 0.0, sd: 1.0, share: 1.0, fitted: false };
}

/// One comparison that is listed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// Its place in the input.
    pub place: usize,
    /// Its score, against the null.
    pub z: f64,
    /// Two-sided p-value of that.
    pub p: f64,
    /// The least level at which it would be listed.
    pub q: f64,
    /// How likely this one is false: share of nulls / density of p-values at p, that density decreasing (Strimmer 2008).
    pub local: f64,
}

/// What is listed, and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// Strongest first; equal ones in the order of the input.
    pub listed: Vec<Finding>,
    /// How many of those listed are expected to be false.
    pub expected_false: f64,
    /// Comparisons that had a score.
    pub judged: usize,
    /// Comparisons without one.
    pub unjudged: usize,
    /// The null they were held against.
    pub null: FittedNull,
}

impl Findings {
    /// The line that must stand over a list: "12 of 17,500 comparisons are listed; 0.6 of them are expected to be false."
    pub fn words(&self) -> String {
        let (n, m) = (self.listed.len(), self.judged);
        match n {
            0 => format!("None of {m} comparisons is listed."),
            1 => format!(
                "1 of {m} comparisons is listed; the chance that it is false is about {:.0}%.",
                100.0 * self.expected_false.min(1.0)
            ),
            _ => format!(
                "{n} of {m} comparisons are listed; {:.1} of them are expected to be false.",
                self.expected_false
            ),
        }
    }
}

/// Lists comparisons by false discovery rate; a score that is missing or not finite is counted as unjudged. None for a level outside
/// (0, 1).
///
/// ```
/// use wt_stats::fdr::{Options, findings};
/// let z = [Some(0.3), Some(-4.2), None, Some(1.1), Some(3.6)];
/// let found = findings(&z, &Options::default()).unwrap();
/// assert_eq!(found.listed.iter().map(|f| f.place).collect::<Vec<_>>(), [1, 4]);
/// assert_eq!((found.judged, found.unjudged), (4, 1));
/// ```
pub fn findings(z: &[Option<f64>], options: &Options) -> Option<Findings> {
    if !(options.level > 0.0 && options.level < 1.0) {
        return None;
    }
    let given: Vec<(usize, f64)> = z
        .iter()
        .enumerate()
        .filter_map(|(place, z)| z.filter(|z| z.is_finite()).map(|z| (place, z)))
        .collect();
    let scores: Vec<f64> = given.iter().map(|g| g.1).collect();
    let null = match options.null {
        Null::Theoretical => None,
        Null::Empirical => empirical_null(&scores),
    }
    .unwrap_or(FittedNull::STANDARD);
    let calibrated: Vec<f64> = scores.iter().map(|z| (z - null.mean) / null.sd).collect();
    let p: Vec<f64> = calibrated.iter().map(|z| libm::erfc(z.abs() / std::f64::consts::SQRT_2)).collect();
    let (adjustment, share) = match options.dependence {
        Dependence::Usual => (Adjustment::BenjaminiHochberg, null.share),
        Dependence::Any => (Adjustment::BenjaminiYekutieli, 1.0),
    };
    let q = adjust(&p, adjustment)?;
    let local = local(&p, null.share);
    let mut listed: Vec<Finding> = (0..p.len())
        .filter(|i| q[*i] * share <= options.level)
        .map(|i| Finding { place: given[i].0, z: calibrated[i], p: p[i], q: q[i] * share, local: local[i] })
        .collect();
    listed.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()).then(a.place.cmp(&b.place)));
    let last = listed.last().map_or(0.0, |f| f.p);
    Some(Findings {
        // As many nulls as have a p-value up to the last one listed.
        expected_false: (null.share * p.len() as f64 * last).min(listed.len() as f64),
        judged: p.len(),
        unjudged: z.len() - p.len(),
        listed,
        null,
    })
}

/// The normal that the middle of the scores comes from: truncated-normal maximum likelihood (Efron 2004), which matches mean and variance
/// inside the middle. None for fewer than 1,000 scores or where it does not settle.
pub fn empirical_null(z: &[f64]) -> Option<FittedNull> {
    if z.len() < FEWEST {
        return None;
    }
    let ordered = sorted(z)?;
    let [low, middle, high] = [0.25, 0.5, 0.75].map(|p| of_sorted(&ordered, p));
    let robust = (high? - low?) / (2.0 * QUARTILE);
    let (low, high) = (middle? - MIDDLE * robust, middle? + MIDDLE * robust);
    let inside = &ordered[ordered.partition_point(|z| *z < low)..ordered.partition_point(|z| *z <= high)];
    let count = inside.len() as f64;
    let mean = inside.iter().sum::<f64>() / count;
    let variance = inside.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / count;
    let (mut m, mut s) = (middle?, robust);
    for _ in 0..500 {
        let (a, b) = ((low - m) / s, (high - m) / s);
        let mass = normal_cdf(b) - normal_cdf(a);
        let tilt = (normal_density(a) - normal_density(b)) / mass;
        let narrowing = 1.0 + (a * normal_density(a) - b * normal_density(b)) / mass - tilt * tilt;
        // Moments of the truncated normal at (m, s) against those seen.
        let (next_m, next_s) = (m + (mean - (m + s * tilt)), s * (variance / (s * s * narrowing)).sqrt());
        if !(next_m.is_finite() && next_s.is_finite() && next_s > 0.0) {
            return None;
        }
        let moved = (next_m - m).abs() + (next_s - s).abs();
        (m, s) = (next_m, next_s);
        if moved < 1e-9 * s {
            break;
        }
    }
    // A flat middle has no normal: the fit runs away.
    if s > 3.0 * robust {
        return None;
    }
    let mass = normal_cdf((high - m) / s) - normal_cdf((low - m) / s);
    let share = (count / (z.len() as f64 * mass)).clamp(FEWEST_NULLS, 1.0);
    Some(FittedNull { mean: m, sd: s.max(1.0), share, fitted: true })
}

/// Local false discovery rates from Grenander's estimate of a decreasing density of p-values: the least concave majorant of their distribution.
fn local(p: &[f64], share: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_unstable_by(|a, b| p[*a].total_cmp(&p[*b]));
    // Blocks of the majorant: (width in p, how many), merged while the slope rises.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    let mut before = 0.0;
    for i in &order {
        let mut block = (p[*i] - before, 1.0, 1);
        before = p[*i];
        while let Some(last) = blocks.last() {
            if last.1 * block.0 > block.1 * last.0 {
                break;
            }
            block = (block.0 + last.0, block.1 + last.1, block.2 + last.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    let mut out = vec![1.0; p.len()];
    let mut place = 0;
    for (width, count, members) in blocks {
        let density = count / (p.len() as f64 * width);
        for i in &order[place..place + members] {
            out[*i] = (share / density).min(1.0);
        }
        place += members;
    }
    out
}

#[cfg(test)]
mod tests;
