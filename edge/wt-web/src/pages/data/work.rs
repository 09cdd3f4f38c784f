//! Files in and loads kept as work in the background: the page that shows how far it is, the button that stops it,
//! and the page that follows.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use wt_engine::EngineError;
use wt_engine::intake::{Keep, Reading, Upload, Verdict};
use wt_engine::progress::{Progress, Shared, Step};
use wt_engine::rates::How;
use wt_engine::work::{Halt, Stands, Work};
use wt_extract::kinds::KindId;
use wt_extract::{Fault, Refusal};

use super::{map, upload};
use crate::app::{Answer, App, Asked, Failure, State, page, see};
use crate::say;
use crate::shell::{Section, Shell};

/// Reading a file that was sent.
const READ: &str = "read";
/// Making a draft count.
const KEEP: &str = "keep";
/// Refusals shown of a file of which nothing could be read.
const SHOWN: usize = 50;
/// Seconds after which the page of running work looks again.
const AGAIN: &str = "2";

/// What a piece of work is about, as its record holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct About {
    /// Name of the file.
    pub(super) file: String,
    /// Kind of file as the form had it.
    pub(super) kind: String,
    /// Employer as the form had it.
    pub(super) owner: String,
    /// Under which the file may wait in memory.
    pub(super) token: String,
    /// Whether its columns were named.
    pub(super) named: bool,
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Ending {
    /// A draft waits for review, by its id.
    Review(String),
    /// A load counts.
    Kept(String),
    /// The same bytes are kept already.
    Already(String),
    /// Nothing of it can be kept; why.
    Refused(String),
    /// It is larger than can be read; why.
    TooLarge(String),
    /// Somebody has to say which column is which.
    Unnamed,
    /// The columns as they were named do not fit; why.
    Misnamed(String),
}

/// Reads a file in the background, and answers with the page that follows if that is soon.
pub(super) async fn read(app: &App, about: About, file: Upload, reading: Reading) -> Answer {
    let (to, named) = (app.clone(), about.clone());
    let task = |shared| async move { ended(&to, &named, file, reading, shared).await };
    begin(app, READ, &about, task).await
}

/// Makes a draft count in the background.
pub(super) async fn keep(app: &App, id: &str, file: &str) -> Answer {
    let (to, draft) = (app.clone(), id.to_owned());
    let task = |shared: Arc<Shared>| async move {
        shared.step(Step::Keeping);
        if shared.stopped() {
            return Err(Halt::Asked);
        }
        let load = to.engine.confirm(&to.person, &draft).await.map_err(halt)?;
        // From here on it counts; what is left is to spare the next reader the wait.
        shared.step(Step::Counting);
        to.engine.snapshot(&to.person).await.map_err(halt)?;
        Ok(json!(Ending::Kept(load.id)))
    };
    begin(app, KEEP, &About { file: file.to_owned(), ..About::default() }, task).await
}

async fn begin<T>(app: &App, kind: &str, about: &About, task: impl FnOnce(Arc<Shared>) -> T) -> Answer
where
    T: Future<Output = Result<serde_json::Value, Halt>> + Send + 'static,
{
    let id = app.engine.begin(&app.person, kind, json!(about), app.patience, task).await?;
    let work = app.engine.work(&app.person, &id).await?;
    match after(app, &work).await? {
        Some(answer) => Ok(answer),
        None => see(&address(&id)),
    }
}

/// The address of the page that shows how far a piece of work is.
pub(super) fn address(id: &str) -> String {
    format!("/data/upload/progress/{id}")
}

/// A token under which a file may wait.
pub(super) fn token() -> String {
    Uuid::now_v7().to_string()
}

fn halt(e: EngineError) -> Halt {
    match e {
        EngineError::Cancelled => Halt::Asked,
        e => Halt::Because(Failure::from(e).in_full()),
    }
}

