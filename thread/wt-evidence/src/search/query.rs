//! From a question in any words to a query that can't fail.

use tantivy::query::{BooleanQuery, BoostQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::index::Fields;
use super::synonyms::GROUPS;

/// A title says what a record is about; tags were chosen to find it; the body only mentions.
const TITLE: f32 = 4.0;
const TAGS: f32 = 2.5;
const BODY: f32 = 1.0;
/// What a synonym counts for against the word itself.
const SYNONYM: f32 = 0.5;
/// Most concepts of one question; the rest adds nothing but work.
const MOST: usize = 24;
/// Words that say nothing about what is wanted.
const EMPTY: &[&str] = &[
    "a", "about", "an", "and", "are", "as", "at", "be", "by", "did", "do", "does", "for", "from", "has",
    "have", "how", "i", "in", "is", "it", "of", "on", "or", "that", "the", "their", "this", "to", "was",
    "we", "were", "what", "when", "where", "which", "who", "why", "with", "you",
];

/// One thing that is asked for, and every way to say it.
pub(super) struct Concept {
    /// As it was typed, or as it was corrected.
    pub said: String,
    /// Ways to say it, each a run of stems; the first is the one that was said.
    pub ways: Vec<Vec<String>>,
}

/// Whether each concept must be met.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    All,
    Any,
}

/// The concepts of a question: at each word the longest phrase that has synonyms, else the word itself.
pub(super) fn concepts(fields: &Fields, asked: &str) -> Vec<Concept> {
    let groups: Vec<Vec<Vec<String>>> =
        GROUPS.iter().map(|group| group.iter().map(|phrase| fields.stems(phrase)).collect()).collect();
    let tokens = fields.tokens(asked);
    let mut concepts: Vec<Concept> = Vec::new();
    let mut at = 0;
    while at < tokens.len() && concepts.len() < MOST {
        let rest: Vec<&str> = tokens[at..].iter().map(|(stem, _)| stem.as_str()).collect();
        let (length, ways) = longest(&groups, &rest).unwrap_or_else(|| (1, vec![vec![tokens[at].0.clone()]]));
        let bytes = tokens[at].1.start..tokens[at + length - 1].1.end;
        let said = asked.get(bytes).unwrap_or_default().to_lowercase();
        let empty = length == 1 && EMPTY.contains(&said.as_str());
        if !empty && !concepts.iter().any(|c| c.ways == ways) {
            concepts.push(Concept { said, ways });
        }
        at += length;
    }
    concepts
}

/// The longest phrase of any group that `stems` start with: its length, and every phrase of every group that holds it.
fn longest(groups: &[Vec<Vec<String>>], stems: &[&str]) -> Option<(usize, Vec<Vec<String>>)> {
    let starts = |phrase: &&Vec<String>| {
        phrase.len() <= stems.len() && phrase.iter().zip(stems).all(|(a, b)| a.as_str() == *b)
    };
    let best = groups.iter().flatten().filter(starts).max_by_key(|phrase| phrase.len())?;
    let mut ways = vec![best.clone()];
    for phrase in groups.iter().filter(|group| group.contains(best)).flatten() {
        if !ways.contains(phrase) {
            ways.push(phrase.clone());
        }
    }
    Some((best.len(), ways))
}

/// Whether some record holds any word of the concept.
pub(super) fn is_known(searcher: &Searcher, fields: &Fields, concept: &Concept) -> tantivy::Result<bool> {
    for stem in concept.ways.iter().flatten() {
        for field in [fields.title, fields.tags, fields.body] {
            if searcher.doc_freq(&Term::from_field_text(field, stem))? > 0 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

pub(super) fn build(fields: &Fields, concepts: &[Concept], need: Need) -> BooleanQuery {
    let occur = if need == Need::All { Occur::Must } else { Occur::Should };
    BooleanQuery::new(concepts.iter().map(|concept| (occur, anywhere(fields, concept))).collect())
}

fn anywhere(fields: &Fields, concept: &Concept) -> Box<dyn Query> {
    let places = [(fields.title, TITLE), (fields.tags, TAGS), (fields.body, BODY)];
    let mut ways: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for (n, way) in concept.ways.iter().enumerate() {
        let share = if n == 0 { 1.0 } else { SYNONYM };
        for (field, weight) in places {
            if let Some(query) = phrase(field, way) {
                ways.push((Occur::Should, Box::new(BoostQuery::new(query, weight * share))));
            }
        }
    }
    Box::new(BooleanQuery::new(ways))
}

fn phrase(field: Field, stems: &[String]) -> Option<Box<dyn Query>> {
    let mut terms: Vec<Term> = stems.iter().map(|stem| Term::from_field_text(field, stem)).collect();
    match terms.len() {
        0 => None,
        1 => terms.pop().map(|t| Box::new(TermQuery::new(t, IndexRecordOption::WithFreqs)) as Box<dyn Query>),
        // tantivy's phrase query refuses fewer than two words.
        _ => Some(Box::new(PhraseQuery::new(terms))),
    }
}
