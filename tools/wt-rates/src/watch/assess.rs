//! From months to a state and a warning: who keeps the card, who left it, and what drifted before.
//!
//! Three signals a month and employer, each against the other employers that keep the card in the same month: more bookings above
//! the card, more overrides, a fall of the share filled against its own months before. Each is summed up from month to month
//! (one-sided cumulative sums: Page 1954), and warns past a threshold that quiet generated regions set.

use std::collections::BTreeMap;

use crate::booking::Names;

use super::{Month, Watch};

/// Where an employer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Never at the card for two months on end.
    Outside,
    /// At the card since a month.
    Keeps {
        /// First month.
        since: i32,
    },
    /// At the card, and then above it for most bookings, without a recorded override.
    Left {
        /// First month at the card.
        kept_from: i32,
        /// First month above it.
        since: i32,
        /// Pay above the card, in thousandths, over the bookings above it since then.
        above_thousandths: i64,
    },
}

/// What moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// More bookings above the card.
    Drift,
    /// More overrides.
    Overrides,
    /// Fewer shifts filled.
    Fill,
}

impl Signal {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Drift => "more bookings above the card",
            Self::Overrides => "a cluster of overrides",
            Self::Fill => "fewer shifts filled",
        }
    }
}

/// A warning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Warning {
    /// First month it was given.
    pub month: i32,
    /// By which signal.
    pub signal: Signal,
    /// The sum that passed its threshold, in standard deviations.
    pub sum: f64,
}

/// When signals warn, in standard deviations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Of drift.
    pub drift: f64,
    /// Of overrides.
    pub overrides: f64,
    /// Of the share filled.
    pub fill: f64,
}

impl Default for Thresholds {
    /// Set on quiet generated regions of 36 employers and 24 months, so that well under one employer in a hundred is warned of in a
    /// year without cause, all signals together (`wt-calibration rates` prints the rate that is reached).
    fn default() -> Self {
        Self { drift: 3.5, overrides: 4.5, fill: 4.0 }
    }
}

/// An employer, assessed.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessed {
    /// Code.
    pub employer: String,
    /// Where it stands.
    pub state: State,
    /// First warning while it kept the card; none where there was none.
    pub warning: Option<Warning>,
    /// Months in which it kept the card and was watched.
    pub watched: usize,
    /// Its sums since it keeps the card; over all months where it never did.
    pub sums: Month,
    /// Every month, for a report.
    pub months: BTreeMap<i32, Month>,
}

/// At least so many bookings must say something of a month.
const ENOUGH: u64 = 10;
/// Four in five at the card: it is kept.
const KEPT: u64 = 80;
/// Half above it: it is left.
const LEFT: u64 = 50;
/// A month's deviation counts beyond so many standard deviations.
const SLACK: f64 = 1.0;
/// Months at the card before a share filled is held against them.
const BASELINE: usize = 4;
/// The share filled varies by so much a month beyond chance, as a logarithm.
const RESTLESS: f64 = 0.06;

/// Assesses every employer; `adopted` says since when each keeps the card, where that is known, and the bookings are asked otherwise.
#[must_use]
pub fn assess(
    watch: &Watch<'_>,
    names: &Names,
    adopted: Option<&BTreeMap<String, i32>>,
    thresholds: Thresholds,
) -> Vec<Assessed> {
    let mut by_employer: BTreeMap<&str, BTreeMap<i32, Month>> = BTreeMap::new();
    for ((employer, month), found) in &watch.months {
        by_employer.entry(names.name(*employer)).or_default().insert(*month, *found);
    }
    let mut found: Vec<Assessed> = by_employer
        .into_iter()
        .map(|(employer, months)| {
            let known = adopted.map(|adopted| adopted.get(employer).copied());
            let state = state(&months, known);
            let from = match state {
                State::Outside => i32::MIN,
                State::Keeps { since } => since,
                State::Left { kept_from, .. } => kept_from,
            };
            let mut sums = Month::default();
            months.range(from..).for_each(|(_, month)| sums.absorb(month));
            Assessed { employer: employer.to_owned(), state, warning: None, watched: 0, sums, months }
        })
        .collect();
    let region = Region::new(&found);
    for one in &mut found {
        let kept = kept_months(one);
        one.watched = kept.len();
        one.warning = warning(&kept, &region, thresholds);
    }
    found
}

