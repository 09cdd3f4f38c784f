//! `/admin` and `/admin/people`: who has an account, and giving one.

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use wt_engine::people::{AccountState, Member, NewMember};
use wt_engine::permit::{Membership, Right, Role};
use wt_engine::{EngineError, StoreFault};

use super::account::moment;
use super::fields::{problem, text};
use crate::app::{Answer, App, State, page, page_with, sent};
use crate::design::{ErrorSummary, Field, Input, Textarea};
use crate::shell::{Section, Shell};

#[derive(Template)]
#[template(path = "pages/admin.html")]
struct AdminPage {
    shell: Shell,
    people: bool,
    audit: bool,
}

pub(super) async fn show(State(app): State<App>) -> Answer {
    let may = |right| app.person.may(right).is_ok();
    let shell = app.shell("People and security", Section::None).await?;
    page(&AdminPage { shell, people: may(Right::People), audit: may(Right::Audit) })
}

/// A member as a line.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) shown: String,
    pub(super) name: String,
    pub(super) roles: Vec<String>,
    pub(super) state: &'static str,
    pub(super) colour: &'static str,
    pub(super) last_in: String,
}

impl Line {
    pub(super) fn of(m: &Member) -> Self {
        let (state, colour) = match m.state {
            AccountState::Active if m.locked_until.is_some() => ("Locked after wrong passwords", "orange"),
            AccountState::Active if m.has_password || m.has_subject => ("Signs in", "green"),
            AccountState::Active => ("Invited", "yellow"),
            AccountState::Suspended => ("Suspended", "red"),
            AccountState::Erased => ("Forgotten", "grey"),
        };
        Self {
            id: m.id.clone(),
            shown: m.shown.clone(),
            name: m.name.clone(),
            roles: m.roles.iter().map(|m| format!("{}, {}", m.role.title(), m.reach)).collect(),
            state,
            colour,
            last_in: m.last_in.map_or_else(|| "Never".to_owned(), moment),
        }
    }
}

/// What stands in the form for a new member.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AddForm {
    name: String,
    shown: String,
    roles: String,
}

#[derive(Template)]
#[template(path = "pages/admin_people.html")]
struct PeoplePage {
    shell: Shell,
    summary: Option<ErrorSummary>,
    /// Whether nobody has an account: the first one is made on the command line.
    nobody: bool,
    /// Whether this person may add somebody.
    adds: bool,
    lines: Vec<Line>,
    fields: Vec<Input>,
    roles: Textarea,
    known: Vec<(&'static str, &'static str, &'static str)>,
    /// Somebody who was just added: what they are called, and where they choose a password.
    invited: Option<(String, String)>,
}

async fn people_page(
    app: &App,
    form: &AddForm,
    wrong: Option<(&'static str, String)>,
    invited: Option<(String, String)>,
) -> Answer {
    let title = if wrong.is_some() { "Error: People" } else { "People" };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let at = |name: &str| wrong.as_ref().filter(|(field, _)| *field == name).map(|(_, words)| words.clone());
    let members = app.engine.members(&app.person).await?;
    let page = PeoplePage {
        shell: app.shell(title, Section::None).await?.under(&[("People and security", "/admin")]),
        summary: wrong.as_ref().map(|(field, words)| problem(words, field)),
        nobody: !app.engine.has_accounts().await?,
        adds: app.person.may(Right::People).is_ok(),
        lines: members.iter().map(Line::of).collect(),
        fields: vec![
            text("name", "Name to sign in with", &form.name, at("name")),
            text("shown", "What colleagues call them", &form.shown, None),
        ],
        roles: roles_field(&form.roles, at("roles")),
        known: known(),
        invited,
    };
    page_with(status, &page)
}

/// The roles there are: word, title, what for.
pub(super) fn known() -> Vec<(&'static str, &'static str, &'static str)> {
    Role::ALL.iter().map(|r| (r.word(), r.title(), r.words())).collect()
}

/// The field for roles, one a line.
pub(super) fn roles_field(value: &str, error: Option<String>) -> Textarea {
    let hint = "One a line: analyst@RJ6, unit-manager@RJ6/Ward 4, network-chair@network:rostering; without a place for the \
                region.";
    let field = Field { error, hint: Some(hint.into()), ..Field::new("roles", "Roles") };
    Textarea { field, value: value.to_owned(), rows: Some(4), ..Textarea::default() }
}

/// Roles as they are typed.
pub(super) fn read_roles(typed: &str) -> Result<Vec<Membership>, String> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::parse).collect()
}

pub(super) async fn people(State(app): State<App>) -> Answer {
    people_page(&app, &AddForm::default(), None, None).await
}

pub(super) async fn add(State(app): State<App>, form: Result<Form<AddForm>, FormRejection>) -> Answer {
    let form = sent(form)?;
    if !app.engine.has_accounts().await? {
        // Made here, the local user would have shut themselves out before they had a role.
        let words =
            "The first account is made on the command line: wholetime users add NAME --role run-the-store.";
        return people_page(&app, &form, Some(("name", words.to_owned())), None).await;
    }
    let roles = match read_roles(&form.roles) {
        Ok(roles) => roles,
        Err(words) => return people_page(&app, &form, Some(("roles", words)), None).await,
    };
    let new = NewMember { name: form.name.clone(), shown: form.shown.clone(), subject: String::new(), roles };
    match app.engine.add_member(&app.person, &new).await {
        Ok((member, token)) => {
            let invited = Some((member.shown, format!("/invite/{}", token.secret())));
            people_page(&app, &AddForm::default(), None, invited).await
        }
        Err(EngineError::Question(words)) => {
            let field = if words.starts_with("Name") { "name" } else { "roles" };
            people_page(&app, &form, Some((field, words)), None).await
        }
        Err(EngineError::Store(e @ StoreFault::Taken { .. })) => {
            people_page(&app, &form, Some(("name", e.to_string())), None).await
        }
        Err(e) => Err(e.into()),
    }
}
