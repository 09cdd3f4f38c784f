//! One page on rates: what is known, then what can be done about it.

use askama::Template;
use axum::http::StatusCode;
use wt_units::{Pence, Pounds};

use super::super::benefits::form::{Sheet, Wrong};
use super::super::form::{Choice, Select};
use crate::app::{Answer, App, Failure, page_with};
use crate::design::{Caption, Cell, Column, ErrorSummary, Fact, SummaryList, Table, Tag};
use crate::shell::{Section, Shell};

/// The pages on rates, in the order of the work.
const PAGES: [(&str, &str); 7] = [
    ("What is paid for the same work", "/rates"),
    ("Caps, breaches and overrides", "/rates/breaches"),
    ("Basis in law", "/rates/basis"),
    ("Design a card", "/rates/design"),
    ("Cards and who adopted them", "/rates/cards"),
    ("What leaving would cost", "/rates/leaving"),
    ("The watch", "/rates/watch"),
];

/// A part of a page.
#[derive(Default)]
pub(super) struct Part {
    pub(super) heading: String,
    pub(super) words: Vec<String>,
    pub(super) tables: Vec<Table>,
}

impl Part {
    pub(super) fn new(heading: &str) -> Self {
        Self { heading: heading.to_owned(), ..Self::default() }
    }

    pub(super) fn say(mut self, words: impl Into<String>) -> Self {
        self.words.push(words.into());
        self
    }

    pub(super) fn table(mut self, table: Table) -> Self {
        if !table.rows.is_empty() {
            self.tables.push(table);
        }
        self
    }
}

/// What a page shows.
#[derive(Template)]
#[template(path = "pages/rates.html")]
pub(super) struct RatesPage<'a> {
    pub(super) shell: Shell,
    pub(super) heading: String,
    pub(super) tag: Option<Tag>,
    pub(super) lede: String,
    pub(super) stale: Option<String>,
    pub(super) scope: Option<Select>,
    pub(super) facts: SummaryList,
    pub(super) notes: Vec<String>,
    pub(super) parts: Vec<Part>,
    pub(super) forms: Vec<Sheet<'a>>,
    pub(super) links: Vec<(String, String)>,
    pub(super) history: Vec<String>,
    summary: Option<ErrorSummary>,
    pages: &'static [(&'static str, &'static str)],
}

impl<'a> RatesPage<'a> {
    /// A page under `/rates`; the first of them stands under the tools alone.
    pub(super) async fn new(
        app: &App,
        heading: &str,
        done: Option<String>,
        wrong: bool,
    ) -> Result<Self, Failure> {
        let title = if wrong { format!("Error: {heading} - Rates") } else { format!("{heading} - Rates") };
        let shell = app.shell(&title, Section::Tools).await?.done(done);
        let first = heading == PAGES[0].0;
        let shell = match first {
            true => shell.under(&[("Tools", "/tools")]),
            false => shell.under(&[("Tools", "/tools"), ("Rates", "/rates")]),
        };
        Ok(Self {
            shell,
            heading: heading.to_owned(),
            tag: None,
            lede: String::new(),
            stale: None,
            scope: None,
            facts: SummaryList::default(),
            notes: Vec::new(),
            parts: Vec::new(),
            forms: Vec::new(),
            links: Vec::new(),
            history: Vec::new(),
            summary: None,
            pages: &PAGES,
        })
    }

    pub(super) fn fact(&mut self, key: &str, value: impl Into<String>) {
        let value: String = value.into();
        self.facts.rows.push(Fact { key: key.into(), value: value.into(), actions: Vec::new() });
    }

    pub(super) fn link(&mut self, label: &str, address: impl Into<String>) {
        self.links.push((label.to_owned(), address.into()));
    }

    pub(super) fn answer(mut self, wrong: Option<&Wrong>) -> Answer {
        self.summary = wrong.map(Wrong::summary);
        let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        page_with(status, &self)
    }
}

/// A table: its caption, heads (a number where it begins with `#`) and rows of text, each with an address where it leads somewhere.
pub(super) fn table(caption: &str, heads: &[&str], rows: Vec<Vec<(String, Option<String>)>>) -> Table {
    let head = |words: &&str| Column {
        text: words.trim_start_matches('#').to_owned(),
        numeric: words.starts_with('#'),
    };
    let cell = |(text, href): (String, Option<String>)| Cell { content: text.as_str().into(), href };
    Table {
        caption: Caption { text: caption.to_owned(), ..Caption::default() },
        head: heads.iter().map(head).collect(),
        rows: rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
        first_cell_is_header: true,
        compact: true,
        scroll: true,
        ..Table::default()
    }
}

/// A cell that leads nowhere.
pub(super) fn text(words: impl Into<String>) -> (String, Option<String>) {
    (words.into(), None)
}

/// Pence of a month or more: "£1,234".
pub(super) fn money(pence: i64) -> String {
    Pounds(Pence::new(pence)).table()
}

/// Pence of an hour: "£21.50".
pub(super) fn hourly(pence: i64) -> String {
    Pence::new(pence).to_string()
}

/// Millionths as "95.0%".
pub(super) fn percent(millionths: i64) -> String {
    format!("{:.1}%", millionths as f64 / 10_000.0)
}

/// Codes of employers with their names, to choose one's own from.
pub(super) async fn own(app: &App, asked: &str) -> Result<(Option<String>, Select), Failure> {
    let codes = app.engine.rates_employers(&app.person).await?;
    let (snapshot, home) = app.picture().await?;
    let asked = asked.trim().to_ascii_uppercase();
    let at_home = home.org.map(|org| org.to_string()).filter(|code| codes.contains(code));
    let chosen = match asked.as_str() {
        "" => at_home.or_else(|| codes.first().cloned()),
        _ if codes.contains(&asked) => Some(asked),
        _ => {
            let words = format!(
                "There are no bookings of '{asked}' that you may call your own. Choose an employer from the list."
            );
            return Err(Failure::not_found(words));
        }
    };
    let name = |code: &str| match code.parse().ok().and_then(|code| snapshot.directory.get(code)) {
        Some(org) => org.label(),
        None => code.to_owned(),
    };
    let choices =
        codes.iter().map(|code| Choice::new(code.clone(), name(code), chosen.as_ref() == Some(code)));
    Ok((chosen.clone(), Select { name: "own", label: "Your employer", choices: choices.collect() }))
}
