//! What can happen in a ledger. Each entry is one line of a JSON Lines file; none is ever changed or taken out.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wt_benchmark::metric::BenefitType;
use wt_units::{MetricId, Month, OdsCode, Quantity};

use super::money::{Sum, exact};

/// One entry: when, by whom, what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The day it was entered, never before the entry above it.
    pub on: Date,
    /// Id of the person who entered it.
    pub by: String,
    /// What happened.
    pub event: Event,
}

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Runs the programme.
    Programme,
    /// Owns actions and their benefits.
    Owner,
    /// Verifies benefits.
    Finance,
    /// Approves impact assessments.
    ChiefNurse,
    /// Approves impact assessments.
    MedicalDirector,
}

impl Role {
    /// As a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Owner => "owner",
            Self::Finance => "finance",
            Self::ChiefNurse => "chief nurse",
            Self::MedicalDirector => "medical director",
        }
    }
}

/// Which impact is assessed before an action starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Impact {
    /// On the quality of care.
    Quality,
    /// On equality.
    Equality,
}

impl Impact {
    /// As a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Quality => "quality impact assessment",
            Self::Equality => "equality impact assessment",
        }
    }
}

/// Where in the accounts a benefit shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Account {
    /// Less pay.
    Pay,
    /// Less of anything else that is bought.
    NonPay,
    /// More income.
    Income,
}

/// So much of a base row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// Id of the row.
    pub row: String,
    /// In the unit of the row.
    #[serde(with = "exact")]
    pub quantity: Quantity,
}

/// Something that could be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opportunity {
    /// Its own id.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Whose.
    pub org: OdsCode,
    /// The measure it was seen in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<MetricId>,
    /// The area whose national ceiling holds for it, such as procurement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// What kind of benefit.
    pub benefit: BenefitType,
    /// Pounds in a full year: low end.
    pub low: Sum,
    /// Middle.
    pub central: Sum,
    /// High end.
    pub high: Sum,
    /// Percent, 0 to 100.
    pub certainty: u8,
    /// What it stands on.
    pub rows: Vec<Rows>,
}

/// A date by which something is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// What.
    pub name: String,
    /// By when.
    pub due: Date,
}

/// Work that is to bring benefits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Its own id.
    pub id: String,
    /// What is done.
    pub name: String,
    /// The accepted opportunities it realises.
    pub opportunities: Vec<String>,
    /// Who answers for it.
    pub owner: String,
    /// The tool it is done with.
    pub tool: String,
    /// The evidence that it works elsewhere.
    pub evidence: String,
    /// The first month that could show it.
    pub start: Month,
    /// What is done by when.
    pub milestones: Vec<Milestone>,
    /// The measure that must not get worse for patients.
    pub balance_patients: String,
    /// The measure that must not get worse for staff.
    pub balance_staff: String,
}

/// A benefit line of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its own id.
    pub id: String,
    /// What is gained.
    pub name: String,
    /// The action that brings it.
    pub action: String,
    /// Who counts it.
    pub org: OdsCode,
    /// What kind of benefit.
    pub benefit: BenefitType,
    /// Pay, non-pay or income.
    pub account: Account,
    /// Whether it comes again every year.
    pub recurrent: bool,
    /// Pounds in a full year, or once.
    pub full_year: Sum,
    /// The first month of the benefit.
    pub start: Month,
    /// Percent, 0 to 100.
    pub certainty: u8,
    /// The measure that proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<MetricId>,
    /// Pounds for one unit of the measure's numerator, where the measure proves pounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Sum>,
    /// What it stands on, in a full year.
    pub rows: Vec<Rows>,
    /// The pounds are in full although they look like thousands beside the opportunity.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_full: bool,
}

/// From what a benefit is measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The line.
    pub line: String,
    /// 1, 2, …
    pub version: u32,
    /// First month.
    pub from: Month,
    /// Last month, before the action starts.
    pub to: Month,
    /// The figure that stands, in words and numbers.
    pub figure: String,
    /// Why there is a new version; the first needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What shows that a cost is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Evidence {
    /// The budget was moved.
    Virement {
        /// Its number.
        reference: String,
        /// From where.
        cost_centre: String,
        /// From which account.
        account_code: String,
    },
    /// The post is no longer in the establishment.
    DeletedPost {
        /// Its number.
        post: String,
        /// Where it was.
        cost_centre: String,
        /// On which account.
        account_code: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// Somebody may enter things from now on.
    Person {
        /// Id.
        id: String,
        /// Name.
        name: String,
        /// What they may do.
        role: Role,
    },
    /// An opportunity was found.
    Opportunity(Opportunity),
    /// It was taken on.
    Accepted {
        /// Which.
        opportunity: String,
    },
    /// It was put aside.
    Parked {
        /// Which.
        opportunity: String,
        /// Why.
        reason: String,
    },
    /// An action was planned.
    Action(Action),
    /// An impact was assessed.
    Assessed {
        /// Of which action.
        action: String,
        /// Which impact.
        impact: Impact,
        /// What was found.
        finding: String,
    },
    /// An assessment was approved, by chief nurse or medical director.
    Approved {
        /// Of which action.
        action: String,
        /// Which assessment.
        impact: Impact,
    },
    /// The action began.
    Started {
        /// Which.
        action: String,
    },
    /// A milestone was reached.
    Reached {
        /// Of which action.
        action: String,
        /// Which.
        milestone: String,
    },
    /// A benefit is expected.
    Line(Line),
    /// A baseline was frozen.
    Baseline(Baseline),
    /// What the year is expected to bring.
    Forecast {
        /// Which line.
        line: String,
        /// The financial year, by its first calendar year.
        year: i16,
        /// Pounds by its end.
        outturn: Sum,
    },
    /// What a month brought.
    Actual {
        /// Which line.
        line: String,
        /// Which month.
        month: Month,
        /// Pounds; below nought where it cost more.
        pounds: Sum,
        /// Why it is below nought, or differs from what was entered before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The pounds are in full although they look like thousands beside what was expected.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        in_full: bool,
    },
    /// Finance agrees.
    Verified {
        /// Which line.
        line: String,
        /// Up to which month.
        through: Month,
        /// What shows that a cost is gone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<Evidence>,
    },
    /// Finance does not agree, or no longer.
    Returned {
        /// Which line.
        line: String,
        /// Why.
        reason: String,
    },
    /// Finance lets a line stand that is above its national ceiling.
    Passed {
        /// Which line.
        line: String,
        /// Why.
        reason: String,
    },
    /// A benefit is complete.
    Closed {
        /// Which line.
        line: String,
        /// What would you tell the next organisation?
        lesson: String,
    },
    /// A benefit is not pursued.
    Withdrawn {
        /// Which line.
        line: String,
        /// Why.
        reason: String,
    },
    /// One organisation became part of another.
    Merger {
        /// Which.
        from: OdsCode,
        /// Its successor.
        into: OdsCode,
    },
    /// A measure is no longer published.
    MetricWithdrawn {
        /// Which.
        metric: MetricId,
        /// Why.
        reason: String,
    },
}
