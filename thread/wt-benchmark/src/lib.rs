//! How do we compare: metrics, peers, comparisons, sentences.

pub mod metric;

pub use metric::{Metric, MetricError, MetricSet};
