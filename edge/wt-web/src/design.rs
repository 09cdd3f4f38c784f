//! Components of the NHS design system, as values that render to safe HTML.
//!
//! A component holds the options our pages use, under the names of the package's own macros, and its mark-up stands
//! beside it. Words are escaped; [`Html`] comes from another template only. Class names are written out whole, never
//! put together, because the style sheet keeps just the names it can find in these files. What the package does by
//! script (moving focus, hiding conditional fields) is left out: no page needs one.
//!
//! `conformance` holds each component against the cases the package is tested with.

mod choose;
mod field;
mod table;
mod tell;
mod travel;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod normal;

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

pub use choose::{Answer, Checkboxes, Legend, Radios};
pub use field::{Choice, Field, FileUpload, Input, Label, SearchInput, Select, Textarea, Width};
pub use table::{Caption, Cell, Column, Fact, FactAction, SummaryList, Table};
pub use tell::{
    Colour, Details, ErrorItem, ErrorSummary, InsetText, NotificationBanner, Tag, WarningCallout,
};
pub use travel::{
    ActionLink, BackLink, Breadcrumb, Button, ButtonKind, Link, Page, Pagination, SkipLink, Step,
};

/// Mark-up that may stand on a page as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub struct Html(String);

impl Html {
    /// What a template renders to.
    ///
    /// # Errors
    /// If the template fails, which none of ours does on values in memory.
    pub fn of(template: &impl Template) -> Result<Self, askama::Error> {
        template.render().map(Self)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// What stands inside a component.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Content {
    /// Words, escaped.
    Text(String),
    /// Mark-up of another template.
    Html(Html),
}

impl From<&str> for Content {
    fn from(words: &str) -> Self {
        Self::Text(words.to_owned())
    }
}

impl From<String> for Content {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

impl From<Html> for Content {
    fn from(html: Html) -> Self {
        Self::Html(html)
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(words) => askama::filters::escape(words, askama::filters::Html)
                .map_or(Err(fmt::Error), |safe| write!(f, "{safe}")),
            Self::Html(html) => html.fmt(f),
        }
    }
}

impl HtmlSafe for Content {}

/// Size of a label, legend or caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Size {
    /// Small.
    S,
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large.
    Xl,
}
