//! What is known of people, opportunities, actions and benefit lines.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use wt_units::{FinancialYear, Month, Pence};

use super::event::{Account, Action, Baseline, Evidence, Impact, Line, Opportunity, Role};

/// Somebody who may enter things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// An opportunity and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunityState {
    /// As entered.
    pub found: Opportunity,
    /// Whether it was taken on.
    pub accepted: bool,
    /// Why it was put aside, if it was.
    pub parked: Option<String>,
}

/// An impact assessment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessment {
    /// What was found.
    pub finding: String,
    /// Who approved it, by role.
    pub approved: BTreeMap<Role, String>,
}

/// An action and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionState {
    /// As entered.
    pub action: Action,
    /// Its assessments.
    pub assessments: BTreeMap<Impact, Assessment>,
    /// The day it began.
    pub started: Option<Date>,
    /// Milestones that were reached, and when.
    pub reached: BTreeMap<String, Date>,
    /// Its lines.
    pub lines: BTreeSet<String>,
}

impl ActionState {
    /// Milestones that are due by a day and not reached.
    pub fn late(&self, today: Date) -> impl Iterator<Item = &super::Milestone> {
        self.action.milestones.iter().filter(move |m| m.due < today && !self.reached.contains_key(&m.name))
    }
}

/// What a month brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actual {
    /// Pounds; below nought where it cost more.
    pub pounds: Pence,
    /// Who entered it.
    pub by: String,
    /// When.
    pub on: Date,
    /// Why it is below nought or was corrected.
    pub reason: Option<String>,
}

/// What finance agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Up to which month.
    pub through: Month,
    /// Who.
    pub by: String,
    /// When.
    pub on: Date,
    /// Against which version of the baseline.
    pub baseline: u32,
    /// What shows that a cost is gone.
    pub proof: Option<Evidence>,
}

/// Whether anything more may happen to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It may.
    Open,
    /// Complete, with what one would tell the next organisation.
    Closed(String),
    /// Not pursued, and why.
    Withdrawn(String),
}

/// A benefit line and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineState {
    /// As entered.
    pub line: Line,
    /// Who entered it.
    pub by: String,
    /// Every version of its baseline, with the day it was frozen.
    pub baselines: Vec<(Date, Baseline)>,
    /// Forecast outturn, by the year in which a financial year starts.
    pub forecasts: BTreeMap<i16, Pence>,
    /// By month.
    pub actuals: BTreeMap<Month, Actual>,
    /// What finance agreed to.
    pub verified: Option<Verified>,
    /// Why it went back, until it is verified again.
    pub returned: Option<String>,
    /// What is said of it against its national ceiling, if it is above it.
    pub flag: Option<String>,
    /// Who in finance let it stand above its ceiling, and why.
    pub passed: Option<(String, String)>,
    /// Whether anything more may happen.
    pub status: Status,
}

impl LineState {
    /// Pounds planned for a financial year: its full-year effect by months, or all of it in the year it comes if it is a one-off
    /// (part-year effect = full-year × months left / 12).
    pub fn planned(&self, year: FinancialYear) -> Pence {
        self.plan_of(year, |_| true)
    }

    /// Pounds planned for those months of a financial year that hold no actual yet.
    pub(crate) fn to_come(&self, year: FinancialYear) -> Pence {
        match self.line.recurrent {
            true => self.plan_of(year, |month| !self.actuals.contains_key(&month)),
            false => {
                let come = self.sum(year, |_| true);
                Pence::new((self.planned(year) - come).get().max(0))
            }
        }
    }

    fn plan_of(&self, year: FinancialYear, counts: impl Fn(Month) -> bool) -> Pence {
        let full = self.line.full_year.0.get();
        let Some(period) = year.period() else { return Pence::ZERO };
        if !self.line.recurrent {
            return if period.holds(self.line.start) { Pence::new(full) } else { Pence::ZERO };
        }
        let months = period.months().filter(|m| *m >= self.line.start && counts(*m)).count();
        let whole = i128::from(full) * months as i128 / 12;
        Pence::new(i64::try_from(whole).unwrap_or(i64::MAX))
    }

    /// Pounds that have come in a financial year so far.
    pub fn year_to_date(&self, year: FinancialYear) -> Pence {
        self.sum(year, |_| true)
    }

    /// Of these, pounds that finance has verified.
    pub fn verified_in(&self, year: FinancialYear) -> Pence {
        let through = self.verified.as_ref().map(|verified| verified.through);
        self.sum(year, |month| through.is_some_and(|through| month <= through))
    }

    fn sum(&self, year: FinancialYear, counts: impl Fn(Month) -> bool) -> Pence {
        let in_year = |month: &Month| FinancialYear::of(*month) == year && counts(*month);
        self.actuals.iter().filter(|(month, _)| in_year(month)).map(|(_, actual)| actual.pounds).sum()
    }

    /// What the year is expected to bring: the forecast where there is one, else what has come and the plan for the rest.
    pub fn outturn(&self, year: FinancialYear) -> Pence {
        let forecast = self.forecasts.get(&year_of(year)).copied();
        forecast.unwrap_or_else(|| self.year_to_date(year) + self.to_come(year))
    }

    /// Where in its life it stands, in words.
    pub fn words(&self) -> &'static str {
        let last = self.actuals.last_key_value().map(|(month, _)| *month);
        match (&self.status, &self.verified, last) {
            (Status::Closed(_), ..) => "closed",
            (Status::Withdrawn(_), ..) => "withdrawn",
            (_, Some(verified), Some(last)) if verified.through >= last => "verified",
            (_, _, Some(_)) if self.returned.is_some() => "returned by finance",
            (_, _, Some(_)) => "awaits finance",
            _ => "planned",
        }
    }

    /// What it is on the accounts, in words.
    pub fn account(&self) -> &'static str {
        match self.line.account {
            Account::Pay => "pay",
            Account::NonPay => "non-pay",
            Account::Income => "income",
        }
    }
}

/// The calendar year in which a financial year starts.
pub(crate) fn year_of(year: FinancialYear) -> i16 {
    year.period().map_or(0, |period| period.from().year())
}
