//! Dual prices of cover, the average roster that goes with them, and the bound they prove.
//!
//! Cover is priced, which leaves each person alone with the kernel: the sum of their best rows, with the best number
//! of people for each cover at those prices, is below the cost of every roster (Lagrangian bound). Prices follow the average of the rows
//! that people answer with, person by person, and are centred again and again (a block-coordinate conditional gradient
//! within the method of multipliers; Lacoste-Julien and others, Block-Coordinate Frank-Wolfe, 2013).

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::demand::Demand;
use super::price::Curves;
use crate::kernel::{Ask, Effort, Kernel, Memory, SCALE, Scratch};
use crate::model::Symbol;

/// How far the average moves towards each answer.
const STEP: f32 = 0.3;
/// By how much the stiffness falls with each sweep.
const EASE: f64 = 0.97;
/// After this many sweeps without a better bound worth having, the kernel looks at more.
const PATIENCE: u32 = 15;
/// The most labels a day that the ascent pays for.
const WIDEST: usize = 2_000;

/// What is kept of one person.
#[derive(Debug, Clone)]
struct Seat {
    memory: Memory,
    /// By day and symbol: how often the answers had it, later ones weighing more.
    mean: Vec<f32>,
}

/// The ascent.
#[derive(Debug, Clone)]
pub(crate) struct Dual<'a> {
    kernel: &'a Kernel,
    demand: &'a Demand,
    curves: &'a Curves,
    seats: Vec<Seat>,
    /// Reward by cover.
    pub(crate) centre: Vec<f64>,
    /// Mean number of people by cover.
    people: Vec<f64>,
    rho: f64,
    /// The best bound proved, scaled.
    pub(crate) bound: i64,
    sweeps: u32,
    /// Sweeps since the bound was last worth noting, and that bound.
    idle: u32,
    seen: i64,
    dice: Pcg64Mcg,
    effort: Effort,
}

impl<'a> Dual<'a> {
    pub(crate) fn new(
        kernel: &'a Kernel,
        demand: &'a Demand,
        curves: &'a Curves,
        effort: Effort,
        seed: u64,
    ) -> Self {
        let covers = demand.tables.len();
        let top = (0..covers).map(|cover| curves.top(cover)).fold(f64::from(SCALE), f64::max);
        let centre = (0..covers)
            .map(|cover| curves.reward(cover, 0.3 * curves.top(cover).min(top), 0.0, 0.0).into())
            .collect();
        Self {
            kernel,
            demand,
            curves,
            seats: vec![
                Seat { memory: Memory::default(), mean: vec![0.0; kernel.days * kernel.symbols] };
                kernel.people.len()
            ],
            centre,
            people: vec![0.0; covers],
            rho: 0.2 * top.min(100.0 * f64::from(SCALE)),
            bound: i64::MIN,
            sweeps: 0,
            idle: 0,
            seen: i64::MIN,
            dice: Pcg64Mcg::seed_from_u64(seed),
            effort,
        }
    }

    /// One sweep, then the bound and a new centre. Says whether more is worth trying.
    pub(crate) fn round(&mut self, scratches: &mut [Scratch]) -> bool {
        self.sweep(scratches, if self.sweeps == 0 { 1.0 } else { STEP });
        self.sweeps += 1;
        let duals: Vec<i32> = (0..self.centre.len()).map(|cover| self.reward(cover, &self.people)).collect();
        let before = self.bound;
        self.prove(scratches, &duals);
        for (centre, dual) in self.centre.iter_mut().zip(&duals) {
            *centre = f64::from(*dual);
        }
        self.rho *= EASE;
        // A thousandth of the bound, or a point, is worth some sweeps.
        let worth = (before.saturating_abs() / 2000).max(i64::from(SCALE) / 4);
        self.idle = if before == i64::MIN || self.bound > self.seen + worth { 0 } else { self.idle + 1 };
        if self.idle == 0 {
            self.seen = self.bound;
        }
        if self.idle >= PATIENCE {
            self.idle = 0;
            self.effort.beam *= 2;
            self.rho *= 2.0;
        }
        self.effort.beam <= WIDEST
    }

    fn reward(&self, cover: usize, people: &[f64]) -> i32 {
        self.curves.reward(cover, self.centre[cover], self.rho, people[cover])
    }

