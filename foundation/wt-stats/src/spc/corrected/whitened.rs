//! A series whitened for one autocorrelation, and its normal equations.

use super::model::{COLUMNS, Design, Observation, Row};

/// A series whitened for one autocorrelation: products of its columns, and of steps that begin late.
pub(super) struct Whitened {
    pub(super) log_det: f64,
    pub(super) gram: [Row; COLUMNS],
    pub(super) cross: Row,
    pub(super) square: f64,
    /// The step of the last 1, 2, 3 … points.
    pub(super) steps: Vec<Step>,
    /// A straight line from nought at the first point to one at the last.
    pub(super) drift: Step,
}

/// Products of a whitened step with columns, values and itself.
#[derive(Clone, Copy, Default)]
pub(super) struct Step {
    pub(super) cross: Row,
    pub(super) value: f64,
    pub(super) square: f64,
}

impl Step {
    fn add(&mut self, by: f64, row: &Row, value: f64) {
        for (c, r) in self.cross.iter_mut().zip(row) {
            *c += by * r;
        }
        self.value += by * value;
        self.square += by * by;
    }
}

impl Whitened {
    pub(super) fn new(observations: &[Observation], phi: f64, design: Design, oldest: usize) -> Self {
        let width = design.width(design.strengths().last().copied().unwrap_or(0.0));
        let mut it = Self {
            log_det: 0.0,
            gram: [[0.0; COLUMNS]; COLUMNS],
            cross: [0.0; COLUMNS],
            square: 0.0,
            steps: Vec::with_capacity(oldest),
            drift: Step::default(),
        };
        let n = observations.len();
        let (first, last) =
            (observations.first().map_or(0, |o| o.at), observations.last().map_or(0, |o| o.at));
        let along = |o: &Observation| (o.at - first) as f64 / (last - first).max(1) as f64;
        // What a step that began later still gathers from the points after its first.
        let mut after = Step::default();
        for t in (0..n).rev() {
            let own = &observations[t];
            let before = t.checked_sub(1).map(|b| &observations[b]);
            let decay =
                before.map_or(0.0, |b| if phi > 0.0 { phi.powi((own.at - b.at) as i32) } else { 0.0 });
            let scale = 1.0 / (1.0 - decay * decay).sqrt();
            it.log_det -= 2.0 * scale.ln();
            let less = |x: f64, b: f64| (x - decay * b) * scale;
            let mut row = [0.0; COLUMNS];
            for (i, r) in row.iter_mut().enumerate().take(width) {
                *r = less(own.row[i], before.map_or(0.0, |b| b.row[i]));
            }
            let value = less(own.value, before.map_or(0.0, |b| b.value));
            for i in 0..width {
                it.cross[i] += row[i] * value;
                for j in 0..=i {
                    it.gram[i][j] += row[i] * row[j];
                }
            }
            it.square += value * value;
            it.drift.add(less(along(own), before.map_or(0.0, along)), &row, value);
            if n - t <= oldest {
                let mut step = after;
                step.add(scale, &row, value);
                it.steps.push(step);
                after.add((1.0 - decay) * scale, &row, value);
            }
        }
        it
    }
}

/// Cholesky factor of the normal equations, seasonal columns held back by 1/τ².
#[derive(Debug, Clone)]
pub(super) struct Factor {
    lower: [Row; COLUMNS],
    width: usize,
    /// Of the equations, times τ² for each seasonal column.
    pub(super) log_det: f64,
}

impl Factor {
    pub(super) fn new(gram: &[Row; COLUMNS], flat: usize, width: usize, tau: f64) -> Self {
        let mut lower = [[0.0; COLUMNS]; COLUMNS];
        let mut log_det = 0.0;
        for i in 0..width {
            let ridge = if i >= flat { 1.0 / (tau * tau) } else { 0.0 };
            for j in 0..=i {
                let held = if i == j { ridge } else { 0.0 };
                let inner: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
                let rest = gram[i][j] + held - inner;
                lower[i][j] = if i == j { rest.max(1e-12).sqrt() } else { rest / lower[j][j] };
            }
            log_det += 2.0 * lower[i][i].ln() + if i >= flat { 2.0 * tau.ln() } else { 0.0 };
        }
        Self { lower, width, log_det }
    }

    /// The solution of L x = v.
    pub(super) fn forward(&self, v: &Row) -> Row {
        let mut x = [0.0; COLUMNS];
        for i in 0..self.width {
            let inner: f64 = (0..i).map(|k| self.lower[i][k] * x[k]).sum();
            x[i] = (v[i] - inner) / self.lower[i][i];
        }
        x
    }

    /// The solution of Lᵀ x = v.
    pub(super) fn back(&self, v: &Row) -> Row {
        let mut x = [0.0; COLUMNS];
        for i in (0..self.width).rev() {
            let inner: f64 = (i + 1..self.width).map(|k| self.lower[k][i] * x[k]).sum();
            x[i] = (v[i] - inner) / self.lower[i][i];
        }
        x
    }
}

pub(super) fn dot(a: &Row, b: &Row) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
