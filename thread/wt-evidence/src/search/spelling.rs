//! The words of the records that are nearest to a word that no record holds.

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Most words that one misspelt word may stand for.
const MOST: usize = 4;

/// Words within one edit (two for words of seven letters or more), the commonest first. Two neighbouring letters
/// changed about count as one edit. Only the nearest distance at which there is any word: a word one edit away is
/// meant, one that is two away is another word.
pub(super) fn nearest(searcher: &Searcher, words: Field, word: &str) -> tantivy::Result<Vec<String>> {
    let furthest = match word.chars().count() {
        0..=3 => return Ok(Vec::new()),
        4..=6 => 1,
        _ => 2,
    };
    for distance in 1..=furthest {
        let found = within(searcher, words, word, distance)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

fn within(searcher: &Searcher, words: Field, word: &str, distance: u8) -> tantivy::Result<Vec<String>> {
    let fuzzy = FuzzyTermQuery::new(Term::from_field_text(words, word), distance, true);
    let mut found: Vec<(u32, String)> = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(words)?;
        let mut stream = inverted.terms().search(fuzzy.automaton()?).into_stream()?;
        while stream.advance() {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                found.push((stream.value().doc_freq, term.to_owned()));
            }
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(found.into_iter().take(MOST).map(|(_, term)| term).collect())
}
