//! The taxonomy that evidence, metrics and opportunities hang on: eight insights and three themes.

use serde::{Deserialize, Serialize};
use wt_units::MetricId;

use crate::{EvidenceError, Source, Status};

/// An insight, or a theme across insights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InsightKind {
    /// One of the eight.
    Insight,
    /// One of the three that run across them.
    Theme,
}

/// Where workforce money is lost, why, and what closes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Insight {
    /// Slug, equal to the file's name: `planning-and-rostering`.
    pub id: String,
    /// Name as pages show it.
    pub title: String,
    /// Insight or theme.
    pub kind: InsightKind,
    /// Place in lists, from 1.
    pub order: u8,
    /// One sentence for a list.
    pub summary: String,
    /// What is lost.
    pub lost: String,
    /// Why it is lost.
    pub why: String,
    /// What closes it.
    pub closes: String,
    /// Tools that help, in words; those not built yet say so.
    pub tools: Vec<String>,
    /// Metrics that show it.
    pub metrics: Vec<MetricId>,
    /// Where its figures come from.
    pub sources: Vec<Source>,
    /// How sure we are of its figures: that of the least sure.
    pub status: Status,
    /// Day it is looked at again.
    pub review: jiff::civil::Date,
}

impl Insight {
    pub(crate) fn check(&self, file: &str, errors: &mut Vec<EvidenceError>) {
        let texts = [
            ("title", &self.title),
            ("summary", &self.summary),
            ("lost", &self.lost),
            ("why", &self.why),
            ("closes", &self.closes),
        ];
        for (key, text) in texts {
            if text.trim().is_empty() {
                errors.push(EvidenceError::new(file, Some(key), "is empty; say it in our own words"));
            }
        }
        if self.sources.is_empty() {
            errors.push(EvidenceError::new(file, Some("sources"), "is empty; name at least one source"));
        }
    }
}
