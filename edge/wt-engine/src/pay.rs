//! Shifts in a file, priced.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::str::FromStr;

use wt_extract::columns::show;
use wt_extract::table::{Limits, Source, Value};
use wt_facts::FactSet;
use wt_pay::{Columns, Employment, Moment, Priced, Pricer, Settings, Shift};
use wt_units::Pence;

use crate::EngineError;
use crate::report::{Cell, Report};

/// Columns that a file of shifts must have, in any order.
pub const NEEDED: [&str; 7] = ["shift", "band", "point", "zone", "start", "end", "employment"];
/// One that it may have.
pub const BREAK: &str = "unpaid_break_minutes";

/// A file's shifts with their prices.
#[derive(Debug, Clone, PartialEq)]
pub struct PricedFile {
    /// Priced shifts by their names, in the order of the file.
    pub lines: Vec<(String, Priced)>,
    /// Rows without a price.
    pub refused: Vec<RefusedRow>,
    /// What must stand beside every total, each a sentence.
    pub notes: Vec<String>,
}

/// A row without a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// Row as a spreadsheet counts.
    pub row: u32,
    /// Why, as a sentence that names the column where there is one.
    pub why: String,
}

/// Prices the first sheet of a CSV file or workbook; its first row holds the headings.
///
/// # Errors
/// [`EngineError::Question`] for a file that can't be read or lacks a column; rows that can't be priced are in the answer.
pub fn price_file(
    name: &str,
    bytes: &[u8],
    facts: &FactSet,
    settings: Settings,
) -> Result<PricedFile, EngineError> {
    let mut pricer = Pricer::new(facts, settings);
    let mut found = PricedFile { lines: Vec::new(), refused: Vec::new(), notes: Vec::new() };
    let mut bank = false;
    let refused = |f: wt_extract::Fault| EngineError::Question(format!("{}: {} {}", f.file, f.what, f.fix));
    let mut source = Source::open(name, bytes, &Limits::default()).map_err(refused)?;
    let mut heading: Option<Result<Headings, String>> = None;
    source
        .rows(0, &mut |row| {
            let headings = match &heading {
                None => {
                    heading = Some(Headings::new(row.cells));
                    return ControlFlow::Continue(());
                }
                Some(Err(_)) => return ControlFlow::Break(()),
                Some(Ok(headings)) => headings,
            };
            if row.cells.iter().all(|cell| show(cell).trim().is_empty()) {
                return ControlFlow::Continue(());
            }
            let priced = headings.shift(row.cells).and_then(|(name, shift)| {
                bank |= shift.employment == Employment::Bank;
                Ok((name, pricer.price(&shift).map_err(|why| why.to_string())?))
            });
            match priced {
                Ok(line) => found.lines.push(line),
                Err(why) => found.refused.push(RefusedRow { row: row.number, why }),
            }
            ControlFlow::Continue(())
        })
        .map_err(refused)?;
    match heading {
        None => {
            return Err(EngineError::Question(format!(
                "{name}: the file is empty. It needs the columns {}.",
                NEEDED.join(", ")
            )));
        }
        Some(Err(why)) => return Err(EngineError::Question(format!("{name}: {why}"))),
        Some(Ok(_)) => {}
    }
    found.notes = notes(&found.lines, bank);
    Ok(found)
}

/// Where each column stands.
struct Headings {
    places: [usize; NEEDED.len()],
    unpaid: Option<usize>,
}

impl Headings {
    fn new(cells: &[Value<'_>]) -> Result<Self, String> {
        let names: Vec<String> = cells.iter().map(|cell| show(cell).trim().to_ascii_lowercase()).collect();
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let mut places = [0; NEEDED.len()];
        for (slot, wanted) in places.iter_mut().zip(NEEDED) {
            *slot = place(wanted).ok_or_else(|| {
                format!("there is no column '{wanted}'. The headings are: {}.", names.join(", "))
            })?;
        }
        Ok(Self { places, unpaid: place(BREAK) })
    }

    fn shift(&self, cells: &[Value<'_>]) -> Result<(String, Shift), String> {
        let text = |at: usize| cells.get(at).map(show).unwrap_or_default().trim().to_owned();
        let named = |column: usize| (NEEDED[column], text(self.places[column]));
        fn read<T: FromStr<Err: std::fmt::Display>>((column, text): (&str, String)) -> Result<T, String> {
            text.parse().map_err(|why| format!("column {column}: {why}"))
        }
        let unpaid = match self.unpaid.map(text).filter(|minutes| !minutes.is_empty()) {
            None => 0,
            Some(minutes) => minutes.parse::<u32>().map_err(|_| {
                format!("column {BREAK}: found '{minutes}', expected whole minutes, 0 or more")
            })?,
        };
        let [start, end]: [Moment; 2] = [read(named(4))?, read(named(5))?];
        let shift = Shift {
            start,
            end,
            unpaid_break_minutes: unpaid,
            band: read(named(1))?,
            point: read(named(2))?,
            zone: read(named(3))?,
            employment: read(named(6))?,
        };
        Ok((named(0).1, shift))
    }
}

/// What must stand beside every total of these prices.
fn notes(lines: &[(String, Priced)], bank: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let mut stale: BTreeMap<String, usize> = BTreeMap::new();
    for words in lines.iter().filter_map(|(_, p)| p.stale_words()) {
        *stale.entry(words).or_default() += 1;
    }
    for (words, count) in stale {
        notes.push(format!(
            "{count} of {} shifts are later than the newest pay table and {words}, so their pay is likely to be too low.",
            lines.len()
        ));
    }
    let without = lines.iter().filter(|(_, p)| p.national_insurance.is_none()).count();
    if without > 0 {
        notes.push(format!(
            "No National Insurance figure is known for {without} shifts before 6 November 2022: it is in none of their costs."
        ));
    }
    if lines.iter().any(|(_, p)| p.unconfirmed) {
        notes.push(
            "Costs hold unconfirmed defaults: National Insurance, and for some years pay points or the London supplement."
                .to_owned(),
        );
    }
    if bank {
        notes.push(
            "Bank workers are paid for their holidays on top: that is not in these columns.".to_owned(),
        );
    }
    notes
}

const COLUMNS: [&str; 16] = [
    "shift",
    "hours",
    "plain_hours",
    "first_column_hours",
    "second_column_hours",
    "hourly_rate_pence",
    "basic_pence",
    "unsocial_first_pence",
    "unsocial_second_pence",
    "overtime_pence",
    "hcas_pence",
    "gross_pence",
    "pension_local_pence",
    "pension_total_pence",
    "trust_cost_pence",
    "public_cost_pence",
];

/// The priced shifts as a table, one row each.
pub fn report(found: &PricedFile) -> Report {
    let mut report = Report::new(&COLUMNS);
    for (name, p) in &found.lines {
        let hours = |parts: i64| Cell::Number(hours(parts));
        let pence = |pence: Pence| Cell::number(pence.get());
        report.push(vec![
            Cell::text(name),
            hours(p.columns.all()),
            hours(p.columns.plain),
            hours(p.columns.first),
            hours(p.columns.second),
            pence(p.hourly_rate),
            pence(p.basic),
            pence(p.unsocial_first),
            pence(p.unsocial_second),
            pence(p.overtime),
            pence(p.supplement),
            pence(p.gross),
            pence(p.pension_local),
            pence(p.pension_total),
            pence(p.trust_cost),
            pence(p.public_cost),
        ]);
    }
    report
}

/// Hours with as many decimals as it takes, six at most.
fn hours(parts: i64) -> String {
    let text = format!("{:.6}", Columns::hours(parts));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
