//! The form on which a doctor reports.

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use wt_engine::EngineError;
use wt_engine::exceptions::{Kind, NewReport};
use wt_engine::permit::{Action, Object, Reach};

use crate::app::{Answer, App, State, page_with, see, sent};
use crate::design::{
    Answer as Item, Checkboxes, ErrorItem, ErrorSummary, Field, Input, Legend, Radios, Textarea, Width,
};
use crate::shell::{Section, Shell};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReportForm {
    org: String,
    kind: String,
    on: String,
    minutes: String,
    safety: String,
    what: String,
}

#[derive(Template)]
#[template(path = "pages/exceptions_new.html")]
struct NewPage {
    shell: Shell,
    summary: Option<ErrorSummary>,
    org: Input,
    kind: Radios,
    on: Input,
    minutes: Input,
    safety: Checkboxes,
    what: Textarea,
}

async fn form_page(app: &App, form: &ReportForm, wrong: Option<(&'static str, String)>) -> Answer {
    app.person.viewer(Object::ExceptionReports, Action::Write)?;
    let at = |name: &str| wrong.as_ref().filter(|(field, _)| *field == name).map(|(_, words)| words.clone());
    let input = |name: &'static str, label: &str, hint: &str, value: &str, width| Input {
        field: Field { error: at(name), hint: Some(hint.to_owned().into()), ..Field::new(name, label) },
        value: Some(value.to_owned()),
        width: Some(width),
        ..Input::default()
    };
    let kinds = Kind::ALL.into_iter().map(|kind| Item {
        value: kind.word().to_owned(),
        text: kind.words().to_owned(),
        hint: Some(format!("Goes to {}.", kind.decided_by()).into()),
        ..Item::default()
    });
    let title = if wrong.is_some() { "Error: Report an exception" } else { "Report an exception" };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let summary = wrong.as_ref().map(|(field, words)| {
        ErrorSummary::new(vec![ErrorItem { text: words.clone(), href: Some(format!("#{field}")) }])
    });
    let shell = app.shell(title, Section::None).await?;
    let page = NewPage {
        shell: shell.under(&[("Exception reports", "/tools/exceptions")]),
        summary,
        org: input("org", "Employer", "Its code, such as RJ6.", &form.org, Width::Ten),
        kind: Radios {
            legend: Legend { text: "In what was the day not as planned?".to_owned(), ..Legend::default() },
            error: at("kind"),
            name: "kind".to_owned(),
            id_prefix: "kind".to_owned(),
            items: kinds.collect(),
            value: Some(form.kind.clone()),
            ..Radios::default()
        },
        on: input("on", "Day", "Year, month and day, such as 2026-11-20.", &form.on, Width::Ten),
        minutes: input(
            "minutes",
            "Minutes beyond the plan, or of rest missed",
            "Leave it blank where it is of none.",
            &form.minutes,
            Width::Five,
        ),
        safety: Checkboxes {
            legend: Legend { text: "Safety".to_owned(), ..Legend::default() },
            name: "safety".to_owned(),
            id_prefix: "safety".to_owned(),
            items: vec![Item {
                value: "yes".to_owned(),
                text: "There was an immediate concern for safety".to_owned(),
                hint: Some(
                    "Tell the consultant in charge at once, too: nobody is called by this form."
                        .to_owned()
                        .into(),
                ),
                ..Item::default()
            }],
            values: vec![form.safety.clone()],
            ..Checkboxes::default()
        },
        what: Textarea {
            field: Field {
                error: at("what"),
                hint: Some("Name no patient.".to_owned().into()),
                ..Field::new("what", "What happened")
            },
            value: form.what.clone(),
            rows: Some(5),
            ..Textarea::default()
        },
    };
    page_with(status, &page)
}

pub(super) async fn show(State(app): State<App>) -> Answer {
    let code = app.person.roles().iter().find_map(|held| match &held.reach {
        Reach::Org { org, .. } => Some(org.to_string()),
        Reach::Network(_) | Reach::Region => None,
    });
    form_page(&app, &ReportForm { org: code.unwrap_or_default(), ..ReportForm::default() }, None).await
}

pub(super) async fn send(State(app): State<App>, form: Result<Form<ReportForm>, FormRejection>) -> Answer {
    let form = sent(form)?;
    app.person.viewer(Object::ExceptionReports, Action::Write)?;
    let new = match read(&form) {
        Ok(new) => new,
        Err(wrong) => return form_page(&app, &form, Some(wrong)).await,
    };
    match app.engine.report_exception(&app.person, &new).await {
        Ok(_) => see("/tools/exceptions?done=sent"),
        Err(EngineError::Question(words)) => {
            // The engine's sentence names what is wrong; the field it is of follows from what it checks.
            let field = if words.starts_with("The day") {
                "on"
            } else if words.contains("minutes") {
                "minutes"
            } else {
                "what"
            };
            form_page(&app, &form, Some((field, words))).await
        }
        Err(e) => Err(e.into()),
    }
}

fn read(form: &ReportForm) -> Result<NewReport, (&'static str, String)> {
    let org = form.org.trim().parse().map_err(|e| ("org", format!("The employer: {e}.")))?;
    let kind =
        Kind::read(&form.kind).ok_or(("kind", "Choose in what the day was not as planned.".to_owned()))?;
    let day = form.on.trim();
    let on = day.parse().map_err(|_| ("on", format!("Found '{day}', expected a day such as 2026-11-20.")))?;
    let text = form.minutes.trim();
    let minutes = if text.is_empty() { Ok(0) } else { text.parse() };
    let minutes =
        minutes.map_err(|_| ("minutes", format!("Found '{text}', expected a whole number of minutes.")))?;
    Ok(NewReport { org, kind, on, minutes, safety: form.safety == "yes", what: form.what.clone() })
}
