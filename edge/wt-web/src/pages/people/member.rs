//! `/admin/people/…`: one member: roles, a new password, suspended, forgotten.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use wt_engine::EngineError;
use wt_engine::people::AccountState;
use wt_engine::permit::Right;

use super::admin::{Line, known, read_roles, roles_field};
use super::fields::problem;
use crate::app::{Answer, App, Asked, Failure, State, page_with, see, sent};
use crate::design::{ErrorSummary, Textarea};
use crate::shell::{Section, Shell};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

impl Done {
    fn words(&self) -> Option<String> {
        let words = match self.done.as_str() {
            "roles" => "The roles were changed. They count from the next page they ask for.",
            "suspend" => "They sign in no more, and were signed out everywhere.",
            "readmit" => "They may sign in again.",
            "forget" => "They are forgotten. What they wrote stays, as by a former member.",
            _ => return None,
        };
        Some(words.to_owned())
    }
}

#[derive(Template)]
#[template(path = "pages/admin_member.html")]
struct MemberPage {
    shell: Shell,
    summary: Option<ErrorSummary>,
    line: Line,
    version: i64,
    active: bool,
    gone: bool,
    changes: bool,
    roles: Textarea,
    known: Vec<(&'static str, &'static str, &'static str)>,
    invited: Option<String>,
}

async fn member_page(
    app: &App,
    id: &str,
    done: Option<String>,
    wrong: Option<(String, String)>,
    invited: Option<String>,
) -> Answer {
    let member = app.engine.member(&app.person, id).await?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = if wrong.is_some() { format!("Error: {}", member.shown) } else { member.shown.clone() };
    let held: Vec<String> = member.roles.iter().map(ToString::to_string).collect();
    let typed = wrong.as_ref().map_or_else(|| held.join("\n"), |(typed, _)| typed.clone());
    let shell = app.shell(&title, Section::None).await?.done(done);
    let page = MemberPage {
        shell: shell.under(&[("People and security", "/admin"), ("People", "/admin/people")]),
        summary: wrong.as_ref().map(|(_, words)| problem(words, "roles")),
        line: Line::of(&member),
        version: member.version,
        active: member.state == AccountState::Active,
        gone: member.state == AccountState::Erased,
        changes: app.person.may(Right::People).is_ok() && app.person.name() != id,
        roles: roles_field(&typed, wrong.map(|(_, words)| words)),
        known: known(),
        invited,
    };
    page_with(status, &page)
}

pub(super) async fn show(State(app): State<App>, Path(id): Path<String>, Asked(done): Asked<Done>) -> Answer {
    member_page(&app, &id, done.words(), None, None).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChangeForm {
    what: String,
    roles: String,
    version: i64,
}

pub(super) async fn change(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Result<Form<ChangeForm>, FormRejection>,
) -> Answer {
    let form = sent(form)?;
    match form.what.as_str() {
        "roles" => {
            let changed = match read_roles(&form.roles) {
                Ok(roles) => app.engine.set_roles(&app.person, &id, form.version, roles).await,
                Err(words) => Err(EngineError::Question(words)),
            };
            if let Err(EngineError::Question(words)) = changed {
                return member_page(&app, &id, None, Some((form.roles, words)), None).await;
            }
            changed?;
        }
        "suspend" => drop(app.engine.set_suspended(&app.person, &id, true).await?),
        "readmit" => drop(app.engine.set_suspended(&app.person, &id, false).await?),
        "forget" => drop(app.engine.forget(&app.person, &id).await?),
        "invite" => {
            let token = app.engine.invite(&app.person, &id).await?;
            return member_page(&app, &id, None, None, Some(format!("/invite/{}", token.secret()))).await;
        }
        _ => return Err(Failure::bad("The form can't be read. Go back and send it again.")),
    }
    see(&format!("/admin/people/{id}?done={}", form.what))
}
