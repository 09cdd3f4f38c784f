//! Fields that several of these pages have.

use crate::design::{ErrorItem, ErrorSummary, Field, Input, Width};

/// A field for a password: never filled in by us.
pub(super) fn password(name: &str, label: &str, fill: &str, error: Option<String>) -> Input {
    Input {
        field: Field { error, ..Field::new(name, label) },
        kind: "password".to_owned(),
        width: Some(Width::Twenty),
        autocomplete: Some(fill.to_owned()),
        spellcheck: Some(false),
        ..Input::default()
    }
}

/// A field for a line of text.
pub(super) fn text(name: &str, label: &str, value: &str, error: Option<String>) -> Input {
    Input {
        field: Field { error, ..Field::new(name, label) },
        value: Some(value.to_owned()),
        width: Some(Width::Twenty),
        ..Input::default()
    }
}

/// What is wrong, on top of the page, with the way to the field.
pub(super) fn problem(text: &str, field: &str) -> ErrorSummary {
    ErrorSummary::new(vec![ErrorItem { text: text.to_owned(), href: Some(format!("#{field}")) }])
}
