//! All bookings that count, in memory, read again only when a load changes.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use wt_rates::booking::{Booking, Cell, Id, Names};
use wt_rates::extract::{Layout, Mapping, Money, Reading, Record, RowReader, kept_headings, kept_row};
use wt_rates::gather::{Gather, moved};
use wt_units::Month;

use super::everything;
use super::intake::BOOKINGS;
use crate::intake::blocking;
use crate::permit::Person;
use crate::snapshot::GENERATED;
use crate::{Engine, EngineError};

/// Bookings that count. Where two files speak of an employer's month, the later one does.
#[derive(Debug, Default)]
pub struct Held {
    /// Names of employers, sites, tiers.
    pub names: Names,
    /// Every booking.
    pub bookings: Vec<Booking>,
    /// The files, in the order in which they were loaded.
    pub files: Vec<String>,
    /// Codes of employers, in order.
    pub employers: Vec<String>,
    /// Whether any of it was generated.
    pub generated: bool,
}

/// One load as the store gives it.
struct Text {
    file: String,
    pence: bool,
    blocks: Vec<String>,
}

impl Held {
    /// First and last month; none where nothing is loaded.
    pub fn months(&self) -> Option<(Month, Month)> {
        let month = |number: i32| {
            let year = i16::try_from(number.div_euclid(12)).ok()?;
            Month::new(year, u8::try_from(number.rem_euclid(12) + 1).ok()?)
        };
        let first = self.bookings.iter().map(|b| b.month).min()?;
        let last = self.bookings.iter().map(|b| b.month).max()?;
        Some((month(first)?, month(last)?))
    }

    /// Gathers sums of all bookings.
    pub(crate) fn gather<G: Gather>(&self, mut into: G) -> G {
        self.bookings.iter().for_each(|booking| into.take(booking, &self.names));
        into
    }

    /// The same over the last `months` months that anything was booked in.
    pub(crate) fn gather_last<G: Gather>(&self, mut into: G, months: i32) -> G {
        let last = self.bookings.iter().map(|b| b.month).max().unwrap_or(0);
        let within = self.bookings.iter().filter(|b| b.month > last - months);
        within.for_each(|booking| into.take(booking, &self.names));
        into
    }
}

impl Engine {
    /// All bookings that count. What of them may be shown is for the capabilities on top to hold to.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`]; [`EngineError::Builtin`] if a kept row can't be read back.
    pub(crate) async fn held(&self, person: &Person) -> Result<Arc<Held>, EngineError> {
        let viewer = everything(person)?;
        let version = self.store().version(&viewer).await?;
        let known = |at: i64| {
            let held = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
            held.as_ref().filter(|(made, _)| *made == at).map(|(_, held)| Arc::clone(held))
        };
        if let Some(held) = known(version) {
            return Ok(held);
        }
        let mut texts = Vec::new();
        for load in self.store().active_loads(&viewer).await?.iter().filter(|load| load.kind == BOOKINGS) {
            let blocks = self.store().blocks(&viewer, &load.id).await?;
            texts.push(Text {
                file: load.file_name.clone(),
                pence: load.summary.get("pence").and_then(serde_json::Value::as_bool).unwrap_or(false),
                blocks: blocks.into_iter().map(|block| block.body).collect(),
            });
        }
        let facts = self.facts().clone();
        let held = Arc::new(blocking(move || read_back(&texts, &facts)).await??);
        *self.rates.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&held)));
        Ok(held)
    }
}

fn read_back(texts: &[Text], facts: &wt_facts::FactSet) -> Result<Held, EngineError> {
    let damaged = |file: &str| {
        EngineError::Builtin(format!(
            "a booking of {file} can't be read back. Undo that load and import it again."
        ))
    };
    let mut held = Held::default();
    for (file, text) in (0_u16..).zip(texts) {
        let layout = Layout::find(&text.file, &kept_headings(), &Mapping::default())?;
        let money = if text.pence { Money::Pence } else { Money::Pounds };
        let reading = Reading { money, ..Reading::default() };
        let mut reader = RowReader::new(file, &text.file, &layout, &reading, facts);
        let from = held.bookings.len();
        let mut record = Record::default();
        for block in &text.blocks {
            let (bytes, mut at) = (block.as_bytes(), 0);
            while at < bytes.len() {
                at = record.read(bytes, at, b',');
                let row = kept_row(bytes, &record).ok_or_else(|| damaged(&text.file))?;
                let booking = reader.read(bytes, &record, row).ok_or_else(|| damaged(&text.file))?;
                held.bookings.push(booking);
            }
        }
        let to = held.names.absorb(&reader.names);
        held.bookings[from..].iter_mut().for_each(|booking| *booking = renamed(booking, &to));
        held.files.push(text.file.clone());
        held.generated |= text.file.starts_with(GENERATED);
    }
    let mut latest: BTreeMap<(Id, i32), u16> = BTreeMap::new();
    for booking in &held.bookings {
        let known = latest.entry((booking.employer, booking.month)).or_default();
        *known = booking.file.max(*known);
    }
    held.bookings.retain(|b| latest.get(&(b.employer, b.month)) == Some(&b.file));
    let employers: std::collections::BTreeSet<Id> = latest.keys().map(|(employer, _)| *employer).collect();
    held.employers = employers.iter().map(|id| held.names.name(*id).to_owned()).collect();
    held.employers.sort_unstable();
    Ok(held)
}

/// A booking under the names of another list.
fn renamed(booking: &Booking, to: &[Id]) -> Booking {
    Booking {
        employer: moved(to, booking.employer),
        site: moved(to, booking.site),
        unit: moved(to, booking.unit),
        cell: Cell { tier: moved(to, booking.cell.tier), ..booking.cell },
        override_reason: moved(to, booking.override_reason),
        ..*booking
    }
}
