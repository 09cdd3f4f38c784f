//! All metrics, read from their files.

use std::collections::BTreeMap;

use wt_units::MetricId;

use super::{ChartFamily, Direction, Metric, Value};

/// A metric file that can't be used: which, where in it, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct MetricError {
    /// Path of the file as given.
    pub file: String,
    /// The key and line at fault where known, and what is wrong.
    pub message: String,
}

/// All metrics by id.
#[derive(Debug, Clone, Default)]
pub struct MetricSet {
    by_id: BTreeMap<MetricId, Metric>,
}

impl MetricSet {
    /// Reads metric files given as (path, text).
    ///
    /// # Errors
    /// Every file that is not a metric, with its key; and ids that stand in two files.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<MetricError>> {
        let mut set = Self::default();
        let mut errors = Vec::new();
        for (file, text) in files {
            if let Err(e) = set.add(file, text) {
                errors.push(e);
            }
        }
        if errors.is_empty() { Ok(set) } else { Err(errors) }
    }

    /// Adds one metric file.
    ///
    /// # Errors
    /// When it is not a metric, or its id is taken.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), MetricError> {
        let fault = |message: String| MetricError { file: file.to_owned(), message };
        let metric: Metric = toml::from_str(text).map_err(|e| fault(e.to_string().trim_end().to_owned()))?;
        check(&metric).map_err(&fault)?;
        if self.by_id.contains_key(&metric.id) {
            return Err(fault(format!("id: '{}' is already the id of another metric", metric.id)));
        }
        self.by_id.insert(metric.id.clone(), metric);
        Ok(())
    }

    /// The metric of that id.
    pub fn get(&self, id: &MetricId) -> Option<&Metric> {
        self.by_id.get(id)
    }

    /// All, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Metric> {
        self.by_id.values()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }
}

/// What the types can't say.
fn check(m: &Metric) -> Result<(), String> {
    if m.version == 0 {
        return Err("version: counts from 1".into());
    }
    if m.owner.trim().is_empty() {
        return Err("owner: a metric needs somebody who answers for it".into());
    }
    if (m.direction == Direction::Band) != m.band.is_some() {
        return Err("band: stands with direction = \"band\" and only there".into());
    }
    if !m.kinds.is_empty() && (m.numerator.fields.is_empty() || m.denominator.fields.is_empty()) {
        return Err("numerator.fields, denominator.fields: needed where kinds are named".into());
    }
    if m.numerator_may_be_negative && m.chart == ChartFamily::Proportion {
        return Err("numerator_may_be_negative: a part of the denominator can't be below zero".into());
    }
    if m.direction == Direction::Context && matches!(m.pounds, Value::Priced(_)) {
        return Err("pounds: a context metric has no pounds; say none = \"why\"".into());
    }
    Ok(())
}
