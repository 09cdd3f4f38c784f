//! Two-stage least squares on a panel with unit and period effects: what a change does, where something else moved it.
//!
//! A price and the quantity it fetches move each other, so regressing one on the other measures neither. An instrument moves the
//! price for a reason of its own, and through it alone the quantity (Wright 1928; Wooldridge 2010, *Econometric Analysis of Cross
//! Section and Panel Data*, ch. 5 and 11). Errors are clustered (Liang and Zeger 1986), with the small-sample factors of Stata's
//! `ivregress`; a first stage below 10 is weak (Staiger and Stock 1997).

use crate::Interval;
use crate::dist::t_quantile;
use crate::matrix::{dot, least_squares};

/// A panel in columns of equal length.
#[derive(Debug, Clone, Copy)]
pub struct Panel<'a> {
    /// Unit of each row, from 0: each has an effect of its own.
    pub units: &'a [usize],
    /// Period of each row, from 0: each has an effect of its own.
    pub periods: &'a [usize],
    /// Cluster of each row, from 0.
    pub clusters: &'a [usize],
    /// What responds.
    pub outcome: &'a [f64],
    /// What it responds to.
    pub cause: &'a [f64],
    /// What else it may respond to.
    pub beside: &'a [Vec<f64>],
    /// What moves the cause for reasons of its own.
    pub instruments: &'a [Vec<f64>],
}

/// A coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Estimate.
    pub value: f64,
    /// Clustered standard error.
    pub se: f64,
}

/// What a panel says.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoStage {
    /// Of the cause.
    pub effect: Coefficient,
    /// Of what stands beside it.
    pub beside: Vec<Coefficient>,
    /// The same regression without instruments: biased where the outcome moves the cause.
    pub naive: Coefficient,
    /// Clustered F of the instruments in the first stage.
    pub first_stage: f64,
    /// Clusters.
    pub clusters: usize,
    /// Rows.
    pub rows: usize,
}

impl TwoStage {
    /// Interval of a coefficient at a confidence such as 0.95: t with one degree of freedom less than clusters.
    #[must_use]
    pub fn interval(&self, of: Coefficient, confidence: f64) -> Option<Interval> {
        let half = t_quantile(0.5 + confidence / 2.0, self.clusters.checked_sub(1)? as f64) * of.se;
        half.is_finite().then_some(Interval { low: of.value - half, high: of.value + half })
    }
}

/// Passes over a panel until unit and period means are gone.
const PASSES: usize = 2_000;

/// Two-stage least squares with unit and period effects; none where the instruments don't move the cause, columns depend on
/// each other, there are too few rows or clusters, or a value is not finite.
///
/// ```
/// use wt_stats::instrument::{Panel, two_stage};
/// // Outcome = 2 × cause + a disturbance that moves the cause too; the instrument does not know of it.
/// let (mut u, mut p, mut x, mut y, mut z) = (vec![], vec![], vec![], vec![], vec![]);
/// for unit in 0..6_usize {
///     for period in 0..6_usize {
///         let moved = f64::from(u8::from(period >= 3 && unit % 2 == 0));
///         let disturbance = [0.3, -0.1, -0.2, 0.3, -0.1, -0.2][period] * [1.0, -1.0, 1.0][unit / 2];
///         u.push(unit); p.push(period); z.push(moved);
///         x.push(moved + disturbance);
///         y.push(2.0 * (moved + disturbance) - 3.0 * disturbance + unit as f64);
///     }
/// }
/// let panel = Panel { units: &u, periods: &p, clusters: &u, outcome: &y, cause: &x, beside: &[], instruments: &[z] };
/// let found = two_stage(&panel).unwrap();
/// assert!((found.effect.value - 2.0).abs() < 1e-9 && found.naive.value < 1.8);
/// ```
#[must_use]
pub fn two_stage(panel: &Panel<'_>) -> Option<TwoStage> {
    let rows = panel.outcome.len();
    let lengths = [panel.units.len(), panel.periods.len(), panel.clusters.len(), panel.cause.len()];
    let columns = panel.beside.iter().chain(panel.instruments);
    if lengths.iter().any(|len| *len != rows) || columns.clone().any(|column| column.len() != rows) {
        return None;
    }
    let units = panel.units.iter().max()? + 1;
    let periods = panel.periods.iter().max()? + 1;
    let clusters = distinct(panel.clusters);
    let within = |column: &[f64]| within(column, panel.units, units, panel.periods, periods);
    let (y, x) = (within(panel.outcome)?, within(panel.cause)?);
    let beside: Vec<Vec<f64>> = panel.beside.iter().map(|column| within(column)).collect::<Option<_>>()?;
    let instruments: Vec<Vec<f64>> =
        panel.instruments.iter().map(|column| within(column)).collect::<Option<_>>()?;
    let parameters = 1 + beside.len() + distinct(panel.units) + distinct(panel.periods) - 1;
    if clusters < 2 || rows <= parameters || instruments.is_empty() {
        return None;
    }
    let g = clusters as f64;
    let scale = g / (g - 1.0) * (rows - 1) as f64 / (rows - parameters) as f64;
    let sandwich = Sandwich { clusters: panel.clusters, scale };

    let outside: Vec<Vec<f64>> = instruments.iter().chain(&beside).cloned().collect();
    let first = least_squares(&outside, &x)?;
    let variance = sandwich.variance(&outside, &first.bread, &first.residuals);
    let first_stage = wald(&first.coefficients, &variance, outside.len(), instruments.len())?;
    let fitted: Vec<f64> = x.iter().zip(&first.residuals).map(|(x, left)| x - left).collect();

    let with = |cause: Vec<f64>| std::iter::once(cause).chain(beside.iter().cloned()).collect::<Vec<_>>();
    let (second, actual) = (with(fitted), with(x));
    let fit = least_squares(&second, &y)?;
    // Residuals are of the cause itself, not of what the instruments say of it.
    let left = |coefficients: &[f64]| -> Vec<f64> {
        (0..rows)
            .map(|row| {
                y[row] - coefficients.iter().zip(&actual).map(|(b, column)| b * column[row]).sum::<f64>()
            })
            .collect()
    };
    let coefficients =
        sandwich.coefficients(&second, &fit.bread, &fit.coefficients, &left(&fit.coefficients))?;
    let plain = least_squares(&actual, &y)?;
    let naive = sandwich.coefficients(&actual, &plain.bread, &plain.coefficients, &plain.residuals)?;
    Some(TwoStage {
        effect: *coefficients.first()?,
        beside: coefficients[1..].to_vec(),
        naive: *naive.first()?,
        first_stage,
        clusters,
        rows,
    })
}

