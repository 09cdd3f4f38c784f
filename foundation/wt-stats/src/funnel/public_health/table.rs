//! The hundred points of a funnel's limits, as a chart needs them.

use super::{Area, RatioKind, Statistic, average, counts, proportion_limits};
use crate::Interval;
use crate::dist::{gamma_quantile, normal_quantile};
use crate::rates::{Why, byar};

/// Points of a table.
pub const POINTS: usize = 100;

/// Beyond so many events Byar's approximation has all digits, and the exact tail would take too long.
const VAST: f64 = 1e8;

/// A point on the horizontal axis and its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Population for proportions, observed events for ratios, events for rates.
    pub size: f64,
    /// 95% limits: proportions and rates times the multiplier, ratios in their own way.
    pub limits95: Interval,
    /// 99.8% limits.
    pub limits998: Interval,
    /// Expected events (ratios) or population of one year (rates) at which `size` events lie on the lower and upper
    /// 95% limit; none for proportions.
    pub at95: Option<Interval>,
    /// The same for 99.8%.
    pub at998: Option<Interval>,
    /// The average times the multiplier; none for ratios.
    pub baseline: Option<f64>,
}

/// Limits of the funnel at a hundred sizes, closer together where small.
///
/// # Errors
/// [`Why`] for a numerator, denominator, multiplier or number of years that is none.
pub fn table(areas: &[Area], statistic: Statistic, multiplier: f64) -> Result<Vec<Row>, Why> {
    let years = match statistic {
        Statistic::Rate { years, .. } => years,
        _ => 1.0,
    };
    if !(multiplier > 0.0 && multiplier.is_finite() && years > 0.0 && years.is_finite()) {
        return Err(Why::BadDenominator);
    }
    let counts = counts(areas, statistic, multiplier)?;
    let average = average(&counts)?;
    let sizes = counts.iter().filter_map(|(_, n)| *n);
    let (least, most) = sizes.fold((f64::INFINITY, 0.0), |(low, high), n| (n.min(low), n.max(high)));
    let mut axis = (
        if most > 2.0 * least { 0.0 } else { neat(least / years, 0.95, false) * years },
        neat(most / years, 1.05, true) * years,
    );
    if matches!(statistic, Statistic::Rate { .. }) {
        axis = ((axis.0 * average).floor(), (axis.1 * average).ceil());
    }
    let steps = if matches!(statistic, Statistic::Ratio(_)) { POINTS + 1 } else { POINTS };
    let mut size = axis.0.max(1.0);
    let rows = (0..POINTS).map(|i| {
        if i > 0 {
            let factor = (axis.1 / size).powf(1.0 / (steps - i) as f64);
            size = (factor * size).round_ties_even().max(size + 1.0);
        }
        row(size, statistic, average, multiplier, years)
    });
    Ok(rows.collect())
}

fn row(size: f64, statistic: Statistic, average: f64, multiplier: f64, years: f64) -> Row {
    let (kind, scale) = match statistic {
        Statistic::Proportion => {
            let limits = |confidence| {
                let limits = proportion_limits(average, size, confidence);
                // The package cuts at 100 whatever the multiplier.
                Interval {
                    low: (limits.low * multiplier).max(0.0),
                    high: (limits.high * multiplier).min(100.0),
                }
            };
            return Row {
                size,
                limits95: limits(0.95),
                limits998: limits(0.998),
                at95: None,
                at998: None,
                baseline: Some(average * multiplier),
            };
        }
        Statistic::Ratio(kind) => (Some(kind), 1.0),
        Statistic::Rate { .. } => (None, average),
    };
    let shown = |ratio: f64| match kind {
        Some(RatioKind::Count) => ratio - 1.0,
        Some(RatioKind::Isr) => ratio * 100.0,
        None => ratio * multiplier,
    };
    let at =
        |tail: f64| Interval { low: mean_above(size, tail) / scale, high: mean_below(size, tail) / scale };
    let limits = |at: Interval| Interval { low: shown(size / at.low), high: shown(size / at.high) };
    let per_year = |at: Interval| Interval { low: at.low / years, high: at.high / years };
    let (at95, at998) = (at(0.025), at(0.001));
    Row {
        size,
        limits95: limits(at95),
        limits998: limits(at998),
        at95: Some(per_year(at95)),
        at998: Some(per_year(at998)),
        baseline: kind.is_none().then_some(average * multiplier),
    }
}

