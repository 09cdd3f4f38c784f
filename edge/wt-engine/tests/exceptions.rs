//! Exception reports: who sees, decides and counts, over every role.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly")]

use std::path::PathBuf;

use wt_engine::exceptions::{Kind, NewReport, Outcome, Stands, Step};
use wt_engine::permit::{Membership, Person, Right, Role};
use wt_engine::{Config, Engine, EngineError, StoreAt};
use wt_units::OdsCode;

struct Store {
    engine: Engine,
    folder: PathBuf,
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Store {
    async fn on(name: &str, today: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("wholetime-exceptions-{name}-{}", std::process::id()));
        let today = Some(today.parse().unwrap());
        let config = Config { store: StoreAt::Folder(folder.clone()), keys: None, today };
        Self { engine: Engine::open(config).await.unwrap(), folder }
    }
}

fn org(code: &str) -> OdsCode {
    code.parse().unwrap()
}

fn holder(id: &str, role: Role, at: &str) -> Person {
    Person::member(id, id, vec![Membership::at(role, org(at))])
}

fn report(kind: Kind, on: &str) -> NewReport {
    let what = "The list overran by two cases.".to_owned();
    NewReport { org: org("RJ6"), kind, on: on.parse().unwrap(), minutes: 90, safety: false, what }
}

fn decide() -> Step {
    Step::Decide { outcome: Outcome::TimeOff, minutes: 90, note: "Agreed.".to_owned() }
}

#[tokio::test]
async fn three_roles_see_reports_and_nobody_else_whatever_they_try() {
    let store = Store::on("roles", "2026-11-23").await;
    let engine = &store.engine;
    let doctor = holder("member-1", Role::StaffMember, "RJ6");
    let made = engine.report_exception(&doctor, &report(Kind::Hours, "2026-11-20")).await.unwrap();
    let mut seeing = Vec::new();
    for role in Role::ALL {
        let who = holder("member-9", *role, "RJ6");
        let list = engine.exceptions(&who).await;
        let one = engine.exception(&who, &made.slug).await;
        assert_eq!(list.is_ok(), one.is_ok(), "{role:?}");
        if list.is_ok() {
            seeing.push(*role);
        }
        // Elsewhere nobody does, and no step is taken by whoever does not see it.
        let elsewhere = holder("member-9", *role, "RAS");
        assert!(engine.exceptions(&elsewhere).await.map_or(true, |all| all.is_empty()), "{role:?}");
        assert!(engine.exception(&elsewhere, &made.slug).await.is_err(), "{role:?}");
        assert!(engine.step_exception(&elsewhere, &made.slug, 1, &decide()).await.is_err(), "{role:?}");
        if *role != Role::MedicalHr {
            assert!(engine.step_exception(&who, &made.slug, 1, &decide()).await.is_err(), "{role:?}");
        }
        let region = Person::member("member-9", "x", vec![Membership::region(*role)]);
        assert!(engine.exceptions(&region).await.map_or(true, |all| all.is_empty()), "{role:?}");
        assert!(engine.exception(&region, &made.slug).await.is_err(), "{role:?}");
        // A unit's role is not the organisation's.
        let unit: Membership = format!("{}@RJ6/Ward 4", role.word()).parse().unwrap();
        let unit = Person::member("member-9", "x", vec![unit]);
        assert!(engine.exceptions(&unit).await.map_or(true, |all| all.is_empty()), "{role:?}");
        assert!(engine.exception(&unit, &made.slug).await.is_err(), "{role:?}");
    }
    assert_eq!(seeing, [Role::Guardian, Role::MedicalHr, Role::MedicalEducation]);
    assert_eq!(engine.exception(&doctor, &made.slug).await.unwrap(), made, "the doctor sees their own");
    let other = holder("member-2", Role::StaffMember, "RJ6");
    assert!(matches!(engine.exception(&other, &made.slug).await, Err(EngineError::NotFound(_))));
    assert!(engine.own_exceptions(&other).await.unwrap().is_empty());
    assert_eq!(engine.own_exceptions(&doctor).await.unwrap().len(), 1);
    let elsewhere = NewReport { org: org("RAS"), ..report(Kind::Hours, "2026-11-20") };
    assert!(matches!(engine.report_exception(&doctor, &elsewhere).await, Err(EngineError::Denied(_))));
    // The log says that there is a report, not whose.
    let lines = engine.audit_lines(&Person::local("test"), 100).await.unwrap();
    let line = lines.iter().find(|line| line.action == "exception.reported").unwrap();
    assert!(line.who == "a resident doctor" && !format!("{line:?}").contains("member-1"), "{line:?}");
}

