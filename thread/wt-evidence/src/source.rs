//! Where a record comes from and how sure we are of it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A text that the source states, or an admission that it doesn't.
///
/// The key must be there: leaving it out and not knowing are different things. In files the words are
/// "not stated"; on pages "not stated in our source".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Stated(Option<String>);

impl Stated {
    /// What the source states, if it does.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.get().is_some_and(|text| text.trim().is_empty())
    }
}

impl From<String> for Stated {
    fn from(text: String) -> Self {
        Self((text.trim() != "not stated").then_some(text))
    }
}

impl From<Stated> for String {
    fn from(stated: Stated) -> Self {
        stated.0.unwrap_or_else(|| "not stated".to_owned())
    }
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get().unwrap_or("not stated in our source"))
    }
}

/// Where an account was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title, with author or publisher.
    pub title: String,
    /// Year or years of the edition, such as "2016" or "2017/18".
    pub year: Stated,
    /// Volume, article, table or page.
    pub section: Stated,
    /// Where it can be found.
    pub address: Stated,
}

/// How a figure came to us; the words of the field reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Not verified by us: shown as unconfirmed.
    Memory,
    /// A report or answer that cites it, or only part of the figure.
    Secondary,
    /// Worked out by us from verified figures.
    Derived,
    /// Read in a stored copy of the named source.
    Verified,
}

impl Status {
    /// For a page: "read in the source".
    pub fn words(self) -> &'static str {
        match self {
            Self::Verified => "read in the source",
            Self::Derived => "worked out from verified figures",
            Self::Secondary => "reported by somebody who cites it, or verified in part",
            Self::Memory => "unconfirmed",
        }
    }

    /// Whether pages must say "unconfirmed" beside it.
    pub fn is_unconfirmed(self) -> bool {
        self == Self::Memory
    }
}
