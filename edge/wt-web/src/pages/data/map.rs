//! A file whose headings are not known: a person says once which column is which.
//!
//! The form says all that a mapping on the command line says: a column, one value for every row, and for files of
//! persons or posts the number of rows, the number of persons, and that rows about the same thing are added up.

use std::collections::HashMap;

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use wt_engine::mapping::Suggestion;
use wt_extract::columns::ColumnSpec;
use wt_extract::kinds::KindId;
use wt_extract::mapping::{ASSIGNMENT, From, Mapping};

use super::super::form::Choice;
use super::upload::problem;
use super::work::{self, About};
use crate::app::{Answer, App, Failure, State, page_with, sent};
use crate::design::ErrorSummary;
use crate::shell::{Section, Shell};

/// How a choice says where values come from; a heading may be any text, so each choice begins with one of these.
const COLUMN: &str = "column:";
const HEADS: &str = "heads:";
const ROWS: &str = "rows";
/// Columns that may be counted as well as read.
const COUNTED: [&str; 2] = ["numerator", "denominator"];

/// One of our columns, and what of the file it may come from.
struct Column {
    name: &'static str,
    label: &'static str,
    about: &'static str,
    required: bool,
    columns: Vec<Choice>,
    /// Ways to count; none where a column can only be read.
    counts: Vec<Choice>,
    constant: String,
}

#[derive(Template)]
#[template(path = "pages/data_map.html")]
struct MapPage {
    shell: Shell,
    file: String,
    summary: Option<ErrorSummary>,
    columns: Vec<Column>,
    persons: Vec<Choice>,
    headings: Vec<String>,
    sample: Vec<Vec<String>>,
    twice: Vec<String>,
}

pub(super) async fn form(State(app): State<App>, Path(token): Path<String>) -> Answer {
    map_page(&app, &token, None).await
}

/// The form with what is wrong on top, as it was filled in.
pub(super) async fn again(app: &App, token: &str, error: String) -> Answer {
    map_page(app, token, Some(error)).await
}

async fn map_page(app: &App, token: &str, error: Option<String>) -> Answer {
    let (upload, reading, named) = app.shelf.waiting(token)?;
    let seen = app.engine.suggest(&app.person, &upload, KindId::Template, reading.owner.as_ref()).await?;
    let seen =
        seen.ok_or_else(|| Failure::bad("No row of the file looks like headings. Add a row of headings."))?;
    let mapping = named.as_ref().or(seen.remembered.as_ref()).unwrap_or(&seen.proposal.mapping);
    let columns = KindId::Template.spec().columns.iter().map(|c| column(c, mapping, &seen)).collect();
    let persons = persons(mapping, &seen);
    let (status, title) = match error {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Error: Which column is which - Data"),
        None => (StatusCode::OK, "Which column is which - Data"),
    };
    let shell = app.shell(title, Section::Data).await?;
    let shell = shell.under(&[("Data", "/data"), ("Load a file", "/data/upload")]);
    let summary = error.map(|e| problem(e, "#organisation"));
    let headings = seen.proposal.headings;
    let twice = twice(&headings);
    page_with(
        status,
        &MapPage {
            shell,
            file: upload.name,
            summary,
            columns,
            persons,
            headings,
            sample: seen.sample,
            twice,
        },
    )
}

/// Headings that stand over more than one column: the first is read, and the person should know.
fn twice(headings: &[String]) -> Vec<String> {
    let mut twice: Vec<String> = Vec::new();
    for (i, heading) in headings.iter().enumerate() {
        if headings[..i].contains(heading) && !twice.contains(heading) {
            twice.push(heading.clone());
        }
    }
    twice
}

/// Each of `headings` once as a choice; one that was chosen and is about persons (so not shown) is kept.
fn choices(prefix: &str, headings: &[&String], chosen: Option<&str>) -> Vec<Choice> {
    let mut all: Vec<&str> = Vec::new();
    for heading in headings.iter().map(|h| h.as_str()).chain(chosen) {
        if !all.contains(&heading) {
            all.push(heading);
        }
    }
    all.into_iter().map(|h| Choice::new(format!("{prefix}{h}"), h, chosen == Some(h))).collect()
}

fn from<'m>(mapping: &'m Mapping, column: &str) -> Option<&'m From> {
    mapping.columns.iter().find(|(name, _)| name == column).map(|(_, from)| from)
}

