//! Opening: at once, of the wrong thing, after a crash.

use std::process::Command;

use super::bench::{Bench, Folder, analyst, file, keep};
use crate::write::Touches;
use crate::{Store, StoreAt, StoreError, store};

pub async fn many_open_at_once(bench: &Bench) {
    let at = bench.place().await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..6 {
        tasks.spawn(Store::open(at.clone()));
    }
    let stores: Vec<Store> = tasks.join_all().await.into_iter().map(Result::unwrap).collect();
    keep(&stores[0], &analyst(), file("a.csv")).await.unwrap();
    assert_eq!(stores[5].active_loads(&analyst()).await.unwrap().len(), 1);
}

pub async fn a_newer_store_is_left_alone(bench: &Bench) {
    let at = bench.place().await;
    let store = Store::open(at.clone()).await.unwrap();
    sqlx::query("insert into wholetime_schema (version, applied_at) values (999, '')")
        .execute(&store.pool)
        .await
        .unwrap();
    store.close().await;
    let refused = Store::open(at).await.unwrap_err();
    assert!(matches!(refused, StoreError::Newer { found: 999, .. }), "{refused}");
    assert!(refused.to_string().contains("Use the newer version"), "{refused}");
}

pub async fn another_programs_tables_are_left_alone(bench: &Bench) {
    let at = bench.place().await;
    let store = Store::open(at.clone()).await.unwrap();
    sqlx::query("drop table wholetime_schema").execute(&store.pool).await.unwrap();
    store.close().await;
    let refused = Store::open(at.clone()).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        format!("{} is not a Wholetime store. Choose another folder or database.", at.name())
    );
    assert_eq!(bench.is_postgres(), at.name().starts_with("postgres://"));
}

#[tokio::test]
async fn words_for_what_is_in_the_way() {
    let folder = Folder::new();
    let open = |name: &str| Store::open(StoreAt::Folder(folder.path().join(name)));
    std::fs::write(folder.path().join("a file"), "x").unwrap();
    assert!(matches!(open("a file").await, Err(StoreError::Folder { .. })));
    std::fs::create_dir_all(folder.path().join("other")).unwrap();
    std::fs::write(
        folder.path().join("other").join(store::FILE),
        "not a database, but long enough".repeat(100),
    )
    .unwrap();
    let refused = open("other").await.unwrap_err();
    assert!(matches!(refused, StoreError::NotAStore { .. }), "{refused}");
    let refused = Store::open(StoreAt::Url("postgres://me:secret@127.0.0.1:1/x".into())).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unreachable { .. }), "{refused}");
    assert!(!refused.to_string().contains("secret"));
    let refused = Store::open(StoreAt::Url("mysql://x".into())).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unreachable { .. }), "{refused}");
    for url in ["postgres://me:secret@host/x", "postgres://host/x?user=me&password=secret"] {
        assert_eq!(StoreAt::Url(url.into()).name(), "postgres://host/x");
    }
}

