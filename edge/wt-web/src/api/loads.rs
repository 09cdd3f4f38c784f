//! What is loaded, what was refused of it, loading, taking back.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, Uri};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::{Value, json};
use wt_engine::LoadMeta;
use wt_engine::intake::{Intake, Keep, Reading, Upload, Verdict};
use wt_engine::permit::{Action, Object};
use wt_engine::progress::Quiet;

use super::figures::word;
use super::object;
use super::rows::Paging;
use crate::app::{Answer, App, Asked, Failure, State};

/// Refusals that are told with a file that was sent.
const TOLD: usize = 20;

fn row(load: &LoadMeta) -> Value {
    json!({
        "id": load.id,
        "state": word(&load.state),
        "kind": load.kind,
        "file": load.file_name,
        "owner": load.owner,
        "months": load.months,
        "rows": load.rows_accepted,
        "refused": load.rows_refused,
        "loaded": load.loaded_day(),
        "sha256": load.sha256,
    })
}

pub(super) async fn list(State(app): State<App>, uri: Uri, Asked(paging): Asked<Paging>) -> Answer {
    let (limit, offset) = paging.read()?;
    app.person.viewer(Object::Loads, Action::See)?;
    let (loads, total) = app.engine.loads(&app.person, limit, offset).await?;
    paging.list(&uri, loads.iter().map(row).collect(), total)
}

pub(super) async fn show(State(app): State<App>, Path(id): Path<String>) -> Answer {
    app.person.viewer(Object::Loads, Action::See)?;
    object(&row(&app.engine.record(&app.person, &id, 0).await?.load))
}

/// The cells that were refused hold what stood in the file: whoever takes them away is written down.
pub(super) async fn refusals(
    State(app): State<App>,
    uri: Uri,
    Path(id): Path<String>,
    Asked(paging): Asked<Paging>,
) -> Answer {
    let (limit, offset) = paging.read()?;
    app.person.viewer(Object::Loads, Action::Export)?;
    let record = app.engine.record(&app.person, &id, offset.saturating_add(limit)).await?;
    let at = usize::try_from(offset).unwrap_or(usize::MAX);
    let rows: Vec<Value> = record.refusals.iter().skip(at).map(|r| json!(r)).collect();
    app.engine.note_export(&app.person, &uri.to_string(), Some(rows.len() as u64), None).await?;
    paging.list(&uri, rows, record.load.rows_refused)
}

/// How a file that is sent is to be taken.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sending {
    name: Option<String>,
    owner: Option<String>,
    kind: Option<String>,
    keep: Word,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    #[default]
    IfFewRefused,
    GoodRows,
    AllOrNothing,
    ForReview,
    Nothing,
}

impl Sending {
    fn name(&self) -> Result<String, Failure> {
        let name = self.name.as_deref().unwrap_or("upload");
        let plain = |c: char| !c.is_control() && c != '/' && c != '\\';
        if (1..=200).contains(&name.chars().count()) && name.chars().all(plain) {
            return Ok(name.to_owned());
        }
        Err(Failure::bad("name: expected the name of a file without folders, of 1 to 200 characters."))
    }

    fn reading(&self) -> Result<Reading, Failure> {
        let owner = self.owner.as_deref().map(str::parse).transpose();
        let owner = owner.map_err(|e: wt_units::NotA| Failure::bad(format!("owner: {e}.")))?;
        let kind = self.kind.as_deref().map(str::parse).transpose();
        let kind = kind.map_err(|e: String| Failure::bad(format!("kind: {e}")))?;
        Ok(Reading { kind, map: None, owner })
    }

    fn keep(&self) -> Keep {
        match self.keep {
            Word::IfFewRefused => Keep::IfFewRefused,
            Word::GoodRows => Keep::GoodRows,
            Word::AllOrNothing => Keep::AllOrNothing,
            Word::ForReview => Keep::ForReview,
            Word::Nothing => Keep::Nothing,
        }
    }
}

pub(super) async fn send(
    State(app): State<App>,
    Asked(sending): Asked<Sending>,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    app.person.viewer(Object::Loads, Action::Write)?;
    let (name, reading) = (sending.name()?, sending.reading()?);
    let body = match body {
        Ok(body) => body,
        Err(refused) => return Ok(refused.into_response()),
    };
    let file = Upload { name, bytes: Arc::new(body.into()) };
    let intake = app.engine.import(&app.person, &file, &reading, sending.keep(), Arc::new(Quiet)).await?;
    answer(&intake)
}

fn answer(intake: &Intake) -> Answer {
    let (status, verdict, load) = match &intake.verdict {
        Verdict::Kept(load) => (StatusCode::CREATED, "kept", Some(load)),
        Verdict::Held(load) => (StatusCode::CREATED, "held-for-review", Some(load)),
        Verdict::AlreadyLoaded(load) => (StatusCode::OK, "already-loaded", Some(load)),
        Verdict::Checked => (StatusCode::OK, "checked", None),
        Verdict::NothingKept(why) => return Err(Failure::unprocessable(why.as_str())),
    };
    let count = |n: Option<u64>| n.unwrap_or(0);
    let body = json!({
        "verdict": verdict,
        "rows": count(intake.summary.as_ref().map(|s| s.rows_accepted)),
        "refused": count(intake.summary.as_ref().map(|s| s.rows_refused)),
        "refusals": intake.refusals.iter().take(TOLD).collect::<Vec<_>>(),
        "load": load.map(|l| row(l)),
    });
    Ok((status, Json(body)).into_response())
}

pub(super) async fn undo(State(app): State<App>, Path(id): Path<String>) -> Answer {
    app.person.viewer(Object::Loads, Action::Withdraw)?;
    object(&row(&app.engine.undo(&app.person, &id).await?))
}
