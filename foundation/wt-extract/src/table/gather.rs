//! Cells of a workbook gathered into rows.

use std::ops::ControlFlow;

use crate::Fault;

use super::guard::damaged;
use super::limits::Limits;
use super::source::{Each, too_many_rows, too_wide};
use super::value::{Row, Value};

/// Gathers cells into rows.
pub(crate) struct Gather<'n, 's> {
    name: &'n str,
    limits: &'n Limits,
    cells: Vec<Value<'s>>,
    /// Row of `cells`, from 0.
    row: u32,
    rows: u64,
}

impl<'n, 's> Gather<'n, 's> {
    /// Nothing gathered yet.
    pub(crate) fn new(name: &'n str, limits: &'n Limits) -> Self {
        Self { name, limits, cells: Vec::new(), row: 0, rows: 0 }
    }

    /// Takes a cell at `(row, column)`, both from 0, and hands the row before it over when it begins a new one.
    pub(crate) fn put(
        &mut self,
        (row, column): (u32, u32),
        value: Value<'s>,
        each: &mut Each<'_>,
    ) -> Result<ControlFlow<()>, Fault> {
        // Formatted blank cells, of which a sheet can hold millions, end here.
        if value.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let mut flow = ControlFlow::Continue(());
        if row != self.row {
            flow = self.hand_over(each)?;
            // Never in a file that a spreadsheet program wrote; a reader that streams can't put rows in order.
            if row < self.row {
                return Err(damaged(self.name));
            }
            self.row = row;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= self.limits.max_columns {
            return Err(too_wide(self.name, row.saturating_add(1), self.limits));
        }
        if column >= self.cells.len() {
            self.cells.resize(column, Value::Empty);
            self.cells.push(value);
        } else if let Some(cell) = self.cells.get_mut(column) {
            *cell = value;
        }
        Ok(flow)
    }

    /// Hands the last row over.
    pub(crate) fn finish(mut self, each: &mut Each<'_>) -> Result<(), Fault> {
        self.hand_over(each).map(|_| ())
    }

    fn hand_over(&mut self, each: &mut Each<'_>) -> Result<ControlFlow<()>, Fault> {
        if self.cells.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        self.rows += 1;
        if self.rows > self.limits.max_rows {
            return Err(too_many_rows(self.name, self.limits));
        }
        let flow = each(Row { number: self.row.saturating_add(1), cells: &self.cells });
        self.cells.clear();
        Ok(flow)
    }
}
