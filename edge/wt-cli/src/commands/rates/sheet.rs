//! A market or a card from a file: headings and numbered rows of its first sheet.

use std::ops::ControlFlow;
use std::path::Path;

use wt_extract::columns::show;
use wt_extract::table::{Limits, Source};
use wt_facts::FactSet;
use wt_rates::market::{Market, Refusal, floors};

use crate::commands::Failure;
use crate::words::say;

/// Headings and numbered rows.
pub(super) type Sheet = (Vec<String>, Vec<(u32, Vec<String>)>);

/// The first sheet of a file.
pub(super) fn sheet(path: &Path) -> Result<Sheet, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
    let refused =
        |fault: wt_extract::Fault| Failure::Input(format!("{}: {} {}", fault.file, fault.what, fault.fix));
    let mut source =
        Source::open(&path.display().to_string(), &bytes, &Limits::default()).map_err(refused)?;
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
    Ok((headings.unwrap_or_default(), rows))
}

/// At most so many refusals are told one by one.
const TOLD: usize = 20;

/// Refusals of a file as one failure.
pub(super) fn refused(path: &Path, refusals: &[Refusal]) -> Failure {
    let name = path.display();
    let mut lines: Vec<String> =
        refusals.iter().take(TOLD).map(|refusal| format!("{name}, {refusal}.")).collect();
    if refusals.len() > TOLD {
        lines.push(format!("And {} more.", refusals.len() - TOLD));
    }
    Failure::Input(lines.join("\n"))
}

/// The market of a file, with the floors that the facts know for a day; what is to know about them is said.
pub(super) fn market(path: &Path, facts: &FactSet, day: jiff::civil::Date) -> Result<Market, Failure> {
    let (headings, rows) = sheet(path)?;
    let mut market = wt_rates::market::read(&headings, rows).map_err(|refusals| refused(path, &refusals))?;
    let found = floors(&mut market, facts, day);
    found.notes.iter().for_each(|note| say(note));
    if found.none > 0 {
        say(&format!(
            "{} cells have no floor of pay: give minimum_pence or band_pence for them.",
            found.none
        ));
    }
    Ok(market)
}
