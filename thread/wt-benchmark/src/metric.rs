//! A metric: a number with a definition, read from one TOML file under `metrics/`.
//!
//! Adding a metric needs no code: rows of Wholetime's template that name its id feed it, and the kinds of
//! published file listed in `kinds` feed it through the named `fields` of their rows.

use serde::{Deserialize, Serialize};
use wt_units::{MetricId, Quantity};

mod set;

pub use set::{MetricError, MetricSet};

/// A metric as its file defines it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// Slug, as in addresses: `sickness-absence`.
    pub id: MetricId,
    /// Name for a heading: "Sickness absence rate".
    pub name: String,
    /// What it measures, in a sentence or two.
    pub definition: String,
    /// Version of the definition, from 1.
    pub version: u32,
    /// Which of the eight insights or three themes it belongs to, as a slug.
    pub insight: String,
    /// Second axis: where the value lies, as a slug.
    #[serde(default)]
    pub where_value: Option<WhereValue>,
    /// What is counted.
    pub numerator: Part,
    /// Out of what.
    pub denominator: Part,
    /// Ids of the importers that feed it; the template always does.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// What the value is in.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// How to draw and test it.
    pub chart: ChartFamily,
    /// Where the definition comes from.
    pub source: Source,
    /// How sure we are of the definition.
    pub status: Status,
    /// Who answers for the definition.
    pub owner: String,
    /// Day the definition is looked at again.
    pub review: jiff::civil::Date,
    /// When new figures are expected, in words.
    #[serde(default)]
    pub next_update: Option<String>,
    /// What a unit of improvement is worth, or why it has no pounds.
    pub pounds: Value,
    /// Metrics in one group claim the same hours or pounds; a total takes them once: `staff-hours`.
    #[serde(default)]
    pub overlap_group: Option<String>,
    /// Words that find evidence for it.
    #[serde(default)]
    pub evidence_tags: Vec<String>,
    /// Whether figures come (also) by staff group.
    #[serde(default)]
    pub staff_groups: bool,
    /// For `direction = "band"`: the lower and upper end of the good range, in the metric's unit.
    #[serde(default)]
    pub band: Option<[f64; 2]>,
    /// What the metric is held against, in its unit, where those who own it have set a target.
    #[serde(default)]
    pub target: Option<f64>,
    /// Whether the numerator may lie below zero, as where more are in post than the establishment has. Otherwise a
    /// row of the template with such a numerator is refused.
    #[serde(default)]
    pub numerator_may_be_negative: bool,
    /// What a reader should know before using it.
    #[serde(default)]
    pub caveat: Option<String>,
}

impl Metric {
    /// The target as a share.
    pub fn target_share(&self) -> Option<f64> {
        Some(self.target? / self.unit.scale())
    }
}

/// Numerator or denominator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// In words: "FTE days lost to sickness".
    pub words: String,
    /// Names of the measure fields it is made of; empty where only the template feeds the metric.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Unit in words: "FTE days".
    pub unit: String,
    /// How several fields become one figure.
    #[serde(default)]
    pub combine: Combine,
}

impl Part {
    /// The figure of a row; none if any named field is missing (missing is never zero) or none is named.
    pub fn of(&self, fields: &[(&'static str, Quantity)]) -> Option<Quantity> {
        if self.fields.is_empty() {
            return None;
        }
        let mut sum = Quantity::ZERO;
        for name in &self.fields {
            let (_, figure) = fields.iter().find(|(n, _)| n == name)?;
            sum = sum.checked_add(*figure)?;
        }
        match self.combine {
            Combine::Sum => Some(sum),
            Combine::Mean => {
                let n = i64::try_from(self.fields.len()).ok()?;
                Some(Quantity::from_millionths(half_even(sum.millionths(), n)))
            }
        }
    }
}

/// `a / n` rounded half to even, `n` positive.
fn half_even(a: i64, n: i64) -> i64 {
    let (whole, rest) = (a.div_euclid(n), a.rem_euclid(n));
    match (rest.saturating_mul(2)).cmp(&n) {
        std::cmp::Ordering::Greater => whole + 1,
        std::cmp::Ordering::Equal => whole + whole.rem_euclid(2),
        std::cmp::Ordering::Less => whole,
    }
}

/// How several fields of a row become one figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// Added up.
    #[default]
    Sum,
    /// Their mean, such as of staff at the start and the end of a month.
    Mean,
}

/// What a value is in: the share of numerator and denominator times [`Unit::scale`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// 100 × numerator / denominator.
    Percent,
    /// 1,000 × numerator / denominator.
    #[serde(rename = "per-1000")]
    Per1000,
    /// Days for each one of the denominator.
    Days,
    /// Hours for each one of the denominator.
    Hours,
    /// Pounds for each one of the denominator.
    Gbp,
    /// Numerator / denominator as it is.
    Ratio,
}

