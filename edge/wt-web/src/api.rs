//! `/api/v1`: the same answers as pages and commands, as JSON, to the same people. Plain numbers with the digits of the CSV, ISO
//! dates, problems as RFC 9457 has them, lists a page at a time with links (RFC 8288), and tags so that what is known already is
//! not sent again (RFC 9110, §13).

mod description;
mod evidence;
mod figures;
mod loads;
mod people;
mod rows;

use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::LARGEST_BODY;
use crate::app::{Answer, App, Failure};

/// What problems are sent as.
const PROBLEM: &str = "application/problem+json";
/// A larger answer is not one of ours.
const LARGEST: usize = 256 << 20;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/openapi.json", get(|| async { Json(description::document()) }))
        .route("/api/v1/me", get(people::me))
        .route("/api/v1/members", get(people::members))
        .route("/api/v1/audit", get(people::audit))
        .route("/api/v1/audit/chain", get(people::chain))
        .route("/api/v1/metrics", get(figures::metrics))
        .route("/api/v1/compare/{metric}", get(figures::compare))
        .route("/api/v1/opportunities", get(figures::opportunities))
        .route("/api/v1/benefits", get(figures::benefits))
        .route("/api/v1/evidence", get(evidence::find))
        .route("/api/v1/evidence/{id}", get(evidence::show))
        .route("/api/v1/loads", get(loads::list).post(loads::send).layer(DefaultBodyLimit::max(LARGEST_BODY)))
        .route("/api/v1/loads/{id}", get(loads::show).delete(loads::undo))
        .route("/api/v1/loads/{id}/refusals", get(loads::refusals))
        .layer(from_fn(tagged))
}

/// JSON, as it is.
fn object(value: &Value) -> Answer {
    Ok(Json(value).into_response())
}

/// Gives what was answered a tag, and only the tag to whoever holds that already.
async fn tagged(request: Request, next: Next) -> Response {
    let known = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect::<Vec<_>>();
    let asks = request.method() == Method::GET;
    let response = next.run(request).await;
    if !asks || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = match to_bytes(body, LARGEST).await {
        Ok(bytes) => bytes,
        Err(e) => return Failure::ours(&e.to_string()).into_response(),
    };
    let hash: String = Sha256::digest(&bytes).iter().take(16).map(|b| format!("{b:02x}")).collect();
    // Weak: what goes over the line may be compressed.
    let tag = format!("W/\"{hash}\"");
    let holds = |v: &HeaderValue| v.to_str().is_ok_and(|v| v.split(',').any(|t| same(t.trim(), &tag)));
    let private = HeaderValue::from_static("private, no-cache");
    parts.headers.insert(header::CACHE_CONTROL, private);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    if known.iter().any(holds) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Whether a tag that was sent is this one; weakly, so with or without its `W/` (RFC 9110, §8.8.3.2).
fn same(sent: &str, tag: &str) -> bool {
    sent == "*" || sent.trim_start_matches("W/") == tag.trim_start_matches("W/")
}

/// Whether an address is the API's.
pub(crate) fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// A problem as RFC 9457 has it.
pub(crate) fn problem(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Problem");
    let body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
    let mut response = (status, [(header::CONTENT_TYPE, PROBLEM)], body.to_string()).into_response();
    if status == StatusCode::UNAUTHORIZED {
        let how = HeaderValue::from_static("Bearer realm=\"wholetime\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
    }
    response
}

/// Any answer of the API that is an error, as a problem: ours in our words, the router's in its own.
pub(crate) fn in_words(response: Response, failure: Option<Failure>) -> Response {
    let status = response.status();
    let says = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if !(status.is_client_error() || status.is_server_error()) || says == Some(PROBLEM.as_bytes()) {
        return response;
    }
    let usual = match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            "This address does not take that method; the header Allow names those it takes."
        }
        StatusCode::PAYLOAD_TOO_LARGE => "What was sent is too large.",
        _ => "The request can't be read.",
    };
    let words = failure.map_or_else(|| usual.to_owned(), Failure::in_full);
    let mut answer = problem(status, &words);
    if let Some(allow) = response.headers().get(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allow.clone());
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn tags_are_compared_weakly() {
        let tag = "W/\"ab\"";
        assert!(same("*", tag) && same("\"ab\"", tag) && same("W/\"ab\"", tag));
        assert!(!same("\"abc\"", tag) && !same("", tag) && !same("ab", tag));
    }
}
