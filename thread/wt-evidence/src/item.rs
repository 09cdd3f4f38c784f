//! An evidence item: a dated account of a change at a named place, as far as its source tells it.

use serde::{Deserialize, Serialize};
use wt_units::MetricId;

use crate::{EvidenceError, Source, Stated, Status};

/// A dated account of a change, or of what a shortfall costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceItem {
    /// Slug, equal to the file's name.
    pub id: String,
    /// Title as pages show it: what happened, where.
    pub title: String,
    /// One sentence for a list.
    pub summary: String,
    /// Slugs of the insights and themes it belongs to, the main one first.
    pub insights: Vec<String>,
    /// Where the value lies.
    pub where_value: WhereValue,
    /// Place, size and kind of organisation.
    pub setting: Stated,
    /// Who led it and with what mandate.
    pub led_by: Stated,
    /// What was done (or, for a study, what was looked at).
    pub done: String,
    /// What was stopped so that it could be done.
    pub stopped: Stated,
    /// What moved, with before and after where known.
    pub results: Vec<Outcome>,
    /// What it cost.
    pub cost: Stated,
    /// Where it was published.
    pub source: Source,
    /// When it happened, in words: "2015/16".
    pub date: String,
    /// How strong the account is.
    pub strength: Strength,
    /// How the account came to us.
    pub status: Status,
    /// Metrics it bears on, and how directly; empty where it bears on none that is kept.
    pub metrics: Vec<Bearing>,
    /// Words that find it.
    pub tags: Vec<String>,
    /// Day it is looked at again.
    pub review: jiff::civil::Date,
    /// What it is not.
    pub caveat: String,
    /// Who followed it, with their own results; empty until somebody has.
    pub adopters: Vec<Adopter>,
}

/// Where the value of a change lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhereValue {
    /// Right care in the right setting.
    RightCareInTheRightSetting,
    /// Productivity in existing services.
    ProductivityInExistingServices,
    /// New ways of delivering care.
    NewWaysOfDeliveringCare,
}

impl WhereValue {
    /// As pages say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::RightCareInTheRightSetting => "Right care in the right setting",
            Self::ProductivityInExistingServices => "Productivity in existing services",
            Self::NewWaysOfDeliveringCare => "New ways of delivering care",
        }
    }
}

/// How strong an account is, from weakest to strongest; `evidence/README.md` defines each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// A model, survey or expert's estimate; nothing was changed and measured.
    Estimate,
    /// The organisation, programme or supplier says so itself.
    Reported,
    /// Observed without a comparison: measured before and after, or an association in records.
    Observed,
    /// Compared with others who did not change, not at random; or many studies pooled.
    Controlled,
    /// Compared at random.
    Randomised,
}

impl Strength {
    /// All, strongest first.
    pub const ALL: [Self; 5] =
        [Self::Randomised, Self::Controlled, Self::Observed, Self::Reported, Self::Estimate];

    /// As files and addresses write it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Randomised => "randomised",
            Self::Controlled => "controlled",
            Self::Observed => "observed",
            Self::Reported => "reported",
            Self::Estimate => "estimate",
        }
    }

    /// The strength that a file or address names.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.slug() == slug)
    }

    /// As pages say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Randomised => "Randomised trial",
            Self::Controlled => "Controlled comparison or pooled studies",
            Self::Observed => "Measured, without a comparison group",
            Self::Reported => "Reported by those who did it",
            Self::Estimate => "Model, survey or estimate",
        }
    }
}

/// One thing that moved (or was found). At least one of `before`, `after` and `found` is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// What was measured, in words.
    pub measure: String,
    /// Value before (or of the comparison group), as the source gives it.
    #[serde(default)]
    pub before: Option<String>,
    /// Value after (or of the group that changed).
    #[serde(default)]
    pub after: Option<String>,
    /// The finding where there is no before and after: a saving, a difference, a mean, a range.
    #[serde(default)]
    pub found: Option<String>,
    /// Unit of those values: "% of patients", "hours per person"; "pounds" or "pounds a year" where the values say
    /// "£22.9 million" themselves, "in words" where there is no number.
    pub unit: String,
    /// Over what time.
    pub period: Stated,
    /// Out of what, where known: "371 and 391 patients".
    pub denominator: Stated,
    /// How this figure came to us.
    pub status: Status,
}

