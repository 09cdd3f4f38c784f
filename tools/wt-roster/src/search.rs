//! The search: dual prices first, then many guided walks, the best of which are walked again.

mod board;
mod demand;
mod dual;
mod exchange;
mod price;
mod recipe;
mod walk;

use std::sync::Mutex;

use crate::kernel::{CompileError, Effort, Kernel, SCALE, Scratch};
use crate::model::{Problem, Weight};
use crate::roster::Roster;
pub(crate) use board::Board;
pub(crate) use demand::Demand;
pub(crate) use dual::Dual;
pub(crate) use price::Curves;
use recipe::{Recipe, Scale};
use walk::Walk;

/// How to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Same problem, seed, threads and moves: same answer.
    pub seed: u64,
    /// Threads to work with; 0 counts as 1.
    pub threads: usize,
    /// Rows that each thread may optimise; `None` leaves it to the watch alone.
    pub moves: Option<u64>,
}

/// Who watches: the time, and what is found.
pub trait Watch: Sync {
    /// How much of the time is gone, in millionths; a million or more asks to stop.
    fn spent(&self) -> u32;

    /// A better roster or bound was found.
    fn improved(&self, progress: &Progress) {
        let _ = progress;
    }
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Penalty points of the best lawful roster; `None` before the first.
    pub objective: Option<u64>,
    /// No lawful roster costs less.
    pub bound: u64,
}

/// What a search ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The best lawful roster; `None` if none was found.
    pub roster: Option<Roster>,
    /// Its penalty and the bound.
    pub progress: Progress,
    /// Rows optimised, over all threads.
    pub moves: u64,
    /// Partial rows made, over all threads.
    pub labels: u64,
}

/// The share of the time, in millionths, that dual prices take before the walks begin; and the most they may take where so little
/// time holds fewer rounds than [`ROUNDS`]: walks that follow prices half made find little.
const DUAL_SHARE: (u32, u32) = (150_000, 500_000);

/// Rounds of dual prices that are wanted before anything else.
const ROUNDS: f64 = 200.0;

/// The share of the dual ascent, and at least [`ROUNDS`] of it, whose prices the walks follow. What comes after lifts the bound only:
/// prices run to their end leave everybody indifferent, and on large wards the walks then miss a whole shift of cover (in a minute
/// on four threads 3,936 instead of 3,852 to 3,860 on Instance 15).
const FOLLOWED: f64 = 0.3;

/// How often the kernel may look wider for somebody's first row.
const FIRST_TRIES: u32 = 3;

/// More rounds of dual prices than this gain nothing.
const SWEEPS: u32 = 1_000;

/// What the threads do in a leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Walk from nothing but the dual prices.
    Anew,
    /// A few people at a time from the best.
    Few,
    /// Small exchanges from the best.
    Exchange,
}

/// The stretches of the time after the dual prices, and when each ends, in millionths of what is left: short walks first, so
/// that there is something good early and something is known of what suits the problem; a long one; then from the best,
/// small exchanges before few people at a time.
const LEGS: [(u32, Kind); 5] = [
    (60_000, Kind::Anew),
    (200_000, Kind::Anew),
    (450_000, Kind::Anew),
    (720_000, Kind::Exchange),
    (1_000_000, Kind::Few),
];
/// A walk gains nothing from more visits to each person than this: another one is begun.
const VISITS: u64 = 16_000;
/// Stiffness at the start of a walk anew, and from the best, in usual requests a person.
const SOFT: (f64, f64) = (0.25, 1.0);

/// Searches until the watch or the moves say stop.
///
/// # Errors
/// Rules that can't be compiled.
pub fn solve(problem: &Problem, settings: &Settings, watch: &dyn Watch) -> Result<Answer, CompileError> {
    let kernel = Kernel::new(problem)?;
    let demand = Demand::new(problem);
    let curves = Curves::new(&demand);
    Ok(Search { problem, kernel: &kernel, demand: &demand, curves: &curves, settings, watch }.run())
}

struct Search<'a> {
    problem: &'a Problem,
    kernel: &'a Kernel,
    demand: &'a Demand,
    curves: &'a Curves,
    settings: &'a Settings,
    watch: &'a dyn Watch,
}

/// The best board of all threads.
struct Shared {
    best: Option<Board>,
    bound: i64,
}