fn distinct(ids: &[usize]) -> usize {
    let mut known = ids.to_vec();
    known.sort_unstable();
    known.dedup();
    known.len()
}

/// A column less its unit and period means, taken out in turn until neither is left (a panel may have holes).
fn within(
    column: &[f64],
    units: &[usize],
    unit_count: usize,
    periods: &[usize],
    period_count: usize,
) -> Option<Vec<f64>> {
    let mut left = column.to_vec();
    let size = dot(&left, &left).sqrt().max(f64::MIN_POSITIVE);
    for _ in 0..PASSES {
        let moved = centre(&mut left, units, unit_count) + centre(&mut left, periods, period_count);
        if moved.is_nan() {
            return None;
        }
        if moved <= 1e-13 * size {
            break;
        }
    }
    // What is left of a column that units and periods explain is rounding.
    (dot(&left, &left).sqrt() > 1e-10 * size).then_some(left)
}

/// Takes group means out; says how large the largest was.
fn centre(column: &mut [f64], groups: &[usize], count: usize) -> f64 {
    let mut sums = vec![(0.0, 0.0); count];
    for (group, x) in groups.iter().zip(column.iter()) {
        sums[*group].0 += x;
        sums[*group].1 += 1.0;
    }
    let means: Vec<f64> = sums.iter().map(|(sum, n)| if *n > 0.0 { sum / n } else { 0.0 }).collect();
    column.iter_mut().zip(groups).for_each(|(x, group)| *x -= means[*group]);
    means.iter().fold(0.0, |most: f64, mean| if mean.is_nan() { f64::NAN } else { most.max(mean.abs()) })
}

struct Sandwich<'a> {
    clusters: &'a [usize],
    scale: f64,
}

impl Sandwich<'_> {
    /// bread × Σ (x'e)(x'e)' × bread, by cluster, times the small-sample factor.
    fn variance(&self, columns: &[Vec<f64>], bread: &[f64], residuals: &[f64]) -> Vec<f64> {
        let k = columns.len();
        let count = self.clusters.iter().max().map_or(0, |most| most + 1);
        let mut scores = vec![vec![0.0; k]; count];
        for (row, cluster) in self.clusters.iter().enumerate() {
            for (score, column) in scores[*cluster].iter_mut().zip(columns) {
                *score += column[row] * residuals[row];
            }
        }
        // Each cluster's influence on the coefficients.
        let mut variance = vec![0.0; k * k];
        for score in &scores {
            let moved: Vec<f64> = (0..k).map(|a| dot(&bread[a * k..(a + 1) * k], score)).collect();
            for a in 0..k {
                for b in 0..k {
                    variance[a * k + b] += moved[a] * moved[b] * self.scale;
                }
            }
        }
        variance
    }

    fn coefficients(
        &self,
        columns: &[Vec<f64>],
        bread: &[f64],
        values: &[f64],
        residuals: &[f64],
    ) -> Option<Vec<Coefficient>> {
        let k = columns.len();
        let variance = self.variance(columns, bread, residuals);
        let one = |a: usize| {
            let se = variance[a * k + a].max(0.0).sqrt();
            (se.is_finite() && values[a].is_finite()).then_some(Coefficient { value: values[a], se })
        };
        (0..k).map(one).collect()
    }
}

