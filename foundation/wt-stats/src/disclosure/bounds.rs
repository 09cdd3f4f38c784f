//! What the marks and the sums allow, one sum at a time.

use super::published::{Mark, Published};
use super::tables::Sum;
use super::{Fault, Rule};

/// Passes over the sums: each leaves bounds that hold, so stopping early only leaves them wide.
const PASSES: usize = 40;

/// The lowest and highest count of each cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub low: Vec<i64>,
    pub high: Vec<i64>,
    /// Above every finite bound: a highest count beyond it means that there is none.
    pub far: i64,
}

impl Bounds {
    /// What each mark alone says.
    pub(crate) fn of_marks(marks: &[Mark], rule: &Rule) -> Self {
        let shown: u64 = marks.iter().filter_map(|mark| Some(mark.value()? + rule.round_to)).sum();
        let far = 2 * (shown as i64 + marks.len() as i64 + rule.least_width as i64) + 1_000;
        let both = marks.iter().map(|mark| match mark {
            Mark::Hidden => (1, 2 * far),
            Mark::Exact(value) => (*value as i64, *value as i64),
            Mark::Rounded(value) => {
                let (low, high) = rule.behind(*value).unwrap_or((*value, *value));
                (low as i64, high as i64)
            }
        });
        let (low, high) = both.unzip();
        Self { low, high, far }
    }

    /// What marks and sums say, each sum alone, again and again.
    ///
    /// # Errors
    /// `Contradiction` where nothing is left for a cell.
    pub(crate) fn of(published: &Published) -> Result<Self, Fault> {
        let mut bounds = Self::of_marks(&published.marks, &published.rule);
        bounds.settle(&published.sums);
        let empty = bounds.low.iter().zip(&bounds.high).any(|(low, high)| low > high);
        if empty { Err(Fault::Contradiction) } else { Ok(bounds) }
    }

    /// Narrows by each sum in turn until nothing changes.
    pub(crate) fn settle(&mut self, sums: &[Sum]) {
        for _ in 0..PASSES {
            let mut changed = false;
            for sum in sums {
                changed |= self.tighten(sum);
            }
            if !changed {
                break;
            }
        }
    }

    /// Narrows the cells of one sum; whether any changed.
    fn tighten(&mut self, sum: &Sum) -> bool {
        let low: i64 = sum.parts.iter().map(|part| self.low[*part]).sum();
        let high: i64 = sum.parts.iter().map(|part| self.high[*part]).sum();
        let mut changed = self.narrow(sum.total, low, high);
        let (total_low, total_high) = (self.low[sum.total], self.high[sum.total]);
        for part in &sum.parts {
            let (others_low, others_high) = (low - self.low[*part], high - self.high[*part]);
            changed |= self.narrow(*part, total_low - others_high, total_high - others_low);
        }
        changed
    }

    fn narrow(&mut self, cell: usize, low: i64, high: i64) -> bool {
        let changed = low > self.low[cell] || high < self.high[cell];
        self.low[cell] = self.low[cell].max(low);
        self.high[cell] = self.high[cell].min(high);
        changed
    }

    /// Highest less lowest.
    pub(crate) fn width(&self, cell: usize) -> i64 {
        self.high[cell] - self.low[cell]
    }
}
