//! Brings a store up to this program's schema, forward only, and turns away what is not a store.

use jiff::Timestamp;
use sqlx::{AnyConnection, AnyPool};
use sqlx::{Connection, Executor, Row};

use crate::backend::Backend;
use crate::{StoreError, clock};

/// Never change one that was released; add the next.
const MIGRATIONS: [(i64, &str); 4] = [
    (1, include_str!("../migrations/0001_start.sql")),
    (2, include_str!("../migrations/0002_records.sql")),
    (3, include_str!("../migrations/0003_people.sql")),
    (4, include_str!("../migrations/0004_api_tokens.sql")),
];

/// Holds one row a migration.
const TABLE: &str = "wholetime_schema";

/// The latest schema this program knows.
pub(crate) fn latest() -> i64 {
    MIGRATIONS.iter().map(|(n, _)| *n).max().unwrap_or(0)
}

/// Migrates; several processes may try at once, and one of them does it.
pub(crate) async fn migrate(
    pool: &AnyPool,
    backend: Backend,
    now: Timestamp,
    what: &str,
) -> Result<(), StoreError> {
    let mut conn = pool.acquire().await?;
    // The usual case needs no lock.
    if version(&mut conn, backend, what).await? == Some(latest()) {
        return Ok(());
    }
    let mut tx = conn.begin_with(backend.begin_alone()).await?;
    backend.lock_schema(&mut tx).await?;
    let at = match version(&mut tx, backend, what).await? {
        Some(at) => at,
        None => {
            tx.execute(
                "create table wholetime_schema (version bigint primary key, applied_at text not null)",
            )
            .await?;
            0
        }
    };
    for (n, text) in MIGRATIONS.iter().filter(|(n, _)| *n > at) {
        tx.execute(sqlx::raw_sql(*text)).await?;
        sqlx::query("insert into wholetime_schema (version, applied_at) values ($1, $2)")
            .bind(*n)
            .bind(clock::text(now))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The schema of what is there; none where there is nothing yet.
async fn version(conn: &mut AnyConnection, backend: Backend, what: &str) -> Result<Option<i64>, StoreError> {
    let tables = backend.tables(conn).await.map_err(|e| named(e.into(), what))?;
    if tables.is_empty() {
        return Ok(None);
    }
    if !tables.iter().any(|t| t == TABLE) {
        return Err(StoreError::NotAStore { what: what.to_owned() });
    }
    let row = sqlx::query("select cast(coalesce(max(version), 0) as bigint) as n from wholetime_schema")
        .fetch_one(conn)
        .await?;
    let found: i64 = row.try_get("n")?;
    if found > latest() {
        return Err(StoreError::Newer { found, known: latest() });
    }
    Ok(Some(found))
}

/// Says which file or database it was.
pub(crate) fn named(e: StoreError, what: &str) -> StoreError {
    match e {
        StoreError::NotAStore { .. } => StoreError::NotAStore { what: what.to_owned() },
        other => other,
    }
}
