//! Which cells to hide: the small ones, and the complementary ones without which sums give them back.
//!
//! A cheap choice, then proof: sums that alone narrow a hidden cell get one more hidden cell each, preferably one that
//! serves several sums; then the audit of what would be published names what is still too narrow, until nothing is.

use super::audit::audit;
use super::bounds::Bounds;
use super::published::{Mark, Published};
use super::tables::{Sum, Tables};
use super::{Fault, Rule};

/// Hides and rounds the counts so that [`audit`](super::audit()) finds nothing.
///
/// The result is safe but not the least that could be hidden: finding that is a hard problem, and the choice here is
/// greedy. Cells shown as they are ([`Tables::show_as_it_is`]) stay so.
///
/// # Errors
/// `CannotProtect` where cells shown as they are give a hidden count away whatever else is hidden; `Unsolved` where
/// the solver gave up. Never publishes without proof.
pub fn protect(tables: &Tables, rule: &Rule) -> Result<Published, Fault> {
    let marks = tables.cells.iter().map(|cell| match cell.count {
        count if cell.as_it_is => Mark::Exact(count),
        count if rule.hides(count) => Mark::Hidden,
        count => Mark::Rounded(rule.rounded(count)),
    });
    let published = Published {
        labels: tables.cells.iter().map(|cell| cell.label.clone()).collect(),
        marks: marks.collect(),
        sums: tables.sums.clone(),
        rule: *rule,
    };
    let mut sums_of = vec![Vec::new(); tables.cells.len()];
    for (place, sum) in tables.sums.iter().enumerate() {
        for cell in sum.cells() {
            sums_of[cell].push(place);
        }
    }
    let mut choice = Choice { tables, published, sums_of };
    loop {
        choice.widen_sums();
        let narrow = audit(&choice.published)?;
        if narrow.is_empty() {
            return Ok(choice.published);
        }
        let mut chosen = Vec::new();
        for cell in narrow.iter().map(|range| range.cell.0) {
            // What was just hidden beside it may be enough.
            if !choice.touches(cell, &chosen) {
                chosen.extend(choice.complement(cell));
            }
        }
        if let (true, Some(range)) = (chosen.is_empty(), narrow.first()) {
            return Err(Fault::CannotProtect(choice.published.labels[range.cell.0].clone()));
        }
    }
}

struct Choice<'a> {
    tables: &'a Tables,
    published: Published,
    /// The sums that hold each cell.
    sums_of: Vec<Vec<usize>>,
}

impl Choice<'_> {
    /// Hides one more cell in each sum that alone narrows a hidden cell, until none does or none can be helped.
    fn widen_sums(&mut self) {
        let mut waiting: Vec<usize> = (0..self.published.sums.len()).collect();
        while let Some(place) = waiting.pop() {
            if !self.narrows(&self.published.sums[place]) {
                continue;
            }
            let candidates: Vec<usize> =
                self.published.sums[place].cells().filter(|cell| self.may_hide(*cell)).collect();
            // Where none is left to hide, the audit decides: other sums may keep the cell wide, or nothing does.
            if let Some(cell) = self.best(&candidates) {
                self.published.marks[cell] = Mark::Hidden;
                waiting.extend(&self.sums_of[cell]);
            }
        }
    }

    /// Whether a sum holds the cell and one of the others.
    fn touches(&self, cell: usize, others: &[usize]) -> bool {
        let sums = self.sums_of[cell].iter().map(|sum| &self.published.sums[*sum]);
        sums.into_iter().any(|sum| sum.cells().any(|other| others.contains(&other)))
    }

    /// Hides the best cell near a hidden one that is still too narrow, among its sums, or those next to them; none
    /// where all that may be is hidden.
    fn complement(&mut self, narrow: usize) -> Option<usize> {
        let mut seen = vec![false; self.published.marks.len()];
        let mut ring = vec![narrow];
        seen[narrow] = true;
        while !ring.is_empty() {
            let mut next = Vec::new();
            for sum in ring.iter().flat_map(|cell| &self.sums_of[*cell]) {
                for cell in self.published.sums[*sum].cells() {
                    if !seen[cell] {
                        seen[cell] = true;
                        next.push(cell);
                    }
                }
            }
            let candidates: Vec<usize> = next.iter().copied().filter(|cell| self.may_hide(*cell)).collect();
            if let Some(cell) = self.best(&candidates) {
                self.published.marks[cell] = Mark::Hidden;
                return Some(cell);
            }
            ring = next;
        }
        None
    }

    /// Noughts are shown always: hiding one would say that a hidden count may be 0, and so widen what is not at risk.
    fn may_hide(&self, cell: usize) -> bool {
        matches!(self.published.marks[cell], Mark::Rounded(_)) && self.tables.cells[cell].count > 0
    }

    /// The candidate that leaves the fewest sums narrow; then the smallest count; then the first.
    fn best(&self, candidates: &[usize]) -> Option<usize> {
        let score = |cell: usize| {
            let left: i64 =
                self.sums_of[cell].iter().map(|sum| self.change(&self.published.sums[*sum], cell)).sum();
            (left, self.tables.cells[cell].count, cell)
        };
        candidates.iter().copied().min_by_key(|cell| score(*cell))
    }

    /// By how much hiding the cell changes the number of narrowing sums: −1, 0 or 1.
    fn change(&self, sum: &Sum, cell: usize) -> i64 {
        let hiding = |other: usize| if other == cell { Mark::Hidden } else { self.published.marks[other] };
        i64::from(self.narrows_with(sum, hiding)) - i64::from(self.narrows(sum))
    }

    fn narrows(&self, sum: &Sum) -> bool {
        self.narrows_with(sum, |cell| self.published.marks[cell])
    }

    /// Whether the sum alone leaves a hidden cell narrower than the rule asks.
    fn narrows_with(&self, sum: &Sum, mark: impl Fn(usize) -> Mark) -> bool {
        let marks: Vec<Mark> = sum.cells().map(mark).collect();
        if !marks.contains(&Mark::Hidden) {
            return false;
        }
        let mut bounds = Bounds::of_marks(&marks, &self.published.rule);
        // The total stands first.
        let alone = Sum { total: 0, parts: (1..marks.len()).collect() };
        bounds.settle(std::slice::from_ref(&alone));
        let least = self.published.rule.least_width() as i64;
        (0..marks.len()).any(|cell| marks[cell] == Mark::Hidden && bounds.width(cell) < least)
    }
}
