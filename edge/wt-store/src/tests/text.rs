//! What can be told from the source: SQL stands where the statements are listed, and futures may cross threads.

use std::path::Path;

use super::bench::{analyst, file};
use crate::{LoadWriter, Store};

#[test]
fn sql_stands_in_one_place() {
    // `backend` and `migrate` hold what can't be the same for both, `backup` the copy of a SQLite file.
    let allowed = ["sql.rs", "backend.rs", "migrate.rs"];
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut looked = 0;
    for entry in std::fs::read_dir(src).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !path.is_file() || allowed.contains(&name.as_str()) {
            continue;
        }
        looked += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        for verb in ["\"select ", "\"insert into", "\"update ", "\"delete from"] {
            assert!(!text.to_lowercase().contains(verb), "{name} holds a statement of its own: {verb}");
        }
    }
    assert!(looked > 10);
}

#[test]
fn migrations_keep_to_the_narrow_types() {
    let text = include_str!("../../migrations/0001_start.sql");
    let columns = text.lines().filter(|l| l.starts_with("  ") && !l.contains("primary key ("));
    for line in columns {
        let kind = line.split_whitespace().nth(1).unwrap().trim_end_matches(',');
        assert!(["text", "bigint", "integer"].contains(&kind), "{line}");
    }
}

/// Web handlers run on any thread: this does not compile if one of these futures is tied to its own.
#[test]
fn futures_cross_threads() {
    fn crosses<T: Send>(_: T) {}
    async fn whole(store: Store) {
        let me = analyst();
        let mut writer: LoadWriter = store.begin_load(&me, file("x")).await.unwrap();
        writer.push_block(0, 0, String::new()).await.unwrap();
        let meta = writer.commit(crate::Outcome::default(), crate::AuditEntry::default()).await.unwrap();
        store.confirm_draft(&me, &meta.id, "", crate::AuditEntry::default()).await.unwrap();
        store.undo(&me, &meta.id, crate::AuditEntry::default()).await.unwrap();
        store.export_lines(&me, Path::new("x")).await.unwrap();
        let job = store.claim(&me, jiff::SignedDuration::ZERO).await.unwrap().unwrap();
        store.progress(&job, jiff::SignedDuration::ZERO, 0, 0, "").await.unwrap();
        store.verify_chain(&me).await.unwrap();
    }
    let _ = |store: Store| crosses(whole(store));
}