impl Search<'_> {
    fn run(&self) -> Answer {
        let threads = self.settings.threads.max(1);
        let effort = self.effort();
        let seed = self.settings.seed;
        let shared = Mutex::new(Shared { best: None, bound: i64::MIN });
        let tell = |board: &Board| self.share(&shared, board);
        let mut walks: Vec<Walk<'_>> = (0..threads as u64)
            .map(|at| {
                let seed = seed.wrapping_mul(1000).wrapping_add(at);
                Walk::new(self.kernel, self.demand, self.curves, &tell, effort, seed)
            })
            .collect();
        let stop = || self.watch.spent() >= 1_000_000;
        self.fill(&mut walks);

        let narrow = Effort { beam: effort.beam / 2, ..effort };
        let mut dual = Dual::new(self.kernel, self.demand, self.curves, narrow, seed);
        let mut scratches = vec![Scratch::default(); threads];
        // Everybody is asked twice in each round, once at a threads' share.
        let each = (2 * self.kernel.people.len()).div_ceil(threads) as u64;
        let mut asked = 0;
        let mut followed = dual.centre.clone();
        for sweep in 0..SWEEPS {
            let gone = dual_gone(sweep, self.spent(asked));
            if gone >= 1.0 || stop() {
                break;
            }
            let gone = gone.max(f64::from(sweep) / f64::from(SWEEPS));
            dual.round(&mut scratches, gone);
            if gone < FOLLOWED || f64::from(sweep) < ROUNDS {
                followed.clone_from(&dual.centre);
            }
            asked += each;
            self.share_bound(&shared, dual.bound);
            if self.is_proved(&shared) {
                break;
            }
        }
        walks.iter_mut().for_each(|walk| walk.moves += asked);
        let start = self.spent(asked);
        let mut from = start;
        for (nth, (end, kind)) in LEGS.into_iter().enumerate() {
            if self.is_proved(&shared) || stop() {
                break;
            }
            let left = u64::from(1_000_000_u32.saturating_sub(start));
            let to = start + (left * u64::from(end) / 1_000_000) as u32;
            self.leg(&mut walks, &shared, &followed, (nth, kind), (from, to));
            from = to;
        }
        let moves = walks.iter().map(|walk| walk.moves).sum();
        let labels =
            walks.iter().map(|walk| walk.scratch.made).chain(scratches.iter().map(|one| one.made)).sum();
        let progress = shared.lock().map_or_else(|e| self.progress(&e.into_inner()), |s| self.progress(&s));
        // Of equally good ones the first thread's, not the first in time, so that the same moves give the same roster.
        let roster = best_of(&walks).map(|(board, _)| {
            let mut roster = Roster::empty(self.problem);
            (0..self.problem.people.len()).for_each(|at| roster.row_mut(at).copy_from_slice(board.row(at)));
            roster
        });
        Answer { roster, progress, moves, labels }
    }

    /// Gives everybody a first row, and looks wider for those for whom none was found: that takes a hundred times as long, so
    /// that they wait for each other and not everybody for them.
    fn fill(&self, walks: &mut [Walk<'_>]) {
        let mut board = walks[0].board.clone();
        let everybody: Vec<usize> = (0..self.kernel.people.len()).collect();
        let without = self.fill_some(walks, &mut board, &everybody, walks.len(), 1);
        self.fill_some(walks, &mut board, &without, without.len().max(1), FIRST_TRIES);
        walks.iter_mut().for_each(|walk| walk.start(&board));
    }

    /// First rows for some people, so many at a time of whom whoever is free takes the next. Tells who has none yet.
    fn fill_some(
        &self,
        walks: &mut [Walk<'_>],
        board: &mut Board,
        people: &[usize],
        together: usize,
        tries: u32,
    ) -> Vec<usize> {
        let mut without = Vec::new();
        for some in people.chunks(together) {
            if self.watch.spent() >= 1_000_000 {
                break;
            }
            let (now, threads) = (&*board, walks.len());
            let mut rows: Vec<_> = std::thread::scope(|scope| {
                let asked: Vec<_> = walks
                    .iter_mut()
                    .enumerate()
                    .map(|(at, walk)| {
                        // Each thread its own people: what it remembers of them must not depend on who was free.
                        let own = some.iter().skip(at).step_by(threads);
                        scope.spawn(move || {
                            own.map(|person| (*person, walk.first_row(now, *person, tries)))
                                .collect::<Vec<_>>()
                        })
                    })
                    .collect();
                asked.into_iter().flat_map(|rows| rows.join().unwrap_or_default()).collect()
            });
            rows.sort_by_key(|(person, _)| *person);
            for (person, row) in rows {
                match row {
                    Some((row, own)) => board.put(self.demand, person, &row, own),
                    None => without.push(person),
                }
            }
        }
        without
    }

    /// All threads walk, again and again where walks are short, until the leg ends.
    fn leg(
        &self,
        walks: &mut [Walk<'_>],
        shared: &Mutex<Shared>,
        duals: &[f64],
        (nth, kind): (usize, Kind),
        (from, to): (u32, u32),
    ) {
        let scale = self.scale();
        let (from, to) = (f64::from(from), f64::from(to));
        let visits = VISITS * self.kernel.people.len() as u64;
        let stop = || self.watch.spent() >= 1_000_000;
        let (best, threads) = (best_of(walks), walks.len());
        std::thread::scope(|scope| {
            for (at, walk) in walks.iter_mut().enumerate() {
                let best = &best;
                scope.spawn(move || {
                    let gone = |moves| (f64::from(self.spent(moves)) - from) / (to - from).max(1.0);
                    let known = best.as_ref().and_then(|(_, recipe)| *recipe);
                    let mut kind = kind;
                    let mut turn = at + nth;
                    loop {
                        let recipe = walk.recipe(known.filter(|_| turn % 4 == 3), at, threads);
                        let begun = walk.moves;
                        let part = |moves: u64| gone(moves).max((moves - begun) as f64 / visits as f64);
                        if kind != Kind::Anew {
                            let best = best.as_ref().filter(|_| nth + 1 == LEGS.len());
                            walk.back_to_best(best.map(|(board, _)| board));
                        }
                        match kind {
                            Kind::Anew => walk.cool(duals, recipe, scale, SOFT.0, &part, &stop),
                            Kind::Few => walk.polish(duals, recipe, scale, SOFT.1, &part, &stop),
                            Kind::Exchange => walk.exchange(scale, &part, &stop),
                        }
                        // With moves to count the answer must not depend on when another thread proved it.
                        let proved = self.settings.moves.is_none() && self.is_proved(shared);
                        if stop() || gone(walk.moves) >= 1.0 || proved {
                            break;
                        }
                        // In the place of one long walk, short ones of each kind by turns.
                        kind = match kind {
                            Kind::Anew => Kind::Exchange,
                            Kind::Exchange => Kind::Few,
                            Kind::Few => Kind::Anew,
                        };
                        turn += 1;
                    }
                });
            }
        });
    }

    fn spent(&self, moves: u64) -> u32 {
        let by_moves = self
            .settings
            .moves
            .map_or(0, |all| (moves.saturating_mul(1_000_000) / all.max(1)).min(1_000_000));
        self.watch.spent().max(by_moves as u32)
    }

    /// What the problem's own weights are, scaled.
    fn scale(&self) -> Scale {
        let soft = |weight: &Weight| if let Weight::Soft(points) = weight { Some(*points) } else { None };
        let mut weights: Vec<u32> = self
            .problem
            .people
            .iter()
            .flat_map(|person| &person.requests)
            .filter_map(|r| soft(&r.weight))
            .collect();
        weights.sort_unstable();
        let request = weights.get(weights.len() / 2).copied().unwrap_or(1).max(1);
        let cover = (0..self.demand.tables.len()).map(|cover| self.curves.top(cover)).fold(1.0, f64::max);
        Scale { request: f64::from(request) * f64::from(SCALE), cover }
    }

    /// Longer horizons have more to tell apart and less time for it.
    fn effort(&self) -> Effort {
        Effort { passes: 4, beam: (120 * 42 / self.kernel.days.max(1)).clamp(30, 200), tries: 1 }
    }

    fn share(&self, shared: &Mutex<Shared>, board: &Board) {
        let Ok(mut shared) = shared.lock() else { return };
        if shared.best.as_ref().is_none_or(|best| board.cost() < best.cost()) {
            shared.best = Some(board.clone());
            self.watch.improved(&self.progress(&shared));
        }
    }

    fn share_bound(&self, shared: &Mutex<Shared>, bound: i64) {
        let Ok(mut shared) = shared.lock() else { return };
        if bound > shared.bound {
            shared.bound = bound;
            self.watch.improved(&self.progress(&shared));
        }
    }

    fn progress(&self, shared: &Shared) -> Progress {
        let points = |cost: i64| cost.max(0).unsigned_abs().div_ceil(SCALE as u64);
        Progress {
            objective: shared.best.as_ref().map(|best| points(best.cost())),
            bound: points(shared.bound),
        }
    }

    fn is_proved(&self, shared: &Mutex<Shared>) -> bool {
        let Ok(shared) = shared.lock() else { return false };
        let progress = self.progress(&shared);
        progress.objective.is_some_and(|objective| objective <= progress.bound)
    }
}

/// How much of the ascent of dual prices is behind, from 0 on; it ends at 1.
fn dual_gone(rounds: u32, spent: u32) -> f64 {
    let (spent, rounds) = (f64::from(spent), f64::from(rounds));
    let (usual, most) = (spent / f64::from(DUAL_SHARE.0), spent / f64::from(DUAL_SHARE.1));
    // Where even the longest ascent would stay far from enough, it is the walks that need the time. The first rounds tell little.
    if usual > 0.3 && rounds / most < 0.6 * ROUNDS {
        return usual;
    }
    usual.min(rounds / ROUNDS).max(most)
}

/// The best board of all walks, the first of equally good ones, and what found it.
fn best_of(walks: &[Walk<'_>]) -> Option<(Board, Option<Recipe>)> {
    let best = walks.iter().filter(|walk| walk.best.is_some());
    let best = best.min_by_key(|walk| walk.best.as_ref().map(Board::cost))?;
    best.best.clone().map(|board| (board, best.found_by))
}
