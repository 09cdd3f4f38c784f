//! Evidence: what answers a question, and one account.

use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::{Value, json};
use wt_engine::permit::{Action, Object};
use wt_evidence::Filters;

use super::object;
use super::rows::Paging;
use crate::app::{Answer, App, Asked, State};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Looking {
    q: String,
}

pub(super) async fn find(
    State(app): State<App>,
    Asked(looking): Asked<Looking>,
    Asked(paging): Asked<Paging>,
) -> Answer {
    app.person.viewer(Object::Evidence, Action::See)?;
    let (limit, offset) = paging.read()?;
    let at = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let found = app.engine.find_evidence(&looking.q, &Filters::default(), app.engine.library().items().len());
    let items: Vec<Value> = found
        .hits
        .iter()
        .skip(at(offset))
        .take(at(limit))
        .filter_map(|h| app.engine.library().item(&h.id))
        .map(|i| json!({ "id": i.id, "title": i.title, "summary": i.summary, "strength": i.strength, "date": i.date }))
        .collect();
    object(&json!({ "total": found.total, "did_you_mean": found.did_you_mean, "items": items }))
}

pub(super) async fn show(State(app): State<App>, Path(id): Path<String>) -> Answer {
    app.person.viewer(Object::Evidence, Action::See)?;
    Ok(Json(app.engine.evidence_item(&id)?).into_response())
}
