//! Cells of one row by column, each parsed or refused with its address.

use jiff::civil::Date;
use wt_extract::columns::{ColumnKind, ColumnSpec, Problem, date, show};
use wt_extract::table::{Row, Value};
use wt_extract::{Cell, Refusal};
use wt_units::{Quantity, UnitName};

use crate::model::Pseudonym;
use crate::time::When;

static EMPTY: Value<'static> = Value::Empty;

pub(super) struct Cells<'r> {
    file: &'r str,
    sheet: Option<&'r str>,
    row: &'r Row<'r>,
    columns: &'static [ColumnSpec],
    places: &'r [Option<usize>],
    pub(super) refusals: Vec<Refusal>,
}

impl<'r> Cells<'r> {
    pub(super) fn new(
        file: &'r str,
        sheet: Option<&'r str>,
        row: &'r Row<'r>,
        (columns, places): (&'static [ColumnSpec], &'r [Option<usize>]),
    ) -> Self {
        Self { file, sheet, row, columns, places, refusals: Vec::new() }
    }

    pub(super) fn row(&self) -> u32 {
        self.row.number
    }

    fn value(&self, column: &str) -> &'r Value<'r> {
        let at = self.columns.iter().position(|spec| spec.name == column);
        let place = at.and_then(|at| self.places.get(at).copied().flatten());
        place.and_then(|place| self.row.cells.get(place)).unwrap_or(&EMPTY)
    }

    pub(super) fn text(&self, column: &str) -> Option<String> {
        let text = match self.value(column) {
            Value::Text(text) => text.trim().chars().take(120).collect(),
            other => show(other),
        };
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn refuse(&mut self, column: &str, expected: impl Into<String>) {
        let found = self.text(column).unwrap_or_else(|| "nothing".to_owned());
        self.refuse_as(column, found, expected.into(), "Correct the cell and read the file again.");
    }

    fn refuse_as(&mut self, column: &str, found: String, expected: String, fix: &str) {
        let at = Cell {
            file: self.file.to_owned(),
            sheet: self.sheet.map(str::to_owned),
            row: Some(self.row.number),
            column: Some(column.to_owned()),
        };
        self.refusals.push(Refusal { at, found, expected, fix: fix.to_owned() });
    }

    fn problem(&mut self, column: &str, problem: Problem) {
        let Problem { found, expected, fix } = problem;
        self.refuse_as(column, found, expected, &fix);
    }

    pub(super) fn unit(&mut self) -> Option<UnitName> {
        let unit = self.text("unit").and_then(|text| text.parse().ok());
        if unit.is_none() {
            self.refuse("unit", ColumnKind::Unit.expected());
        }
        unit
    }

    /// A pseudonym; what looks like a name is refused and not repeated.
    pub(super) fn person(&mut self, needed: bool) -> Option<Pseudonym> {
        let Some(text) = self.text("person") else {
            if needed {
                self.refuse("person", "a pseudonym, such as p-104");
            }
            return None;
        };
        if text.contains('@') || !text.chars().any(|c| c.is_ascii_digit()) {
            self.refuse_as(
                "person",
                "(not repeated here: it may be somebody's name)".to_owned(),
                "a pseudonym with a digit, such as p-104".to_owned(),
                "Replace names by pseudonyms at the source.",
            );
            return None;
        }
        Some(text.into())
    }

    /// A word of a list, which must be there.
    pub(super) fn word<T>(&mut self, column: &str, read: fn(&str) -> Option<T>, expected: &str) -> Option<T> {
        let word = self.text(column).and_then(|text| read(&text));
        if word.is_none() {
            self.refuse(column, expected);
        }
        word
    }

    /// A word that may be missing.
    pub(super) fn maybe<T>(
        &mut self,
        column: &str,
        read: fn(&str) -> Option<T>,
        expected: &str,
    ) -> Option<T> {
        let text = self.text(column)?;
        let word = read(&text);
        if word.is_none() {
            self.refuse(column, expected);
        }
        word
    }

    pub(super) fn yes(&mut self, column: &str) -> bool {
        let read = |text: &str| match text.to_ascii_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Some(true),
            "no" | "n" | "false" | "0" => Some(false),
            _ => None,
        };
        self.maybe(column, read, "yes, no or nothing").unwrap_or(false)
    }

    pub(super) fn when(&mut self, column: &str) -> Option<When> {
        if matches!(self.value(column), Value::Date(_) | Value::Number(_)) {
            let fix =
                "A workbook keeps times as numbers that this reader does not take: save the sheet as CSV.";
            self.refuse_as(column, show(self.value(column)), When::EXPECTED.to_owned(), fix);
            return None;
        }
        self.word(column, When::read, When::EXPECTED)
    }

    pub(super) fn day(&mut self, column: &str) -> Option<Date> {
        match date(self.value(column)) {
            Ok(day) => day,
            // A day with a time behind it, as exports have it.
            Err(problem) => match self.text(column).and_then(|text| When::read(&text)) {
                Some(when) => Some(when.date()),
                None => {
                    self.problem(column, problem);
                    None
                }
            },
        }
    }

    pub(super) fn must_day(&mut self, column: &str) -> Option<Date> {
        let before = self.refusals.len();
        let day = self.day(column);
        if day.is_none() && self.refusals.len() == before {
            self.refuse(column, ColumnKind::Date.expected());
        }
        day
    }

    /// An amount; none where the cell is blank or refused.
    pub(super) fn amount(&mut self, column: &str, negative: bool) -> Option<Quantity> {
        let read = match self.value(column) {
            Value::Number(number) => Quantity::from_f64(*number),
            _ => {
                let text = self.text(column)?;
                text.trim_start_matches('£').replace(',', "").parse().ok()
            }
        };
        let read = read.filter(|amount| negative || !amount.is_negative());
        if read.is_none() {
            self.refuse(column, ColumnKind::Quantity { negative }.expected());
        }
        read
    }

    pub(super) fn must_amount(&mut self, column: &str) -> Option<Quantity> {
        let before = self.refusals.len();
        let amount = self.amount(column, false);
        if amount.is_none() && self.refusals.len() == before {
            self.refuse(column, ColumnKind::Quantity { negative: false }.expected());
        }
        amount
    }
}
