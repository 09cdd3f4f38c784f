//! Funnels of public health, from size alone: the tables and labels of PHEindicatormethods (§2.4), and the control
//! limits round a benchmark of Fingertips (§2.5).

use crate::dist::z_of;
use crate::rates::Why;
use crate::{Interval, wilson};

mod label;
mod table;

pub use label::{Significance, significance};
pub use table::{POINTS, Row, table};

/// What the funnel compares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// Numerator of a denominator it is part of. Limits are the proportions whose Wilson interval just holds the average.
    Proportion,
    /// Observed over expected.
    Ratio(RatioKind),
    /// Events over person-years.
    Rate {
        /// How the rate was made.
        kind: RateKind,
        /// Years of data in a denominator.
        years: f64,
    },
}

/// How a ratio is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatioKind {
    /// Excess over expected: observed / expected − 1.
    Count,
    /// Standardised ratio: 100 observed / expected.
    Isr,
}

/// How a rate was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateKind {
    /// Events over population.
    Crude,
    /// Directly standardised: its denominator is derived from it, and below ten events it is not judged.
    Dsr,
}

/// One area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Events.
    pub numerator: f64,
    /// Population, or expected events; may be missing for a rate with events.
    pub denominator: Option<f64>,
    /// The rate per `multiplier`, for [`Statistic::Rate`].
    pub rate: Option<f64>,
}

/// Directly standardised rates from fewer events are not judged.
pub(super) const DSR_EVENTS: f64 = 10.0;

/// Numerator and denominator of every area; the denominator of a rate is what gives it its rate, and none for a
/// standardised rate without events.
fn counts(areas: &[Area], statistic: Statistic, multiplier: f64) -> Result<Vec<(f64, Option<f64>)>, Why> {
    if areas.is_empty() {
        return Err(Why::BadShape);
    }
    areas.iter().map(|area| counted(area, statistic, multiplier)).collect()
}

fn counted(area: &Area, statistic: Statistic, multiplier: f64) -> Result<(f64, Option<f64>), Why> {
    let x = area.numerator;
    if !(x.is_finite() && x >= 0.0) {
        return Err(Why::BadCount);
    }
    let positive = |n: f64| if n.is_finite() && n > 0.0 { Ok(n) } else { Err(Why::BadDenominator) };
    let given = area.denominator.map(positive).transpose()?;
    let Statistic::Rate { kind, .. } = statistic else {
        let n = given.ok_or(Why::BadDenominator)?;
        let fits = statistic != Statistic::Proportion || x <= n;
        return if fits { Ok((x, Some(n))) } else { Err(Why::CountAboveDenominator) };
    };
    match kind {
        RateKind::Dsr if x == 0.0 => Ok((x, None)),
        RateKind::Crude if x == 0.0 => Ok((x, Some(given.ok_or(Why::BadDenominator)?))),
        _ => {
            let rate = area.rate.filter(|rate| rate.is_finite() && *rate > 0.0);
            Ok((x, Some(positive(x / rate.ok_or(Why::BadDenominator)? * multiplier)?)))
        }
    }
}

/// The average of all areas: Σ numerator / Σ denominator.
fn average(counts: &[(f64, Option<f64>)]) -> Result<f64, Why> {
    let (x, n) = counts.iter().fold((0.0, 0.0), |sum, (x, n)| (sum.0 + x, sum.1 + n.unwrap_or(0.0)));
    if n > 0.0 { Ok(x / n) } else { Err(Why::BadDenominator) }
}

/// Proportions out of `n` whose Wilson interval just holds the average: average ± z √(average (1 − average) / n). Not
/// cut to 0 and 1.
pub fn proportion_limits(average: f64, n: f64, confidence: f64) -> Interval {
    let half = z_of(confidence) * (average * (1.0 - average) / n).sqrt();
    Interval { low: average - half, high: average + half }
}

/// Control limits of Fingertips for a proportion out of `n`: Wilson's interval of the benchmark as if it had been
/// observed in this area ("SPC for proportions"; z is 1.96 and 3.0902 there). None where the benchmark is no proportion.
///
/// ```
/// let limits = wt_stats::funnel::public_health::benchmark_limits(0.1284, 1339.0, 1.96).unwrap();
/// assert!(limits.low > 0.1098 && limits.high < 0.1591);
/// ```
pub fn benchmark_limits(benchmark: f64, n: f64, z: f64) -> Option<Interval> {
    wilson(benchmark * n, n, z)
}
