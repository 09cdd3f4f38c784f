//! Difference in differences with two-way fixed effects and clustered errors.

use crate::dist::{t_quantile, t_two_sided};
use crate::matrix::{dot, least_squares};

/// One observation of a panel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Which unit, from 0.
    pub unit: usize,
    /// Which period, from 0.
    pub period: usize,
    /// 1 for a treated unit after its change, else 0 (or a dose).
    pub treated: f64,
    /// What is measured.
    pub value: f64,
}

/// The effect of a treatment on the treated units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoWay {
    /// Coefficient of the treatment, in units of the value.
    pub effect: f64,
    /// Standard error for independent residuals.
    pub se_ols: f64,
    /// Standard error clustered by unit: G/(G − 1) × (n − 1)/(n − k) times the sandwich, which is `vcovCL` with
    /// type HC1 and `cadjust` (k counts every fixed effect).
    pub se_clustered: f64,
    /// Units (clusters), G.
    pub units: usize,
    /// Observations, n.
    pub observations: usize,
    /// Columns of the regression with all fixed effects, k.
    pub columns: usize,
}

impl TwoWay {
    /// Two-sided p-value, t with G − 1 degrees of freedom.
    pub fn p(&self) -> Option<f64> {
        let p = t_two_sided(self.effect / self.se_clustered, (self.units - 1) as f64);
        p.is_finite().then_some(p)
    }

    /// Interval at a confidence such as 0.95, t with G − 1 degrees of freedom.
    pub fn interval(&self, confidence: f64) -> Option<crate::Interval> {
        let half = t_quantile(0.5 + confidence / 2.0, (self.units - 1) as f64) * self.se_clustered;
        half.is_finite().then_some(crate::Interval { low: self.effect - half, high: self.effect + half })
    }
}

/// Two-way fixed effects: value = unit + period + effect × treated (Frisch–Waugh–Lovell, so the panel may have holes).
///
/// None where treatment cannot be told from units and periods, for one unit, or values that are not finite.
///
/// ```
/// use wt_stats::effect::did::{Cell, two_way};
/// let rows: Vec<Cell> = (0..4).flat_map(|unit| (0..3).map(move |period| Cell {
///     unit, period, treated: f64::from(u8::from(unit == 0 && period == 2)),
///     value: unit as f64 + period as f64 + if unit == 0 && period == 2 { 5.0 } else { 0.0 },
/// })).collect();
/// assert!((two_way(&rows).unwrap().effect - 5.0).abs() < 1e-12);
/// ```
pub fn two_way(cells: &[Cell]) -> Option<TwoWay> {
    if cells.iter().any(|c| !(c.treated.is_finite() && c.value.is_finite())) {
        return None;
    }
    let units = ranks(cells.iter().map(|c| c.unit));
    let periods = ranks(cells.iter().map(|c| c.period));
    let unit_count = units.iter().max()? + 1;
    let period_count = periods.iter().max()? + 1;
    let n = cells.len();
    let k = unit_count + period_count;
    if unit_count < 2 || n <= k {
        return None;
    }
    // Periods as columns less their unit means; the first is in the unit effects.
    let mut dummies: Vec<Vec<f64>> = (1..period_count)
        .map(|p| centred(periods.iter().map(|q| f64::from(u8::from(*q == p))).collect(), &units, unit_count))
        .collect();
    let treated: Vec<f64> = cells.iter().map(|c| c.treated).collect();
    let spread = dot(&treated, &treated);
    let treatment = least_squares(&dummies, &centred(treated, &units, unit_count))?.residuals;
    let left = dot(&treatment, &treatment);
    if left <= 1e-12 * spread || left == 0.0 {
        return None;
    }
    dummies.push(treatment.clone());
    let fit = least_squares(&dummies, &centred(cells.iter().map(|c| c.value).collect(), &units, unit_count))?;
    let mut scores = vec![0.0; unit_count];
    for ((unit, x), e) in units.iter().zip(&treatment).zip(&fit.residuals) {
        scores[*unit] += x * e;
    }
    let g = unit_count as f64;
    let scale = g / (g - 1.0) * (n - 1) as f64 / (n - k) as f64;
    let sigma2 = dot(&fit.residuals, &fit.residuals) / (n - k) as f64;
    let (se_ols, se_clustered) = ((sigma2 / left).sqrt(), (dot(&scores, &scores) * scale).sqrt() / left);
    (se_ols.is_finite() && se_clustered.is_finite()).then_some(TwoWay {
        effect: *fit.coefficients.last()?,
        se_ols,
        se_clustered,
        units: unit_count,
        observations: n,
        columns: k,
    })
}

