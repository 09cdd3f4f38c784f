//! One thread's walk: person after person gets the best row at prices that stiffen from the dual price to the true cost.
//!
//! While prices are soft, the dual prices keep everybody near an optimal division of the work; as they stiffen, whole people settle;
//! noise that dies away keeps ties from being settled by chance. This is annealing with an exact optimiser as its move.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::board::Board;
use super::demand::Demand;
use super::price::Curves;
use super::recipe::{Recipe, Scale};
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

impl Heat {
    /// A part of it, by a number between 0 and 1: stiffer from the start, and with less noise.
    fn warm(self, part: f64) -> Self {
        let (soft, stiff) = self.rho;
        Self { rho: (soft * (stiff / soft).powf(part), stiff), noise: self.noise * (1.0 - part) }
    }
}

/// The share of a walk that goes at true cost without noise.
const FROZEN: f64 = 0.06;
/// A gap in the cover is worth chasing if filling it saves so many usual requests.
const GAP: f64 = 4.0;
/// Noise while a gap is chased, in usual requests.
const NUDGE: f64 = 0.6;
/// How often the others answer while a gap is chased.
const ROUNDS: u32 = 2;
/// The most people who walk together while the others stay.
const FEW: usize = 6;

/// Who hears of each better lawful board.
pub(crate) type Tell<'a> = &'a (dyn Fn(&Board) + Sync);

