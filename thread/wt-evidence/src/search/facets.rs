//! Labels that narrow a search, and how many records each would leave.

use std::collections::BTreeMap;

use wt_units::MetricId;

use crate::{EvidenceItem, Strength};

/// What to narrow a search to; all that are set must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    /// Slug of an insight or theme.
    pub insight: Option<String>,
    /// Strength of the account.
    pub strength: Option<Strength>,
    /// A metric it bears on.
    pub metric: Option<MetricId>,
}

/// One label and the number of records that bear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Slug of the label, as a filter takes it.
    pub label: String,
    /// Records that match the question, the other filters and this label.
    pub count: usize,
}

/// Counts by label, the largest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// By insight or theme.
    pub insights: Vec<Count>,
    /// By strength, the strongest first.
    pub strengths: Vec<Count>,
    /// By metric.
    pub metrics: Vec<Count>,
}

/// The labels of one record.
pub(super) struct Labels {
    pub insights: Vec<String>,
    pub strength: Strength,
    pub metrics: Vec<MetricId>,
}

impl Labels {
    pub fn of(item: &EvidenceItem) -> Self {
        let metrics = item.metrics.iter().map(|bearing| bearing.metric.clone()).collect();
        Self { insights: item.insights.clone(), strength: item.strength, metrics }
    }
}

impl Filters {
    fn insight(&self, labels: &Labels) -> bool {
        self.insight.as_ref().is_none_or(|id| labels.insights.contains(id))
    }

    fn strength(&self, labels: &Labels) -> bool {
        self.strength.is_none_or(|strength| labels.strength == strength)
    }

    fn metric(&self, labels: &Labels) -> bool {
        self.metric.as_ref().is_none_or(|id| labels.metrics.contains(id))
    }

    pub(super) fn keep(&self, labels: &Labels) -> bool {
        self.insight(labels) && self.strength(labels) && self.metric(labels)
    }
}

/// Counts of each facet leave that facet's own filter out, so that the other choices stay to be seen.
pub(super) fn count(found: &[&Labels], filters: &Filters) -> Facets {
    let mut facets = Facets::default();
    let (mut insights, mut metrics) = (BTreeMap::new(), BTreeMap::new());
    for labels in found {
        let (insight, strength, metric) =
            (filters.insight(labels), filters.strength(labels), filters.metric(labels));
        if strength && metric {
            labels.insights.iter().for_each(|id| *insights.entry(id.as_str()).or_default() += 1);
        }
        if insight && strength {
            labels.metrics.iter().for_each(|id| *metrics.entry(id.as_str()).or_default() += 1);
        }
    }
    for strength in Strength::ALL {
        let of_it =
            found.iter().filter(|l| l.strength == strength && filters.insight(l) && filters.metric(l));
        let count = of_it.count();
        if count > 0 {
            facets.strengths.push(Count { label: strength.slug().to_owned(), count });
        }
    }
    facets.insights = largest_first(insights);
    facets.metrics = largest_first(metrics);
    facets
}

fn largest_first(counts: BTreeMap<&str, usize>) -> Vec<Count> {
    let mut counts: Vec<Count> =
        counts.into_iter().map(|(label, count)| Count { label: label.to_owned(), count }).collect();
    counts.sort_by_key(|c| std::cmp::Reverse(c.count));
    counts
}