/// The mean at which so few events have probability `tail`.
fn mean_above(events: f64, tail: f64) -> f64 {
    if events > VAST {
        return byar(events, -normal_quantile(tail)).1;
    }
    let mean = gamma_quantile(1.0 - tail, events + 1.0);
    halved(mean, events, |mean| summed(mean, 0.0..=events) < tail)
}

/// The mean at which so many events have probability `tail`.
fn mean_below(events: f64, tail: f64) -> f64 {
    if events > VAST {
        return byar(events, -normal_quantile(tail)).0.unwrap_or(0.0);
    }
    let mean = gamma_quantile(tail, events);
    halved(mean, events, |mean| summed(mean, events..=f64::INFINITY) > tail)
}

/// A mean as 23 halvings of v = mean / (1 + events + mean) in 0 to 1 leave it, which is where the package stops: the
/// middle of its cell of 2⁻²³. At the edge of a cell the package's own sum decides whether the mean lies below.
fn halved(mean: f64, events: f64, below: impl Fn(f64) -> bool) -> f64 {
    let cells = f64::from(1 << 23);
    let mean_at = |v: f64| (1.0 + events) * v / (1.0 - v);
    let place = mean / (1.0 + events + mean) * cells;
    let edge = place.round();
    // The sum's want of accuracy is a hundredth of a cell; of more events it would take too long.
    let clear = (place - edge).abs() > 0.05 || edge <= 0.0 || edge >= cells || events > 1e6;
    let cell = if clear {
        place.floor()
    } else if below(mean_at(edge / cells)) {
        edge - 1.0
    } else {
        edge
    };
    mean_at((cell + 0.5) / cells)
}

/// The probability of a range of counts under a Poisson mean, as a sum that stops past the mean where a term is below
/// 10⁻¹⁰ of what is summed: up to 10⁻⁵ of a tail of 0.001 is left out, as the package does.
fn summed(mean: f64, range: std::ops::RangeInclusive<f64>) -> f64 {
    let (mut term, mut total, mut inside, mut count) = (1.0, 0.0, 0.0, 0.0);
    while count <= mean || term > total * 1e-10 {
        total += term;
        if range.contains(&count) {
            inside += term;
        }
        if total > 1e30 {
            (term, total, inside) = (term / 1e30, total / 1e30, inside / 1e30);
        }
        count += 1.0;
        term *= mean / count;
    }
    inside / total
}

/// A number a little below or above `x`, with one digit before the zeros (below) or two (above); 0 for 0.
fn neat(x: f64, factor: f64, up: bool) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    let whole = if up { (x * factor).ceil() } else { (x * factor).floor() };
    let unit = 10_f64.powi(written(whole) - if up { 2 } else { 1 });
    let units = x * factor / unit;
    unit * if up { units.ceil() } else { units.floor() }
}

/// How many characters R writes a whole number in: the shorter of 100000 and 1e+05, the plain one of equals.
fn written(whole: f64) -> i32 {
    let plain = format!("{whole:.0}");
    let digits = plain.trim_end_matches('0').len().max(1);
    let exponent = plain.len().saturating_sub(1);
    let mantissa = if digits > 1 { digits + 1 } else { 1 };
    let scientific = mantissa + if exponent < 100 { 4 } else { 5 };
    i32::try_from(plain.len().min(scientific)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neat_numbers_as_r_counts_characters() {
        assert_eq!([99_999.0, 100_000.0, 123_456.0, 1_000_000.0, 12_000_000.0].map(written), [5, 5, 6, 5, 7]);
        assert_eq!((neat(257_222.0, 1.05, true), neat(0.0, 1.05, true)), (280_000.0, 0.0));
        assert_eq!(neat(4321.0, 0.95, false), 4000.0);
    }
}
