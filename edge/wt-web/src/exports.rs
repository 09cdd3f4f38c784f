//! Copies that leave the store as files: only for those who may take one, and each written down.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wt_engine::permit::{Action, Object};

use crate::app::{App, Failure, State};

/// A download of more than this is not one of ours.
const LARGEST: usize = 256 << 20;

/// Holds back what somebody may not take away, and notes who took what, how many rows and how large.
pub(crate) async fn noted(State(app): State<App>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let response = next.run(request).await;
    let attached = response.headers().get(header::CONTENT_DISPOSITION).is_some();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    // A chart says no more than the page it stands on, and an empty form to fill in says nothing.
    let nothing = kind.starts_with(b"image/") || uri.path().starts_with("/data/template/");
    if !attached || nothing || !response.status().is_success() {
        return response;
    }
    if let Some(object) = object(uri.path())
        && let Err(e) = app.person.viewer(object, Action::Export)
    {
        return Failure::from(e).into_response();
    }
    let table = kind.starts_with(b"text/csv");
    let (parts, body) = response.into_parts();
    let bytes = match to_bytes(body, LARGEST).await {
        Ok(bytes) => bytes,
        Err(e) => return Failure::ours(&e.to_string()).into_response(),
    };
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let rows = bytes.iter().filter(|b| **b == b'\n').count().saturating_sub(1);
    let rows = table.then(|| number(rows));
    match app.engine.note_export(&app.person, &uri.to_string(), rows, Some(number(bytes.len()))).await {
        Ok(()) => Response::from_parts(parts, Body::from(bytes)),
        Err(e) => Failure::from(e).into_response(),
    }
}

/// What a file at an address is a copy of; none for what is one's own or no secret.
fn object(path: &str) -> Option<Object> {
    let parts = [
        ("/account/", None),
        ("/admin/permissions", None),
        ("/admin/audit", Some(Object::AuditLog)),
        ("/admin/", None),
        ("/data/", Some(Object::Loads)),
        ("/benefits", Some(Object::Benefits)),
        ("/evidence", None),
    ];
    parts
        .iter()
        .find(|(start, _)| path.starts_with(start))
        .map_or(Some(Object::Aggregates), |(_, object)| *object)
}
