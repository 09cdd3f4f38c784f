//! A standard as a file of `standards/`: what the field has agreed before, ready for a network to take up.

use serde::Deserialize;

use crate::standard::{Clause, Source, Standard};

/// A file that is no standard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {why}")]
pub struct FileError {
    file: String,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    title: String,
    why: String,
    clauses: Vec<Clause>,
    sources: Vec<Source>,
}

/// Address and proposal of a file.
///
/// # Errors
/// [`FileError`] with the file and what is wrong in it.
pub fn parse_standard(file: &str, text: &str) -> Result<(String, Standard), FileError> {
    let wrong = |why: String| FileError { file: file.to_owned(), why };
    let read: File = toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
    if read.sources.is_empty() {
        return Err(wrong("a standard that ships with the program names its source.".to_owned()));
    }
    let standard = Standard::propose(&read.title, &read.why, read.clauses, read.sources)
        .map_err(|e| wrong(e.to_string()))?;
    Ok((read.id, standard))
}
