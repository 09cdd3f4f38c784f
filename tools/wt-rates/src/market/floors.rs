//! Floors that the facts know: the legal minimum, and what the worker's own band pays for such an hour.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use wt_facts::{FactSet, Status};
use wt_pay::{Band, Employment, Moment, Point, Pricer, Settings, Shift, Zone};

use super::Market;
use crate::booking::{Grade, TimeBand};

/// The fact that holds the legal minimum: pounds an hour for workers of the highest age band.
pub const LEGAL_MINIMUM: &str = "national-living-wage";

/// What became of the floors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Floors {
    /// Cells whose legal minimum came from the facts.
    pub legal: usize,
    /// Cells whose band pay did.
    pub band: usize,
    /// Cells without any floor of pay: doctors, unless the table gives one.
    pub none: usize,
    /// Things a reader must know, as sentences.
    pub notes: Vec<String>,
}

/// Fills in floors that the table leaves open: the legal minimum of a day, and the entry point of the cell's band with unsocial
/// hours and London supplement, as pay for an hour in the bank. What the table says stays.
pub fn floors(market: &mut Market, facts: &FactSet, day: Date) -> Floors {
    let mut found = Floors::default();
    let minimum = facts.at(LEGAL_MINIMUM, day).ok();
    match &minimum {
        None => found.notes.push(format!(
            "No legal minimum is loaded for {day}: load '{LEGAL_MINIMUM}' as a dated fact, or give minimum_pence in the table."
        )),
        Some(figure) => {
            if figure.status == Status::Memory {
                found.notes.push("The legal minimum is an unconfirmed default.".to_owned());
            }
            if let Some(last) = figure.stale_since {
                found.notes.push(format!("The legal minimum is that of {last}: no later one is loaded."));
            }
        }
    }
    // Millionths of a pound; a part of a penny counts as a whole one, as less would be below the law.
    let minimum = minimum.map(|figure| (figure.value.millionths() + 9_999) / 10_000);
    let mut pricer = Pricer::new(facts, Settings::default());
    let mut stale: Option<String> = None;
    for segment in &mut market.segments {
        if segment.legal_minimum.is_none() && minimum.is_some() {
            segment.legal_minimum = minimum;
            found.legal += 1;
        }
        if let (None, Grade::Band(band)) = (segment.band_pay, segment.cell.grade)
            && let Some((pay, words)) = an_hour(&mut pricer, band, segment.cell.zone, segment.cell.time, day)
        {
            segment.band_pay = Some(pay);
            stale = stale.or(words);
            found.band += 1;
        }
        found.none += usize::from(segment.legal_minimum.is_none() && segment.band_pay.is_none());
    }
    if let Some(words) = stale {
        found.notes.push(format!("The pay of the workers' own bands is {words}: no later table is loaded."));
    }
    found
}

/// Pence for an hour of a band at its entry point in the first fitting hour of the ten days from `day` on, and whether its table is old.
fn an_hour(
    pricer: &mut Pricer,
    band: Band,
    zone: Zone,
    time: TimeBand,
    day: Date,
) -> Option<(i64, Option<String>)> {
    let fits = |day: &Date| match (time, day.weekday()) {
        (TimeBand::Day, day) => !matches!(day, Weekday::Saturday | Weekday::Sunday),
        (TimeBand::NightOrSaturday, day) => day == Weekday::Saturday,
        (TimeBand::SundayOrHoliday, day) => day == Weekday::Sunday,
    };
    let days = (0..10_i64).filter_map(|n| day.checked_add(n.days()).ok()).filter(fits);
    days.filter_map(|day| {
        let at = |hour: i8| format!("{day}T{hour:02}:00+00:00").parse::<Moment>().ok();
        let shift = Shift {
            start: at(10)?,
            end: at(11)?,
            unpaid_break_minutes: 0,
            band,
            point: Point::Entry,
            zone,
            employment: Employment::Bank,
        };
        let priced = pricer.price(&shift).ok()?;
        let fits = match time {
            TimeBand::Day => priced.columns.first == 0 && priced.columns.second == 0,
            TimeBand::NightOrSaturday => priced.columns.first > 0,
            TimeBand::SundayOrHoliday => priced.columns.second > 0,
        };
        fits.then(|| (priced.gross.get(), priced.stale_words()))
    })
    .next()
}
