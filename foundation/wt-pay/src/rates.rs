//! What an hour costs by band, point, zone and day: tables made once from dated facts.

use std::collections::HashMap;

use jiff::civil::Date;
use wt_facts::{FactSet, Figure, NoFigure, Status};

use crate::shift::{Band, Point, Zone};

/// Divisor of pay tables: annual pay is for 365 / 7 × 37.5 hours, 27,375 / 14 (verified on the 21 hourly rates published for
/// 2025/26). Agency caps have another.
pub(crate) const HOURS: (i128, i128) = (27_375, 14);
/// Quantities are millionths.
pub(crate) const MILLION: i128 = 1_000_000;

/// The rates in force over a stretch of days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rates {
    /// Annual basic pay, in millionths of a pound.
    pub(crate) annual: i128,
    /// Annual London supplement, in hundred-millionths of a pound.
    pub(crate) supplement: i128,
    /// Percent by column, in millionths.
    pub(crate) unsocial: [i128; 2],
    /// Times basic pay, in millionths: on other days and on public holidays; none for bands without overtime.
    pub(crate) overtime: Option<[i128; 2]>,
    pub(crate) on_costs: OnCosts,
    /// Since when the pay table is out of date.
    pub(crate) stale_since: Option<Date>,
    /// Figures that nobody confirmed.
    pub(crate) unconfirmed: bool,
}

/// Percentages of pay in millionths, and the yearly threshold in millionths of a pound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OnCosts {
    pub(crate) pension_local: i128,
    pub(crate) pension_total: i128,
    /// Percent and threshold; none where no figure is known for the day.
    pub(crate) insurance: Option<(i128, i128)>,
    pub(crate) levy: i128,
}

/// Why there is no rate, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRate {
    /// A fact has no value that day.
    #[error("{0}")]
    NoFigure(String),
    /// Overtime is paid in bands 1 to 7 only.
    #[error("band {0} has no overtime rate: overtime is paid in bands 1 to 7 (Handbook, section 3.1)")]
    NoOvertime(Band),
}

/// Rates by person and day, looked up in facts once a day and remembered.
pub(crate) struct Book<'a> {
    facts: &'a FactSet,
    known: HashMap<(Date, Band, Point, Zone), Result<Rates, NoRate>>,
}

impl<'a> Book<'a> {
    pub(crate) fn new(facts: &'a FactSet) -> Self {
        Self { facts, known: HashMap::new() }
    }

    pub(crate) fn at(&mut self, key: (Date, Band, Point, Zone)) -> &Result<Rates, NoRate> {
        let facts = self.facts;
        self.known.entry(key).or_insert_with(|| look_up(facts, key))
    }
}

fn look_up(facts: &FactSet, (day, band, point, zone): (Date, Band, Point, Zone)) -> Result<Rates, NoRate> {
    let mut unconfirmed = false;
    let mut figure = |id: &str| -> Result<Figure, NoRate> {
        let found = facts.at(id, day).map_err(|e: NoFigure| NoRate::NoFigure(e.to_string()))?;
        unconfirmed |= found.status == Status::Memory;
        Ok(found)
    };
    let basic = figure(&format!("afc-band-{band}-{point}"))?;
    let annual = i128::from(basic.value.millionths());
    let supplement = match zone {
        Zone::None => 0,
        zone => {
            let mut of = |what: &str| -> Result<i128, NoRate> {
                Ok(i128::from(figure(&format!("hcas-{zone}-{what}"))?.value.millionths()))
            };
            let (percent, least, most) = (of("percent")?, of("least")?, of("most")?);
            // Annex 9: a percentage of basic pay, held between a least and a most.
            (annual * percent / MILLION).clamp(least * 100, most * 100)
        }
    };
    let mut amount = |id: &str| -> Result<i128, NoRate> { Ok(i128::from(figure(id)?.value.millionths())) };
    let column = band.unsocial();
    let unsocial =
        [amount(&format!("unsocial-{column}-first"))?, amount(&format!("unsocial-{column}-second"))?];
    let overtime = match band.has_overtime() {
        true => Some([amount("overtime-multiple")?, amount("overtime-multiple-public-holiday")?]),
        false => None,
    };
    let (rate, threshold) =
        (amount("employer-national-insurance"), amount("employer-national-insurance-threshold"));
    let on_costs = OnCosts {
        pension_local: amount("nhs-pension-employer-local")?,
        pension_total: amount("nhs-pension-employer-total")?,
        insurance: rate.ok().zip(threshold.ok()),
        levy: amount("apprenticeship-levy")?,
    };
    Ok(Rates {
        annual,
        supplement,
        unsocial,
        overtime,
        on_costs,
        stale_since: basic.stale_since,
        unconfirmed,
    })
}

impl Rates {
    /// Pence an hour, to the penny.
    pub(crate) fn hourly_pence(&self) -> i64 {
        // Pounds of a millionth × 100 pence / (27,375 / 14).
        crate::exact::rounded(self.annual * 100 * HOURS.1, MILLION * HOURS.0)
    }
}
