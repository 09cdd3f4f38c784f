//! Lines of words, and what may stand in them.

use super::super::text::{ReadError, number};
use crate::model::{Bound, Limit, Weight};

/// A line in words.
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) words: Vec<&'a str>,
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let numbered = (1..).zip(text.trim_start_matches('\u{feff}').lines());
    numbered
        .map(|(number, raw)| Line { number, words: raw.split_whitespace().collect() })
        .filter(|line| !line.words.is_empty())
}

impl<'a> Line<'a> {
    pub(super) fn refuse(&self, found: &str, expected: &str) -> ReadError {
        ReadError::new(self.number, found, expected)
    }

    pub(super) fn text(&self, at: usize, expected: &str) -> Result<&'a str, ReadError> {
        self.words.get(at).copied().ok_or_else(|| self.refuse("", expected))
    }

    pub(super) fn number(&self, at: usize, expected: &str) -> Result<u32, ReadError> {
        let text = self.text(at, expected)?;
        number(text).ok_or_else(|| self.refuse(text, expected))
    }

    /// `(1,2)`.
    pub(super) fn pair(&self, at: usize, expected: &str) -> Result<(u32, u32), ReadError> {
        let text = self.text(at, expected)?;
        let inside = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).and_then(|t| t.split_once(','));
        let found = inside.and_then(|(a, b)| Some((number(a.trim())?, number(b.trim())?)));
        found.ok_or_else(|| self.refuse(text, expected))
    }

    /// At least and at most.
    pub(super) fn limits(&self, at: usize, weight: u32) -> Result<Limit, ReadError> {
        let (least, most) = self.pair(at, "least and most, such as (2,5)")?;
        if least > most {
            return Err(self.refuse(self.words[at], "no more at least than at most"));
        }
        let bound = |at| Some(Bound { at, weight: Weight::Soft(weight) });
        Ok(Limit { min: bound(least), max: bound(most) })
    }
}
