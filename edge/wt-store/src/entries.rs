//! Ledgers: lines that follow one another and are never changed.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;
use wt_units::OdsCode;

use crate::load::{json, org, org_text};
use crate::write::Touches;
use crate::{AuditEntry, Store, StoreError, Viewer, clock, sql};

/// One line of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1.
    pub n: i64,
    /// Whose it is; none: the region's.
    pub owner: Option<OdsCode>,
    /// What it says.
    pub body: Value,
    /// Account that wrote it.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

impl Entry {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            n: row.try_get("n")?,
            owner: org(row, "owner_org")?,
            body: json(row, "body")?,
            who: row.try_get("who")?,
            at: clock::instant(&row.try_get::<String, _>("at")?)?,
        })
    }
}

impl Store {
    /// Adds a line after line `expected` (0: the first) and returns its number.
    ///
    /// # Errors
    /// As [`append_entries`](Self::append_entries).
    pub async fn append_entry(
        &self,
        viewer: &Viewer,
        stream: &str,
        owner: Option<&OdsCode>,
        expected: i64,
        body: &Value,
        audit: AuditEntry,
    ) -> Result<i64, StoreError> {
        self.append_entries(viewer, stream, owner, expected, std::slice::from_ref(body), audit).await
    }

    /// Adds lines after line `expected` (0: the first), all of them or none, with one line of the audit log; returns the number of
    /// the last.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if `expected` is no longer the last line; [`StoreError::NotAllowed`].
    pub async fn append_entries(
        &self,
        viewer: &Viewer,
        stream: &str,
        owner: Option<&OdsCode>,
        expected: i64,
        bodies: &[Value],
        audit: AuditEntry,
    ) -> Result<i64, StoreError> {
        if !viewer.owns(owner) {
            return Err(StoreError::NotAllowed { what: "write for this organisation" });
        }
        let mut writing = self.write(Touches::Records).await?;
        let last = sql::ENTRY_LAST.query().bind(stream.to_owned()).fetch_optional(writing.conn()).await?;
        let (found, by) = match &last {
            Some(row) => (row.try_get("n")?, row.try_get("who")?),
            None => (0, String::new()),
        };
        if found != expected {
            return Err(StoreError::Conflict { expected, found, by });
        }
        let mut n = expected;
        for body in bodies {
            n = n.saturating_add(1);
            sql::ENTRY_INSERT
                .query()
                .bind(stream.to_owned())
                .bind(n)
                .bind(org_text(owner))
                .bind(body.to_string())
                .bind(viewer.who.clone())
                .bind(clock::text(self.now()))
                .execute(writing.conn())
                .await?;
        }
        writing.commit_with(self, viewer, &audit).await?;
        Ok(n)
    }

    /// The lines after number `after` that the viewer may see: the region's, and those of its organisations.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn entries(&self, viewer: &Viewer, stream: &str, after: i64) -> Result<Vec<Entry>, StoreError> {
        let query = sql::ENTRIES.query().bind(viewer.all()).bind(viewer.scope());
        let rows = query.bind(stream.to_owned()).bind(after).fetch_all(&self.pool).await?;
        rows.iter().map(Entry::read).collect()
    }

    /// The number of a ledger's last line, 0 before the first: what to append after, also where some lines are not the viewer's
    /// to see.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn last_entry(&self, _viewer: &Viewer, stream: &str) -> Result<i64, StoreError> {
        let row = sql::ENTRY_LAST.query().bind(stream.to_owned()).fetch_optional(&self.pool).await?;
        Ok(row.map(|r| r.try_get("n")).transpose()?.unwrap_or(0))
    }
}
