//! Candidates from a file.

use std::ops::ControlFlow;
use std::path::Path;

use wt_extract::columns::show;
use wt_extract::table::{Limits, Source};
use wt_portfolio::appraisal::Candidate;
use wt_portfolio::candidates::read;
use wt_portfolio::optimism::Bias;

use crate::commands::Failure;

/// The candidates of the first sheet.
pub(super) fn candidates(path: &Path, biases: &[Bias]) -> Result<Vec<Candidate>, Failure> {
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
    let headings = headings.unwrap_or_default();
    if rows.is_empty() {
        return Err(Failure::Input(format!(
            "{name}: found no candidates, expected headings and a row for each."
        )));
    }
    read(&headings, rows, biases).map_err(|refusals| {
        let lines: Vec<String> = refusals.iter().map(|refusal| format!("{name}, {refusal}.")).collect();
        Failure::Input(lines.join("\n"))
    })
}
