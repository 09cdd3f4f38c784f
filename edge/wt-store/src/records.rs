//! What people write, each thing with every version it had: evidence, standards, agreements.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;
use wt_units::OdsCode;

use crate::load::{json, org, org_text};
use crate::write::{Touches, Writing};
use crate::{AuditEntry, Store, StoreError, Viewer, clock, sql};

/// Who else may see a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordSharing {
    /// Only the organisation that owns it.
    Own,
    /// The members of its network. Which network is in its body: the engine holds to it, the store lets the row out.
    Network,
    /// Everybody who uses this store.
    Region,
    /// Everybody.
    Public,
}

impl RecordSharing {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Network => "network",
            Self::Region => "region",
            Self::Public => "public",
        }
    }

    fn read(word: &str) -> Result<Self, StoreError> {
        match word {
            "own" => Ok(Self::Own),
            "network" => Ok(Self::Network),
            "region" => Ok(Self::Region),
            "public" => Ok(Self::Public),
            _ => Err(StoreError::damaged(format!("'{word}' is not a sharing level of a record"))),
        }
    }
}

/// One thing that somebody wrote, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// UUID v7.
    pub id: String,
    /// What it is, such as `standard`.
    pub kind: String,
    /// Its address within its kind.
    pub slug: String,
    /// Whose it is; none: the region's.
    pub owner: Option<OdsCode>,
    /// Who else may see it.
    pub sharing: RecordSharing,
    /// Where it stands, in the words of its capability.
    pub state: String,
    /// How often it was written, from 1.
    pub version: i64,
    /// What it says.
    pub body: Value,
    /// Account that made it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// Account that changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
}

/// A version of a record, the latest among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordVersion {
    /// Number, from 1.
    pub version: i64,
    /// Who else might see it then.
    pub sharing: RecordSharing,
    /// Where it stood.
    pub state: String,
    /// What it said.
    pub body: Value,
    /// Account that wrote it.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
}

/// A record to be.
#[derive(Debug, Clone, Copy)]
pub struct NewRecord<'a> {
    /// What it is.
    pub kind: &'a str,
    /// Its address within its kind.
    pub slug: &'a str,
    /// Whose it is; none: the region's.
    pub owner: Option<&'a OdsCode>,
    /// Who else may see it.
    pub sharing: RecordSharing,
    /// Where it starts.
    pub state: &'a str,
    /// What it says.
    pub body: &'a Value,
}

/// What a record becomes.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The version that the writer read.
    pub expected: i64,
    /// Who else may see it from now on.
    pub sharing: RecordSharing,
    /// Where it stands from now on.
    pub state: &'a str,
    /// What it says from now on.
    pub body: &'a Value,
}

impl Record {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            slug: row.try_get("slug")?,
            owner: org(row, "owner_org")?,
            sharing: RecordSharing::read(&row.try_get::<String, _>("sharing")?)?,
            state: row.try_get("state")?,
            version: row.try_get("version")?,
            body: json(row, "body")?,
            made_by: row.try_get("made_by")?,
            made_at: clock::instant(&row.try_get::<String, _>("made_at")?)?,
            changed_by: row.try_get("changed_by")?,
            changed_at: clock::instant(&row.try_get::<String, _>("changed_at")?)?,
        })
    }
}

impl RecordVersion {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            version: row.try_get("version")?,
            sharing: RecordSharing::read(&row.try_get::<String, _>("sharing")?)?,
            state: row.try_get("state")?,
            body: json(row, "body")?,
            changed_by: row.try_get("changed_by")?,
            changed_at: clock::instant(&row.try_get::<String, _>("changed_at")?)?,
        })
    }
}

impl Store {
    /// Keeps a new record.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if there is one of that kind and slug; [`StoreError::NotAllowed`] if the viewer does not write for
    /// its owner.
    pub async fn add_record(
        &self,
        viewer: &Viewer,
        new: &NewRecord<'_>,
        audit: AuditEntry,
    ) -> Result<Record, StoreError> {
        allowed(viewer, new.owner)?;
        let mut writing = self.write(Touches::Records).await?;
        let found = sql::RECORD_TAKEN.query().bind(new.kind.to_owned()).bind(new.slug.to_owned());
        if found.fetch_optional(writing.conn()).await?.is_some() {
            return Err(StoreError::Taken { kind: new.kind.to_owned(), slug: new.slug.to_owned() });
        }
        let now = self.now();
        let row = sql::RECORD_INSERT
            .query()
            .bind(Uuid::now_v7().to_string())
            .bind(new.kind.to_owned())
            .bind(new.slug.to_owned())
            .bind(org_text(new.owner))
            .bind(new.sharing.word())
            .bind(new.state.to_owned())
            .bind(1_i64)
            .bind(new.body.to_string())
            .bind(viewer.who.clone())
            .bind(clock::text(now))
            .bind(viewer.who.clone())
            .bind(clock::text(now))
            .fetch_one(writing.conn())
            .await?;
        self.keep_version(viewer, writing, &Record::read(&row)?, &audit).await
    }