    /// Everybody answers once, each thread its own people one after the other; the threads' answers meet at the end.
    fn sweep(&mut self, scratches: &mut [Scratch], step: f32) {
        let mut seats = std::mem::take(&mut self.seats);
        let chunk = seats.len().div_ceil(scratches.len().max(1)).max(1);
        let seeds: Vec<u64> = scratches.iter().map(|_| self.dice.random()).collect();
        let shared = &*self;
        let work = |at: usize, seats: &mut [Seat], scratch: &mut Scratch| {
            let mut people = shared.people.clone();
            let mut order: Vec<usize> = (0..seats.len()).collect();
            shuffle(&mut order, seeds[at]);
            let mut room = Room::new(shared.kernel);
            for person in order {
                shared.answer(at * chunk + person, &mut seats[person], &mut people, scratch, &mut room, step);
            }
            people
        };
        let parts: Vec<Vec<f64>> = std::thread::scope(|scope| {
            let mut handles = Vec::new();
            for (at, (seats, scratch)) in seats.chunks_mut(chunk).zip(scratches.iter_mut()).enumerate() {
                handles.push(scope.spawn(move || work(at, seats, scratch)));
            }
            handles.into_iter().filter_map(|handle| handle.join().ok()).collect()
        });
        let before = self.people.clone();
        for part in parts {
            for ((people, part), before) in self.people.iter_mut().zip(part).zip(&before) {
                *people += part - before;
            }
        }
        self.seats = seats;
    }

    fn answer(
        &self,
        person: usize,
        seat: &mut Seat,
        people: &mut [f64],
        scratch: &mut Scratch,
        room: &mut Room,
        step: f32,
    ) {
        room.prices.clear();
        let cells = self.kernel.days * self.kernel.symbols;
        for cell in 0..cells {
            let reward: i32 =
                self.demand.of(cell).iter().map(|cover| self.reward(*cover as usize, people)).sum();
            room.prices.push(-reward);
        }
        let ask = Ask { person, prices: &room.prices, ceiling: Kernel::NO_CEILING, effort: self.effort };
        let found = self.kernel.best(&ask, &mut seat.memory, scratch, &mut room.row);
        if found.cost.is_none() {
            return;
        }
        let symbols = self.kernel.symbols;
        for (day, symbol) in room.row.iter().enumerate() {
            for (at, mean) in seat.mean[day * symbols..(day + 1) * symbols].iter_mut().enumerate() {
                let next = *mean * (1.0 - step) + if at == usize::from(*symbol) { step } else { 0.0 };
                if next != *mean {
                    for cover in self.demand.of(day * symbols + at) {
                        people[*cover as usize] += f64::from(next - *mean);
                    }
                    *mean = next;
                }
            }
        }
    }

    /// The bound at fixed rewards.
    fn prove(&mut self, scratches: &mut [Scratch], duals: &[i32]) {
        let cells = self.kernel.days * self.kernel.symbols;
        let prices: Vec<i32> = (0..cells)
            .map(|cell| -self.demand.of(cell).iter().map(|cover| duals[*cover as usize]).sum::<i32>())
            .collect();
        let chunk = self.seats.len().div_ceil(scratches.len().max(1)).max(1);
        let (kernel, effort, prices) = (self.kernel, self.effort, &prices);
        let alone: i64 = std::thread::scope(|scope| {
            let mut handles = Vec::new();
            for (at, (seats, scratch)) in self.seats.chunks_mut(chunk).zip(scratches.iter_mut()).enumerate() {
                handles.push(scope.spawn(move || {
                    let mut row = vec![0; kernel.days];
                    let mut sum = 0;
                    for (person, seat) in seats.iter_mut().enumerate() {
                        let ask =
                            Ask { person: at * chunk + person, prices, ceiling: Kernel::NO_CEILING, effort };
                        let found = kernel.best(&ask, &mut seat.memory, scratch, &mut row);
                        sum += i64::from(found.bound);
                    }
                    sum
                }));
            }
            handles.into_iter().map(|handle| handle.join().unwrap_or(i64::MIN / 1000)).sum()
        });
        let cover = |(table, dual): (&Vec<i32>, &i32)| {
            let cost = |(people, cost): (usize, &i32)| i64::from(*cost) + i64::from(*dual) * people as i64;
            table.iter().enumerate().map(cost).min().unwrap_or(0)
        };
        let covered: i64 = self.demand.tables.iter().zip(duals).map(cover).sum();
        self.bound = self.bound.max(alone + covered);
    }
}

struct Room {
    prices: Vec<i32>,
    row: Vec<Symbol>,
}

impl Room {
    fn new(kernel: &Kernel) -> Self {
        Self { prices: Vec::new(), row: vec![0; kernel.days] }
    }
}

/// Shuffles by a seed of its own.
fn shuffle(order: &mut [usize], seed: u64) {
    let mut dice = Pcg64Mcg::seed_from_u64(seed);
    for at in (1..order.len()).rev() {
        order.swap(at, dice.random_range(0..=at));
    }
}
