//! The prior on the spread between units, learnt from all metrics together.
//!
//! The spread of a metric lies in one of [`CELLS`] cells: none at all, or a step of a geometric scale; and its units either hold
//! outliers or do not. How often each happens is learnt with a Dirichlet prior worth [`BELIEF`] metrics by collapsed variational Bayes
//! of order zero (Asuncion et al. 2009): each metric's prior comes from the *other* metrics, so none counts its own figures twice.

/// Steps of the scale of spreads, after the cell for none.
pub(crate) const STEPS: usize = 27;
/// All cells of the spread.
pub(crate) const CELLS: usize = STEPS + 1;
/// Smallest step, and the ratio from one to the next: 0.006 to 2 on a logit or logarithm.
const FIRST: f64 = 0.006;
const RATIO: f64 = 1.25;
/// Metrics that the prior before any figures is worth.
const BELIEF: f64 = 1.0;
/// Before any figures: the chance that nothing truly differs, and that a metric has no outliers.
const NOTHING: f64 = 0.5;
const NO_OUTLIERS: f64 = 0.9;
const ROUNDS: usize = 300;
/// Half the 90% point of χ² of one degree.
const INDIFFERENT: f64 = 1.353;
/// Parts of the metrics that are left out in turn.
pub(crate) const GROUPS: usize = 10;

/// Log marginal likelihoods of a metric by cell of the spread, without and with outliers.
pub(crate) type Likelihood = [[f64; 2]; CELLS];

/// The spread at the middle of a step, as a multiple of the metric's unit.
pub(crate) fn step(cell: usize) -> f64 {
    if cell == 0 { 0.0 } else { FIRST * RATIO.powf(cell as f64 - 1.0) }
}

/// Spreads at `count` places inside a step.
pub(crate) fn within(cell: usize, count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |i| step(cell) * RATIO.powf((i as f64 + 0.5) / count as f64 - 0.5))
}

/// How often each cell happens, before the figures of a metric are looked at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Belief {
    cells: [f64; CELLS],
    outliers: [f64; 2],
}

impl Belief {
    fn start() -> Self {
        let mut cells = [BELIEF * (1.0 - NOTHING) / STEPS as f64; CELLS];
        cells[0] = BELIEF * NOTHING;
        Self { cells, outliers: [BELIEF * NO_OUTLIERS, BELIEF * (1.0 - NO_OUTLIERS)] }
    }

    fn add(&mut self, likely: &Likelihood, sign: f64) {
        for (cell, pair) in self.cells.iter_mut().zip(likely) {
            *cell += sign * (pair[0] + pair[1]);
            self.outliers[0] += sign * pair[0];
            self.outliers[1] += sign * pair[1];
        }
    }

    /// Probabilities of the cells given the likelihoods of a metric (not logs).
    fn given(&self, likelihood: &Likelihood) -> Likelihood {
        let mut out = [[0.0; 2]; CELLS];
        let mut sum = 0.0;
        for ((to, from), cell) in out.iter_mut().zip(likelihood).zip(&self.cells) {
            for side in 0..2 {
                to[side] = (cell * self.outliers[side] * from[side]).max(0.0);
                sum += to[side];
            }
        }
        for pair in &mut out {
            *pair = pair.map(|mass| mass / sum);
        }
        out
    }

    /// Likelihood of a metric under the belief.
    fn explains(&self, likelihood: &Likelihood) -> f64 {
        let cells: f64 = self.cells.iter().sum();
        let outliers: f64 = self.outliers.iter().sum();
        let sides = |pair: &[f64; 2]| (self.outliers[0] * pair[0] + self.outliers[1] * pair[1]) / outliers;
        likelihood.iter().zip(&self.cells).map(|(pair, cell)| cell / cells * sides(pair)).sum()
    }

    /// Share of metrics whose units do not differ.
    pub(crate) fn nothing(&self) -> f64 {
        self.cells[0] / self.cells.iter().sum::<f64>()
    }

