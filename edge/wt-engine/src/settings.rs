//! What a store's users set once: the gap, the region and employer that pages open with.

use serde::{Deserialize, Serialize};
use serde_json::json;
use wt_store::AuditEntry;
use wt_units::{OdsCode, Pence};

use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// The affordability gap as its users state it: dated, sourced, never invented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// How much.
    pub amount: Pence,
    /// What it covers: "London, 2026/27".
    pub covers: String,
    /// Where the figure is from.
    pub source: String,
    /// The day it was stated, such as 2026-04-01.
    pub stated: jiff::civil::Date,
}

/// Where pages open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Region by name.
    pub region: Option<String>,
    /// Employer by code.
    pub org: Option<OdsCode>,
}

impl Engine {
    /// The gap, if one was loaded.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn gap(&self, person: &Person) -> Result<Option<Gap>, EngineError> {
        self.setting(person, "gap").await
    }

    /// Loads the gap, in place of an earlier figure (which stays in the audit log).
    ///
    /// # Errors
    /// [`EngineError::Question`] for a gap that is not positive or has no source, [`EngineError::Denied`].
    pub async fn save_gap(&self, person: &Person, gap: &Gap) -> Result<(), EngineError> {
        if gap.amount <= Pence::ZERO || gap.source.trim().is_empty() || gap.covers.trim().is_empty() {
            let words = "A gap needs an amount above zero, what it covers, and where the figure is from.";
            return Err(EngineError::Question(words.to_owned()));
        }
        self.save(person, "gap", json!(gap)).await
    }

    /// Where pages open.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn home(&self, person: &Person) -> Result<Home, EngineError> {
        Ok(self.setting(person, "home").await?.unwrap_or_default())
    }

    /// Sets where pages open.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn save_home(&self, person: &Person, home: &Home) -> Result<(), EngineError> {
        self.save(person, "home", json!(home)).await
    }

    async fn setting<T: serde::de::DeserializeOwned>(
        &self,
        person: &Person,
        name: &str,
    ) -> Result<Option<T>, EngineError> {
        let value = self.store().setting(&person.may(Right::See)?, name).await?;
        Ok(value.and_then(|v| serde_json::from_value(v).ok()))
    }

    async fn save(&self, person: &Person, name: &str, value: serde_json::Value) -> Result<(), EngineError> {
        let audit = AuditEntry::new("setting.saved", name).with(value.clone());
        Ok(self.store().save_setting(&person.may(Right::Run)?, name, &value, audit).await?)
    }
}
