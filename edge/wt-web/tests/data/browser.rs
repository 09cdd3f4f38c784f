//! Asks pages of a store of its own and reads what they answer.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tower::ServiceExt;
use wt_engine::permit::Person;
use wt_engine::{Config, Engine};
use wt_web::{Hosts, Site};

const BOUNDARY: &str = "wholetime-test-boundary";
/// Headings of the template.
pub const TEMPLATE: &str = "organisation,unit,staff_group,period,metric,numerator,denominator";

/// What a page answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// Where it sends the browser next.
    #[track_caller]
    pub fn to(&self) -> String {
        let to = self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok());
        to.unwrap_or_else(|| panic!("{} leads nowhere: {}", self.status, self.main())).to_owned()
    }

    /// The page's own part, on one line.
    pub fn main(&self) -> String {
        let main = self.text.split("<main").nth(1).unwrap_or(&self.text);
        main.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.main().contains(words), "'{words}' is not said ({}):\n{}", self.status, self.main());
        self
    }

    #[track_caller]
    pub fn is(&self, status: StatusCode) -> &Self {
        assert_eq!(self.status, status, "{}", self.main());
        self
    }
}

/// A store in a folder that goes away, and its pages.
pub struct Browser {
    pub engine: Arc<Engine>,
    site: Router,
    folder: PathBuf,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Browser {
    /// Pages that wait long enough for work to end.
    pub async fn new() -> Self {
        Self::with(Site { patience: Duration::from_secs(60), ..Site::default() }).await
    }

    /// Pages that show progress at once.
    pub async fn impatient() -> Self {
        Self::with(Site { patience: Duration::ZERO, ..Site::default() }).await
    }

    /// Pages of a machine of one's own.
    pub async fn at_home() -> Self {
        let hosts = Hosts::of("127.0.0.1:7710".parse().unwrap(), &["desk.example".to_owned()]);
        Self::with(Site { hosts, ..Site::default() }).await
    }

    pub async fn with(site: Site) -> Self {
        let folder = std::env::temp_dir().join(format!("wholetime-web-{}", uuid::Uuid::now_v7()));
        let mut config = Config::at(folder.to_str().unwrap());
        config.today = Some("2026-11-23".parse().unwrap());
        let engine = Arc::new(Engine::open(config).await.unwrap());
        let site = wt_web::pages_of(Arc::clone(&engine), site);
        Self { engine, site, folder }
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.site.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect();
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.ask(request.body(body.join("&").into()).unwrap()).await
    }

    /// Sends a file as the form of `/data/upload` does.
    pub async fn upload(&self, name: &str, text: &str) -> Answer {
        self.upload_with(name, text, &[]).await
    }

    pub async fn upload_with(&self, name: &str, text: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = String::new();
        for (field, value) in fields {
            body.push_str(&format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            ));
        }
        body.push_str(&format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: text/csv\r\n\r\n{text}\r\n--{BOUNDARY}--\r\n"
        ));
        self.ask(multipart(body.into())).await
    }

    /// How many drafts wait, and how many loads count.
    pub async fn counts(&self) -> (usize, usize) {
        let you = Person::local("browser");
        let drafts = self.engine.drafts(&you).await.unwrap().len();
        (drafts, self.engine.snapshot(&you).await.unwrap().loads.len())
    }
}

/// A form with a file in it.
pub fn multipart(body: Body) -> Request<Body> {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Request::post("/data/upload").header(header::CONTENT_TYPE, kind);
    request.header("sec-fetch-site", "same-origin").body(body).unwrap()
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// A template file of `rows`.
pub fn template(rows: &[&str]) -> String {
    format!("{TEMPLATE}\n{}\n", rows.join("\n"))
}

/// A template file that takes a while to read: many units in every month of two years.
pub fn long(units: usize) -> String {
    let mut text = format!("{TEMPLATE}\n");
    for unit in 0..units {
        for month in 0..24 {
            let (year, month) = (2024 + month / 12, month % 12 + 1);
            text.push_str(&format!("X01,Unit {unit},,{year}-{month:02},appraisal-rate,90,100\n"));
        }
    }
    text
}
