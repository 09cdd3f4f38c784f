//! One table of figures, for a person (aligned columns) or a machine (CSV, JSON): the same for commands, pages'
//! downloads and `/api/v1`.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde_json::{Map, Number, Value};

/// A cell: machine formats print it plainly, the table may say it in words.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A number already written out plainly, such as `5.4255` or `1653067.83`.
    Number(String),
    /// Yes or no.
    Flag(bool),
    /// Not known. Never zero.
    Missing,
}

impl Cell {
    /// Text.
    pub fn text(s: impl Into<String>) -> Self {
        Self::Text(s.into())
    }

    /// A number as it prints itself.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "amounts are small copies, and call sites stay readable"
    )]
    pub fn number(n: impl ToString) -> Self {
        Self::Number(n.to_string())
    }

    /// A float with so many decimals.
    pub fn decimals(x: f64, places: usize) -> Self {
        if x.is_finite() { Self::Number(format!("{x:.places$}")) } else { Self::Missing }
    }

    /// A cell where there is something, missing where there is nothing.
    pub fn maybe<T>(x: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        x.map_or(Self::Missing, cell)
    }

    fn plain(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Text(s) | Self::Number(s) => s,
            Self::Flag(true) => "true",
            Self::Flag(false) => "false",
            Self::Missing => "",
        })
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(s) => Value::String(s.clone()),
            // As written: the digits of a number are part of the contract.
            Self::Number(s) => serde_json::from_str::<Number>(s).map_or(Value::Null, Value::Number),
            Self::Flag(b) => Value::Bool(*b),
            Self::Missing => Value::Null,
        }
    }
}

/// Columns and rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Report {
    /// An empty table with these columns.
    pub fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row: a cell for each column, in their order.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len());
        self.rows.push(row);
    }

    /// CSV: one header row, plain numbers; text that a spreadsheet would run as a formula is made harmless.
    pub fn csv(&self) -> String {
        let mut out = self.columns.join(",");
        out.push('\n');
        for row in &self.rows {
            for (at, cell) in row.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                out.push_str(&quoted(&cell.plain()));
            }
            out.push('\n');
        }
        out
    }

    /// A workbook of one sheet: bold headings, numbers as numbers.
    ///
    /// # Errors
    /// What the writer says, for more rows than a sheet holds.
    pub fn xlsx(&self) -> Result<Vec<u8>, String> {
        workbook(&[("Sheet1", self.clone())])
    }

    fn fill(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        for (at, heading) in (0u16..).zip(&self.columns) {
            sheet.write_string_with_format(0, at, heading, &bold)?;
        }
        for (row, cells) in (1u32..).zip(&self.rows) {
            for (at, cell) in (0u16..).zip(cells) {
                match cell {
                    Cell::Text(s) => sheet.write_string(row, at, s)?,
                    Cell::Number(s) => match s.parse::<f64>() {
                        Ok(x) => sheet.write_number(row, at, x)?,
                        Err(_) => sheet.write_string(row, at, s)?,
                    },
                    Cell::Flag(b) => sheet.write_boolean(row, at, *b)?,
                    Cell::Missing => continue,
                };
            }
        }
        sheet.autofit();
        Ok(())
    }

    /// A JSON list of objects; numbers with the digits of the CSV.
    pub fn json(&self) -> String {
        let object = |row: &Vec<Cell>| {
            let pairs = self.columns.iter().zip(row).map(|(k, v)| (k.clone(), v.json()));
            Value::Object(pairs.collect::<Map<_, _>>())
        };
        let list = Value::Array(self.rows.iter().map(object).collect());
        format!("{list:#}\n")
    }

    /// Aligned columns.
    pub fn table(&self) -> String {
        let mut widths: Vec<usize> = self.columns.iter().map(|c| c.chars().count()).collect();
        for row in &self.rows {
            for (w, c) in widths.iter_mut().zip(row) {
                *w = (*w).max(c.plain().chars().count());
            }
        }
        let mut out = String::new();
        let head: Vec<Cell> = self.columns.iter().map(Cell::text).collect();
        let number = |i: usize| self.rows.iter().any(|r| matches!(r.get(i), Some(Cell::Number(_))));
        for row in std::iter::once(&head).chain(&self.rows) {
            let mut line = String::new();
            for (i, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let text = cell.plain();
                let pad = " ".repeat(width.saturating_sub(text.chars().count()));
                let (before, after) = if number(i) { (pad.as_str(), "") } else { ("", pad.as_str()) };
                line.push_str(before);
                line.push_str(&text);
                line.push_str(after);
                line.push_str("  ");
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// A workbook with a sheet for each table, by name: bold headings, numbers as numbers.
///
/// # Errors
/// What the writer says, for more rows than a sheet holds or a name that is none for a sheet.
pub fn workbook(tables: &[(&str, Report)]) -> Result<Vec<u8>, String> {
    let mut book = Workbook::new();
    for (name, table) in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).and_then(|sheet| table.fill(sheet)).map_err(|e| e.to_string())?;
    }
    book.save_to_buffer().map_err(|e| e.to_string())
}

/// A CSV field, quoted where it must be; a leading formula sign is kept apart from spreadsheets' eagerness.
pub(crate) fn quoted(s: &str) -> Cow<'_, str> {
    let risky = s.starts_with(['=', '+', '@', '\t']) || (s.starts_with('-') && s.parse::<f64>().is_err());
    let s = if risky { Cow::Owned(format!("'{s}")) } else { Cow::Borrowed(s) };
    if s.contains([',', '"', '\n', '\r']) { format!("\"{}\"", s.replace('"', "\"\"")).into() } else { s }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Report {
        let mut r = Report::new(&["code", "name", "value_pct"]);
        r.push(vec![Cell::text("RJ6"), Cell::text("Croydon, \"Health\""), Cell::decimals(5.42545, 4)]);
        r.push(vec![Cell::text("RAS"), Cell::text("=cmd()"), Cell::Missing]);
        r
    }

    #[test]
    fn machines_get_plain_numbers_and_safe_text() {
        assert_eq!(
            sample().csv(),
            "code,name,value_pct\nRJ6,\"Croydon, \"\"Health\"\"\",5.4254\nRAS,'=cmd(),\n"
        );
        let json: Value = serde_json::from_str(&sample().json()).unwrap();
        assert_eq!(
            (&json[0]["value_pct"], &json[1]["value_pct"]),
            (&serde_json::json!(5.4254), &Value::Null)
        );
    }

    #[test]
    fn people_get_aligned_columns() {
        let table = sample().table();
        assert_eq!(table.lines().count(), 3);
        assert!(table.lines().nth(1).unwrap().ends_with("5.4254"));
    }
}
