//! `/account/tokens`: what one's programs ask with.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use wt_engine::EngineError;
use wt_engine::people::LONGEST_DAYS;
use wt_engine::permit::Scope;

use super::account::{member, moment};
use super::fields::{problem, text};
use crate::app::{Answer, App, State, page_with, see, sent};
use crate::design::{ErrorSummary, Input};
use crate::shell::{Section, Shell};

/// A token as its owner reads it.
struct Line {
    id: String,
    name: String,
    scopes: String,
    ends: String,
    used: String,
}

/// Something a token may be used for.
struct Choice {
    word: &'static str,
    words: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "pages/account_tokens.html")]
struct TokensPage {
    shell: Shell,
    summary: Option<ErrorSummary>,
    /// The secret of one that was just made: shown this once.
    fresh: Option<String>,
    lines: Vec<Line>,
    scopes: Vec<Choice>,
    fields: Vec<Input>,
}

/// What was typed.
#[derive(Debug, Default)]
struct Typed {
    name: String,
    days: String,
    scopes: Vec<Scope>,
}

async fn tokens_page(app: &App, typed: &Typed, fresh: Option<String>, wrong: Option<&str>) -> Answer {
    member(app)?;
    let title = if wrong.is_some() { "Error: Tokens for programs" } else { "Tokens for programs" };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let line = |key: wt_engine::people::Key| Line {
        id: key.id,
        name: key.name,
        scopes: key.scopes.iter().map(|s| s.words()).collect::<Vec<_>>().join("; "),
        ends: moment(key.ends_at),
        used: key.used_at.map_or_else(|| "never".to_owned(), moment),
    };
    let choice = |s: &Scope| Choice { word: s.word(), words: s.words(), chosen: typed.scopes.contains(s) };
    let page = TokensPage {
        shell: app.shell(title, Section::None).await?.under(&[("Your account", "/account")]),
        summary: wrong.map(|w| problem(w, "name")),
        fresh,
        lines: app.engine.keys(&app.person).await?.into_iter().map(line).collect(),
        scopes: Scope::ALL.iter().map(choice).collect(),
        fields: vec![
            text("name", "What will use it, such as monthly feed", &typed.name, wrong.map(ToOwned::to_owned)),
            text("days", &format!("For how many days (at most {LONGEST_DAYS})"), &typed.days, None),
        ],
    };
    page_with(status, &page)
}

pub(super) async fn show(State(app): State<App>) -> Answer {
    tokens_page(&app, &Typed { days: "90".to_owned(), ..Typed::default() }, None, None).await
}

/// The fields of a form, one by one: boxes of one name are sent several times.
type Fields = Vec<(String, String)>;

fn typed(form: Fields) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in form {
        match name.as_str() {
            "name" => typed.name = value,
            "days" => typed.days = value,
            "scope" => typed.scopes.extend(Scope::ALL.iter().find(|s| s.word() == value)),
            _ => {}
        }
    }
    typed
}

pub(super) async fn make(State(app): State<App>, form: Result<Form<Fields>, FormRejection>) -> Answer {
    member(&app)?;
    let typed = typed(sent(form)?);
    let days = typed.days.trim().parse().unwrap_or(0);
    match app.engine.add_key(&app.person, &typed.name, &typed.scopes, days).await {
        Ok(token) => {
            let fresh = Some(token.for_program());
            tokens_page(&app, &Typed { days: "90".to_owned(), ..Typed::default() }, fresh, None).await
        }
        Err(EngineError::Question(wrong)) => tokens_page(&app, &typed, None, Some(&wrong)).await,
        Err(e) => Err(e.into()),
    }
}

pub(super) async fn end(State(app): State<App>, Path(id): Path<String>) -> Answer {
    member(&app)?;
    app.engine.end_key(&app.person, &id).await?;
    see("/account/tokens")
}