fn state(months: &BTreeMap<i32, Month>, known: Option<Option<i32>>) -> State {
    let told: Vec<(i32, &Month)> =
        months.iter().filter(|(_, month)| month.carded >= ENOUGH).map(|(at, month)| (*at, month)).collect();
    let kept = |month: &Month| month.near * 100 >= month.carded * KEPT;
    let since = match known {
        Some(said) => said,
        None => told.windows(2).find(|pair| kept(pair[0].1) && kept(pair[1].1)).map(|pair| pair[0].0),
    };
    let Some(since) = since else { return State::Outside };
    let left = told.iter().find(|(at, month)| *at > since && month.above * 100 >= month.carded * LEFT);
    match left {
        None => State::Keeps { since },
        Some((month, _)) => {
            let mut sum = Month::default();
            months.range(month..).for_each(|(_, found)| sum.absorb(found));
            let above = (sum.above_paid - sum.above_at_card) * 1_000;
            State::Left {
                kept_from: since,
                since: *month,
                above_thousandths: above / sum.above_at_card.max(1),
            }
        }
    }
}

/// Months at the card, before it was left; the first is a change of rates and says nothing.
fn kept_months(of: &Assessed) -> Vec<(i32, Month)> {
    let (from, to) = match of.state {
        State::Outside => return Vec::new(),
        State::Keeps { since } => (since, i32::MAX),
        State::Left { kept_from, since, .. } => (kept_from, since),
    };
    of.months.range(from + 1..to).map(|(at, month)| (*at, *month)).collect()
}

/// What all that keep the card did in a month.
struct Region {
    kept: BTreeMap<i32, Month>,
    /// Log of the share filled, over employers that keep the card in each month and the one before.
    filled: BTreeMap<i32, f64>,
}

impl Region {
    fn new(all: &[Assessed]) -> Self {
        let mut kept: BTreeMap<i32, Month> = BTreeMap::new();
        let mut level: BTreeMap<i32, (f64, f64)> = BTreeMap::new();
        for one in all {
            let months = kept_months(one);
            let own = mean(months.iter().filter_map(|(_, month)| log_filled(month)));
            for (at, month) in &months {
                kept.entry(*at).or_default().absorb(month);
                if let (Some(filled), Some(own)) = (log_filled(month), own) {
                    let sum = level.entry(*at).or_default();
                    *sum = (sum.0 + filled - own, sum.1 + 1.0);
                }
            }
        }
        Self { kept, filled: level.into_iter().map(|(at, (sum, n))| (at, sum / n)).collect() }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), x| (sum + x, n + 1.0));
    (n > 0.0).then_some(sum / n)
}

fn log_filled(month: &Month) -> Option<f64> {
    (month.worked > 0 && month.wanted >= ENOUGH).then(|| libm::log(month.worked as f64 / month.wanted as f64))
}

/// The first month in which a sum passes its threshold.
fn warning(kept: &[(i32, Month)], region: &Region, thresholds: Thresholds) -> Option<Warning> {
    let mut sums = [0.0_f64; 3];
    for (place, (at, month)) in kept.iter().enumerate() {
        let others = region.kept.get(at).copied().unwrap_or_default();
        let steps = [
            excess(month.above, month.carded, others.above - month.above, others.carded - month.carded),
            excess(
                month.overrides,
                month.worked,
                others.overrides - month.overrides,
                others.worked - month.worked,
            ),
            fall(&kept[..place], *at, month, region),
        ];
        let limits = [thresholds.drift, thresholds.overrides, thresholds.fill];
        for ((sum, step), (limit, signal)) in sums.iter_mut().zip(steps).zip(limits.into_iter().zip([
            Signal::Drift,
            Signal::Overrides,
            Signal::Fill,
        ])) {
            *sum = (*sum + step - SLACK).max(0.0);
            if *sum > limit {
                return Some(Warning { month: *at, signal, sum: *sum });
            }
        }
    }
    None
}

/// How far a count lies above what the others' share makes it, in standard deviations of a Poisson count; one is added to the variance,
/// so that a single booking where none was expected is no news.
fn excess(count: u64, of: u64, others: u64, of_others: u64) -> f64 {
    if of_others == 0 {
        return 0.0;
    }
    let expected = others as f64 / of_others as f64 * of as f64;
    (count as f64 - expected) / (expected + 1.0).sqrt()
}

/// How far the share filled fell below the employer's own months before, beyond what it did at others.
fn fall(before: &[(i32, Month)], at: i32, month: &Month, region: &Region) -> f64 {
    let level = |at: &i32| region.filled.get(at).copied().unwrap_or(0.0);
    let own: Vec<f64> =
        before.iter().filter_map(|(at, month)| Some(log_filled(month)? - level(at))).collect();
    let (Some(now), Some(usual)) = (log_filled(month), mean(own.iter().copied())) else { return 0.0 };
    if own.len() < BASELINE {
        return 0.0;
    }
    let share = month.worked as f64 / month.wanted as f64;
    let chance = (1.0 - share) / (share * month.wanted as f64);
    let spread = (chance + RESTLESS * RESTLESS) * (1.0 + 1.0 / own.len() as f64);
    (usual - (now - level(&at))) / spread.sqrt()
}
