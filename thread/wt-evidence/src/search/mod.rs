//! Finding evidence by words: stemmed, ranked, forgiving of typing, and never in error.
//!
//! A question becomes *concepts*: a word, or a phrase that has synonyms (`query`). A word that no record holds is
//! replaced by the nearest ones that some record does hold (`spelling`). All concepts must be met; where no record
//! meets them all, any will do, and a note says so. Titles weigh more than tags, tags more than the body. Facets and
//! filters are counted over the records themselves, which are few and in memory.

mod facets;
mod index;
mod marks;
mod query;
mod spelling;
mod synonyms;

pub use facets::{Count, Facets, Filters};
pub use marks::Marked;

use std::collections::BTreeSet;

use tantivy::collector::TopDocs;
use tantivy::{IndexReader, Searcher};

use crate::{Library, SearchError};
use facets::Labels;
use index::{Entry, Fields};
use query::{Concept, Need};

/// Longest question that is looked at, in characters; nobody types more, and a pasted document is no question.
const LONGEST: usize = 400;
/// Length of a snippet in characters.
const SNIPPET: usize = 220;
const ALL_WORDS: &str = "No record holds all of these words; these hold some of them.";
const SHORTENED: &str = "The question was long; only its beginning was used.";
const FAULT: &str = "The search could not be carried out; choose a subject instead.";

/// An index of a library, in memory.
pub struct Search {
    reader: IndexReader,
    fields: Fields,
    entries: Vec<Entry>,
}

/// One record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Slug of the item.
    pub id: String,
    /// Title, with the words that were asked for marked.
    pub title: Marked,
    /// The part of the text that answers best, marked likewise.
    pub snippet: Marked,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchAnswer {
    /// Best first, at most as many as asked for.
    pub hits: Vec<Hit>,
    /// How many records match in all.
    pub total: usize,
    /// How many would match under each label.
    pub facets: Facets,
    /// The question as it was understood, where words were replaced: "pharmacist" for "pharmacsit".
    pub did_you_mean: Option<String>,
    /// Sentences that the reader should see.
    pub notes: Vec<String>,
}

impl Search {
    /// Indexes every item of `library`.
    ///
    /// # Errors
    /// Only if the index in memory can't be written, which is a fault of the program.
    pub fn build(library: &Library) -> Result<Self, SearchError> {
        let (reader, fields, entries) = index::build(library)?;
        Ok(Self { reader, fields, entries })
    }

    /// Records that answer `question` under `filters`, best first. Any text is a question: it has no syntax to get
    /// wrong. An empty one lists every record, the stronger first.
    pub fn search(&self, question: &str, filters: &Filters, limit: usize) -> SearchAnswer {
        let mut answer = SearchAnswer::default();
        let asked: String = question.chars().take(LONGEST).collect();
        if asked.len() < question.len() {
            answer.notes.push(SHORTENED.to_owned());
        }
        let searcher = self.reader.searcher();
        let found = self.understand(&searcher, &asked, &mut answer).and_then(|concepts| {
            let order = self.ranked(&searcher, &concepts, &mut answer)?;
            Ok((concepts, order))
        });
        match found {
            Ok((concepts, order)) => self.fill(&mut answer, &concepts, &order, filters, limit),
            Err(_) => answer.notes.push(FAULT.to_owned()),
        }
        answer
    }

    fn understand(
        &self,
        searcher: &Searcher,
        asked: &str,
        answer: &mut SearchAnswer,
    ) -> tantivy::Result<Vec<Concept>> {
        let mut concepts = query::concepts(&self.fields, asked);
        let mut corrected = false;
        for concept in &mut concepts {
            if !query::is_known(searcher, &self.fields, concept)? {
                let nearest = spelling::nearest(searcher, self.fields.words, &concept.said)?;
                if let Some(best) = nearest.first() {
                    corrected = true;
                    concept.said.clone_from(best);
                    concept.ways = nearest.iter().map(|word| self.fields.stems(word)).collect();
                }
            }
        }
        if corrected {
            let said: Vec<&str> = concepts.iter().map(|c| c.said.as_str()).collect();
            answer.did_you_mean = Some(said.join(" "));
        }
        Ok(concepts)
    }

    /// Places of the matching records in `entries`, best first.
    fn ranked(
        &self,
        searcher: &Searcher,
        concepts: &[Concept],
        answer: &mut SearchAnswer,
    ) -> tantivy::Result<Vec<usize>> {
        if concepts.is_empty() {
            return Ok(self.by_strength());
        }
        let most = TopDocs::with_limit(self.entries.len().max(1)).order_by_score();
        let mut hits = searcher.search(&query::build(&self.fields, concepts, Need::All), &most)?;
        if hits.is_empty() && concepts.len() > 1 {
            hits = searcher.search(&query::build(&self.fields, concepts, Need::Any), &most)?;
            if !hits.is_empty() {
                answer.notes.push(ALL_WORDS.to_owned());
            }
        }
        // The index is one segment written in the order of `entries`, so a document's number is its place there.
        Ok(hits.into_iter().map(|(_, at)| at.doc_id as usize).collect())
    }

    fn by_strength(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|&n| std::cmp::Reverse(self.entries[n].labels.strength));
        order
    }

    fn fill(
        &self,
        answer: &mut SearchAnswer,
        concepts: &[Concept],
        order: &[usize],
        filters: &Filters,
        limit: usize,
    ) {
        let found: Vec<&Entry> = order.iter().filter_map(|&n| self.entries.get(n)).collect();
        let labels: Vec<&Labels> = found.iter().map(|entry| &entry.labels).collect();
        answer.facets = facets::count(&labels, filters);
        let kept: Vec<&Entry> = found.into_iter().filter(|entry| filters.keep(&entry.labels)).collect();
        answer.total = kept.len();
        let stems: BTreeSet<String> =
            concepts.iter().flat_map(|c| c.ways.iter().flatten().cloned()).collect();
        answer.hits = kept.into_iter().take(limit).map(|entry| self.hit(entry, &stems)).collect();
    }

    fn hit(&self, entry: &Entry, stems: &BTreeSet<String>) -> Hit {
        Hit {
            id: entry.id.clone(),
            title: marks::mark(&self.fields, &entry.title, stems),
            snippet: marks::snippet(&self.fields, &entry.body, stems, SNIPPET),
        }
    }
}
