//! Rows of a table with named columns, and refusals with their address.

use std::borrow::Cow;
use std::ops::ControlFlow;

use wt_extract::columns::show;
use wt_extract::table::{Limits, Source, Value};

use super::File;
use crate::EngineError;

/// Something that can't be used, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) file: String,
    /// As a spreadsheet counts; none for what has no row of its own.
    pub(super) row: Option<u32>,
    pub(super) column: &'static str,
    /// What was found and what was expected.
    pub(super) found: String,
    /// Whose it is, where that can be told.
    pub(super) person: Option<String>,
}

impl Refused {
    pub(super) fn sentence(&self) -> String {
        let row = self.row.map_or_else(String::new, |row| format!(", row {row}"));
        format!("{}{row}, column {}: {}.", self.file, self.column, self.found)
    }
}

/// One row: its number and the cells of the columns asked for, empty where there are none.
pub(super) struct Row<'a, const N: usize> {
    pub(super) number: u32,
    pub(super) cells: [Cow<'a, str>; N],
}

/// Hands over every row that is not blank. The first `needed` columns must be there.
pub(super) fn each<const N: usize>(
    file: &File<'_>,
    columns: [&'static str; N],
    needed: usize,
    mut take: impl FnMut(&Row<'_, N>),
) -> Result<(), EngineError> {
    let refused = |f: wt_extract::Fault| EngineError::Question(format!("{}: {} {}", f.file, f.what, f.fix));
    let mut source = Source::open(file.name, file.bytes, &Limits::default()).map_err(refused)?;
    let mut places: Option<Result<[Option<usize>; N], String>> = None;
    source
        .rows(0, &mut |row| {
            let places = match &places {
                None => {
                    places = Some(headings(row.cells, columns, needed));
                    return ControlFlow::Continue(());
                }
                Some(Err(_)) => return ControlFlow::Break(()),
                Some(Ok(places)) => places,
            };
            let cells =
                places.map(|place| place.and_then(|at| row.cells.get(at)).map_or(Cow::Borrowed(""), text));
            if cells.iter().any(|cell| !cell.is_empty()) {
                take(&Row { number: row.number, cells });
            }
            ControlFlow::Continue(())
        })
        .map_err(refused)?;
    let why = match places {
        Some(Ok(_)) => return Ok(()),
        Some(Err(why)) => why,
        None => format!("the file is empty. It needs the columns {}.", columns[..needed].join(", ")),
    };
    Err(EngineError::Question(format!("{}, row 1: {why}", file.name)))
}

fn headings<const N: usize>(
    cells: &[Value<'_>],
    columns: [&'static str; N],
    needed: usize,
) -> Result<[Option<usize>; N], String> {
    let names: Vec<String> = cells.iter().map(|cell| show(cell).trim().to_ascii_lowercase()).collect();
    let places = columns.map(|wanted| names.iter().position(|name| name == wanted));
    match places[..needed].iter().position(Option::is_none) {
        None => Ok(places),
        Some(missing) => {
            Err(format!("found the headings {}, expected a column '{}'.", names.join(", "), columns[missing]))
        }
    }
}

fn text<'a>(cell: &'a Value<'_>) -> Cow<'a, str> {
    match cell.as_text() {
        Some(text) => Cow::Borrowed(text.trim()),
        None => Cow::Owned(show(cell)),
    }
}
