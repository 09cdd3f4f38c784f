//! One load: its review before it counts, its record afterwards, and taking it back.

use askama::Template;
use axum::extract::Path;
use wt_engine::{LoadMeta, LoadState};
use wt_extract::Refusal;
use wt_extract::read::Summary;
use wt_extract::template::problem_file;

use super::{Done, Line, work};
use crate::app::{Answer, App, Asked, Failure, State, download, page, see};
use crate::say;
use crate::shell::{Section, Shell};

/// Refusals on the page; the download has all that were kept.
const SHOWN: u64 = 50;
/// Above this share of refused rows, loading nothing is advised.
const MANY: f64 = 0.01;

#[derive(Template)]
#[template(path = "pages/data_load.html")]
struct LoadPage {
    shell: Shell,
    line: Line,
    draft: bool,
    kept: bool,
    read: String,
    many: bool,
    sheet: Option<String>,
    skipped: Vec<String>,
    ignored: Vec<String>,
    dropped: Vec<String>,
    notes: Vec<String>,
    refusals: Vec<Refusal>,
    /// Said where there are more refusals than shown.
    first: Option<String>,
    hash: String,
    source: String,
}

pub(super) async fn show(State(app): State<App>, Path(id): Path<String>, Asked(done): Asked<Done>) -> Answer {
    let record = app.engine.record(&app.person, &id, SHOWN).await?;
    let load = &record.load;
    let summary: Option<Summary> = serde_json::from_value(load.summary.clone()).ok();
    let draft = load.state == LoadState::Draft;
    let title = if draft { format!("Review {}", load.file_name) } else { load.file_name.clone() };
    let shell = app.shell(&format!("{title} - Data"), Section::Data).await?;
    let skipped = |s: &Summary| -> Vec<String> {
        s.skipped_rows.iter().map(|k| format!("{} left out: {}", k.count, k.reason)).collect()
    };
    page(&LoadPage {
        shell: shell.under(&[("Data", "/data")]).done(done.words()),
        line: Line::of(load),
        draft,
        kept: load.state == LoadState::Kept,
        read: say::whole(load.rows_read as f64),
        many: load.rows_refused as f64 > MANY * load.rows_read as f64,
        sheet: summary.as_ref().and_then(|s| s.sheet.clone()),
        skipped: summary.as_ref().map(skipped).unwrap_or_default(),
        ignored: match &summary {
            Some(s) => s.ignored_columns.clone(),
            None => listed(load, "ignored_columns"),
        },
        dropped: summary.as_ref().map(|s| s.dropped_personal.clone()).unwrap_or_default(),
        notes: summary.map_or_else(|| listed(load, "notes"), |s| s.notes),
        first: (load.rows_refused > record.refusals.len() as u64).then(|| {
            let shown = record.refusals.len();
            format!("The first {shown} of {} refused rows are shown.", say::whole(load.rows_refused as f64))
        }),
        refusals: record.refusals,
        hash: load.sha256.clone(),
        source: load.source_name.clone(),
    })
}

/// What a load that is no file of measures says of itself under a name.
fn listed(load: &LoadMeta, name: &str) -> Vec<String> {
    load.summary.get(name).and_then(|all| serde_json::from_value(all.clone()).ok()).unwrap_or_default()
}

pub(super) async fn keep(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let load = app.engine.record(&app.person, &id, 0).await?.load;
    match load.state {
        LoadState::Draft => work::keep(&app, &id, &load.file_name).await,
        // Sent twice: what was asked for is so.
        LoadState::Kept => see(&format!("/data/{id}?done=kept")),
        LoadState::Undone => Err(Failure::conflict(format!(
            "{} was undone meanwhile. Load the file again to count it.",
            load.file_name
        ))),
    }
}

pub(super) async fn discard(State(app): State<App>, Path(id): Path<String>) -> Answer {
    app.engine.discard(&app.person, &id).await?;
    see("/data?done=discarded")
}

#[derive(Template)]
#[template(path = "pages/data_undo.html")]
struct UndoPage {
    shell: Shell,
    line: Line,
}

pub(super) async fn ask_undo(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let record = app.engine.record(&app.person, &id, 0).await?;
    undoable(&record.load)?;
    let shell = app.shell("Undo a load - Data", Section::Data).await?;
    let above = format!("/data/{id}");
    let shell = shell.under(&[("Data", "/data"), (&record.load.file_name, &above)]);
    page(&UndoPage { shell, line: Line::of(&record.load) })
}

/// Only what counts can be undone.
fn undoable(load: &LoadMeta) -> Result<(), Failure> {
    let file = &load.file_name;
    match load.state {
        LoadState::Kept => Ok(()),
        LoadState::Draft => {
            Err(Failure::conflict(format!("{file} does not count yet, so there is nothing to undo.")))
        }
        LoadState::Undone => {
            let when = load.undone_at.map_or(String::new(), |at| format!(" on {}", say::day_of(at)));
            Err(Failure::conflict(format!("{file} was undone{when}, so there is nothing left to undo.")))
        }
    }
}

pub(super) async fn undo(State(app): State<App>, Path(id): Path<String>) -> Answer {
    undoable(&app.engine.record(&app.person, &id, 0).await?.load)?;
    app.engine.undo(&app.person, &id).await?;
    see("/data?done=undone")
}

pub(super) async fn refusals(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let record = app.engine.record(&app.person, &id, 10_000).await?;
    let name = format!("wholetime_refused_{}.csv", record.load.file_name);
    download(&name, "text/csv; charset=utf-8", problem_file(&record.refusals))
}