#[tokio::test]
async fn a_report_is_decided_disputed_and_settled_by_those_whose_it_is() {
    let store = Store::on("steps", "2026-11-23").await;
    let engine = &store.engine;
    let doctor = holder("member-1", Role::StaffMember, "RJ6");
    let hr = holder("member-2", Role::MedicalHr, "RJ6");
    let education = holder("member-3", Role::MedicalEducation, "RJ6");
    let guardian = holder("member-4", Role::Guardian, "RJ6");
    let hours = engine.report_exception(&doctor, &report(Kind::Hours, "2026-11-20")).await.unwrap();
    let teaching = engine.report_exception(&doctor, &report(Kind::Education, "2026-11-20")).await.unwrap();
    let step = async |who: &Person, slug: &str, version, step: Step| {
        engine.step_exception(who, slug, version, &step).await.map_err(|e| e.to_string())
    };
    let why = step(&education, &hours.slug, 1, decide()).await.unwrap_err();
    assert!(why.contains("is decided by medical HR"), "{why}");
    let why = step(&hr, &teaching.slug, 1, decide()).await.unwrap_err();
    assert!(why.contains("is decided by the director of medical education"), "{why}");
    assert!(step(&guardian, &hours.slug, 1, decide()).await.is_err(), "the guardian oversees");
    let none = Step::Decide { outcome: Outcome::TimeOff, minutes: 0, note: "x".to_owned() };
    assert!(step(&hr, &hours.slug, 1, none).await.unwrap_err().contains("how many minutes"));
    let early = Step::Dispute { note: "No.".to_owned() };
    assert!(step(&doctor, &hours.slug, 1, early.clone()).await.unwrap_err().contains("no decision"));
    let decided = step(&hr, &hours.slug, 1, decide()).await.unwrap();
    assert_eq!((decided.stands, decided.outcome()), (Stands::Decided, Some((Outcome::TimeOff, 90))));
    assert!(step(&hr, &hours.slug, 1, decide()).await.unwrap_err().contains("decided already"));
    assert!(step(&hr, &hours.slug, 2, early.clone()).await.is_err(), "only the doctor disputes");
    assert!(step(&doctor, &hours.slug, 1, early.clone()).await.is_err(), "of the version that was read");
    assert_eq!(step(&doctor, &hours.slug, 2, early).await.unwrap().stands, Stands::Disputed);
    let settle = Step::Settle { outcome: Outcome::Payment, minutes: 120, note: "Paid.".to_owned() };
    assert!(step(&hr, &hours.slug, 3, settle.clone()).await.is_err());
    let settled = step(&guardian, &hours.slug, 3, settle).await.unwrap();
    assert_eq!((settled.stands, settled.outcome()), (Stands::Settled, Some((Outcome::Payment, 120))));
    assert_eq!(settled.body.decisions.len(), 3);
    // Fines of the terms since 4 February 2026 are not held, and not guessed.
    let limits = Step::Limits { ids: vec!["rd-fine-rest".to_owned()] };
    let why = step(&guardian, &hours.slug, 4, limits.clone()).await.unwrap_err();
    assert!(why.contains("ends on 2026-02-03"), "{why}");
    let before = engine.report_exception(&doctor, &report(Kind::Rest, "2026-02-03")).await.unwrap();
    assert_eq!(before.fines(engine.facts()).unwrap().len(), 4);
    assert!(step(&hr, &before.slug, 1, limits.clone()).await.is_err());
    assert_eq!(step(&guardian, &before.slug, 1, limits).await.unwrap().body.limits, ["rd-fine-rest"]);
    for (new, said) in [
        (report(Kind::Hours, "2026-11-24"), "today is 2026-11-23"),
        (NewReport { minutes: 0, ..report(Kind::Hours, "2026-11-20") }, "how many minutes"),
        (NewReport { minutes: 9_999, ..report(Kind::Hours, "2026-11-20") }, "at most 4320"),
        (NewReport { what: "  ".to_owned(), ..report(Kind::Hours, "2026-11-20") }, "Say what happened"),
        (NewReport { what: "x".repeat(2_001), ..report(Kind::Hours, "2026-11-20") }, "at most 2000"),
    ] {
        let why = engine.report_exception(&doctor, &new).await.unwrap_err().to_string();
        assert!(why.contains(said), "{why}");
    }
}

#[tokio::test]
async fn others_see_counts_of_quarters_that_are_over_and_no_small_one() {
    let mut store = Store::on("counts", "2026-09-30").await;
    let doctor = holder("member-1", Role::StaffMember, "RJ6");
    for (kind, count) in [(Kind::Hours, 23), (Kind::Rest, 9), (Kind::Education, 2)] {
        for _ in 0..count {
            store.engine.report_exception(&doctor, &report(kind, "2026-09-20")).await.unwrap();
        }
    }
    let viewer = holder("member-5", Role::Viewer, "RJ6");
    let now = store.engine.exception_counts(&viewer, &org("RJ6")).await.unwrap();
    assert!(now.quarters.is_empty(), "this quarter is not over: {now:?}");
    let config = Config {
        store: StoreAt::Folder(store.folder.clone()),
        keys: None,
        today: Some("2026-10-01".parse().unwrap()),
    };
    store.engine = Engine::open(config).await.unwrap();
    let told = store.engine.exception_counts(&viewer, &org("RJ6")).await.unwrap();
    let [quarter] = told.quarters.as_slice() else { panic!("one quarter: {told:?}") };
    let [hours, rest, pattern, support, education] = quarter.kinds;
    assert_eq!((pattern, support, education), (Some(0), Some(0), None), "{told:?}");
    // 35 in all, 25 and 10, each rounded: between 1 and 7 of teaching missed, and nothing more follows.
    assert_eq!((quarter.total, hours, rest), (Some(35), Some(25), Some(10)), "{told:?}");
    for role in Role::ALL {
        let may = holder("member-6", *role, "RJ6").may(Right::See).is_ok();
        let asked = store.engine.exception_counts(&holder("member-6", *role, "RJ6"), &org("RJ6")).await;
        assert_eq!(asked.is_ok(), may, "{role:?}");
        assert!(store.engine.exception_counts(&holder("member-6", *role, "RAS"), &org("RJ6")).await.is_err());
    }
    assert_eq!(store.engine.exception_orgs(&viewer).await.unwrap(), [org("RJ6")]);
}
