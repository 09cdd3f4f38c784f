//! What is wrong with a record, and where.

/// A record that can't be taken: file, key, what is wrong and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {what}", .key.as_ref().map(|k| format!(", key {k}")).unwrap_or_default())]
pub struct EvidenceError {
    /// File as given.
    pub file: String,
    /// Key in the file; none where the file as a whole is wrong.
    pub key: Option<String>,
    /// What is wrong and what is expected, in words.
    pub what: String,
}

impl EvidenceError {
    pub(crate) fn new(file: &str, key: Option<&str>, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), key: key.map(str::to_owned), what: what.into() }
    }

    /// The key is the first name that the parser quotes: it says "unknown field `colour`" or "missing field
    /// `source`"; for a wrong value it is what stands before `=` on the line it points at.
    pub(crate) fn from_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let message = error.message();
        let line = error.span().and_then(|s| text.get(..s.start)).map(|before| before.lines().count().max(1));
        let at_line = line.and_then(|n| text.lines().nth(n - 1)).and_then(|l| l.split_once('='));
        let key = if message.contains("field `") {
            message.split('`').nth(1).map(str::to_owned)
        } else {
            at_line.map(|(key, _)| key.trim().to_owned()).filter(|k| !k.is_empty())
        };
        let what = match line {
            Some(n) => format!("{message} (line {n})"),
            None => message.to_owned(),
        };
        Self { file: file.to_owned(), key, what }
    }
}

/// The search index could not be built; only a fault of the program can cause it, as it lives in memory.
#[derive(Debug, thiserror::Error)]
#[error("the evidence could not be indexed")]
pub struct SearchError(#[from] tantivy::TantivyError);
