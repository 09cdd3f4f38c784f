//! What becomes of a report: decided, disputed, settled, its broken limits noted.

use serde_json::json;
use wt_store::{AuditEntry, Change, RecordSharing, Viewer};
use wt_units::OdsCode;

use super::report::{Decision, Event, Kind, LIMITS, Outcome, Report, Stands, text};
use super::{masked, read};
use crate::permit::{Action, Object, Person, Reach, Role, Whose};
use crate::{Engine, EngineError};

/// What somebody does with a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Medical HR, or the director of medical education on teaching, decides.
    Decide {
        /// What.
        outcome: Outcome,
        /// Minutes of time off or pay.
        minutes: u32,
        /// Why.
        note: String,
    },
    /// The doctor does not agree with the decision.
    Dispute {
        /// Why.
        note: String,
    },
    /// The guardian decides on what is disputed.
    Settle {
        /// What.
        outcome: Outcome,
        /// Minutes of time off or pay.
        minutes: u32,
        /// Why.
        note: String,
    },
    /// The guardian notes limits that were broken.
    Limits {
        /// Ids out of [`LIMITS`].
        ids: Vec<String>,
    },
}

impl Engine {
    /// Takes a report a step on. `version` is the one that was read.
    ///
    /// # Errors
    /// [`EngineError::Denied`] for who may not take this step; [`EngineError::Question`] where it does not fit; that of the store
    /// where somebody else changed the report first.
    pub async fn step_exception(
        &self,
        person: &Person,
        slug: &str,
        version: i64,
        step: &Step,
    ) -> Result<Report, EngineError> {
        let (mut report, viewer) = self.exception_for(person, slug).await?;
        if let Some(why) = person.refused(&report, step) {
            return Err(EngineError::Denied(why));
        }
        let action = self.take(person, &mut report, step)?;
        // The log tells what medical HR, education and the guardian did, and of the doctor only that one did.
        let viewer: Viewer = if matches!(step, Step::Dispute { .. }) { masked(viewer) } else { viewer };
        let body = json!(report.body);
        let change = Change {
            expected: version,
            sharing: RecordSharing::Own,
            state: report.stands.word(),
            body: &body,
        };
        let audit = AuditEntry::new(action, slug).of(Some(report.org));
        let kept = self.store().change_record(&viewer, &report.id, &change, audit).await?;
        read(&kept)
    }

    /// Applies a step, if the report stands where it can be taken. Returns what the audit log calls it.
    fn take(&self, person: &Person, report: &mut Report, step: &Step) -> Result<&'static str, EngineError> {
        let stands = |expected: &[Stands], words: &str| match expected.contains(&report.stands) {
            true => Ok(()),
            false => Err(EngineError::Question(words.to_owned())),
        };
        let (event, note, next, action) = match step {
            Step::Decide { outcome, minutes, note } => {
                stands(&[Stands::Reported], "It has been decided already.")?;
                fits(*outcome, *minutes)?;
                (Event::Decided(*outcome, *minutes), note, Stands::Decided, "exception.decided")
            }
            Step::Dispute { note } => {
                stands(
                    &[Stands::Decided],
                    "There is no decision to disagree with, or the guardian made it.",
                )?;
                (Event::Disputed, note, Stands::Disputed, "exception.disputed")
            }
            Step::Settle { outcome, minutes, note } => {
                stands(&[Stands::Disputed], "Nobody disagrees with a decision.")?;
                fits(*outcome, *minutes)?;
                (Event::Settled(*outcome, *minutes), note, Stands::Settled, "exception.settled")
            }
            Step::Limits { ids } => {
                report.fines(self.facts()).map_err(|why| EngineError::Question(why.to_string()))?;
                if let Some(unknown) = ids.iter().find(|id| !LIMITS.contains(&id.as_str())) {
                    return Err(EngineError::Question(format!("There is no limit '{unknown}'.")));
                }
                report.body.limits.clone_from(ids);
                return Ok("exception.limits");
            }
        };
        let note = text(note, "why")?;
        report.body.decisions.push(Decision { by: person.name().to_owned(), on: self.today(), event, note });
        report.stands = next;
        Ok(action)
    }
}

/// Minutes where the outcome is of some, and only there.
fn fits(outcome: Outcome, minutes: u32) -> Result<(), EngineError> {
    match (outcome.is_of_minutes(), minutes) {
        (true, 0) => Err(EngineError::Question("Say how many minutes of time off or pay.".to_owned())),
        (false, 1..) => Err(EngineError::Question(format!(
            "'{}' has no minutes: found {minutes}, expected 0.",
            outcome.words()
        ))),
        _ => Ok(()),
    }
}

impl Person {
    /// Why this person may not take a step with a report; none where they may.
    pub fn refused(&self, report: &Report, step: &Step) -> Option<String> {
        let whose = Whose::org(&report.org);
        let may = |action| self.can(Object::ExceptionReports, action, &whose).err().map(|e| e.to_string());
        match step {
            Step::Decide { .. } => {
                may(Action::Review).or_else(|| self.not_theirs(&report.org, report.body.kind))
            }
            Step::Settle { .. } | Step::Limits { .. } => may(Action::Approve),
            Step::Dispute { .. } if report.body.by == self.name() => None,
            Step::Dispute { .. } => {
                Some("Only the doctor who wrote the report disagrees with a decision.".to_owned())
            }
        }
    }

    /// Teaching is for the director of medical education, all else for medical HR.
    fn not_theirs(&self, org: &OdsCode, kind: Kind) -> Option<String> {
        let wanted = match kind {
            Kind::Education => Role::MedicalEducation,
            Kind::Hours | Kind::Rest | Kind::Pattern | Kind::Support => Role::MedicalHr,
        };
        let here = |reach: &Reach| matches!(reach, Reach::Org { org: held, unit: None } if held == org);
        let holds = self.is_local() || self.roles().iter().any(|m| m.role == wanted && here(&m.reach));
        (!holds).then(|| format!("{} is decided by {}.", kind.words(), kind.decided_by()))
    }
}
