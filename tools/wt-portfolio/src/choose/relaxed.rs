//! The linear relaxation: candidates may be taken in part. Its value bounds every choice from above.
//!
//! Dual simplex method for bounded variables on a dense condensed tableau, with long steps (Maros 2003): whatever
//! bounds are set, the reduced costs stay good, so a search only moves bounds and goes on from where it stands. Floats
//! steer and bound; what is chosen is always counted anew in whole numbers.

use super::Problem;

/// Below this a number is taken for nought; rows and values are scaled to one.
const TINY: f64 = 1e-9;
/// After so many pivots the tableau is made anew from the problem.
const FRESH: u32 = 3_000;

/// What a relaxation came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Relaxed {
    /// No choice, even in parts, keeps the bounds.
    Nothing,
    /// The best value in parts, or a value below the cut-off at which it stopped.
    Value(f64),
}

/// The tableau. Variables 0..n are candidates; n.. are what is left of each row.
pub(super) struct Tableau {
    n: usize,
    /// The problem's rows, scaled: coefficients and right-hand sides.
    rows: Vec<Vec<f64>>,
    sides: Vec<f64>,
    costs: Vec<f64>,
    /// What values, and each row, were divided by.
    pub(super) scale: f64,
    row_scale: Vec<f64>,
    /// Candidates' bounds; each nought or one.
    pub(super) low: Vec<f64>,
    pub(super) high: Vec<f64>,
    table: Vec<Vec<f64>>,
    right: Vec<f64>,
    reduced: Vec<f64>,
    base: f64,
    basic: Vec<usize>,
    outside: Vec<usize>,
    /// Values of variables outside the basis, by column, and inside, by row.
    at: Vec<f64>,
    inside: Vec<f64>,
    pivots: u32,
}

impl Tableau {
    pub(super) fn new(problem: &Problem) -> Self {
        let n = problem.len();
        let mut rows: Vec<(Vec<f64>, f64)> = Vec::new();
        for limit in &problem.limits {
            rows.push((limit.uses.iter().map(|u| *u as f64).collect(), limit.most as f64));
        }
        for (a, b) in &problem.requires {
            let mut row = vec![0.0; n];
            row[*a] += 1.0;
            row[*b] -= 1.0;
            rows.push((row, 0.0));
        }
        for group in &problem.excludes {
            let mut row = vec![0.0; n];
            for i in group {
                row[*i] = 1.0;
            }
            rows.push((row, 1.0));
        }
        let largest = |list: &[f64]| list.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
        let mut row_scale = Vec::new();
        for (row, side) in &mut rows {
            let by = match largest(row) {
                0.0 => 1.0,
                most => most,
            };
            row.iter_mut().for_each(|x| *x /= by);
            *side /= by;
            row_scale.push(by);
        }
        let mut costs: Vec<f64> = problem.values.iter().map(|v| *v as f64).collect();
        let scale = largest(&costs).max(1.0);
        costs.iter_mut().for_each(|c| *c /= scale);
        let (rows, sides): (Vec<Vec<f64>>, Vec<f64>) = rows.into_iter().unzip();
        let mut tableau = Self {
            n,
            rows,
            sides,
            costs,
            scale,
            row_scale,
            low: vec![0.0; n],
            high: vec![1.0; n],
            table: Vec::new(),
            right: Vec::new(),
            reduced: Vec::new(),
            base: 0.0,
            basic: Vec::new(),
            outside: Vec::new(),
            at: vec![0.0; n],
            inside: Vec::new(),
            pivots: 0,
        };
        tableau.fresh();
        tableau
    }

    /// Back to the problem's own rows: everything left over is basic.
    fn fresh(&mut self) {
        self.table.clone_from(&self.rows);
        self.right.clone_from(&self.sides);
        self.reduced.clone_from(&self.costs);
        self.base = 0.0;
        self.basic = (self.n..self.n + self.rows.len()).collect();
        self.outside = (0..self.n).collect();
        self.inside = vec![0.0; self.rows.len()];
        self.pivots = 0;
    }

