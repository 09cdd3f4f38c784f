//! Is it different from the benchmark? The comparators of the Fingertips profiles, as labels (§2.5).
//!
//! A value's interval against a benchmark (*single overlap*), an interval against the benchmark's own (*double
//! overlap*), and fifths of all areas (*quintiles*). An end of an interval belongs to it. Source: the comparers of
//! fingertips-open and the quintile procedure of FingertipsNext (Crown copyright, MIT).

use crate::Interval;
use crate::trend::Polarity;

/// Areas below which quintiles are not compared.
pub const QUINTILE_AREAS: usize = 5;

/// How a value stands to its benchmark, or to all areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Something that is needed is missing.
    NotCompared,
    /// No difference shown; the middle fifth.
    Similar,
    /// Different, or in the next fifth, on the good side.
    Better,
    /// Likewise on the bad side.
    Worse,
    /// Different even at the wider confidence, or in the outer fifth, on the good side.
    Best,
    /// Likewise on the bad side.
    Worst,
    /// [`Better`](Self::Better) or [`Worse`](Self::Worse) where neither side is good: above.
    Higher,
    /// Likewise below.
    Lower,
    /// [`Best`](Self::Best) or [`Worst`](Self::Worst) where neither side is good: above.
    Highest,
    /// Likewise below.
    Lowest,
}

impl Standing {
    /// The label as Fingertips writes it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotCompared => "Not compared",
            Self::Similar => "Similar",
            Self::Better => "Better",
            Self::Worse => "Worse",
            Self::Best => "Best",
            Self::Worst => "Worst",
            Self::Higher => "Higher",
            Self::Lower => "Lower",
            Self::Highest => "Highest",
            Self::Lowest => "Lowest",
        }
    }

    /// `steps` above (or, negative, below) the benchmark: 0, ±1, ±2.
    #[must_use]
    pub fn at(steps: i8, polarity: Polarity) -> Self {
        match polarity {
            Polarity::HighIsGood => Self::good(steps),
            Polarity::LowIsGood => Self::good(-steps),
            Polarity::NoJudgement => match steps {
                0 => Self::Similar,
                1 => Self::Higher,
                -1 => Self::Lower,
                2.. => Self::Highest,
                _ => Self::Lowest,
            },
        }
    }

    fn good(steps: i8) -> Self {
        match steps {
            0 => Self::Similar,
            1 => Self::Better,
            -1 => Self::Worse,
            2.. => Self::Best,
            _ => Self::Worst,
        }
    }
}

/// A value and its interval, if they can be compared at all.
fn usable(value: f64, interval: Option<Interval>) -> Option<Interval> {
    interval.filter(|i| value.is_finite() && i.low.is_finite() && i.high.is_finite() && i.low <= i.high)
}

/// *Single overlap*: similar where the benchmark lies in the value's interval, else by the side the value is on.
///
/// ```
/// use wt_stats::comparator::{Standing, single_overlap};
/// use wt_stats::{Interval, trend::Polarity};
///
/// let interval = Some(Interval { low: 3.2, high: 3.5 });
/// assert_eq!(single_overlap(3.3, interval, 3.0, Polarity::LowIsGood), Standing::Worse);
/// assert_eq!(single_overlap(3.3, interval, 3.2, Polarity::LowIsGood), Standing::Similar);
/// ```
#[must_use]
pub fn single_overlap(
    value: f64,
    interval: Option<Interval>,
    benchmark: f64,
    polarity: Polarity,
) -> Standing {
    match usable(value, interval) {
        Some(own) if benchmark.is_finite() => {
            let outside = benchmark < own.low || benchmark > own.high;
            Standing::at(if outside { side(value, benchmark) } else { 0 }, polarity)
        }
        _ => Standing::NotCompared,
    }
}

/// *Single overlap at two confidences*, usually 95% and 99.8%: best or worst where the benchmark lies outside the
/// wider interval too.
#[must_use]
pub fn single_overlap_two_levels(
    value: f64,
    narrow: Option<Interval>,
    wide: Option<Interval>,
    benchmark: f64,
    polarity: Polarity,
) -> Standing {
    let (Some(narrow), Some(wide), true) =
        (usable(value, narrow), usable(value, wide), benchmark.is_finite())
    else {
        return Standing::NotCompared;
    };
    let inside = |i: Interval| (i.low..=i.high).contains(&benchmark);
    let steps = match (inside(narrow), inside(wide)) {
        (true, _) => 0,
        (false, true) => side(value, benchmark),
        (false, false) => 2 * side(value, benchmark),
    };
    Standing::at(steps, polarity)
}

