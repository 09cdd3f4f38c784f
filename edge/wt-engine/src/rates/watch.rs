//! The watch: each month of bookings held against the card that an employer adopted.

use std::collections::BTreeMap;

use wt_rates::agreement::Agreement;
use wt_rates::extract::month_number;
use wt_rates::watch::{Assessed, Thresholds, Watch, assess};

use super::adopt::first_day;
use super::{Standard, own_only};
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// Bookings held against a card.
#[derive(Debug, Clone)]
pub struct Watched {
    /// The card.
    pub card: Standard,
    /// Signatories, as far as they may be seen.
    pub signed: usize,
    /// Employers that may be seen: all signatories once the basis in law is recorded, else one's own.
    pub assessed: Vec<Assessed>,
    /// Bookings above the card in the last month of the bookings: employer, cell, reason, override, bookings, pence.
    pub above: Vec<Above>,
    /// The last month of the bookings, as year × 12 + month − 1.
    pub month: i32,
}

/// Bookings above the card at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Above {
    /// Code of the employer.
    pub employer: String,
    /// The cell in words.
    pub cell: String,
    /// Why the shifts were asked for.
    pub reason: &'static str,
    /// Whether an override was recorded.
    pub overridden: bool,
    /// Bookings.
    pub bookings: u64,
    /// Pence above the card.
    pub pence: i64,
}

impl Engine {
    /// Holds the bookings against an adopted card; `month` ends the look, the last month of the bookings where none is named.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Denied`] for another's employer, [`EngineError::Store`].
    pub async fn watch_card(
        &self,
        person: &Person,
        slug: &str,
        own: Option<&str>,
        month: Option<wt_units::Month>,
    ) -> Result<Watched, EngineError> {
        if let Some(own) = own {
            own_only(&person.may(Right::See)?, own)?;
        }
        let card = self.card(person, slug).await?;
        let agreement: Agreement = card.agreement()?;
        let open = self.basis(person).await?.is_some();
        let held = self.held(person).await?;
        let stands = self.standing(person, slug).await?;
        let adopted: BTreeMap<String, i32> = stands
            .iter()
            .filter_map(|one| Some((one.employer.clone(), month_number(first_day(&one.from)?))))
            .collect();
        let last = held.bookings.iter().map(|b| b.month).max().unwrap_or(0);
        let until = month.map_or(last, |month| month_number(month.first_day()).min(last));
        let mut watch = Watch::new(&agreement);
        for booking in held.bookings.iter().filter(|b| b.month <= until) {
            wt_rates::gather::Gather::take(&mut watch, booking, &held.names);
        }
        let mut assessed = assess(&watch, &held.names, Some(&adopted), Thresholds::default());
        let shown = |code: &str| adopted.contains_key(code) && (open || own == Some(code));
        assessed.retain(|one| shown(&one.employer));
        let mut above: Vec<Above> = watch
            .above
            .iter()
            .filter(|(place, _)| place.month == until && shown(held.names.name(place.employer)))
            .map(|(place, found)| Above {
                employer: held.names.name(place.employer).to_owned(),
                cell: format!(
                    "{}, {}, {}, {}, {}",
                    place.cell.group,
                    place.cell.grade,
                    held.names.name(place.cell.tier),
                    place.cell.time,
                    place.cell.zone
                ),
                reason: place.reason.words(),
                overridden: place.overridden,
                bookings: found.bookings,
                pence: found.pence,
            })
            .collect();
        above.sort_by(|a, b| {
            (b.pence, &a.employer, &a.cell, a.reason).cmp(&(a.pence, &b.employer, &b.cell, b.reason))
        });
        Ok(Watched { card, signed: stands.len(), assessed, above, month: until })
    }
}
