//! The lowest and highest count of each hidden cell that agree with everything published.
//!
//! Bounds from each sum alone come first; then integer programmes over each set of cells that hang together. One
//! programme pushes all undecided cells at once, so most are shown to be wide by a few; the rest are solved each way.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use super::Fault;
use super::bounds::Bounds;
use super::published::{Mark, Published};
use super::tables::{CellId, Sum};

/// Branches of one programme before it is given up.
const NODES: u64 = 20_000;

/// What can be said about one hidden cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The cell.
    pub cell: CellId,
    /// The lowest count consistent with all that is published.
    pub low: u64,
    /// The highest; none where nothing published limits it.
    pub high: Option<u64>,
}

/// The range of every hidden cell, exactly: the lowest and the highest value it takes in a table of counts that agrees
/// with every mark and every sum.
///
/// # Errors
/// `Contradiction` where no such table exists; `Unsolved` where the solver gave up.
pub fn ranges(published: &Published) -> Result<Vec<Range>, Fault> {
    let bounds = Bounds::of(published)?;
    let mut found = Vec::new();
    for component in components(published, &bounds) {
        let programme = Programme { published, bounds: &bounds, component };
        for cell in programme.hidden() {
            let low = programme.extreme(cell, OptimizationDirection::Minimize)?;
            let high = programme.extreme(cell, OptimizationDirection::Maximize)?;
            found.push(range(cell, low, high, bounds.far));
        }
    }
    found.extend(fixed(published, &bounds));
    found.sort_by_key(|range| range.cell);
    Ok(found)
}

/// The hidden cells whose range is narrower than the rule's least width, with their exact ranges: none means that the
/// tables may be published.
///
/// # Errors
/// As [`ranges`].
pub fn audit(published: &Published) -> Result<Vec<Range>, Fault> {
    let bounds = Bounds::of(published)?;
    let least = published.rule.least_width as i64;
    let mut found: Vec<Range> = fixed(published, &bounds).collect();
    for component in components(published, &bounds) {
        let programme = Programme { published, bounds: &bounds, component };
        found.extend(programme.narrow(least)?);
    }
    found.sort_by_key(|range| range.cell);
    Ok(found)
}

/// Hidden cells that single sums give away.
fn fixed<'a>(published: &'a Published, bounds: &'a Bounds) -> impl Iterator<Item = Range> + 'a {
    let given = published.hidden().filter(|cell| bounds.width(cell.0) == 0);
    given.map(|cell| range(cell.0, bounds.low[cell.0], bounds.high[cell.0], bounds.far))
}

fn range(cell: usize, low: i64, high: i64, far: i64) -> Range {
    let high = (high <= far).then_some(high.unsigned_abs());
    Range { cell: CellId(cell), low: low.unsigned_abs(), high }
}

/// Sets of cells that are not yet known and hang together by sums; those without a hidden cell are left out.
fn components(published: &Published, bounds: &Bounds) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..published.marks.len()).collect();
    fn top(group: &mut [usize], mut cell: usize) -> usize {
        while group[cell] != cell {
            group[cell] = group[group[cell]];
            cell = group[cell];
        }
        cell
    }
    for sum in &published.sums {
        let mut open = sum.cells().filter(|cell| bounds.width(*cell) > 0);
        if let Some(first) = open.next() {
            for other in open {
                let (one, two) = (top(&mut group, first), top(&mut group, other));
                group[one] = two;
            }
        }
    }
    let mut members = vec![Vec::new(); group.len()];
    for cell in 0..group.len() {
        if bounds.width(cell) > 0 {
            members[top(&mut group, cell)].push(cell);
        }
    }
    members.retain(|cells| cells.iter().any(|cell| published.marks[*cell] == Mark::Hidden));
    members
}

/// The integer programmes of one component.
struct Programme<'a> {
    published: &'a Published,
    bounds: &'a Bounds,
    component: Vec<usize>,
}

