//! A file in: chosen, read, held for review. Where its headings are not known, a person says which column is which.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use askama::Template;
use axum::Form;
use axum::extract::multipart::MultipartError;
use axum::extract::rejection::FormRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode};
use uuid::Uuid;
use wt_engine::EngineError;
use wt_engine::intake::{Intake, Keep, Reading, Upload, Verdict};
use wt_engine::progress::Quiet;
use wt_extract::Refusal;
use wt_extract::kinds::KindId;
use wt_extract::mapping::{From, Mapping};

use super::super::form::{Choice, Select};
use super::from_us;
use crate::app::{Answer, App, Failure, page, page_with, see, sent};
use crate::design::{self, ErrorItem, ErrorSummary, Field, FileUpload, Input};
use crate::shell::{Section, Shell};

/// Files whose columns somebody is still naming: the only thing pages remember between requests.
const WAITING: usize = 5;
/// Refusals shown of a file of which nothing could be read.
const SHOWN: usize = 50;
/// How long such a file waits.
const PATIENCE: Duration = Duration::from_mins(15);

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

fn upload_page(shell: Shell, error: Option<String>, kind: &str, owner: &str) -> UploadPage {
    let mut kinds = vec![Choice::new("", "Recognise it from its content", kind.is_empty())];
    kinds.extend(KindId::ALL.iter().map(|k| Choice::new(k.id(), k.spec().title, k.id() == kind)));
    let file = Field {
        hint: Some(
            "CSV, XLSX or XLS, at most 256 MB (workbooks 100 MB). A million rows take a few seconds.".into(),
        ),
        error: error.clone(),
        ..Field::new("file", "File")
    };
    let owner_field = Field {
        hint: Some("A code, such as RJ6. Published files and regional returns have none.".into()),
        ..Field::new("owner", "Employer whose own rows these are (optional)")
    };
    UploadPage {
        shell: shell.under(&[("Data", "/data")]),
        summary: error.map(|e| problem(e, "#file")),
        file: FileUpload { field: file, accept: None, multiple: false },
        kinds: Select { name: "kind", label: "Kind of file", choices: kinds }.field(),
        owner: Input { field: owner_field, value: Some(owner.to_owned()), ..Input::default() },
        refusals: Vec::new(),
    }
}

fn problem(text: String, field: &str) -> ErrorSummary {
    ErrorSummary::new(vec![ErrorItem { text, href: Some(field.to_owned()) }])
}

pub(super) async fn form(State(app): State<App>) -> Answer {
    page(&upload_page(app.shell("Load a file - Data", Section::Data).await?, None, "", ""))
}

/// The form with what is wrong on top, and nothing kept.
async fn again(app: &App, sent: &Sent, error: String) -> Answer {
    let shell = app.shell("Error: Load a file - Data", Section::Data).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &upload_page(shell, Some(error), &sent.kind, &sent.owner))
}

/// What the form holds.
#[derive(Default)]
struct Sent {
    file: Option<Upload>,
    kind: String,
    owner: String,
}

impl Sent {
    /// Reads the parts of the form, the file into memory: the body's size is limited before this.
    async fn of(mut form: Multipart) -> Result<Self, MultipartError> {
        let mut sent = Self::default();
        while let Some(field) = form.next_field().await? {
            match field.name() {
                Some("file") => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    // Some browsers send a whole path.
                    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                    let bytes = Arc::new(field.bytes().await?.to_vec());
                    sent.file = (!name.is_empty()).then_some(Upload { name, bytes });
                }
                Some("kind") => sent.kind = field.text().await?,
                Some("owner") => sent.owner = field.text().await?.trim().to_owned(),
                _ => {}
            }
        }
        Ok(sent)
    }

    fn reading(&self) -> Result<Reading, String> {
        let kind = (!self.kind.is_empty()).then(|| self.kind.parse()).transpose()?;
        let owner = (!self.owner.is_empty()).then(|| self.owner.parse()).transpose();
        let owner = owner.map_err(|e: wt_units::NotA| format!("Employer: {e}."))?;
        Ok(Reading { kind, map: None, owner })
    }
}

