//! Who asks: the local user of a machine of one's own; where there are accounts, whoever is signed in; else nobody, who
//! gets no further than signing in.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use wt_engine::people::{Token, form_token, random};
use wt_engine::permit::Person;
use wt_engine::{Engine, EngineError};

use crate::api;
use crate::app::App;
use crate::forms;

/// Name of the cookie on this machine alone, and where it goes over an encrypted line only: there a name that begins so is
/// taken from this site's own pages and no other (RFC 6265bis, §4.1.3).
const COOKIE: [&str; 2] = ["wholetime", "__Host-wholetime"];
/// Pages that are there before signing in.
const OPEN: [&str; 7] =
    ["/sign-in", "/sign-in/", "/invite/", "/assets/", "/help", "/accessibility", "/privacy"];

/// Who asks, and what their browser holds.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    /// Who.
    pub(crate) person: Arc<Person>,
    /// What opens the session of somebody who is signed in.
    pub(crate) token: Option<Token>,
    /// What a form of this browser must carry; none where nobody signs in.
    pub(crate) form: Option<String>,
    /// Part of the key of remembered pages.
    pub(crate) key: String,
    /// Whether cookies go over an encrypted line only.
    pub(crate) secure: bool,
    /// Whether it is a program that asks in their name, with a token of its own.
    pub(crate) program: bool,
}

impl Asker {
    fn local() -> Self {
        let person = Arc::new(Person::local("browser"));
        Self { person, token: None, form: None, key: String::new(), secure: false, program: false }
    }

    /// Nobody yet: a secret of the browser's own binds the form of the sign-in page to it.
    fn nobody(secret: &str, secure: bool) -> Self {
        let person = Arc::new(Person::nobody());
        let (form, key) = (Some(form_token(secret)), "nobody".to_owned());
        Self { person, token: None, form, key, secure, program: false }
    }

    /// The cookie that signs this browser in.
    pub(crate) fn cookie(&self, token: &Token) -> HeaderValue {
        cookie(token.secret(), self.secure)
    }

    /// Whether somebody is signed in.
    pub(crate) fn is_member(&self) -> bool {
        self.token.is_some()
    }
}

fn cookie(secret: &str, secure: bool) -> HeaderValue {
    let (name, more) = if secure { (COOKIE[1], "; Secure") } else { (COOKIE[0], "") };
    let text = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{more}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The secret that the browser sent; the last of several, since the first may be another site's on the same host.
fn sent(headers: &HeaderMap, secure: bool) -> Option<Token> {
    let name = COOKIE[usize::from(secure)];
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(n, _)| *n == name).filter_map(|(_, secret)| Token::read(secret)).next_back()
}

/// Finds out who asks, and sends whoever must sign in first to the page for it.
pub(crate) async fn known(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let secure = app.secure || forwarded_encrypted(request.headers());
    let to_api = api::is_api(request.uri().path());
    let sent_token = request.headers().get(header::AUTHORIZATION).filter(|_| to_api).cloned();
    let found = match sent_token {
        Some(sent) => program(&app.engine, &sent, secure).await.map(|found| found.map(|asker| (asker, None))),
        None => asker(&app.engine, request.headers(), secure).await.map(Some),
    };
    let (asker, fresh) = match found {
        Ok(Some(found)) => found,
        Ok(None) => return signs_in_first(&request),
        Err(e) => return broken(&e),
    };
    if asker.form.is_some() && !asker.is_member() && !open(request.uri().path()) {
        return signs_in_first(&request);
    }
    request.extensions_mut().insert(asker.clone());
    let mut response = next.run(request).await;
    if let Some(form) = &asker.form {
        response = forms::with_tokens(response, form).await;
        let never = HeaderValue::from_static("no-store");
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(never);
    }
    if let Some(cookie) = fresh {
        response.headers_mut().entry(header::SET_COOKIE).or_insert(cookie);
    }
    response
}

