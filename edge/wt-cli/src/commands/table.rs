//! The first sheet of a CSV file or workbook as headings and numbered rows of text.

use std::ops::ControlFlow;
use std::path::Path;

use wt_extract::columns::show;
use wt_extract::table::{Limits, Source};

use super::Failure;

/// Headings, and rows as a spreadsheet counts them.
pub(super) type Table = (Vec<String>, Vec<(u32, Vec<String>)>);

/// Reads it; `what` are the rows, in words, for a file without any.
pub(super) fn table(path: &Path, what: &str) -> Result<Table, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
    let name = path.display().to_string();
    let refused =
        |fault: wt_extract::Fault| Failure::Input(format!("{}: {} {}", fault.file, fault.what, fault.fix));
    let mut source = Source::open(&name, &bytes, &Limits::default()).map_err(refused)?;
    let (mut headings, mut rows) = (None, Vec::new());
    source
        .rows(0, &mut |row| {
            let mut cells: Vec<String> = row.cells.iter().map(|cell| show(cell).trim().to_owned()).collect();
            if headings.is_none() {
                // Spreadsheets leave empty columns at the end.
                while cells.last().is_some_and(String::is_empty) {
                    cells.pop();
                }
                headings = Some(cells);
            } else if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push((row.number, cells));
            }
            ControlFlow::Continue(())
        })
        .map_err(refused)?;
    if rows.is_empty() {
        return Err(Failure::Input(format!(
            "{name}: found no {what}, expected headings and a row for each."
        )));
    }
    Ok((headings.unwrap_or_default(), rows))
}

/// Refusals of rows, a line each.
pub(super) fn refused(path: &Path, refusals: &[impl std::fmt::Display]) -> Failure {
    let lines: Vec<String> =
        refusals.iter().map(|refusal| format!("{}, {refusal}.", path.display())).collect();
    Failure::Input(lines.join("\n"))
}
