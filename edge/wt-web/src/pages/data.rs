//! `/data`: what is loaded, from where, when; files in with a review before anything is kept; undo.

mod map;
mod review;
mod settings;
mod shelf;
mod templates;
mod upload;
mod work;

use askama::Template;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use wt_engine::settings::Gap;
use wt_engine::{AuditLine, EngineError, LoadMeta, LoadState};
use wt_extract::kinds::KindId;
use wt_units::{FinancialYear, Month};

use self::settings::{GapForm, Wrong, metric_field};
use super::form::Select;
use crate::LARGEST_BODY;
use crate::app::{Answer, App, Asked, State, page_with};
use crate::design::{ErrorSummary, Input, Textarea};
use crate::say;
use crate::shell::{Section, Shell};

pub(crate) use shelf::Shelf;

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
        .route(
            "/data/upload",
            get(upload::form).post(upload::send).layer(DefaultBodyLimit::max(LARGEST_BODY)),
        )
        .route("/data/upload/progress/{id}", get(work::progress))
        .route("/data/upload/progress/{id}/stop", post(work::stop))
        .route("/data/map/{token}", get(map::form).post(map::send))
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
            "stopped" => "Stopped as asked. Nothing was kept.",
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
    if kind == wt_engine::rates::BOOKINGS {
        return "Bookings of temporary staff".to_owned();
    }
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
    summary: Option<ErrorSummary>,
    /// Work in the background: what is done, and the address of its page.
    works: Vec<(String, String)>,
    drafts: Vec<Line>,
    loads: Vec<Line>,
    /// Loads that count.
    active: usize,
    /// How many are on record, where that is more.
    on_record: Option<String>,
    stale: Vec<String>,
    notes: Vec<String>,
    selects: Vec<Select>,
    gap: Option<Gap>,
    gap_fields: Vec<Input>,
    history: String,
    kinds: Vec<(&'static str, &'static str)>,
    own_metrics: Vec<OwnMetric>,
    metric_field: Textarea,
    metric_open: bool,
    audit: Vec<AuditLine>,
}

/// A metric that a user added, as a line.
struct OwnMetric {
    id: String,
    name: String,
    by: String,
    when: String,
}

/// What somebody typed into a form of the page that was refused, and why.
#[derive(Debug, Default)]
struct Typed {
    gap: Option<GapForm>,
    toml: String,
    wrong: Option<Wrong>,
}

async fn list(State(app): State<App>, Asked(done): Asked<Done>) -> Answer {
    list_page(&app, "Data", done.words(), Typed::default(), StatusCode::OK).await
}

async fn list_page(app: &App, title: &str, done: Option<String>, typed: Typed, status: StatusCode) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let (loads, total) = app.engine.loads(&app.person, SHOWN, 0).await?;
    let drafts = app.engine.drafts(&app.person).await?;
    let gap = app.engine.gap(&app.person).await?;
    let works = app.engine.works(&app.person).await?;
    let own = app.engine.own_metrics(&app.person).await?;
    let name = |id: &str| {
        let metric = id.parse().ok().and_then(|id| snapshot.metrics.get(&id));
        metric.map_or_else(|| id.to_owned(), |m| m.name.clone())
    };
    let wrong = typed.wrong.as_ref();
    let gap_form = typed.gap.unwrap_or_else(|| gap.as_ref().map(GapForm::of).unwrap_or_default());
    let page = DataPage {
        shell: app.shell(title, Section::Data).await?.done(done),
        summary: wrong.map(|w| upload::problem(w.text.clone(), &format!("#{}", w.field))),
        works: works.iter().map(|w| (work::heading(w), work::address(&w.id))).collect(),
        drafts: drafts.iter().map(Line::of).collect(),
        loads: loads.iter().filter(|l| l.state != LoadState::Draft).map(Line::of).collect(),
        active: snapshot.loads.len(),
        on_record: on_record(total, snapshot.loads.len() as u64),
        stale: stale(app),
        notes: snapshot.directory.notes().iter().chain(&snapshot.notes).cloned().collect(),
        selects: super::opportunities::selects(&snapshot, home.region.as_deref(), home.org),
        gap_fields: gap_form.fields(wrong),
        gap,
        history: history(app),
        kinds: KindId::ALL.iter().map(|k| (k.id(), k.spec().title)).collect(),
        own_metrics: own
            .into_iter()
            .map(|m| OwnMetric { name: name(&m.id), when: say::day_of(m.at), id: m.id, by: m.by })
            .collect(),
        metric_field: metric_field(&typed.toml, wrong),
        metric_open: !typed.toml.is_empty(),
        audit: audit(app).await?,
    };
    page_with(status, &page)
}

/// The latest lines of the log; none for those who may not read it.
async fn audit(app: &App) -> Result<Vec<AuditLine>, EngineError> {
    match app.engine.audit_lines(&app.person, LINES).await {
        Err(EngineError::Denied(_)) => Ok(Vec::new()),
        lines => lines,
    }
}

/// Said where more is on record than counts, or than is shown.
fn on_record(total: u64, active: u64) -> Option<String> {
    let all = (total > active).then(|| format!("{total} are on record, undone ones among them."));
    let some =
        (total > SHOWN).then(|| format!("The latest {SHOWN} are shown; `wholetime data list` prints all."));
    let words: Vec<String> = all.into_iter().chain(some).collect();
    (!words.is_empty()).then(|| words.join(" "))
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

/// The founding gap, as history: "£4.76 billion to 2020/21".
fn history(app: &App) -> String {
    let fact = app.engine.facts().fact("london-gap-founding");
    let Some((fact, stretch)) = fact.and_then(|f| Some((f, f.stretches.first()?))) else {
        return String::new();
    };
    let to = stretch.to.and_then(Month::of).map(|m| format!(" to {}", FinancialYear::of(m)));
    format!(
        "History: {} was £{} billion{} ({}).",
        fact.title,
        stretch.value.to_f64() / 1_000.0,
        to.unwrap_or_default(),
        stretch.status.words()
    )
}