#[tokio::test]
async fn the_key_is_made_once_and_kept_close() {
    let folder = Folder::new();
    let at = StoreAt::Folder(folder.path().join("s"));
    let first = Store::open(at.clone()).await.unwrap();
    let again = Store::open(at).await.unwrap();
    let (one, two) = (first.pseudonym_key().unwrap(), again.pseudonym_key().unwrap());
    assert!(one == two && one.bytes() != &[0; 32]);
    assert_eq!(format!("{one:?}"), "PseudonymKey(not shown)");
    let path = folder.path().join("s").join("pseudonym.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    std::fs::write(&path, "short").unwrap();
    assert!(matches!(first.pseudonym_key(), Err(StoreError::Damaged { .. })));
}

/// A store whose one connection has been given `pragma`.
async fn store_with(folder: &Folder, pragma: &'static str) -> Store {
    let mut store = Store::open(StoreAt::Folder(folder.path().to_owned())).await.unwrap();
    let url = format!("sqlite:{}", folder.path().join(store::FILE).display());
    let pool = sqlx::any::AnyPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
    sqlx::query(pragma).execute(&pool).await.unwrap();
    store.pool = pool;
    store
}

#[tokio::test]
async fn a_full_disk_keeps_nothing() {
    let folder = Folder::new();
    let store = store_with(&folder, "pragma max_page_count = 200").await;
    keep(&store, &analyst(), file("before.csv")).await.unwrap();
    let mut writer = store.begin_load(&analyst(), file("large.csv")).await.unwrap();
    for no in 0..10 {
        writer.push_block(no, 1, "x".repeat(1 << 20)).await.unwrap();
    }
    let refused = writer.commit(crate::Outcome::default(), crate::AuditEntry::default()).await.unwrap_err();
    assert!(matches!(refused, StoreError::DiskFull), "{refused}");
    let loads = store.active_loads(&analyst()).await.unwrap();
    assert_eq!(loads.iter().map(|l| l.file_name.as_str()).collect::<Vec<_>>(), ["before.csv"]);
    assert_eq!(store.version(&analyst()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_store_in_use_says_so() {
    let folder = Folder::new();
    let store = store_with(&folder, "pragma busy_timeout = 50").await;
    let other = Store::open(StoreAt::Folder(folder.path().to_owned())).await.unwrap();
    let writing = other.write(Touches::Upkeep).await.unwrap();
    let refused = keep(&store, &analyst(), file("a.csv")).await.unwrap_err();
    assert!(matches!(refused, StoreError::Locked), "{refused}");
    drop(writing);
    keep(&store, &analyst(), file("a.csv")).await.unwrap();
}

#[tokio::test]
async fn a_task_does_not_wait_for_itself_for_ever() {
    let folder = Folder::new();
    let mut store = Store::open(StoreAt::Folder(folder.path().to_owned())).await.unwrap();
    store.patience = std::time::Duration::from_millis(50);
    let writing = store.write(Touches::Upkeep).await.unwrap();
    assert!(matches!(store.audit(&analyst(), crate::AuditEntry::default()).await, Err(StoreError::Locked)));
    drop(writing);
    store.audit(&analyst(), crate::AuditEntry::default()).await.unwrap();
}

#[tokio::test]
async fn another_file_is_not_taken_for_a_backup() {
    let folder = Folder::new();
    let theirs = folder.path().join("theirs.db");
    let url = format!("sqlite:{}?mode=rwc", theirs.display());
    // Each test may run in a process of its own, in which no store was opened before this.
    sqlx::any::install_default_drivers();
    let pool = sqlx::any::AnyPoolOptions::new().connect(&url).await.unwrap();
    sqlx::query("create table t (a text)").execute(&pool).await.unwrap();
    pool.close().await;
    let place = folder.path().join("s");
    let refused = Store::restore(&analyst(), StoreAt::Folder(place.clone()), &theirs).await.unwrap_err();
    assert!(matches!(refused, StoreError::NotAStore { .. }), "{refused}");
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0, "the folder is as it was");
}

#[tokio::test]
async fn a_reader_goes_on_while_another_writes() {
    let folder = Folder::new();
    let at = StoreAt::Folder(folder.path().join("s"));
    let (one, two) = (Store::open(at.clone()).await.unwrap(), Store::open(at).await.unwrap());
    let mut writer = one.begin_load(&analyst(), file("large.csv")).await.unwrap();
    for no in 0..65 {
        writer.push_block(no, 1, "x".repeat(1 << 20)).await.unwrap();
    }
    assert_eq!(
        two.active_loads(&analyst()).await.unwrap(),
        [],
        "reads do not wait, and see nothing half kept"
    );
    writer.commit(crate::Outcome::default(), crate::AuditEntry::new("load.kept", "x")).await.unwrap();
    assert_eq!(two.active_loads(&analyst()).await.unwrap().len(), 1);
}

const CRASH_IN: &str = "WHOLETIME_TEST_CRASH_IN";

/// Run by the test below in a process of its own, which it ends in the middle of a load.
#[tokio::test]
async fn child_that_dies_while_loading() {
    let Some(folder) = std::env::var_os(CRASH_IN) else { return };
    let store = Store::open(StoreAt::Folder(folder.into())).await.unwrap();
    keep(&store, &analyst(), file("before.csv")).await.unwrap();
    let mut writer = store.begin_load(&analyst(), file("crash.csv")).await.unwrap();
    for no in 0..66 {
        writer.push_block(no, 1, "x".repeat(1 << 20)).await.unwrap();
    }
    std::process::abort();
}

#[tokio::test]
async fn a_crash_in_mid_load_leaves_nothing() {
    let folder = Folder::new();
    let died = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::opening::child_that_dies_while_loading"])
        .env(CRASH_IN, folder.path())
        .output()
        .unwrap();
    assert!(!died.status.success(), "the child was meant to die");
    let store = Store::open(StoreAt::Folder(folder.path().to_owned())).await.unwrap();
    let loads = store.active_loads(&analyst()).await.unwrap();
    assert_eq!(loads.iter().map(|l| l.file_name.as_str()).collect::<Vec<_>>(), ["before.csv"]);
    assert_eq!(
        (store.drafts(&analyst()).await.unwrap(), store.version(&analyst()).await.unwrap()),
        (vec![], 1)
    );
    keep(&store, &analyst(), file("crash.csv")).await.unwrap();
}
