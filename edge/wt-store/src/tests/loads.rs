//! Loads: all or nothing, undone exactly, seen by whom they may be.

use std::sync::Arc;

use serde_json::json;

use super::bench::{Bench, Hands, analyst, file, file_of, keep, note, ods, of, outcome};
use crate::{LoadState, Sharing, Store, StoreError, Viewer};

pub async fn kept_and_read_back(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    assert_eq!(store.version(&me).await.unwrap(), 0);
    let mut writer = store.begin_load(&me, file("a.csv")).await.unwrap();
    for (no, body) in ["RJ6\t2024-04\t1.5", "é\n\"'\\%", ""].into_iter().enumerate() {
        writer.push_block(no as u64 * 2000 + 2, 2000, body.into()).await.unwrap();
    }
    for n in 0..3 {
        writer.refuse(&json!({ "n": n, "found": "Total" })).await.unwrap();
    }
    let id = writer.id().to_owned();
    let meta = writer.commit(outcome(), note("load.kept")).await.unwrap();

    assert_eq!((meta.id.as_str(), meta.seq, meta.state), (id.as_str(), Some(1), LoadState::Kept));
    assert_eq!((meta.rows_read, meta.rows_accepted, meta.rows_refused), (5, 4, 1));
    assert_eq!((&meta.months, &meta.summary), (&outcome().months, &outcome().summary));
    assert_eq!(store.active_loads(&me).await.unwrap(), std::slice::from_ref(&meta));
    assert_eq!(store.load(&me, &id).await.unwrap(), meta);
    assert_eq!(store.loads_page(&me, 10, 0).await.unwrap(), (vec![meta.clone()], 1));
    assert_eq!(store.loads_page(&me, 10, 1).await.unwrap(), (vec![], 1));
    let blocks = store.blocks(&me, &id).await.unwrap();
    let got: Vec<_> = blocks.iter().map(|b| (b.no, b.first_row, b.row_count, b.body.as_str())).collect();
    assert_eq!(got, [(0, 2, 2000, "RJ6\t2024-04\t1.5"), (1, 2002, 2000, "é\n\"'\\%"), (2, 4002, 2000, "")]);
    assert_eq!(store.blocks_page(&me, &id, 1, 1).await.unwrap(), blocks[1..2]);
    assert_eq!(store.refusals(&me, &id, 1, 1).await.unwrap(), [json!({ "n": 1, "found": "Total" })]);
    assert_eq!(store.version(&me).await.unwrap(), 1);

    let again = store.begin_load(&me, file("a.csv")).await.unwrap_err();
    assert!(matches!(&again, StoreError::AlreadyLoaded { load } if **load == meta), "{again}");
    assert!(
        again.to_string().starts_with("a.csv is already loaded: the same file was kept on 20"),
        "{again}"
    );
    let other_kind = crate::NewLoad { kind: "peers".into(), ..file("a.csv") };
    assert_eq!(keep(&store, &me, other_kind).await.unwrap().seq, Some(2));
    assert!(matches!(store.load(&me, "none").await, Err(StoreError::NotFound { .. })));
}

pub async fn dropped_leaves_nothing(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    let mut small = store.begin_load(&me, file("small.csv")).await.unwrap();
    small.push_block(2, 1, "x".into()).await.unwrap();
    drop(small);
    // Past the waiting room, so that its transaction is open and blocks are written.
    let mut large = store.begin_load(&me, file("large.csv")).await.unwrap();
    for no in 0..66 {
        large.push_block(no, 1, "x".repeat(1 << 20)).await.unwrap();
    }
    assert!(store.turn.try_lock().is_err(), "a large load holds its turn");
    drop(large);
    let kept = keep(&store, &me, file("large.csv")).await.unwrap();
    assert_eq!(store.active_loads(&me).await.unwrap(), std::slice::from_ref(&kept));
    assert_eq!(store.drafts(&me).await.unwrap(), []);
    assert_eq!(store.version(&me).await.unwrap(), 1, "what was dropped moved nothing");
    let n: i64 = sqlx::query_scalar("select cast(count(*) as bigint) from load_block")
        .fetch_one(&store.pool)
        .await
        .unwrap();
    assert_eq!(n, 1);
}

