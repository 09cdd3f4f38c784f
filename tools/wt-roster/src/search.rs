//! The search: dual prices first, then many guided walks, the best of which are walked again.

mod board;
mod demand;
mod dual;
mod price;
mod walk;

use std::sync::Mutex;

use crate::kernel::{CompileError, Effort, Kernel, SCALE, Scratch};
use crate::model::{Problem, Weight};
use crate::roster::Roster;
use board::Board;
use demand::Demand;
use dual::Dual;
use price::Curves;
use walk::{Heat, Walk};

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

/// The share of the time, in millionths, that dual prices may take before the walks begin.
const DUAL_SHARE: u32 = 150_000;
/// When each round of walks ends, in millionths.
const ROUNDS: [u32; 3] = [550_000, 800_000, 1_000_000];

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
        let mut walks: Vec<Walk<'_>> = (0..threads as u64)
            .map(|at| {
                Walk::new(
                    self.kernel,
                    self.demand,
                    self.curves,
                    effort,
                    seed.wrapping_mul(1000).wrapping_add(at),
                )
            })
            .collect();
        let stop = || self.watch.spent() >= 1_000_000;
        walks[0].fill(&stop);
        self.share(&shared, &walks[0]);

        let narrow = Effort { passes: effort.passes, beam: effort.beam / 2 };
        let mut dual = Dual::new(self.kernel, self.demand, self.curves, narrow, seed);
        let mut scratches = vec![Scratch::default(); threads];
        while self.spent(0) < DUAL_SHARE && dual.round(&mut scratches) {
            self.share_bound(&shared, dual.bound);
            if self.is_proved(&shared) {
                break;
            }
        }
        let mut from = self.spent(0);
        for (round, to) in ROUNDS.into_iter().enumerate() {
            if self.is_proved(&shared) {
                break;
            }
            self.round(&mut walks, &shared, &dual.centre, round, (from, to));
            from = to;
        }
        let moves = walks.iter().map(|walk| walk.moves).sum();
        let labels =
            walks.iter().map(|walk| walk.scratch.made).chain(scratches.iter().map(|one| one.made)).sum();
        let shared = shared.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let progress = self.progress(&shared);
        let roster = shared.best.map(|board| {
            let mut roster = Roster::empty(self.problem);
            (0..self.problem.people.len()).for_each(|at| roster.row_mut(at).copy_from_slice(board.row(at)));
            roster
        });
        Answer { roster, progress, moves, labels }
    }

    /// All threads walk once, from where they stand or from the best.
    fn round(
        &self,
        walks: &mut [Walk<'_>],
        shared: &Mutex<Shared>,
        duals: &[f64],
        round: usize,
        span: (u32, u32),
    ) {
        let (noise, top) = self.scale();
        let stiff = 2.0 * top;
        std::thread::scope(|scope| {
            for walk in walks {
                scope.spawn(move || {
                    let heat = Heat { rho: (if round == 0 { noise / 4.0 } else { noise }, stiff), noise };
                    if round > 0 {
                        let best = shared.lock().ok().and_then(|shared| shared.best.clone());
                        walk.board = best.unwrap_or_else(|| walk.board.clone());
                    }
                    let (from, to) = (f64::from(span.0), f64::from(span.1));
                    let progress = |moves| (f64::from(self.spent(moves)) - from) / (to - from).max(1.0);
                    let stop = || self.watch.spent() >= 1_000_000;
                    walk.cool(duals, heat, &progress, &stop);
                    self.share(shared, walk);
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

    /// Noise and cover weight that fit the problem's own weights, scaled.
    fn scale(&self) -> (f64, f64) {
        let soft = |weight: &Weight| if let Weight::Soft(points) = weight { Some(*points) } else { None };
        let mut weights: Vec<u32> = self
            .problem
            .people
            .iter()
            .flat_map(|person| &person.requests)
            .filter_map(|r| soft(&r.weight))
            .collect();
        weights.sort_unstable();
        let noise = weights.get(weights.len() / 2).copied().unwrap_or(1).max(1);
        let top = (0..self.demand.tables.len()).map(|cover| self.curves.top(cover)).fold(1.0, f64::max);
        (f64::from(noise) * f64::from(SCALE), top)
    }

    /// Longer horizons have more to tell apart and less time for it.
    fn effort(&self) -> Effort {
        Effort { passes: 4, beam: (120 * 42 / self.kernel.days.max(1)).clamp(30, 200) }
    }

    fn share(&self, shared: &Mutex<Shared>, walk: &Walk<'_>) {
        let (Ok(mut shared), Some(board)) = (shared.lock(), &walk.best) else { return };
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
