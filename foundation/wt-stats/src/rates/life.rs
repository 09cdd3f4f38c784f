//! Life expectancy from an abridged life table.

use super::{Estimate, Why, confident, counted, divisor};
use crate::dist::z_of;

/// Deaths under one year happen early in it; elsewhere half way through the band.
const INFANT_SHARE: f64 = 0.1;
/// No figure for a population of this size or smaller.
const SMALL: f64 = 5_000.0;
/// No figure whose 95% interval is wider, in years.
const WIDE: f64 = 20.0;

/// One age band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Age at which it starts, in years.
    pub start: f64,
    /// Population.
    pub population: f64,
    /// Deaths.
    pub deaths: f64,
}

/// Life expectancy at the start of a band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expectancy {
    /// Age at the start.
    pub start: f64,
    /// Years to come.
    pub years: f64,
    /// Their standard error.
    pub error: f64,
    /// Population from this age on.
    pub population: f64,
    /// Deaths from this age on.
    pub deaths: f64,
    /// The 95% interval is wider than 20 years ([`Why::TooWide`]): the peer shows the limits and withholds the value.
    pub too_wide: bool,
}

impl Expectancy {
    /// `years ± z · error`.
    ///
    /// # Errors
    /// [`Why::BadConfidence`].
    pub fn interval(&self, confidence: f64) -> Result<Estimate, Why> {
        let half = z_of(confident(confidence)?) * self.error;
        Estimate { value: self.years, low: Some(self.years - half), high: Some(self.years + half) }.said()
    }
}

/// Life expectancy at the start of each band, in order (Chiang 1968; variance by Silcocks, Jenner and Reza 2001). The
/// last band is open. Usually twenty: 0, 1, 5, 10, … 90 (§2.4).
///
/// # Errors
/// [`Why`] where the table can't be: bands out of order, an empty band, more deaths than people, no deaths in the last
/// band, and [`Why::SmallPopulation`] for 5,000 people or fewer.
pub fn life_expectancy(bands: &[Band]) -> Result<Vec<Expectancy>, Why> {
    let last = bands.len().checked_sub(1).ok_or(Why::BadShape)?;
    if !bands.windows(2).all(|w| w[0].start < w[1].start) {
        return Err(Why::BadBands);
    }
    let mut survivors = vec![1.0; bands.len()];
    // Years lived in each band by one newborn, and the variance each band brings without what comes after it.
    let (mut lived, mut spread, mut width, mut share) =
        (vec![0.0; bands.len()], vec![0.0; bands.len()], vec![0.0; bands.len()], vec![0.5; bands.len()]);
    for (i, band) in bands.iter().enumerate() {
        let (deaths, people) = (counted(band.deaths)?, divisor(band.population)?);
        if deaths > people {
            return Err(Why::CountAboveDenominator);
        }
        let mortality = deaths / people;
        if i == last {
            if deaths == 0.0 {
                return Err(Why::TooFew);
            }
            lived[i] = survivors[i] / mortality;
            spread[i] = survivors[i].powi(2) / (deaths * mortality * mortality);
            continue;
        }
        width[i] = bands[i + 1].start - band.start;
        share[i] = if band.start == 0.0 { INFANT_SHARE } else { 0.5 };
        let dying = (width[i] * mortality / (1.0 + width[i] * mortality * (1.0 - share[i]))).min(1.0);
        survivors[i + 1] = survivors[i] * (1.0 - dying);
        lived[i] = width[i] * (survivors[i + 1] + share[i] * survivors[i] * dying);
        spread[i] = if deaths > 0.0 { dying * dying * (1.0 - dying) / deaths } else { 0.0 };
    }
    let mut found = Vec::with_capacity(bands.len());
    let normal95 = z_of(0.95);
    let (mut years, mut variance, mut people, mut deaths, mut after) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for i in (0..bands.len()).rev() {
        let alive: f64 = survivors[i];
        years += lived[i];
        people += bands[i].population;
        deaths += bands[i].deaths;
        variance += if i == last {
            spread[i]
        } else {
            spread[i] * alive * alive * ((1.0 - share[i]) * width[i] + after).powi(2)
        };
        after = if alive > 0.0 { years / alive } else { 0.0 };
        let error = if alive > 0.0 { variance.sqrt() / alive } else { 0.0 };
        let too_wide = 2.0 * normal95 * error > WIDE;
        let start = bands[i].start;
        found.push(Expectancy { start, years: after, error, population: people, deaths, too_wide });
    }
    found.reverse();
    if !found.iter().all(|f| f.years.is_finite() && f.error.is_finite()) {
        return Err(Why::OutOfRange);
    }
    if people <= SMALL { Err(Why::SmallPopulation) } else { Ok(found) }
}
