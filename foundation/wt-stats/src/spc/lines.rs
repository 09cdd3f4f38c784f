//! Centre lines and limits of each kind of chart (§2.2).

use std::ops::Range;

use super::chart::{Kind, Point};
use crate::quantile::median;

/// Mean moving range of two to sigma: d₂ of the normal distribution.
pub(super) const D2: f64 = 1.128;
/// Ranges of at least this many means are left out when screening.
const SCREEN: f64 = 3.267;
/// Exponent that makes times between events nearly normal (Nelson 1994).
const NELSON: f64 = 3.6;

/// What is charted, missing points missing everywhere.
#[derive(Debug, Clone)]
pub(super) struct Series {
    /// What is drawn.
    pub(super) values: Vec<Option<f64>>,
    numerators: Vec<Option<f64>>,
    denominators: Vec<Option<f64>>,
}

impl Series {
    pub(super) fn new(kind: Kind, values: &[Option<f64>], denominators: Option<&[Option<f64>]>) -> Self {
        let over = |i: usize| match denominators {
            Some(d) => d[i].filter(|n| n.is_finite() && *n > 0.0),
            None => Some(1.0),
        };
        let pair = |i: usize| Some((values[i].filter(|x| x.is_finite())?, over(i)?));
        let pairs: Vec<Option<(f64, f64)>> = (0..values.len()).map(pair).collect();
        let numerators: Vec<Option<f64>> = pairs.iter().map(|p| p.map(|p| p.0)).collect();
        let drawn = match kind {
            Kind::C => numerators.clone(),
            Kind::Mr => {
                let rates: Vec<Option<f64>> =
                    pairs.iter().map(|p| p.and_then(|(x, n)| finite(x / n))).collect();
                let range = |i: usize| finite((rates[i]? - rates[i.checked_sub(1)?]?).abs());
                (0..rates.len()).map(range).collect()
            }
            _ => pairs.iter().map(|p| p.and_then(|(x, n)| finite(x / n))).collect(),
        };
        Self { values: drawn, numerators, denominators: pairs.iter().map(|p| p.map(|p| p.1)).collect() }
    }

    fn present(&self, base: &[usize]) -> Vec<f64> {
        base.iter().filter_map(|i| self.values[*i]).collect()
    }

    /// Sum of numerators over sum of denominators.
    fn rate(&self, base: &[usize]) -> Option<f64> {
        let sum = |v: &[Option<f64>]| base.iter().filter_map(|i| v[*i]).sum::<f64>();
        finite(sum(&self.numerators) / sum(&self.denominators))
    }
}

/// Draws the lines of a part, from the points of `base`, and judges every point of it.
pub(super) fn draw(
    kind: Kind,
    series: &Series,
    range: Range<usize>,
    base: &[usize],
    screen: bool,
    points: &mut [Point],
) {
    let lines = Lines::of(kind, series, range.clone(), base, screen);
    for i in range {
        points[i] = lines.at(series.values[i], series.denominators[i]);
    }
}

/// The lines of a part: at every point `centre ± k × sigma`, or the form of its kind.
struct Lines {
    kind: Kind,
    centre: Option<f64>,
    /// The middle of the limits, where it is not the centre line.
    middle: Option<f64>,
    /// One sigma at a denominator of one.
    sigma: Option<f64>,
}

