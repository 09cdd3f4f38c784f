//! The cost of divergence: what an employer would gain by leaving the card, what that costs the others, whether the card holds.
//!
//! **What an employer wants.** In each cell the least of what it pays and what its unfilled hours cost it (its own figure,
//! [`Line::unfilled`]). It may pay any whole penny between the floors and the caps. Its best response while all others keep the
//! card is searched exactly, cell by cell: the others' rates join its cells to nothing. The card holds to within ε where
//! nobody gains more than ε by leaving alone (an ε-equilibrium: Nash 1951; Radner 1980).
//!
//! **Several together.** Employers that leave together are taken to agree on a second card of their own, the one that is best
//! for all of them in sum (they can share it out; Aumann 1959 asks the same of a group). One after another is told apart from
//! it: in a [`cascade()`] each leaves for itself, as the one before left it.
//!
//! Who leaves is told to the neutral analyst only, after the [`Basis`] in law is recorded. Derogations are recorded, never
//! punished: nothing here works out a penalty.

mod basis;
mod derogation;
mod group;
mod hold;
mod single;

use crate::booking::{Id, rounded};
use crate::design::search::{Goal, Search};
use crate::design::{Card, Wants, bounds};
use crate::market::{Line, Market};
use crate::respond::{Case, Filled, Pay, Supply};

pub use basis::{Basis, NoBasis};
pub use derogation::{DEROGATION_COLUMNS, Derogation, derogations};
pub use group::{Group, Step, cascade, groups, together};
pub use hold::{Holding, Need, Uplift, holding};
pub use single::{Moved, Parts, leave, leave_all};

/// How far off the card an employer may pay, in millionths of the card's rate; none is as far as floors and caps allow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Corridor {
    /// Below it.
    pub below: Option<i64>,
    /// Above it.
    pub above: Option<i64>,
}

/// A card, and everybody on it.
pub struct Game<'a> {
    market: &'a Market,
    card: &'a Card,
    supplies: Vec<Supply<'a>>,
    corridor: Corridor,
    /// What each line pays, by cell.
    pays: Vec<Vec<Pay>>,
}

impl<'a> Game<'a> {
    /// Everybody pays the card; cells without a rate stay as they are, and nobody leaves them.
    #[must_use]
    pub fn new(market: &'a Market, card: &'a Card, case: Case) -> Self {
        let supplies = market.segments.iter().map(|segment| Supply::new(segment, case)).collect();
        let pays = market.segments.iter().enumerate().map(|(at, segment)| {
            let pay = card.rates.get(at).copied().flatten().map_or(Pay::AsNow, Pay::At);
            vec![pay; segment.lines.len()]
        });
        Self { market, card, supplies, corridor: Corridor::default(), pays: pays.collect() }
    }

    /// The same where nobody may pay further off the card than that.
    #[must_use]
    pub fn within(mut self, corridor: Corridor) -> Self {
        self.corridor = corridor;
        self
    }

    /// Records that an employer pays another rate than the card in a cell. It then counts as part of how things are.
    pub fn derogate(&mut self, segment: usize, employer: usize, rate: i64) {
        let Some(cell) = self.market.segments.get(segment) else { return };
        if let Some(line) = cell.lines.iter().position(|line| line.employer == employer) {
            self.pays[segment][line] = Pay::At(rate);
        }
    }

    /// The least and the most that may be paid off the card in a cell; none without a rate.
    fn range(&self, segment: usize) -> Option<(i64, i64)> {
        let rate = self.card.rates.get(segment).copied().flatten()?;
        let bounds = bounds(&self.market.segments[segment], &Wants::fill(0))?;
        let part = |part: i64| i64::try_from(i128::from(rate) * i128::from(part) / 1_000_000).unwrap_or(rate);
        let low = self.corridor.below.map_or(1, |below| rate - part(below));
        let high = self.corridor.above.map_or(i64::MAX, |above| rate + part(above));
        Some((bounds.low.0.max(low), bounds.high.0.min(high)))
    }

    /// The rate at which `movers` (lines of a cell) do best together, and whether that beats what they pay now.
    fn best(&self, segment: usize, movers: &[usize], search: &mut Search) -> Option<i64> {
        let (low, high) = self.range(segment)?;
        let (supply, pays) = (&self.supplies[segment], &self.pays[segment]);
        let curves = supply.curves(pays, movers);
        let ones = vec![1.0; curves.len()];
        let worths: Vec<f64> = curves.iter().map(|curve| curve.line.unfilled as f64).collect();
        let goal = Goal { curves: &curves, weights: &ones, worths: &worths, need: i64::MIN };
        let found = search.best(supply, goal, low, high)?;
        let lines = &self.market.segments[segment].lines;
        let now = supply.respond(pays);
        let stays: f64 = movers
            .iter()
            .map(|at| {
                let (line, hours) = (&lines[*at], &now[*at]);
                hours.sixtieths(line, pays[*at]) as f64 - line.unfilled as f64 * hours.all() as f64
            })
            .sum();
        (found.value < stays).then_some(found.rate)
    }

    /// Lines of an employer: by cell, where it has one.
    fn line_of(&self, segment: usize, employer: usize) -> Option<usize> {
        self.market.segments[segment].lines.iter().position(|line| line.employer == employer)
    }

    /// Name of the tier of a cell.
    fn tier(&self, segment: usize) -> Id {
        self.market.segments[segment].cell.tier
    }
}

/// What a line comes to: pence paid for filled hours, and what unfilled ones cost, each rounded once.
fn parts(line: &Line, pay: Pay, filled: &Filled) -> Parts {
    let unfilled = i128::from(line.wanted - filled.all()) * i128::from(line.unfilled);
    Parts { minutes: filled.all(), cost: filled.cost(line, pay), unfilled: rounded(unfilled, 60) }
}
