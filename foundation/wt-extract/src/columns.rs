//! What a column is called, what stands in it, and how a cell becomes a value.
//!
//! One specification drives the importer, the template a user downloads, the documentation and the generator of
//! demonstration data, so they can't drift apart. Headings are compared without case, blanks and punctuation, and each
//! column knows the other names the field has for it. There is one parser for each kind of column:
//!
//! - `number` reads amounts (`1,234.50`, `£1,234.50`), and tells *missing* from *suppressed* from zero;
//! - `month` reads months and dates in the forms that NHS files use;
//! - `word` reads codes, names and types.

mod month;
mod number;
mod word;

pub use month::date;
pub(crate) use month::month;
pub(crate) use number::{Amount, amount};
pub use word::show;
pub(crate) use word::{code, is_total, looks_like_code, metric, org_type, staff_group, text, unit};

/// What stands in a column, which decides the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// The code of an organisation: `RJ6`, `G6V2S`.
    OdsCode,
    /// Words.
    Text,
    /// A reporting month, or any date in it.
    Month,
    /// A day.
    Date,
    /// An amount that may have decimals.
    Quantity {
        /// Whether it may lie below zero.
        negative: bool,
    },
    /// A whole number of things, not below zero.
    Count,
    /// The name of a metric: `sickness-absence`.
    MetricId,
    /// A staff group.
    StaffGroup,
    /// A directorate, ward or team.
    Unit,
    /// A type of organisation: `Acute`.
    OrgType,
}

impl ColumnKind {
    /// What is accepted, in words with an example.
    pub fn expected(self) -> &'static str {
        match self {
            Self::OdsCode => "an organisation code, such as RJ6 or G6V2S",
            Self::Text => "words",
            Self::Month => "a month, such as 2024-04, April 2024 or 30/04/2024",
            Self::Date => "a day, such as 30/04/2024, 30-APR-2024 or 2024-04-30",
            Self::Quantity { negative: false } => "a number of 0 or more, such as 1234.5",
            Self::Quantity { negative: true } => "a number, such as 1234.5 or -2",
            Self::Count => "a whole number of 0 or more, such as 1234",
            Self::MetricId => "the name of a metric in lower case with hyphens, such as sickness-absence",
            Self::StaffGroup => "a staff group of at most 120 characters, such as Nurses & health visitors",
            Self::Unit => "a directorate, ward or team of at most 120 characters",
            Self::OrgType => "a type of organisation, such as Acute or Mental Health",
        }
    }
}

/// One column of a kind of file.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec {
    /// Our own name for it, in snake case; the name used in `--map`.
    pub name: &'static str,
    /// Heading as in the published file or the template.
    pub heading: &'static str,
    /// Other headings it goes by.
    pub synonyms: &'static [&'static str],
    /// What stands in it.
    pub kind: ColumnKind,
    /// Whether a file without it is refused.
    pub required: bool,
    /// What it means, in a sentence.
    pub about: &'static str,
    /// A value as it would stand there.
    pub example: &'static str,
}

impl ColumnSpec {
    /// Every name of the column, as [`plain`] writes it.
    pub(crate) fn names(&self) -> Vec<String> {
        [self.heading, self.name].iter().chain(self.synonyms).map(|name| plain(name)).collect()
    }
}

/// A heading without case, blanks and punctuation: `Org. Code ` and `ORG_CODE` are the same.
pub fn plain(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Why a cell was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What stood there.
    pub found: String,
    /// What would have been accepted.
    pub expected: String,
    /// What to do about it.
    pub fix: String,
}

impl Problem {
    pub(crate) fn new(found: impl Into<String>, expected: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { found: found.into(), expected: expected.into(), fix: fix.into() }
    }

    /// A problem of a cell that is simply not of its column's kind.
    pub(crate) fn not_a(found: impl Into<String>, kind: ColumnKind) -> Self {
        Self::new(found, kind.expected(), "Correct the cell in the source and load the file again.")
    }
}
