//! Shifts in a file, priced.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::str::FromStr;
use std::sync::mpsc::{self, Receiver, SyncSender};

use rayon::prelude::*;
use wt_extract::columns::show;
use wt_extract::table::{Limits, Source, Value};
use wt_facts::FactSet;
use wt_pay::{Employment, Moment, Priced, Pricer, Settings, Shift};
use wt_units::Pence;

use crate::EngineError;
use crate::report::{Cell, Report, quoted};

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
    // One thread reads while the other prices: each takes about half of the time.
    let (send, receive) = mpsc::sync_channel(BATCHES);
    std::thread::scope(|scope| {
        let pricing = scope.spawn(move || price_all(&receive, facts, settings));
        let read = read_shifts(name, bytes, &send);
        drop(send);
        let priced = pricing.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause));
        read.map(|()| priced)
    })
}

/// A row as read: its number, and the shift's name with the shift, or why it is none.
type Line = (u32, Result<(String, Shift), String>);
/// Rows that are handed over at once.
const BATCH: usize = 4_096;
/// Batches that may wait.
const BATCHES: usize = 8;

/// Hands the rows over in batches, in the order of the file.
fn read_shifts(name: &str, bytes: &[u8], send: &SyncSender<Vec<Line>>) -> Result<(), EngineError> {
    let refused = |f: wt_extract::Fault| EngineError::Question(format!("{}: {} {}", f.file, f.what, f.fix));
    let mut source = Source::open(name, bytes, &Limits::default()).map_err(refused)?;
    let mut heading: Option<Result<Headings, String>> = None;
    let mut batch = Vec::with_capacity(BATCH);
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
            if row.cells.iter().all(|cell| matches!(cell, Value::Empty)) {
                return ControlFlow::Continue(());
            }
            batch.push((row.number, headings.shift(row.cells)));
            if batch.len() < BATCH {
                return ControlFlow::Continue(());
            }
            match send.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        })
        .map_err(refused)?;
    // Whoever prices is gone only if it failed, and then says so itself.
    let _ = send.send(batch);
    match heading {
        None => Err(EngineError::Question(format!(
            "{name}: the file is empty. It needs the columns {}.",
            NEEDED.join(", ")
        ))),
        Some(Err(why)) => Err(EngineError::Question(format!("{name}: {why}"))),
        Some(Ok(_)) => Ok(()),
    }
}

fn price_all(batches: &Receiver<Vec<Line>>, facts: &FactSet, settings: Settings) -> PricedFile {
    let mut pricer = Pricer::new(facts, settings);
    let mut found = PricedFile { lines: Vec::new(), refused: Vec::new(), notes: Vec::new() };
    let mut bank = false;
    for (row, shift) in batches.iter().flatten() {
        let priced = shift.and_then(|(name, shift)| {
            bank |= shift.employment == Employment::Bank;
            Ok((name, pricer.price(&shift).map_err(|why| why.to_string())?))
        });
        match priced {
            Ok(line) => found.lines.push(line),
            Err(why) => found.refused.push(RefusedRow { row, why }),
        }
    }
    found.notes = notes(&found.lines, bank);
    found
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
        let text = |at: usize| match cells.get(at) {
            Some(Value::Text(text)) => Cow::Borrowed(text.trim()),
            Some(cell) => Cow::Owned(show(cell).trim().to_owned()),
            None => Cow::Borrowed(""),
        };
        let named = |column: usize| (NEEDED[column], text(self.places[column]));
        fn read<T: FromStr<Err: std::fmt::Display>>(
            (column, text): (&str, Cow<'_, str>),
        ) -> Result<T, String> {
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
        Ok((named(0).1.into_owned(), shift))
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

/// What a column after the shift's name shows.
enum Shown {
    /// Paid time, in parts of a minute.
    Hours(i64),
    Pence(Pence),
}

/// The columns after the shift's name.
fn shown(p: &Priced) -> [Shown; COLUMNS.len() - 1] {
    use Shown::{Hours, Pence};
    [
        Hours(p.columns.all()),
        Hours(p.columns.plain),
        Hours(p.columns.first),
        Hours(p.columns.second),
        Pence(p.hourly_rate),
        Pence(p.basic),
        Pence(p.unsocial_first),
        Pence(p.unsocial_second),
        Pence(p.overtime),
        Pence(p.supplement),
        Pence(p.gross),
        Pence(p.pension_local),
        Pence(p.pension_total),
        Pence(p.trust_cost),
        Pence(p.public_cost),
    ]
}

/// The priced shifts as a table, one row each.
pub fn report(found: &PricedFile) -> Report {
    let mut report = Report::new(&COLUMNS);
    for (name, priced) in &found.lines {
        let figures = shown(priced).map(|figure| match figure {
            Shown::Hours(parts) => Cell::Number(hours(parts)),
            Shown::Pence(pence) => Cell::number(pence.get()),
        });
        report.push(std::iter::once(Cell::text(name)).chain(figures).collect());
    }
    report
}

/// The same as [`Report::csv`] of that table, without building it: a year of a region's shifts is a million rows.
pub fn csv(found: &PricedFile) -> String {
    let mut out = COLUMNS.join(",");
    out.push('\n');
    let pieces: Vec<String> = found.lines.par_chunks(BATCH).map(csv_lines).collect();
    out.reserve(pieces.iter().map(String::len).sum());
    pieces.iter().for_each(|piece| out.push_str(piece));
    out
}

fn csv_lines(lines: &[(String, Priced)]) -> String {
    let mut out = String::with_capacity(lines.len() * 96);
    for (name, priced) in lines {
        out.push_str(&quoted(name));
        for figure in shown(priced) {
            out.push(',');
            match figure {
                Shown::Hours(parts) => write_hours(&mut out, parts),
                Shown::Pence(pence) => write_whole(&mut out, pence.get()),
            }
        }
        out.push('\n');
    }
    out
}

/// Hours with as many decimals as it takes, six at most.
fn hours(parts: i64) -> String {
    let mut out = String::new();
    write_hours(&mut out, parts);
    out
}

/// Hours to the nearest millionth, without closing zeros. An hour is 600,000 parts, so a part is 5/3 of a millionth.
fn write_hours(out: &mut String, parts: i64) {
    let millionths = (parts * 5 + 1).div_euclid(3);
    write_whole(out, millionths / 1_000_000);
    let mut rest = millionths % 1_000_000;
    if rest > 0 {
        out.push('.');
        let mut place = 100_000;
        while rest > 0 {
            out.push(char::from(b'0' + u8::try_from(rest / place).unwrap_or_default()));
            (rest, place) = (rest % place, place / 10);
        }
    }
}

fn write_whole(out: &mut String, number: i64) {
    out.push_str(itoa::Buffer::new().format(number));
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn hours_are_written_as_short_as_they_are() {
        let of = [0, 600_000, 4_500_000, 100_000, 1, 2, 600_001, 14_400_000].map(hours);
        assert_eq!(of, ["0", "1", "7.5", "0.166667", "0.000002", "0.000003", "1.000002", "24"]);
    }
}
