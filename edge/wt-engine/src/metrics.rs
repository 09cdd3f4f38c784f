//! Metrics that users add: one TOML file, no code.

use serde_json::json;
use wt_benchmark::{MetricError, MetricSet};
use wt_extract::Fault;
use wt_store::AuditEntry;
use wt_units::MetricId;

use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// A metric that a user added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMetric {
    /// Its id.
    pub id: String,
    /// Who added it, or changed it last.
    pub by: String,
    /// When.
    pub at: jiff::Timestamp,
}

impl Engine {
    /// The metrics that users added, in the order of their ids.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn own_metrics(&self, person: &Person) -> Result<Vec<OwnMetric>, EngineError> {
        let files = self.store().metric_files(&person.may(Right::See)?).await?;
        Ok(files.into_iter().map(|f| OwnMetric { id: f.id, by: f.saved_by, at: f.saved_at }).collect())
    }

    /// Adds a metric from its file, in place of an earlier one that a user added under the same id.
    ///
    /// # Errors
    /// [`EngineError::File`] with the key at fault, or if a shipped metric has that id; [`EngineError::Denied`].
    pub async fn add_metric(&self, person: &Person, file: &str, text: &str) -> Result<MetricId, EngineError> {
        let viewer = person.may(Right::Load)?;
        let refuse = |e: MetricError| {
            let fix = "Mend the file and add it again; metrics/README.md describes every key.";
            EngineError::File(Fault::new(file, e.message, fix))
        };
        let mut alone = MetricSet::default();
        alone.add(file, text).map_err(refuse)?;
        let mut shipped = MetricSet::default();
        for (path, shipped_text) in crate::builtin::metrics() {
            shipped.add(&path, &shipped_text).map_err(|e| EngineError::Builtin(e.to_string()))?;
        }
        shipped.add(file, text).map_err(refuse)?;
        let Some(metric) = alone.iter().next() else {
            return Err(EngineError::Builtin("a metric was read and lost".to_owned()));
        };
        let audit =
            AuditEntry::new("metric.added", metric.id.as_str()).with(json!({ "version": metric.version }));
        self.store().save_metric_file(&viewer, metric.id.as_str(), text, audit).await?;
        Ok(metric.id.clone())
    }
}
