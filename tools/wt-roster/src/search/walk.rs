//! One thread's walk: person after person gets the best row at prices that stiffen from the dual price to the true cost.
//!
//! While prices are soft, the dual prices keep everybody near an optimal division of the work; as they stiffen, whole people settle;
//! noise that dies away keeps ties from being settled by chance. This is annealing with an exact optimiser as its move.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::board::Board;
use super::demand::Demand;
use super::price::Curves;
use crate::kernel::{Ask, Effort, Kernel, Memory, NEVER, Scratch};
use crate::model::Symbol;

/// How a walk cools.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heat {
    /// Stiffness at the start and at the end, scaled points a person.
    pub(crate) rho: (f64, f64),
    /// Largest noise on a cell at the start, scaled points.
    pub(crate) noise: f64,
}

/// The share of a walk that goes at true cost without noise.
const FROZEN: f64 = 0.06;

/// A thread's walk.
#[derive(Debug, Clone)]
pub(crate) struct Walk<'a> {
    kernel: &'a Kernel,
    demand: &'a Demand,
    curves: &'a Curves,
    pub(crate) board: Board,
    /// The best lawful board of this walk.
    pub(crate) best: Option<Board>,
    memories: Vec<Memory>,
    pub(crate) scratch: Scratch,
    dice: Pcg64Mcg,
    effort: Effort,
    prices: Vec<i32>,
    row: Vec<Symbol>,
    /// Rows put since the start.
    pub(crate) moves: u64,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(
        kernel: &'a Kernel,
        demand: &'a Demand,
        curves: &'a Curves,
        effort: Effort,
        seed: u64,
    ) -> Self {
        Self {
            kernel,
            demand,
            curves,
            board: Board::new(kernel, demand),
            best: None,
            memories: vec![Memory::default(); kernel.people.len()],
            scratch: Scratch::default(),
            dice: Pcg64Mcg::seed_from_u64(seed),
            effort,
            prices: Vec::new(),
            row: vec![0; kernel.days],
            moves: 0,
        }
    }

    /// Gives everybody without a row the best one at true cost. Says whether all have one now.
    pub(crate) fn fill(&mut self, stop: &dyn Fn() -> bool) -> bool {
        for person in 0..self.kernel.people.len() {
            if self.board.own(person) >= NEVER && !stop() {
                self.board.prices(self.demand, &mut self.prices);
                self.answer(person, Kernel::NO_CEILING);
            }
        }
        self.keep();
        self.board.is_lawful()
    }

    /// Walks until `progress` says 1. `stop` ends it at once.
    pub(crate) fn cool(
        &mut self,
        duals: &[f64],
        heat: Heat,
        progress: &dyn Fn(u64) -> f64,
        stop: &dyn Fn() -> bool,
    ) {
        let people = self.kernel.people.len();
        let mut order: Vec<usize> = (0..people).collect();
        loop {
            for at in (1..people).rev() {
                order.swap(at, self.dice.random_range(0..=at));
            }
            for &person in &order {
                let gone = progress(self.moves);
                if gone >= 1.0 || stop() {
                    return;
                }
                self.again(person, duals, heat, gone / (1.0 - FROZEN));
            }
        }
    }

    fn again(&mut self, person: usize, duals: &[f64], heat: Heat, gone: f64) {
        let old = self.board.own(person);
        self.board.lift(self.demand, person);
        if gone >= 1.0 {
            self.board.prices(self.demand, &mut self.prices);
        } else {
            let rho = heat.rho.0 * (heat.rho.1 / heat.rho.0).powf(gone);
            self.soft_prices(duals, rho, heat.noise * (1.0 - gone));
        }
        self.row.copy_from_slice(self.board.row(person));
        if old >= NEVER {
            self.answer(person, Kernel::NO_CEILING);
        } else {
            let ceiling = old + self.board.priced(&self.row, &self.prices);
            if !self.answer(person, ceiling) {
                let row = std::mem::take(&mut self.row);
                self.board.put(self.demand, person, &row, old);
                self.row = row;
            }
        }
        self.moves += 1;
        self.keep();
    }

    /// Puts the best row at the present prices, if it costs less than `ceiling`.
    fn answer(&mut self, person: usize, ceiling: i32) -> bool {
        let memory = &mut self.memories[person];
        let (scratch, row) = (&mut self.scratch, &mut self.row);
        let ask = Ask { person, prices: &self.prices, ceiling, effort: self.effort };
        let found = self.kernel.best(&ask, memory, scratch, row);
        let own = found.cost.and_then(|_| self.kernel.row_cost(person, &self.row));
        if let Some(own) = own {
            self.board.put(self.demand, person, &self.row, own);
        }
        own.is_some()
    }

    fn soft_prices(&mut self, duals: &[f64], rho: f64, noise: f64) {
        let noise = noise as i32;
        let cells = self.kernel.days * self.kernel.symbols;
        let counts = self.board.counts();
        self.prices.clear();
        for cell in 0..cells {
            let mut price = if noise > 0 { self.dice.random_range(-noise..=noise) } else { 0 };
            for &cover in self.demand.of(cell) {
                let cover = cover as usize;
                // The next person stands half way between the numbers before and after.
                price -= self.curves.reward(cover, duals[cover], rho, f64::from(counts[cover]) + 0.5);
            }
            self.prices.push(price);
        }
    }

    fn keep(&mut self) {
        if self.board.is_lawful() && self.best.as_ref().is_none_or(|best| self.board.cost() < best.cost()) {
            match &mut self.best {
                Some(best) => best.clone_from(&self.board),
                None => self.best = Some(self.board.clone()),
            }
        }
    }
}
