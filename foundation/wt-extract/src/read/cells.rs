//! One row being read: parses cells and refuses what is wrong, with its address, one refusal a cell.

use jiff::civil::Date;
use wt_units::{Month, OdsCode, Quantity};

use crate::columns::{self, Amount, ColumnKind, Problem};
use crate::table::{Row, Value};

use super::Col;
use super::out::Out;

/// A row and where its refusals go.
pub(crate) struct Cells<'r, 'o, 's> {
    pub(crate) row: &'r Row<'r>,
    out: &'o mut Out<'s>,
    /// Something in the row was refused.
    pub(crate) bad: bool,
}

impl<'r, 'o, 's> Cells<'r, 'o, 's> {
    pub(crate) fn new(row: &'r Row<'r>, out: &'o mut Out<'s>) -> Self {
        Self { row, out, bad: false }
    }

    /// Refuses what stands in `col`.
    pub(crate) fn refuse(&mut self, col: &Col, problem: Problem) {
        self.bad = true;
        self.out.refuse(self.row.number, col, problem);
    }

    /// The value, or none where it was refused.
    pub(crate) fn take<T>(&mut self, col: &Col, read: Result<T, Problem>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(problem) => {
                self.refuse(col, problem);
                None
            }
        }
    }

    /// A value that must be there.
    pub(crate) fn need<T>(
        &mut self,
        col: &Col,
        kind: ColumnKind,
        read: Result<Option<T>, Problem>,
    ) -> Option<T> {
        let value = self.take(col, read)?;
        if value.is_none() {
            self.refuse(
                col,
                Problem::new("nothing", kind.expected(), "Fill the cell in, or take the row out."),
            );
        }
        value
    }

    /// The code in `col`, which must be there.
    pub(crate) fn code(&mut self, col: &Col) -> Option<OdsCode> {
        self.need(col, ColumnKind::OdsCode, columns::code(col.of(self.row)))
    }

    /// The month in `col`, which must be there and not lie after `today`.
    pub(crate) fn month(&mut self, col: &Col, today: Date) -> Option<Month> {
        let month = self.need(col, ColumnKind::Month, columns::month(col.of(self.row)))?;
        match past(month, today, col.of(self.row)) {
            Ok(month) => Some(month),
            Err(problem) => {
                self.refuse(col, problem);
                None
            }
        }
    }

    /// The figure in `col`; missing where it was refused too (then `bad` is set).
    pub(crate) fn amount(&mut self, col: &Col, kind: ColumnKind) -> Amount {
        self.take(col, columns::amount(col.of(self.row), kind)).unwrap_or(Amount::Missing)
    }

    /// The known figure in `col`.
    pub(crate) fn figure(&mut self, col: &Col, kind: ColumnKind) -> Option<Quantity> {
        self.amount(col, kind).known()
    }

    /// The words in `col`.
    pub(crate) fn words(&self, col: &Col) -> Option<String> {
        columns::text(col.of(self.row)).map(|words| words.into_owned())
    }
}

/// `month`, unless it lies after `today`.
pub(crate) fn past(month: Month, today: Date, found: &Value<'_>) -> Result<Month, Problem> {
    if month.first_day() <= today {
        return Ok(month);
    }
    Err(Problem::new(
        columns::show(found),
        "a month that has begun",
        format!("{} lies in the future. Correct the month, or load the file when it has come.", month.long()),
    ))
}