async fn ended(
    app: &App,
    about: &About,
    file: Upload,
    reading: Reading,
    shared: Arc<Shared>,
) -> Result<serde_json::Value, Halt> {
    let hears: Arc<dyn Progress> = Arc::clone(&shared) as Arc<dyn Progress>;
    let how = How::named(&about.kind);
    if how.is_some() || (about.kind.is_empty() && !about.named && app.engine.are_bookings(&file).await) {
        let how = How { owner: reading.owner, ..how.unwrap_or_default() };
        return bookings(app, about, &file, how, hears).await;
    }
    let read = app.engine.import(&app.person, &file, &reading, Keep::ForReview, hears).await;
    let ending = match read {
        Ok(intake) => match intake.verdict {
            Verdict::Held(load) | Verdict::Kept(load) => Ending::Review(load.id),
            Verdict::AlreadyLoaded(load) => Ending::Already(load.id),
            Verdict::NothingKept(why) => nothing(app, about, file, reading, why, intake.refusals).await?,
            Verdict::Checked => Ending::Refused("Nothing was kept.".to_owned()),
        },
        Err(EngineError::File(fault)) if is_size(&fault) => Ending::TooLarge(fault.to_string()),
        Err(EngineError::File(fault)) if about.named => Ending::Misnamed(fault.to_string()),
        Err(EngineError::File(fault)) => unread(app, about, file, reading, &fault).await?,
        Err(e) => return Err(halt(e)),
    };
    if matches!(ending, Ending::Review(_) | Ending::Already(_)) {
        app.shelf.done(&about.token);
    }
    Ok(json!(ending))
}

/// Reads a file of bookings.
async fn bookings(
    app: &App,
    about: &About,
    file: &Upload,
    how: How,
    hears: Arc<dyn Progress>,
) -> Result<serde_json::Value, Halt> {
    let ending = match app.engine.import_bookings(&app.person, file, how, hears).await {
        Ok(intake) => match intake.verdict {
            Verdict::Held(load) | Verdict::Kept(load) => Ending::Review(load.id),
            Verdict::AlreadyLoaded(load) => Ending::Already(load.id),
            Verdict::NothingKept(why) => {
                app.shelf.refused(&about.token, intake.refusals.into_iter().take(SHOWN).collect());
                Ending::Refused(format!("{}: {why}", file.name))
            }
            Verdict::Checked => Ending::Refused("Nothing was kept.".to_owned()),
        },
        Err(EngineError::File(fault)) => Ending::Refused(fault.to_string()),
        Err(e) => return Err(halt(e)),
    };
    Ok(json!(ending))
}

/// What follows where rows were read and none can be kept.
async fn nothing(
    app: &App,
    about: &About,
    file: Upload,
    reading: Reading,
    why: String,
    refusals: Vec<Refusal>,
) -> Result<Ending, Halt> {
    let first = refusals.first().map_or(String::new(), ToString::to_string);
    let misnamed = Ending::Misnamed(format!("No row could be read that way. {first}"));
    if about.named {
        return Ok(misnamed);
    }
    // Read as its headings were named once: they may have been named for another sort of file.
    let seen = app.engine.suggest(&app.person, &file, KindId::Template, reading.owner.as_ref()).await;
    if reading.kind.is_none() && seen.is_ok_and(|s| s.is_some_and(|s| s.remembered.is_some())) {
        app.shelf.file(&about.token, file, reading);
        return Ok(misnamed);
    }
    app.shelf.refused(&about.token, refusals.into_iter().take(SHOWN).collect());
    Ok(Ending::Refused(format!("{}: {why}", file.name)))
}

/// What follows where the file could not be read as a table of its kind.
async fn unread(
    app: &App,
    about: &About,
    file: Upload,
    reading: Reading,
    fault: &Fault,
) -> Result<Ending, Halt> {
    let mappable = reading.kind.is_none_or(|k| k == KindId::Template);
    let owner = reading.owner.as_ref();
    let seen = match app.engine.suggest(&app.person, &file, KindId::Template, owner).await {
        Ok(seen) => seen.filter(|s| s.proposal.headings.len() >= 2),
        // A file of patients is refused before anybody is shown a column of it.
        Err(EngineError::File(fault)) => return Ok(Ending::Refused(fault.to_string())),
        Err(e) => return Err(halt(e)),
    };
    // What has headings can be mapped: not recognised, said to be the template, or remembered wrongly.
    let unknown = fault.what.contains("not one that Wholetime recognises");
    let wrong = seen.as_ref().is_some_and(|s| s.remembered.is_some());
    if mappable && seen.is_some() && (unknown || reading.kind.is_some() || wrong) {
        app.shelf.file(&about.token, file, reading);
        return Ok(Ending::Unnamed);
    }
    Ok(Ending::Refused(fault.to_string()))
}