/// b' V⁻¹ b / q of the first q coefficients.
fn wald(coefficients: &[f64], variance: &[f64], k: usize, q: usize) -> Option<f64> {
    // Cholesky of the block: a Wald statistic is the squared length of L⁻¹ b.
    let mut lower = vec![0.0; q * q];
    let mut length = 0.0;
    let mut scaled = vec![0.0; q];
    for i in 0..q {
        for j in 0..=i {
            let known: f64 = (0..j).map(|m| lower[i * q + m] * lower[j * q + m]).sum();
            let left = variance[i * k + j] - known;
            lower[i * q + j] = if i == j { left.sqrt() } else { left / lower[j * q + j] };
        }
        let known: f64 = (0..i).map(|m| lower[i * q + m] * scaled[m]).sum();
        scaled[i] = (coefficients[i] - known) / lower[i * q + i];
        length += scaled[i] * scaled[i];
    }
    Some(length / q as f64).filter(|f| f.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A panel of 5 units and 5 periods with numbers from a fixed recurrence.
    fn numbers(count: usize, seed: u64) -> Vec<f64> {
        let mut state = seed;
        (0..count)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as f64 / 2_f64.powi(31) - 0.5
            })
            .collect()
    }

    /// Against the regression on every dummy, solved by moments: β = (Z'X)⁻¹ Z'y when instruments are as many as causes.
    #[test]
    fn equals_the_ratio_of_reduced_forms() {
        let units: Vec<usize> = (0..25).map(|i| i / 5).collect();
        let periods: Vec<usize> = (0..25).map(|i| i % 5).collect();
        let (z, e) = (numbers(25, 1), numbers(25, 2));
        let x: Vec<f64> = z.iter().zip(&e).map(|(z, e)| 1.5 * z + e).collect();
        let y: Vec<f64> = x.iter().zip(&e).map(|(x, e)| 0.7 * x - 2.0 * e).collect();
        let instruments = [z.clone()];
        let panel = Panel {
            units: &units,
            periods: &periods,
            clusters: &units,
            outcome: &y,
            cause: &x,
            beside: &[],
            instruments: &instruments,
        };
        let found = two_stage(&panel).unwrap();
        let dummies: Vec<Vec<f64>> = (0..5)
            .map(|u| units.iter().map(|v| f64::from(u8::from(*v == u))).collect())
            .chain((1..5).map(|p| periods.iter().map(|q| f64::from(u8::from(*q == p))).collect()))
            .collect();
        let residual = |column: &[f64]| least_squares(&dummies, column).unwrap().residuals;
        let (zr, xr, yr) = (residual(&z), residual(&x), residual(&y));
        let ratio = dot(&zr, &yr) / dot(&zr, &xr);
        assert!((found.effect.value - ratio).abs() < 1e-10, "{} {ratio}", found.effect.value);
        // The clustered error of a ratio, written out: 25 rows, 10 parameters.
        let slope = dot(&zr, &xr) / dot(&zr, &zr);
        let mut meat = 0.0;
        for unit in 0..5 {
            let score: f64 =
                (0..25).filter(|i| units[*i] == unit).map(|i| slope * zr[i] * (yr[i] - ratio * xr[i])).sum();
            meat += score * score;
        }
        let se = (meat * (5.0 / 4.0) * (24.0 / 15.0)).sqrt() / (slope * slope * dot(&zr, &zr));
        assert!((found.effect.se - se).abs() < 1e-10, "{} {se}", found.effect.se);
    }

    #[test]
    fn an_instrument_that_moves_nothing_has_no_answer() {
        let units: Vec<usize> = (0..12).map(|i| i / 4).collect();
        let periods: Vec<usize> = (0..12).map(|i| i % 4).collect();
        let (x, y) = (numbers(12, 3), numbers(12, 4));
        let constant = [vec![1.0; 12]];
        let panel = Panel {
            units: &units,
            periods: &periods,
            clusters: &units,
            outcome: &y,
            cause: &x,
            beside: &[],
            instruments: &constant,
        };
        assert_eq!(two_stage(&panel), None);
    }
}
