//! Tables of cells: one line a row, columns by heading, quotes around what holds a comma.

use super::super::text::{ReadError, number};
use crate::model::{Bound, Limit, Weight};

/// The rows of a file below its headings.
pub(crate) struct Table<'a> {
    headings: &'a [&'a str],
    columns: Vec<Option<usize>>,
    rows: Vec<(usize, Vec<String>)>,
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table<'a>,
    /// Line in the file, from 1.
    pub(crate) line: usize,
    cells: &'a [String],
}

impl<'a> Table<'a> {
    /// Reads a text whose columns are among `headings`, of which the first `needed` must be there.
    pub(crate) fn read(text: &str, headings: &'a [&'a str], needed: usize) -> Result<Self, ReadError> {
        let mut lines = (1..).zip(text.trim_start_matches('\u{feff}').lines());
        let (at, first) = lines.next().unwrap_or((1, ""));
        let found = split(at, first)?;
        let mut columns = vec![None; headings.len()];
        for (column, heading) in found.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
            let place = headings.iter().position(|known| heading.eq_ignore_ascii_case(known));
            let place = place.ok_or_else(|| ReadError::new(at, heading, &one_of("a heading", headings)))?;
            if columns[place].replace(column).is_some() {
                return Err(ReadError::new(at, heading, "each heading once"));
            }
        }
        for (column, heading) in columns.iter().zip(headings).take(needed) {
            if column.is_none() {
                return Err(ReadError::new(at, "", &format!("the heading {heading}")));
            }
        }
        let mut rows = Vec::new();
        for (line, raw) in lines.filter(|(_, raw)| !raw.trim().is_empty() && !raw.starts_with('#')) {
            let cells = split(line, raw)?;
            if let Some(extra) = cells.iter().skip(found.len()).find(|cell| !cell.is_empty()) {
                return Err(ReadError::new(line, extra, "no more cells than headings"));
            }
            rows.push((line, cells));
        }
        Ok(Self { headings, columns, rows })
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }

    /// The line after the last row.
    pub(crate) fn end(&self) -> usize {
        self.rows.last().map_or(2, |(line, _)| line + 1)
    }
}

impl<'a> Row<'a> {
    pub(crate) fn refuse(&self, found: &str, expected: &str) -> ReadError {
        ReadError::new(self.line, found, expected)
    }

    /// The cell under a heading; empty where there is none.
    pub(crate) fn cell(&self, heading: &str) -> &'a str {
        let place = self.table.headings.iter().position(|known| *known == heading);
        let column = place.and_then(|place| self.table.columns[place]);
        column.and_then(|column| self.cells.get(column)).map_or("", String::as_str)
    }

    /// A cell that must not be empty.
    pub(crate) fn text(&self, heading: &str, expected: &str) -> Result<&'a str, ReadError> {
        let cell = self.cell(heading);
        if cell.is_empty() { Err(self.refuse("", &format!("{expected} under {heading}"))) } else { Ok(cell) }
    }

    /// A whole number from 0 to a million.
    pub(crate) fn number(&self, heading: &str) -> Result<u32, ReadError> {
        let expected = "a whole number from 0 to 1000000";
        let cell = self.text(heading, expected)?;
        number(cell).ok_or_else(|| self.refuse(cell, &format!("{expected} under {heading}")))
    }

    /// A number, 0 where the cell is empty.
    pub(crate) fn number_or_none(&self, heading: &str) -> Result<u32, ReadError> {
        if self.cell(heading).is_empty() { Ok(0) } else { self.number(heading) }
    }

    pub(crate) fn weight(&self, heading: &str) -> Result<Weight, ReadError> {
        let expected = format!("hard, or points from 0 to 1000000, under {heading}");
        let cell = self.cell(heading);
        weight(cell).ok_or_else(|| self.refuse(cell, &expected))
    }

    /// The bounds under `min`, `min_weight`, `max` and `max_weight`.
    pub(crate) fn limit(&self) -> Result<Limit, ReadError> {
        let bound = |at: &str, weight: &str| {
            if self.cell(at).is_empty() {
                if !self.cell(weight).is_empty() {
                    return Err(self.refuse("", &format!("a number under {at}, since {weight} is given")));
                }
                return Ok(None);
            }
            Ok(Some(Bound { at: self.number(at)?, weight: self.weight(weight)? }))
        };
        let limit = Limit { min: bound("min", "min_weight")?, max: bound("max", "max_weight")? };
        if let (Some(min), Some(max)) = (limit.min, limit.max)
            && min.at > max.at
            && (min.weight, max.weight) == (Weight::Hard, Weight::Hard)
        {
            return Err(self.refuse(self.cell("min"), "no more at least than at most where both are hard"));
        }
        Ok(limit)
    }
}

/// `hard`, or points.
pub(crate) fn weight(text: &str) -> Option<Weight> {
    if text == "hard" { Some(Weight::Hard) } else { number(text).map(Weight::Soft) }
}

pub(crate) fn one_of(what: &str, known: &[&str]) -> String {
    format!("{what} out of {}", known.join(", "))
}

/// The cells of a line, trimmed; a quote within quotes is doubled.
fn split(line: usize, raw: &str) -> Result<Vec<String>, ReadError> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = raw.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            letter => cell.push(letter),
        }
    }
    if quoted {
        return Err(ReadError::new(line, raw, "a closing quote on the same line"));
    }
    cells.push(cell.trim().to_owned());
    Ok(cells)
}

/// A cell as it is written.
pub(crate) fn quoted(cell: &str) -> String {
    let plain = !cell.contains([',', '"']) && !cell.starts_with('#');
    if plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}
