//! The region's cards in the store: each a version of the recommended standard, with what must come before a signature.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use wt_rates::agreement::Agreement;
use wt_rates::signature::{Assessment, Consultation, Document, hold};
use wt_store::{Change, NewRecord, Record, RecordSharing};

use super::design::{Asked, Band, Designed};
use super::{audit, everything, question};
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

const KIND: &str = "rates-card";
/// A card that is being made.
pub(super) const DRAFT: &str = "draft";
/// A card that the region recommends.
pub(super) const RECOMMENDED: &str = "recommended";
/// One that a later card took the place of.
const SUPERSEDED: &str = "superseded";

/// What a card came to when it was made, for a month; pence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// Cost today.
    pub cost_now: i64,
    /// Cost under the card.
    pub cost: i64,
    /// What it saves: low, central, high.
    pub saving: [i64; 3],
    /// What lines above the card save at today's hours.
    pub above: i64,
    /// What lines below it cost.
    pub below: i64,
    /// Part filled today, in millionths.
    pub fill_now: i64,
    /// Part filled under the card.
    pub fill: i64,
    /// Whose pay falls and rises, by staff group and grade.
    pub bands: Vec<Band>,
}

/// A card as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    /// Its address: `card-2`.
    #[serde(skip)]
    pub slug: String,
    /// Where it stands: draft, recommended, superseded.
    #[serde(skip)]
    pub state: String,
    /// How often it was written.
    #[serde(skip)]
    pub versions: i64,
    /// What was asked.
    pub asked: Asked,
    /// The card as a file.
    pub csv: String,
    /// What it came to; nothing in it for a card that was only entered.
    pub summary: Summary,
    /// Name, version, days, assessment, consultation.
    pub document: Document,
}

impl Standard {
    /// The card's rates.
    ///
    /// # Errors
    /// [`EngineError::File`] where they can't be read back.
    pub fn agreement(&self) -> Result<Agreement, EngineError> {
        Ok(Agreement::parse(&self.slug, self.csv.as_bytes())?)
    }

    /// "Regional card, version 2".
    pub fn title(&self) -> String {
        format!("{}, version {}", self.document.card, self.document.version)
    }

    /// What is still missing before anybody may sign, each a sentence.
    pub fn missing(&self, basis: Option<&str>, today: Date) -> Vec<String> {
        let document = Document { legal_basis: basis.map(str::to_owned), ..self.document.clone() };
        hold(&document, today).err().unwrap_or_default()
    }

    fn read(record: Record) -> Option<Self> {
        let read: Self = serde_json::from_value(record.body).ok()?;
        Some(Self { slug: record.slug, state: record.state, versions: record.version, ..read })
    }
}

impl Engine {
    /// All cards, the latest version first.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn cards(&self, person: &Person) -> Result<Vec<Standard>, EngineError> {
        let records = self.store().records(&everything(person)?, KIND).await?;
        let mut cards: Vec<Standard> = records.into_iter().filter_map(Standard::read).collect();
        cards.sort_by_key(|card| std::cmp::Reverse(card.document.version));
        Ok(cards)
    }

    /// A card by its address.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn card(&self, person: &Person, slug: &str) -> Result<Standard, EngineError> {
        let record = self.store().record(&everything(person)?, KIND, slug).await?;
        record
            .and_then(Standard::read)
            .ok_or_else(|| EngineError::NotFound(format!("There is no card '{slug}'.")))
    }

    /// Keeps a designed card as the next version, a draft.
    ///
    /// # Errors
    /// As [`Engine::design_card`].
    pub async fn save_card(&self, person: &Person, asked: &Asked) -> Result<Standard, EngineError> {
        if asked.name.trim().is_empty() {
            return question("Give the card a name.");
        }
        let found = self.design_card(person, asked).await?;
        let summary = summary(&found);
        self.add_card(person, asked, found.csv, found.from, summary).await
    }

    pub(super) async fn add_card(
        &self,
        person: &Person,
        asked: &Asked,
        csv: String,
        from: Date,
        summary: Summary,
    ) -> Result<Standard, EngineError> {
        person.may(Right::RatesAnalyst)?;
        let version = self.cards(person).await?.first().map_or(1, |card| card.document.version + 1);
        let document = Document {
            card: asked.name.trim().to_owned(),
            version,
            effective_from: from.to_string(),
            legal_basis: None,
            equality_impact: None,
            consultation: None,
            signature: Vec::new(),
        };
        let (slug, state) = (format!("card-{version}"), DRAFT.to_owned());
        let card = Standard { slug, state, versions: 1, asked: asked.clone(), csv, summary, document };
        let body = json!(card);
        let sharing = RecordSharing::Region;
        let new = NewRecord { kind: KIND, slug: &card.slug, owner: None, sharing, state: DRAFT, body: &body };
        let entry = audit("rates.card", &card.slug, json!({ "name": card.document.card }));
        self.store().add_record(&everything(person)?, &new, entry).await?;
        Ok(card)
    }

    /// Records the equality impact assessment and the consultation of staff side.
    ///
    /// # Errors
    /// [`EngineError::Question`] with what can't be read, [`EngineError::NotFound`], [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn prepare_card(
        &self,
        person: &Person,
        slug: &str,
        assessment: Assessment,
        consultation: Consultation,
    ) -> Result<(), EngineError> {
        let mut card = self.card(person, slug).await?;
        card.document.equality_impact = Some(assessment);
        card.document.consultation = Some(consultation);
        // Whether the basis in law is recorded is asked when the card is put to the network.
        let standing = format!("any, any, {}", self.today());
        if let Some(first) = card.missing(Some(&standing), self.today()).first() {
            return question(first.clone());
        }
        self.write_card(person, &card, &card.state.clone()).await
    }

    /// Puts a card to the network: from now on it is the recommended standard, and each employer may adopt it for itself.
    ///
    /// # Errors
    /// [`EngineError::Question`] with what must come before, [`EngineError::NotFound`], [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn recommend_card(&self, person: &Person, slug: &str) -> Result<(), EngineError> {
        let card = self.card(person, slug).await?;
        let basis = self.basis(person).await?.map(|legal| legal.line());
        let missing = card.missing(basis.as_deref(), self.today());
        if !missing.is_empty() {
            return question(missing.join(" "));
        }
        for earlier in self.cards(person).await?.iter().filter(|c| c.state == RECOMMENDED && c.slug != slug) {
            self.write_card(person, earlier, SUPERSEDED).await?;
        }
        self.write_card(person, &card, RECOMMENDED).await
    }

    async fn write_card(&self, person: &Person, card: &Standard, state: &str) -> Result<(), EngineError> {
        person.may(Right::RatesAnalyst)?;
        let viewer = everything(person)?;
        let known = self.store().record(&viewer, KIND, &card.slug).await?;
        let Some(known) = known else {
            return Err(EngineError::NotFound(format!("There is no card '{}'.", card.slug)));
        };
        let body = json!(card);
        let change = Change { expected: card.versions, state, sharing: RecordSharing::Region, body: &body };
        let entry = audit("rates.card", &card.slug, json!({ "state": state }));
        self.store().change_record(&viewer, &known.id, &change, entry).await?;
        Ok(())
    }
}

pub(super) fn summary(found: &Designed) -> Summary {
    let all = &found.outcome.all;
    Summary {
        cost_now: all.cost_now,
        cost: all.cost,
        saving: [found.saving.low, found.saving.central, found.saving.high],
        above: all.above,
        below: all.below,
        fill_now: all.fill_now().unwrap_or(0),
        fill: all.fill().unwrap_or(0),
        bands: found.bands.clone(),
    }
}
