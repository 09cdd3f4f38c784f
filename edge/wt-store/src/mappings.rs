//! How the headings of a source are read: corrected once, remembered for its employer.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;
use wt_units::OdsCode;

use crate::load::{json, org, org_text};
use crate::write::Touches;
use crate::{AuditEntry, Store, StoreError, Viewer, clock, sql};

/// A remembered mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedMapping {
    /// Whose source; none: the region's.
    pub owner: Option<OdsCode>,
    /// What the headings look like, as a hash the engine makes.
    pub fingerprint: String,
    /// Kind of file it is read as.
    pub kind: String,
    /// Which heading is which column.
    pub mapping: Value,
    /// Account that saved it.
    pub saved_by: String,
    /// When.
    pub saved_at: Timestamp,
}

impl SavedMapping {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            owner: org(row, "owner_org")?,
            fingerprint: row.try_get("fingerprint")?,
            kind: row.try_get("kind")?,
            mapping: json(row, "mapping")?,
            saved_by: row.try_get("saved_by")?,
            saved_at: clock::instant(&row.try_get::<String, _>("saved_at")?)?,
        })
    }
}

impl Store {
    /// Remembers a mapping for an owner and a fingerprint, in place of an earlier one.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] if the viewer may not load for that owner.
    pub async fn save_mapping(
        &self,
        viewer: &Viewer,
        owner: Option<&OdsCode>,
        fingerprint: &str,
        kind: &str,
        mapping: &Value,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        allowed(viewer, owner)?;
        let mut writing = self.write(Touches::Upkeep).await?;
        sql::MAPPING_SAVE
            .query()
            .bind(org_text(owner))
            .bind(fingerprint.to_owned())
            .bind(kind.to_owned())
            .bind(mapping.to_string())
            .bind(viewer.who.clone())
            .bind(clock::text(self.now()))
            .execute(writing.conn())
            .await?;
        writing.commit_with(self, viewer, &audit).await
    }

    /// The mapping for a source: the owner's own, else the region's.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_mapping(
        &self,
        viewer: &Viewer,
        owner: Option<&OdsCode>,
        fingerprint: &str,
    ) -> Result<Option<SavedMapping>, StoreError> {
        let own = owner.filter(|o| viewer.owns(Some(o)));
        for owner in [own, None] {
            let query = sql::MAPPING_FIND.query().bind(org_text(owner)).bind(fingerprint.to_owned());
            if let Some(row) = query.fetch_optional(&self.pool).await? {
                return SavedMapping::read(&row).map(Some);
            }
        }
        Ok(None)
    }

    /// Every mapping the viewer may use.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mappings(&self, viewer: &Viewer) -> Result<Vec<SavedMapping>, StoreError> {
        let query = sql::MAPPINGS.query().bind(viewer.all()).bind(viewer.scope());
        query.fetch_all(&self.pool).await?.iter().map(SavedMapping::read).collect()
    }

    /// Forgets a mapping.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`].
    pub async fn delete_mapping(
        &self,
        viewer: &Viewer,
        owner: Option<&OdsCode>,
        fingerprint: &str,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        allowed(viewer, owner)?;
        let mut writing = self.write(Touches::Upkeep).await?;
        let query = sql::MAPPING_DELETE.query().bind(org_text(owner)).bind(fingerprint.to_owned());
        if query.execute(writing.conn()).await?.rows_affected() == 0 {
            return Err(StoreError::not_found("such mapping"));
        }
        writing.commit_with(self, viewer, &audit).await
    }
}

fn allowed(viewer: &Viewer, owner: Option<&OdsCode>) -> Result<(), StoreError> {
    if viewer.may_load && viewer.owns(owner) {
        Ok(())
    } else {
        Err(StoreError::NotAllowed { what: "change how this employer's files are read" })
    }
}
