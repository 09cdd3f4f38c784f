//! What every page stands on: the engine, who asks, and how an answer or a failure becomes a response.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Form;
use axum::extract::{FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::de::DeserializeOwned;
use uuid::Uuid;
use wt_engine::permit::{Person, Right};
use wt_engine::settings::Home;
use wt_engine::{Engine, EngineError, Snapshot};

use crate::api;
use crate::asker::Asker;
use crate::forms;
use crate::pages::data::Shelf;
use crate::remember::Pages;
use crate::shell::{Section, Shell};

/// Shared by all requests.
#[derive(Clone)]
pub(crate) struct App {
    /// The use cases.
    pub(crate) engine: Arc<Engine>,
    /// Who asks: nobody, until [`State`] has found out.
    pub(crate) person: Arc<Person>,
    /// What their browser holds; none outside of a request.
    pub(crate) asker: Option<Arc<Asker>>,
    /// Pages made since the store last changed, each for whoever asked.
    pub(crate) pages: Arc<Pages>,
    /// Pages that show drafts and the audit log too, made since anything was last written.
    pub(crate) records: Arc<Pages>,
    /// Files whose columns somebody is still naming.
    pub(crate) shelf: Arc<Shelf>,
    /// How long a request waits for work to end before it shows how far it is.
    pub(crate) patience: Duration,
    /// Whether cookies go over an encrypted line only.
    pub(crate) secure: bool,
}

/// The application, for whoever asks. Pages take this one and never axum's, which knows nobody and is refused everything.
pub(crate) struct State<T>(pub(crate) T);

impl FromRequestParts<App> for State<App> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let mut app = app.clone();
        if let Some(asker) = parts.extensions.get::<Asker>() {
            app.person = Arc::clone(&asker.person);
            app.asker = Some(Arc::new(asker.clone()));
        }
        Ok(Self(app))
    }
}

impl App {
    pub(crate) fn new(engine: Arc<Engine>, patience: Duration, secure: bool) -> Self {
        Self {
            engine,
            person: Arc::new(Person::nobody()),
            asker: None,
            secure,
            pages: Arc::default(),
            records: Arc::default(),
            shelf: Arc::default(),
            patience,
        }
    }

    /// The picture of everything loaded, and where pages open.
    pub(crate) async fn picture(&self) -> Result<(Arc<Snapshot>, Home), Failure> {
        let snapshot = self.engine.snapshot(&self.person).await?;
        Ok((snapshot, self.engine.home(&self.person).await?))
    }

    /// The frame of a page, which says so where the store holds generated data.
    pub(crate) async fn shell(&self, title: &str, section: Section) -> Result<Shell, Failure> {
        // Whoever has no right to figures is shown none, generated or not.
        let generated = match self.person.may(Right::See) {
            Ok(_) => self.engine.snapshot(&self.person).await?.generated,
            Err(_) => false,
        };
        Ok(Shell::new(title, section, generated).for_asker(self.asker.as_deref()))
    }

    /// The same without waiting for figures that are being worked out.
    pub(crate) async fn shell_at_once(&self, title: &str, section: Section) -> Result<Shell, Failure> {
        match self.engine.latest_snapshot(&self.person) {
            Some(latest) => Ok(Shell::new(title, section, latest.generated).for_asker(self.asker.as_deref())),
            None => self.shell(title, section).await,
        }
    }
}

/// What a page ends with.
pub(crate) type Answer = Result<Response, Failure>;

/// Renders a page.
pub(crate) fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// Renders a page with a status of its own, such as a form that has errors.
pub(crate) fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let html = template.render().map_err(|e| Failure::ours(&e.to_string()))?;
    Ok((status, Html(tight(&html))).into_response())
}

/// Without the templates' indentation and blank lines, a sixth of a page's weight. No page shows text as it is laid
/// out in its source (`pre`); what stands in a text area is somebody's own text and is left as it is.
fn tight(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut own = false;
    for line in html.split_inclusive('\n') {
        let trimmed = line.trim();
        let inside = own;
        if let Some(at) = trimmed.rfind("<textarea") {
            own = !trimmed[at..].contains("</textarea>");
        } else if trimmed.contains("</textarea>") {
            own = false;
        }
        if inside {
            out.push_str(line);
        } else if own {
            out.push_str(line.trim_start());
        } else if !trimmed.is_empty() {
            out.push_str(trimmed);
            out.push('\n');
        }
    }
    out
}

/// After a change: look at the result with a request of its own, so that reloading changes nothing.
pub(crate) fn see(path: &str) -> Answer {
    Ok(Redirect::to(path).into_response())
}

/// A file to keep: CSV, SVG, XLSX.
pub(crate) fn download(name: &str, mime: &'static str, body: impl Into<axum::body::Body>) -> Answer {
    // Names are made here from slugs, codes and months, so they need no quoting beyond this.
    let safe: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
    let disposition = format!("attachment; filename=\"{safe}\"");
    Ok(([(header::CONTENT_TYPE, mime), (header::CONTENT_DISPOSITION, disposition.as_str())], body.into())
        .into_response())
}

/// Why a page can't be given.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    status: StatusCode,
    /// A sentence that says what to do.
    what: String,
    /// For a fault of ours: what the person tells whoever runs the store. Never the cause itself.
    reference: Option<String>,
}