/// Whether a file is refused for its size alone.
fn is_size(fault: &Fault) -> bool {
    fault.what.starts_with("The file is ") && fault.what.contains("The limit is")
}

/// The page that follows work that has ended; none while it runs.
async fn after(app: &App, work: &Work) -> Result<Option<axum::response::Response>, Failure> {
    let about: About = serde_json::from_value(work.about.clone()).unwrap_or_default();
    let answer = match &work.stands {
        Stands::Doing { .. } => return Ok(None),
        Stands::Stopped => see("/data?done=stopped"),
        Stands::Failed(why) if work.kind == KEEP => Err(Failure::conflict(why)),
        Stands::Failed(why) => {
            upload::again(app, &about, why, Vec::new(), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Stands::Done(result) => match serde_json::from_value(result.clone()) {
            Ok(ending) => follow(app, &about, ending).await,
            Err(e) => Err(Failure::ours(&e.to_string())),
        },
    };
    answer.map(Some)
}

async fn follow(app: &App, about: &About, ending: Ending) -> Answer {
    match ending {
        Ending::Review(load) => see(&format!("/data/{load}")),
        Ending::Kept(load) => see(&format!("/data/{load}?done=kept")),
        Ending::Already(load) => upload::already(app, about, &load).await,
        Ending::Refused(why) => {
            let refusals = app.shelf.refusals(&about.token);
            upload::again(app, about, &why, refusals, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Ending::TooLarge(why) => {
            upload::again(app, about, &why, Vec::new(), StatusCode::PAYLOAD_TOO_LARGE).await
        }
        Ending::Unnamed => see(&format!("/data/map/{}", about.token)),
        Ending::Misnamed(why) => map::again(app, &about.token, why).await,
    }
}

#[derive(Template)]
#[template(path = "pages/data_progress.html")]
struct ProgressPage {
    shell: Shell,
    heading: String,
    id: String,
    step: String,
    rows: Option<String>,
    can_stop: bool,
    stopping: bool,
    again: Option<&'static str>,
}

/// Whether the page should look again by itself: a person may want it to stand still.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Still {
    still: String,
}

pub(super) async fn progress(
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(still): Asked<Still>,
) -> Answer {
    let work = app.engine.work(&app.person, &id).await?;
    if let Some(answer) = after(&app, &work).await? {
        return Ok(answer);
    }
    let Stands::Doing { step, can_stop, stopping, rows } = &work.stands else {
        return Err(Failure::ours("work that neither runs nor has ended"));
    };
    let again = still.still.is_empty().then_some(AGAIN);
    let heading = heading(&work);
    let shell = app.shell_at_once(&format!("{heading} - Data"), Section::Data).await?;
    let mut answer = page(&ProgressPage {
        shell: shell.under(&[("Data", "/data")]),
        heading,
        id,
        step: step.clone(),
        rows: (*rows > 0).then(|| say::whole(*rows as f64)),
        can_stop: *can_stop,
        stopping: *stopping,
        again,
    })?;
    if let Some(seconds) = again {
        // The header does what the `meta` element does, without a script.
        answer.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static(seconds));
    }
    Ok(answer)
}

/// "Reading sickness.csv".
pub(super) fn heading(work: &Work) -> String {
    let about: About = serde_json::from_value(work.about.clone()).unwrap_or_default();
    let doing = if work.kind == KEEP { "Loading" } else { "Reading" };
    format!("{doing} {}", about.file)
}

pub(super) async fn stop(State(app): State<App>, Path(id): Path<String>) -> Answer {
    app.engine.stop_work(&app.person, &id).await?;
    see(&address(&id))
}
