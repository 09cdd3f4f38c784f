//! Text with the words that were asked for marked as ranges, so that any page can show them in its own way.

use std::collections::BTreeSet;
use std::ops::Range;

use super::index::Fields;

/// A text and the bytes of it that answer the question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// The text; plain, not HTML.
    pub text: String,
    /// Byte ranges in it, in order, apart from each other, on character boundaries.
    pub marks: Vec<Range<usize>>,
}

impl Marked {
    /// The text in pieces, each with whether it is marked.
    pub fn parts(&self) -> Vec<(&str, bool)> {
        let mut parts = Vec::new();
        let mut from = 0;
        for mark in &self.marks {
            parts.push((self.text.get(from..mark.start).unwrap_or_default(), false));
            parts.push((self.text.get(mark.clone()).unwrap_or_default(), true));
            from = mark.end;
        }
        parts.push((self.text.get(from..).unwrap_or_default(), false));
        parts.retain(|(piece, _)| !piece.is_empty());
        parts
    }
}

pub(super) fn mark(fields: &Fields, text: &str, stems: &BTreeSet<String>) -> Marked {
    let marks = hits(fields, text, stems).into_iter().map(|(_, bytes)| bytes).collect();
    Marked { text: text.to_owned(), marks }
}

/// The stretch of at most `length` characters that holds most different words of the question; the beginning where
/// there is none. Cut between words, with "…" where text was left out.
pub(super) fn snippet(fields: &Fields, text: &str, stems: &BTreeSet<String>, length: usize) -> Marked {
    let hits = hits(fields, text, stems);
    let window = window(text, best_start(text, &hits, length), length);
    let before = if window.start > 0 { "\u{2026}" } else { "" };
    let after = if window.end < text.len() { "\u{2026}" } else { "" };
    let marks = hits
        .into_iter()
        .map(|(_, bytes)| bytes)
        .filter(|bytes| window.start <= bytes.start && bytes.end <= window.end)
        .map(|b| b.start - window.start + before.len()..b.end - window.start + before.len())
        .collect();
    let inside = text.get(window).unwrap_or_default();
    Marked { text: format!("{before}{inside}{after}"), marks }
}

fn hits(fields: &Fields, text: &str, stems: &BTreeSet<String>) -> Vec<(String, Range<usize>)> {
    fields.tokens(text).into_iter().filter(|(stem, _)| stems.contains(stem)).collect()
}

/// The hit from which on `length` characters hold most different stems; the first such. A little text before it is
/// kept, so that the reader sees what the sentence is about.
fn best_start(text: &str, hits: &[(String, Range<usize>)], length: usize) -> usize {
    let different = |from: usize| {
        let near = hits.iter().filter(|(_, b)| b.start >= from && b.end <= from.saturating_add(length));
        near.map(|(stem, _)| stem.as_str()).collect::<BTreeSet<_>>().len()
    };
    let mut best: Option<(usize, usize)> = None;
    for (_, bytes) in hits {
        let count = different(bytes.start);
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, bytes.start));
        }
    }
    let start = best.map_or(0, |(_, start)| start);
    let sentence = text.get(..start).and_then(|before| before.rfind(". ")).map_or(0, |dot| dot + 2);
    if start - sentence <= length / 3 { sentence } else { start }
}

fn window(text: &str, start: usize, length: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    let Some((full, _)) = rest.char_indices().nth(length) else { return start..text.len() };
    let words = rest.get(..full).and_then(|cut| cut.rfind(char::is_whitespace)).filter(|&end| end > 0);
    start..start + words.unwrap_or(full)
}
