//! Tables of counts that share cells and sums.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, LARGEST};

/// A cell's place in its [`Tables`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub(crate) usize);

/// A total and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    pub total: usize,
    pub parts: Vec<usize>,
}

impl Sum {
    /// Total and parts.
    pub(crate) fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.total).chain(self.parts.iter().copied())
    }

    /// Checks that the cells are there, once each.
    pub(crate) fn check(&self, cells: usize) -> Result<(), Fault> {
        let distinct: BTreeSet<usize> = self.cells().collect();
        let there = distinct.last().is_some_and(|last| *last < cells);
        if self.parts.is_empty() || !there || distinct.len() != self.parts.len() + 1 {
            return Err(Fault::BadSum);
        }
        Ok(())
    }
}

/// One count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub label: String,
    pub count: u64,
    pub as_it_is: bool,
}

/// True counts with their labels, and the sums that hold among them. Tables that name a cell alike share it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tables {
    pub(crate) cells: Vec<Cell>,
    pub(crate) sums: Vec<Sum>,
    places: BTreeMap<String, usize>,
}

impl Tables {
    /// No cells yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The cell of that label: the one already there, or a new one.
    ///
    /// # Errors
    /// `TwoCounts` where it is there with another count; `TooLarge`.
    pub fn cell(&mut self, label: &str, count: u64) -> Result<CellId, Fault> {
        if count > LARGEST {
            return Err(Fault::TooLarge(label.to_owned()));
        }
        if let Some(place) = self.places.get(label) {
            let same = self.cells[*place].count == count;
            return if same { Ok(CellId(*place)) } else { Err(Fault::TwoCounts(label.to_owned())) };
        }
        self.places.insert(label.to_owned(), self.cells.len());
        self.cells.push(Cell { label: label.to_owned(), count, as_it_is: false });
        Ok(CellId(self.cells.len() - 1))
    }

    /// States that `total` is the sum of `parts`. A sum stated twice counts once.
    ///
    /// # Errors
    /// `BadSum` for cells not here or named twice; `DoesNotAdd` where it does not hold.
    pub fn sum(&mut self, total: CellId, parts: &[CellId]) -> Result<(), Fault> {
        let mut sum = Sum { total: total.0, parts: parts.iter().map(|cell| cell.0).collect() };
        sum.parts.sort_unstable();
        sum.check(self.cells.len())?;
        let added: u64 = sum.parts.iter().map(|part| self.cells[*part].count).sum();
        if added != self.cells[total.0].count {
            return Err(Fault::DoesNotAdd(self.cells[total.0].label.clone()));
        }
        if !self.sums.contains(&sum) {
            self.sums.push(sum);
        }
        Ok(())
    }

    /// The cell is shown as it is, neither hidden nor rounded: a national total, or a figure already out.
    pub fn show_as_it_is(&mut self, cell: CellId) {
        if let Some(cell) = self.cells.get_mut(cell.0) {
            cell.as_it_is = true;
        }
    }

    /// A table of rows × columns with all its margins. `counts` are those of leaves by leaves, row by row, in the
    /// order of the hierarchies; the others are added up. Cells are labelled "row · column".
    ///
    /// # Errors
    /// `WrongLength`, and those of [`Tables::cell`] and [`Tables::sum`].
    pub fn cross(&mut self, rows: &Hierarchy, columns: &Hierarchy, counts: &[u64]) -> Result<Grid, Fault> {
        let (row_leaves, column_leaves) = (rows.leaves(), columns.leaves());
        let expected = row_leaves.len() * column_leaves.len();
        if counts.len() != expected {
            return Err(Fault::WrongLength { expected, found: counts.len() });
        }
        let (height, width) = (rows.labels.len(), columns.labels.len());
        let mut full = vec![0u64; height * width];
        for (i, row) in row_leaves.iter().enumerate() {
            for (j, column) in column_leaves.iter().enumerate() {
                let count = counts[i * column_leaves.len() + j];
                for above in rows.line(*row) {
                    for beside in columns.line(*column) {
                        let sum = &mut full[above * width + beside];
                        *sum = sum.saturating_add(count);
                    }
                }
            }
        }
        let mut cells = Vec::with_capacity(full.len());
        for (place, count) in full.iter().enumerate() {
            let label = format!("{} · {}", rows.labels[place / width], columns.labels[place % width]);
            cells.push(self.cell(&label, *count)?);
        }
        let grid = Grid { width, cells };
        for row in 0..height {
            for (total, parts) in columns.sums() {
                let parts: Vec<CellId> = parts.iter().map(|part| grid.cell(row, *part)).collect();
                self.sum(grid.cell(row, total), &parts)?;
            }
        }
        for column in 0..width {
            for (total, parts) in rows.sums() {
                let parts: Vec<CellId> = parts.iter().map(|part| grid.cell(*part, column)).collect();
                self.sum(grid.cell(total, column), &parts)?;
            }
        }
        Ok(grid)
    }
}

/// Where the cells of a table of rows × columns stand: nodes in the order of the hierarchies, totals among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    width: usize,
    cells: Vec<CellId>,
}

impl Grid {
    /// The cell of a row and a column, by their places in the hierarchies.
    ///
    /// # Panics
    /// As a slice does, where there is no such row or column.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> CellId {
        self.cells[row * self.width + column]
    }
}

/// A side of a table: units within employers within regions, or staff groups within all staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hierarchy {
    labels: Vec<String>,
    parents: Vec<Option<usize>>,
}

impl Hierarchy {
    /// Nodes with the places of their parents; the parent comes first.
    ///
    /// # Errors
    /// `BadHierarchy` where there is no node, a parent is not before its child, or a label occurs twice.
    pub fn new(nodes: &[(&str, Option<usize>)]) -> Result<Self, Fault> {
        let distinct: BTreeSet<&str> = nodes.iter().map(|(label, _)| *label).collect();
        let ordered = nodes.iter().enumerate().all(|(i, (_, parent))| parent.is_none_or(|parent| parent < i));
        if nodes.is_empty() || distinct.len() != nodes.len() || !ordered {
            return Err(Fault::BadHierarchy);
        }
        let labels = nodes.iter().map(|(label, _)| (*label).to_owned()).collect();
        Ok(Self { labels, parents: nodes.iter().map(|(_, parent)| *parent).collect() })
    }

    /// A total and its parts.
    ///
    /// # Errors
    /// `BadHierarchy` where a label occurs twice.
    pub fn flat(total: &str, parts: &[&str]) -> Result<Self, Fault> {
        let parts = parts.iter().map(|part| (*part, Some(0)));
        Self::new(&std::iter::once((total, None)).chain(parts).collect::<Vec<_>>())
    }

    fn children(&self, of: usize) -> Vec<usize> {
        (0..self.labels.len()).filter(|node| self.parents[*node] == Some(of)).collect()
    }

    fn leaves(&self) -> Vec<usize> {
        (0..self.labels.len()).filter(|node| !self.parents.contains(&Some(*node))).collect()
    }

    /// The node and all above it.
    fn line(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(node), |node| self.parents[*node])
    }

    fn sums(&self) -> Vec<(usize, Vec<usize>)> {
        let all = (0..self.labels.len()).map(|node| (node, self.children(node)));
        all.filter(|(_, parts)| !parts.is_empty()).collect()
    }
}
