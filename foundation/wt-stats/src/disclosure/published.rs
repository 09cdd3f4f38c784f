//! What a reader sees.

use super::tables::{CellId, Sum};
use super::{Fault, LARGEST, Rule};

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Hidden, whether small or complementary.
    Hidden,
    /// A count rounded by the rule.
    Rounded(u64),
    /// A count as it is.
    Exact(u64),
}

impl Mark {
    /// The value shown.
    #[must_use]
    pub fn value(self) -> Option<u64> {
        match self {
            Self::Hidden => None,
            Self::Rounded(value) | Self::Exact(value) => Some(value),
        }
    }
}

/// Tables as published: labels, marks and sums; no hidden count is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub(crate) labels: Vec<String>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) sums: Vec<Sum>,
    pub(crate) rule: Rule,
}

impl Published {
    /// Tables published by others, to be audited: cells with their marks, and sums as (total, parts) by the places of
    /// the cells.
    ///
    /// # Errors
    /// `BadSum`, `TooLarge`, or `NotOfTheRule` for a rounded value that is none.
    pub fn new(
        cells: Vec<(String, Mark)>,
        sums: Vec<(usize, Vec<usize>)>,
        rule: Rule,
    ) -> Result<Self, Fault> {
        let sums: Vec<Sum> = sums.into_iter().map(|(total, parts)| Sum { total, parts }).collect();
        sums.iter().try_for_each(|sum| sum.check(cells.len()))?;
        for (label, mark) in &cells {
            if mark.value().is_some_and(|value| value > LARGEST) {
                return Err(Fault::TooLarge(label.clone()));
            }
            if matches!(mark, Mark::Rounded(value) if rule.behind(*value).is_none()) {
                return Err(Fault::NotOfTheRule(label.clone()));
            }
        }
        let (labels, marks) = cells.into_iter().unzip();
        Ok(Self { labels, marks, sums, rule })
    }

    /// What stands in the cell; none if it is of other tables.
    #[must_use]
    pub fn mark(&self, cell: CellId) -> Option<Mark> {
        self.marks.get(cell.0).copied()
    }

    /// Its label.
    #[must_use]
    pub fn label(&self, cell: CellId) -> Option<&str> {
        self.labels.get(cell.0).map(String::as_str)
    }

    /// Every cell, in order.
    pub fn cells(&self) -> impl Iterator<Item = CellId> + '_ {
        (0..self.marks.len()).map(CellId)
    }

    /// The hidden cells, in order.
    pub fn hidden(&self) -> impl Iterator<Item = CellId> + '_ {
        self.cells().filter(|cell| self.marks[cell.0] == Mark::Hidden)
    }

    /// Part as a percentage of whole, of the values shown, so that it tells nothing more than they do; none where
    /// either is hidden or the whole is 0.
    #[must_use]
    pub fn percentage(&self, part: CellId, whole: CellId) -> Option<f64> {
        let part = self.mark(part)?.value()?;
        let whole = self.mark(whole)?.value().filter(|whole| *whole > 0)?;
        Some(100.0 * part as f64 / whole as f64)
    }
}