/// *Double overlap*: similar where the value's interval and the benchmark's touch.
#[must_use]
pub fn double_overlap(
    value: f64,
    interval: Option<Interval>,
    benchmark: f64,
    benchmark_interval: Option<Interval>,
    polarity: Polarity,
) -> Standing {
    let (Some(own), Some(other)) = (usable(value, interval), usable(benchmark, benchmark_interval)) else {
        return Standing::NotCompared;
    };
    let apart = if value < benchmark { own.high < other.low } else { other.high < own.low };
    Standing::at(if apart { side(value, benchmark) } else { 0 }, polarity)
}

/// *Quintiles*: values in ascending order are dealt into five fifths whose sizes differ by at most one, the larger
/// first (`NTILE` of SQL); equal values keep the order in which they stand. The missing are not compared, and nothing
/// is where fewer than [`QUINTILE_AREAS`] values are there.
#[must_use]
pub fn quintiles(values: &[Option<f64>], polarity: Polarity) -> Vec<Standing> {
    let mut standings = vec![Standing::NotCompared; values.len()];
    let mut order: Vec<(usize, f64)> =
        values.iter().enumerate().filter_map(|(i, v)| v.filter(|x| x.is_finite()).map(|x| (i, x))).collect();
    if order.len() < QUINTILE_AREAS {
        return standings;
    }
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (least, larger) = (order.len() / 5, order.len() % 5);
    let mut next = order.iter();
    for (fifth, steps) in (-2..=2).enumerate() {
        for (i, _) in next.by_ref().take(least + usize::from(fifth < larger)) {
            standings[*i] = Standing::at(steps, polarity);
        }
    }
    standings
}

fn side(value: f64, benchmark: f64) -> i8 {
    if value < benchmark { -1 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(low: f64, high: f64) -> Option<Interval> {
        Some(Interval { low, high })
    }

    #[test]
    fn a_benchmark_within_the_interval_is_similar() {
        for (value, low, high, want) in [
            (11.0, 10.0, 12.0, Standing::Similar),
            (2.5, 2.2, 2.8, Standing::Lower),
            (20.0, 18.0, 22.0, Standing::Higher),
            (11.0, 11.0, 12.0, Standing::Similar),
        ] {
            assert_eq!(single_overlap(value, ends(low, high), 11.0, Polarity::NoJudgement), want);
        }
        for (value, interval, benchmark) in
            [(f64::NAN, ends(1.0, 2.0), 3.0), (4.0, None, 3.0), (4.0, ends(3.9, 4.1), f64::NAN)]
        {
            let found = single_overlap(value, interval, benchmark, Polarity::HighIsGood);
            assert_eq!(found, Standing::NotCompared);
        }
    }

    #[test]
    fn the_wider_interval_decides_the_outer_labels() {
        let at = |benchmark| {
            let (narrow, wide) = (ends(9.0, 11.0), ends(8.0, 12.0));
            single_overlap_two_levels(10.0, narrow, wide, benchmark, Polarity::LowIsGood).label()
        };
        assert_eq!([7.0, 8.5, 10.0, 11.5, 13.0].map(at), ["Worst", "Worse", "Similar", "Better", "Best"]);
    }

    #[test]
    fn intervals_that_touch_are_similar() {
        let at = |low, high| {
            double_overlap(
                10.0,
                ends(9.0, 11.0),
                f64::midpoint(low, high),
                ends(low, high),
                Polarity::HighIsGood,
            )
        };
        assert_eq!(at(11.0, 13.0), Standing::Similar);
        assert_eq!(at(11.1, 13.0), Standing::Worse);
        assert_eq!(at(6.0, 8.9), Standing::Better);
    }

    #[test]
    fn fifths_are_dealt_larger_first_with_ties_in_their_order() {
        let values = [3.0, 1.0, 1.0, 2.0, 9.0, 7.0, 8.0].map(Some);
        let labels: Vec<_> =
            quintiles(&values, Polarity::LowIsGood).into_iter().map(Standing::label).collect();
        assert_eq!(labels, ["Better", "Best", "Best", "Better", "Worst", "Similar", "Worse"]);
        let few = [Some(1.0), None, Some(2.0), Some(3.0), Some(4.0)];
        assert_eq!(quintiles(&few, Polarity::HighIsGood), [Standing::NotCompared; 5]);
    }
}
