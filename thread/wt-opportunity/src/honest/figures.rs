//! From a peer group to figures that can be shrunk: counts divided by their dispersion, or values with standard errors.

use wt_benchmark::metric::{ChartFamily, Metric};
use wt_benchmark::{Group, Row};
use wt_stats::hierarchy::{Figures, Months, Scatter, scatter};
use wt_units::Quantity;

/// A peer group as it is read: sums, and how far its figures waver.
pub(crate) struct Seen {
    family: ChartFamily,
    sums: Vec<(Quantity, Quantity)>,
    /// None where there are too few months or peers to see it.
    pub scatter: Option<Scatter>,
}

/// Figures of the members of a peer group.
pub(crate) struct Made {
    family: ChartFamily,
    /// Sums of numerators and denominators, to find a row again.
    sums: Vec<(Quantity, Quantity)>,
    pairs: Vec<(f64, f64)>,
    /// Variance over that of independent events; none where it was not seen.
    dispersion: Option<f64>,
}

impl Seen {
    pub(crate) fn new(metric: &Metric, group: &Group) -> Self {
        let sum = |months: &Vec<Option<(Quantity, Quantity)>>| {
            months.iter().flatten().fold((Quantity::ZERO, Quantity::ZERO), |a, m| (a.0 + m.0, a.1 + m.1))
        };
        let floats = |m: &Option<(Quantity, Quantity)>| m.map(|(x, n)| (x.to_f64(), n.to_f64()));
        let months: Vec<Months> = group.months.iter().map(|u| u.iter().map(floats).collect()).collect();
        Self { family: metric.chart, sums: group.months.iter().map(sum).collect(), scatter: scatter(&months) }
    }

    /// Figures, given how far they waver once all metrics were looked at.
    ///
    /// # Errors
    /// A sentence, where that is not known and can't be supposed.
    pub(crate) fn make(self, wavers: Option<f64>) -> Result<Made, String> {
        let totals: Vec<(f64, f64)> = self.sums.iter().map(|(x, n)| (x.to_f64(), n.to_f64())).collect();
        let (x, n) = totals.iter().fold((0.0, 0.0), |a, t| (a.0 + t.0, a.1 + t.1));
        let independent = match self.family {
            ChartFamily::Proportion => Some(x / n * (1.0 - x / n)),
            ChartFamily::Rate => Some(x / n),
            _ => None,
        };
        let (pairs, dispersion) = match (independent, wavers) {
            (Some(variance), wavers) => {
                // Less than independent events scatter is luck of the months.
                let dispersion = wavers.map(|w| (w / variance).max(1.0)).filter(|d| d.is_finite());
                let by = dispersion.unwrap_or(1.0);
                (totals.iter().map(|(x, n)| (x / by, n / by)).collect(), dispersion)
            }
            (None, Some(wavers)) => {
                (totals.iter().map(|(x, n)| (x / n, (wavers / n).sqrt())).collect(), None)
            }
            (None, None) => {
                return Err(
                    "Too few months or peers to see how far the figure wavers by itself, so no honest pounds."
                        .to_owned(),
                );
            }
        };
        Ok(Made { family: self.family, sums: self.sums, pairs, dispersion })
    }
}

impl Made {
    pub(crate) fn figures(&self) -> Figures<'_> {
        match self.family {
            ChartFamily::Proportion => Figures::Proportions(&self.pairs),
            ChartFamily::Rate => Figures::Rates(&self.pairs),
            ChartFamily::Ratio | ChartFamily::Mean | ChartFamily::Difference => Figures::Means(&self.pairs),
        }
    }

    /// The unit that a row is; members with the very same figures are interchangeable, and each is taken once.
    pub(crate) fn unit(&self, row: &Row, taken: &mut [bool]) -> Option<usize> {
        let same = |i: &usize| !taken[*i] && self.sums[*i] == (row.numerator, row.denominator);
        let unit = (0..self.sums.len().min(taken.len())).find(same)?;
        taken[unit] = true;
        Some(unit)
    }

    /// How the doubt about a single figure was found.
    pub(crate) fn words(&self) -> String {
        match (self.family, self.dispersion) {
            (ChartFamily::Proportion | ChartFamily::Rate, Some(d)) => {
                format!(
                    "Figures waver {d:.1} times as much as independent events, seen from month to month and from one half of the period to the other."
                )
            }
            (ChartFamily::Proportion | ChartFamily::Rate, None) => {
                "Figures are taken for independent events: too few months or peers to see how far they waver."
                    .to_owned()
            }
            _ => "How far figures waver is seen from month to month and from one half of the period to the other.".to_owned(),
        }
    }
}
