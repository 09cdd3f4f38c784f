//! The gap if nothing is done: what care would cost in each year, and what is there to pay for it, by employer, with a range.
//!
//! Either stated year by year, or modelled: pay grows with the workforce and the price of its work, everything else with activity and
//! prices, income with what is granted. All rates are percent, exact; pounds are rounded once a year, halves to even.
//! The low end takes the low end of every cost and the high end of income at once, so the range is wide: it is not an interval of
//! chance. Nothing is made up: an employer without a base, or a year without a rate, is refused.
//!
//! ```
//! use wt_benefits::projection::{Base, Driver, Growth, Rate, project};
//! use wt_units::Pence;
//! let base = Base { org: "RJ6".parse().unwrap(), pay: Pence::new(60_000), non_pay: Pence::new(40_000), income: Pence::new(100_000) };
//! let grow = |driver, percent: &str| Growth { year: 2026, driver, org: None, rate: Rate::plain(percent.parse().unwrap()) };
//! let growth = [
//!     grow(Driver::Activity, "2"), grow(Driver::Price, "1"), grow(Driver::Pay, "3"), grow(Driver::Workforce, "1"),
//!     grow(Driver::Income, "2"),
//! ];
//! let gap = project(2025, &[base], &growth).unwrap();
//! // 600.00 × 1.01 × 1.03 + 400.00 × 1.02 × 1.01 − 1,000.00 × 1.02
//! assert_eq!(gap[0].gap.central, Pence::new(62_418 + 41_208 - 102_000));
//! ```

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wt_units::{OdsCode, Pence, Quantity};

use crate::ledger::Sum;
use crate::proof::Range;

mod table;

pub use table::{bases, growth, stated};

/// A hundred percent in millionths of a percent.
const WHOLE: i128 = 100_000_000;

/// What grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Driver {
    /// How much care is given.
    Activity,
    /// What is bought costs more.
    Price,
    /// An hour of work costs more.
    Pay,
    /// More people are employed.
    Workforce,
    /// More is granted.
    Income,
}

impl Driver {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Activity, Self::Price, Self::Pay, Self::Workforce, Self::Income];

    /// As a file names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Price => "price",
            Self::Pay => "pay",
            Self::Workforce => "workforce",
            Self::Income => "income",
        }
    }
}

/// Percent in a year: low, central, high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Low end.
    pub low: Quantity,
    /// Middle.
    pub central: Quantity,
    /// High end.
    pub high: Quantity,
}

impl Rate {
    /// Without a range.
    pub fn plain(percent: Quantity) -> Self {
        Self { low: percent, central: percent, high: percent }
    }
}

/// How something grows in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// The financial year, by its first calendar year.
    pub year: i16,
    /// What.
    pub driver: Driver,
    /// Of one employer; none: of all that have no rate of their own.
    pub org: Option<OdsCode>,
    /// By how much.
    pub rate: Rate,
}

/// What an employer spends and gets in the year before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// Whose.
    pub org: OdsCode,
    /// Pay.
    pub pay: Pence,
    /// Everything else.
    pub non_pay: Pence,
    /// Income.
    pub income: Pence,
}

/// The gap of an employer in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// Whose.
    pub org: OdsCode,
    /// The financial year, by its first calendar year.
    pub year: i16,
    /// What would be missing; below nought where something is left over.
    pub gap: Range,
}

/// A projection as it is kept: dated, sourced, and based on a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Projection {
    /// What it covers: "London".
    pub covers: String,
    /// Where its figures are from.
    pub source: String,
    /// The day it was stated.
    pub stated: Date,
    /// The year it grows from, by its first calendar year; none where every year was stated.
    pub base: Option<i16>,
    /// By employer and year.
    pub years: Vec<Kept>,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Whose.
    pub org: OdsCode,
    /// The financial year, by its first calendar year.
    pub year: i16,
    /// Low end.
    pub low: Sum,
    /// Middle.
    pub central: Sum,
    /// High end.
    pub high: Sum,
}

