//! A store with two employers' files, its pages, and browsers that keep their cookies.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt;
use wt_engine::intake::{Keep, Reading, Upload, Verdict};
use wt_engine::people::NewMember;
use wt_engine::permit::{Membership, Person};
use wt_engine::progress::Quiet;
use wt_engine::{Config, Engine};
use wt_web::Site;

/// What everybody in these tests signs in with.
pub const PASSWORD: &str = "correct horse battery";

/// What a page answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// Where it sends the browser next.
    pub fn to(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

/// The store and its pages.
pub struct Store {
    pub engine: Arc<Engine>,
    router: Router,
    folder: PathBuf,
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Store {
    /// Pages that nobody has signed in to yet.
    pub async fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("wholetime-people-{}", uuid::Uuid::now_v7()));
        let mut config = Config::at(folder.to_str().unwrap());
        config.today = Some("2026-11-23".parse().unwrap());
        let engine = Arc::new(Engine::open(config).await.unwrap());
        let site = Site { patience: Duration::from_secs(60), ..Site::default() };
        let router = wt_web::pages_of(Arc::clone(&engine), site);
        Self { engine, router, folder }
    }

    /// Loads a file of an employer's own: one row, `unit` in it. Returns its id.
    pub async fn load(&self, org: &str, unit: &str) -> String {
        let text = format!(
            "organisation,unit,staff_group,period,metric,numerator,denominator\n{org},{unit},,2024-04,appraisal-rate,90,100\n"
        );
        let file = Upload { name: format!("{unit}.csv"), bytes: Arc::new(text.into_bytes()) };
        let reading = Reading { owner: Some(org.parse().unwrap()), ..Reading::default() };
        let you = Person::local("test");
        let read = self.engine.import(&you, &file, &reading, Keep::GoodRows, Arc::new(Quiet)).await.unwrap();
        match read.verdict {
            Verdict::Kept(load) => load.id,
            other => panic!("{other:?}"),
        }
    }

    /// Gives somebody an account and a browser that is signed in.
    pub async fn member(&self, name: &str, roles: &[&str]) -> Browser {
        let roles: Vec<Membership> = roles.iter().map(|r| r.parse().unwrap()).collect();
        let new = NewMember { name: name.to_owned(), roles, ..NewMember::default() };
        let (_, invitation) = self.engine.add_member(&Person::local("test"), &new).await.unwrap();
        let mut browser = self.browser();
        let path = format!("/invite/{}", invitation.secret());
        browser.get(&path).await;
        let answer = browser.post(&path, &[("password", PASSWORD), ("again", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser
    }

    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookie: None, token: None }
    }
}

/// A browser: it keeps its cookie, and the token of the last form it saw.
pub struct Browser {
    router: Router,
    pub cookie: Option<String>,
    pub token: Option<String>,
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Request::get(path), Body::empty()).await
    }

    /// Sends a form of the page it last looked at.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token.clone().unwrap_or_default();
        let field = [("form_token", token.as_str())];
        let all = fields.iter().chain(&field);
        let body: Vec<String> = all.map(|(k, v)| format!("{k}={}", encoded(v))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.header("sec-fetch-site", "same-origin"), body.join("&").into()).await
    }

    pub async fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        };
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        if let Some(set) = response.headers().get(header::SET_COOKIE) {
            self.cookie = Some(set.to_str().unwrap().split(';').next().unwrap().to_owned());
        }
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((_, rest)) = text.split_once("name=\"form_token\" value=\"") {
            self.token = Some(rest[..64].to_owned());
        }
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

pub fn encoded(text: &str) -> String {
    let byte =
        |b: u8| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(byte).collect()
}