impl Unit {
    /// What numerator / denominator is multiplied with to be shown.
    pub fn scale(self) -> f64 {
        match self {
            Self::Percent => 100.0,
            Self::Per1000 => 1000.0,
            Self::Days | Self::Hours | Self::Gbp | Self::Ratio => 1.0,
        }
    }

    /// A share in the metric's unit, as a page says it: "5.4%", "12.3 per 1,000", "£41.20".
    pub fn say(self, share: f64) -> String {
        let x = share * self.scale();
        match self {
            Self::Percent => format!("{x:.1}%"),
            Self::Per1000 => format!("{x:.1} per 1,000"),
            Self::Days => format!("{x:.1} days"),
            Self::Hours => format!("{x:.1} hours"),
            Self::Gbp => format!("£{x:.2}"),
            Self::Ratio => format!("{x:.2}"),
        }
    }

    /// A gap between two shares, without sign: "1.1 percentage points".
    pub fn say_gap(self, gap: f64) -> String {
        match self {
            Self::Percent => format!("{:.1} percentage points", gap.abs() * 100.0),
            _ => self.say(gap.abs()),
        }
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
    /// Neither: shown as context, without rank or pounds.
    Context,
    /// Nearer to zero is better.
    ToZero,
    /// Nearer to 100 is better.
    #[serde(rename = "to-100")]
    To100,
    /// Inside a band is better.
    Band,
}

impl Direction {
    /// How far a share lies on the worse side of another: the distance from good, larger is worse; none for
    /// context and for a band, which have no order.
    pub fn badness(self, share: f64, unit: Unit) -> Option<f64> {
        match self {
            Self::Lower => Some(share),
            Self::Higher => Some(-share),
            Self::ToZero => Some(share.abs()),
            Self::To100 => Some((100.0 / unit.scale() - share).abs()),
            Self::Context | Self::Band => None,
        }
    }
}

/// How to draw and test a metric; the words are those of statistics.md §2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChartFamily {
    /// The numerator is part of the denominator: funnel of proportions.
    Proportion,
    /// Events over exposure.
    Rate,
    /// One amount over another.
    Ratio,
    /// A mean over cases.
    Mean,
    /// A difference.
    Difference,
}

/// Where in the system the value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhereValue {
    /// Right care in the right setting.
    RightCareInTheRightSetting,
    /// Productivity in existing services.
    ProductivityInExistingServices,
    /// New ways of delivering care.
    NewWaysOfDeliveringCare,
}

/// Where a definition comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title of the source.
    pub title: String,
    /// Year of the edition read.
    #[serde(default)]
    pub year: Option<i16>,
    /// Where in it.
    #[serde(default)]
    pub section: Option<String>,
    /// Where it can be found.
    #[serde(default)]
    pub address: Option<String>,
}

/// How sure we are of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Read in the named source.
    Verified,
    /// From memory: shown as an unconfirmed default.
    Memory,
    /// Our own definition; there is no national one.
    Own,
}

/// What a unit of improvement is worth: either a price, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A price for each unit of the numerator.
    Priced(PricedBy),
    /// No pounds, and why.
    None(NoPounds),
}

/// A price for each unit of the numerator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricedBy {
    /// Unit it is for, in words: "FTE day".
    pub per: String,
    /// Id of a price in the facts: `sickness-fte-day`.
    pub price: String,
    /// What kind of benefit the pounds are.
    pub benefit_type: BenefitType,
    /// What the pounds are not.
    pub caveat: String,
}

/// Why a metric has no pounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoPounds {
    /// Why, as a sentence.
    pub none: String,
}

/// The four kinds of benefit, which are never added together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BenefitType {
    /// A cost is removed.
    CashReleasing,
    /// A cost that would have come does not.
    CostAvoided,
    /// Staff time is freed; its pounds are a valuation.
    TimeReleased,
    /// Better care.
    Quality,
}

impl BenefitType {
    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::CashReleasing => "cash-releasing",
            Self::CostAvoided => "cost avoided",
            Self::TimeReleased => "time released",
            Self::Quality => "quality",
        }
    }
}

#[cfg(test)]
mod tests;