impl Programme<'_> {
    fn hidden(&self) -> impl Iterator<Item = usize> + '_ {
        self.component.iter().copied().filter(|cell| self.published.marks[*cell] == Mark::Hidden)
    }

    /// The cells narrower than `least`, found without solving for each where one solution answers for many.
    fn narrow(&self, least: i64) -> Result<Vec<Range>, Fault> {
        let mut low = vec![i64::MAX; self.component.len()];
        let mut high = vec![i64::MIN; self.component.len()];
        let hidden: Vec<usize> = (0..self.component.len())
            .filter(|i| self.published.marks[self.component[*i]] == Mark::Hidden)
            .collect();
        let mut open = hidden;
        loop {
            for direction in [OptimizationDirection::Minimize, OptimizationDirection::Maximize] {
                let pushed: Vec<usize> = open.iter().map(|i| self.component[*i]).collect();
                let values = self.solve(&pushed, direction)?;
                for (i, value) in values.iter().enumerate() {
                    low[i] = low[i].min(*value);
                    high[i] = high[i].max(*value);
                }
            }
            let before = open.len();
            open.retain(|i| high[*i] - low[*i] < least);
            if open.is_empty() {
                return Ok(Vec::new());
            }
            if open.len() == before {
                break;
            }
        }
        let mut found = Vec::new();
        for i in open {
            let cell = self.component[i];
            let lowest = self.extreme(cell, OptimizationDirection::Minimize)?;
            let highest = self.extreme(cell, OptimizationDirection::Maximize)?;
            if highest - lowest < least {
                found.push(range(cell, lowest, highest, self.bounds.far));
            }
        }
        Ok(found)
    }

    fn extreme(&self, cell: usize, direction: OptimizationDirection) -> Result<i64, Fault> {
        let values = self.solve(&[cell], direction)?;
        let place = self.component.iter().position(|other| *other == cell);
        place.map(|place| values[place]).ok_or_else(|| self.unsolved(cell))
    }

    fn unsolved(&self, cell: usize) -> Fault {
        Fault::Unsolved(self.published.labels[cell].clone())
    }

    /// Counts of the component's cells at which the sum of `pushed` is lowest or highest, checked against every mark
    /// and sum in whole numbers.
    fn solve(&self, pushed: &[usize], direction: OptimizationDirection) -> Result<Vec<i64>, Fault> {
        let unsolved = || self.unsolved(pushed.first().copied().unwrap_or(0));
        let mut problem = Problem::new(direction);
        let mut variables: Vec<Option<Variable>> = vec![None; self.published.marks.len()];
        for cell in &self.component {
            let weight = if pushed.binary_search(cell).is_ok() { 1.0 } else { 0.0 };
            let bound = |value: i64| {
                i32::try_from(value).map_err(|_| Fault::TooLarge(self.published.labels[*cell].clone()))
            };
            let (low, high) = (bound(self.bounds.low[*cell])?, bound(self.bounds.high[*cell])?);
            variables[*cell] = Some(problem.add_integer_var(weight, (low, high)));
        }
        for sum in &self.published.sums {
            let mut known = 0i64;
            let mut terms = Vec::new();
            for cell in sum.cells() {
                let sign = if cell == sum.total { -1 } else { 1 };
                match variables[cell] {
                    Some(variable) => terms.push((variable, f64::from(sign))),
                    None => known += i64::from(sign) * self.bounds.low[cell],
                }
            }
            if !terms.is_empty() {
                problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, -known as f64);
            }
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(NODES);
        let outcome = problem.solve_with(options).map_err(|error| match error {
            microlp::Error::Infeasible => Fault::Contradiction,
            _ => unsolved(),
        })?;
        if !outcome.is_optimal() {
            return Err(unsolved());
        }
        let solution = outcome.into_solution().map_err(|_| unsolved())?;
        let whole =
            |cell: &usize| variables[*cell].map(|variable| solution.var_value(variable).round() as i64);
        let values: Option<Vec<i64>> = self.component.iter().map(whole).collect();
        values.filter(|values| self.agrees(values)).ok_or_else(unsolved)
    }

    /// Whether the counts lie within their bounds and every sum holds.
    fn agrees(&self, values: &[i64]) -> bool {
        let mut all = self.bounds.low.clone();
        let mut inside = true;
        for (cell, value) in self.component.iter().zip(values) {
            inside &= (self.bounds.low[*cell]..=self.bounds.high[*cell]).contains(value);
            all[*cell] = *value;
        }
        let mine = |sum: &&Sum| sum.cells().any(|cell| self.component.binary_search(&cell).is_ok());
        inside
            && self
                .published
                .sums
                .iter()
                .filter(mine)
                .all(|sum| sum.parts.iter().map(|part| all[*part]).sum::<i64>() == all[sum.total])
    }
}
