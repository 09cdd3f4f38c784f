//! Pages that only show are made once for each state of the store: the same address, the same store, the same day
//! give the same page. A load, an undo or a changed setting moves the store's version, and nothing old is shown. The list
//! of what is loaded shows drafts and the audit log as well, and is made anew after any change.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;

use crate::app::{App, State};

/// Bytes kept in all: some three hundred of the heaviest pages.
const ROOM: usize = 32 << 20;
/// A page larger than this is not kept; none of ours is.
const LARGEST: usize = 1 << 20;

/// Pages of one state of the store.
#[derive(Debug, Default)]
pub(crate) struct Pages(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    state: Option<(i64, Date)>,
    bytes: usize,
    pages: HashMap<String, (HeaderValue, Bytes)>,
}

impl Pages {
    fn find(&self, state: (i64, Date), address: &str) -> Option<(HeaderValue, Bytes)> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.state == Some(state) { shelf.pages.get(address).cloned() } else { None }
    }

    fn keep(&self, state: (i64, Date), address: String, page: (HeaderValue, Bytes)) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.state != Some(state) || shelf.bytes > ROOM {
            *shelf = Shelf { state: Some(state), ..Shelf::default() };
        }
        shelf.bytes += page.1.len();
        shelf.pages.insert(address, page);
    }
}

/// Answers from what is kept since answers last changed, or keeps what the page answers.
pub(crate) async fn remembered(State(app): State<App>, request: Request, next: Next) -> Response {
    let version = app.engine.version(&app.person).await;
    from(&app, &app.pages, version.ok(), request, next).await
}

/// The same for a page that shows whatever is written.
pub(crate) async fn remembered_until_any_change(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let changes = app.engine.changes(&app.person).await;
    from(&app, &app.records, changes.ok(), request, next).await
}

async fn from(app: &App, pages: &Pages, number: Option<i64>, request: Request, next: Next) -> Response {
    // A page says who is signed in, and shows what they may see.
    let who = app.asker.as_ref().map_or("nobody", |asker| asker.key.as_str());
    let address = format!("{who} {}", request.uri());
    let state = number.map(|n| (n, app.engine.today()));
    let Some(state) = state.filter(|_| request.method() == Method::GET) else {
        return next.run(request).await;
    };
    if let Some((kind, page)) = pages.find(state, &address) {
        return ([(header::CONTENT_TYPE, kind)], page).into_response();
    }
    let response = next.run(request).await;
    // A download names its file in a header of its own, so only pages are kept.
    let kind = response.headers().get(header::CONTENT_TYPE).cloned();
    let page = kind.filter(|k| k.as_bytes().starts_with(b"text/html"));
    let Some(kind) = page.filter(|_| response.status() == StatusCode::OK) else { return response };
    let (parts, body) = response.into_parts();
    match to_bytes(body, LARGEST).await {
        Ok(bytes) => {
            pages.keep(state, address, (kind, bytes.clone()));
            Response::from_parts(parts, Body::from(bytes))
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
