//! How minutes spread over rates, exact to the penny.

use std::collections::BTreeMap;

use crate::booking::rounded;

/// Rates up to so many pence an hour stand in a row of counters; dearer ones are few.
const ROW: i64 = 1 << 14;

/// Minutes by pence an hour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    row: Vec<u64>,
    dear: BTreeMap<i64, u64>,
}

impl Spread {
    /// Adds minutes at a rate; a rate below zero counts as zero.
    pub fn add(&mut self, rate: i64, minutes: u64) {
        let rate = rate.max(0);
        if rate >= ROW {
            *self.dear.entry(rate).or_default() += minutes;
            return;
        }
        let at = rate as usize;
        if at >= self.row.len() {
            self.row.resize(at + 1, 0);
        }
        self.row[at] += minutes;
    }

    /// Adds another spread.
    pub fn absorb(&mut self, other: &Self) {
        if self.row.len() < other.row.len() {
            self.row.resize(other.row.len(), 0);
        }
        self.row.iter_mut().zip(&other.row).for_each(|(here, more)| *here += more);
        for (rate, minutes) in &other.dear {
            *self.dear.entry(*rate).or_default() += minutes;
        }
    }

    /// Rates with their minutes, low first.
    pub fn iter(&self) -> impl Iterator<Item = (i64, u64)> {
        let row =
            (0..).zip(&self.row).filter(|(_, minutes)| **minutes > 0).map(|(rate, minutes)| (rate, *minutes));
        row.chain(self.dear.iter().map(|(rate, minutes)| (*rate, *minutes)))
    }

    /// All minutes.
    #[must_use]
    pub fn minutes(&self) -> u64 {
        self.iter().map(|(_, minutes)| minutes).sum()
    }

    /// The least rate at or below which so many percent of the minutes lie (the inverse of the distribution); none for no minutes.
    ///
    /// ```
    /// use wt_rates::cells::Spread;
    /// let mut spread = Spread::default();
    /// spread.add(2_000, 300);
    /// spread.add(2_400, 100);
    /// assert_eq!((spread.quantile(50), spread.quantile(75), spread.quantile(76)), (Some(2_000), Some(2_000), Some(2_400)));
    /// ```
    #[must_use]
    pub fn quantile(&self, percent: u64) -> Option<i64> {
        let all = self.minutes();
        let mut below = 0;
        for (rate, minutes) in self.iter() {
            below += minutes;
            if u128::from(below) * 100 >= u128::from(all) * u128::from(percent) {
                return Some(rate);
            }
        }
        None
    }

    /// Pence above a rate, over all minutes above it; rounded once.
    #[must_use]
    pub fn above(&self, rate: i64) -> i64 {
        let sum: i128 = self
            .iter()
            .filter(|(found, _)| *found > rate)
            .map(|(found, minutes)| i128::from(found - rate) * i128::from(minutes))
            .sum();
        rounded(sum, 60)
    }
}
