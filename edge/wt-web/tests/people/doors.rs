//! Signing in and out, invitations, forms of other sessions, being forgotten.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use wt_engine::permit::Person;

use crate::site::{Browser, PASSWORD, Store};

async fn sign_in(browser: &mut Browser, name: &str, password: &str) -> StatusCode {
    browser.get("/sign-in").await;
    browser.post("/sign-in", &[("name", name), ("password", password)]).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_account_closes_the_store() {
    let store = Store::new().await;
    let mut browser = store.browser();
    assert_eq!(browser.get("/data").await.status, StatusCode::OK);
    assert!(browser.get("/sign-in").await.text.contains("Nobody signs in here"));
    assert_eq!(browser.get("/account").await.status, StatusCode::NOT_FOUND);
    assert!(browser.cookie.is_none(), "no cookie where nobody signs in");
    let mut ada = store.member("ada", &["run-the-store", "viewer@X01"]).await;
    for path in ["/", "/data", "/compare", "/admin/people", "/account", "/nothing-here"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.to().starts_with("/sign-in?next="), "{path}");
    }
    assert_eq!(browser.get("/api/v1/loads").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.post("/data/gap", &[]).await.to(), "/sign-in?ended=1");
    for path in ["/sign-in", "/privacy", "/help", "/accessibility"] {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
    }
    let home = ada.get("/").await;
    assert_eq!(home.status, StatusCode::OK, "{}", home.text);
    assert!(home.text.contains("Sign out") && home.headers[header::CACHE_CONTROL] == "no-store");
    ada.post("/sign-out", &[]).await;
    assert_eq!(
        ada.get("/").await.status,
        StatusCode::SEE_OTHER,
        "the session is over, whatever the browser keeps"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_are_closed_and_sessions_begin_anew() {
    let store = Store::new().await;
    store.member("ada", &["viewer@X01"]).await;
    let mut browser = store.browser();
    let answer = browser.get("/sign-in").await;
    let set = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(set.contains("; HttpOnly; SameSite=Lax") && !set.contains("Secure"), "{set}");
    let before = browser.cookie.clone();
    assert_eq!(sign_in(&mut browser, "ADA ", PASSWORD).await, StatusCode::SEE_OTHER);
    assert_ne!(browser.cookie, before, "a cookie from before signing in opens nothing");
    let encrypted = Request::get("/sign-in").header("x-forwarded-proto", "https");
    let answer = store.browser().ask(encrypted, Body::empty()).await;
    let set = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(set.starts_with("__Host-wholetime=") && set.ends_with("; Secure"), "{set}");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_passwords_lock_an_account_and_nobody_learns_whose_there_are() {
    let store = Store::new().await;
    store.member("ada", &["viewer@X01"]).await;
    let mut browser = store.browser();
    browser.get("/sign-in").await;
    let wrong = async |browser: &mut Browser, name: &str| {
        let answer = browser.post("/sign-in", &[("name", name), ("password", "not this one at all")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let main = answer.text.split("<main").nth(1).unwrap().to_owned();
        main.replace(name, "NAME").replace(browser.token.as_deref().unwrap_or("-"), "")
    };
    let unknown = wrong(&mut browser, "nobody.at.all").await;
    for _ in 0..5 {
        assert_eq!(wrong(&mut browser, "ada").await, unknown, "the same words");
    }
    let locked = browser.post("/sign-in", &[("name", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(locked.status, StatusCode::UNPROCESSABLE_ENTITY, "locked, though it is right");
    let lines = store.engine.audit_page(&Person::local("test"), None, 99).await.unwrap();
    let failed: Vec<_> =
        lines.iter().filter(|l| l.action == "sign-in.failed").map(|l| l.object.as_str()).collect();
    assert_eq!(failed.iter().filter(|o| **o == "member-1").count(), 6);
    assert!(failed.contains(&"unknown") && !lines.iter().any(|l| l.object.contains("nobody.at.all")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_session_changes_nothing() {
    let store = Store::new().await;
    let mut ada = store.member("ada", &["run-the-store"]).await;
    let mut bob = store.member("bob", &["run-the-store"]).await;
    ada.get("/account").await;
    bob.get("/account").await;
    let gap = [("amount", "1000"), ("covers", "x"), ("source", "x"), ("stated", "2026-04-01")];
    let (own, others) = (ada.token.clone(), bob.token.clone());
    assert_ne!(own, others);
    for token in [None, others, Some("0".repeat(64))] {
        ada.token = token;
        let answer = ada.post("/data/gap", &gap).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text.contains("made for another session"));
    }
    ada.token = own.clone();
    assert_eq!(ada.post("/data/gap", &gap).await.status, StatusCode::SEE_OTHER);
    // Signed out, the form of the sign-in page needs the browser's own token too.
    let mut fresh = store.browser();
    fresh.get("/sign-in").await;
    fresh.token = own;
    let answer = fresh.post("/sign-in", &[("name", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_carries_its_token_before_its_bytes() {
    let store = Store::new().await;
    let mut ada = store.member("ada", &["analyst@X01"]).await;
    let page = ada.get("/data/upload").await;
    assert!(page.text.contains("enctype=\"multipart/form-data\"") && page.text.contains("form_token"));
    let token = ada.token.clone().unwrap();
    let form = |token: &str| {
        let rows = "organisation,unit,staff_group,period,metric,numerator,denominator\nX01,,,2024-04,appraisal-rate,90,100\n";
        format!(
            "--b\r\ncontent-disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n--b\r\ncontent-disposition: \
             form-data; name=\"owner\"\r\n\r\nX01\r\n--b\r\ncontent-disposition: form-data; name=\"file\"; \
             filename=\"a.csv\"\r\ncontent-type: text/csv\r\n\r\n{rows}\r\n--b--\r\n"
        )
    };
    let upload =
        || Request::post("/data/upload").header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    assert_eq!(ada.ask(upload(), form(&"0".repeat(64)).into()).await.status, StatusCode::FORBIDDEN);
    let answer = ada.ask(upload(), form(&token).into()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let keep = format!("{}/keep", answer.to());
    assert_eq!(ada.post(&keep, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_works_once_and_a_new_password_ends_the_old_sessions() {
    let store = Store::new().await;
    let mut ada = store.member("ada", &["run-the-store"]).await;
    let mut bob = store.member("bob", &["viewer@X01"]).await;
    ada.get("/admin/people/member-2").await;
    let answer = ada.post("/admin/people/member-2", &[("what", "invite")]).await;
    let path = answer.text.split("href=\"/invite/").nth(1).unwrap()[..64].to_owned();
    let path = format!("/invite/{path}");
    let mut other = store.browser();
    for (new, words) in [("too short", "choose at least"), ("bob bob bob bob bob", "tried first")] {
        other.get(&path).await;
        let answer = other.post(&path, &[("password", new), ("again", new)]).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text.contains(words), "{new}");
    }
    let new = "four other random words";
    other.get(&path).await;
    let differ = other.post(&path, &[("password", new), ("again", "something else entirely")]).await;
    assert!(differ.text.contains("are not the same"));
    assert_eq!(other.post(&path, &[("password", new), ("again", new)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(bob.get("/account").await.status, StatusCode::SEE_OTHER, "signed out by it");
    assert_eq!(store.browser().get(&path).await.status, StatusCode::NOT_FOUND, "used");
    assert_eq!(store.browser().get("/invite/abc").await.status, StatusCode::NOT_FOUND);
    other.get("/account").await;
    let change = [("now", new), ("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(other.post("/account/password", &change).await.to(), "/account?done=password");
    assert_eq!(other.get("/account").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_count_at_once_and_nobody_gives_themselves_any() {
    let store = Store::new().await;
    let mut ada = store.member("ada", &["administrator@X01"]).await;
    let mut bob = store.member("bob", &["viewer@X01"]).await;
    store.member("cy", &["analyst@X02"]).await;
    let people = ada.get("/admin/people").await.text;
    assert!(people.contains(">bob<") && !people.contains(">cy<"), "one's own organisation's people");
    assert_eq!(ada.get("/admin/people/member-3").await.status, StatusCode::NOT_FOUND);
    ada.get("/admin/people/member-2").await;
    let roles = |version, roles| [("what", "roles"), ("version", version), ("roles", roles)];
    let own = ada.post("/admin/people/member-1", &roles("2", "analyst@X01")).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "not one's own");
    for bad in ["analyst@X02", "analyst", "network-chair@network:banks"] {
        let answer = ada.post("/admin/people/member-2", &roles("2", bad)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{bad}");
    }
    let answer = ada.post("/admin/people/member-2", &roles("2", "king@X01")).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text.contains("There is no role"));
    let answer = ada.post("/admin/people/member-2", &roles("1", "analyst@X01")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "somebody changed it meanwhile");
    assert_eq!(bob.get("/data/upload").await.status, StatusCode::OK);
    let answer = ada.post("/admin/people/member-2", &roles("2", "administrator@X01")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(bob.get("/compare").await.status, StatusCode::FORBIDDEN, "at once");
    ada.post("/admin/people/member-2", &[("what", "suspend")]).await;
    assert_eq!(bob.get("/account").await.status, StatusCode::SEE_OTHER, "signed out");
    let denied = store.engine.audit_page(&Person::local("test"), None, 999).await.unwrap();
    assert!(denied.iter().any(|l| l.action == "denied" && l.who == "member-2" && l.object == "GET /compare"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_takes_a_copy_and_is_forgotten() {
    let store = Store::new().await;
    let mut ada = store.member("ada.lovelace", &["run-the-store", "viewer@X01"]).await;
    let copy = ada.get("/account/copy.json").await;
    assert!(copy.text.contains("ada.lovelace") && copy.text.contains("sign-in"), "{}", copy.text);
    assert!(!copy.text.contains("argon2"));
    ada.get("/account/forget").await;
    assert_eq!(ada.post("/account/forget", &[]).await.to(), "/sign-in");
    assert_eq!(ada.get("/account").await.status, StatusCode::SEE_OTHER);
    let mut browser = store.browser();
    assert_eq!(sign_in(&mut browser, "ada.lovelace", PASSWORD).await, StatusCode::UNPROCESSABLE_ENTITY);
    let local = Person::local("test");
    assert_eq!(store.engine.names().await.unwrap().of("member-1"), "a former member");
    let lines = store.engine.audit_page(&local, None, 999).await.unwrap();
    assert!(lines.iter().all(|l| !format!("{l:?}").contains("lovelace")), "the log never knew the name");
    assert_eq!(store.engine.audit_chain(&local).await.unwrap().1, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_away_is_written_down() {
    let store = Store::new().await;
    store.load("X01", "Ward").await;
    let mut ada = store.member("ada", &["analyst@X01"]).await;
    let answer = ada.get("/compare/appraisal-rate/data.csv?from=2024-04").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let lines = store.engine.audit_page(&Person::local("test"), None, 1).await.unwrap();
    let line = &lines[0];
    assert_eq!((line.action.as_str(), line.who.as_str()), ("export", "member-1"));
    assert_eq!(line.object, "/compare/appraisal-rate/data.csv?from=2024-04");
    assert_eq!(line.detail["bytes"], answer.text.len());
    let mut auditor = store.member("bob", &["auditor@X01"]).await;
    let page = auditor.get("/admin/audit").await;
    assert!(page.status == StatusCode::OK && page.text.contains("The chain holds"));
}