pub async fn undone_and_loaded_again(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    let first = keep(&store, &me, file("april.csv")).await.unwrap();
    let revised = keep(&store, &me, file("april revised.csv")).await.unwrap();
    let undone = store.undo(&me, &revised.id, note("load.undone")).await.unwrap();
    assert_eq!((undone.state, undone.undone_by.as_deref()), (LoadState::Undone, Some("analyst")));
    assert!(undone.undone_at.is_some());
    assert_eq!(store.active_loads(&me).await.unwrap(), [first]);
    assert_eq!(store.blocks(&me, &revised.id).await.unwrap(), []);
    assert_eq!(store.version(&me).await.unwrap(), 3);
    assert!(matches!(store.undo(&me, &revised.id, note("again")).await, Err(StoreError::NotFound { .. })));
    assert_eq!(store.version(&me).await.unwrap(), 3, "a refused undo moves nothing");

    assert_eq!(store.find_same(&me, "template", &revised.sha256, None).await.unwrap(), None);
    assert_eq!(keep(&store, &me, file("april revised.csv")).await.unwrap().seq, Some(3));
    assert_eq!(store.loads_page(&me, 9, 0).await.unwrap().1, 3, "the undone load stays on record");
}

pub async fn drafts_are_reviewed(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    let before = store.changes(&me).await.unwrap();
    let mut writer = store.begin_load(&me, file("d.csv")).await.unwrap();
    writer.push_block(2, 1, "row".into()).await.unwrap();
    writer.refuse(&json!("why")).await.unwrap();
    let draft = writer.hold(outcome(), note("draft.held")).await.unwrap();
    assert_eq!((draft.state, draft.seq), (LoadState::Draft, None));
    assert_eq!(store.active_loads(&me).await.unwrap(), []);
    assert_eq!(store.loads_page(&me, 9, 0).await.unwrap(), (vec![], 0));
    assert_eq!(store.version(&me).await.unwrap(), 0);
    assert!(store.changes(&me).await.unwrap() > before, "a draft is a change, though no content");
    assert_eq!(store.drafts(&me).await.unwrap(), std::slice::from_ref(&draft));
    assert_eq!(store.blocks(&me, &draft.id).await.unwrap().len(), 1, "its uploader may look at it");
    assert_eq!(store.refusals(&me, &draft.id, 0, 9).await.unwrap(), [json!("why")]);
    let stranger = of("RAS");
    assert_eq!(store.drafts(&stranger).await.unwrap(), []);
    assert_eq!(store.blocks(&stranger, &draft.id).await.unwrap(), []);
    assert!(store.load(&stranger, &draft.id).await.is_err());
    assert!(store.confirm_draft(&stranger, &draft.id, "", note("no")).await.is_err());
    assert!(store.discard_draft(&stranger, &draft.id, note("no")).await.is_err());

    let kept = store.confirm_draft(&me, &draft.id, "replaces April", note("load.kept")).await.unwrap();
    assert_eq!((kept.state, kept.seq, kept.notes.as_str()), (LoadState::Kept, Some(1), "replaces April"));
    assert_eq!((store.version(&me).await.unwrap(), store.drafts(&me).await.unwrap()), (1, vec![]));
    assert_eq!(store.blocks(&stranger, &draft.id).await.unwrap().len(), 1, "kept and published");
    assert!(store.confirm_draft(&me, &draft.id, "", note("no")).await.is_err(), "only once");
}

pub async fn drafts_confirm_discard_and_age(bench: &Bench) {
    let hands = Hands::at("2026-11-20T10:00:00Z");
    let store = Store::open_with_clock(bench.place().await, Arc::<Hands>::clone(&hands)).await.unwrap();
    let me = analyst();
    let mut ids = Vec::new();
    for name in ["one.csv", "two.csv", "three.csv"] {
        let mut writer = store.begin_load(&me, file(name)).await.unwrap();
        writer.push_block(2, 1, name.into()).await.unwrap();
        ids.push(writer.hold(outcome(), note("draft.held")).await.unwrap().id);
        hands.advance(3600);
    }
    let kept = keep(&store, &me, file("one.csv")).await.unwrap();
    let twice = store.confirm_draft(&me, &ids[0], "", note("load.kept")).await.unwrap_err();
    assert!(matches!(&twice, StoreError::AlreadyLoaded { load } if load.id == kept.id), "{twice}");
    store.discard_draft(&me, &ids[0], note("draft.discarded")).await.unwrap();
    assert!(store.discard_draft(&me, &ids[0], note("draft.discarded")).await.is_err());
    assert!(store.discard_draft(&me, &kept.id, note("no")).await.is_err(), "a kept load is no draft");
    assert_eq!(store.blocks(&me, &kept.id).await.unwrap().len(), 1);
    let before = "2026-11-20T12:00:00Z".parse().unwrap();
    assert_eq!(store.discard_drafts_before(&of("RAS"), before).await.unwrap(), 0);
    assert_eq!(store.discard_drafts_before(&me, before).await.unwrap(), 1);
    let left: Vec<_> = store.drafts(&me).await.unwrap().into_iter().map(|d| d.id).collect();
    assert_eq!(left, [ids[2].clone()]);
}

