//! `/sign-in`, `/sign-out`, `/invite/…`.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use wt_engine::EngineError;
use wt_engine::people::{Member, SHORTEST, Token};

use super::fields::{password, problem, text};
use crate::app::{Answer, App, Asked, Failure, State, page_with, see, sent};
use crate::design::{ErrorSummary, Input};
use crate::shell::{Section, Shell};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    next: String,
    ended: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignInForm {
    name: String,
    password: String,
    next: String,
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage {
    shell: Shell,
    summary: Option<ErrorSummary>,
    /// Whether nobody has an account, so that nobody signs in.
    nobody: bool,
    ended: bool,
    fields: Vec<Input>,
    next: String,
}

async fn sign_in_page(
    app: &App,
    wanted: Wanted,
    name: &str,
    wrong: Option<String>,
    status: StatusCode,
) -> Answer {
    let title = if wrong.is_some() { "Error: Sign in" } else { "Sign in" };
    let name = Input {
        autocomplete: Some("username".to_owned()),
        spellcheck: Some(false),
        ..text("name", "Name", name, None)
    };
    let page = SignInPage {
        shell: app.shell(title, Section::None).await?,
        summary: wrong.as_deref().map(|w| problem(w, "password")),
        nobody: !app.engine.has_accounts().await?,
        ended: !wanted.ended.is_empty(),
        fields: vec![name, password("password", "Password", "current-password", wrong)],
        next: local(&wanted.next).unwrap_or_default().to_owned(),
    };
    page_with(status, &page)
}

/// An address of ours, to go to after signing in; none for any other.
fn local(next: &str) -> Option<&str> {
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
    ours.then_some(next)
}

pub(super) async fn form(State(app): State<App>, Asked(wanted): Asked<Wanted>) -> Answer {
    if app.asker.as_ref().is_some_and(|a| a.is_member()) {
        return see(local(&wanted.next).unwrap_or("/account"));
    }
    sign_in_page(&app, wanted, "", None, StatusCode::OK).await
}

pub(super) async fn send(State(app): State<App>, form: Result<Form<SignInForm>, FormRejection>) -> Answer {
    let form = sent(form)?;
    match app.engine.sign_in(&form.name, &form.password).await {
        Ok(token) => go(&app, &token, local(&form.next).unwrap_or("/account")),
        Err(EngineError::Denied(words)) => {
            let wanted = Wanted { next: form.next, ..Wanted::default() };
            sign_in_page(&app, wanted, &form.name, Some(words), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(e) => Err(e.into()),
    }
}

/// Signed in with `token`, to the page at `to`.
pub(super) fn go(app: &App, token: &Token, to: &str) -> Answer {
    let asker = app.asker.as_ref().ok_or_else(|| Failure::ours("a request that nobody asks"))?;
    Ok(([(header::SET_COOKIE, asker.cookie(token))], Redirect::to(to)).into_response())
}

pub(super) async fn out(State(app): State<App>) -> Answer {
    if let Some(token) = app.asker.as_ref().and_then(|a| a.token.as_ref()) {
        app.engine.sign_out(&app.person, token).await?;
    }
    Ok(cleared(Redirect::to("/sign-in").into_response()))
}

/// The browser forgets what it kept of us.
pub(super) fn cleared(mut response: Response) -> Response {
    let all = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    response.headers_mut().insert("clear-site-data", all);
    response
}

#[derive(Template)]
#[template(path = "pages/invite.html")]
struct InvitePage {
    shell: Shell,
    summary: Option<ErrorSummary>,
    member: Member,
    token: String,
    shortest: usize,
    fields: Vec<Input>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct InviteForm {
    password: String,
    again: String,
}

async fn invite_page(app: &App, token: &Token, wrong: Option<String>) -> Answer {
    let title = if wrong.is_some() { "Error: Choose a password" } else { "Choose a password" };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = InvitePage {
        shell: app.shell(title, Section::None).await?,
        summary: wrong.as_deref().map(|w| problem(w, "password")),
        member: app.engine.invited(token).await?,
        token: token.secret().to_owned(),
        shortest: SHORTEST,
        fields: new_password(wrong),
    };
    page_with(status, &page)
}

/// The two fields of a new password.
pub(super) fn new_password(wrong: Option<String>) -> Vec<Input> {
    vec![
        password("password", "New password", "new-password", wrong),
        password("again", "The same again", "new-password", None),
    ]
}

/// What is wrong with a password that was typed twice.
pub(super) fn differ(one: &str, two: &str) -> Option<String> {
    (one != two).then(|| "The two passwords are not the same. Type both again.".to_owned())
}

fn read(token: &str) -> Result<Token, Failure> {
    Token::read(token).ok_or_else(|| {
        Failure::not_found("There is no such invitation. Check the address, or ask for a new one.")
    })
}

pub(super) async fn invited(State(app): State<App>, Path(token): Path<String>) -> Answer {
    invite_page(&app, &read(&token)?, None).await
}

pub(super) async fn accept(
    State(app): State<App>,
    Path(token): Path<String>,
    form: Result<Form<InviteForm>, FormRejection>,
) -> Answer {
    let (form, token) = (sent(form)?, read(&token)?);
    if let Some(wrong) = differ(&form.password, &form.again) {
        return invite_page(&app, &token, Some(wrong)).await;
    }
    match app.engine.accept(&token, &form.password).await {
        Ok(session) => go(&app, &session, "/account?done=in"),
        Err(EngineError::Question(wrong)) => invite_page(&app, &token, Some(wrong)).await,
        Err(e) => Err(e.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_our_own_pages_follow_signing_in() {
        assert_eq!(local("/compare?own=RJ6"), Some("/compare?own=RJ6"));
        for bad in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
        {
            assert_eq!(local(bad), None, "{bad}");
        }
    }
}
