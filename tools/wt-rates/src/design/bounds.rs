//! Between which rates a cell's may lie, and why no rate will do where none does.

use std::fmt;

use wt_units::Pence;

use super::Wants;
use super::search::{Goal, Search};
use crate::market::{Market, Segment};
use crate::respond::{Case, Pay, Supply};

/// Where a bound on a rate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The least by law.
    LegalMinimum,
    /// What the worker's own band pays.
    OwnBand,
    /// The most that the best paid worker may lose.
    WorkerLoss,
    /// The cap on a worker's pay.
    WorkerCap,
    /// The cap on what an agency is paid, at the employer of that place in the market, whose fee is highest.
    ChargeCap(usize),
    /// No cap is loaded: twice the highest rate of today is as far as was looked.
    NoCap,
}

/// The rates a cell may have, both included, in pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The least, and why.
    pub low: (i64, Bound),
    /// The most, and why.
    pub high: (i64, Bound),
}

/// Why a cell has no rate on the card, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoRate {
    /// Nothing is paid by bank or agency today.
    NothingPaid,
    /// The least rate lies above the most.
    FloorAboveCap(Bounds),
    /// No rate within the bounds fills enough.
    TooFew {
        /// The bounds.
        bounds: Bounds,
        /// The largest fill there is within them, in millionths.
        fill: i64,
        /// What is wanted, in millionths.
        wanted: i64,
        /// The rate that would fill enough, within four times the most.
        needs: Option<i64>,
    },
}

impl NoRate {
    /// The sentence, with names of employers.
    #[must_use]
    pub fn words(&self, market: &Market) -> String {
        let pounds = |pence: i64| Pence::new(pence).to_string();
        let percent = |part: i64| format!("{}.{}%", part / 10_000, part / 1_000 % 10);
        match self {
            Self::NothingPaid => {
                "No hours are filled by bank or agency today, so there is nothing to set a rate by."
                    .to_owned()
            }
            Self::FloorAboveCap(bounds) => format!(
                "{} is {}, above {} of {}.",
                capital(&bounds.low.1.words(market)),
                pounds(bounds.low.0),
                bounds.high.1.words(market),
                pounds(bounds.high.0)
            ),
            Self::TooFew { bounds, fill, wanted, needs } => {
                let needs = match needs {
                    Some(rate) => format!("it would take {}", pounds(*rate)),
                    None => {
                        "no rate up to four times as much would, by how supply is taken to respond".to_owned()
                    }
                };
                let held = bounds.high.1.words(market);
                let (fill, wanted) = (percent(*fill), percent(*wanted));
                format!(
                    "{} of {} fills {fill} at most; for {wanted} {needs}.",
                    capital(&held),
                    pounds(bounds.high.0)
                )
            }
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl Bound {
    fn words(self, market: &Market) -> String {
        match self {
            Self::LegalMinimum => "the legal minimum".to_owned(),
            Self::OwnBand => "the pay of the worker's own band".to_owned(),
            Self::WorkerLoss => {
                "the least that keeps the best paid worker's loss within its bound".to_owned()
            }
            Self::WorkerCap => "the cap on a worker's pay".to_owned(),
            Self::ChargeCap(employer) => {
                let code = market.employers.get(employer).map_or("", String::as_str);
                format!("what the cap on agency charges leaves at {code}, whose fee is highest,")
            }
            Self::NoCap => "twice the highest rate of today (no cap is loaded)".to_owned(),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LegalMinimum => "legal minimum",
            Self::OwnBand => "own band",
            Self::WorkerLoss => "worker's loss",
            Self::WorkerCap => "cap on pay",
            Self::ChargeCap(_) => "cap on agency charge",
            Self::NoCap => "no cap",
        })
    }
}

/// Between which rates a cell's may lie; none where nothing is paid by bank or agency.
#[must_use]
pub fn bounds(segment: &Segment, wants: &Wants) -> Option<Bounds> {
    let highest = segment.highest_rate()?;
    let kept = wants.worker_loss.map(|loss| {
        // Rounded up: the loss stays within its bound.
        let part = i128::from(highest) * i128::from(1_000_000 - loss.clamp(0, 1_000_000));
        i64::try_from((part + 999_999) / 1_000_000).unwrap_or(highest)
    });
    let floors = [
        (segment.legal_minimum, Bound::LegalMinimum),
        (segment.band_pay, Bound::OwnBand),
        (kept, Bound::WorkerLoss),
    ];
    let low = floors
        .into_iter()
        .filter_map(|(rate, why)| Some((rate?, why)))
        .fold((1, Bound::LegalMinimum), |most, other| if other.0 > most.0 { other } else { most });
    let charge = segment.charge_cap.and_then(|cap| {
        let lines = segment.lines.iter().filter(|line| line.flows[1].minutes > 0);
        lines
            .map(|line| (under(cap, |rate| line.charge(1, rate)), Bound::ChargeCap(line.employer)))
            .min_by_key(|b| b.0)
    });
    let worker = segment.worker_cap.map(|cap| (cap, Bound::WorkerCap));
    let high = match (worker, charge) {
        (Some(worker), Some(charge)) if charge.0 < worker.0 => charge,
        (Some(worker), _) => worker,
        (None, Some(charge)) => charge,
        (None, None) => (2 * highest, Bound::NoCap),
    };
    Some(Bounds { low, high })
}

/// The highest rate whose charge is within the cap; 0 where none is.
fn under(cap: i64, charge: impl Fn(i64) -> i64) -> i64 {
    let (mut fits, mut over) = (0, cap + 1);
    while over - fits > 1 {
        let middle = fits + (over - fits) / 2;
        match charge(middle) <= cap {
            true => fits = middle,
            false => over = middle,
        }
    }
    fits
}

/// Why no rate fills enough within the bounds.
pub(super) fn too_few(segment: &Segment, bounds: Bounds, need: i64, wanted: i64) -> NoRate {
    let supply = Supply::new(segment, Case::CENTRAL);
    let everybody: Vec<usize> = (0..segment.lines.len()).collect();
    let curves = supply.curves(&vec![Pay::AsNow; everybody.len()], &everybody);
    let (none, some) = (vec![0.0; curves.len()], vec![1.0; curves.len()]);
    let goal = Goal { curves: &curves, weights: &none, worths: &some, need: 0 };
    let mut search = Search::default();
    let most = search.best(&supply, goal, bounds.low.0, bounds.high.0).map_or(0, |best| best.filled);
    let cheap = Goal { worths: &none, weights: &some, need, ..goal };
    let beyond = search.best(&supply, cheap, bounds.high.0 + 1, 4 * bounds.high.0);
    let fill = i128::from(most) * 1_000_000 / i128::from(segment.wanted().max(1));
    NoRate::TooFew {
        bounds,
        fill: i64::try_from(fill).unwrap_or(0),
        wanted,
        needs: beyond.map(|best| best.rate),
    }
}