impl Outcome {
    /// The figure as a page says it: "from 30 to 18 (days)", "£27 million", "£97 million (a year)".
    pub fn words(&self) -> String {
        let value = match (&self.before, &self.after, &self.found) {
            (Some(before), Some(after), _) => format!("from {before} to {after}"),
            (_, Some(after), Some(found)) => format!("{after} ({found})"),
            (_, _, Some(value)) | (_, Some(value), None) | (Some(value), None, None) => value.clone(),
            (None, None, None) => String::new(),
        };
        // Values in money carry their own sign and scale, so only what follows is still to be said.
        let said = ["pounds", "euros", "in words"].into_iter().find_map(|unit| self.unit.strip_prefix(unit));
        match said.unwrap_or(&self.unit).trim() {
            "" => value,
            unit => format!("{value} ({unit})"),
        }
    }
}

/// How directly an account bears on a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Directness {
    /// It touches what the metric counts by way of something else.
    Indirect,
    /// The metric itself (or its exact cost) was measured.
    Direct,
}

/// A metric that an account bears on, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bearing {
    /// The metric.
    pub metric: MetricId,
    /// How directly.
    pub link: Directness,
    /// Why, in a sentence.
    pub why: String,
}

/// Somebody who followed the account, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adopter {
    /// Organisation.
    pub organisation: String,
    /// When, in words.
    pub date: String,
    /// Their own results, good or not.
    pub results: Vec<Outcome>,
}

impl EvidenceItem {
    /// How directly it bears on `metric`; none if it doesn't.
    pub fn link_to(&self, metric: &MetricId) -> Option<&Bearing> {
        self.metrics.iter().find(|bearing| &bearing.metric == metric)
    }

    /// Whether the account or any figure in it must be shown as unconfirmed.
    pub fn is_unconfirmed(&self) -> bool {
        self.status.is_unconfirmed() || self.results.iter().any(|r| r.status.is_unconfirmed())
    }

    pub(crate) fn check(&self, file: &str, errors: &mut Vec<EvidenceError>) {
        let mut refuse = |key: &str, what: &str| errors.push(EvidenceError::new(file, Some(key), what));
        let texts = [
            ("title", &self.title),
            ("summary", &self.summary),
            ("done", &self.done),
            ("date", &self.date),
            ("caveat", &self.caveat),
            ("source.title", &self.source.title),
        ];
        for (key, text) in texts {
            if text.trim().is_empty() {
                refuse(key, "is empty; say it in our own words");
            }
        }
        let stated = [
            ("setting", &self.setting),
            ("led_by", &self.led_by),
            ("stopped", &self.stopped),
            ("cost", &self.cost),
            ("source.year", &self.source.year),
            ("source.section", &self.source.section),
            ("source.address", &self.source.address),
        ];
        for (key, text) in stated {
            if text.is_blank() {
                refuse(key, "is empty; write \"not stated\" where the source doesn't say");
            }
        }
        let lists = [
            ("insights", self.insights.is_empty()),
            ("results", self.results.is_empty()),
            ("tags", self.tags.is_empty()),
        ];
        for (key, empty) in lists {
            if empty {
                refuse(key, "is empty; at least one is needed");
            }
        }
        self.check_parts(&mut refuse);
    }

    fn check_parts(&self, refuse: &mut impl FnMut(&str, &str)) {
        for result in self.results.iter().chain(self.adopters.iter().flat_map(|a| &a.results)) {
            if result.before.is_none() && result.after.is_none() && result.found.is_none() {
                refuse("results", &format!("'{}' has none of before, after and found", result.measure));
            }
        }
        for (n, bearing) in self.metrics.iter().enumerate() {
            if self.metrics[..n].iter().any(|earlier| earlier.metric == bearing.metric) {
                refuse("metrics", &format!("names {} twice", bearing.metric));
            }
        }
    }
}
