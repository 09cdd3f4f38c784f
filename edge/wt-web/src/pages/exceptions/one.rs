//! One report, and the steps that whoever reads it may take.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use wt_engine::exceptions::{Event, Outcome, Report, Stands, Step};
use wt_engine::{EngineError, StoreFault};

use super::list::tag;
use super::minutes;
use crate::app::{Answer, App, State, page_with, see, sent};
use crate::design::{
    Answer as Item, Checkboxes, Choice, ErrorItem, ErrorSummary, Field, Input, Legend, Select, Tag, Textarea,
    Width,
};
use crate::say;
use crate::shell::{Section, Shell};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    what: String,
    version: i64,
    outcome: String,
    minutes: String,
    note: String,
    #[serde(rename = "rd-fine-average")]
    average: String,
    #[serde(rename = "rd-fine-72-in-168")]
    window: String,
    #[serde(rename = "rd-fine-rest")]
    rest: String,
    #[serde(rename = "rd-breaks-missed")]
    breaks: String,
}

/// What may be done next.
struct Next {
    what: &'static str,
    heading: &'static str,
    button: &'static str,
    outcome: Option<Select>,
    minutes: Option<Input>,
    note: Option<Textarea>,
    limits: Vec<Checkboxes>,
}

#[derive(Template)]
#[template(path = "pages/exceptions_one.html")]
struct OnePage {
    shell: Shell,
    summary: Option<ErrorSummary>,
    slug: String,
    version: i64,
    stands: Tag,
    safety: bool,
    facts: Vec<(&'static str, String)>,
    history: Vec<String>,
    no_fines: Option<String>,
    next: Vec<Next>,
}

fn history(report: &Report, name: impl Fn(&str) -> String) -> Vec<String> {
    let with = |outcome: Outcome, granted: u32| match granted {
        0 => outcome.words().to_owned(),
        granted => format!("{}, {}", outcome.words(), minutes(granted)),
    };
    let told = |decision: &wt_engine::exceptions::Decision| {
        let what = match decision.event {
            Event::Decided(outcome, granted) => format!("decided: {}", with(outcome, granted)),
            Event::Disputed => "does not agree".to_owned(),
            Event::Settled(outcome, granted) => format!("settled: {}", with(outcome, granted)),
        };
        format!("{}, {} {what}. {}", say::day(&decision.on.to_string()), name(&decision.by), decision.note)
    };
    report.body.decisions.iter().map(told).collect()
}

async fn one_page(app: &App, slug: &str, typed: &StepForm, wrong: Option<String>) -> Answer {
    let report = app.engine.exception(&app.person, slug).await?;
    if report.body.by != app.person.name() {
        app.engine.note_named_rows(&app.person, &format!("/tools/exceptions/{slug}"), 1).await?;
    }
    let names = app.engine.names().await?;
    let fines = report.fines(app.engine.facts());
    let mut facts = vec![
        ("Doctor", names.of(&report.body.by).to_owned()),
        ("Employer", report.org.to_string()),
        ("Day", say::day(&report.body.on.to_string())),
        ("Written", say::day(&report.body.made.to_string())),
        ("Beyond the plan, or rest missed", minutes(report.body.minutes)),
        ("What happened", report.body.what.clone()),
    ];
    let broken: Vec<String> = fines
        .iter()
        .flatten()
        .filter(|(id, _)| report.body.limits.iter().any(|held| held == id))
        .map(|(_, words)| words.clone())
        .collect();
    if !broken.is_empty() {
        facts.push(("Limits broken, as the guardian noted", broken.join("; ")));
    }
    let next = next(app, &report, fines.as_deref().unwrap_or_default(), typed, wrong.as_deref());
    let oversees = app.person.refused(&report, &Step::Limits { ids: Vec::new() }).is_none();
    let title = if wrong.is_some() { "Error: Exception report" } else { "Exception report" };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shell = app.shell(title, Section::None).await?;
    let page = OnePage {
        shell: shell.under(&[("Exception reports", "/tools/exceptions")]),
        summary: wrong.map(|text| {
            let href = Some(format!("#note-{}", typed.what));
            ErrorSummary::new(vec![ErrorItem { text, href }])
        }),
        slug: report.slug.clone(),
        version: report.version,
        stands: tag(&report),
        safety: report.body.safety,
        history: history(&report, |by| names.of(by).to_owned()),
        no_fines: fines.err().filter(|_| oversees).map(|why| why.to_string()),
        facts,
        next,
    };
    page_with(status, &page)
}

/// The steps that this person may take now.
fn next(
    app: &App,
    report: &Report,
    fines: &[(&'static str, String)],
    typed: &StepForm,
    wrong: Option<&str>,
) -> Vec<Next> {
    let may = |step: Step| app.person.refused(report, &step).is_none();
    let (outcome, note) = (Outcome::NothingMore, String::new());
    let mut all = Vec::new();
    if report.stands == Stands::Reported && may(Step::Decide { outcome, minutes: 0, note: note.clone() }) {
        all.push(decision("decide", "Decide", typed, wrong));
    }
    if report.stands == Stands::Disputed && may(Step::Settle { outcome, minutes: 0, note: note.clone() }) {
        all.push(decision("settle", "Settle what is disputed", typed, wrong));
    }
    if report.stands == Stands::Decided && may(Step::Dispute { note }) {
        let note = Some(note_field("dispute", typed, wrong));
        let (heading, button) = ("I do not agree", "Ask the guardian to decide");
        all.push(Next {
            what: "dispute",
            heading,
            button,
            outcome: None,
            minutes: None,
            note,
            limits: Vec::new(),
        });
    }
    if !fines.is_empty() && may(Step::Limits { ids: Vec::new() }) {
        let limits = fines.iter().map(|(id, words)| Checkboxes {
            legend: Legend { text: words.clone(), ..Legend::default() },
            name: (*id).to_owned(),
            id_prefix: (*id).to_owned(),
            items: vec![Item { value: "yes".to_owned(), text: "Broken".to_owned(), ..Item::default() }],
            values: if report.body.limits.iter().any(|held| held == id) {
                vec!["yes".to_owned()]
            } else {
                Vec::new()
            },
            ..Checkboxes::default()
        });
        let (heading, button) = ("Limits broken", "Note them");
        all.push(Next {
            what: "limits",
            heading,
            button,
            outcome: None,
            minutes: None,
            note: None,
            limits: limits.collect(),
        });
    }
    all
}

fn decision(what: &'static str, heading: &'static str, typed: &StepForm, wrong: Option<&str>) -> Next {
    let choice = |outcome: Outcome| Choice {
        value: outcome.word().to_owned(),
        text: outcome.words().to_owned(),
        disabled: false,
    };
    let minutes = Input {
        field: Field::new("minutes", "Minutes of time off or pay, if any"),
        value: Some(typed.minutes.clone()),
        width: Some(Width::Five),
        ..Input::default()
    };
    Next {
        what,
        heading,
        button: "Decide",
        outcome: Some(Select {
            field: Field::new("outcome", "Outcome"),
            items: Outcome::ALL.map(choice).to_vec(),
            value: Some(typed.outcome.clone()),
        }),
        minutes: Some(minutes),
        note: Some(note_field(what, typed, wrong)),
        limits: Vec::new(),
    }
}

fn note_field(what: &str, typed: &StepForm, wrong: Option<&str>) -> Textarea {
    let mine = typed.what == what;
    Textarea {
        field: Field {
            id: format!("note-{what}"),
            error: wrong.filter(|_| mine).map(str::to_owned),
            ..Field::new("note", "Why")
        },
        value: if mine { typed.note.clone() } else { String::new() },
        rows: Some(3),
        ..Textarea::default()
    }
}

pub(super) async fn show(State(app): State<App>, Path(slug): Path<String>) -> Answer {
    one_page(&app, &slug, &StepForm::default(), None).await
}

pub(super) async fn act(
    State(app): State<App>,
    Path(slug): Path<String>,
    form: Result<Form<StepForm>, FormRejection>,
) -> Answer {
    let form = sent(form)?;
    let step = match step(&form) {
        Ok(step) => step,
        Err(words) => return one_page(&app, &slug, &form, Some(words)).await,
    };
    match app.engine.step_exception(&app.person, &slug, form.version, &step).await {
        Ok(_) => see(&format!("/tools/exceptions/{slug}")),
        Err(EngineError::Question(words)) => one_page(&app, &slug, &form, Some(words)).await,
        Err(EngineError::Store(StoreFault::Conflict { .. })) => {
            let words =
                "Somebody else changed this report while you read it. Look at it again, then send yours.";
            one_page(&app, &slug, &form, Some(words.to_owned())).await
        }
        Err(e) => Err(e.into()),
    }
}

fn step(form: &StepForm) -> Result<Step, String> {
    let outcome = || Outcome::read(&form.outcome).ok_or_else(|| "Choose an outcome.".to_owned());
    let minutes = || match form.minutes.trim() {
        "" => Ok(0),
        text => text.parse().map_err(|_| format!("Found '{text}', expected a whole number of minutes.")),
    };
    let note = form.note.clone();
    Ok(match form.what.as_str() {
        "decide" => Step::Decide { outcome: outcome()?, minutes: minutes()?, note },
        "settle" => Step::Settle { outcome: outcome()?, minutes: minutes()?, note },
        "dispute" => Step::Dispute { note },
        "limits" => {
            let boxes = [&form.average, &form.window, &form.rest, &form.breaks];
            let ticked = wt_engine::exceptions::LIMITS.into_iter().zip(boxes).filter(|(_, b)| *b == "yes");
            Step::Limits { ids: ticked.map(|(id, _)| id.to_owned()).collect() }
        }
        _ => return Err("The form can't be read. Go back and send it again.".to_owned()),
    })
}
