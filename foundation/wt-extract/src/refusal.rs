//! What could not be read, where it stood, and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a value stood, as the user sees it: file, sheet, row (heading rows counted, from 1), column heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// File name as given.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Row as the spreadsheet counts it, from 1.
    pub row: Option<u32>,
    /// Heading of the column, or its letter where there is none.
    pub column: Option<String>,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet {sheet}")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        Ok(())
    }
}

/// One row (or value) that was not taken: where, what was found, what was expected, how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Where it stood.
    pub at: Cell,
    /// What was found; never a personal identifier.
    pub found: String,
    /// What would have been accepted, with an example.
    pub expected: String,
    /// What to do next, in a sentence.
    pub fix: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: found '{}', expected {}", self.at, self.found, self.expected)?;
        if !self.fix.is_empty() {
            write!(f, ". {}", self.fix)?;
        }
        Ok(())
    }
}

/// Why a whole file can't be read: one sentence that says what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{file}: {what} {fix}")]
pub struct Fault {
    /// File name as given.
    pub file: String,
    /// What is wrong, as a sentence.
    pub what: String,
    /// What to do, as a sentence.
    pub fix: String,
}

impl Fault {
    /// A fault in `file`.
    pub fn new(file: &str, what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { file: file.to_owned(), what: what.into(), fix: fix.into() }
    }
}
