//! The model behind corrected charts: level, season and control with AR(1) noise, and a change of level.
//!
//! For a grid of autocorrelations φ and seasonal strengths τ the likelihood of a Gaussian series is exact and costs a
//! pass over the points: neighbours whitened by φ to the power of the months between them (so that a missing month is
//! only a longer step), level and control flat, season as ridge columns of strength τ, scale integrated out
//! (Jeffreys). A change of the level at each possible month adds a column with a normal prior.

/// Autocorrelations that are weighed.
const PHI: [f64; 6] = [0.0, 0.15, 0.3, 0.45, 0.6, 0.75];
/// Strengths of season that are weighed, in standard deviations of the noise; the first is none.
const TAU: [f64; 3] = [0.0, 0.6, 1.8];
/// What each autocorrelation counts for where nothing changed: near the least favourable weights, under which false
/// signals are equally rare at all of them (Elliott, Müller and Watson 2015) …
const PHI_STILL: [f64; 6] = [1.0, 1.0, 1.2, 1.4, 2.5, 1.5];
/// … and where something did.
const PHI_CHANGED: [f64; 6] = [0.5, 0.2, 0.1, 0.1, 0.1, 0.0];
/// Standard deviation of a change, in standard deviations of the series.
const CHANGE: f64 = 1.0;
/// The likeliest age of a change, in points, and the spread of its logarithm.
const AGE: (f64, f64) = (12.0, 0.35);
/// Ages that are looked at.
pub(super) const AGES: std::ops::RangeInclusive<usize> = 4..=30;
/// Points that must stand before a change.
const BEFORE: usize = 6;
/// Level, control, and two harmonics of the year.
const COLUMNS: usize = 6;
/// Strength of the second harmonic beside the first.
const SECOND: f64 = 0.6;

/// One number a column.
pub(super) type Row = [f64; COLUMNS];

/// A point: when it was, its value, and what is known of its month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Observation {
    /// Position in the series, gaps counted.
    pub(super) at: usize,
    /// Value, centred and scaled.
    pub(super) value: f64,
    /// Level, control and harmonics at it.
    pub(super) row: Row,
}

/// Which columns are in use: so many flat ones, then, where months are known, four seasonal ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Design {
    controlled: bool,
    seasonal: bool,
}

impl Design {
    pub(super) fn new(controlled: bool, seasonal: bool) -> Self {
        Self { controlled, seasonal }
    }

    /// Whether a season is allowed for.
    pub(super) fn is_seasonal(self) -> bool {
        self.seasonal
    }

    /// The row of a month (1 to 12) with a control value.
    pub(super) fn row(self, month: Option<u8>, control: Option<f64>) -> Row {
        let mut row = [0.0; COLUMNS];
        row[0] = 1.0;
        let mut next = 1;
        if self.controlled {
            row[1] = control.unwrap_or(0.0);
            next = 2;
        }
        if self.seasonal {
            let turn = f64::from(month.unwrap_or(0)) * std::f64::consts::TAU / 12.0;
            row[next] = turn.cos();
            row[next + 1] = turn.sin();
            row[next + 2] = SECOND * (2.0 * turn).cos();
            row[next + 3] = SECOND * (2.0 * turn).sin();
        }
        row
    }

    fn flat(self) -> usize {
        1 + usize::from(self.controlled)
    }

    fn width(self, tau: f64) -> usize {
        if tau > 0.0 { self.flat() + 4 } else { self.flat() }
    }

    fn strengths(self) -> &'static [f64] {
        if self.seasonal { &TAU } else { &TAU[..1] }
    }
}

/// What a series without a change says: weighed lines, and the evidence for a change against it.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    /// Each combination of φ and τ: its weight, coefficients, variance, and the factor of its normal equations.
    parts: Vec<Solution>,
    /// Degrees of freedom.
    pub(super) freedom: f64,
    /// Logarithm of the likelihood ratio of a change to none.
    pub(super) evidence: f64,
    /// The likeliest age of a change, in points; none where the series is too short for any.
    pub(super) age: Option<usize>,
}

#[derive(Debug, Clone)]
struct Solution {
    weight: f64,
    width: usize,
    factor: Factor,
    coefficients: Row,
    variance: f64,
}

impl Fit {
    /// Expected value and standard deviation of one more point with this row.
    pub(super) fn expect(&self, row: &Row) -> (f64, f64) {
        let (mut mean, mut square) = (0.0, 0.0);
        for part in &self.parts {
            let at: f64 = row.iter().zip(&part.coefficients).take(part.width).map(|(r, c)| r * c).sum();
            let half = part.factor.forward(row);
            let spread = part.variance * (1.0 + half.iter().map(|h| h * h).sum::<f64>());
            mean += part.weight * at;
            square += part.weight * (at * at + spread);
        }
        (mean, (square - mean * mean).max(0.0).sqrt())
    }
}

