//! Every measure of a unit over a span of days, each with its numerator and denominator.

mod care;
mod contract;
mod fair;
mod flags;
mod hours;
mod notice;
mod unit;

use wt_units::{Quantity, UnitName};

use crate::model::Rosters;
use crate::ratio;
use crate::settings::Settings;
use crate::span::Span;
pub(crate) use unit::{Person, Unit};

/// How a value stands to its threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// On the right side.
    Within,
    /// On the wrong side.
    Outside,
    /// There is no threshold, or no value.
    NotJudged,
}

impl Verdict {
    /// For tables and files.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Outside => "outside",
            Self::NotJudged => "not judged",
        }
    }

    fn of(good: Option<bool>) -> Self {
        match good {
            Some(true) => Self::Within,
            Some(false) => Self::Outside,
            None => Self::NotJudged,
        }
    }
}

/// One measure of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Ward or team.
    pub unit: UnitName,
    /// Name of the measure; where the thread has a metric of that name, its numerator and denominator are these.
    pub measure: &'static str,
    /// The value in [`Self::value_unit`]; none where it can't be said, for the reason in [`Self::says`].
    pub value: Option<Quantity>,
    /// percent, hours, days, shifts, per 1,000 or hours a patient day.
    pub value_unit: &'static str,
    /// What is counted.
    pub numerator: Quantity,
    /// Out of what; 0 where there is nothing.
    pub denominator: Quantity,
    /// How it stands to its threshold.
    pub verdict: Verdict,
    /// In words, with the threshold where there is one.
    pub says: String,
    /// Rows of the lines that it is about, where it points at some.
    pub rows: Vec<u32>,
    /// Whether it is a figure for the metric of this name in the thread.
    pub metric: bool,
}

/// Every measure of a unit, in a fixed order. Rows must be [sound](crate::sound::sound).
///
/// ```
/// use wt_measures::{Rosters, Settings, Span, measure};
/// # let facts = wt_facts::FactSet::parse(&[("r.toml", include_str!("../../../facts/rostering.toml")),
/// #     ("a.toml", include_str!("../../../facts/agenda-for-change.toml"))]).unwrap();
/// let settings = Settings::on(&facts, jiff::civil::date(2026, 3, 1)).unwrap();
/// let march = Span::month("2026-03".parse().unwrap());
/// let found = measure(&Rosters::default(), &"Ward 7".parse().unwrap(), march, &settings);
/// assert!(found.iter().all(|measured| measured.value.is_none()), "no rows, no values");
/// ```
#[must_use]
pub fn measure(rosters: &Rosters, unit: &UnitName, span: Span, settings: &Settings) -> Vec<Measured> {
    let unit = Unit::new(rosters, unit, span, settings);
    let mut found = Vec::new();
    notice::measure(&unit, &mut found);
    hours::measure(&unit, &mut found);
    contract::measure(&unit, &mut found);
    fair::measure(&unit, &mut found);
    let patient_days = care::measure(&unit, &mut found);
    flags::measure(&unit, patient_days, &mut found);
    found
}

/// A share in percent of what is counted.
struct Share {
    measure: &'static str,
    numerator: Quantity,
    denominator: Quantity,
    metric: bool,
}

impl Share {
    /// Turned into a measure; `good` judges the percentage.
    fn done(self, unit: &Unit<'_>, good: impl Fn(Quantity) -> Option<bool>, says: String) -> Measured {
        let value = ratio::percent(self.numerator, self.denominator);
        Measured {
            unit: unit.name.clone(),
            measure: self.measure,
            value,
            value_unit: "percent",
            numerator: self.numerator,
            denominator: self.denominator,
            verdict: Verdict::of(value.and_then(good)),
            says,
            rows: Vec::new(),
            metric: self.metric && value.is_some(),
        }
    }
}

/// A value to one decimal, half up, for sentences.
pub(crate) fn tenths(value: Quantity) -> String {
    let tenths = value.millionths().saturating_add(50_000).div_euclid(100_000);
    let sign = if tenths < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
}
