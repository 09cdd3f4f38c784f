//! One page of the value programme: what is known, then what can be done about it.

use askama::Template;
use axum::http::StatusCode;

use super::form::{Sheet, Wrong};
use crate::app::{Answer, page_with};
use crate::design::{ErrorSummary, Fact, SummaryList, Table, Tag};
use crate::shell::Shell;

/// What a page shows.
#[derive(Template)]
#[template(path = "pages/benefits_sheet.html")]
pub(super) struct SheetPage<'a> {
    pub(super) shell: Shell,
    pub(super) caption: String,
    pub(super) heading: String,
    pub(super) tag: Option<Tag>,
    pub(super) lede: String,
    pub(super) facts: SummaryList,
    pub(super) tables: Vec<Table>,
    pub(super) notes: Vec<String>,
    pub(super) forms: Vec<Sheet<'a>>,
    pub(super) links: Vec<(String, String)>,
    pub(super) history: Vec<String>,
    pub(super) summary: Option<ErrorSummary>,
}

impl<'a> SheetPage<'a> {
    pub(super) fn new(shell: Shell, caption: &str, heading: impl Into<String>) -> Self {
        Self {
            shell,
            caption: caption.to_owned(),
            heading: heading.into(),
            tag: None,
            lede: String::new(),
            facts: SummaryList::default(),
            tables: Vec::new(),
            notes: Vec::new(),
            forms: Vec::new(),
            links: Vec::new(),
            history: Vec::new(),
            summary: None,
        }
    }

    pub(super) fn fact(&mut self, key: &str, value: impl Into<String>) {
        let value: String = value.into();
        self.facts.rows.push(Fact { key: key.into(), value: value.into(), actions: Vec::new() });
    }

    pub(super) fn answer(mut self, wrong: Option<&Wrong>) -> Answer {
        self.summary = wrong.map(Wrong::summary);
        let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        page_with(status, &self)
    }
}