/// In whose name a program asks; none where its token opens nothing. Where nobody signs in, none is looked at.
async fn program(engine: &Engine, sent: &HeaderValue, secure: bool) -> Result<Option<Asker>, EngineError> {
    if !engine.has_accounts().await? {
        return Ok(Some(Asker::local()));
    }
    let bearer = sent.to_str().ok().and_then(|text| text.split_once(' '));
    let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let token = bearer.and_then(|(_, secret)| Token::of_program(secret.trim()));
    let Some(token) = token else { return Ok(None) };
    let Some(found) = engine.who_sends(&token).await? else { return Ok(None) };
    let key = format!("program {} {}", found.person.name(), found.version);
    let person = Arc::new(found.person);
    // No browser sends it by itself, so no form of another site can use it.
    Ok(Some(Asker { person, token: None, form: None, key, secure, program: true }))
}

/// Who asks; for a browser that is not known yet with the cookie it is to keep.
async fn asker(
    engine: &Engine,
    headers: &HeaderMap,
    secure: bool,
) -> Result<(Asker, Option<HeaderValue>), EngineError> {
    if !engine.has_accounts().await? {
        return Ok((Asker::local(), None));
    }
    let Some(token) = sent(headers, secure) else {
        let secret = random()?;
        return Ok((Asker::nobody(&secret, secure), Some(cookie(&secret, secure))));
    };
    let Some(signed_in) = engine.who(&token).await? else {
        return Ok((Asker::nobody(token.secret(), secure), None));
    };
    let person = Arc::new(signed_in.person);
    let key = format!("{} {}", person.name(), signed_in.version);
    let form = Some(form_token(token.secret()));
    Ok((Asker { person, token: Some(token), form, key, secure, program: false }, None))
}

/// A proxy in front of us that encrypts says so. Anybody may claim it: they only lose their own cookie by it.
fn forwarded_encrypted(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|v| v.as_bytes() == b"https")
}

fn open(path: &str) -> bool {
    OPEN.iter().any(|o| if o.ends_with('/') { path.starts_with(o) } else { path == *o })
}

fn signs_in_first(request: &Request) -> Response {
    let path = request.uri().path();
    if api::is_api(path) {
        let words = "Sign in first, or send a token of yours: `Authorization: Bearer wt_…`. Tokens are made at /account.";
        return api::problem(StatusCode::UNAUTHORIZED, words);
    }
    if !request.method().is_safe() {
        return Redirect::to("/sign-in?ended=1").into_response();
    }
    let wanted = request.uri().path_and_query().map_or(path, axum::http::uri::PathAndQuery::as_str);
    Redirect::to(&format!("/sign-in?next={}", forms::encoded(wanted))).into_response()
}

fn broken(e: &EngineError) -> Response {
    crate::log::fault("who-asks", &e.to_string());
    let words = "Wholetime can't find out who you are: its store does not answer. Try again in a minute.";
    (StatusCode::SERVICE_UNAVAILABLE, words).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_for_this_site_alone() {
        let cookie = cookie("ab", false);
        assert_eq!(cookie, "wholetime=ab; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(super::cookie("ab", true), "__Host-wholetime=ab; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    #[test]
    fn only_a_token_of_the_right_name_and_form_is_read() {
        let secret = "a".repeat(64);
        let headers =
            |text: &str| HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(text).unwrap())]);
        let read = |text: &str, secure| sent(&headers(text), secure).map(|t| t.secret().to_owned());
        assert_eq!(read(&format!("x=1; wholetime={secret}"), false), Some(secret.clone()));
        assert_eq!(read(&format!("wholetime={secret}"), true), None, "not over an encrypted line");
        assert_eq!(read(&format!("__Host-wholetime={secret}"), true), Some(secret.clone()));
        for bad in
            ["wholetime=", "wholetime=abc", "wholetime", &format!("wholetime={}", secret.to_uppercase())]
        {
            assert_eq!(read(bad, false), None, "{bad}");
        }
    }

    #[test]
    fn little_is_open() {
        for path in ["/sign-in", "/invite/abc", "/assets/x.css", "/privacy"] {
            assert!(open(path), "{path}");
        }
        for path in ["/", "/data", "/sign-input", "/admin/people", "/helpful", "/api/v1/loads"] {
            assert!(!open(path), "{path}");
        }
    }
}
