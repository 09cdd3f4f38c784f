//! Who did what, when: append-only, each line bound to the one before by its hash.
//!
//! A line holds accounts, codes and counts, never a person's data. Someone with the database in hand can rewrite
//! all of it; what they can't do is change or drop a line in the middle unseen by one who has noted a later hash.

use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use wt_units::OdsCode;

use crate::load::{kept, org, org_text};
use crate::write::Touches;
use crate::{Store, StoreError, Viewer, clock, load, sql};

/// What the line before the first would have had for a hash.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What to write down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditEntry {
    /// What was done, as `load.kept`.
    pub action: String,
    /// To what: an id or a code.
    pub object: String,
    /// Whose, if one organisation's.
    pub org: Option<OdsCode>,
    /// Counts and codes; never a person's data.
    pub detail: Value,
}

impl AuditEntry {
    /// `action` done to `object`.
    pub fn new(action: impl Into<String>, object: impl Into<String>) -> Self {
        Self { action: action.into(), object: object.into(), ..Self::default() }
    }

    /// For one organisation.
    #[must_use]
    pub fn of(mut self, org: Option<OdsCode>) -> Self {
        self.org = org;
        self
    }

    /// With counts and codes.
    #[must_use]
    pub fn with(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Number, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Which account.
    pub who: String,
    /// Whose, if one organisation's.
    pub org: Option<OdsCode>,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// Counts and codes.
    pub detail: Value,
    /// SHA-256 of this line and of the hash before it, in hexadecimal.
    pub hash: String,
}

/// What a check of the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// Lines looked at.
    pub lines: u64,
    /// The first line that does not follow from the one before it.
    pub broken_at: Option<i64>,
}

impl Store {
    /// Writes a line that goes with no other change (a sign-in, an export).
    ///
    /// # Errors
    /// Those of the database.
    pub async fn audit(&self, viewer: &Viewer, entry: AuditEntry) -> Result<(), StoreError> {
        self.write(Touches::Upkeep).await?.commit_with(self, viewer, &entry).await
    }

    /// Lines before number `before` (none: from the end), latest first. Without the right to run the store a viewer
    /// sees the lines of its organisations and its own.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn audit_lines(
        &self,
        viewer: &Viewer,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let rows = sql::AUDIT_PAGE
            .query()
            .bind(i64::from(viewer.may_run))
            .bind(viewer.scope())
            .bind(viewer.who.clone())
            .bind(before.unwrap_or(i64::MAX))
            .bind(kept(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(line).collect()
    }

    /// Checks every line against the one before it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn verify_chain(&self, _viewer: &Viewer) -> Result<Chain, StoreError> {
        let (mut lines, mut last, mut prev) = (0, 0, START.to_owned());
        loop {
            let rows = sql::AUDIT_AFTER.query().bind(last).bind(1000_i64).fetch_all(&self.pool).await?;
            if rows.is_empty() {
                return Ok(Chain { lines, broken_at: None });
            }
            for row in &rows {
                let seq: i64 = row.try_get("seq")?;
                lines += 1;
                let hash: String = row.try_get("hash")?;
                if seq != last + 1 || row.try_get::<String, _>("prev_hash")? != prev || rehash(row)? != hash {
                    return Ok(Chain { lines, broken_at: Some(seq) });
                }
                (last, prev) = (seq, hash);
            }
        }
    }
}

/// Adds a line within an open transaction; numbers can't clash, since that holds the counter row.
pub(crate) async fn append(
    conn: &mut AnyConnection,
    now: Timestamp,
    who: &str,
    e: &AuditEntry,
) -> Result<(), StoreError> {
    let (seq, prev) = match sql::AUDIT_LAST.query().fetch_optional(&mut *conn).await? {
        Some(row) => (row.try_get::<i64, _>("seq")?.saturating_add(1), row.try_get("hash")?),
        None => (1, START.to_owned()),
    };
    let (at, org, detail) = (clock::text(now), org_text(e.org.as_ref()), e.detail.to_string());
    let hash = hash(seq, [&at, who, &org, &e.action, &e.object, &detail, &prev]);
    sql::AUDIT_INSERT
        .query()
        .bind(seq)
        .bind(at)
        .bind(who.to_owned())
        .bind(org)
        .bind(e.action.clone())
        .bind(e.object.clone())
        .bind(detail)
        .bind(prev)
        .bind(hash)
        .execute(conn)
        .await?;
    Ok(())
}

fn rehash(row: &AnyRow) -> Result<String, StoreError> {
    let get = |column: &str| row.try_get::<String, _>(column);
    let [at, who, org] = [get("at")?, get("who")?, get("org")?];
    let [action, object, detail, prev] = [get("action")?, get("object")?, get("detail")?, get("prev_hash")?];
    Ok(hash(row.try_get("seq")?, [&at, &who, &org, &action, &object, &detail, &prev]))
}

/// Each part goes in with its length before it, so that no two lines read alike.
fn hash(seq: i64, parts: [&str; 7]) -> String {
    let mut sha = Sha256::new();
    sha.update(seq.to_be_bytes());
    for part in parts {
        sha.update(kept(part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    sha.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

fn line(row: &AnyRow) -> Result<AuditLine, StoreError> {
    Ok(AuditLine {
        seq: row.try_get("seq")?,
        at: clock::instant(&row.try_get::<String, _>("at")?)?,
        who: row.try_get("who")?,
        org: org(row, "org")?,
        action: row.try_get("action")?,
        object: row.try_get("object")?,
        detail: load::json(row, "detail")?,
        hash: row.try_get("hash")?,
    })
}
