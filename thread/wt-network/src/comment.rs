//! Comments and questions on one thing: a ledger that only grows, and what of it is shown. Hidden is not deleted.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, refuse, said};

/// Most comments that one thing takes.
const MOST: usize = 10_000;

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum Line {
    /// Somebody said or asked something.
    Said {
        /// Who, as the audit log knows them.
        by: String,
        /// What.
        words: String,
        /// Whether it asks for an answer.
        question: bool,
        /// Number of the comment it answers.
        answers: Option<usize>,
    },
    /// Somebody thinks it should not stand there.
    Reported {
        /// Which, from 1.
        n: usize,
        /// Who.
        by: String,
        /// Why.
        why: String,
    },
    /// A moderator hid it.
    Hidden {
        /// Which.
        n: usize,
        /// Who.
        by: String,
        /// Why.
        why: String,
    },
    /// A moderator shows it again.
    Restored {
        /// Which.
        n: usize,
        /// Who.
        by: String,
    },
}

/// Whether a comment is read by all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// By all.
    Yes,
    /// By all, and a moderator was asked to look at it.
    Reported(Vec<String>),
    /// By moderators, with why.
    Hidden(String),
}

/// A comment as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its number, from 1.
    pub n: usize,
    /// Line of the ledger it was written in, from 0: where its day stands.
    pub line: usize,
    /// Who wrote it.
    pub by: String,
    /// What.
    pub words: String,
    /// Whether it is a question.
    pub question: bool,
    /// What it answers.
    pub answers: Option<usize>,
    /// Whether it is read by all.
    pub shown: Shown,
}

/// All comments on one thing.
///
/// ```
/// use wt_network::{Line, Talk};
/// let line = Talk::default().say("member-1", "How long did it take?", true, None)?;
/// let talk = Talk::of(vec![line]);
/// assert!(talk.comments()[0].question);
/// assert!(talk.hide(2, "member-2", "Nothing there.").is_err());
/// # Ok::<(), wt_network::Refusal>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Talk(Vec<Comment>);

impl Talk {
    /// Out of the ledger; lines about comments that are not there are passed over.
    pub fn of(lines: Vec<Line>) -> Self {
        let mut all: Vec<Comment> = Vec::new();
        for (line, said) in lines.into_iter().enumerate() {
            match said {
                Line::Said { by, words, question, answers } => {
                    let n = all.len() + 1;
                    all.push(Comment { n, line, by, words, question, answers, shown: Shown::Yes });
                }
                Line::Reported { n, why, .. } => match at(&mut all, n).map(|c| &mut c.shown) {
                    Some(Shown::Reported(known)) => known.push(why),
                    Some(shown @ Shown::Yes) => *shown = Shown::Reported(vec![why]),
                    Some(Shown::Hidden(_)) | None => {}
                },
                Line::Hidden { n, why, .. } => {
                    if let Some(comment) = at(&mut all, n) {
                        comment.shown = Shown::Hidden(why);
                    }
                }
                Line::Restored { n, .. } => {
                    if let Some(comment) = at(&mut all, n) {
                        comment.shown = Shown::Yes;
                    }
                }
            }
        }
        Self(all)
    }

    /// In the order they were written.
    pub fn comments(&self) -> &[Comment] {
        &self.0
    }

    fn get(&self, n: usize) -> Result<&Comment, Refusal> {
        match n.checked_sub(1).and_then(|n| self.0.get(n)) {
            Some(comment) => Ok(comment),
            None => refuse(format!("There is no comment {n} here.")),
        }
    }

    /// Says something, or asks.
    ///
    /// # Errors
    /// A [`Refusal`] for no words, too many, the same words twice running, an answer to nothing, or a place that is full.
    pub fn say(
        &self,
        by: &str,
        words: &str,
        question: bool,
        answers: Option<usize>,
    ) -> Result<Line, Refusal> {
        let words = said("something", words)?;
        if self.0.len() >= MOST {
            return refuse(format!("There are {MOST} comments here. That is all that one page takes."));
        }
        if let Some(n) = answers {
            self.get(n)?;
        }
        if self.0.last().is_some_and(|last| last.by == by && last.words == words) {
            return refuse("You have just said that.");
        }
        Ok(Line::Said { by: by.to_owned(), words, question, answers })
    }

