//! What is indexed of a record, and how: stemmed English in three fields, and plain words for spelling.

use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
    TokenizerManager,
};
use tantivy::{Index, IndexReader, ReloadPolicy, SingleSegmentIndexWriter, TantivyDocument};

use super::facets::Labels;
use crate::{EvidenceItem, Library};

/// The least that tantivy's writer accepts; the whole library is a few hundred kilobytes.
const WRITER_BYTES: usize = 15_000_000;
/// Longest word kept, in bytes; longer ones are addresses and the like.
const LONGEST_WORD: usize = 40;

/// Fields of the index and how text becomes words.
pub(super) struct Fields {
    pub title: Field,
    pub tags: Field,
    pub body: Field,
    /// Every word as written, in lower case: what misspelt words are held against.
    pub words: Field,
    english: TextAnalyzer,
}

/// A record as the search keeps it beside the index.
pub(super) struct Entry {
    pub id: String,
    pub title: String,
    pub body: String,
    pub labels: Labels,
}

impl Fields {
    /// Stems of `text` in order.
    pub fn stems(&self, text: &str) -> Vec<String> {
        self.tokens(text).into_iter().map(|(stem, _)| stem).collect()
    }

    /// Stems of `text` in order, with the bytes each stands at.
    pub fn tokens(&self, text: &str) -> Vec<(String, std::ops::Range<usize>)> {
        // A token stream changes its analyser, so each use takes its own; it holds no data to copy.
        let mut english = self.english.clone();
        let mut stream = english.token_stream(text);
        let mut tokens = Vec::new();
        stream.process(&mut |t| tokens.push((t.text.clone(), t.offset_from..t.offset_to)));
        tokens
    }
}

fn english() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
}

fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

pub(super) fn build(library: &Library) -> tantivy::Result<(IndexReader, Fields, Vec<Entry>)> {
    let mut schema = Schema::builder();
    let fields = Fields {
        title: schema.add_text_field("title", options("english", IndexRecordOption::WithFreqsAndPositions)),
        tags: schema.add_text_field("tags", options("english", IndexRecordOption::WithFreqsAndPositions)),
        body: schema.add_text_field("body", options("english", IndexRecordOption::WithFreqsAndPositions)),
        words: schema.add_text_field("words", options("plain", IndexRecordOption::Basic)),
        english: english(),
    };
    let tokenizers = TokenizerManager::new();
    tokenizers.register("english", english());
    tokenizers.register("plain", plain());
    let mut entries = Vec::new();
    // This writer starts no thread and makes one segment in the order of writing.
    let mut writer: SingleSegmentIndexWriter = Index::builder()
        .schema(schema.build())
        .tokenizers(tokenizers)
        .single_segment_index_writer(RamDirectory::create(), WRITER_BYTES)?;
    for item in library.items() {
        let (entry, tags) = (entry(item), tags(library, item));
        let mut document = TantivyDocument::default();
        document.add_text(fields.title, &entry.title);
        document.add_text(fields.tags, &tags);
        document.add_text(fields.body, &entry.body);
        for text in [&entry.title, &tags, &entry.body] {
            document.add_text(fields.words, text);
        }
        writer.add_document(document)?;
        entries.push(entry);
    }
    let index = writer.finalize()?;
    // Nothing is written after this, so nothing needs to watch for changes.
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok((reader, fields, entries))
}

fn options(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

fn entry(item: &EvidenceItem) -> Entry {
    Entry { id: item.id.clone(), title: item.title.clone(), body: body(item), labels: Labels::of(item) }
}

fn tags(library: &Library, item: &EvidenceItem) -> String {
    let insights = item.insights.iter().filter_map(|id| library.insight(id)).map(|i| i.title.as_str());
    let metrics = item.metrics.iter().map(|bearing| bearing.metric.as_str());
    let tags = item.tags.iter().map(String::as_str);
    tags.chain(insights).chain(metrics).collect::<Vec<_>>().join(" \u{b7} ")
}

fn body(item: &EvidenceItem) -> String {
    let stated = [&item.setting, &item.led_by, &item.stopped, &item.cost];
    let mut parts = vec![item.summary.clone(), item.done.clone()];
    parts.extend(stated.into_iter().filter_map(|text| text.get().map(str::to_owned)));
    parts.extend(item.results.iter().map(|r| format!("{}: {}.", r.measure, r.words())));
    parts.extend(item.metrics.iter().map(|bearing| bearing.why.clone()));
    parts.push(item.caveat.clone());
    parts.push(item.source.title.clone());
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
