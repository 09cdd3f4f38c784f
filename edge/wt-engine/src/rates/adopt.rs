//! Each employer adopts for itself: signatures and derogations, in a ledger that only grows. Nothing here binds anybody, and a
//! derogation is recorded, never punished.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use wt_rates::signature::{Document, Signature, hold};
use wt_store::StoreError;
use wt_units::OdsCode;

use super::card::RECOMMENDED;
use super::{audit, everything, own_only, question};
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

const STREAM: &str = "rates-adoptions";
/// How often an entry is tried again when somebody else wrote in between.
const TRIES: u32 = 3;

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    /// Address of the card.
    pub card: String,
    /// Code of the employer.
    pub employer: String,
    /// Its accountable director.
    pub by: String,
    /// When.
    pub on: String,
    /// First month that it pays by the card, such as 2026-12.
    pub from: String,
}

/// A recorded departure from the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derogation {
    /// Address of the card.
    pub card: String,
    /// Code of the employer.
    pub employer: String,
    /// Its accountable director.
    pub by: String,
    /// When.
    pub on: String,
    /// Which work.
    pub work: String,
    /// Why.
    pub reason: String,
    /// Last day of it.
    pub until: String,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// An employer signed.
    Adopted(Adoption),
    /// An employer recorded that it departs from the card for a time.
    Derogated(Derogation),
    /// An employer takes its signature back.
    Left(Adoption),
}

impl Said {
    fn employer(&self) -> &str {
        match self {
            Self::Adopted(a) | Self::Left(a) => &a.employer,
            Self::Derogated(d) => &d.employer,
        }
    }

    /// Address of the card.
    pub fn card(&self) -> &str {
        match self {
            Self::Adopted(a) | Self::Left(a) => &a.card,
            Self::Derogated(d) => &d.card,
        }
    }
}

impl Engine {
    /// The ledger of a card: who signed, who departs from it, who left.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn adoptions(&self, person: &Person, card: &str) -> Result<Vec<Said>, EngineError> {
        let entries = self.store().entries(&everything(person)?, STREAM, 0).await?;
        let read = entries.into_iter().filter_map(|entry| serde_json::from_value::<Said>(entry.body).ok());
        Ok(read.filter(|said| said.card() == card).collect())
    }

    /// Signs a recommended card for an employer: its own accountable director does, and nobody for it.
    ///
    /// # Errors
    /// [`EngineError::Question`] with what must come before or can't be read, [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn adopt_card(&self, person: &Person, adoption: &Adoption) -> Result<(), EngineError> {
        own_only(&person.may(Right::Sign)?, &adoption.employer)?;
        let card = self.card(person, &adoption.card).await?;
        if card.state != RECOMMENDED {
            return question("Only the card that the region recommends can be adopted.");
        }
        if adoption.by.trim().is_empty() {
            return question("Name the accountable director who signs.");
        }
        if first_day(&adoption.from).is_none() {
            return question(format!(
                "Found '{}' as the first month, expected a month such as 2026-12.",
                adoption.from
            ));
        }
        if self
            .standing(person, &adoption.card)
            .await?
            .iter()
            .any(|known| known.employer == adoption.employer)
        {
            return question(format!("{} has adopted this card already.", adoption.employer));
        }
        let document = Document {
            legal_basis: self.basis(person).await?.map(|legal| legal.line()),
            signature: vec![Signature {
                employer: adoption.employer.clone(),
                by: adoption.by.clone(),
                date: adoption.on.clone(),
            }],
            ..card.document
        };
        if let Err(faults) = hold(&document, self.today()) {
            return question(faults.join(" "));
        }
        self.add_said(person, &[Said::Adopted(adoption.clone())]).await
    }

    /// Records that an employer departs from the card for a time.
    ///
    /// # Errors
    /// [`EngineError::Question`] with what is missing, [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn derogate(&self, person: &Person, derogation: &Derogation) -> Result<(), EngineError> {
        own_only(&person.may(Right::Sign)?, &derogation.employer)?;
        for (what, text) in
            [("which work", &derogation.work), ("why", &derogation.reason), ("who decides", &derogation.by)]
        {
            if text.trim().is_empty() {
                return question(format!("Say {what}."));
            }
        }
        if derogation.until.parse::<Date>().is_err() {
            return question(format!(
                "Found '{}' as the last day, expected a day such as 2027-03-31.",
                derogation.until
            ));
        }
        if !self
            .standing(person, &derogation.card)
            .await?
            .iter()
            .any(|known| known.employer == derogation.employer)
        {
            return question(format!(
                "{} has not adopted this card, so there is nothing to depart from.",
                derogation.employer
            ));
        }
        self.add_said(person, &[Said::Derogated(derogation.clone())]).await
    }

    /// Takes an employer's signature back.
    ///
    /// # Errors
    /// [`EngineError::Question`] where there is none, [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn leave_card(&self, person: &Person, adoption: &Adoption) -> Result<(), EngineError> {
        own_only(&person.may(Right::Sign)?, &adoption.employer)?;
        if !self
            .standing(person, &adoption.card)
            .await?
            .iter()
            .any(|known| known.employer == adoption.employer)
        {
            return question(format!("{} has not adopted this card.", adoption.employer));
        }
        self.add_said(person, &[Said::Left(adoption.clone())]).await
    }

    /// Signatures that stand.
    pub(super) async fn standing(&self, person: &Person, card: &str) -> Result<Vec<Adoption>, EngineError> {
        let mut stand: Vec<Adoption> = Vec::new();
        for said in self.adoptions(person, card).await? {
            match said {
                Said::Adopted(one) => stand.push(one),
                Said::Left(one) => stand.retain(|known| known.employer != one.employer),
                Said::Derogated(_) => {}
            }
        }
        Ok(stand)
    }

    pub(super) async fn add_said(&self, person: &Person, all: &[Said]) -> Result<(), EngineError> {
        let viewer = everything(person)?;
        let bodies: Vec<_> = all.iter().map(|said| json!(said)).collect();
        let owner: Option<OdsCode> = match all {
            [one] => one.employer().parse().ok(),
            _ => None,
        };
        let mut tries = 0;
        loop {
            let last = self.store().entries(&viewer, STREAM, 0).await?.last().map_or(0, |entry| entry.n);
            let object = all.first().map_or("", Said::card);
            let entry = audit("rates.adoption", object, json!({ "lines": bodies })).of(owner);
            match self.store().append_entries(&viewer, STREAM, owner.as_ref(), last, &bodies, entry).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Conflict { .. }) if tries < TRIES => tries += 1,
                Err(e) => return Err(e.into()),
            }
        }
    }
}

/// The first day of a month as forms write it.
pub(super) fn first_day(month: &str) -> Option<Date> {
    month.trim().parse::<wt_units::Month>().ok().map(wt_units::Month::first_day)
}
