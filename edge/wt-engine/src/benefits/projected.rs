//! The gap if nothing is done, as it is kept: each time it is stated anew it is a new version, and the ones before stay.

use serde_json::json;
use wt_benefits::projection::Projection;
use wt_store::{AuditEntry, Change, NewRecord, RecordSharing};
use wt_units::{Month, Pence};

use crate::permit::{Person, Right};
use crate::settings::Gap;
use crate::{Engine, EngineError};

/// The kind of its record, of which a store holds one.
const KIND: &str = "gap-projection";
const SLUG: &str = "region";
const STATE: &str = "stated";

impl Engine {
    /// The projection as it was last stated, and which version it is; none before the first.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`]; [`EngineError::Builtin`] if it can't be read back.
    pub async fn projection(&self, person: &Person) -> Result<Option<(Projection, i64)>, EngineError> {
        let viewer = person.may(Right::See)?;
        let Some(record) = self.store().record(&viewer, KIND, SLUG).await? else { return Ok(None) };
        let read = serde_json::from_value(record.body)
            .map_err(|e| EngineError::Builtin(format!("the projection of the gap: {e}")))?;
        Ok(Some((read, record.version)))
    }

    /// Keeps a projection, in place of an earlier one, which stays as a version. The year that today lies in becomes the gap that
    /// pages set verified pounds against. Returns its version.
    ///
    /// # Errors
    /// [`EngineError::Question`] without years, source or words for what it covers; [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn save_projection(
        &self,
        person: &Person,
        projection: &Projection,
    ) -> Result<i64, EngineError> {
        let viewer = person.may(Right::Run)?;
        let said = |text: &str| !text.trim().is_empty();
        if projection.years.is_empty() || !said(&projection.source) || !said(&projection.covers) {
            let words = "A projection needs a year, what it covers, and where its figures are from.";
            return Err(EngineError::Question(words.to_owned()));
        }
        let body = json!(projection);
        let audit = |action: &str| {
            let detail = json!({ "years": projection.years.len(), "stated": projection.stated });
            AuditEntry::new(action, SLUG).with(detail)
        };
        let sharing = RecordSharing::Region;
        let record = match self.store().record(&viewer, KIND, SLUG).await? {
            None => {
                let new =
                    NewRecord { kind: KIND, slug: SLUG, owner: None, sharing, state: STATE, body: &body };
                self.store().add_record(&viewer, &new, audit("gap.projected")).await?
            }
            Some(before) => {
                let change = Change { expected: before.version, sharing, state: STATE, body: &body };
                self.store().change_record(&viewer, &before.id, &change, audit("gap.based-anew")).await?
            }
        };
        if let Some(gap) = self.of_this_year(projection) {
            self.save_gap(person, &gap).await?;
        }
        Ok(record.version)
    }

    /// The gap of the year that today lies in, if the projection holds one above nought.
    fn of_this_year(&self, projection: &Projection) -> Option<Gap> {
        let year = Month::of(self.today())?.plus(-3).year();
        let gap = projection.whole().get(&year).copied().filter(|gap| gap.central > Pence::ZERO)?;
        Some(Gap {
            amount: gap.central,
            covers: format!(
                "{}, {year}/{:02}, if nothing is done",
                projection.covers,
                (year + 1).rem_euclid(100)
            ),
            source: projection.source.clone(),
            stated: projection.stated,
        })
    }
}
