//! Programs that ask with a token: no more than their owner, no more than they were made for; pages of lists, tags, problems.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use wt_engine::permit::{Action, Object, Place, Role, Scope, allowed};

use crate::site::{Answer, Browser, Store};

/// Makes a token of one's own at its page, and returns it.
async fn token(browser: &mut Browser, scopes: &[&str]) -> String {
    browser.get("/account/tokens").await;
    let mut fields = vec![("name", "feed"), ("days", "30")];
    fields.extend(scopes.iter().map(|s| ("scope", *s)));
    let answer = browser.post("/account/tokens", &fields).await;
    let (_, rest) = answer.text.split_once("<code>wt_").unwrap();
    format!("wt_{}", &rest[..64])
}

async fn send(store: &Store, method: &str, path: &str, token: &str, body: &str) -> Answer {
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    store.browser().ask(request, Body::from(body.to_owned())).await
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_does_what_it_was_made_for_and_ends() {
    let store = Store::new().await;
    let mut ada = store.member("ada", &["analyst@X01"]).await;
    let load = store.load("X01", "Ward-1").await;
    store.load("X02", "Ward-2").await;
    let reads = token(&mut ada, &["loads"]).await;
    let me = json(&send(&store, "GET", "/api/v1/me", &reads, "").await);
    assert_eq!((&me["id"], &me["scopes"][0]), (&Value::from("member-1"), &Value::from("loads")));
    let listed = send(&store, "GET", "/api/v1/loads?limit=1", &reads, "").await;
    assert_eq!(listed.headers["x-total-count"], "1", "another's own load is not counted");
    assert_eq!(json(&listed)[0]["id"], Value::from(load.as_str()));

    let tag = listed.headers[header::ETAG].to_str().unwrap().to_owned();
    let again = Request::get("/api/v1/loads?limit=1").header(header::IF_NONE_MATCH, tag);
    let again = again.header(header::AUTHORIZATION, format!("Bearer {reads}"));
    let again = store.browser().ask(again, Body::empty()).await;
    assert!(again.status == StatusCode::NOT_MODIFIED && again.text.is_empty());

    let undo = format!("/api/v1/loads/{load}");
    let refused = send(&store, "DELETE", &undo, &reads, "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.headers[header::CONTENT_TYPE], "application/problem+json");
    let writes = token(&mut ada, &["loads-write"]).await;
    let file = "organisation,unit,staff_group,period,metric,numerator,denominator\nX01,W,,2024-05,appraisal-rate,1,2\n";
    let taken = send(&store, "POST", "/api/v1/loads?name=w.csv&owner=X01", &writes, file).await;
    assert_eq!(
        (taken.status, &json(&taken)["verdict"]),
        (StatusCode::CREATED, &Value::from("kept")),
        "{}",
        taken.text
    );
    let again = send(&store, "POST", "/api/v1/loads?name=w.csv&owner=X01", &writes, file).await;
    assert_eq!((again.status, &json(&again)["verdict"]), (StatusCode::OK, &Value::from("already-loaded")));
    let theirs = send(&store, "POST", "/api/v1/loads?name=w.csv&owner=X02", &writes, file).await;
    assert_eq!(theirs.status, StatusCode::FORBIDDEN, "{}", theirs.text);
    assert_eq!(json(&send(&store, "DELETE", &undo, &writes, "").await)["state"], "undone");

    for (path, status) in [
        ("/api/v1/audit", StatusCode::FORBIDDEN),
        ("/api/v1/evidence", StatusCode::FORBIDDEN),
        ("/api/v1/nothing", StatusCode::NOT_FOUND),
        ("/api/v1/loads/%00", StatusCode::BAD_REQUEST),
        ("/api/v1/loads?limit=0", StatusCode::BAD_REQUEST),
        ("/api/v1/loads?limit=x", StatusCode::BAD_REQUEST),
        ("/api/v1/compare/appraisal-rate?bodies=some", StatusCode::BAD_REQUEST),
    ] {
        let answer = send(&store, "GET", path, &reads, "").await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
        assert_eq!(json(&answer)["status"], status.as_u16(), "{path}");
    }
    let method = send(&store, "PUT", "/api/v1/loads", &reads, "").await;
    assert_eq!(method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(method.headers[header::ALLOW].to_str().unwrap().contains("POST"));
    let page = Request::get("/data").header(header::AUTHORIZATION, format!("Bearer {reads}"));
    assert_eq!(
        store.browser().ask(page, Body::empty()).await.status,
        StatusCode::SEE_OTHER,
        "tokens open no pages"
    );

    ada.get("/account").await;
    assert!(!ada.get("/account/tokens").await.text.contains("wt_"), "a token is shown once");
    ada.post("/account/sign-out-everywhere", &[]).await;
    assert_eq!(send(&store, "GET", "/api/v1/me", &reads, "").await.status, StatusCode::OK, "programs go on");
    for bad in ["wt_", "", &reads[3..], &reads.replace("wt_", "wt_0")] {
        let answer = send(&store, "GET", "/api/v1/me", bad, "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{bad}");
        assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_and_scope_is_held_to_the_table() {
    let store = Store::new().await;
    store.load("X02", "Their-ward").await;
    store.load("X01", "Our-ward").await;
    let asked = [
        ("/api/v1/loads", Object::Loads, Action::See),
        ("/api/v1/metrics", Object::Aggregates, Action::See),
        ("/api/v1/evidence", Object::Evidence, Action::See),
        ("/api/v1/members", Object::People, Action::See),
        ("/api/v1/audit", Object::AuditLog, Action::Export),
        ("/api/v1/benefits", Object::Benefits, Action::See),
    ];
    let mut tried = 0;
    for role in Role::ALL {
        let mut browser =
            store.member(&format!("r-{}", role.word()), &[&format!("{}@X01", role.word())]).await;
        for scope in Scope::ALL {
            let token = token(&mut browser, &[scope.word()]).await;
            for (path, object, action) in asked {
                tried += 1;
                // What a list of the region's holds for somebody of one organisation is asked where their role is held.
                let may = |o, a| allowed(*role, o, a, Place::Own) && scope.covers(o, a);
                // The ledger is read by whoever reads figures.
                let more = object != Object::Benefits || may(Object::Aggregates, Action::See);
                let answer = send(&store, "GET", path, &token, "").await;
                let expected =
                    if may(object, action) && more { StatusCode::OK } else { StatusCode::FORBIDDEN };
                assert_eq!(
                    answer.status,
                    expected,
                    "{} {} {path}: {}",
                    role.word(),
                    scope.word(),
                    answer.text
                );
                assert!(!answer.text.contains("Their-ward"), "{} {path}", role.word());
            }
        }
    }
    println!("{tried} questions of programs asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_names_what_is_there() {
    let store = Store::new().await;
    let mut local = store.browser();
    let document = json(&local.get("/api/v1/openapi.json").await);
    assert_eq!(document["openapi"], "3.1.0");
    for (path, operations) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with("/api/v1/"), "{path}");
        for (method, operation) in operations.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            let asked = path.replace("{metric}", "appraisal-rate").replace("{id}", "none");
            let request = Request::builder().method(method.to_uppercase().as_str()).uri(&asked);
            let answer = local.ask(request, Body::empty()).await;
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{id}");
            let told = operation["responses"].get(answer.status.as_u16().to_string());
            assert!(told.is_some(), "{id} answered {}, which is not described", answer.status);
        }
    }
}
