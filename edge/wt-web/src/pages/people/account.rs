//! `/account`: who one is here, one's password, a copy of what is held, and being forgotten.

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use wt_engine::EngineError;
use wt_engine::permit::Role;

use super::fields::{password as field, problem};
use super::sign_in::{cleared, differ, go, new_password};
use crate::app::{Answer, App, Asked, Failure, State, download, page, page_with, sent};
use crate::design::{ErrorSummary, Input};
use crate::say;
use crate::shell::{Section, Shell};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

impl Done {
    fn words(&self) -> Option<String> {
        let words = match self.done.as_str() {
            "in" => "Your password is kept. You are signed in.",
            "password" => "Your password was changed. Every other browser was signed out.",
            _ => return None,
        };
        Some(words.to_owned())
    }
}

/// A role, as its holder reads it.
pub(super) struct Held {
    pub(super) title: &'static str,
    pub(super) reach: String,
    pub(super) words: &'static str,
}

impl Held {
    pub(super) fn of(role: Role, reach: String) -> Self {
        Self { title: role.title(), reach, words: role.words() }
    }
}

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage {
    shell: Shell,
    summary: Option<ErrorSummary>,
    id: String,
    shown: String,
    roles: Vec<Held>,
    sessions: u64,
    fields: Vec<Input>,
}

/// Somebody who is signed in: the others have no account to look at.
pub(super) fn member(app: &App) -> Result<(), Failure> {
    if app.asker.as_ref().is_some_and(|a| a.is_member()) {
        return Ok(());
    }
    Err(Failure::not_found(
        "Nobody signs in here: this store is one person's own. Accounts are made with `wholetime users add`.",
    ))
}

async fn account_page(app: &App, done: Option<String>, wrong: Option<(&'static str, String)>) -> Answer {
    member(app)?;
    let title = if wrong.is_some() { "Error: Your account" } else { "Your account" };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let at = |name: &str| wrong.as_ref().filter(|(field, _)| *field == name).map(|(_, words)| words.clone());
    let mut fields = vec![field("now", "The password you have now", "current-password", at("now"))];
    fields.extend(new_password(at("password")));
    let held = |m: &wt_engine::permit::Membership| Held::of(m.role, m.reach.to_string());
    let page = AccountPage {
        shell: app.shell(title, Section::None).await?.done(done),
        summary: wrong.as_ref().map(|(field, words)| problem(words, field)),
        id: app.person.name().to_owned(),
        shown: app.person.shown().to_owned(),
        roles: app.person.roles().iter().map(held).collect(),
        sessions: app.engine.sessions(&app.person).await?,
        fields,
    };
    page_with(status, &page)
}

pub(super) async fn show(State(app): State<App>, Asked(done): Asked<Done>) -> Answer {
    account_page(&app, done.words(), None).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    now: String,
    password: String,
    again: String,
}

pub(super) async fn password(
    State(app): State<App>,
    form: Result<Form<PasswordForm>, FormRejection>,
) -> Answer {
    member(&app)?;
    let form = sent(form)?;
    let wrong = differ(&form.password, &form.again)
        .or_else(|| wt_engine::people::password_fault(&form.password, app.person.shown()));
    if let Some(wrong) = wrong {
        return account_page(&app, None, Some(("password", wrong))).await;
    }
    match app.engine.change_password(&app.person, &form.now, &form.password).await {
        Ok(token) => go(&app, &token, "/account?done=password"),
        Err(EngineError::Question(wrong)) => account_page(&app, None, Some(("now", wrong))).await,
        Err(e) => Err(e.into()),
    }
}

pub(super) async fn everywhere(State(app): State<App>) -> Answer {
    member(&app)?;
    app.engine.sign_out_everywhere(&app.person).await?;
    Ok(cleared(Redirect::to("/sign-in").into_response()))
}

pub(super) async fn copy(State(app): State<App>) -> Answer {
    member(&app)?;
    let copy = app.engine.personal_copy(&app.person).await?;
    let text = serde_json::to_string_pretty(&copy).map_err(|e| Failure::ours(&e.to_string()))?;
    download(&format!("wholetime-{}.json", app.person.name()), "application/json", text)
}

#[derive(Template)]
#[template(path = "pages/forget.html")]
struct ForgetPage {
    shell: Shell,
    id: String,
}

pub(super) async fn ask_forget(State(app): State<App>) -> Answer {
    member(&app)?;
    let shell = app.shell("Be forgotten", Section::None).await?.under(&[("Your account", "/account")]);
    page(&ForgetPage { shell, id: app.person.name().to_owned() })
}

pub(super) async fn forget(State(app): State<App>) -> Answer {
    member(&app)?;
    app.engine.forget(&app.person, app.person.name()).await?;
    Ok(cleared(Redirect::to("/sign-in").into_response()))
}

/// "23 November 2026, 16:04" in UTC.
pub(super) fn moment(at: jiff::Timestamp) -> String {
    let time = at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%H:%M").to_string();
    format!("{}, {time}", say::day_of(at))
}