/// A thread's walk.
#[derive(Clone)]
pub(crate) struct Walk<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) demand: &'a Demand,
    curves: &'a Curves,
    tell: Tell<'a>,
    pub(crate) board: Board,
    /// The best lawful board of this walk.
    pub(crate) best: Option<Board>,
    /// The recipe that found it; none where it was found in another way.
    pub(crate) found_by: Option<Recipe>,
    now: Option<Recipe>,
    memories: Vec<Memory>,
    pub(crate) scratch: Scratch,
    pub(super) dice: Pcg64Mcg,
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
        tell: Tell<'a>,
        effort: Effort,
        seed: u64,
    ) -> Self {
        Self {
            kernel,
            demand,
            curves,
            tell,
            board: Board::new(kernel, demand),
            best: None,
            found_by: None,
            now: None,
            memories: vec![Memory::default(); kernel.people.len()],
            scratch: Scratch::default(),
            dice: Pcg64Mcg::seed_from_u64(seed),
            effort,
            prices: Vec::new(),
            row: vec![0; kernel.days],
            moves: 0,
        }
    }

    /// A row for somebody at the true cost of a board, and what it costs without cover; none where none was found.
    pub(crate) fn first_row(
        &mut self,
        board: &Board,
        person: usize,
        tries: u32,
    ) -> Option<(Vec<Symbol>, i32)> {
        board.prices(self.demand, &mut self.prices);
        let effort = Effort { tries, ..self.effort };
        let ask = Ask { person, prices: &self.prices, ceiling: Kernel::NO_CEILING, effort };
        let found = self.kernel.best(&ask, &mut self.memories[person], &mut self.scratch, &mut self.row);
        found.cost?;
        let own = self.kernel.row_cost(person, &self.row)?;
        Some((self.row.clone(), own))
    }

    /// Goes on from a board.
    pub(crate) fn start(&mut self, board: &Board) {
        self.board.clone_from(board);
        self.keep();
    }

    /// A recipe near the one that is known, else a new one for the thread `at` of so many.
    pub(crate) fn recipe(&mut self, known: Option<Recipe>, at: usize, threads: usize) -> Recipe {
        match known {
            Some(known) => known.near(&mut self.dice),
            None => {
                let part: f64 = self.dice.random();
                Recipe::new((at as f64 + part) / threads.max(1) as f64, &mut self.dice)
            }
        }
    }

    /// Goes back to its own best board, or to another's where that is better.
    pub(crate) fn back_to_best(&mut self, other: Option<&Board>) {
        let best = match (&self.best, other) {
            (Some(own), Some(other)) if own.cost() > other.cost() => other,
            (Some(own), _) => own,
            (None, Some(other)) => other,
            (None, None) => return,
        };
        self.board.clone_from(best);
    }

    /// Walks until `progress` says 1. `stop` ends it at once.
    pub(crate) fn cool(
        &mut self,
        duals: &[f64],
        recipe: Recipe,
        scale: Scale,
        soft: f64,
        progress: &dyn Fn(u64) -> f64,
        stop: &dyn Fn() -> bool,
    ) {
        self.now = Some(recipe);
        let mut everybody: Vec<usize> = (0..self.kernel.people.len()).collect();
        self.walk(&mut everybody, duals, recipe.heat(scale, soft), FROZEN, progress, stop);
    }

    /// Lets a few people at a time walk while the others stay, again and again, and keeps what is no worse.
    pub(crate) fn polish(
        &mut self,
        duals: &[f64],
        recipe: Recipe,
        scale: Scale,
        soft: f64,
        progress: &dyn Fn(u64) -> f64,
        stop: &dyn Fn() -> bool,
    ) {
        let heat = recipe.heat(scale, soft);
        let people = self.kernel.people.len();
        let mut everybody: Vec<usize> = (0..people).collect();
        let mut before = self.board.clone();
        while progress(self.moves) < 1.0 && !stop() {
            if self.dice.random() && self.chase(&mut everybody, scale, stop) {
                self.settle(&mut before);
                continue;
            }
            let few = self.dice.random_range(2..=FEW).min(people);
            for at in 0..few {
                let other = self.dice.random_range(at..people);
                everybody.swap(at, other);
            }
            let visits = (few as u64) << self.dice.random_range(3..=6);
            let warm = heat.warm(self.dice.random());
            let begun = self.moves;
            let part = |moves: u64| ((moves - begun) as f64 / visits as f64).max(progress(moves));
            self.walk(&mut everybody[..few], duals, warm, 0.25, &part, stop);
            self.settle(&mut before);
        }
    }

    /// Stays where it is if that costs no more than before, else goes back.
    fn settle(&mut self, before: &mut Board) {
        if self.board.cost() > before.cost() {
            self.board.clone_from(before);
        } else {
            before.clone_from(&self.board);
        }
    }

    /// Somebody must fill a gap in the cover, and the others fill the one that this leaves, and so on: a gap that nobody
    /// can fill alone wanders to where somebody can. Says whether there was a gap.
    fn chase(&mut self, people: &mut [usize], scale: Scale, stop: &dyn Fn() -> bool) -> bool {
        let worth = GAP * scale.request;
        let Some(gap) = self.board.gap(self.demand, worth as i32, &mut self.dice) else { return false };
        let noise = (NUDGE * scale.request * self.dice.random::<f64>()) as i32;
        let (first, rest) = (self.dice.random_range(0..people.len()), ROUNDS);
        people.swap(0, first);
        let mut wanted = Some(gap);
        for _ in 0..rest {
            let others = people.len() - 1;
            for at in (1..others).rev() {
                people.swap(1 + at, 1 + self.dice.random_range(0..=at));
            }
            // Who was sent into the gap stays there until the others have answered.
            let asked = if wanted.is_some() { 0..people.len() } else { 1..people.len() };
            for at in asked {
                if stop() {
                    return true;
                }
                self.answer_anew(people[at], wanted.take(), noise);
            }
        }
        for &person in people.iter() {
            self.answer_anew(person, None, 0);
        }
        true
    }

    /// Gives a person the best row at true cost give or take some noise; or one that fills a wanted cover if any does.
    fn answer_anew(&mut self, person: usize, wanted: Option<usize>, noise: i32) {
        let old = self.board.own(person);
        if old >= NEVER {
            return;
        }
        self.board.lift(self.demand, person);
        self.board.prices(self.demand, &mut self.prices);
        if noise > 0 {
            for price in &mut self.prices {
                *price += self.dice.random_range(-noise..=noise);
            }
        }
        if let Some(cover) = wanted {
            let reward = self.curves.top(cover) as i32;
            for (cell, price) in self.prices.iter_mut().enumerate() {
                if self.demand.of(cell).contains(&(cover as u32)) {
                    *price = price.saturating_sub(reward);
                }
            }
        }
        self.row.copy_from_slice(self.board.row(person));
        let ceiling = old + self.board.priced(&self.row, &self.prices);
        if !self.answer(person, ceiling) {
            let row = std::mem::take(&mut self.row);
            self.board.put(self.demand, person, &row, old);
            self.row = row;
        }
        self.moves += 1;
        self.keep();
    }

    /// The people named, until `progress` says 1; the last share `frozen` of it at true cost.
    fn walk(
        &mut self,
        people: &mut [usize],
        duals: &[f64],
        heat: Heat,
        frozen: f64,
        progress: &dyn Fn(u64) -> f64,
        stop: &dyn Fn() -> bool,
    ) {
        loop {
            for at in (1..people.len()).rev() {
                people.swap(at, self.dice.random_range(0..=at));
            }
            for &person in people.iter() {
                let gone = progress(self.moves);
                if gone >= 1.0 || stop() {
                    return;
                }
                self.again(person, duals, heat, gone / (1.0 - frozen));
            }
            if people.is_empty() {
                return;
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

    pub(super) fn keep(&mut self) {
        if self.board.is_lawful() && self.best.as_ref().is_none_or(|best| self.board.cost() < best.cost()) {
            self.found_by = self.now;
            match &mut self.best {
                Some(best) => best.clone_from(&self.board),
                None => self.best = Some(self.board.clone()),
            }
            (self.tell)(&self.board);
        }
    }
}
