//! What a report says, and what became of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wt_facts::{FactSet, NoFigure};
use wt_units::OdsCode;

use crate::EngineError;

/// The longest text, in characters.
const LONGEST: usize = 2_000;
/// The most minutes that one report is of: three days.
const MOST: u32 = 3 * 24 * 60;
/// Limits whose breach a guardian noted for a fine: ids of facts, which say until when.
pub const LIMITS: [&str; 4] = ["rd-fine-average", "rd-fine-72-in-168", "rd-fine-rest", "rd-breaks-missed"];

/// In what the day was not as planned (terms of 2016, schedule 5; the list is from memory, hours and education are verified).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// More hours than planned.
    Hours,
    /// Rest or breaks missed.
    Rest,
    /// Other times of work than planned.
    Pattern,
    /// Support missing while on duty.
    Support,
    /// Teaching or training missed.
    Education,
}

impl Kind {
    /// All of them, in the order of tables.
    pub const ALL: [Self; 5] = [Self::Hours, Self::Rest, Self::Pattern, Self::Support, Self::Education];

    /// As in forms and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Rest => "rest",
            Self::Pattern => "pattern",
            Self::Support => "support",
            Self::Education => "education",
        }
    }

    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Hours => "More hours than planned",
            Self::Rest => "Rest or breaks missed",
            Self::Pattern => "Other times of work than planned",
            Self::Support => "Support missing while on duty",
            Self::Education => "Teaching or training missed",
        }
    }

    /// Who decides on it first, as a page says it.
    pub fn decided_by(self) -> &'static str {
        if self == Self::Education { "the director of medical education" } else { "medical HR" }
    }

    /// Read from a form.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Time off in lieu, of so many minutes.
    TimeOff,
    /// Payment, for so many minutes.
    Payment,
    /// The work schedule is reviewed.
    ScheduleReview,
    /// The teaching is made up for.
    TeachingMadeUp,
    /// Agreed, and nothing more to do.
    NothingMore,
    /// Not agreed.
    NotAgreed,
}

impl Outcome {
    /// All of them, in the order of forms.
    pub const ALL: [Self; 6] = [
        Self::TimeOff,
        Self::Payment,
        Self::ScheduleReview,
        Self::TeachingMadeUp,
        Self::NothingMore,
        Self::NotAgreed,
    ];

    /// As in forms and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::TimeOff => "time-off",
            Self::Payment => "payment",
            Self::ScheduleReview => "schedule-review",
            Self::TeachingMadeUp => "teaching-made-up",
            Self::NothingMore => "nothing-more",
            Self::NotAgreed => "not-agreed",
        }
    }

    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::TimeOff => "Time off in lieu",
            Self::Payment => "Payment",
            Self::ScheduleReview => "Review of the work schedule",
            Self::TeachingMadeUp => "Teaching made up for",
            Self::NothingMore => "Agreed, nothing more to do",
            Self::NotAgreed => "Not agreed",
        }
    }

    /// Whether it is of so many minutes.
    pub fn is_of_minutes(self) -> bool {
        matches!(self, Self::TimeOff | Self::Payment)
    }

    /// Read from a form.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Waits for a decision.
    Reported,
    /// Decided.
    Decided,
    /// The doctor does not agree: it waits for the guardian.
    Disputed,
    /// The guardian decided.
    Settled,
}

impl Stands {
    const ALL: [Self; 4] = [Self::Reported, Self::Decided, Self::Disputed, Self::Settled];

    /// As it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Decided => "decided",
            Self::Disputed => "disputed",
            Self::Settled => "settled",
        }
    }

    pub(super) fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stands| stands.word() == word)
    }
}

/// A report to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// Whom the doctor works for.
    pub org: OdsCode,
    /// In what the day was not as planned.
    pub kind: Kind,
    /// The day.
    pub on: Date,
    /// Minutes beyond the plan, or of rest missed; 0 where it is of none.
    pub minutes: u32,
    /// Whether there was an immediate concern for safety.
    pub safety: bool,
    /// What happened.
    pub what: String,
}

