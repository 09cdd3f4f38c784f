//! Text cut into records and cells, without copying where there is nothing to unescape.
//!
//! Ours rather than a library's, for three reasons: blank records must be counted (row numbers are the user's), a
//! quotation mark that is never closed must be an error with a row, and cells must borrow from the file.
//! The dialect is RFC 4180 with what spreadsheets really write: any line ending, cells missing at the end of a row.

use std::borrow::Cow;

use super::text::Text;
use super::value::Value;

/// Longest cell in bytes: Excel's limit of 32,767 characters at four bytes each. A longer one is nearly always a
/// quotation mark that was opened and forgotten.
const MAX_CELL: usize = 4 * 32_767;

/// What can be wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A quotation mark opened here is never closed.
    Unclosed {
        /// Row from 1.
        row: u32,
        /// Column from 1.
        column: usize,
    },
    /// More cells than the limit.
    TooWide {
        /// Row from 1.
        row: u32,
    },
}

/// Reads record after record.
#[derive(Debug)]
pub(crate) struct Records<'t> {
    text: Text<'t>,
    bytes: &'t [u8],
    at: usize,
    row: u32,
    delimiter: u8,
    max_columns: usize,
}

impl<'t> Records<'t> {
    /// A reader from byte `start` on.
    pub(crate) fn new(text: Text<'t>, start: usize, delimiter: u8, max_columns: usize) -> Self {
        Self { text, bytes: text.bytes(), at: start, row: 0, delimiter, max_columns }
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The next record that is not blank: fills `cells` and returns its row, or `None` at the end.
    pub(crate) fn next_record(&mut self, cells: &mut Vec<Value<'t>>) -> Result<Option<u32>, Trouble> {
        while self.at < self.bytes.len() {
            self.row = self.row.saturating_add(1);
            cells.clear();
            let mut blank = true;
            loop {
                let cell = self.cell(cells.len())?;
                blank &= cell.is_empty();
                cells.push(cell);
                if cells.len() > self.max_columns {
                    return Err(Trouble::TooWide { row: self.row });
                }
                if self.bytes.get(self.at) != Some(&self.delimiter) {
                    break;
                }
                self.at += 1;
            }
            self.end_record();
            if !blank {
                return Ok(Some(self.row));
            }
        }
        Ok(None)
    }

    /// Steps over one line ending of any kind.
    fn end_record(&mut self) {
        match self.bytes.get(self.at..) {
            Some([b'\r', b'\n', ..]) => self.at += 2,
            Some([_, ..]) => self.at += 1,
            _ => {}
        }
    }

    /// Reads one cell and stops at the delimiter, line ending or end that follows it.
    fn cell(&mut self, column: usize) -> Result<Value<'t>, Trouble> {
        let start = self.at;
        if self.bytes.get(start) == Some(&b'"') {
            return self.quoted_cell(column);
        }
        self.at = self.cell_end(start);
        Ok(self.value(start, self.at))
    }

    fn cell_end(&self, from: usize) -> usize {
        let ends = |b: &u8| *b == self.delimiter || *b == b'\n' || *b == b'\r';
        let rest = self.bytes.get(from..).unwrap_or_default();
        rest.iter().position(ends).map_or(self.bytes.len(), |n| from + n)
    }

    fn quoted_cell(&mut self, column: usize) -> Result<Value<'t>, Trouble> {
        let start = self.at + 1;
        let mut at = start;
        let mut doubled = false;
        let close = loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let quote = rest.iter().take(MAX_CELL).position(|b| *b == b'"').map(|n| at + n);
            match quote.filter(|quote| quote - start <= MAX_CELL) {
                None => return Err(Trouble::Unclosed { row: self.row, column: column + 1 }),
                Some(quote) if self.bytes.get(quote + 1) == Some(&b'"') => (doubled, at) = (true, quote + 2),
                Some(quote) => break quote,
            }
        };
        self.at = self.cell_end(close + 1);
        if !doubled && self.at == close + 1 {
            return Ok(self.value(start, close));
        }
        // Characters between the closing mark and the delimiter are kept, as spreadsheets do.
        let mut whole = self.decoded(start, close).replace("\"\"", "\"");
        whole.push_str(&self.decoded(close + 1, self.at));
        Ok(Value::text(whole))
    }

    fn value(&self, from: usize, to: usize) -> Value<'t> {
        if from == to { Value::Empty } else { Value::text(self.decoded(from, to)) }
    }

    /// The text between two bytes, each of which stands beside an ASCII character or an end.
    fn decoded(&self, from: usize, to: usize) -> Cow<'t, str> {
        match self.text {
            Text::Utf8(text) => Cow::Borrowed(text.get(from..to).unwrap_or_default()),
            Text::Windows1252(bytes) => {
                let bytes = bytes.get(from..to).unwrap_or_default();
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0
            }
        }
    }
}
