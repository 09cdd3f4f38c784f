//! All records together: read at once, checked against each other, asked by metric and likeness.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use wt_units::MetricId;

use crate::{EvidenceError, EvidenceItem, Insight};

/// The insights and items of `evidence/`.
#[derive(Debug, Clone, Default)]
pub struct Library {
    insights: Vec<Insight>,
    items: BTreeMap<String, EvidenceItem>,
}

impl Library {
    /// Reads `(path, text)` of every record: `insights/<id>.toml` and `items/<id>.toml`, in any folder. Files named
    /// `README.md` are passed over.
    ///
    /// # Errors
    /// Every fault found in any file: unknown or missing keys, empty texts, an insight that isn't there, an id that
    /// is used twice or differs from the file's name.
    pub fn parse<P: AsRef<str>, T: AsRef<str>>(files: &[(P, T)]) -> Result<Self, Vec<EvidenceError>> {
        let mut library = Self::default();
        let mut errors = Vec::new();
        let mut seen = BTreeMap::new();
        let mut item_files = Vec::new();
        for (path, text) in files.iter().map(|(p, t)| (p.as_ref(), t.as_ref())) {
            match folder_and_name(path) {
                Some(("insights", id)) => {
                    if let Some(insight) = record::<Insight>(path, text, &mut errors) {
                        insight.check(path, &mut errors);
                        check_id(path, id, &insight.id, &mut seen, &mut errors);
                        library.insights.push(insight);
                    }
                }
                Some(("items", id)) => {
                    if let Some(item) = record::<EvidenceItem>(path, text, &mut errors) {
                        item.check(path, &mut errors);
                        check_id(path, id, &item.id, &mut seen, &mut errors);
                        item_files.push((path, item));
                    }
                }
                _ if path.ends_with("README.md") => {}
                _ => errors.push(EvidenceError::new(path, None, PLACE)),
            }
        }
        library.insights.sort_by(|a, b| (a.kind, a.order, &a.id).cmp(&(b.kind, b.order, &b.id)));
        for (path, item) in item_files {
            library.check_insights(path, &item, &mut errors);
            library.items.insert(item.id.clone(), item);
        }
        if errors.is_empty() { Ok(library) } else { Err(errors) }
    }

    fn check_insights(&self, path: &str, item: &EvidenceItem, errors: &mut Vec<EvidenceError>) {
        for id in item.insights.iter().filter(|id| self.insight(id).is_none()) {
            let known: Vec<&str> = self.insights.iter().map(|i| i.id.as_str()).collect();
            let what = format!("no insight is called '{id}'; there are {}", known.join(", "));
            errors.push(EvidenceError::new(path, Some("insights"), what));
        }
    }

    /// Insights in their order, then themes.
    pub fn insights(&self) -> &[Insight] {
        &self.insights
    }

    /// The insight or theme of that slug.
    pub fn insight(&self, id: &str) -> Option<&Insight> {
        self.insights.iter().find(|insight| insight.id == id)
    }

    /// Items in the order of their slugs.
    pub fn items(&self) -> impl ExactSizeIterator<Item = &EvidenceItem> {
        self.items.values()
    }

    /// The item of that slug.
    pub fn item(&self, id: &str) -> Option<&EvidenceItem> {
        self.items.get(id)
    }

    /// Items that bear on a metric: direct before indirect, then the stronger, then the better confirmed.
    pub fn for_metric(&self, metric: &MetricId) -> Vec<&EvidenceItem> {
        let mut found: Vec<_> =
            self.items().filter_map(|item| Some((item.link_to(metric)?.link, item))).collect();
        found.sort_by(|(a_link, a), (b_link, b)| {
            (b_link, b.strength, b.status).cmp(&(a_link, a.strength, a.status)).then_with(|| a.id.cmp(&b.id))
        });
        found.into_iter().map(|(_, item)| item).collect()
    }

    /// Items that belong to an insight or theme, the stronger first.
    pub fn for_insight(&self, insight: &str) -> Vec<&EvidenceItem> {
        let mut found: Vec<_> = self.items().filter(|i| i.insights.iter().any(|id| id == insight)).collect();
        found.sort_by(|a, b| {
            (b.strength, b.status).cmp(&(a.strength, a.status)).then_with(|| a.id.cmp(&b.id))
        });
        found
    }

    /// At most `limit` other items that share most with this one: a shared metric or insight counts three, a tag one.
    /// Empty for an unknown slug.
    pub fn more_like(&self, id: &str, limit: usize) -> Vec<&EvidenceItem> {
        let Some(this) = self.item(id) else { return Vec::new() };
        let mut others: Vec<(usize, &EvidenceItem)> = self
            .items()
            .filter(|other| other.id != id)
            .map(|other| (shared(this, other), other))
            .filter(|(score, _)| *score > 0)
            .collect();
        others.sort_by(|(a_score, a), (b_score, b)| {
            (b_score, b.strength).cmp(&(a_score, a.strength)).then_with(|| a.id.cmp(&b.id))
        });
        others.into_iter().take(limit).map(|(_, item)| item).collect()
    }

    /// Metrics an item bears on, direct ones first.
    pub fn metrics_of<'a>(&self, item: &'a EvidenceItem) -> Vec<&'a MetricId> {
        let mut bearings: Vec<_> = item.metrics.iter().collect();
        bearings.sort_by_key(|bearing| std::cmp::Reverse(bearing.link));
        bearings.into_iter().map(|bearing| &bearing.metric).collect()
    }

    /// Every metric that a record names, so that a check can hold it against the metrics there are.
    pub fn metric_ids(&self) -> BTreeSet<&MetricId> {
        let of_items = self.items().flat_map(|item| item.metrics.iter().map(|b| &b.metric));
        of_items.chain(self.insights.iter().flat_map(|insight| &insight.metrics)).collect()
    }
}

const PLACE: &str = "isn't a record; expected insights/<id>.toml or items/<id>.toml";

/// ("items", "some-slug") of `evidence/items/some-slug.toml`.
fn folder_and_name(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next()?.strip_suffix(".toml")?;
    Some((parts.next()?, name))
}

fn record<T: DeserializeOwned>(path: &str, text: &str, errors: &mut Vec<EvidenceError>) -> Option<T> {
    match toml::from_str(text) {
        Ok(record) => Some(record),
        Err(error) => {
            errors.push(EvidenceError::from_toml(path, text, &error));
            None
        }
    }
}

fn check_id(
    path: &str,
    name: &str,
    id: &str,
    seen: &mut BTreeMap<String, String>,
    errors: &mut Vec<EvidenceError>,
) {
    let slug =
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !slug || id != name {
        let what = format!("found '{id}', expected the file's name '{name}' in lower case with hyphens");
        errors.push(EvidenceError::new(path, Some("id"), what));
    }
    if let Some(other) = seen.insert(id.to_owned(), path.to_owned()) {
        errors.push(EvidenceError::new(path, Some("id"), format!("'{id}' is already the id of {other}")));
    }
}

fn shared(a: &EvidenceItem, b: &EvidenceItem) -> usize {
    let metrics = a.metrics.iter().filter(|m| b.link_to(&m.metric).is_some()).count();
    let insights = a.insights.iter().filter(|i| b.insights.contains(i)).count();
    let tags = a.tags.iter().filter(|t| b.tags.contains(t)).count();
    3 * (metrics + insights) + tags
}
