//! A file in: chosen, sent, read in the background, held for review.

use std::sync::Arc;

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::{Field as Part, MultipartError, MultipartRejection};
use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use wt_engine::Engine;
use wt_engine::intake::{Reading, Upload};
use wt_engine::rates::How;
use wt_extract::Refusal;
use wt_extract::kinds::KindId;

use super::super::form::{Choice, Select};
use super::work::{self, About};
use crate::LARGEST_BODY;
use crate::app::{Answer, App, Asked, State, page, page_with};
use crate::design::{self, ErrorItem, ErrorSummary, Field, FileUpload, Input};
use crate::shell::{Section, Shell};

/// Bookings of temporary staff, by how their file is written.
const BOOKINGS: [(&str, &str); 4] = [
    ("bookings", "Bookings of temporary staff"),
    ("bookings-pence", "Bookings of temporary staff, money in pence"),
    ("bookings-hashed", "Bookings of temporary staff, workers to be hashed here"),
    ("bookings-pence-hashed", "Bookings of temporary staff, money in pence, workers to be hashed here"),
];

#[derive(Template)]
#[template(path = "pages/data_upload.html")]
struct UploadPage {
    shell: Shell,
    summary: Option<ErrorSummary>,
    file: FileUpload,
    kinds: design::Select,
    owner: Input,
    refusals: Vec<Refusal>,
}

/// What is wrong with what was sent, and where to mend it or read on.
struct Wrong {
    text: String,
    href: String,
}

fn upload_page(shell: Shell, wrong: Option<Wrong>, about: &About, refusals: Vec<Refusal>) -> UploadPage {
    let mut kinds = vec![Choice::new("", "Recognise it from its content", about.kind.is_empty())];
    kinds.extend(KindId::ALL.iter().map(|k| Choice::new(k.id(), k.spec().title, k.id() == about.kind)));
    kinds.extend(BOOKINGS.map(|(id, title)| Choice::new(id, title, id == about.kind)));
    let file = Field {
        hint: Some(
            "CSV, XLSX or XLS, at most 256 MB (workbooks 100 MB). A million rows take a few seconds.".into(),
        ),
        error: wrong.as_ref().map(|w| w.text.clone()),
        ..Field::new("file", "File")
    };
    let owner_field = Field {
        hint: Some("A code, such as RJ6. Published files and regional returns have none.".into()),
        ..Field::new("owner", "Employer whose own rows these are (optional)")
    };
    UploadPage {
        shell: shell.under(&[("Data", "/data")]),
        summary: wrong.map(|w| problem(w.text, &w.href)),
        file: FileUpload { field: file, accept: None, multiple: false },
        kinds: Select { name: "kind", label: "Kind of file", choices: kinds }.field(),
        owner: Input { field: owner_field, value: Some(about.owner.clone()), ..Input::default() },
        refusals,
    }
}

/// One error at the top of a page, with the address of what mends it.
pub(super) fn problem(text: String, href: &str) -> ErrorSummary {
    ErrorSummary::new(vec![ErrorItem { text, href: Some(href.to_owned()) }])
}

/// What an address says of the file to come.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Expected {
    kind: String,
}

pub(super) async fn form(State(app): State<App>, Asked(expected): Asked<Expected>) -> Answer {
    let shell = app.shell("Load a file - Data", Section::Data).await?;
    let about = About { kind: expected.kind, ..About::default() };
    page(&upload_page(shell, None, &about, Vec::new()))
}

/// The form with what is wrong on top, and nothing kept.
pub(super) async fn again(
    app: &App,
    about: &About,
    why: &str,
    refusals: Vec<Refusal>,
    status: StatusCode,
) -> Answer {
    let shell = app.shell("Error: Load a file - Data", Section::Data).await?;
    let wrong = Wrong { text: why.to_owned(), href: "#file".to_owned() };
    page_with(status, &upload_page(shell, Some(wrong), about, refusals))
}

