//! A limited sum along a row: minutes, weekends, shifts of a type. Its limit has a Lagrangian price per unit.

use super::SCALE;
use crate::model::{Limit, Symbol, Weight};

/// Price of a unit beyond a hard bound, and the largest multiplier: no saving of a single day can outweigh it.
pub(crate) const HARD: i32 = 1 << 20;

/// What counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Units by symbol on the days `from..to`.
    Symbols { units: Vec<i32>, from: usize, to: usize },
    /// One for each arc with this bit.
    Arcs(u8),
}

/// A sum with a convex price: free from `least` to `most`, then so much a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counter {
    pub(crate) counts: Counts,
    pub(crate) least: i32,
    pub(crate) most: i32,
    /// Scaled points a unit below `least`; [`HARD`] where that is unlawful.
    pub(crate) below: i32,
    /// The same above `most`.
    pub(crate) above: i32,
}

fn price(weight: Weight) -> i32 {
    match weight {
        Weight::Hard => HARD,
        Weight::Soft(points) => (points as i32 * SCALE).min(HARD - 1),
    }
}

fn common(one: i32, other: i32) -> i32 {
    if other == 0 { one } else { common(other, one % other) }
}

impl Counter {
    /// A counter for a limit; `reach` is the largest sum there can be. `None` if the limit can't bind.
    pub(crate) fn new(counts: Counts, limit: Limit, already: u32, reach: i32) -> Option<Self> {
        let already = already as i32;
        let mut counter = Self { counts, least: 0, most: reach, below: 0, above: 0 };
        if let Some(min) = limit.min {
            counter.least = (min.at as i32 - already).max(0);
            counter.below = price(min.weight);
        }
        if let Some(max) = limit.max {
            // What stands there already may be too much: then every further unit costs.
            counter.most = (max.at as i32 - already).max(0).min(reach);
            counter.above = if max.at as i32 - already < reach { price(max.weight) } else { 0 };
        }
        if counter.least == 0 {
            counter.below = 0;
        }
        if counter.below == 0 && counter.above == 0 {
            return None;
        }
        counter.shorten();
        Some(counter)
    }

    /// Counts in the largest common unit, so that 480 and 600 minutes become 4 and 5.
    fn shorten(&mut self) {
        let soft = |price: i32| price != 0 && price != HARD;
        if soft(self.below) || soft(self.above) {
            return;
        }
        if let Counts::Symbols { units, .. } = &mut self.counts {
            let unit = units.iter().fold(0, |unit, other| common(unit, *other)).max(1);
            units.iter_mut().for_each(|each| *each /= unit);
            self.least = (self.least + unit - 1) / unit;
            self.most /= unit;
        }
    }

    /// Units that `symbol` on `day` counts, arcs apart.
    #[inline]
    pub(crate) fn units(&self, day: usize, symbol: Symbol) -> i32 {
        match &self.counts {
            Counts::Symbols { units, from, to } if day >= *from && day < *to => units[usize::from(symbol)],
            _ => 0,
        }
    }

    /// The price of a sum, in scaled points; [`HARD`] for each unit that is unlawful.
    pub(crate) fn price(&self, sum: i32) -> i32 {
        (self.least - sum)
            .max(0)
            .saturating_mul(self.below)
            .saturating_add((sum - self.most).max(0).saturating_mul(self.above))
    }

    /// Whether a sum is lawful.
    pub(crate) fn allows(&self, sum: i32) -> bool {
        (self.below != HARD || sum >= self.least) && (self.above != HARD || sum <= self.most)
    }

    /// The multiplier brought into its lawful range.
    pub(crate) fn clamp(&self, multiplier: i32) -> i32 {
        multiplier.clamp(-self.below, self.above)
    }

    /// What the multiplier takes back: the sum at which the price touches its tangent, times the multiplier.
    pub(crate) fn rebate(&self, multiplier: i32) -> i32 {
        multiplier * if multiplier >= 0 { self.most } else { self.least }
    }

    /// How far `sum` is beyond what the multiplier expects: the direction in which it should move.
    pub(crate) fn slope(&self, multiplier: i32, sum: i32) -> i32 {
        match multiplier {
            1.. => sum - self.most,
            0 => (sum - self.most).max(0) - (self.least - sum).max(0),
            _ => sum - self.least,
        }
    }
}