impl NewReport {
    pub(super) fn body(&self, by: &str, today: Date) -> Result<Body, EngineError> {
        let question = |words: String| Err(EngineError::Question(words));
        if self.on > today {
            return question(format!("The day is {}, and today is {today}: report what was.", self.on));
        }
        if self.minutes > MOST {
            return question(format!("Found {} minutes, expected at most {MOST}.", self.minutes));
        }
        if self.minutes == 0 && matches!(self.kind, Kind::Hours) {
            return question("Say how many minutes there were beyond the plan.".to_owned());
        }
        Ok(Body {
            by: by.to_owned(),
            made: today,
            kind: self.kind,
            on: self.on,
            minutes: self.minutes,
            safety: self.safety,
            what: text(&self.what, "what happened")?,
            decisions: Vec::new(),
            limits: Vec::new(),
        })
    }
}

/// A text that says something and is not too long.
pub(super) fn text(text: &str, what: &str) -> Result<String, EngineError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(EngineError::Question(format!("Say {what}."))),
        n if n > LONGEST => {
            Err(EngineError::Question(format!("Found {n} characters on {what}, expected at most {LONGEST}.")))
        }
        _ => Ok(text.to_owned()),
    }
}

/// What is kept of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Account of the doctor; never shown to who may not see the report.
    pub by: String,
    /// Day it was written.
    pub made: Date,
    /// In what the day was not as planned.
    pub kind: Kind,
    /// The day.
    pub on: Date,
    /// Minutes beyond the plan, or of rest missed.
    pub minutes: u32,
    /// Whether there was an immediate concern for safety.
    pub safety: bool,
    /// What happened.
    pub what: String,
    /// What was said and decided since, in order.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// Limits broken, as the guardian noted: ids out of [`LIMITS`].
    #[serde(default)]
    pub limits: Vec<String>,
}

/// A decision, or a doctor's word against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Account; the doctor's own where it is a dispute.
    pub by: String,
    /// Day.
    pub on: Date,
    /// What it is.
    pub event: Event,
    /// Why.
    pub note: String,
}

/// What a [`Decision`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Decided, with minutes of time off or pay.
    Decided(Outcome, u32),
    /// The doctor does not agree.
    Disputed,
    /// Decided by the guardian, with minutes.
    Settled(Outcome, u32),
}

/// A report as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Of the record.
    pub(super) id: String,
    /// Its address.
    pub slug: String,
    /// The version that was read.
    pub version: i64,
    /// Whose doctor.
    pub org: OdsCode,
    /// Where it stands.
    pub stands: Stands,
    /// What it says.
    pub body: Body,
}

impl Report {
    /// Whether somebody has to decide on it.
    pub fn waits(&self) -> bool {
        matches!(self.stands, Stands::Reported | Stands::Disputed)
    }

    /// What holds of it now: the last decision.
    pub fn outcome(&self) -> Option<(Outcome, u32)> {
        self.body.decisions.iter().rev().find_map(|decision| match decision.event {
            Event::Decided(outcome, minutes) | Event::Settled(outcome, minutes) => Some((outcome, minutes)),
            Event::Disputed => None,
        })
    }

    /// Limits for whose breach a guardian fined on the day of the report: id and title, with the limit. The terms of 4 February 2026 changed fines;
    /// until those are loaded as facts there are none for later days.
    ///
    /// # Errors
    /// [`NoFigure`] in a sentence, for a day without such limits.
    pub fn fines(&self, facts: &FactSet) -> Result<Vec<(&'static str, String)>, NoFigure> {
        LIMITS
            .into_iter()
            .map(|id| {
                let figure = facts.at(id, self.body.on)?;
                Ok((id, format!("{}: {} {}", figure.title, figure.value, figure.unit)))
            })
            .collect()
    }
}
