//! The watch: each month of bookings held against the card that an employer adopted.

use std::collections::BTreeMap;

use wt_rates::agreement::Agreement;
use wt_rates::extract::month_number;
use wt_rates::watch::{Assessed, State, Thresholds, Watch, assess};

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

impl Watched {
    /// Who keeps the card and who left it, in a sentence.
    pub fn summary(&self) -> String {
        let count =
            |wanted: fn(&State) -> bool| self.assessed.iter().filter(|one| wanted(&one.state)).count();
        format!(
            "{}, to the end of {}: of {} signatories shown, {} keep the card and {} left it.",
            self.card.title(),
            month_words(self.month),
            self.assessed.len(),
            count(|state| matches!(state, State::Keeps { .. })),
            count(|state| matches!(state, State::Left { .. })),
        )
    }

    /// Who left and who warns, each a sentence.
    pub fn warnings(&self) -> Vec<String> {
        self.assessed.iter().filter_map(warning).collect()
    }
}

fn warning(one: &Assessed) -> Option<String> {
    let warned = one.warning.map(|w| {
        format!("{} ({}, {:.1} standard deviations)", month_words(w.month), w.signal.words(), w.sum)
    });
    match (one.state, warned) {
        (State::Left { since, above_thousandths, .. }, warned) => {
            let before = warned.map_or("no warning before".to_owned(), |w| format!("first warning in {w}"));
            Some(format!(
                "{} left the card in {}: pay is {}.{}% above it; {before}.",
                one.employer,
                month_words(since),
                above_thousandths / 10,
                above_thousandths % 10
            ))
        }
        (State::Keeps { .. }, Some(warned)) => {
            Some(format!("{} keeps the card, but warns since {warned}.", one.employer))
        }
        _ => None,
    }
}

/// A month counted as year × 12 + month − 1, in words.
pub fn month_words(number: i32) -> String {
    let year = i16::try_from(number.div_euclid(12)).unwrap_or_default();
    let month =
        u8::try_from(number.rem_euclid(12) + 1).ok().and_then(|month| wt_units::Month::new(year, month));
    month.map_or(String::new(), wt_units::Month::long)
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
        let open = self.basis(person).await?.is_some();
        let shown = |code: &str| open || own == Some(code);
        self.watch_those(person, slug, month, &shown).await
    }

    /// The same of all signatories, for letters that are cut to their readers.
    pub(super) async fn watch_all(&self, person: &Person, slug: &str) -> Result<Watched, EngineError> {
        self.watch_those(person, slug, None, &|_| true).await
    }

    async fn watch_those(
        &self,
        person: &Person,
        slug: &str,
        month: Option<wt_units::Month>,
        seen: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<Watched, EngineError> {
        let card = self.card(person, slug).await?;
        let agreement: Agreement = card.agreement()?;
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
        let shown = |code: &str| adopted.contains_key(code) && seen(code);
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
