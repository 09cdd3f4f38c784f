//! Who asks, who has which role, and the audit log.

use axum::http::Uri;
use serde::Deserialize;
use serde_json::{Value, json};
use wt_engine::AuditLine;
use wt_engine::permit::{Action, Object, Scope};

use super::object;
use super::rows::{Paging, link, linked};
use crate::app::{Answer, App, Asked, Failure, State};

pub(super) async fn me(State(app): State<App>) -> Answer {
    let scopes = app.person.scopes().map(|s| s.iter().map(|s| s.word()).collect::<Vec<_>>());
    object(&json!({
        "id": app.person.name(),
        "name": app.person.shown(),
        "roles": app.person.roles().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "scopes": scopes.unwrap_or_else(|| Scope::ALL.iter().map(|s| s.word()).collect()),
    }))
}

pub(super) async fn members(State(app): State<App>, uri: Uri, Asked(paging): Asked<Paging>) -> Answer {
    let all = app.engine.members(&app.person).await?;
    let row = |m: &wt_engine::people::Member| -> Value {
        json!({
            "id": m.id,
            "name": m.name,
            "shown": m.shown,
            "state": format!("{:?}", m.state).to_lowercase(),
            "roles": m.roles.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "made_at": m.made_at,
            "last_in": m.last_in,
        })
    };
    paging.part(&uri, all.iter().map(row).collect())
}

/// From which line backwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    before: Option<i64>,
}

/// Lines of the log, latest first; taking them away is a line of it too.
pub(super) async fn audit(
    State(app): State<App>,
    uri: Uri,
    Asked(which): Asked<Which>,
    Asked(paging): Asked<Paging>,
) -> Answer {
    app.person.viewer(Object::AuditLog, Action::Export)?;
    let (limit, _) = paging.read()?;
    if which.before.is_some_and(|n| n < 0) {
        return Err(Failure::bad("before: expected the number of a line, such as 120."));
    }
    let lines = app.engine.audit_page(&app.person, which.before, limit).await?;
    let rows = lines.len() as u64;
    app.engine.note_export(&app.person, &uri.to_string(), Some(rows), None).await?;
    let last = lines.last().map(|l| u64::try_from(l.seq).unwrap_or(0)).filter(|_| rows == limit);
    let next = last.map(|seq| link(&uri, &[("limit", limit), ("before", seq)], "next"));
    linked(lines.iter().map(line).collect(), next.as_slice(), None)
}

fn line(line: &AuditLine) -> Value {
    json!({
        "seq": line.seq,
        "at": line.at,
        "who": line.who,
        "org": line.org,
        "action": line.action,
        "object": line.object,
        "detail": line.detail,
    })
}

pub(super) async fn chain(State(app): State<App>) -> Answer {
    let (lines, broken_at) = app.engine.audit_chain(&app.person).await?;
    object(&json!({ "lines": lines, "broken_at": broken_at }))
}