    fn bounds(&self, variable: usize) -> (f64, f64) {
        if variable < self.n { (self.low[variable], self.high[variable]) } else { (0.0, f64::INFINITY) }
    }

    /// Puts what is outside on the bound that its reduced cost asks for.
    fn place(&mut self) {
        for column in 0..self.n {
            let (low, high) = self.bounds(self.outside[column]);
            let d = self.reduced[column];
            self.at[column] = if d > TINY && high.is_finite() {
                high
            } else if d < -TINY || high.is_infinite() {
                low
            } else {
                self.at[column].clamp(low, high).round()
            };
        }
        for (row, inside) in
            self.table.iter().zip(&mut self.inside).enumerate().map(|(r, (t, i))| ((r, t), i))
        {
            let (r, coefficients) = row;
            *inside = self.right[r] - coefficients.iter().zip(&self.at).map(|(t, x)| t * x).sum::<f64>();
        }
    }

    /// Value in parts at the present bases, in the problem's unit.
    fn value(&self) -> f64 {
        (self.base + self.reduced.iter().zip(&self.at).map(|(d, x)| d * x).sum::<f64>()) * self.scale
    }

    /// The best value in parts under the present bounds; stops early once it is below `cut`.
    pub(super) fn solve(&mut self, cut: f64) -> Relaxed {
        if self.pivots > FRESH {
            self.fresh();
        }
        self.place();
        // Far more steps than any run needs: should rounding make it wander, it starts anew and then gives way.
        let most = 200 + 20 * (self.rows.len() as u32 + self.n as u32);
        let mut steps = 0;
        while let Some((row, to, up)) = self.leaving() {
            steps += 1;
            if steps == most {
                self.fresh();
                self.place();
                continue;
            }
            if steps > 2 * most {
                // No proof was reached: the value with all bounds at their best is a bound all the same.
                return Relaxed::Value(self.value());
            }
            if !self.step(row, to, up) {
                return Relaxed::Nothing;
            }
            if steps % 8 == 0 && self.value() < cut {
                return Relaxed::Value(self.value());
            }
        }
        Relaxed::Value(self.value())
    }

    /// The row furthest outside its bounds, the bound, and whether it must go up to it.
    fn leaving(&self) -> Option<(usize, f64, bool)> {
        let mut worst = TINY * 10.0;
        let mut found = None;
        for (row, value) in self.inside.iter().enumerate() {
            let (low, high) = self.bounds(self.basic[row]);
            if low - value > worst {
                worst = low - value;
                found = Some((row, low, true));
            } else if value - high > worst {
                worst = value - high;
                found = Some((row, high, false));
            }
        }
        found
    }

    /// One long step; false where no choice keeps the bounds.
    fn step(&mut self, row: usize, to: f64, up: bool) -> bool {
        let sign = if up { -1.0 } else { 1.0 };
        let mut gates: Vec<(f64, usize)> = Vec::new();
        for (column, t) in self.table[row].iter().enumerate() {
            let (low, high) = self.bounds(self.outside[column]);
            let t = t * sign;
            // At its lower bound it can only rise, at its upper only fall.
            let moves = high > low && if self.at[column] <= low { t > TINY } else { t < -TINY };
            if moves {
                gates.push((self.reduced[column].abs() / t.abs(), column));
            }
        }
        gates.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut left = (self.inside[row] - to).abs();
        let mut entering = None;
        let mut flips = 0;
        for (_, column) in &gates {
            let (low, high) = self.bounds(self.outside[*column]);
            left -= self.table[row][*column].abs() * (high - low);
            if left <= TINY {
                entering = Some(*column);
                break;
            }
            flips += 1;
        }
        let Some(column) = entering else { return false };
        for (_, flipped) in gates.into_iter().take(flips) {
            let (low, high) = self.bounds(self.outside[flipped]);
            let to = if self.at[flipped] <= low { high } else { low };
            let by = to - self.at[flipped];
            self.at[flipped] = to;
            for (inside, row) in self.inside.iter_mut().zip(&self.table) {
                *inside -= row[flipped] * by;
            }
        }
        self.pivot(row, column, to);
        true
    }

