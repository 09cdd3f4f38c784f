//! Branch and bound: the best choice, or one with a proven gap.

use super::problem::sum;
use super::relaxed::{Relaxed, Tableau};
use super::{Problem, ProblemError};

/// How hard to look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// Stop once nothing can be better by more than this part of the value: 0 for the best, 0.001 for a thousandth.
    pub gap: f64,
    /// Only a choice worth more than this is wanted.
    pub above: Option<i64>,
}

impl Effort {
    /// The best choice.
    pub const EXACT: Self = Self { gap: 0.0, above: None };
}

/// A choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Whether each candidate is taken.
    pub taken: Vec<bool>,
    /// What it is worth.
    pub value: i64,
    /// No choice is worth more than this.
    pub bound: i64,
    /// Parts of the search that were looked at.
    pub nodes: u64,
}

impl Choice {
    /// Whether no other choice is worth more.
    pub fn is_best(&self) -> bool {
        self.bound <= self.value
    }

    /// By how much another could be better at most, as a part of the value.
    pub fn gap(&self) -> f64 {
        if self.is_best() {
            0.0
        } else {
            (self.bound - self.value) as f64 / (self.value.unsigned_abs().max(1)) as f64
        }
    }
}

/// Finds the best choice under all limits, by branch and bound on the linear relaxation (Land & Doig 1960) with
/// penalties and reduced costs. None where no choice is allowed (or worth more than [`Effort::above`]). `stop` is
/// asked now and then; when it says so, the best so far is handed back with its bound.
///
/// Floats bound, whole numbers decide: a part of the search is dropped only when its bound is below the next whole
/// unit, with a margin a thousand times the rounding.
///
/// # Errors
/// [`ProblemError`].
///
/// ```
/// use wt_portfolio::choose::{Effort, Limit, Problem, best};
/// let problem = Problem {
///     values: vec![60, 100, 120],
///     limits: vec![Limit { name: "budget".into(), uses: vec![10, 20, 30], most: 50 }],
///     ..Problem::default()
/// };
/// let choice = best(&problem, Effort::EXACT, &mut || false)?.unwrap();
/// assert_eq!((choice.taken, choice.value, choice.bound), (vec![false, true, true], 220, 220));
/// # Ok::<(), wt_portfolio::choose::ProblemError>(())
/// ```
pub fn best(
    problem: &Problem,
    effort: Effort,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Option<Choice>, ProblemError> {
    problem.check()?;
    let mut search = Search::new(problem, effort);
    let bound = search.run(stop);
    let above = effort.above.unwrap_or(i64::MIN);
    Ok(search.taken.filter(|_| search.value > above).map(|taken| Choice {
        taken,
        value: search.value,
        bound: bound.max(search.value),
        nodes: search.nodes,
    }))
}

/// The value of the linear relaxation, an upper bound of every choice; none where even in parts nothing is allowed.
pub(super) fn relaxation(problem: &Problem) -> Option<(f64, Vec<f64>)> {
    let mut tableau = Tableau::new(problem);
    match tableau.solve(f64::NEG_INFINITY) {
        Relaxed::Nothing => None,
        Relaxed::Value(value) => Some((value, tableau.prices(problem.limits.len()))),
    }
}

struct Search<'a> {
    problem: &'a Problem,
    effort: Effort,
    tableau: Tableau,
    taken: Option<Vec<bool>>,
    /// Value of `taken`, or what must be exceeded.
    value: i64,
    nodes: u64,
    /// Bounds that were moved, with what they were.
    trail: Vec<(usize, f64, f64)>,
    open: Vec<Branch>,
    /// Highest bound among parts that were dropped.
    dropped: f64,
}

