//! What worked elsewhere: finding it, and seeing what it could serve.

use wt_benchmark::Metric;
use wt_evidence::{EvidenceItem, Filters, SearchAnswer};
use wt_units::MetricId;

use crate::{Engine, EngineError, Snapshot};

impl Engine {
    /// Items that answer a question, best first; any text is a question.
    pub fn find_evidence(&self, question: &str, filters: &Filters, limit: usize) -> SearchAnswer {
        self.search_index().search(question, filters, limit)
    }

    /// Items that bear on a metric, strongest first.
    pub fn evidence_for(&self, metric: &MetricId) -> Vec<&EvidenceItem> {
        self.library().for_metric(metric)
    }

    /// One item.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub fn evidence_item(&self, id: &str) -> Result<&EvidenceItem, EngineError> {
        self.library().item(id).ok_or_else(|| {
            EngineError::NotFound(format!("There is no evidence called '{id}'. Search for it by words."))
        })
    }
}

/// The metrics an item bears on that are defined here, the direct ones first.
pub fn metrics_of<'a>(engine: &Engine, snapshot: &'a Snapshot, item: &EvidenceItem) -> Vec<&'a Metric> {
    engine.library().metrics_of(item).into_iter().filter_map(|id| snapshot.metrics.get(id)).collect()
}