impl From<Year> for Kept {
    fn from(year: Year) -> Self {
        let Range { low, central, high } = year.gap;
        Self { org: year.org, year: year.year, low: Sum(low), central: Sum(central), high: Sum(high) }
    }
}

impl Projection {
    /// The whole by year: the ends are added up, as if all employers were at the same end at once.
    pub fn whole(&self) -> BTreeMap<i16, Range> {
        let mut all: BTreeMap<i16, Range> = BTreeMap::new();
        for kept in &self.years {
            let none = Range { low: Pence::ZERO, central: Pence::ZERO, high: Pence::ZERO };
            let sum = all.entry(kept.year).or_insert(none);
            (sum.low, sum.central, sum.high) =
                (sum.low + kept.low.0, sum.central + kept.central.0, sum.high + kept.high.0);
        }
        all
    }

    /// What it is not, and how old it is, as sentences.
    pub fn sentences(&self, today: Date) -> Vec<String> {
        let mut said: Vec<String> = self
            .whole()
            .into_iter()
            .map(|(year, gap)| {
                format!(
                    "If nothing is done, {} is short of {} in {year}/{:02} ({} to {}).",
                    self.covers,
                    gap.central,
                    (year + 1).rem_euclid(100),
                    gap.low,
                    gap.high
                )
            })
            .collect();
        said.push(format!("Stated on {}; source: {}.", self.stated, self.source));
        let first = self.years.iter().map(|y| y.year).min();
        let now = wt_units::Month::of(today).map(|m| m.plus(-3).year());
        if let (Some(first), Some(now)) = (first, now)
            && first < now
        {
            said.push(format!(
                "It begins in {first}/{:02}, which is over: base it on a later year.",
                (first + 1).rem_euclid(100)
            ));
        }
        said.push(
            "The ends take every rate at its worst or best at once: they are bounds, no interval of chance."
                .to_owned(),
        );
        said
    }
}

/// Why there is no projection, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoProjection {
    /// No employer.
    #[error("No employer has a base: give pay, other costs and income of the year before the first.")]
    NoBase,
    /// No year.
    #[error("No year has rates: give activity, price, pay, workforce and income of each year.")]
    NoYear,
    /// An employer twice.
    #[error("{0} has two bases, expected one.")]
    Twice(OdsCode),
    /// A rate is missing.
    #[error("{year} has no rate of {} for {org}: a rate that is not known is not taken for nought.", driver.word())]
    NoRate {
        /// The year.
        year: i16,
        /// What.
        driver: Driver,
        /// Whose.
        org: OdsCode,
    },
    /// The ends are the wrong way round, or a rate takes everything away.
    #[error("The rate of {} in {year}: found {low}, {central} and {high}, expected low, central and high above -100 percent, in this order.", driver.word())]
    Order {
        /// The year.
        year: i16,
        /// What.
        driver: Driver,
        /// As it stood.
        low: Quantity,
        /// As it stood.
        central: Quantity,
        /// As it stood.
        high: Quantity,
    },
    /// Two rates for one thing.
    #[error("{year} has two rates of {} for {}, expected one.", driver.word(), org.map_or("all".to_owned(), |o| o.to_string()))]
    TwoRates {
        /// The year.
        year: i16,
        /// What.
        driver: Driver,
        /// Whose.
        org: Option<OdsCode>,
    },
    /// Years that do not follow one another.
    #[error("{0} has no rates, and years before and after it have: growth needs every year.")]
    Hole(i16),
    /// Beyond what pence can hold.
    #[error("The pounds of {0} are too large to calculate with.")]
    TooLarge(OdsCode),
}

/// Pay, everything else and income, at one end.
#[derive(Clone, Copy)]
struct At {
    pay: i64,
    non_pay: i64,
    income: i64,
}

