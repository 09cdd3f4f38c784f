//! `/data`: what is loaded, from where, when; files in with a review before anything is kept; undo.

mod review;
mod settings;
mod templates;
mod upload;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use jiff::civil::Date;
use serde::Deserialize;
use wt_engine::settings::Gap;
use wt_engine::{AuditLine, LoadMeta, LoadState};
use wt_extract::kinds::KindId;
use wt_units::{FinancialYear, Month};

use super::form::Select;
use crate::app::{Answer, App, Asked, Failure, page, same_origin};
use crate::say;
use crate::shell::{Section, Shell};

/// Loads on the page.
const SHOWN: u64 = 100;
/// Lines of the audit log on the page.
const LINES: u64 = 20;

/// The page itself, which is read far more often than it changes.
pub(crate) fn list_route() -> Router<App> {
    Router::new().route("/data", get(list))
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/data/home", post(settings::home))
        .route("/data/gap", post(settings::gap))
        .route("/data/metrics", post(settings::metric))
        .route("/data/upload", get(upload::form).post(upload::send))
        .route("/data/map/{token}", get(upload::map_form).post(upload::map_send))
        .route("/data/template/{file}", get(templates::give))
        .route("/data/{id}", get(review::show))
        .route("/data/{id}/keep", post(review::keep))
        .route("/data/{id}/discard", post(review::discard))
        .route("/data/{id}/undo", get(review::ask_undo).post(review::undo))
        .route("/data/{id}/refusals.csv", get(review::refusals))
}

/// What was just done, from the address of the page that follows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

impl Done {
    fn words(&self) -> Option<String> {
        let words = match self.done.as_str() {
            "kept" => "The file is loaded. Its figures count from now on.",
            "undone" => "The load was undone. What it covered counts again; its record stays.",
            "discarded" => "Nothing was kept of the file.",
            "home" => "Pages now open with that region and employer.",
            "gap" => "The gap is loaded.",
            "metric" => "The metric was added. Template rows that name it are counted.",
            _ => return None,
        };
        Some(words.to_owned())
    }
}

/// A load as a line.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) file: String,
    pub(super) kind: String,
    pub(super) months: String,
    pub(super) rows: String,
    pub(super) refused: u64,
    pub(super) when: String,
    pub(super) by: String,
    pub(super) state: &'static str,
    pub(super) colour: &'static str,
    pub(super) notes: String,
}

impl Line {
    pub(super) fn of(load: &LoadMeta) -> Self {
        let (state, colour) = match load.state {
            LoadState::Draft => ("Waiting for review", "yellow"),
            LoadState::Kept => ("Loaded", "green"),
            LoadState::Undone => ("Undone", "grey"),
        };
        Self {
            id: load.id.clone(),
            file: load.file_name.clone(),
            kind: kind_title(&load.kind),
            months: months(&load.months),
            rows: say::whole(load.rows_accepted as f64),
            refused: load.rows_refused,
            when: say::day(&load.loaded_day()),
            by: load.loaded_by.clone(),
            state,
            colour,
            notes: load.notes.clone(),
        }
    }
}

pub(super) fn kind_title(kind: &str) -> String {
    kind.parse::<KindId>().map_or_else(|_| kind.to_owned(), |k| k.spec().title.to_owned())
}

/// "April 2024" or "April 2024 to March 2025".
pub(super) fn months(months: &[Month]) -> String {
    match months {
        [] => "–".to_owned(),
        [one] => one.long(),
        [first, .., last] => format!("{} to {}", first.long(), last.long()),
    }
}

#[derive(Template)]
#[template(path = "pages/data.html")]
struct DataPage {
    shell: Shell,
    drafts: Vec<Line>,
    loads: Vec<Line>,
    total: u64,
    stale: Vec<String>,
    notes: Vec<String>,
    selects: Vec<Select>,
    gap: Option<Gap>,
    gap_amount: String,
    history: String,
    kinds: Vec<(&'static str, &'static str)>,
    audit: Vec<AuditLine>,
}

async fn list(State(app): State<App>, Asked(done): Asked<Done>) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let (loads, total) = app.engine.loads(&app.person, SHOWN, 0).await?;
    let drafts = app.engine.drafts(&app.person).await?;
    let gap = app.engine.gap(&app.person).await?;
    let shell = app.shell("Data", Section::Data).await?.done(done.words());
    page(&DataPage {
        shell,
        drafts: drafts.iter().map(Line::of).collect(),
        loads: loads.iter().filter(|l| l.state != LoadState::Draft).map(Line::of).collect(),
        total,
        stale: stale(&app),
        notes: snapshot.directory.notes().iter().chain(&snapshot.notes).cloned().collect(),
        selects: super::opportunities::selects(&snapshot, home.region.as_deref(), home.org),
        gap_amount: gap.as_ref().map(|g| g.amount.plain()).unwrap_or_default(),
        gap,
        history: history(&app),
        kinds: KindId::ALL.iter().map(|k| (k.id(), k.spec().title)).collect(),
        audit: app.engine.audit_lines(&app.person, LINES).await?,
    })
}

/// Tables that end before today, which makes every price of today an old one.
fn stale(app: &App) -> Vec<String> {
    let Some(month) = Month::of(app.engine.today()) else { return Vec::new() };
    let year = FinancialYear::of(month);
    let facts = app.engine.facts();
    let ended = |recipe: &wt_facts::PriceRecipe| {
        let ended = facts.price(&recipe.id, year).ok()?.stale_since?;
        Some(format!(
            "{}: the table behind it ended on {}. Figures of {year} are priced with its last year until a newer table is \
             loaded.",
            recipe.title,
            say::day(&ended.to_string())
        ))
    };
    facts.prices().filter_map(ended).collect()
}

/// The founding gap, as history.
fn history(app: &App) -> String {
    let day = Date::constant(2017, 1, 1);
    app.engine.facts().at("london-gap-founding", day).map_or_else(
        |_| String::new(),
        |f| format!("History: {} was {} {} ({}).", f.title, f.value, f.unit, f.status.words()),
    )
}

/// Changes are taken from our own pages only.
pub(super) fn from_us(headers: &axum::http::HeaderMap) -> Result<(), Failure> {
    if same_origin(headers) {
        return Ok(());
    }
    Err(Failure::bad(
        "This form was sent from another site, so nothing was done. Open the page here and send it again.",
    ))
}
