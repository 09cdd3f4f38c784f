//! Each unit against a benchmark chosen among its peers.

use super::errors::Errors;
use super::scale::{Figure, Scale, read};
use super::worlds::{benchmark, likely, moves, quantile, shown, tail};
use crate::Interval;
use crate::dist::{normal_cdf, z_of};
use crate::hierarchy::{Figures, NoFigure, Worse};

/// What the benchmark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The type-7 quartile on the better side.
    BestQuartile,
    /// The mean of so many of the best peers; of all of them where there are fewer.
    BestOf(usize),
    /// The median: hardly chosen, but a chance figure too.
    Median,
}

/// Among whom the benchmark is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peers<'a> {
    /// All units with a figure, one's own included: one benchmark for all.
    Everyone,
    /// For each unit the places of its peers, such as the ten most similar. One's own is left out, and so are those without a figure.
    Lists(&'a [Vec<usize>]),
}

/// How the comparison is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Confidence of the intervals, such as 0.9.
    pub confidence: f64,
    /// Seed of the errors that are drawn.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { confidence: 0.95, seed: 1 }
    }
}

/// Why a unit has no comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Its own figure can't be used.
    Figure(NoFigure),
    /// Fewer than two of its peers have a figure, or it has no list.
    TooFewPeers,
    /// The confidence asked for is not between 0 and 1.
    BadConfidence,
    /// Figures so large or so far apart that arithmetic fails.
    TooLarge,
}

impl Refusal {
    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Figure(why) => why.words(),
            Self::TooFewPeers => "fewer than two peers have a usable figure",
            Self::BadConfidence => "the confidence must lie between 0 and 1",
            Self::TooLarge => "the figures are too large to work with",
        }
    }
}

/// A unit beside a chosen benchmark, in the unit of the figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Selected {
    /// The unit's value.
    pub value: f64,
    /// The benchmark as it is observed, luck included (averaged on the scale of the test: square roots for counts).
    pub observed: f64,
    /// The benchmark with the luck of those chosen taken out.
    pub benchmark: f64,
    /// value − benchmark.
    pub gap: f64,
    /// Interval of the gap. It covers at least as often as it says.
    pub interval: Interval,
    /// One-sided p-value of being worse than the benchmark.
    pub worse: f64,
    /// One-sided p-value of being better than it.
    pub better: f64,
}

impl Selected {
    /// Two-sided p-value.
    pub fn p(&self) -> f64 {
        (2.0 * self.worse.min(self.better)).min(1.0)
    }
}

/// Fewest peers that a benchmark is chosen from.
const FEWEST: usize = 2;
/// Share of a level that goes to the band of the first step.
const BAND: f64 = 0.1;
/// Levels at which the first step is tried for a p-value: half-decades below 1, and last without it.
const LEVELS: i32 = 16;

/// Each unit against the benchmark its peers' figures choose; counts are taken as binomial or Poisson.
///
/// ```
/// use wt_stats::hierarchy::{Figures, Worse};
/// use wt_stats::selection::{Options, Peers, Rule, against_selected};
/// // Eleven units that differ by luck alone, and one at twice their rate.
/// let late = [18.0, 25.0, 22.0, 15.0, 29.0, 21.0, 24.0, 19.0, 27.0, 16.0, 23.0, 44.0];
/// let pairs = late.map(|x| (x, 200.0));
/// let found = against_selected(
///     Figures::Proportions(&pairs), Peers::Everyone, Rule::BestQuartile, Worse::Higher, &Options::default(),
/// );
/// let (unlucky, worst) = (found[4].unwrap(), found[11].unwrap());
/// // Taken as known, the quartile would make the fifth unit worse: 29 of 200 against 9.1%, z = 2.7.
/// assert!(unlucky.p() > 0.05 && unlucky.interval.low < 0.0);
/// assert!(worst.p() < 0.001 && worst.interval.low > 0.03);
/// ```
pub fn against_selected(
    figures: Figures<'_>,
    peers: Peers<'_>,
    rule: Rule,
    worse: Worse,
    options: &Options,
) -> Vec<Result<Selected, Refusal>> {
    let (scale, read) = read(figures);
    let good = options.confidence > 0.0 && options.confidence < 1.0;
    if !good {
        return vec![Err(Refusal::BadConfidence); read.len()];
    }
    let sign = if worse == Worse::Higher { 1.0 } else { -1.0 };
    let turned: Vec<Option<Figure>> =
        read.iter().map(|f| f.ok().map(|f| Figure { at: sign * f.at, ..f })).collect();
    let errors = Errors::new(read.len(), options.seed);
    let rule = match rule {
        Rule::BestOf(0) => Rule::BestOf(1),
        other => other,
    };
    let panel = |places: Vec<usize>| {
        let known: Vec<(usize, Figure)> =
            places.into_iter().filter_map(|p| Some((p, (*turned.get(p)?)?))).collect();
        (known.len() >= FEWEST).then(|| Panel::new(rule, known, &errors, options.confidence))
    };
    let everyone = match peers {
        Peers::Everyone => panel((0..read.len()).collect()),
        Peers::Lists(_) => None,
    };
    let one = |i: usize| {
        let own = turned[i].ok_or(Refusal::Figure(read[i].err().unwrap_or(NoFigure::NoUnit)))?;
        let listed;
        let panel = match peers {
            Peers::Everyone => everyone.as_ref(),
            Peers::Lists(lists) => {
                let others = |list: &Vec<usize>| list.iter().copied().filter(|p| *p != i).collect();
                listed = lists.get(i).map(others).and_then(panel);
                listed.as_ref()
            }
        };
        let compared = panel.ok_or(Refusal::TooFewPeers)?.compare(own);
        let value = figures.pair(i).map_or(f64::NAN, |pair| scale.plain(pair));
        compared.plain(scale, sign, value).ok_or(Refusal::TooLarge)
    };
    (0..read.len()).map(one).collect()
}

