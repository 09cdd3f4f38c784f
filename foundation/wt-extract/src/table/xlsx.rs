//! XLSX, streamed: one row in memory at a time, apart from the strings that sheets share.

use std::io::Cursor;

use crate::Fault;
use calamine::{CellErrorType, DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::gather::Gather;
use super::guard::guarded;
use super::limits::Limits;
use super::package;
use super::source::{Each, Sheet};
use super::value::{Value, date};

/// An opened workbook.
pub(crate) struct Book<'a> {
    inner: Xlsx<Cursor<&'a [u8]>>,
}

impl std::fmt::Debug for Book<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Book")
    }
}

impl<'a> Book<'a> {
    /// Opens a workbook after looking into its zip.
    pub(crate) fn open(name: &str, bytes: &'a [u8], limits: &Limits) -> Result<Self, Fault> {
        package::check(name, bytes, limits)?;
        let inner = guarded(name, || Xlsx::new(Cursor::new(bytes)))?;
        Ok(Self { inner })
    }

    /// Its worksheets; charts on tabs of their own are left out.
    pub(crate) fn sheets(&self) -> Vec<Sheet> {
        let all = self.inner.sheets_metadata().iter();
        let tables = all.filter(|sheet| sheet.typ == SheetType::WorkSheet).enumerate();
        let sheet = |(index, sheet): (usize, &calamine::Sheet)| Sheet {
            index,
            name: sheet.name.clone(),
            visible: sheet.visible == SheetVisible::Visible,
        };
        tables.map(sheet).collect()
    }

    /// Streams the rows of one sheet.
    pub(crate) fn rows(
        &mut self,
        name: &str,
        sheet: &str,
        limits: &Limits,
        each: &mut Each<'_>,
    ) -> Result<(), Fault> {
        let mut reader = guarded(name, || self.inner.worksheet_cells_reader(sheet))?;
        let mut gather = Gather::new(name, limits);
        while let Some(cell) = guarded(name, || reader.next_cell())? {
            let position = cell.get_position();
            let value = value(cell.get_value().clone());
            if gather.put(position, value, each)?.is_break() {
                return Ok(());
            }
        }
        gather.finish(each)
    }
}

fn value(cell: DataRef<'_>) -> Value<'_> {
    match cell {
        DataRef::Empty => Value::Empty,
        DataRef::SharedString(text) => Value::text(text),
        DataRef::String(text) | DataRef::DurationIso(text) => Value::text(text),
        DataRef::Float(number) => Value::Number(number),
        // Whole numbers of a sheet stay far below 2^53, where this is exact.
        DataRef::Int(number) => Value::Number(number as f64),
        DataRef::Bool(truth) => Value::Bool(truth),
        DataRef::DateTime(when) => date(&when).unwrap_or(Value::Number(when.as_f64())),
        DataRef::DateTimeIso(text) => {
            let time = text.parse::<jiff::civil::DateTime>().ok();
            match (time, text.get(..10).and_then(|day| day.parse().ok())) {
                (Some(time), _) if time.time() != jiff::civil::Time::midnight() => {
                    Value::DateTime(time, None)
                }
                (_, Some(date)) => Value::Date(date),
                _ => Value::text(text),
            }
        }
        DataRef::Error(error) => Value::Error(error_text(&error)),
    }
}

/// An error cell as the sheet shows it.
fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}
