//! Who may ask for pages, and who may change what is kept.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::browser::{Browser, template};

#[tokio::test]
async fn another_sites_form_changes_nothing() {
    let browser = Browser::new().await;
    let review = browser.upload("a.csv", &template(&["X01,,,2024-04,appraisal-rate,90,100"])).await.to();
    for path in
        ["/data/upload", "/data/gap", "/data/home", "/data/metrics", "/data/map/1", &format!("{review}/keep")]
    {
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "http://evil.example")] {
            let request = Request::post(path).header(header::HOST, "127.0.0.1:7710").header(name, value);
            let answer = browser.ask(request.body(Body::empty()).unwrap()).await;
            answer.is(StatusCode::FORBIDDEN).says("sent from another site").says("You may not do this");
        }
    }
    assert_eq!(browser.counts().await, (1, 0));
    let ours = Request::post(format!("{review}/keep"))
        .header(header::HOST, "127.0.0.1:7710")
        .header(header::ORIGIN, "http://127.0.0.1:7710");
    browser.ask(ours.body(Body::empty()).unwrap()).await.is(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_name_that_is_not_this_machines_is_turned_away() {
    let browser = Browser::at_home().await;
    let ask = async |host: &str| {
        browser.ask(Request::get("/data").header(header::HOST, host).body(Body::empty()).unwrap()).await
    };
    for host in ["127.0.0.1:7710", "localhost:7710", "[::1]:7710", "desk.example"] {
        ask(host).await.is(StatusCode::OK);
    }
    let answer = ask("rebound.example:7710").await;
    answer.is(StatusCode::MISDIRECTED_REQUEST).says("not served under this name");
    assert!(!answer.text.contains("What is loaded"));
}
