//! Why an act is not taken, in a sentence.

/// A sentence that says why, and what would have to come first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(String);

pub(crate) fn refuse<T>(words: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(words.into()))
}

/// Longest text that any field takes, in characters.
const LONGEST: usize = 4_000;

/// Words without blanks at their ends, refused where there are none, or more than a reader takes.
pub(crate) fn said(what: &str, words: &str) -> Result<String, Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return refuse(format!("Say {what}."));
    }
    let long = words.chars().count();
    if long > LONGEST {
        return refuse(format!("That is {long} characters; at most {LONGEST} are taken for {what}."));
    }
    Ok(words.to_owned())
}
