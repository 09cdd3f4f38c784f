//! Settings of the whole store, such as the gap, and metrics that users added.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row;

use crate::write::Touches;
use crate::{AuditEntry, Store, StoreError, Viewer, clock, load, sql};

/// A metric that a user added: the text of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricFile {
    /// Its id.
    pub id: String,
    /// The TOML, as given.
    pub body: String,
    /// Account that saved it.
    pub saved_by: String,
    /// When.
    pub saved_at: Timestamp,
}

impl Store {
    /// Keeps a setting, in place of an earlier value.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`].
    pub async fn save_setting(
        &self,
        viewer: &Viewer,
        name: &str,
        value: &Value,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        allowed(viewer)?;
        let mut writing = self.write(Touches::Content).await?;
        sql::SETTING_SAVE
            .query()
            .bind(name.to_owned())
            .bind(value.to_string())
            .bind(viewer.who.clone())
            .bind(clock::text(self.now()))
            .execute(writing.conn())
            .await?;
        writing.commit_with(self, viewer, &audit).await
    }

    /// A setting.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn setting(&self, _viewer: &Viewer, name: &str) -> Result<Option<Value>, StoreError> {
        let row = sql::SETTING_FIND.query().bind(name.to_owned()).fetch_optional(&self.pool).await?;
        row.map(|r| load::json(&r, "value")).transpose()
    }

    /// All settings, by name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn settings(&self, _viewer: &Viewer) -> Result<Vec<(String, Value)>, StoreError> {
        let rows = sql::SETTINGS.query().fetch_all(&self.pool).await?;
        rows.iter().map(|r| Ok((r.try_get("name")?, load::json(r, "value")?))).collect()
    }

    /// Forgets a setting.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`].
    pub async fn delete_setting(
        &self,
        viewer: &Viewer,
        name: &str,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        allowed(viewer)?;
        let mut writing = self.write(Touches::Content).await?;
        let done = sql::SETTING_DELETE.query().bind(name.to_owned()).execute(writing.conn()).await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::not_found(format!("setting {name}")));
        }
        writing.commit_with(self, viewer, &audit).await
    }

    /// Keeps a metric's file, in place of an earlier one of the same id.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`].
    pub async fn save_metric_file(
        &self,
        viewer: &Viewer,
        id: &str,
        body: &str,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        allowed(viewer)?;
        let mut writing = self.write(Touches::Content).await?;
        sql::METRIC_SAVE
            .query()
            .bind(id.to_owned())
            .bind(body.to_owned())
            .bind(viewer.who.clone())
            .bind(clock::text(self.now()))
            .execute(writing.conn())
            .await?;
        writing.commit_with(self, viewer, &audit).await
    }

    /// Metrics that users added, by id.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn metric_files(&self, _viewer: &Viewer) -> Result<Vec<MetricFile>, StoreError> {
        let rows = sql::METRICS.query().fetch_all(&self.pool).await?;
        let read = |r: &sqlx::any::AnyRow| {
            Ok(MetricFile {
                id: r.try_get("id")?,
                body: r.try_get("body")?,
                saved_by: r.try_get("saved_by")?,
                saved_at: clock::instant(&r.try_get::<String, _>("saved_at")?)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Forgets a metric that a user added; its figures stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`].
    pub async fn delete_metric_file(
        &self,
        viewer: &Viewer,
        id: &str,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        allowed(viewer)?;
        let mut writing = self.write(Touches::Content).await?;
        let done = sql::METRIC_DELETE.query().bind(id.to_owned()).execute(writing.conn()).await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::not_found(format!("metric {id}")));
        }
        writing.commit_with(self, viewer, &audit).await
    }
}

fn allowed(viewer: &Viewer) -> Result<(), StoreError> {
    if viewer.may_load || viewer.may_run {
        Ok(())
    } else {
        Err(StoreError::NotAllowed { what: "change settings or metrics" })
    }
}
