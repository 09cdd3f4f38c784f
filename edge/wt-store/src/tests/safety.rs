//! The audit log, backups, deleting everything.

use serde_json::json;

use super::bench::{Bench, Folder, analyst, file, file_of, keep, note, ods, of};
use crate::{AuditEntry, Chain, NewJob, Store, StoreAt, StoreError};

pub async fn the_log_shows_tampering(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    for n in 0..5 {
        let entry =
            AuditEntry::new("export.made", format!("{n}")).of(Some(ods("RJ6"))).with(json!({ "rows": n }));
        store.audit(&me, entry).await.unwrap();
    }
    keep(&store, &me, file("a.csv")).await.unwrap();
    assert_eq!(store.verify_chain(&me).await.unwrap(), Chain { lines: 6, broken_at: None });
    let lines = store.audit_lines(&me, None, 2).await.unwrap();
    assert_eq!(
        lines.iter().map(|l| (l.seq, l.action.as_str())).collect::<Vec<_>>(),
        [(6, "load.kept"), (5, "export.made")]
    );
    let older = store.audit_lines(&of("RJ6"), Some(5), 9).await.unwrap();
    assert_eq!(older.iter().map(|l| l.seq).collect::<Vec<_>>(), [4, 3, 2, 1]);
    assert_eq!(older[0].detail, json!({ "rows": 3 }));
    assert_eq!(store.audit_lines(&of("RAS"), None, 9).await.unwrap(), []);

    sqlx::query("update audit set detail = '{\"rows\":99}' where seq = 3")
        .execute(&store.pool)
        .await
        .unwrap();
    assert_eq!(store.verify_chain(&me).await.unwrap().broken_at, Some(3));
    sqlx::query("delete from audit where seq = 3").execute(&store.pool).await.unwrap();
    assert_eq!(store.verify_chain(&me).await.unwrap().broken_at, Some(4));
}

pub async fn backed_up_and_restored(bench: &Bench) {
    let (store, me, folder) = (bench.store().await, analyst(), Folder::new());
    let own = keep(&store, &me, file_of("own.csv", "RJ6")).await.unwrap();
    let mut writer = store.begin_load(&me, file("more.csv")).await.unwrap();
    writer.push_block(2, 1, "\u{2028}row\t\n".into()).await.unwrap();
    writer.refuse(&json!("why")).await.unwrap();
    let more = writer.commit(super::bench::outcome(), note("load.kept")).await.unwrap();
    let undone = keep(&store, &me, file("undone.csv")).await.unwrap();
    store.undo(&me, &undone.id, note("load.undone")).await.unwrap();
    store.save_mapping(&me, None, "9f", "template", &json!({}), note("map")).await.unwrap();
    store.save_setting(&me, "gap", &json!(1), note("setting")).await.unwrap();
    store.save_metric_file(&me, "m", "a = 1", note("metric")).await.unwrap();
    store.enqueue(&me, NewJob { kind: "k".into(), payload: json!({}) }).await.unwrap();
    super::written::write_some(&store, &me).await;
    let draft = store.begin_load(&me, file("draft.csv")).await.unwrap();
    draft.hold(super::bench::outcome(), note("draft")).await.unwrap();

    let (copy, text) = (folder.path().join("copy"), folder.path().join("copy.jsonl"));
    store.backup(&me, &copy).await.unwrap();
    store.export_lines(&me, &text).await.unwrap();
    assert!(matches!(store.backup(&me, &copy).await, Err(StoreError::InTheWay { .. })));
    assert!(matches!(
        store.backup(&of("RJ6"), &folder.path().join("x")).await,
        Err(StoreError::NotAllowed { .. })
    ));
    let nowhere = folder.path().join("no such folder").join("x");
    assert!(matches!(store.export_lines(&me, &nowhere).await, Err(StoreError::Folder { .. })));

    let elsewhere = StoreAt::Folder(folder.path().join("elsewhere"));
    for (from, to) in [(&copy, bench.place().await), (&text, bench.place().await), (&text, elsewhere)] {
        let back = Store::restore(&me, to.clone(), from).await.unwrap();
        assert_eq!(back.active_loads(&me).await.unwrap(), [own.clone(), more.clone()]);
        assert_eq!(back.blocks(&me, &more.id).await.unwrap(), store.blocks(&me, &more.id).await.unwrap());
        assert_eq!(back.refusals(&me, &more.id, 0, 9).await.unwrap(), [json!("why")]);
        assert_eq!(back.loads_page(&me, 9, 0).await.unwrap(), store.loads_page(&me, 9, 0).await.unwrap());
        assert_eq!(back.mappings(&me).await.unwrap(), store.mappings(&me).await.unwrap());
        assert_eq!(back.settings(&me).await.unwrap(), store.settings(&me).await.unwrap());
        assert_eq!(back.metric_files(&me).await.unwrap(), store.metric_files(&me).await.unwrap());
        assert_eq!(back.jobs(&me, 9).await.unwrap(), store.jobs(&me, 9).await.unwrap());
        super::written::same(&back, &store, &me).await;
        assert_eq!(back.verify_chain(&me).await.unwrap(), Chain { lines: 12, broken_at: None });
        assert!(matches!(Store::restore(&me, to, from).await, Err(StoreError::InTheWay { .. })));
    }
    let junk = folder.path().join("junk");
    for bytes in [
        &b"\xff\xfe\x00"[..],
        b"",
        b"{}\n",
        b"{\"wholetime\":1}\n[\"load\",[1]]\n",
        b"{\"wholetime\":1}\n[\"x\",[1]]\n",
    ] {
        std::fs::write(&junk, bytes).unwrap();
        let place = bench.place().await;
        let refused = Store::restore(&me, place.clone(), &junk).await.map(|_| ()).unwrap_err();
        let store = Store::open(place).await.unwrap();
        assert_eq!(store.loads_page(&me, 1, 0).await.unwrap().1, 0, "{refused}");
    }
}

pub async fn everything_deleted(bench: &Bench) {
    let folder = Folder::new();
    let keys = folder.path().join("not").join("there-yet");
    let (store, me) = (bench.store().await.with_key_folder(keys), analyst());
    let key = store.pseudonym_key().unwrap();
    keep(&store, &me, file("a.csv")).await.unwrap();
    store.save_setting(&me, "gap", &json!(1), note("setting")).await.unwrap();
    super::written::write_some(&store, &me).await;
    assert!(matches!(
        store.delete_everything(&of("RJ6"), note("no")).await,
        Err(StoreError::NotAllowed { .. })
    ));
    store.delete_everything(&me, note("everything.deleted")).await.unwrap();
    assert_eq!(store.loads_page(&me, 9, 0).await.unwrap(), (vec![], 0));
    assert_eq!(store.settings(&me).await.unwrap(), []);
    assert_eq!(store.records(&me, "standard").await.unwrap(), []);
    assert_eq!(store.last_entry(&me, "benefits").await.unwrap(), 0);
    assert_eq!(store.audit_lines(&me, None, 1).await.unwrap()[0].action, "everything.deleted");
    assert_eq!(store.verify_chain(&me).await.unwrap(), Chain { lines: 7, broken_at: None });
    assert!(store.has_accounts().await.unwrap(), "who may come in is not what is kept");
    assert!(store.pseudonym_key().unwrap() != key, "a new key: the old pseudonyms can't come back");
    keep(&store, &me, file("a.csv")).await.unwrap();
}