/// A fork of which one side is being searched.
struct Branch {
    variable: usize,
    /// The side still to be searched; none once it is.
    other: Option<f64>,
    trail: usize,
    bound: f64,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, effort: Effort) -> Self {
        let tableau = Tableau::new(problem);
        let value = effort.above.unwrap_or(i64::MIN);
        let (taken, nodes, trail, open) = (None, 0, Vec::new(), Vec::new());
        Self { problem, effort, tableau, taken, value, nodes, trail, open, dropped: f64::NEG_INFINITY }
    }

    /// The least bound worth going on for.
    fn cut(&self) -> f64 {
        if self.value == i64::MIN {
            return f64::NEG_INFINITY;
        }
        let value = self.value as f64;
        let exact = value + 1.0 - 1e-10 * (value.abs() + self.tableau.scale);
        if self.taken.is_some() { exact.max(value + self.effort.gap * value.abs()) } else { exact }
    }

    /// Searches; the bound that no choice exceeds.
    fn run(&mut self, stop: &mut dyn FnMut() -> bool) -> i64 {
        loop {
            self.nodes += 1;
            let bound = self.node();
            match bound {
                Some((variable, first, bound)) => {
                    self.open.push(Branch {
                        variable,
                        other: Some(1.0 - first),
                        trail: self.trail.len(),
                        bound,
                    });
                    self.fix(variable, first);
                }
                None => {
                    if !self.back() {
                        return whole(self.dropped);
                    }
                }
            }
            if self.nodes.is_multiple_of(64) && stop() {
                let left = self.open.iter().map(|branch| branch.bound).fold(self.dropped, f64::max);
                return whole(left);
            }
        }
    }

    fn fix(&mut self, variable: usize, at: f64) {
        self.trail.push((variable, self.tableau.low[variable], self.tableau.high[variable]));
        (self.tableau.low[variable], self.tableau.high[variable]) = (at, at);
    }

    /// To the other side of the last fork; false once there is none.
    fn back(&mut self) -> bool {
        while let Some(mut branch) = self.open.pop() {
            for (variable, low, high) in self.trail.drain(branch.trail..).rev() {
                (self.tableau.low[variable], self.tableau.high[variable]) = (low, high);
            }
            if let Some(other) = branch.other.take() {
                if branch.bound < self.cut() {
                    self.drop_at(branch.bound);
                    continue;
                }
                let (variable, trail) = (branch.variable, branch.trail);
                debug_assert_eq!(trail, self.trail.len());
                self.open.push(branch);
                self.fix(variable, other);
                return true;
            }
        }
        false
    }

    fn drop_at(&mut self, bound: f64) {
        self.dropped = self.dropped.max(bound);
    }

    /// Bounds the present part: the candidate to fork on, the side to search first and the bound; none if done.
    fn node(&mut self) -> Option<(usize, f64, f64)> {
        loop {
            let bound = match self.tableau.solve(self.cut()) {
                Relaxed::Nothing => return None,
                Relaxed::Value(bound) => bound,
            };
            if bound < self.cut() {
                self.drop_at(bound);
                return None;
            }
            if self.nodes == 1 || self.nodes.is_multiple_of(128) {
                self.round();
                if bound < self.cut() {
                    self.drop_at(bound);
                    return None;
                }
            }
            let cut = self.cut();
            let mut fork: Option<(usize, f64, f64)> = None;
            let mut forced: Option<(usize, f64, f64)> = None;
            for (variable, _, down, up) in self.tableau.split() {
                if bound - down < cut && bound - up < cut {
                    self.dropped = self.dropped.max(bound - down.min(up));
                    return None;
                }
                if bound - down < cut {
                    forced = Some((variable, 1.0, bound - down));
                } else if bound - up < cut {
                    forced = Some((variable, 0.0, bound - up));
                }
                let score = 4.0 * down.min(up) + down.max(up).min(1e300);
                if fork.is_none_or(|(_, _, most)| score > most) {
                    fork = Some((variable, if up <= down { 1.0 } else { 0.0 }, score));
                }
            }
            if let Some((variable, at, lost)) = forced {
                self.drop_at(lost);
                self.fix(variable, at);
                continue;
            }
            let Some((variable, first, _)) = fork else {
                self.offer(bound);
                return None;
            };
            let far: Vec<(usize, f64, f64)> = self
                .tableau
                .settled()
                .filter(|(variable, _, cost)| {
                    self.tableau.high[*variable] > self.tableau.low[*variable] && bound - cost < cut
                })
                .collect();
            for (variable, at, cost) in far {
                self.drop_at(bound - cost);
                self.fix(variable, at);
            }
            return Some((variable, first, bound));
        }
    }

    /// The relaxation took everything whole: that is a choice.
    fn offer(&mut self, bound: f64) {
        let taken: Vec<bool> = self.tableau.parts().iter().map(|part| *part > 0.5).collect();
        if !self.problem.allows(&taken) {
            // Rounding led astray: nothing was proved here.
            self.drop_at(bound);
        }
        self.keep(taken);
    }

    fn keep(&mut self, taken: Vec<bool>) {
        let value = self.problem.value(&taken);
        if value > self.value && self.problem.allows(&taken) {
            self.value = value;
            self.taken = Some(taken);
        }
    }

    /// A choice near the relaxation: what is whole stays, then what still fits, then swaps of one for one.
    fn round(&mut self) {
        let parts = self.tableau.parts();
        let mut taken: Vec<bool> = parts.iter().map(|part| *part > 1.0 - 1e-7).collect();
        for (a, b) in self.problem.requires.iter().rev() {
            taken[*a] &= taken[*b];
        }
        if !self.problem.allows(&taken) {
            return;
        }
        let mut order: Vec<usize> = (0..parts.len()).filter(|i| !taken[*i]).collect();
        let value = |i: &usize| self.problem.values[*i];
        order.sort_by(|a, b| parts[*b].total_cmp(&parts[*a]).then(value(b).cmp(&value(a))));
        let mut left: Vec<i64> =
            self.problem.limits.iter().map(|limit| limit.most - sum(&limit.uses, &taken)).collect();
        for &i in &order {
            let fits = self.problem.limits.iter().zip(&left).all(|(limit, left)| limit.uses[i] <= *left);
            if self.problem.values[i] <= 0 || !fits || !self.joins(&taken, i) {
                continue;
            }
            taken[i] = true;
            for (limit, left) in self.problem.limits.iter().zip(&mut left) {
                *left -= limit.uses[i];
            }
        }
        if taken.len() <= 400 {
            self.swap(&mut taken, &mut left);
        }
        self.keep(taken);
    }

    /// Whether a candidate's dependencies let it join.
    fn joins(&self, taken: &[bool], i: usize) -> bool {
        self.problem.requires.iter().all(|(a, b)| *a != i || taken[*b])
            && self
                .problem
                .excludes
                .iter()
                .all(|group| !group.contains(&i) || group.iter().all(|j| !taken[*j]))
    }

    fn swap(&self, taken: &mut [bool], left: &mut [i64]) {
        let limits = &self.problem.limits;
        let mut better = true;
        while better {
            better = false;
            for out in 0..taken.len() {
                for inn in 0..taken.len() {
                    let gains = self.problem.values[inn] > self.problem.values[out];
                    if !taken[out] || taken[inn] || !gains {
                        continue;
                    }
                    let fits = limits.iter().zip(&*left).all(|(l, left)| l.uses[inn] - l.uses[out] <= *left);
                    if !fits {
                        continue;
                    }
                    (taken[out], taken[inn]) = (false, true);
                    if self.problem.allows(taken) {
                        for (l, left) in limits.iter().zip(left.iter_mut()) {
                            *left -= l.uses[inn] - l.uses[out];
                        }
                        better = true;
                    } else {
                        (taken[out], taken[inn]) = (true, false);
                    }
                }
            }
        }
    }
}

/// A bound as the whole unit that no choice exceeds; nothing is lost by a hair of rounding.
fn whole(bound: f64) -> i64 {
    if bound == f64::NEG_INFINITY { i64::MIN } else { (bound + 1e-10 * bound.abs()).floor() as i64 }
}
