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

/// How far the average moves towards each answer times the square root of their number: the fewer
/// sweeps there will be, the further each must go.
const STEP: f64 = 3.0;
/// Least and largest step.
const STEPS: (f64, f64) = (0.05, 0.4);
/// How much further the first sweep goes than the last.
const EARLY: f64 = 1.2;
/// Stiffness at the start, in costs of the dearest cover (or of a hundred points), and at the end in scaled units a person: below that
/// nothing moves any more.
const STIFF: f64 = 0.2;
const SOFT: f64 = 0.02 * SCALE as f64;
/// How much wider the kernel looks at the end than at the start, when prices tell rows apart.
const WIDER: f64 = 8.0;

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
    /// At the end and at the start of the ascent.
    stiffness: (f64, f64),
    /// The best bound proved, scaled.
    pub(crate) bound: i64,
    sweeps: u32,
    dice: Pcg64Mcg,
    effort: Effort,
    narrow: usize,
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
            rho: 0.0,
            stiffness: (SOFT, (STIFF * top.min(100.0 * f64::from(SCALE))).max(SOFT)),
            bound: i64::MIN,
            sweeps: 0,
            dice: Pcg64Mcg::seed_from_u64(seed),
            effort,
            narrow: effort.beam,
        }
    }

    /// One sweep, then the bound and a new centre. `gone` says how much of the ascent is behind, from 0 to 1.
    pub(crate) fn round(&mut self, scratches: &mut [Scratch], gone: f64) {
        let (soft, stiff) = self.stiffness;
        self.rho = stiff * (soft / stiff).powf(gone);
        let sweeps = if gone > 0.0 { f64::from(self.sweeps) / gone } else { 1000.0 };
        let step = (STEP / sweeps.sqrt()).clamp(STEPS.0, STEPS.1) * EARLY.powf(1.0 - gone);
        self.effort.beam = (self.narrow as f64 * WIDER.powf(gone)) as usize;
        self.sweep(scratches, if self.sweeps == 0 { 1.0 } else { step as f32 });
        self.sweeps += 1;
        let duals: Vec<i32> = (0..self.centre.len()).map(|cover| self.reward(cover, &self.people)).collect();
        self.prove(scratches, &duals);
        for (centre, dual) in self.centre.iter_mut().zip(&duals) {
            *centre = f64::from(*dual);
        }
    }

    /// The bound in penalty points.
    pub(crate) fn points(&self) -> u64 {
        self.bound.max(0).unsigned_abs().div_ceil(SCALE as u64)
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