/// Peers, and how their benchmark moves by errors in each world that matters.
struct Panel {
    observed: f64,
    /// What the benchmark gains by the choice, in the likeliest world: below zero.
    luck: f64,
    /// Standard error of the mean of the best, were they known.
    settled: f64,
    tail: f64,
    /// Moves in the world that the band at the interval's level shows, and in the observed one.
    lower: Vec<f64>,
    upper: Vec<f64>,
    /// Moves in worlds shown at falling levels, from which p-values are made.
    levels: Vec<(f64, Vec<f64>)>,
}

impl Panel {
    fn new(rule: Rule, known: Vec<(usize, Figure)>, errors: &Errors, confidence: f64) -> Self {
        let (places, peers): (Vec<usize>, Vec<Figure>) = known.into_iter().unzip();
        let at: Vec<f64> = peers.iter().map(|p| p.at).collect();
        let moved = |positions: &[f64]| moves(rule, positions, &peers, &places, errors);
        let tail = (1.0 - confidence) / 2.0;
        let mut levels: Vec<(f64, Vec<f64>)> = Vec::new();
        let mut last: Option<Vec<f64>> = None;
        for half_decade in 1..=LEVELS {
            let level = if half_decade == LEVELS { 0.0 } else { 10_f64.powf(-f64::from(half_decade) / 2.0) };
            let positions = shown(rule, &peers, BAND * level);
            match levels.last_mut() {
                // What is shown at the lower level too costs only that.
                Some(known) if last.as_ref() == Some(&positions) => known.0 = level,
                _ => levels.push((level, moved(&positions))),
            }
            last = Some(positions);
        }
        let likely = moved(&likely(&peers));
        Self {
            observed: benchmark(rule, &mut at.clone()),
            luck: likely.iter().sum::<f64>() / likely.len() as f64,
            settled: settled(rule, &peers),
            tail,
            lower: moved(&shown(rule, &peers, BAND * tail)),
            upper: moved(&at),
            levels,
        }
    }

    fn compare(&self, own: Figure) -> Compared {
        let seen = own.at - self.observed;
        let low = seen - quantile(&self.lower, own.se, (1.0 - BAND) * self.tail);
        let wide = own.se.hypot(self.settled);
        let other = quantile(&self.upper, own.se, 1.0 - self.tail);
        let high = seen - other.min(-z_of(1.0 - 2.0 * self.tail) * wide);
        // The first step at any one level is fixed; the least over all of them is paid for by the share of the band.
        let at_level = |(level, moves): &(f64, Vec<f64>)| tail(moves, own.se, seen).max(*level);
        let worse = self.levels.iter().map(at_level).fold(1.0, f64::min) / (1.0 - BAND);
        Compared {
            benchmark: self.observed - self.luck,
            observed: self.observed,
            ends: [low, high],
            worse: worse.min(1.0),
            better: normal_cdf(seen / wide).max(1.0 - tail(&self.upper, own.se, seen)),
        }
    }
}

/// Standard error of the mean of the best, were they known: of those who may be, with the widest errors.
fn settled(rule: Rule, peers: &[Figure]) -> f64 {
    let best = match rule {
        Rule::BestOf(best) => best.min(peers.len()),
        Rule::BestQuartile | Rule::Median => return 0.0,
    };
    let mut may: Vec<f64> =
        peers.iter().zip(shown(rule, peers, 0.01)).filter(|(_, x)| *x <= 0.0).map(|(p, _)| p.se).collect();
    may.sort_by(|a, b| b.total_cmp(a));
    may.iter().take(best).map(|se| se * se).sum::<f64>().sqrt() / best as f64
}

/// On the scale of the test, less being better.
struct Compared {
    observed: f64,
    benchmark: f64,
    ends: [f64; 2],
    worse: f64,
    better: f64,
}

impl Compared {
    /// In the unit of the figures.
    fn plain(&self, scale: Scale, sign: f64, value: f64) -> Option<Selected> {
        let back = |at: f64| scale.back(sign * at);
        let benchmark = back(self.benchmark);
        let [a, b] = self.ends.map(|gap| back(self.benchmark + gap) - benchmark);
        let selected = Selected {
            value,
            observed: back(self.observed),
            benchmark,
            gap: value - benchmark,
            interval: Interval { low: a.min(b), high: a.max(b) },
            worse: self.worse,
            better: self.better,
        };
        let Selected { value, observed, gap, interval, worse, better, .. } = selected;
        let all = [value, observed, gap, interval.low, interval.high, worse, better];
        all.into_iter().all(f64::is_finite).then_some(selected)
    }
}