    /// Mean spread over metrics.
    pub(crate) fn mean(&self) -> f64 {
        let sum: f64 = self.cells.iter().enumerate().map(|(cell, mass)| mass * step(cell)).sum();
        sum / self.cells.iter().sum::<f64>()
    }
}

/// What was learnt.
#[derive(Debug, Clone)]
pub(crate) struct Learning {
    pub belief: Belief,
    /// Probabilities of the cells for each metric.
    pub likely: Vec<Likelihood>,
    /// The same where a tenth of the metrics had not been there, for each tenth: what the doubt about the belief is read off.
    pub without: Vec<Vec<Likelihood>>,
    /// Whether all metrics together could have come about without any true difference: the belief explains them no better than that
    /// by a likelihood ratio at 90% (half of χ²₁).
    pub nothing: bool,
}

/// Learns from the log likelihoods of all metrics.
pub(crate) fn learn(logs: &[Likelihood]) -> Learning {
    let likelihoods: Vec<Likelihood> = logs.iter().map(from_logs).collect();
    let start: Vec<Likelihood> = likelihoods.iter().map(|one| Belief::start().given(one)).collect();
    let all = vec![true; logs.len()];
    let (belief, likely) = settle(&likelihoods, start, &all, ROUNDS);
    let groups = groups(logs);
    let without = |group: usize| {
        let there: Vec<bool> = groups.iter().map(|g| *g != group).collect();
        if there.iter().all(|t| *t) {
            return likely.clone();
        }
        settle(&likelihoods, likely.clone(), &there, ROUNDS / 5).1
    };
    let without = (0..GROUPS).map(without).collect();
    let gain: f64 = likelihoods.iter().map(|one| (belief.explains(one) / one[0][0]).ln()).sum();
    Learning { belief, likely, without, nothing: gain < INDIFFERENT }
}

/// Rounds of learning from the metrics that are `there`, until nothing moves; the others are judged but teach nothing.
fn settle(
    likelihoods: &[Likelihood],
    mut likely: Vec<Likelihood>,
    there: &[bool],
    rounds: usize,
) -> (Belief, Vec<Likelihood>) {
    let mut belief = Belief::start();
    for _ in 0..rounds {
        belief = Belief::start();
        for (one, _) in likely.iter().zip(there).filter(|(_, there)| **there) {
            belief.add(one, 1.0);
        }
        let mut moved: f64 = 0.0;
        for ((likely, likelihood), there) in likely.iter_mut().zip(likelihoods).zip(there) {
            let next = if *there {
                let mut others = belief.clone();
                others.add(likely, -1.0);
                others.given(likelihood)
            } else {
                belief.given(likelihood)
            };
            moved = next
                .iter()
                .zip(likely.iter())
                .map(|(a, b)| (a[0] - b[0]).abs() + (a[1] - b[1]).abs())
                .fold(moved, f64::max);
            *likely = next;
        }
        if moved < 1e-4 {
            break;
        }
    }
    (belief, likely)
}

/// Tenths of the metrics, by chance but whatever their order: by a hash of their likelihoods (FNV-1a).
fn groups(logs: &[Likelihood]) -> Vec<usize> {
    let hash = |table: &Likelihood| {
        table.iter().flatten().fold(0xcbf2_9ce4_8422_2325_u64, |mixed, log| {
            (mixed ^ log.to_bits()).wrapping_mul(0x0100_0000_01b3).rotate_left(29)
        })
    };
    let mut order: Vec<(u64, usize)> = logs.iter().map(hash).zip(0..).collect();
    order.sort_unstable();
    let mut groups = vec![0; logs.len()];
    for (rank, (_, place)) in order.into_iter().enumerate() {
        groups[place] = rank % GROUPS;
    }
    groups
}

fn from_logs(logs: &Likelihood) -> Likelihood {
    let top = logs.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    logs.map(|pair| pair.map(|log| (log - top).exp()))
}