pub async fn own_rows_are_their_owners(bench: &Bench) {
    let (store, region) = (bench.store().await, analyst());
    let (croydon, ras) = (of("RJ6"), of("RAS"));
    let own = keep(&store, &croydon, file_of("croydon.csv", "RJ6")).await.unwrap();
    let mut writer =
        store.begin_load(&region, crate::NewLoad { sharing: Sharing::Own, ..file("all.csv") }).await.unwrap();
    for org in ["RJ6", "RAS"] {
        writer.push_block_of(Some(ods(org)), Sharing::Own, 2, 1, format!("rows of {org}")).await.unwrap();
    }
    writer.refuse(&json!("a row of RAS")).await.unwrap();
    let regional = writer.commit(outcome(), note("load.kept")).await.unwrap();

    let ids = |loads: Vec<crate::LoadMeta>| loads.into_iter().map(|l| l.id).collect::<Vec<_>>();
    assert_eq!(ids(store.active_loads(&croydon).await.unwrap()), [own.id.clone(), regional.id.clone()]);
    assert_eq!(ids(store.active_loads(&ras).await.unwrap()), std::slice::from_ref(&regional.id));
    assert_eq!(ids(store.active_loads(&of("RQM")).await.unwrap()), Vec::<String>::new());
    assert_eq!(store.blocks(&ras, &own.id).await.unwrap(), []);
    let bodies = |blocks: Vec<crate::Block>| blocks.into_iter().map(|b| b.body).collect::<Vec<_>>();
    assert_eq!(bodies(store.blocks(&ras, &regional.id).await.unwrap()), ["rows of RAS"]);
    assert_eq!(store.blocks(&region, &regional.id).await.unwrap().len(), 2);
    assert_eq!(store.refusals(&ras, &regional.id, 0, 9).await.unwrap(), Vec::<serde_json::Value>::new());

    assert!(matches!(
        store.begin_load(&ras, file_of("x.csv", "RJ6")).await,
        Err(StoreError::NotAllowed { .. })
    ));
    assert!(matches!(store.undo(&ras, &own.id, note("no")).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(store.undo(&croydon, &regional.id, note("no")).await, Err(StoreError::NotFound { .. })));
    let reader = Viewer { may_load: false, ..croydon.clone() };
    assert!(matches!(store.undo(&reader, &own.id, note("no")).await, Err(StoreError::NotAllowed { .. })));
    store.undo(&croydon, &own.id, note("load.undone")).await.unwrap();
    // An empty scope sees what is published, and not what is owned by nobody in particular.
    let nobody = Viewer::of_orgs("guest", vec![]);
    assert_eq!(store.active_loads(&nobody).await.unwrap(), []);
}

pub async fn writers_queue(bench: &Bench) {
    let at = bench.place().await;
    // Two stores, as two processes have: they don't share the queue within a process.
    let stores = [Store::open(at.clone()).await.unwrap(), Store::open(at).await.unwrap()];
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..20 {
        let store = stores[n % 2].clone();
        tasks.spawn(async move {
            keep(&store, &analyst(), file(&format!("{n}.csv"))).await.unwrap().seq.unwrap()
        });
    }
    let mut seqs = tasks.join_all().await;
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=20).collect::<Vec<i64>>());
    assert_eq!(stores[0].version(&analyst()).await.unwrap(), 20);
    assert_eq!(stores[1].verify_chain(&analyst()).await.unwrap().lines, 20);
    // The same file by two at once: one is kept, the other is told.
    let me = analyst();
    let (a, b) =
        tokio::join!(keep(&stores[0], &me, file("same.csv")), keep(&stores[1], &me, file("same.csv")));
    let (won, lost) = if a.is_ok() { (a, b) } else { (b, a) };
    assert!(won.is_ok());
    assert!(matches!(lost, Err(StoreError::AlreadyLoaded { .. })), "{lost:?}");
}