impl Failure {
    /// There is no such page or thing.
    pub(crate) fn not_found(what: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, what: what.into(), reference: None }
    }

    /// The request can't be understood.
    pub(crate) fn bad(what: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, what: what.into(), reference: None }
    }

    /// It was understood, and nothing of it can be taken.
    pub(crate) fn unprocessable(what: impl Into<String>) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, what: what.into(), reference: None }
    }

    /// It can't be done as things stand.
    pub(crate) fn conflict(what: impl Into<String>) -> Self {
        Self { status: StatusCode::CONFLICT, what: what.into(), reference: None }
    }

    /// The request comes from where none may come from.
    pub(crate) fn forbidden(what: impl Into<String>) -> Self {
        Self { status: StatusCode::FORBIDDEN, what: what.into(), reference: None }
    }

    /// The request was meant for another site.
    pub(crate) fn misdirected(what: impl Into<String>) -> Self {
        Self { status: StatusCode::MISDIRECTED_REQUEST, what: what.into(), reference: None }
    }

    /// A fault of ours: the cause goes to standard error under the reference the person sees.
    pub(crate) fn ours(cause: &str) -> Self {
        let reference = Uuid::now_v7().to_string();
        crate::log::fault(&reference, cause);
        let what =
            "Something went wrong on our side. Nothing was saved. Try again; if it happens again, tell the \
                    person who runs this store the reference below."
                .to_owned();
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, what, reference: Some(reference) }
    }

    /// The sentence, with the reference where there is one.
    pub(crate) fn in_full(self) -> String {
        match self.reference {
            Some(reference) => format!("{} Reference: {reference}", self.what),
            None => self.what,
        }
    }
}

impl From<EngineError> for Failure {
    fn from(e: EngineError) -> Self {
        let status = match &e {
            e if e.is_missing() => StatusCode::NOT_FOUND,
            e if e.is_denied() => StatusCode::FORBIDDEN,
            e if e.is_input() => StatusCode::BAD_REQUEST,
            EngineError::Cancelled => StatusCode::CONFLICT,
            _ => return Self::ours(&e.to_string()),
        };
        Self { status, what: e.to_string(), reference: None }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    heading: &'static str,
    what: String,
    reference: Option<String>,
}

impl IntoResponse for Failure {
    /// Only the status and the words: [`with_page`] makes the page, which needs the store to say whether its data
    /// are generated.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives every failure its page.
pub(crate) async fn with_page(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = format!("{} {}", request.method(), request.uri().path());
    let to_api = api::is_api(request.uri().path());
    // No text that we keep holds this character, and PostgreSQL takes none that does.
    let nul = request.uri().to_string().contains("%00");
    let mut response = match nul {
        true => {
            Failure::bad("The address holds a character that no text of ours has. Check it.").into_response()
        }
        false => next.run(request).await,
    };
    let failure = response.extensions_mut().remove::<Failure>();
    let known = app.asker.as_ref().is_some_and(|asker| asker.is_member() || asker.program);
    if known && response.status() == StatusCode::FORBIDDEN {
        // The refusal stands, whether it could be written down or not.
        if let Err(e) = app.engine.note_denied(&app.person, &path).await {
            crate::log::fault("denied", &e.to_string());
        }
    }
    if to_api {
        return api::in_words(response, failure);
    }
    let Some(failure) = failure else { return response };
    let heading = match failure.status {
        StatusCode::NOT_FOUND => "Page not found",
        StatusCode::FORBIDDEN => "You may not do this",
        StatusCode::INTERNAL_SERVER_ERROR => "There is a problem with the service",
        _ => "This can't be answered as it was asked",
    };
    let title = format!("Error: {heading}");
    let shell =
        app.shell(&title, Section::None).await.unwrap_or_else(|_| Shell::new(&title, Section::None, false));
    let status = failure.status;
    let page = ErrorPage { shell, heading, what: failure.what, reference: failure.reference };
    page.render().map_or_else(|_| status.into_response(), |html| (status, Html(tight(&html))).into_response())
}

/// A query string that is read or refused in words, never with a bare 400.
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Query::try_from_uri(&parts.uri)
            .map(|Query(asked)| Self(asked))
            .map_err(|_| Failure::bad("The address can't be read. Go back and choose again."))
    }
}

/// A form that was sent, refused in words where it can't be read.
pub(crate) fn sent<T>(form: Result<Form<T>, axum::extract::rejection::FormRejection>) -> Result<T, Failure> {
    form.map(|Form(t)| t).map_err(|_| Failure::bad("The form can't be read. Go back and send it again."))
}

/// Takes changes from our own pages only.
pub(crate) async fn changes_from_us(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    if !same_origin(request.headers()) {
        let what = "This form was sent from another site, so nothing was done. Open the page here and send it again.";
        return Failure::forbidden(what).into_response();
    }
    // Where nobody signs in there is nothing of the browser's that another site could use.
    let Some(token) = app.asker.as_ref().and_then(|asker| asker.form.as_deref()) else {
        return next.run(request).await;
    };
    match forms::carries(request, token).await {
        Some(request) => next.run(request).await,
        None => {
            let what = "This form was made for another session, so nothing was done. Open the page again and send it again.";
            Failure::forbidden(what).into_response()
        }
    }
}

/// Whether a request that changes something comes from our own pages: the browser says where a form was sent
/// from, and no other site's form may speak for the user.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, o)| o == host),
        // A program that is not a browser (curl, a script) has no one to be tricked.
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::tight;

    #[test]
    fn pages_lose_their_indentation_but_nobodys_text() {
        let html = "  <p>\n\n    a</p>\n  <textarea id=\"t\">one\n\n    two  \n</textarea>\n   <p>b</p>\n";
        let wanted = "<p>\na</p>\n<textarea id=\"t\">one\n\n    two  \n</textarea>\n<p>b</p>\n";
        assert_eq!(tight(html), wanted);
        assert_eq!(
            tight("<i></i>\n <textarea> x</textarea>\n  <b></b>"),
            "<i></i>\n<textarea> x</textarea>\n<b></b>\n"
        );
    }
}
