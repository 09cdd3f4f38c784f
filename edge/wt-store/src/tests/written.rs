//! Records and ledgers.

use serde_json::{Value, json};

use super::bench::{Bench, analyst, note, ods, of};
use crate::{Change, NewAccount, NewRecord, RecordSharing, Store, StoreError, Viewer};

fn standard<'a>(slug: &'a str, body: &'a Value) -> NewRecord<'a> {
    NewRecord { kind: "standard", slug, owner: None, sharing: RecordSharing::Region, state: "proposed", body }
}

fn change<'a>(expected: i64, state: &'a str, body: &'a Value) -> Change<'a> {
    Change { expected, sharing: RecordSharing::Public, state, body }
}

pub async fn records_keep_every_version(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    let (first, second) = (json!({ "clauses": 1 }), json!({ "clauses": 2 }));
    let (content, before) = (store.version(&me).await.unwrap(), store.shown(&me).await.unwrap());
    let made =
        store.add_record(&me, &standard("lead-time", &first), note("standard.proposed")).await.unwrap();
    assert_eq!((made.version, made.state.as_str(), &made.body), (1, "proposed", &first));
    let changed = store
        .change_record(&me, &made.id, &change(1, "consulted", &second), note("standard.consulted"))
        .await;
    let changed = changed.unwrap();
    assert_eq!((changed.version, changed.state.as_str(), &changed.body), (2, "consulted", &second));
    assert_eq!((changed.id.as_str(), changed.made_at), (made.id.as_str(), made.made_at));
    assert_eq!(store.shown(&me).await.unwrap(), before + 2, "pages are drawn anew");
    assert_eq!(store.version(&me).await.unwrap(), content, "loads are not read again for it");
    assert_eq!(store.record(&me, "standard", "lead-time").await.unwrap(), Some(changed.clone()));
    assert_eq!(store.records(&me, "standard").await.unwrap(), [changed]);
    assert_eq!(store.record(&me, "standard", "else").await.unwrap(), None);
    let versions = store.record_versions(&me, &made.id).await.unwrap();
    let told: Vec<_> = versions.iter().map(|v| (v.version, v.state.as_str(), &v.body)).collect();
    assert_eq!(told, [(1, "proposed", &first), (2, "consulted", &second)]);
    let again = store.add_record(&me, &standard("lead-time", &first), note("no")).await.unwrap_err();
    assert_eq!(again.to_string(), "There is a standard called 'lead-time' already. Choose another name.");
}

pub async fn nobodys_change_is_lost(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    let body = json!("first");
    let made = store.add_record(&me, &standard("rate-card", &body), note("standard.proposed")).await.unwrap();
    store.change_record(&me, &made.id, &change(1, "consulted", &body), note("one")).await.unwrap();
    let lost = store.change_record(&me, &made.id, &change(1, "retired", &json!("mine")), note("two")).await;
    assert!(matches!(lost, Err(StoreError::Conflict { expected: 1, found: 2, .. })), "{lost:?}");
    assert_eq!(store.record(&me, "standard", "rate-card").await.unwrap().unwrap().state, "consulted");
    let nowhere = store.change_record(&me, "no such id", &change(1, "x", &body), note("no")).await;
    assert!(matches!(nowhere, Err(StoreError::NotFound { .. })));
}