/// The form, with the way to the load of the same bytes.
pub(super) async fn already(app: &App, about: &About, load: &str) -> Answer {
    let load = app.engine.record(&app.person, load, 0).await?.load;
    let shell = app.shell("Error: Load a file - Data", Section::Data).await?;
    let text = format!(
        "{}: already loaded on {}; nothing was added. Undo that load first to load it again.",
        about.file,
        crate::say::day(&load.loaded_day())
    );
    let wrong = Wrong { text, href: format!("/data/{}", load.id) };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &upload_page(shell, Some(wrong), about, Vec::new()))
}

/// What the form holds.
#[derive(Default)]
struct Sent {
    file: Option<Upload>,
    about: About,
}

impl Sent {
    /// Reads the parts of the form, the file into memory once: the body's size is limited before this.
    async fn of(mut form: Multipart, length: usize) -> Result<Self, MultipartError> {
        let mut sent = Self::default();
        while let Some(part) = form.next_field().await? {
            match part.name() {
                Some("file") => {
                    let name = part.file_name().unwrap_or_default().to_owned();
                    // Some browsers send a whole path.
                    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                    let bytes = Arc::new(whole(part, length).await?);
                    sent.about.file.clone_from(&name);
                    sent.file = (!name.is_empty()).then_some(Upload { name, bytes });
                }
                Some("kind") => sent.about.kind = part.text().await?,
                Some("owner") => part.text().await?.trim().clone_into(&mut sent.about.owner),
                _ => {}
            }
        }
        Ok(sent)
    }

    fn reading(&self) -> Result<Reading, String> {
        let About { kind, owner, .. } = &self.about;
        let other = kind.is_empty() || How::named(kind).is_some();
        let kind = (!other).then(|| kind.parse()).transpose()?;
        let owner = (!owner.is_empty()).then(|| owner.parse()).transpose();
        let owner = owner.map_err(|e: wt_units::NotA| format!("Employer: {e}."))?;
        Ok(Reading { kind, map: None, owner })
    }
}

/// The bytes of a part, which can't be longer than the body of `length` it came in: with that much room from the
/// start nothing is copied as it grows.
async fn whole(mut part: Part<'_>, length: usize) -> Result<Vec<u8>, MultipartError> {
    let mut bytes = Vec::with_capacity(length.min(LARGEST_BODY));
    while let Some(chunk) = part.chunk().await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Length of the body as the browser says it, for room alone.
fn length(headers: &HeaderMap) -> usize {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok());
    said.and_then(|v| v.parse().ok()).unwrap_or(0)
}

pub(super) async fn send(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Answer {
    let refuse = async |about: &About, why: &str, status| again(&app, about, why, Vec::new(), status).await;
    let nothing = About::default();
    let Ok(form) = form else {
        let why = "No file came with the form. Choose one here and send it.";
        return refuse(&nothing, why, StatusCode::BAD_REQUEST).await;
    };
    let mut sent = match Sent::of(form, length(&headers)).await {
        Ok(sent) => sent,
        Err(e) if e.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let why = "The file is too large. The limit is 256 MB: split it by month.";
            return refuse(&nothing, why, StatusCode::PAYLOAD_TOO_LARGE).await;
        }
        Err(_) => {
            let why = "The file did not arrive whole. Nothing was kept; send it again.";
            return refuse(&nothing, why, StatusCode::BAD_REQUEST).await;
        }
    };
    let Some(file) = sent.file.take() else {
        return refuse(&sent.about, "Choose a file.", StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let reading = match sent.reading() {
        Ok(reading) => reading,
        Err(why) => return refuse(&sent.about, &why, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    if let Err(e) = Engine::check_size(&file.name, file.bytes.len() as u64) {
        return refuse(&sent.about, &e.to_string(), StatusCode::PAYLOAD_TOO_LARGE).await;
    }
    let about = About { token: work::token(), ..sent.about };
    work::read(&app, about, file, reading).await
}