    /// Writes a record's next version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it is no longer the version that the writer read; [`StoreError::NotFound`];
    /// [`StoreError::NotAllowed`].
    pub async fn change_record(
        &self,
        viewer: &Viewer,
        id: &str,
        change: &Change<'_>,
        audit: AuditEntry,
    ) -> Result<Record, StoreError> {
        let mut writing = self.write(Touches::Records).await?;
        let seen = sql::RECORD_BY_ID.query().bind(viewer.all()).bind(viewer.scope()).bind(id.to_owned());
        let Some(row) = seen.fetch_optional(writing.conn()).await? else {
            return Err(StoreError::not_found("such record"));
        };
        let old = Record::read(&row)?;
        allowed(viewer, old.owner.as_ref())?;
        if old.version != change.expected {
            return Err(StoreError::Conflict {
                expected: change.expected,
                found: old.version,
                by: old.changed_by,
            });
        }
        let row = sql::RECORD_CHANGE
            .query()
            .bind(id.to_owned())
            .bind(change.sharing.word())
            .bind(change.state.to_owned())
            .bind(change.body.to_string())
            .bind(viewer.who.clone())
            .bind(clock::text(self.now()))
            .fetch_one(writing.conn())
            .await?;
        self.keep_version(viewer, writing, &Record::read(&row)?, &audit).await
    }

    /// Takes a record away with every version it had: what a person may ask for what is theirs alone. The log keeps that it was
    /// done, not what it said.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::NotAllowed`].
    pub async fn erase_record(&self, viewer: &Viewer, id: &str, audit: AuditEntry) -> Result<(), StoreError> {
        let mut writing = self.write(Touches::Records).await?;
        let seen = sql::RECORD_BY_ID.query().bind(viewer.all()).bind(viewer.scope()).bind(id.to_owned());
        let Some(row) = seen.fetch_optional(writing.conn()).await? else {
            return Err(StoreError::not_found("such record"));
        };
        allowed(viewer, org(&row, "owner_org")?.as_ref())?;
        for table in [sql::RECORD_VERSIONS_ERASE, sql::RECORD_ERASE] {
            table.query().bind(id.to_owned()).execute(writing.conn()).await?;
        }
        writing.commit_with(self, viewer, &audit).await
    }

    /// Adds the version to the history and the line to the log.
    async fn keep_version(
        &self,
        viewer: &Viewer,
        mut writing: Writing,
        record: &Record,
        audit: &AuditEntry,
    ) -> Result<Record, StoreError> {
        sql::RECORD_VERSION_INSERT
            .query()
            .bind(record.id.clone())
            .bind(record.version)
            .bind(record.sharing.word())
            .bind(record.state.clone())
            .bind(record.body.to_string())
            .bind(record.changed_by.clone())
            .bind(clock::text(record.changed_at))
            .execute(writing.conn())
            .await?;
        writing.commit_with(self, viewer, audit).await?;
        Ok(record.clone())
    }

    /// The record at an address.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn record(
        &self,
        viewer: &Viewer,
        kind: &str,
        slug: &str,
    ) -> Result<Option<Record>, StoreError> {
        let query = sql::RECORD_FIND.query().bind(viewer.all()).bind(viewer.scope());
        let row = query.bind(kind.to_owned()).bind(slug.to_owned()).fetch_optional(&self.pool).await?;
        row.as_ref().map(Record::read).transpose()
    }

    /// The records of a kind, by slug.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn records(&self, viewer: &Viewer, kind: &str) -> Result<Vec<Record>, StoreError> {
        let query = sql::RECORDS.query().bind(viewer.all()).bind(viewer.scope()).bind(kind.to_owned());
        query.fetch_all(&self.pool).await?.iter().map(Record::read).collect()
    }

    /// Every version of a record, the first first; none of them to somebody who may not see it as it stands.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn record_versions(&self, viewer: &Viewer, id: &str) -> Result<Vec<RecordVersion>, StoreError> {
        let query = sql::RECORD_VERSIONS.query().bind(viewer.all()).bind(viewer.scope()).bind(id.to_owned());
        query.fetch_all(&self.pool).await?.iter().map(RecordVersion::read).collect()
    }
}

fn allowed(viewer: &Viewer, owner: Option<&OdsCode>) -> Result<(), StoreError> {
    if viewer.owns(owner) {
        Ok(())
    } else {
        Err(StoreError::NotAllowed { what: "write for this organisation" })
    }
}
