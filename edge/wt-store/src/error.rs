//! What can go wrong with the store, in words that say what to do.

use std::path::PathBuf;

use crate::LoadMeta;

/// Why the store could not do as asked. Each reads as a sentence for the person at the screen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder can't be made, read or written.
    #[error(
        "The folder {} can't be used: {why}. Choose a folder you may write to, or ask for the right to write to this one.",
        path.display()
    )]
    Folder {
        /// Folder or file.
        path: PathBuf,
        /// What the operating system said.
        why: String,
    },
    /// Another program holds the database.
    #[error(
        "The store is in use by another program and did not come free in time. Close other programs that have it open, then try again."
    )]
    Locked,
    /// No room left.
    #[error(
        "The disk is full, and nothing was kept. Make room on the disk that holds the store, then try again."
    )]
    DiskFull,
    /// Made by a later version of this program.
    #[error(
        "The store was made by a newer version of Wholetime (schema {found}; this version knows {known}). Use the newer version, or open another store."
    )]
    Newer {
        /// Schema of the store.
        found: i64,
        /// Latest schema this program knows.
        known: i64,
    },
    /// Something else is there.
    #[error("{what} is not a Wholetime store. Choose another folder or database.")]
    NotAStore {
        /// What was looked at.
        what: String,
    },
    /// The database server does not answer, or does not let us in.
    #[error(
        "The database can't be reached: {why}. Check the address, the name and the password, and that it is running."
    )]
    Unreachable {
        /// What the server or the network said.
        why: String,
    },
    /// The same file of the same kind is already kept.
    #[error("{} is already loaded: the same file was kept on {} as {}. Nothing was changed.", load.file_name, load.loaded_day(), load.kind)]
    AlreadyLoaded {
        /// The load that holds it.
        load: Box<LoadMeta>,
    },
    /// No such thing, or none that this viewer may see.
    #[error("There is no {what} here, or you may not see it.")]
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// The viewer may not.
    #[error("You may not {what}. Ask the person who runs this store.")]
    NotAllowed {
        /// What was asked for, as a verb.
        what: &'static str,
    },
    /// Somebody else wrote first.
    #[error(
        "{} while you were writing (version {found}; you started from {expected}). Nothing was changed: look at what is there now, then save again.",
        if by.is_empty() { "This was changed".to_owned() } else { format!("{by} changed this") }
    )]
    Conflict {
        /// Version or line that the writer started from.
        expected: i64,
        /// Version or line that is there.
        found: i64,
        /// Account that wrote it; empty where nobody did.
        by: String,
    },
    /// A record has that address.
    #[error("There is a {kind} called '{slug}' already. Choose another name.")]
    Taken {
        /// Its kind.
        kind: String,
        /// Its address.
        slug: String,
    },
    /// The target of a backup or restore is in the way.
    #[error("{} is in the way. {fix}", path.display())]
    InTheWay {
        /// File or folder.
        path: PathBuf,
        /// What to do.
        fix: &'static str,
    },
    /// What was read back makes no sense.
    #[error("The store is damaged: {what}. Restore the last backup.")]
    Damaged {
        /// What was found.
        what: String,
    },
    /// Anything else the database said.
    #[error("The database refused: {what}")]
    Database {
        /// Its words.
        what: String,
    },
}

impl StoreError {
    pub(crate) fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }

    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged { what: what.to_string() }
    }

    pub(crate) fn folder(path: &std::path::Path, why: &std::io::Error) -> Self {
        if why.kind() == std::io::ErrorKind::StorageFull {
            return Self::DiskFull;
        }
        Self::Folder { path: path.to_owned(), why: why.to_string() }
    }
}

/// SQLite result codes (sqlite.org/rescode.html) and PostgreSQL SQLSTATEs (its manual, appendix A) that a
/// person can do something about.
fn of_code(code: &str, words: &str) -> StoreError {
    // SQLite hands over extended codes: the low byte is the primary one.
    match code.parse::<i64>().map(|n| n & 0xff) {
        Ok(5 | 6) if code.len() < 5 => return StoreError::Locked,
        Ok(13) if code.len() < 5 => return StoreError::DiskFull,
        Ok(26) if code.len() < 5 => return StoreError::NotAStore { what: "The file".to_owned() },
        Ok(11) if code.len() < 5 => return StoreError::damaged(words),
        _ => {}
    }
    match code {
        "53100" => StoreError::DiskFull,
        "55P03" | "40P01" | "40001" => StoreError::Locked,
        "28000" | "28P01" | "3D000" | "53300" | "57P03" => StoreError::Unreachable { why: words.to_owned() },
        _ => StoreError::Database { what: words.to_owned() },
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(e: sqlx::Error) -> Self {
        match e {
            sqlx::Error::Database(d) => of_code(d.code().as_deref().unwrap_or_default(), d.message()),
            sqlx::Error::PoolTimedOut => Self::Locked,
            sqlx::Error::Io(e) => Self::Unreachable { why: e.to_string() },
            sqlx::Error::Configuration(e) => Self::Unreachable { why: e.to_string() },
            sqlx::Error::ColumnDecode { index, source } => Self::damaged(format!("column {index}: {source}")),
            other => Self::Database { what: other.to_string() },
        }
    }
}