/// Numbers from 0 without gaps, in the same order.
fn ranks(ids: impl Iterator<Item = usize> + Clone) -> Vec<usize> {
    let mut known: Vec<usize> = ids.clone().collect();
    known.sort_unstable();
    known.dedup();
    ids.map(|id| known.partition_point(|k| *k < id)).collect()
}

/// A column less its mean in each unit.
fn centred(mut column: Vec<f64>, units: &[usize], count: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); count];
    for (unit, x) in units.iter().zip(&column) {
        sums[*unit].0 += x;
        sums[*unit].1 += 1.0;
    }
    column.iter_mut().zip(units).for_each(|(x, unit)| *x -= sums[*unit].0 / sums[*unit].1);
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(values: &[[f64; 4]; 3]) -> Vec<Cell> {
        let cell = |unit: usize, period: usize| Cell {
            unit,
            period,
            treated: f64::from(u8::from(unit == 0 && period >= 2)),
            value: values[unit][period],
        };
        (0..3).flat_map(|unit| (0..4).map(move |period| cell(unit, period))).collect()
    }

    const VALUES: [[f64; 4]; 3] = [[1.0, 2.0, 6.0, 7.5], [2.0, 2.5, 3.5, 4.0], [0.0, 1.5, 1.0, 3.0]];

    /// The same panel by the full regression on every dummy, with the sandwich written out.
    #[test]
    fn equals_the_regression_with_every_dummy() {
        let cells = panel(&VALUES);
        let is =
            |f: &dyn Fn(&Cell) -> bool| cells.iter().map(|c| f64::from(u8::from(f(c)))).collect::<Vec<_>>();
        let mut columns = vec![is(&|c| c.treated > 0.0), is(&|_| true)];
        columns.extend((1..3).map(|u| is(&|c| c.unit == u)));
        columns.extend((1..4).map(|p| is(&|c| c.period == p)));
        let y: Vec<f64> = cells.iter().map(|c| c.value).collect();
        let full = least_squares(&columns, &y).unwrap();
        let mut variance = 0.0;
        for unit in 0..3 {
            let rows = (0..12).filter(|i| cells[*i].unit == unit);
            let along: f64 = rows
                .map(|i| full.residuals[i] * (0..7).map(|j| full.bread[j] * columns[j][i]).sum::<f64>())
                .sum();
            variance += along * along;
        }
        let want = (variance * 1.5 * 11.0 / 5.0).sqrt();
        let got = two_way(&cells).unwrap();
        assert!((got.effect - full.coefficients[0]).abs() < 1e-12, "{got:?}");
        assert!((got.se_ols - full.standard_errors().unwrap()[0]).abs() < 1e-12);
        assert!((got.se_clustered - want).abs() < 1e-12 && got.columns == 7);
        // Holes change nothing about that.
        assert!(two_way(&cells[1..]).is_some() && got.p().unwrap() < 1.0);
    }

    #[test]
    fn treatment_that_is_everywhere_has_no_effect_to_find() {
        let mut cells = panel(&VALUES);
        cells.iter_mut().for_each(|c| c.treated = 1.0);
        assert_eq!(two_way(&cells), None);
        assert_eq!((two_way(&[]), two_way(&cells[..4])), (None, None));
    }
}
