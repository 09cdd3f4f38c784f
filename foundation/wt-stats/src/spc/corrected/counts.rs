//! Counts, and how surprising they are by their own distribution.
//!
//! A change or a point that the model of the values calls a signal must also be one of these, where there are counts:
//! a rate is then not called special for being a small number. Both guards use mid-p values (Lancaster 1961).

use super::{Kind, Refusal, Series};
use crate::dist::{beta_cdf, binomial_cdf, ln_gamma};

/// A change of level must be rarer than this by chance of counts alone.
const CHANGE: f64 = 0.01;
/// Above so many expected events a distribution of counts is close enough to the normal.
const MANY: f64 = 50.0;
/// Measurements that are whole numbers from 0 up with a mean below this are taken as counts.
const SMALL: f64 = 10.0;

/// The counts behind a series, where it has any.
#[derive(Debug)]
pub(super) struct Events<'a> {
    kind: Kind,
    /// Value and denominator of each month.
    pairs: Vec<Option<(f64, f64)>>,
    /// Denominators were given, so that limits differ from month to month.
    pub(super) divided: bool,
    series: &'a Series<'a>,
}

impl<'a> Events<'a> {
    /// Reads and checks a series.
    pub(super) fn of(series: &'a Series<'a>) -> Result<Self, Refusal> {
        let n = series.values.len();
        let lengths = [
            series.denominators.map(<[_]>::len),
            series.months.map(<[_]>::len),
            series.control.map(<[_]>::len),
        ];
        if lengths.into_iter().flatten().any(|l| l != n) {
            return Err(Refusal::LengthsDiffer);
        }
        if series.kind == Kind::Proportion && series.denominators.is_none() {
            return Err(Refusal::DenominatorsMissing);
        }
        let over = |i: usize| match series.denominators {
            Some(d) => d[i].filter(|d| d.is_finite() && *d > 0.0),
            None => Some(1.0),
        };
        let pair = |i: usize| {
            let pair = (series.values[i].filter(|x| x.is_finite())?, over(i)?);
            (pair.0 / pair.1).is_finite().then_some(pair)
        };
        let pairs: Vec<Option<(f64, f64)>> = (0..n).map(pair).collect();
        let divided = series.denominators.is_some();
        let mut it = Self { kind: series.kind, pairs, divided, series };
        match it.kind {
            Kind::Measure if !divided && it.are_small_counts() => it.kind = Kind::Count,
            Kind::Count | Kind::Proportion if !it.are_whole() => return Err(Refusal::NotCounts),
            _ => {}
        }
        Ok(it)
    }

    fn are_whole(&self) -> bool {
        let proportion = self.kind == Kind::Proportion;
        let whole = |x: f64| x >= 0.0 && x.fract() == 0.0;
        self.pairs.iter().flatten().all(|(x, n)| whole(*x) && (!proportion || (whole(*n) && x <= n)))
    }

    fn are_small_counts(&self) -> bool {
        let (sum, n) = self.pairs.iter().flatten().fold((0.0, 0.0), |(s, n), (x, _)| (s + x, n + 1.0));
        self.are_whole() && sum < SMALL * n
    }

    /// Whether there are counts behind the values.
    pub(super) fn are_counts(&self) -> bool {
        self.kind != Kind::Measure
    }

    /// What is charted: value over denominator.
    pub(super) fn rates(&self) -> Vec<Option<f64>> {
        self.pairs.iter().map(|p| p.map(|(x, n)| x / n)).collect()
    }

    /// What a rate cannot leave.
    pub(super) fn range(&self) -> (f64, f64) {
        match self.kind {
            Kind::Measure => (f64::MIN, f64::MAX),
            Kind::Count => (0.0, f64::MAX),
            Kind::Proportion => (0.0, 1.0),
        }
    }

    fn sums(&self, at: &[usize]) -> (f64, f64) {
        at.iter().filter_map(|i| self.pairs[*i]).fold((0.0, 0.0), |(s, n), (x, d)| (s + x, n + d))
    }