pub(super) async fn send(State(app): State<App>, headers: HeaderMap, form: Multipart) -> Answer {
    from_us(&headers)?;
    let sent = match Sent::of(form).await {
        Ok(sent) => sent,
        Err(e) if e.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let words = "The file is too large. The limit is 256 MB: split it by month.".to_owned();
            return again(&app, &Sent::default(), words).await;
        }
        Err(_) => {
            let words = "The file did not arrive whole. Nothing was kept; send it again.".to_owned();
            return again(&app, &Sent::default(), words).await;
        }
    };
    let Some(upload) = &sent.file else {
        return again(&app, &sent, "Choose a file.".to_owned()).await;
    };
    let reading = match sent.reading() {
        Ok(reading) => reading,
        Err(words) => return again(&app, &sent, words).await,
    };
    match app.engine.import(&app.person, upload, &reading, Keep::ForReview, Arc::new(Quiet)).await {
        Ok(intake) => after(&app, &sent, intake).await,
        Err(EngineError::File(fault)) => {
            let mappable = reading.kind.is_none_or(|k| k == KindId::Template);
            let owner = reading.owner.as_ref();
            let seen = match app.engine.suggest(&app.person, upload, KindId::Template, owner).await {
                Ok(seen) => seen.filter(|s| s.proposal.headings.len() >= 2),
                // A file of patients is refused before anybody is shown a column of it.
                Err(EngineError::File(fault)) => return again(&app, &sent, fault.to_string()).await,
                Err(e) => return Err(e.into()),
            };
            // What has headings can be mapped: not recognised, said to be the template, or remembered wrongly.
            let unknown = fault.what.contains("not one that Wholetime recognises");
            let wrong = seen.as_ref().is_some_and(|s| s.remembered.is_some());
            if mappable && seen.is_some() && (unknown || reading.kind.is_some() || wrong) {
                let token = wait(upload.clone(), reading);
                return see(&format!("/data/map/{token}"));
            }
            again(&app, &sent, fault.to_string()).await
        }
        Err(e) => Err(e.into()),
    }
}

async fn after(app: &App, sent: &Sent, intake: Intake) -> Answer {
    match intake.verdict {
        Verdict::Held(load) | Verdict::Kept(load) => see(&format!("/data/{}", load.id)),
        Verdict::AlreadyLoaded(load) => {
            let words = format!(
                "{}: already loaded on {}; nothing was added. Undo that load first to load it again.",
                intake.file,
                crate::say::day(&load.loaded_day())
            );
            again(app, sent, words).await
        }
        Verdict::NothingKept(why) => {
            let shell = app.shell("Error: Load a file - Data", Section::Data).await?;
            let error = Some(format!("{}: {why}", intake.file));
            let mut form = upload_page(shell, error, &sent.kind, &sent.owner);
            form.refusals = intake.refusals.into_iter().take(SHOWN).collect();
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &form)
        }
        Verdict::Checked => again(app, sent, "Nothing was kept.".to_owned()).await,
    }
}

struct Held {
    since: Instant,
    upload: Upload,
    reading: Reading,
}

fn shelf() -> &'static Mutex<HashMap<String, Held>> {
    static SHELF: OnceLock<Mutex<HashMap<String, Held>>> = OnceLock::new();
    SHELF.get_or_init(Mutex::default)
}

/// Keeps a file in memory until its columns are named; the oldest makes room.
fn wait(upload: Upload, reading: Reading) -> String {
    let token = Uuid::now_v7().to_string();
    // A thread that panicked while holding the lock left the map whole: it only inserts and removes.
    let mut shelf = shelf().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    shelf.retain(|_, held| held.since.elapsed() < PATIENCE);
    if shelf.len() >= WAITING {
        let oldest = shelf.iter().min_by_key(|(_, held)| held.since).map(|(token, _)| token.clone());
        oldest.and_then(|token| shelf.remove(&token));
    }
    shelf.insert(token.clone(), Held { since: Instant::now(), upload, reading });
    token
}

fn waiting(token: &str) -> Result<(Upload, Reading), Failure> {
    let shelf = shelf().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let held = shelf.get(token).filter(|held| held.since.elapsed() < PATIENCE);
    held.map(|h| (h.upload.clone(), h.reading.clone())).ok_or_else(|| {
        Failure::not_found("This file is no longer waiting: it was sent too long ago. Load it again.")
    })
}

