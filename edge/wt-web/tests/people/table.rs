//! Every role asks for every kind of thing that has a page, of its own organisation and of another, and for what is shared: each
//! answer is what the table says.

use axum::http::StatusCode;
use wt_engine::permit::{Action, Object, Place, Role, allowed};

use crate::site::{Browser, Store};

/// What one question came to.
struct Told {
    tried: u32,
    wrong: Vec<String>,
}

impl Told {
    fn note(&mut self, what: &str, role: Role, expected: bool, status: StatusCode) {
        self.tried += 1;
        let may = status.is_success() || status == StatusCode::SEE_OTHER;
        assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{what} as {}", role.word());
        if may != expected {
            self.wrong.push(format!("{} {what}: expected {expected}, answered {status}", role.word()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_is_held_to_the_table_through_its_pages() {
    let store = Store::new().await;
    let theirs = store.load("X02", "Their-ward").await;
    let mut told = Told { tried: 0, wrong: Vec::new() };
    for role in Role::ALL {
        let name = format!("own-{}", role.word());
        let mut browser = store.member(&name, &[&format!("{}@X01", role.word())]).await;
        let ours = store.load("X01", &format!("Ward-of-{}", role.word())).await;
        pages(&mut told, &mut browser, *role, &ours, &theirs).await;
        forms(&mut told, &mut browser, *role, &ours, &theirs).await;
        let mut region = store.member(&format!("region-{}", role.word()), &[role.word()]).await;
        for_the_region(&mut told, &mut region, *role, &ours).await;
    }
    println!("{} questions of pages, {} answered as the table does not say", told.tried, told.wrong.len());
    assert!(told.wrong.is_empty(), "{:#?}", told.wrong);
}

/// What can be looked at or taken away.
async fn pages(told: &mut Told, browser: &mut Browser, role: Role, ours: &str, theirs: &str) {
    let may = |object, action| allowed(role, object, action, Place::Own);
    let asked = [
        ("/".to_owned(), may(Object::Aggregates, Action::See)),
        ("/compare".to_owned(), may(Object::Aggregates, Action::See)),
        ("/opportunities".to_owned(), may(Object::Aggregates, Action::See)),
        ("/evidence".to_owned(), may(Object::Evidence, Action::See)),
        ("/data".to_owned(), may(Object::Loads, Action::See)),
        ("/api/v1/loads".to_owned(), may(Object::Loads, Action::See)),
        (format!("/data/{ours}"), may(Object::Loads, Action::See)),
        (format!("/data/{theirs}"), allowed(role, Object::Loads, Action::See, Place::Other)),
        (format!("/data/{ours}/refusals.csv"), may(Object::Loads, Action::Export)),
        (format!("/data/{theirs}/refusals.csv"), allowed(role, Object::Loads, Action::Export, Place::Other)),
        ("/compare/appraisal-rate/data.csv".to_owned(), may(Object::Aggregates, Action::Export)),
        ("/admin/people".to_owned(), may(Object::People, Action::See)),
        ("/admin/audit".to_owned(), may(Object::AuditLog, Action::See)),
        ("/admin/audit.csv".to_owned(), may(Object::AuditLog, Action::Export)),
        ("/account".to_owned(), true),
        ("/account/copy.json".to_owned(), true),
        ("/admin/permissions".to_owned(), true),
        ("/admin/security".to_owned(), true),
        ("/admin/assurance".to_owned(), true),
        (
            "/tools/exceptions".to_owned(),
            may(Object::Aggregates, Action::See) || may(Object::ExceptionReports, Action::Write),
        ),
        ("/tools/exceptions/new".to_owned(), may(Object::ExceptionReports, Action::Write)),
        ("/admin/assurance/hazards.csv".to_owned(), true),
    ];
    for (path, expected) in asked {
        let answer = browser.get(&path).await;
        told.note(&format!("GET {path}"), role, expected, answer.status);
        assert!(!answer.text.contains("Their-ward"), "{} sees another's own rows at {path}", role.word());
        let names = answer.text.contains("Ward-of");
        let sees = allowed(role, Object::Loads, Action::See, Place::Own)
            || allowed(role, Object::AuditLog, Action::See, Place::Own);
        assert!(!names || sees, "{} sees rows at {path}", role.word());
    }
}

/// What can be changed.
async fn forms(told: &mut Told, browser: &mut Browser, role: Role, ours: &str, theirs: &str) {
    type Form<'a> = (&'a str, Vec<(&'a str, &'a str)>, bool);
    browser.get("/account").await;
    let may = |object, action| allowed(role, object, action, Place::Own);
    let gap = [("amount", "1000"), ("covers", "x"), ("source", "x"), ("stated", "2026-04-01")];
    let new = |place: &str| format!("viewer{place}");
    let (here, there, all) = (new("@X01"), new("@X02"), new(""));
    let (one, two, three) =
        (format!("a-{}", role.word()), format!("b-{}", role.word()), format!("c-{}", role.word()));
    let undo = format!("/data/{ours}/undo");
    let other = format!("/data/{theirs}/undo");
    let report = [("org", "X01"), ("kind", "hours"), ("on", "2026-11-20"), ("minutes", "30"), ("what", "x")];
    let asked: [Form<'_>; 7] = [
        ("/tools/exceptions/new", report.to_vec(), may(Object::ExceptionReports, Action::Write)),
        ("/admin/people", vec![("name", &one), ("roles", &here)], may(Object::People, Action::Manage)),
        ("/admin/people", vec![("name", &two), ("roles", &there)], false),
        ("/admin/people", vec![("name", &three), ("roles", &all)], false),
        ("/data/gap", gap.to_vec(), false),
        (&other, Vec::new(), false),
        (&undo, Vec::new(), may(Object::Loads, Action::Withdraw)),
    ];
    for (path, fields, expected) in asked {
        let answer = browser.post(path, &fields).await;
        let what = format!("POST {path} {}", fields.iter().map(|(_, v)| *v).collect::<Vec<_>>().join(" "));
        told.note(&what, role, expected, answer.status);
    }
}

/// A role for the region: its settings are within reach, an employer's own rows are not.
async fn for_the_region(told: &mut Told, browser: &mut Browser, role: Role, ours: &str) {
    browser.get("/account").await;
    let may = |object, action| allowed(role, object, action, Place::Own);
    let gap = [("amount", "1000"), ("covers", "x"), ("source", "x"), ("stated", "2026-04-01")];
    let answer = browser.post("/data/gap", &gap).await;
    told.note("POST /data/gap for the region", role, may(Object::Settings, Action::Manage), answer.status);
    let answer = browser.get(&format!("/data/{ours}")).await;
    told.note("GET an employer's load for the region", role, false, answer.status);
    let answer = browser.post(&format!("/data/{ours}/undo"), &[]).await;
    told.note("POST an employer's undo for the region", role, false, answer.status);
    let name = format!("d-{}", role.word());
    let answer = browser.post("/admin/people", &[("name", &name), ("roles", "viewer@X02")]).await;
    told.note("POST /admin/people for the region", role, may(Object::People, Action::Manage), answer.status);
}