pub async fn own_records_are_their_owners(bench: &Bench) {
    let (store, croydon, other) = (bench.store().await, of("RJ6"), of("RAS"));
    let (rj6, body) = (ods("RJ6"), json!({}));
    let own = NewRecord {
        kind: "note",
        slug: "ours",
        owner: Some(&rj6),
        sharing: RecordSharing::Own,
        state: "draft",
        body: &body,
    };
    let made = store.add_record(&croydon, &own, note("note.made")).await.unwrap();
    assert!(store.record(&other, "note", "ours").await.unwrap().is_none());
    assert!(store.records(&other, "note").await.unwrap().is_empty());
    assert!(store.record_versions(&other, &made.id).await.unwrap().is_empty());
    let theirs = store.change_record(&other, &made.id, &change(1, "x", &body), note("no")).await;
    assert!(matches!(theirs, Err(StoreError::NotFound { .. })), "not even that it is there");
    let as_them = store.add_record(&other, &NewRecord { slug: "two", ..own }, note("no")).await;
    assert!(matches!(as_them, Err(StoreError::NotAllowed { .. })));
    store.change_record(&croydon, &made.id, &change(1, "shared", &body), note("note.shared")).await.unwrap();
    assert!(store.record(&other, "note", "ours").await.unwrap().is_some(), "shared now");
    let theirs = store.change_record(&other, &made.id, &change(2, "x", &body), note("no")).await;
    assert!(matches!(theirs, Err(StoreError::NotAllowed { .. })), "to be read, not written");
    let theirs = store.erase_record(&other, &made.id, note("no")).await;
    assert!(matches!(theirs, Err(StoreError::NotAllowed { .. })));
    store.erase_record(&croydon, &made.id, note("note.erased")).await.unwrap();
    assert!(store.record_versions(&croydon, &made.id).await.unwrap().is_empty());
    let again = store.erase_record(&croydon, &made.id, note("no")).await;
    assert!(matches!(again, Err(StoreError::NotFound { .. })));
    store.add_record(&croydon, &own, note("note.made")).await.unwrap();
}

pub async fn ledgers_only_grow(bench: &Bench) {
    let (store, croydon) = (bench.store().await, of("RJ6"));
    let rj6 = ods("RJ6");
    for n in 0..3_i64 {
        let line = store.append_entry(&croydon, "benefits", Some(&rj6), n, &json!(n), note("benefit")).await;
        assert_eq!(line.unwrap(), n + 1);
    }
    let late = store.append_entry(&croydon, "benefits", Some(&rj6), 2, &json!(9), note("no")).await;
    assert!(matches!(late, Err(StoreError::Conflict { expected: 2, found: 3, .. })));
    let region = store.append_entry(&croydon, "benefits", None, 3, &json!(9), note("no")).await;
    assert!(matches!(region, Err(StoreError::NotAllowed { .. })));
    store.append_entry(&analyst(), "benefits", None, 3, &json!("all"), note("benefit")).await.unwrap();
    let told: Vec<_> =
        store.entries(&croydon, "benefits", 1).await.unwrap().into_iter().map(|e| (e.n, e.body)).collect();
    assert_eq!(told, [(2, json!(1)), (3, json!(2)), (4, json!("all"))]);
    let other = store.entries(&of("RAS"), "benefits", 0).await.unwrap();
    assert_eq!(other.iter().map(|e| e.n).collect::<Vec<_>>(), [4], "the region's line alone");
    assert_eq!(store.last_entry(&of("RAS"), "benefits").await.unwrap(), 4);
}

/// A record of two versions, a ledger of one line, an account.
pub async fn write_some(store: &Store, me: &Viewer) {
    let ada = NewAccount { name: "ada", shown: "Ada", subject: "", roles: &json!([]) };
    store.add_account(me, &ada, note("account.added")).await.unwrap();
    let body = json!({ "text": "\u{2028}<script>" });
    let made = store.add_record(me, &standard("kept", &body), note("standard.proposed")).await.unwrap();
    store.change_record(me, &made.id, &change(1, "consulted", &body), note("consulted")).await.unwrap();
    store.append_entry(me, "benefits", Some(&ods("RJ6")), 0, &body, note("benefit")).await.unwrap();
}

/// Whether that is in both.
pub async fn same(back: &Store, store: &Store, me: &Viewer) {
    let kept = store.records(me, "standard").await.unwrap();
    assert_eq!(back.records(me, "standard").await.unwrap(), kept);
    let versions = store.record_versions(me, &kept[0].id).await.unwrap();
    assert_eq!(versions.len(), 2);
    assert_eq!(back.record_versions(me, &kept[0].id).await.unwrap(), versions);
    assert_eq!(back.accounts().await.unwrap(), store.accounts().await.unwrap());
    assert_eq!(
        back.entries(me, "benefits", 0).await.unwrap(),
        store.entries(me, "benefits", 0).await.unwrap()
    );
}