    fn pivot(&mut self, row: usize, column: usize, to: f64) {
        let lead = self.table[row][column];
        let by = (self.inside[row] - to) / lead;
        for (inside, other) in self.inside.iter_mut().zip(&self.table) {
            *inside -= other[column] * by;
        }
        self.inside[row] = self.at[column] + by;
        self.at[column] = to;
        let mut pivot = std::mem::take(&mut self.table[row]);
        for t in &mut pivot {
            *t /= lead;
        }
        pivot[column] = 1.0 / lead;
        let right = self.right[row] / lead;
        for (at, other) in self.table.iter_mut().enumerate() {
            if at == row || other[column] == 0.0 {
                continue;
            }
            let times = other[column];
            other[column] = 0.0;
            for (t, p) in other.iter_mut().zip(&pivot) {
                *t -= times * p;
            }
            self.right[at] -= times * right;
        }
        let times = self.reduced[column];
        self.reduced[column] = 0.0;
        for (d, p) in self.reduced.iter_mut().zip(&pivot) {
            *d -= times * p;
        }
        self.base += times * right;
        self.right[row] = right;
        self.table[row] = pivot;
        std::mem::swap(&mut self.basic[row], &mut self.outside[column]);
        self.pivots += 1;
    }

    /// How much of each candidate is taken.
    pub(super) fn parts(&self) -> Vec<f64> {
        let mut parts = vec![0.0; self.n];
        let outside = self.outside.iter().zip(&self.at);
        for (variable, value) in outside.chain(self.basic.iter().zip(&self.inside)) {
            if *variable < self.n {
                parts[*variable] = *value;
            }
        }
        parts
    }

    /// Candidates outside the basis with what taking the other bound costs at least, in the problem's unit.
    pub(super) fn settled(&self) -> impl Iterator<Item = (usize, f64, f64)> + '_ {
        let all = self.outside.iter().zip(&self.reduced).zip(&self.at);
        all.filter(|((variable, _), _)| **variable < self.n)
            .map(|((variable, d), at)| (*variable, *at, d.abs() * self.scale))
    }

    /// Candidates taken in part, with the part and what leaving or taking them costs at least (Driebeek 1966).
    pub(super) fn split(&self) -> impl Iterator<Item = (usize, f64, f64, f64)> + '_ {
        let rows = self.basic.iter().zip(&self.inside).zip(&self.table);
        rows.filter(|((variable, part), _)| **variable < self.n && **part > 1e-7 && **part < 1.0 - 1e-7).map(
            |((variable, part), row)| {
                let (mut down, mut up) = (f64::INFINITY, f64::INFINITY);
                for (column, t) in row.iter().enumerate() {
                    let (low, high) = self.bounds(self.outside[column]);
                    if high <= low || t.abs() <= TINY {
                        continue;
                    }
                    let ratio = self.reduced[column].abs() / t.abs();
                    if (self.at[column] <= low) == (*t > 0.0) {
                        down = down.min(ratio);
                    } else {
                        up = up.min(ratio);
                    }
                }
                (*variable, *part, down * part * self.scale, up * (1.0 - part) * self.scale)
            },
        )
    }

    /// What one more unit of each of the first `limits` rows is worth at the margin, in the problem's units.
    pub(super) fn prices(&self, limits: usize) -> Vec<f64> {
        let mut prices = vec![0.0; limits];
        for (variable, d) in self.outside.iter().zip(&self.reduced) {
            if let Some(slot) = variable.checked_sub(self.n).and_then(|row| prices.get_mut(row)) {
                *slot = (-d).max(0.0);
            }
        }
        prices.iter().zip(&self.row_scale).map(|(price, row)| price * self.scale / row).collect()
    }
}
