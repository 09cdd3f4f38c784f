//! Words that show temporary staff, from a data file.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::FileError;

/// What the words of a cell show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// Agency staff.
    Agency,
    /// Staff of a bank.
    Bank,
    /// Pay of directly engaged workers.
    DirectEngagement,
    /// Temporary staff of a kind that is not said, or of two kinds at once.
    Temporary,
    /// Finding somebody for a post.
    Introduction,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WordsFile {
    legal: Vec<String>,
    common: Vec<String>,
    staffing_names: Vec<String>,
    public_bodies: Vec<String>,
    agency: Vec<String>,
    bank: Vec<String>,
    direct_engagement: Vec<String>,
    temporary: Vec<String>,
    introduction: Vec<String>,
    never: Vec<String>,
    source: wt_facts::Source,
}

/// The words and phrases that names and cells are read by.
#[derive(Debug, Clone, Default)]
pub struct Words {
    legal: BTreeSet<String>,
    common: BTreeSet<String>,
    staffing_names: Vec<Vec<String>>,
    public_bodies: Vec<Vec<String>>,
    /// Longest first; none where the phrase only seems to show something.
    phrases: Vec<(Vec<String>, Option<Sign>)>,
}

/// Words in lower case, cut at everything that is neither letter nor digit; an apostrophe cuts nothing.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let text: String = text.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).collect();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl Words {
    /// Reads the data file.
    ///
    /// # Errors
    /// Not TOML, an unknown key, no source, a phrase that stands twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, FileError> {
        let error = |what: String| FileError { file: file.to_owned(), what };
        let read: WordsFile = toml::from_str(text).map_err(|e| error(e.to_string()))?;
        if read.source.title.trim().is_empty() {
            return Err(error("the source has no title".to_owned()));
        }
        let mut words = Self::default();
        words.legal.extend(read.legal);
        words.common.extend(read.common);
        words.staffing_names = read.staffing_names.iter().map(|phrase| tokens(phrase)).collect();
        words.public_bodies = read.public_bodies.iter().map(|phrase| tokens(phrase)).collect();
        for (phrases, sign) in [
            (read.agency, Some(Sign::Agency)),
            (read.bank, Some(Sign::Bank)),
            (read.direct_engagement, Some(Sign::DirectEngagement)),
            (read.temporary, Some(Sign::Temporary)),
            (read.introduction, Some(Sign::Introduction)),
            (read.never, None),
        ] {
            for phrase in phrases {
                let cut = tokens(&phrase);
                if cut.is_empty() || words.phrases.iter().any(|(known, _)| *known == cut) {
                    return Err(error(format!("the phrase '{phrase}' is empty or stands twice")));
                }
                words.phrases.push((cut, sign));
            }
        }
        words.phrases.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        Ok(words)
    }

    /// Only legal forms and common words, for comparing names.
    pub fn of(legal: &[&str], common: &[&str]) -> Self {
        let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self { legal: set(legal), common: set(common), ..Self::default() }
    }

    /// Whether a word is a legal form, which is no part of a name.
    pub fn is_legal(&self, word: &str) -> bool {
        self.legal.contains(word)
    }

    /// Whether many names share a word.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }

    /// Whether a name says that it supplies people.
    pub fn names_staffing(&self, name: &str) -> bool {
        holds_any(&tokens(name), &self.staffing_names)
    }

    /// Whether a name is that of a public body.
    pub fn names_public_body(&self, name: &str) -> bool {
        holds_any(&tokens(name), &self.public_bodies)
    }

    /// What a cell shows; none where it shows nothing of temporary staff.
    pub fn sign(&self, text: &str) -> Option<Sign> {
        let mut left = tokens(text);
        let mut found = BTreeSet::new();
        for (phrase, sign) in &self.phrases {
            while let Some(at) = place(&left, phrase) {
                // An empty word stands in, so that what is left on both sides does not become a phrase.
                left.splice(at..at + phrase.len(), [String::new()]);
                found.extend(*sign);
            }
        }
        if found.len() > 1 {
            found.remove(&Sign::Introduction);
        }
        if found.len() > 1 {
            found.remove(&Sign::Temporary);
        }
        let mut signs = found.into_iter();
        match (signs.next(), signs.next()) {
            (Some(_), Some(_)) => Some(Sign::Temporary),
            (one, _) => one,
        }
    }
}

fn holds_any(words: &[String], phrases: &[Vec<String>]) -> bool {
    phrases.iter().any(|phrase| place(words, phrase).is_some())
}

fn place(words: &[String], phrase: &[String]) -> Option<usize> {
    words.windows(phrase.len().max(1)).position(|window| window == phrase)
}
