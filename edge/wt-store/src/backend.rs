//! The little in which the two databases differ.

use std::time::Duration;

use sqlx::AnyConnection;
use sqlx::{Executor, Row};

use crate::StoreError;

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backend {
    /// One file.
    Sqlite,
    /// A server.
    Postgres,
}

/// Set on every SQLite connection, in this order: `page_size` counts only before the file is made (large pages
/// suit blocks of 100 kB), `busy_timeout` must stand before the switch to WAL, which may itself have to wait.
/// NORMAL with WAL can't corrupt; a power cut may lose the last transactions (sqlite.org/pragma.html).
const PRAGMAS: [&str; 6] = [
    "pragma busy_timeout = 10000",
    "pragma page_size = 16384",
    "pragma journal_mode = wal",
    "pragma synchronous = normal",
    "pragma foreign_keys = on",
    "pragma cache_size = -16384",
];

/// How often a connection asks again, and how long it waits in between: ten seconds, as `busy_timeout`.
const TRIES: usize = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// Runs a pragma, again where the file is in use: of two connections that switch a new file to WAL together, one is
/// sent away at once, whatever its `busy_timeout` (sqlite.org/wal.html, "Sometimes Queries Return SQLITE_BUSY").
async fn patiently(conn: &mut AnyConnection, pragma: &'static str) -> Result<(), sqlx::Error> {
    for _ in 1..TRIES {
        match conn.execute(pragma).await {
            Err(e) if is_busy(&e) => tokio::time::sleep(PAUSE).await,
            other => return other.map(drop),
        }
    }
    conn.execute(pragma).await.map(drop)
}

/// SQLITE_BUSY (5) and SQLITE_LOCKED (6), with whatever stands above their low byte.
fn is_busy(e: &sqlx::Error) -> bool {
    let code = e.as_database_error().and_then(|d| d.code()).and_then(|c| c.parse::<i64>().ok());
    code.is_some_and(|c| matches!(c & 0xff, 5 | 6))
}

impl Backend {
    pub(crate) fn of_url(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres)
        } else if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else {
            Err(StoreError::Unreachable {
                why: "the address of a database starts with postgres://, such as postgres://wholetime@localhost/wholetime"
                    .to_owned(),
            })
        }
    }

    pub(crate) async fn prepare(self, conn: &mut AnyConnection) -> Result<(), sqlx::Error> {
        if self == Self::Sqlite {
            for pragma in PRAGMAS {
                patiently(conn, pragma).await?;
            }
        }
        Ok(())
    }

    /// Starts a transaction that no other process can start at the same time.
    pub(crate) fn begin_alone(self) -> &'static str {
        match self {
            Self::Sqlite => "begin immediate",
            Self::Postgres => "begin",
        }
    }

    /// SQLite needs no lock beyond `begin immediate`. The number is Wholetime's own, agreed between its processes.
    pub(crate) async fn lock_schema(self, conn: &mut AnyConnection) -> Result<(), sqlx::Error> {
        if self == Self::Postgres {
            conn.execute("select pg_advisory_xact_lock(7715023)").await?;
        }
        Ok(())
    }

    /// Names of the tables that are there.
    pub(crate) async fn tables(self, conn: &mut AnyConnection) -> Result<Vec<String>, sqlx::Error> {
        let text = match self {
            Self::Sqlite => "select name from sqlite_master where type = 'table'",
            Self::Postgres => {
                "select cast(table_name as text) as name from information_schema.tables where table_schema = current_schema()"
            }
        };
        let rows = sqlx::query(text).fetch_all(conn).await?;
        rows.iter().map(|r| r.try_get("name")).collect()
    }
}