fn column(spec: &'static ColumnSpec, mapping: &Mapping, seen: &Suggestion) -> Column {
    let now = from(mapping, spec.name);
    let shown: Vec<&String> = seen.proposal.headings.iter().collect();
    let heading = match now {
        Some(From::Heading(h)) => Some(h.as_str()),
        _ => None,
    };
    let mut counts = Vec::new();
    if COUNTED.contains(&spec.name) {
        let persons = match now {
            Some(From::Heads(h)) => Some(h.as_str()),
            _ => None,
        };
        counts.push(Choice::new(ROWS, "Number of rows", now == Some(&From::Rows)));
        let by = choices(HEADS, &tellers(seen), persons).into_iter();
        counts.extend(by.map(|c| Choice { label: format!("Number of persons, by {}", c.label), ..c }));
    }
    let constant = match now {
        Some(From::Constant(value)) => value.clone(),
        _ => String::new(),
    };
    Column {
        name: spec.name,
        label: spec.heading,
        about: spec.about,
        required: spec.required,
        columns: choices(COLUMN, &shown, heading),
        counts,
        constant,
    }
}

/// What persons or posts may be told apart by: staff numbers first, although their column is not shown.
fn tellers(seen: &Suggestion) -> Vec<&String> {
    seen.staff_numbers.iter().chain(&seen.proposal.headings).collect()
}

fn persons(mapping: &Mapping, seen: &Suggestion) -> Vec<Choice> {
    let now = match from(mapping, ASSIGNMENT) {
        Some(From::Heading(h)) => Some(h.as_str()),
        _ => None,
    };
    choices(COLUMN, &tellers(seen), now)
}

/// The mapping a form says.
fn said(form: &HashMap<String, String>) -> Mapping {
    let said = |name: &str| form.get(name).map(|v| v.trim()).filter(|v| !v.is_empty());
    let mut columns = Vec::new();
    for spec in KindId::Template.spec().columns {
        let constant = said(&format!("{}_constant", spec.name)).map(|c| From::Constant(c.to_owned()));
        let from = constant.or_else(|| said(spec.name).and_then(place));
        columns.extend(from.map(|from| (spec.name.to_owned(), from)));
    }
    columns.extend(said(ASSIGNMENT).and_then(place).map(|from| (ASSIGNMENT.to_owned(), from)));
    Mapping { kind: KindId::Template, columns }
}

fn place(choice: &str) -> Option<From> {
    if choice == ROWS {
        return Some(From::Rows);
    }
    let heads = choice.strip_prefix(HEADS).map(|h| From::Heads(h.to_owned()));
    heads.or_else(|| choice.strip_prefix(COLUMN).map(|h| From::Heading(h.to_owned())))
}

pub(super) async fn send(
    State(app): State<App>,
    Path(token): Path<String>,
    form: Result<Form<HashMap<String, String>>, FormRejection>,
) -> Answer {
    let mapping = said(&sent(form)?);
    let (upload, mut reading, _) = app.shelf.waiting(&token)?;
    app.shelf.name(&token, &mapping);
    reading.kind = None;
    reading.map = Some(mapping);
    let owner = reading.owner.map_or(String::new(), |o| o.to_string());
    let about = About { file: upload.name.clone(), owner, token, named: true, ..About::default() };
    work::read(&app, about, upload, reading).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_all_that_the_command_line_says() {
        let form: HashMap<String, String> = [
            ("organisation", "column:Trust Code"),
            ("period", ""),
            ("period_constant", "2024-04"),
            ("metric_constant", "leaver-rate"),
            ("numerator", "heads:Staff Number"),
            ("denominator", "rows"),
            ("assignment", "column:Staff Number"),
            ("other", "column:Post"),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .into();
        let line = "organisation=Trust Code,period='2024-04',metric='leaver-rate',numerator=heads(Staff Number),\
                    denominator=rows(),assignment=Staff Number";
        let mut wanted = Mapping::parse(KindId::Template, line).unwrap();
        let mut got = said(&form);
        for mapping in [&mut wanted, &mut got] {
            mapping.columns.sort_by(|a, b| a.0.cmp(&b.0));
        }
        assert_eq!(got, wanted);
    }

    #[test]
    fn a_heading_that_stands_twice_is_offered_once_and_named() {
        let headings = ["Trust", "FTE", "FTE", "FTE"].map(str::to_owned);
        assert_eq!(twice(&headings), ["FTE"]);
        let all: Vec<&String> = headings.iter().collect();
        assert_eq!(choices(COLUMN, &all, Some("Hidden")).len(), 3);
    }
}
