//! Between a reader and the sink: counts, addresses refusals and remembers what the summary says.

use std::collections::BTreeSet;

use wt_units::Month;

use crate::columns::Problem;
use crate::{Accepted, Cell, Fault, Refusal, Sink};

use super::Col;

/// Rows that were left out, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Skipped {
    /// Why, in words.
    pub reason: String,
    /// How many.
    pub count: u64,
    /// The first of them, as a spreadsheet counts.
    pub rows: Vec<u32>,
}

/// Rows named per reason; more are only counted.
const NAMED: usize = 10;

/// What readers hand over to.
pub(crate) struct Out<'s> {
    sink: &'s mut dyn Sink,
    file: String,
    sheet: Option<String>,
    months: BTreeSet<Month>,
    last: Option<Month>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) notes: Vec<String>,
    pub(crate) accepted: u64,
}

impl<'s> Out<'s> {
    pub(crate) fn new(sink: &'s mut dyn Sink, file: &str, sheet: Option<String>) -> Self {
        let (file, months) = (file.to_owned(), BTreeSet::new());
        Self { sink, file, sheet, months, last: None, skipped: Vec::new(), notes: Vec::new(), accepted: 0 }
    }

    /// Hands over a row that passed.
    pub(crate) fn accept(&mut self, row: Accepted) {
        let month = match &row {
            Accepted::Measure(measure) => Some(measure.month),
            _ => None,
        };
        if month.is_some() && month != self.last {
            self.last = month;
            self.months.extend(month);
        }
        self.accepted += 1;
        self.sink.accept(row);
    }

    /// Hands over a refusal at `row` in `column`.
    pub(crate) fn refuse(&mut self, row: u32, column: &Col, problem: Problem) {
        let column = (!column.heading.is_empty()).then(|| column.heading.clone());
        let at = Cell { file: self.file.clone(), sheet: self.sheet.clone(), row: Some(row), column };
        let Problem { found, expected, fix } = problem;
        self.sink.refuse(Refusal { at, found, expected, fix });
    }

    /// Remembers that `row` was left out.
    pub(crate) fn skip(&mut self, row: u32, reason: &str) {
        let at = match self.skipped.iter().position(|s| s.reason == reason) {
            Some(at) => at,
            None => {
                self.skipped.push(Skipped { reason: reason.to_owned(), count: 0, rows: Vec::new() });
                self.skipped.len() - 1
            }
        };
        let skipped = &mut self.skipped[at];
        skipped.count += 1;
        if skipped.rows.len() < NAMED {
            skipped.rows.push(row);
        }
    }

    /// Says something about the whole file.
    pub(crate) fn note(&mut self, words: impl Into<String>) {
        self.notes.push(words.into());
    }

    /// Tells the sink how far we are; true if it asks to stop.
    pub(crate) fn progress(&mut self, rows: u64) -> bool {
        self.sink.progress(rows)
    }

    /// A fault of this file.
    pub(crate) fn fault(&self, what: impl Into<String>, fix: impl Into<String>) -> Fault {
        Fault::new(&self.file, what, fix)
    }

    pub(crate) fn months(&self) -> Vec<Month> {
        self.months.iter().copied().collect()
    }
}