    /// Whether the counts before and since `cut` differ by more than chance of counts; true where there are none.
    pub(super) fn changed(&self, window: &[usize], cut: usize) -> bool {
        let ((before, of_before), (since, of_since)) = (self.sums(&window[..cut]), self.sums(&window[cut..]));
        let all = before + since;
        let tail = match self.kind {
            Kind::Measure => return true,
            Kind::Count => {
                let cdf = |k: f64| binomial_cdf(k, all, of_since / (of_before + of_since));
                two_sided(middle(cdf, since))
            }
            Kind::Proportion => two_sided(hypergeometric(since, of_since, all, of_before + of_since)),
        };
        tail <= CHANGE
    }

    /// The rates between which the count of month `i` would stay with chance 1 − `outside`, from the counts of
    /// `basis` (negative binomial: Poisson with Jeffreys' prior). Empty where there are no counts, or many.
    pub(super) fn limits(&self, i: usize, basis: &[usize], outside: f64) -> (f64, f64) {
        const NONE: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);
        let (events, of) = self.sums(basis);
        let own = if self.divided { self.denominator(i) } else { Some(1.0) };
        let Some(own) = own.filter(|_| self.kind != Kind::Measure && of > 0.0) else { return NONE };
        // A proportion near one is judged by what did not happen.
        let mirrored = self.kind == Kind::Proportion && events > of / 2.0;
        let rare = if mirrored { of - events } else { events };
        let mean = rare / of * own;
        if mean > MANY {
            return NONE;
        }
        let (low, high) = predicted(rare + 0.5, of, own, mean, outside / 2.0);
        let (low, high) = (low / own, high / own);
        if mirrored { (1.0 - high, 1.0 - low) } else { (low, high) }
    }

    fn denominator(&self, i: usize) -> Option<f64> {
        self.series.denominators?[i].filter(|d| d.is_finite() && *d > 0.0)
    }
}

/// The least and largest counts whose mid-p tail is above `tail`.
fn predicted(shape: f64, of: f64, own: f64, mean: f64, tail: f64) -> (f64, f64) {
    let cdf = |k: f64| if k < 0.0 { 0.0 } else { beta_cdf(of / (of + own), shape, k + 1.0) };
    let start = mean.floor();
    let mut low = start;
    while low > 0.0 && middle(cdf, low - 1.0) > tail {
        low -= 1.0;
    }
    let mut high = start;
    // The bound is never met: so far out nothing is left of any tail asked for.
    while high < start + 20.0 * MANY && 1.0 - middle(cdf, high + 1.0) > tail {
        high += 1.0;
    }
    (low, high)
}

/// P(X < k) + P(X = k) / 2.
fn middle(cdf: impl Fn(f64) -> f64, k: f64) -> f64 {
    let below = if k < 1.0 { 0.0 } else { cdf(k - 1.0) };
    0.5 * (below + cdf(k))
}

fn two_sided(middle: f64) -> f64 {
    2.0 * middle.min(1.0 - middle)
}

/// P(X < k) + P(X = k) / 2 for k of `drawn` draws without return being among the `marked` of `all`.
fn hypergeometric(k: f64, drawn: f64, marked: f64, all: f64) -> f64 {
    let choose = |n: f64, k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
    let own = (choose(marked, k) + choose(all - marked, drawn - k) - choose(all, drawn)).exp();
    // Downwards by the ratio of neighbours, until nothing is added.
    let (mut sum, mut term, mut at) = (0.5 * own, own, k);
    while at > 0.0 && all - marked - drawn + at > 0.0 {
        term *= at * (all - marked - drawn + at) / ((marked - at + 1.0) * (drawn - at + 1.0));
        sum += term;
        at -= 1.0;
        if term < sum * 1e-15 {
            break;
        }
    }
    sum
}