impl Lines {
    fn of(kind: Kind, series: &Series, range: Range<usize>, base: &[usize], screen: bool) -> Self {
        let present = series.present(base);
        let mean = mean(present.iter().copied());
        let moving = |values: &[Option<f64>]| mean_range(values, screen).map(|r| r / D2);
        let based = || base.iter().map(|i| series.values[*i]).collect::<Vec<_>>();
        let (centre, sigma) = match kind {
            Kind::Run => (median(&present), None),
            Kind::I => (mean, moving(&based())),
            Kind::Mr => (mean, mean.map(|m| m * SCREEN / 3.0)),
            Kind::C => (mean, mean.map(f64::sqrt)),
            Kind::P | Kind::PPrime | Kind::U | Kind::UPrime => {
                let rate = series.rate(base);
                let one = rate.map(|r| match kind {
                    Kind::P | Kind::PPrime => (r * (1.0 - r)).sqrt(),
                    _ => r.sqrt(),
                });
                let laney = || moving(&standardised(series, base, rate?, one?));
                let factor = if matches!(kind, Kind::P | Kind::U) { Some(1.0) } else { laney() };
                (rate, one.zip(factor).map(|(s, f)| s * f))
            }
            Kind::IPrime => (series.rate(base), taylor(series, range, screen)),
            Kind::T => {
                let roots: Vec<Option<f64>> = based().into_iter().map(|v| v.map(root)).collect();
                (self::mean(roots.iter().flatten().copied()), moving(&roots))
            }
            Kind::G => (median(&present), mean.map(|m| (m * (m + 1.0)).sqrt())),
        };
        let middle = if kind == Kind::G { mean } else { centre };
        Self { kind, centre, middle, sigma: sigma.filter(|s| s.is_finite()) }
    }

    fn at(&self, value: Option<f64>, denominator: Option<f64>) -> Point {
        let per = match self.kind {
            Kind::P | Kind::PPrime | Kind::U | Kind::UPrime | Kind::IPrime => {
                denominator.map(|n| (1.0 / n).sqrt())
            }
            _ => Some(1.0),
        };
        let line = |k: f64| {
            let x = self.middle? + k * self.sigma? * per?;
            finite(match self.kind {
                Kind::P | Kind::PPrime => x.clamp(0.0, 1.0),
                Kind::C | Kind::U | Kind::UPrime | Kind::G => x.max(0.0),
                Kind::Mr if k < 0.0 => 0.0,
                Kind::Mr => x - self.middle?,
                // A root below zero has no power; the lower limit is then zero, and there is no warning line.
                Kind::T if x < 0.0 && k <= -3.0 => 0.0,
                Kind::T => x.powf(NELSON),
                _ => x,
            })
        };
        let centre = if self.kind == Kind::T { self.centre.map(|c| c.powf(NELSON)) } else { self.centre };
        let limits = (line(-3.0), line(3.0));
        let outside = value
            .is_some_and(|x| limits.0.is_some_and(|low| x < low) || limits.1.is_some_and(|high| x > high));
        Point { value, centre: centre.and_then(finite), limits, two_sigma: (line(-2.0), line(2.0)), outside }
    }
}

/// Laney's z: how many binomial or Poisson sigmas each base point is from the centre.
fn standardised(series: &Series, base: &[usize], rate: f64, one: f64) -> Vec<Option<f64>> {
    let z = |i: &usize| Some((series.values[*i]? - rate) / (one / series.denominators[*i]?.sqrt()));
    base.iter().map(|i| z(i).and_then(finite)).collect()
}

/// Taylor's s̄: the mean of √(π/2) |Δy| / √(1/nᵢ + 1/nᵢ₋₁) over all neighbours of the part.
fn taylor(series: &Series, range: Range<usize>, screen: bool) -> Option<f64> {
    let one = |i: usize| {
        let gap = (series.values[i + 1]? - series.values[i]?).abs();
        let spread = (1.0 / series.denominators[i]? + 1.0 / series.denominators[i + 1]?).sqrt();
        finite((std::f64::consts::PI / 2.0).sqrt() * gap / spread)
    };
    let all: Vec<f64> = (range.start..range.end.saturating_sub(1)).filter_map(one).collect();
    screened(&all, screen)
}

/// The mean of the absolute steps between neighbours, none across a missing one.
fn mean_range(values: &[Option<f64>], screen: bool) -> Option<f64> {
    let ranges: Vec<f64> = values.windows(2).filter_map(|w| Some((w[1]? - w[0]?).abs())).collect();
    screened(&ranges, screen)
}

fn screened(ranges: &[f64], screen: bool) -> Option<f64> {
    let first = mean(ranges.iter().copied())?;
    if screen { mean(ranges.iter().copied().filter(|r| *r < SCREEN * first)) } else { Some(first) }
}

fn root(x: f64) -> f64 {
    x.powf(1.0 / NELSON)
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), x| (sum + x, n + 1));
    finite(sum / n as f64)
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}
