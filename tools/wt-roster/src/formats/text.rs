//! What every text reader needs: lines that know their number, and refusals that say it.

/// Why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: found {found}, expected {expected}")]
pub struct ReadError {
    /// Line, from 1; the one after the last where something is missing.
    pub line: usize,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
}

impl ReadError {
    /// A refusal of `found` on `line`.
    pub(crate) fn new(line: usize, found: &str, expected: &str) -> Self {
        let found = if found.is_empty() { "nothing".to_owned() } else { format!("'{}'", shortened(found)) };
        Self { line, found, expected: expected.to_owned() }
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(59).chain(['…']).collect() }
}

/// The cells of one line.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: usize,
    /// What stands between the commas, trimmed.
    pub(super) cells: Vec<&'a str>,
}

impl<'a> Line<'a> {
    pub(super) fn new(number: usize, text: &'a str) -> Self {
        Self { number, cells: text.split(',').map(str::trim).collect() }
    }

    /// A cell that must be there.
    pub(super) fn text(&self, at: usize, expected: &str) -> Result<&'a str, ReadError> {
        match self.cells.get(at) {
            Some(cell) if !cell.is_empty() => Ok(cell),
            _ => Err(self.refuse("", expected)),
        }
    }

    /// A whole number from 0 to a million.
    pub(super) fn number(&self, at: usize, expected: &str) -> Result<u32, ReadError> {
        let cell = self.text(at, expected)?;
        number(cell).ok_or_else(|| self.refuse(cell, expected))
    }

    pub(super) fn refuse(&self, found: &str, expected: &str) -> ReadError {
        ReadError::new(self.number, found, expected)
    }
}

/// A whole number from 0 to a million: more is a slip in any of the formats, and sums of such numbers stay small.
/// `-0`, which one published instance holds, is 0.
pub(super) fn number(text: &str) -> Option<u32> {
    if text == "-0" { Some(0) } else { text.parse().ok().filter(|number| *number <= 1_000_000) }
}
