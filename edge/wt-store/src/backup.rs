//! Backups, and deleting everything.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::backend::Backend;
use crate::store::FILE;
use crate::write::Touches;
use crate::{AuditEntry, Store, StoreAt, StoreError, Viewer, lines, sql};

/// First bytes of every SQLite file (sqlite.org/fileformat.html, 1.3).
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

impl Store {
    /// Copies the whole store into one new file: a SQLite file from SQLite, lines of JSON from PostgreSQL. The key
    /// of pseudonyms is not in it; keep that apart.
    ///
    /// # Errors
    /// [`StoreError::InTheWay`] if the file is there; [`StoreError::Folder`]; [`StoreError::DiskFull`];
    /// [`StoreError::NotAllowed`].
    pub async fn backup(&self, viewer: &Viewer, to: &Path) -> Result<(), StoreError> {
        if self.backend == Backend::Postgres {
            return self.export_lines(viewer, to).await;
        }
        let part = fresh(viewer, to)?;
        let Some(text) = part.to_str() else {
            let why = "its name is not Unicode text".to_owned();
            return Err(StoreError::Folder { path: to.to_owned(), why });
        };
        // Only SQLite gets here, so this is not among the statements for both.
        let done = sqlx::query("vacuum into $1").bind(text.to_owned()).execute(&self.pool).await;
        finish(done.map(|_| ()).map_err(StoreError::from), &part, to)
    }

    /// Writes the whole store as lines of JSON, which [`restore`](Self::restore) reads into either database: how a
    /// store moves from one to the other. Drafts and the key of pseudonyms stay behind.
    ///
    /// # Errors
    /// As [`backup`](Self::backup).
    pub async fn export_lines(&self, viewer: &Viewer, to: &Path) -> Result<(), StoreError> {
        let part = fresh(viewer, to)?;
        finish(lines::write(self, &part).await, &part, to)
    }

    /// Makes a store from a backup, where there is none yet, and opens it.
    ///
    /// # Errors
    /// [`StoreError::InTheWay`] if there is a store already; [`StoreError::NotAStore`] if the file is no backup.
    pub async fn restore(viewer: &Viewer, at: StoreAt, from: &Path) -> Result<Self, StoreError> {
        may_run(viewer, "restore a store")?;
        let mut start = Vec::new();
        File::open(from)
            .and_then(|f| f.take(SQLITE_MAGIC.len() as u64).read_to_end(&mut start))
            .map_err(|e| StoreError::folder(from, &e))?;
        if start == SQLITE_MAGIC { restore_file(at, from).await } else { restore_lines(at, from).await }
    }

    /// Deletes every load, mapping, setting, metric, job, record and ledger, and the key of pseudonyms. The audit log stays, with
    /// this as its last line, and so do accounts: without them everybody would be let in.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] and those of the database.
    pub async fn delete_everything(&self, viewer: &Viewer, audit: AuditEntry) -> Result<(), StoreError> {
        may_run(viewer, "delete everything")?;
        let mut writing = self.write(Touches::Content).await?;
        let tables = [
            sql::EMPTY_BLOCKS,
            sql::EMPTY_REFUSALS,
            sql::EMPTY_LOADS,
            sql::EMPTY_MAPPINGS,
            sql::EMPTY_SETTINGS,
            sql::EMPTY_METRICS,
            sql::EMPTY_JOBS,
            sql::EMPTY_VERSIONS,
            sql::EMPTY_RECORDS,
            sql::EMPTY_ENTRIES,
        ];
        for table in tables {
            table.query().execute(writing.conn()).await?;
        }
        writing.commit_with(self, viewer, &audit).await?;
        self.delete_key()?;
        if self.backend == Backend::Sqlite {
            // Deleted rows lie in the file's free pages, and in its log, until both are written anew.
            sqlx::query("vacuum").execute(&self.pool).await?;
            sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.pool).await?;
        }
        Ok(())
    }
}

fn may_run(viewer: &Viewer, what: &'static str) -> Result<(), StoreError> {
    if viewer.may_run { Ok(()) } else { Err(StoreError::NotAllowed { what }) }
}

/// Where to write before the file gets its name, so that half a backup never looks like one.
fn fresh(viewer: &Viewer, to: &Path) -> Result<PathBuf, StoreError> {
    may_run(viewer, "back up this store")?;
    if to.exists() {
        return Err(StoreError::InTheWay {
            path: to.to_owned(),
            fix: "Choose another name, or move it away.",
        });
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    // Left over from a backup that was cut short.
    if part.exists() {
        std::fs::remove_file(&part).map_err(|e| StoreError::folder(&part, &e))?;
    }
    Ok(part)
}

fn finish(done: Result<(), StoreError>, part: &Path, to: &Path) -> Result<(), StoreError> {
    let named = done.and_then(|()| std::fs::rename(part, to).map_err(|e| StoreError::folder(to, &e)));
    if named.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(part);
    }
    named
}

async fn restore_file(at: StoreAt, from: &Path) -> Result<Store, StoreError> {
    let StoreAt::Folder(folder) = &at else {
        return Err(StoreError::NotAStore { what: format!("{}, for a database server,", from.display()) });
    };
    let file = folder.join(FILE);
    if file.exists() {
        return Err(StoreError::InTheWay { path: file, fix: "Restore into an empty folder." });
    }
    std::fs::create_dir_all(folder).map_err(|e| StoreError::folder(folder, &e))?;
    let part = folder.join("wholetime.db.part");
    finish(std::fs::copy(from, &part).map(|_| ()).map_err(|e| StoreError::folder(&part, &e)), &part, &file)?;
    let opened = Store::open(at.clone()).await;
    if opened.is_err() {
        // It was some other SQLite file, or half of one; the folder is left as it was.
        let _ = std::fs::remove_file(&file);
    }
    opened
}

async fn restore_lines(at: StoreAt, from: &Path) -> Result<Store, StoreError> {
    let path = PathBuf::from(at.name());
    let store = Store::open(at).await?;
    if !lines::empty(&store).await? {
        return Err(StoreError::InTheWay { path, fix: "Restore into a store where nothing is kept yet." });
    }
    lines::read(&store, from).await?;
    Ok(store)
}