/// The gap of every employer in every year that has rates, from a base of the year `base`.
///
/// # Errors
/// What is missing or can't be, as a sentence.
pub fn project(base: i16, bases: &[Base], growth: &[Growth]) -> Result<Vec<Year>, NoProjection> {
    let mut seen = BTreeSet::new();
    if let Some(twice) = bases.iter().find(|b| !seen.insert(b.org)) {
        return Err(NoProjection::Twice(twice.org));
    }
    if bases.is_empty() {
        return Err(NoProjection::NoBase);
    }
    let rates = rates(growth)?;
    let last = growth.iter().map(|g| g.year).max().filter(|last| *last > base).ok_or(NoProjection::NoYear)?;
    if let Some(hole) = (base + 1..=last).find(|year| growth.iter().all(|g| g.year != *year)) {
        return Err(NoProjection::Hole(hole));
    }
    let mut all = Vec::new();
    for one in bases {
        let start = At { pay: one.pay.get(), non_pay: one.non_pay.get(), income: one.income.get() };
        let mut ends = [start; 3];
        for year in base + 1..=last {
            let rate = |driver| {
                let own =
                    rates.get(&(year, driver, Some(one.org))).or_else(|| rates.get(&(year, driver, None)));
                own.copied().ok_or(NoProjection::NoRate { year, driver, org: one.org })
            };
            let [activity, price, pay, workforce, income] = [
                rate(Driver::Activity)?,
                rate(Driver::Price)?,
                rate(Driver::Pay)?,
                rate(Driver::Workforce)?,
                rate(Driver::Income)?,
            ];
            let pick = [|r: Rate| r.low, |r: Rate| r.central, |r: Rate| r.high];
            for (at, end) in ends.iter_mut().enumerate() {
                let (cost, granted) = (pick[at], pick[2 - at]);
                let grown = |sum, a, b| grow(sum, a, b).ok_or(NoProjection::TooLarge(one.org));
                *end = At {
                    pay: grown(end.pay, cost(workforce), cost(pay))?,
                    non_pay: grown(end.non_pay, cost(activity), cost(price))?,
                    income: grown(end.income, granted(income), Quantity::ZERO)?,
                };
            }
            let gap = |at: At| {
                let gap = i128::from(at.pay) + i128::from(at.non_pay) - i128::from(at.income);
                i64::try_from(gap).map(Pence::new).map_err(|_| NoProjection::TooLarge(one.org))
            };
            let gap = Range { low: gap(ends[0])?, central: gap(ends[1])?, high: gap(ends[2])? };
            all.push(Year { org: one.org, year, gap });
        }
    }
    Ok(all)
}

type Rates = BTreeMap<(i16, Driver, Option<OdsCode>), Rate>;

fn rates(growth: &[Growth]) -> Result<Rates, NoProjection> {
    let mut rates = Rates::new();
    for Growth { year, driver, org, rate } in growth.iter().copied() {
        let Rate { low, central, high } = rate;
        let least = i128::from(low.millionths());
        if least <= -WHOLE || low > central || central > high {
            return Err(NoProjection::Order { year, driver, low, central, high });
        }
        if rates.insert((year, driver, org), rate).is_some() {
            return Err(NoProjection::TwoRates { year, driver, org });
        }
    }
    Ok(rates)
}

/// A sum grown by two rates at once, rounded half to even.
fn grow(sum: i64, a: Quantity, b: Quantity) -> Option<i64> {
    let factor = |rate: Quantity| WHOLE + i128::from(rate.millionths());
    let product = i128::from(sum).checked_mul(factor(a))?.checked_mul(factor(b))?;
    let whole = WHOLE * WHOLE;
    let (floor, rest) = (product.div_euclid(whole), product.rem_euclid(whole));
    let up = match (rest * 2).cmp(&whole) {
        std::cmp::Ordering::Greater => 1,
        std::cmp::Ordering::Equal => floor & 1,
        std::cmp::Ordering::Less => 0,
    };
    i64::try_from(floor + up).ok()
}
