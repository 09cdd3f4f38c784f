//! How far an area lies outside the funnel, as a label.

use super::{Area, DSR_EVENTS, RateKind, Statistic, average, counts, proportion_limits};
use crate::rates::{Why, count_interval};

/// Where an area lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Significance {
    /// Below the 99.8% limits.
    Low001,
    /// Below the 95% limits.
    Low025,
    /// Within them.
    NotSignificant,
    /// Above the 95% limits.
    High025,
    /// Above the 99.8% limits.
    High001,
    /// A directly standardised rate from fewer than ten events.
    NotApplicable,
}

impl Significance {
    /// The label, as the package writes it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low001 => "Low (0.001)",
            Self::Low025 => "Low (0.025)",
            Self::NotSignificant => "Not significant",
            Self::High025 => "High (0.025)",
            Self::High001 => "High (0.001)",
            Self::NotApplicable => "Not applicable for events less than 10 for dsrs",
        }
    }
}

/// Each area against the average of all: proportions by inverted Wilson limits, ratios against 1 and rates against
/// their average by the limits of the count (exact below ten events, Byar from ten on).
///
/// `multiplier` is what rates are per, such as 100,000; proportions and ratios have no use for it.
///
/// ```
/// use wt_stats::funnel::public_health::{Area, RatioKind, Significance, Statistic, significance};
/// let area = |numerator, expected| Area { numerator, denominator: Some(expected), rate: None };
/// let labels = significance(&[area(8.0, 6.24), area(151.0, 106.4)], Statistic::Ratio(RatioKind::Isr), 100.0);
/// assert_eq!(labels.unwrap(), [Significance::NotSignificant, Significance::High001]);
/// ```
///
/// # Errors
/// [`Why`] for a numerator or denominator that is none.
pub fn significance(areas: &[Area], statistic: Statistic, multiplier: f64) -> Result<Vec<Significance>, Why> {
    let counts = counts(areas, statistic, multiplier)?;
    let centre = match statistic {
        Statistic::Ratio(_) => 1.0,
        _ => average(&counts)?,
    };
    counts.iter().map(|(x, n)| label(*x, *n, statistic, centre)).collect()
}

fn label(x: f64, n: Option<f64>, statistic: Statistic, centre: f64) -> Result<Significance, Why> {
    if matches!(statistic, Statistic::Rate { kind: RateKind::Dsr, .. }) && x < DSR_EVENTS {
        return Ok(Significance::NotApplicable);
    }
    let n = n.ok_or(Why::BadDenominator)?;
    let levels = [
        (0.998, Significance::Low001, Significance::High001),
        (0.95, Significance::Low025, Significance::High025),
    ];
    for (confidence, low, high) in levels {
        let side = if statistic == Statistic::Proportion {
            let limits = proportion_limits(centre, n, confidence);
            (x / n < limits.low, x / n > limits.high)
        } else {
            // The centre lies outside the interval of the value.
            let of_count = count_interval(x, confidence)?;
            (centre > of_count.high / n, centre < of_count.low / n)
        };
        match side {
            (true, _) => return Ok(low),
            (_, true) => return Ok(high),
            _ => {}
        }
    }
    Ok(Significance::NotSignificant)
}
