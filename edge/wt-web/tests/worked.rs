//! "Did it work?" over the generated region, asked as a browser asks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower::ServiceExt;
use wt_engine::Engine;
use wt_engine::permit::Person;
use wt_web::Site;

struct Region {
    site: Router,
    folder: PathBuf,
}

impl Drop for Region {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Region {
    async fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("wholetime-worked-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (engine, _) = Engine::open_demo(&Person::local("test"), &folder, 1).await.unwrap();
        Self { site: wt_web::pages_of(Arc::new(engine), Site::default()), folder }
    }

    /// Status, and the page on one line.
    async fn get(&self, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = self.site.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = to_bytes(answer.into_body(), 4 << 20).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        (status, text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

#[tokio::test]
async fn the_page_finds_what_was_planted_and_says_why_where_it_cannot_tell() {
    let region = Region::new().await;
    let page = "/compare/agency-share-of-pay/worked";
    let (status, text) = region.get(&format!("{page}?own=DEMO11&since=2025-06")).await;
    assert_eq!(status, StatusCode::OK);
    for words in [
        ">Worked</strong>",
        "It worked: since June 2025 agency share of pay bill at Kestrel Bay",
        "lower is better.",
        "16 of 16 months lie outside the range",
        ">Change</text>",
        "Effect found there, where nothing was done",
        "its own effect is the largest for its error",
        "What this is not",
    ] {
        assert!(text.contains(words), "'{words}' is not said:\n{text}");
    }
    assert!(!text.contains("NaN") && !text.contains("<script"));

    let (_, form) = region.get(page).await;
    assert!(form.contains("Choose a month") && !form.contains("The answer"), "{form}");
    let (_, early) = region.get(&format!("{page}?own=DEMO11&since=2024-01")).await;
    assert!(early.contains("3 months with a figure before the change; 12 are needed."), "{early}");
    let (_, other) = region.get("/compare/sickness-absence/worked?own=DEMO11&since=2025-06").await;
    assert!(other.contains(">Did not work</strong>"), "{other}");

    let (status, csv) = region.get(&format!("{page}.csv?own=DEMO11&since=2025-06")).await;
    assert!(status == StatusCode::OK && csv.starts_with("kind,code,name,month,value"), "{csv}");
    let (status, svg) = region.get(&format!("{page}.svg?own=DEMO11&since=2025-06")).await;
    assert!(status == StatusCode::OK && svg.starts_with("<?xml"), "{svg}");
    for wrong in
        ["own=DEMO11&since=soon", "own=DEMO11&since=2025-06&worthwhile=-1", "own=ZZZ99&since=2025-06"]
    {
        let (status, text) = region.get(&format!("{page}?{wrong}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}: {text}");
    }
    assert_eq!(region.get("/compare/no-such-metric/worked").await.0, StatusCode::NOT_FOUND);
    let (_, metric) = region.get("/compare/agency-share-of-pay?own=DEMO11").await;
    assert!(metric.contains("/compare/agency-share-of-pay/worked?own=DEMO11"), "{metric}");
}