    /// Asks a moderator to look at a comment.
    ///
    /// # Errors
    /// A [`Refusal`] for no reason, or a comment that is not there or hidden.
    pub fn report(&self, n: usize, by: &str, why: &str) -> Result<Line, Refusal> {
        if matches!(self.get(n)?.shown, Shown::Hidden(_)) {
            return refuse(format!("There is no comment {n} here."));
        }
        Ok(Line::Reported { n, by: by.to_owned(), why: said("why it should not stand there", why)? })
    }

    /// Hides a comment from all but moderators.
    ///
    /// # Errors
    /// A [`Refusal`] for no reason, or a comment that is not there or hidden already.
    pub fn hide(&self, n: usize, by: &str, why: &str) -> Result<Line, Refusal> {
        if matches!(self.get(n)?.shown, Shown::Hidden(_)) {
            return refuse(format!("Comment {n} is hidden already."));
        }
        Ok(Line::Hidden { n, by: by.to_owned(), why: said("why it is hidden", why)? })
    }

    /// Shows a comment again, or says that a report was looked at.
    ///
    /// # Errors
    /// A [`Refusal`] for a comment that is not there, or neither hidden nor reported.
    pub fn restore(&self, n: usize, by: &str) -> Result<Line, Refusal> {
        if self.get(n)?.shown == Shown::Yes {
            return refuse(format!("Comment {n} is neither hidden nor reported."));
        }
        Ok(Line::Restored { n, by: by.to_owned() })
    }
}

fn at(all: &mut [Comment], n: usize) -> Option<&mut Comment> {
    n.checked_sub(1).and_then(|n| all.get_mut(n))
}

/// Names written as `@name`, each once: what follows the sign up to anything but letters, digits, hyphens and full stops inside.
pub fn mentions(words: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut before = ' ';
    for (at, c) in words.char_indices() {
        // An address of mail mentions nobody.
        if c == '@' && !before.is_alphanumeric() {
            let rest = &words[at + 1..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '.').unwrap_or(rest.len());
            let name = rest[..end].trim_end_matches(['.', '-']);
            if !name.is_empty() {
                found.insert(name.to_lowercase());
            }
        }
        before = c;
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn what_is_hidden_is_kept_and_comes_back() {
        let mut lines = vec![Talk::default().say("a", "One.", false, None).unwrap()];
        let talk = |lines: &Vec<Line>| Talk::of(lines.clone());
        assert!(talk(&lines).say("a", "One.", false, None).is_err());
        assert!(talk(&lines).say("b", "Two.", false, Some(7)).is_err());
        assert!(talk(&lines).restore(1, "m").is_err());
        assert!(talk(&lines).report(1, "b", "").is_err());
        lines.push(talk(&lines).report(1, "b", "Names a patient.").unwrap());
        assert_eq!(talk(&lines).comments()[0].shown, Shown::Reported(vec!["Names a patient.".into()]));
        lines.push(talk(&lines).hide(1, "m", "It does.").unwrap());
        assert!(talk(&lines).hide(1, "m", "Again.").is_err());
        assert!(talk(&lines).report(1, "b", "Still.").is_err());
        lines.push(talk(&lines).restore(1, "m").unwrap());
        assert_eq!((talk(&lines).comments().len(), &talk(&lines).comments()[0].shown), (1, &Shown::Yes));
        assert!(talk(&lines).say("a", &"x".repeat(4_001), false, None).is_err());
    }

    #[test]
    fn a_mention_is_a_name_and_not_an_address() {
        let found = mentions("Ask @ana.khan, @Bo-Li. Not c@nhs.net or @ alone.");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["ana.khan", "bo-li"]);
    }
}