/// Fits the series; `observations` in order of time, more than the columns of the design.
pub(super) fn fit(observations: &[Observation], design: Design) -> Fit {
    let n = observations.len();
    let freedom = (n - design.flat()) as f64;
    let ages: Vec<usize> = AGES.take_while(|age| age + BEFORE <= n).collect();
    let age_weights = age_weights(&ages);
    let (mut still, mut changed) = (Vec::new(), Vec::new());
    let mut by_age = vec![f64::NEG_INFINITY; ages.len()];
    let mut parts = Vec::new();
    for (k, phi) in PHI.into_iter().enumerate() {
        let white = Whitened::new(observations, phi, design, ages.last().copied().unwrap_or(0));
        for tau in design.strengths() {
            let width = design.width(*tau);
            let factor = Factor::new(&white.gram, design.flat(), width, *tau);
            let half = factor.forward(&white.cross);
            let rest = (white.square - dot(&half, &half)).max(f64::MIN_POSITIVE);
            let base = -0.5 * (white.log_det + factor.log_det);
            let still_here = PHI_STILL[k].ln() + base - 0.5 * freedom * rest.ln();
            still.push(still_here);
            for (i, age) in ages.iter().enumerate() {
                let step = &white.steps[age - 1];
                let across = factor.forward(&step.cross);
                let own = step.square - dot(&across, &across);
                let with = step.value - dot(&across, &half);
                let grown = 1.0 + CHANGE * CHANGE * own;
                let left = (rest - CHANGE * CHANGE * with * with / grown).max(f64::MIN_POSITIVE);
                let here = base - 0.5 * grown.ln() - 0.5 * freedom * left.ln()
                    + PHI_CHANGED[k].ln()
                    + age_weights[i];
                changed.push(here);
                by_age[i] = log_add(by_age[i], here);
            }
            parts.push(Solution {
                weight: still_here,
                width,
                coefficients: factor.back(&half),
                factor,
                variance: rest / freedom,
            });
        }
    }
    let total = log_sum(&still);
    for part in &mut parts {
        part.weight = (part.weight - total).exp();
    }
    // Strengths of season are weighed alike on both sides, so their number cancels; autocorrelations do not.
    let norm = |w: &[f64]| w.iter().sum::<f64>().ln();
    let evidence = log_sum(&changed) - norm(&PHI_CHANGED) - (total - norm(&PHI_STILL));
    let best = by_age.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(i, _)| ages[i]);
    Fit { parts, freedom, evidence, age: best }
}

/// Logarithms of the weights of ages: normal in their logarithm, to a sum of one.
fn age_weights(ages: &[usize]) -> Vec<f64> {
    let raw = |age: &usize| -0.5 * (((*age as f64) / AGE.0).ln() / AGE.1).powi(2);
    let raw: Vec<f64> = ages.iter().map(raw).collect();
    let total = log_sum(&raw);
    raw.iter().map(|w| w - total).collect()
}

/// A series whitened for one autocorrelation: products of its columns, and of steps that begin late.
struct Whitened {
    log_det: f64,
    gram: [Row; COLUMNS],
    cross: Row,
    square: f64,
    /// The step of the last 1, 2, 3 … points.
    steps: Vec<Step>,
}

/// Products of a whitened step with columns, values and itself.
#[derive(Clone, Copy, Default)]
struct Step {
    cross: Row,
    value: f64,
    square: f64,
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
    fn new(observations: &[Observation], phi: f64, design: Design, oldest: usize) -> Self {
        let width = design.width(design.strengths().last().copied().unwrap_or(0.0));
        let mut it = Self {
            log_det: 0.0,
            gram: [[0.0; COLUMNS]; COLUMNS],
            cross: [0.0; COLUMNS],
            square: 0.0,
            steps: Vec::with_capacity(oldest),
        };
        let n = observations.len();
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
struct Factor {
    lower: [Row; COLUMNS],
    width: usize,
    /// Of the equations, times τ² for each seasonal column.
    log_det: f64,
}

impl Factor {
    fn new(gram: &[Row; COLUMNS], flat: usize, width: usize, tau: f64) -> Self {
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
    fn forward(&self, v: &Row) -> Row {
        let mut x = [0.0; COLUMNS];
        for i in 0..self.width {
            let inner: f64 = (0..i).map(|k| self.lower[i][k] * x[k]).sum();
            x[i] = (v[i] - inner) / self.lower[i][i];
        }
        x
    }

    /// The solution of Lᵀ x = v.
    fn back(&self, v: &Row) -> Row {
        let mut x = [0.0; COLUMNS];
        for i in (0..self.width).rev() {
            let inner: f64 = (i + 1..self.width).map(|k| self.lower[k][i] * x[k]).sum();
            x[i] = (v[i] - inner) / self.lower[i][i];
        }
        x
    }
}

fn dot(a: &Row, b: &Row) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn log_add(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

fn log_sum(logs: &[f64]) -> f64 {
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY { top } else { top + logs.iter().map(|l| (l - top).exp()).sum::<f64>().ln() }
}
