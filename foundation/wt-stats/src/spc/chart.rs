//! The charts of qicharts2 (§2.2): centre line, limits at three and two sigma, points beyond them, and runs.
//!
//! Each part of a chart has its own lines. A point that is left out (`exclude`) or comes after the freeze is drawn
//! and judged against limits, and does not move them; points left out do not count in runs either.

use std::ops::Range;

use super::lines::{self, Series};
use super::runs::{Rule, Runs, runs};

/// What is charted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Run chart: the median, no limits.
    Run,
    /// Individual measurements: mean ± 3 mean moving ranges / 1.128.
    I,
    /// Moving ranges: up to 3.267 times their mean.
    Mr,
    /// Counts: c̄ ± 3 √c̄.
    C,
    /// Proportions: p̄ ± 3 √(p̄(1 − p̄)/n).
    P,
    /// Proportions with Laney's factor for spread beyond chance (Laney 2002).
    PPrime,
    /// Rates: ū ± 3 √(ū/n).
    U,
    /// Rates with Laney's factor.
    UPrime,
    /// Individual measurements with denominators (Taylor 2017): ȳ ± 3 s̄ √(1/n).
    IPrime,
    /// Time between events: an I chart of y^(1/3.6), put back (Nelson 1994).
    T,
    /// Opportunities between events: mean ± 3 √(ḡ(ḡ + 1)) around the median.
    G,
}

impl Kind {
    /// The kind of a name as qicharts2 writes it: `run i mr c p pp u up ip t g`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "run" => Self::Run,
            "i" => Self::I,
            "mr" => Self::Mr,
            "c" => Self::C,
            "p" => Self::P,
            "pp" => Self::PPrime,
            "u" => Self::U,
            "up" => Self::UPrime,
            "ip" => Self::IPrime,
            "t" => Self::T,
            "g" => Self::G,
            _ => return None,
        })
    }

    fn needs_denominators(self) -> bool {
        matches!(self, Self::P | Self::PPrime | Self::U | Self::UPrime)
    }
}

/// How a chart is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Lines from the first that many points only. Without effect where there are parts, as in the peer.
    pub freeze: Option<usize>,
    /// Numbers of points after which a new part begins.
    pub parts: Vec<usize>,
    /// Positions left out of lines and runs, from 0.
    pub exclude: Vec<usize>,
    /// Leave moving ranges of 3.267 times their mean and more out once (Nelson 1982).
    pub screen: bool,
    /// The rule for runs.
    pub rule: Rule,
}

/// Why there is no chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Numerators and denominators are not the same number.
    LengthsDiffer,
    /// The kind needs denominators.
    DenominatorsMissing,
    /// A time between events is zero or negative.
    TimeNotPositive,
    /// A count, or a number of opportunities, is negative.
    NegativeCount,
}

impl Refusal {
    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::LengthsDiffer => "there must be one denominator for each value",
            Self::DenominatorsMissing => "this chart needs denominators",
            Self::TimeNotPositive => "time between events must be greater than zero",
            Self::NegativeCount => "a count cannot be negative",
        }
    }
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// One for each given value.
    pub points: Vec<Point>,
    /// Parts in order; at least one where there are values.
    pub parts: Vec<Part>,
}

/// A point and the lines at it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// What is drawn: value, rate or range; none where missing.
    pub value: Option<f64>,
    /// Centre line.
    pub centre: Option<f64>,
    /// Limits at three sigma, lower and upper.
    pub limits: (Option<f64>, Option<f64>),
    /// Lines at two sigma, lower and upper.
    pub two_sigma: (Option<f64>, Option<f64>),
    /// Strictly beyond a limit.
    pub outside: bool,
}

/// A stretch of a chart with lines of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Positions it covers.
    pub points: Range<usize>,
    /// What its runs say.
    pub runs: Runs,
}

/// The chart of `values` (numerators where `denominators` are given) in order of time.
///
/// A value that is missing or not finite is a missing point, and so is one whose denominator is missing, zero or
/// negative.
///
/// ```
/// use wt_stats::spc::{Kind, Options, chart};
///
/// let breaches = [Some(12.0), Some(15.0), None, Some(9.0)];
/// let attendances = [Some(100.0), Some(120.0), Some(90.0), Some(100.0)];
/// let drawn = chart(Kind::P, &breaches, Some(&attendances), &Options::default())?;
/// assert_eq!(drawn.points[0].centre, Some(36.0 / 320.0));
/// # Ok::<(), wt_stats::spc::Refusal>(())
/// ```
pub fn chart(
    kind: Kind,
    values: &[Option<f64>],
    denominators: Option<&[Option<f64>]>,
    options: &Options,
) -> Result<Chart, Refusal> {
    if denominators.is_some_and(|d| d.len() != values.len()) {
        return Err(Refusal::LengthsDiffer);
    }
    if denominators.is_none() && kind.needs_denominators() {
        return Err(Refusal::DenominatorsMissing);
    }
    let series = Series::new(kind, values, denominators);
    refuse(kind, &series)?;
    let parts = parts(values.len(), &options.parts);
    let freeze = options.freeze.filter(|_| options.parts.is_empty()).unwrap_or(usize::MAX);
    let included = |i: &usize| !options.exclude.contains(i);
    let mut points = vec![Point::default(); values.len()];
    let mut drawn = Vec::with_capacity(parts.len());
    for range in parts {
        let base: Vec<usize> = range.clone().filter(included).filter(|i| *i < freeze).collect();
        lines::draw(kind, &series, range.clone(), &base, options.screen, &mut points);
        let signs = range.clone().filter(included).map(|i| points[i].value.zip(points[i].centre));
        let mut runs = runs(signs, options.rule);
        // A range shares a value with its neighbour, so runs of ranges mean nothing.
        runs.signal &= kind != Kind::Mr;
        drawn.push(Part { points: range, runs });
    }
    Ok(Chart { points, parts: drawn })
}

fn refuse(kind: Kind, series: &Series) -> Result<(), Refusal> {
    let any = |bad: fn(f64) -> bool| series.values.iter().flatten().any(|x| bad(*x));
    match kind {
        Kind::T if any(|x| x <= 0.0) => Err(Refusal::TimeNotPositive),
        Kind::C | Kind::G | Kind::P | Kind::PPrime | Kind::U | Kind::UPrime if any(|x| x < 0.0) => {
            Err(Refusal::NegativeCount)
        }
        _ => Ok(()),
    }
}

/// Cuts 0..n after the given numbers of points.
fn parts(n: usize, after: &[usize]) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = after.iter().copied().filter(|c| (1..n).contains(c)).collect();
    cuts.extend([0, n]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|w| w[0]..w[1]).collect()
}
