//! A roster that is being worked on, with its cost kept up to date row by row.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use super::demand::Demand;
use crate::kernel::{Kernel, NEVER};
use crate::model::{OFF, Symbol};

/// Rows, how many stand in each cover, and what all that costs, in scaled units.
#[derive(Debug, Clone)]
pub(crate) struct Board {
    days: usize,
    symbols: usize,
    rows: Vec<Symbol>,
    counts: Vec<u16>,
    /// By person: what the row costs without cover; [`NEVER`] while there is no lawful row.
    own: Vec<i32>,
    owned: i64,
    covered: i64,
}

impl Board {
    /// Nobody has a row.
    pub(crate) fn new(kernel: &Kernel, demand: &Demand) -> Self {
        let people = kernel.people.len();
        Self {
            days: kernel.days,
            symbols: kernel.symbols,
            rows: vec![OFF; people * kernel.days],
            counts: vec![0; demand.tables.len()],
            own: vec![NEVER; people],
            owned: people as i64 * i64::from(NEVER),
            covered: demand.tables.iter().map(|table| i64::from(table[0])).sum(),
        }
    }

    /// The cost of everything.
    pub(crate) fn cost(&self) -> i64 {
        self.owned + self.covered
    }

    /// Whether everybody has a lawful row.
    pub(crate) fn is_lawful(&self) -> bool {
        self.owned < i64::from(NEVER) / 2
    }

    pub(crate) fn row(&self, person: usize) -> &[Symbol] {
        &self.rows[person * self.days..(person + 1) * self.days]
    }

    pub(crate) fn own(&self, person: usize) -> i32 {
        self.own[person]
    }

    pub(crate) fn counts(&self) -> &[u16] {
        &self.counts
    }

    /// Takes a person's row off the cover. It still stands in `row` until another is put.
    pub(crate) fn lift(&mut self, demand: &Demand, person: usize) {
        if self.own[person] >= NEVER {
            return;
        }
        for day in 0..self.days {
            let cell = day * self.symbols + usize::from(self.rows[person * self.days + day]);
            for &cover in demand.of(cell) {
                let count = &mut self.counts[cover as usize];
                *count -= 1;
                self.covered -= i64::from(demand.step(cover, *count));
            }
        }
        self.owned += i64::from(NEVER) - i64::from(self.own[person]);
        self.own[person] = NEVER;
    }

    /// Gives a lifted person a row that costs `own` without cover.
    pub(crate) fn put(&mut self, demand: &Demand, person: usize, row: &[Symbol], own: i32) {
        self.rows[person * self.days..(person + 1) * self.days].copy_from_slice(row);
        for (day, symbol) in row.iter().enumerate() {
            for &cover in demand.of(day * self.symbols + usize::from(*symbol)) {
                let count = &mut self.counts[cover as usize];
                self.covered += i64::from(demand.step(cover, *count));
                *count += 1;
            }
        }
        self.owned += i64::from(own) - i64::from(NEVER);
        self.own[person] = own;
    }

    /// Two people with rows exchange some days, and their rows cost so much afterwards. The cover stays as it is.
    pub(crate) fn swap(&mut self, one: usize, other: usize, days: std::ops::Range<usize>, owns: (i32, i32)) {
        for day in days {
            self.rows.swap(one * self.days + day, other * self.days + day);
        }
        for (person, own) in [(one, owns.0), (other, owns.1)] {
            self.owned += i64::from(own) - i64::from(self.own[person]);
            self.own[person] = own;
        }
    }

    /// Some days of a person with a row change, and the row costs `own` afterwards.
    pub(crate) fn alter(&mut self, demand: &Demand, person: usize, from: usize, days: &[Symbol], own: i32) {
        for (day, symbol) in (from..).zip(days) {
            let was = std::mem::replace(&mut self.rows[person * self.days + day], *symbol);
            if was == *symbol {
                continue;
            }
            for &cover in demand.of(day * self.symbols + usize::from(was)) {
                let count = &mut self.counts[cover as usize];
                *count -= 1;
                self.covered -= i64::from(demand.step(cover, *count));
            }
            for &cover in demand.of(day * self.symbols + usize::from(*symbol)) {
                let count = &mut self.counts[cover as usize];
                self.covered += i64::from(demand.step(cover, *count));
                *count += 1;
            }
        }
        self.owned += i64::from(own) - i64::from(self.own[person]);
        self.own[person] = own;
    }

    /// A cover, by chance, in which one more person saves at least `worth`.
    pub(crate) fn gap(&self, demand: &Demand, worth: i32, dice: &mut Pcg64Mcg) -> Option<usize> {
        let gaps = |cover: &usize| -demand.step(*cover as u32, self.counts[*cover]) >= worth;
        let count = (0..self.counts.len()).filter(gaps).count();
        let chosen = if count > 0 { dice.random_range(0..count) } else { return None };
        (0..self.counts.len()).filter(gaps).nth(chosen)
    }

    /// What each cell would cost one more person.
    pub(crate) fn prices(&self, demand: &Demand, prices: &mut Vec<i32>) {
        prices.clear();
        prices.extend((0..self.days * self.symbols).map(|cell| demand.one_more(cell, &self.counts)));
    }

    /// The cost of a row at cell prices, the person's own costs apart.
    pub(crate) fn priced(&self, row: &[Symbol], prices: &[i32]) -> i32 {
        row.iter().enumerate().map(|(day, symbol)| prices[day * self.symbols + usize::from(*symbol)]).sum()
    }
}
