//! The board of wards, over a store of its own, asked as a browser asks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower::ServiceExt;
use wt_engine::intake::{Keep, Reading, Upload};
use wt_engine::permit::Person;
use wt_engine::progress::Quiet;
use wt_engine::{Config, Engine, StoreAt};
use wt_extract::kinds::KindId;
use wt_extract::mapping::Mapping;
use wt_web::Site;

const WARDS: &str = "Name,Day Reg Planned Hrs,Day Reg Actual Hrs,Day Unreg Planned Hrs,Day Unreg Actual Hrs,\
    Night Reg Planned Hrs,Night Reg Actual Hrs,Night Unreg Planned Hrs,Night Unreg Actual Hrs,\
    Patient Count At Midnight,Missing Census Count,Month\n\
    Ash Ward,1000,900,500,450,800,800,400,450,400,0,01/03/2026\n\
    Birch Ward,1000,700,500,500,800,800,400,400,300,4,01/03/2026\n\
    Stores,150,150,0,0,0,0,0,0,0,0,01/03/2026\n";

struct Store {
    site: Router,
    engine: Arc<Engine>,
    folder: PathBuf,
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Store {
    async fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("wholetime-ward-board-{}", std::process::id()));
        let config = Config { store: StoreAt::Folder(folder.clone()), keys: None, today: None };
        let engine = Arc::new(Engine::open(config).await.unwrap());
        Self { site: wt_web::pages_of(Arc::clone(&engine), Site::default()), engine, folder }
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
async fn wards_stand_beside_each_other_and_what_cannot_be_said_is_a_dash() {
    let store = Store::new().await;
    let (status, empty) = store.get("/tools/measures").await;
    assert!(status == StatusCode::OK && empty.contains("No figures of wards are loaded yet"), "{empty}");
    let upload = Upload { name: "wards.csv".to_owned(), bytes: Arc::new(WARDS.as_bytes().to_vec()) };
    let map = Some(Mapping::parse(KindId::WardStaffing, "organisation='RJ6'").unwrap());
    let reading = Reading { kind: Some(KindId::WardStaffing), map, owner: None };
    store
        .engine
        .import(&Person::local("test"), &upload, &reading, Keep::IfFewRefused, Arc::new(Quiet))
        .await
        .unwrap();
    let (status, text) = store.get("/tools/measures").await;
    assert_eq!(status, StatusCode::OK, "{text}");
    for words in [
        "Measures of wards, March 2026",
        "<strong>Whole employer</strong></th><td class=\"nhsuk-table__cell--numeric\">80.0%</td>",
        "Ash Ward</th><td class=\"nhsuk-table__cell--numeric\">90.0%</td>",
        ">6.5 hours</td>",
        "1 of 2 wards have no care hours per patient day",
        "Not a league table",
        "/compare/ward-fill-rn-day?own=RJ6&#38;level=units&#38;from=2026-03&#38;to=2026-03",
    ] {
        assert!(text.contains(words), "'{words}' is not said:\n{text}");
    }
    assert!(!text.contains("Stores") && !text.contains("NaN"), "{text}");
    let (status, csv) = store.get("/tools/measures.csv?own=RJ6&month=2026-03").await;
    assert!(status == StatusCode::OK && csv.contains("RJ6,Birch Ward,2026-03,chppd,,"), "{csv}");
    for wrong in ["own=RJ7", "month=soon", "month=2020-01"] {
        let (status, text) = store.get(&format!("/tools/measures?{wrong}")).await;
        assert!(status == StatusCode::BAD_REQUEST, "{wrong}: {status} {text}");
    }
}
