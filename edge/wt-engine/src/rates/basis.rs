//! The region's basis in law for showing one employer's rates to another: recorded, dated, and withdrawn when it ends.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use wt_rates::divergence::Basis;
use wt_store::{Change, NewRecord, RecordSharing};

use super::{audit, everything, question};
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

const KIND: &str = "rates-basis";
const SLUG: &str = "region";
const RECORDED: &str = "recorded";

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Legal {
    /// The memorandum or agreement that the employers share rates under.
    pub memorandum: String,
    /// Whose advice it stands on, and when it was given.
    pub advice: String,
    /// Who answers for it.
    pub owner: String,
    /// From which day it holds, such as 2026-10-01.
    pub date: String,
}

impl Legal {
    /// The basis, where it holds on a day.
    ///
    /// # Errors
    /// [`EngineError::Question`] with what is missing.
    pub fn basis(&self, today: Date) -> Result<Basis, EngineError> {
        for (what, text) in
            [("memorandum", &self.memorandum), ("legal advice", &self.advice), ("owner", &self.owner)]
        {
            if text.trim().is_empty() {
                return question(format!("Name the {what}: without it there is no basis in law."));
            }
        }
        let date: Date = match self.date.trim().parse() {
            Ok(date) => date,
            Err(_) => {
                return question(format!(
                    "Found '{}' as the date, expected a day such as 2026-10-01.",
                    self.date
                ));
            }
        };
        if date > today {
            return question(format!("The basis holds from {date} on, which is not yet."));
        }
        Ok(Basis { memorandum: self.memorandum.clone(), owner: self.owner.clone(), date })
    }

    /// As one line: "memorandum, owner, date".
    pub fn line(&self) -> String {
        format!("{}, {}, {}", self.memorandum.trim(), self.owner.trim(), self.date.trim())
    }
}

impl Engine {
    /// The basis in law as recorded; none before, and none once it was withdrawn.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn basis(&self, person: &Person) -> Result<Option<Legal>, EngineError> {
        let record = self.store().record(&everything(person)?, KIND, SLUG).await?;
        let holds = record.filter(|record| record.state == RECORDED);
        let read = |body| serde_json::from_value::<Legal>(body).ok();
        Ok(holds.and_then(|record| read(record.body)).filter(|legal| legal.basis(self.today()).is_ok()))
    }

    /// Records the basis in law; from now on employers see each other's rates.
    ///
    /// # Errors
    /// [`EngineError::Question`] with what is missing, [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn record_basis(&self, person: &Person, legal: &Legal) -> Result<(), EngineError> {
        legal.basis(self.today())?;
        self.save_basis(person, RECORDED, &json!(legal)).await
    }

    /// Withdraws it: from now on everybody sees itself alone again. Every version stays on record.
    ///
    /// # Errors
    /// [`EngineError::Question`] where none is recorded, [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn withdraw_basis(&self, person: &Person) -> Result<(), EngineError> {
        let Some(legal) = self.basis(person).await? else {
            return question("No basis in law is recorded, so there is none to withdraw.");
        };
        self.save_basis(person, "withdrawn", &json!(legal)).await
    }

    async fn save_basis(
        &self,
        person: &Person,
        state: &str,
        body: &serde_json::Value,
    ) -> Result<(), EngineError> {
        person.may(Right::RatesAnalyst)?;
        let viewer = everything(person)?;
        let entry = audit("rates.basis", state, body.clone());
        let sharing = RecordSharing::Region;
        match self.store().record(&viewer, KIND, SLUG).await? {
            Some(known) => {
                let change = Change { expected: known.version, state, sharing, body };
                self.store().change_record(&viewer, &known.id, &change, entry).await?;
            }
            None => {
                let new = NewRecord { kind: KIND, slug: SLUG, owner: None, sharing, state, body };
                self.store().add_record(&viewer, &new, entry).await?;
            }
        }
        Ok(())
    }
}