/// One of our columns, and what of the file it may come from.
struct Column {
    select: Select,
    about: &'static str,
    required: bool,
    constant: String,
}

#[derive(Template)]
#[template(path = "pages/data_map.html")]
struct MapPage {
    shell: Shell,
    file: String,
    summary: Option<ErrorSummary>,
    columns: Vec<Column>,
    headings: Vec<String>,
    sample: Vec<Vec<String>>,
}

pub(super) async fn map_form(State(app): State<App>, Path(token): Path<String>) -> Answer {
    map_page(&app, &token, None).await
}

async fn map_page(app: &App, token: &str, error: Option<String>) -> Answer {
    let (upload, reading) = waiting(token)?;
    let seen = app.engine.suggest(&app.person, &upload, KindId::Template, reading.owner.as_ref()).await?;
    let seen =
        seen.ok_or_else(|| Failure::bad("No row of the file looks like headings. Add a row of headings."))?;
    let mapping = seen.remembered.as_ref().unwrap_or(&seen.proposal.mapping);
    let columns =
        KindId::Template.spec().columns.iter().map(|c| column(c, mapping, &seen.proposal.headings)).collect();
    let (status, title) = match error {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Error: Which column is which - Data"),
        None => (StatusCode::OK, "Which column is which - Data"),
    };
    let shell = app.shell(title, Section::Data).await?;
    let shell = shell.under(&[("Data", "/data"), ("Load a file", "/data/upload")]);
    let headings = seen.proposal.headings.clone();
    let summary = error.map(|e| problem(e, "#organisation"));
    page_with(status, &MapPage { shell, file: upload.name, summary, columns, headings, sample: seen.sample })
}

fn column(spec: &'static wt_extract::columns::ColumnSpec, mapping: &Mapping, headings: &[String]) -> Column {
    let now = mapping.columns.iter().find(|(name, _)| name == spec.name).map(|(_, from)| from);
    let heading = match now {
        Some(From::Heading(h)) => Some(h.as_str()),
        _ => None,
    };
    let mut choices = vec![Choice::new("", "Not in the file", heading.is_none())];
    choices.extend(headings.iter().map(|h| Choice::new(h, h, heading == Some(h.as_str()))));
    let constant = match now {
        Some(From::Constant(value)) => value.clone(),
        _ => String::new(),
    };
    let select = Select { name: spec.name, label: spec.heading, choices };
    Column { select, about: spec.about, required: spec.required, constant }
}

pub(super) async fn map_send(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
    form: Result<Form<HashMap<String, String>>, FormRejection>,
) -> Answer {
    from_us(&headers)?;
    let form = sent(form)?;
    let (upload, mut reading) = waiting(&token)?;
    let mut columns = Vec::new();
    for spec in KindId::Template.spec().columns {
        let said = |name: &str| form.get(name).map(|v| v.trim()).filter(|v| !v.is_empty());
        let constant = said(&format!("{}_constant", spec.name));
        let from = constant.map(|c| From::Constant(c.to_owned()));
        let from = from.or_else(|| said(spec.name).map(|h| From::Heading(h.to_owned())));
        columns.extend(from.map(|from| (spec.name.to_owned(), from)));
    }
    reading.kind = None;
    reading.map = Some(Mapping { kind: KindId::Template, columns });
    match app.engine.import(&app.person, &upload, &reading, Keep::ForReview, Arc::new(Quiet)).await {
        Ok(Intake { verdict: Verdict::Held(load), .. }) => see(&format!("/data/{}", load.id)),
        Ok(Intake { verdict: Verdict::AlreadyLoaded(load), .. }) => see(&format!("/data/{}", load.id)),
        Ok(intake) => {
            let first = intake.refusals.first().map_or(String::new(), ToString::to_string);
            map_page(&app, &token, Some(format!("No row could be read that way. {first}"))).await
        }
        Err(EngineError::File(fault)) => map_page(&app, &token, Some(fault.to_string())).await,
        Err(e) => Err(e.into()),
    }
}
