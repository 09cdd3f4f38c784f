//! The figures of the contract on a day, and what the user decides.

use jiff::civil::Date;
use wt_facts::{FactSet, NoFigure, Ratio};

/// A sum is beyond what can be counted exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these plans are too large, or their fractions too fine, to be counted exactly")]
pub struct TooLarge;

/// How far a consultant's week may be filled with sessions that nobody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Room {
    /// Up to the contract: no pound more is paid.
    #[default]
    Contract,
    /// Up to what job plans usually have at most: what is above the contract must be agreed, and paid.
    UsualMost,
}

/// What plans are counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// PAs of a full-time contract.
    pub full_time: Ratio,
    /// Minutes of a PA in plain time.
    pub plain: Ratio,
    /// Minutes of a PA in premium time.
    pub premium: Ratio,
    /// Minute of the day from which weekdays are premium time.
    pub premium_from: u32,
    /// Minute of the day up to which weekdays are premium time.
    pub premium_to: u32,
    /// Supporting activities of a typical full-time plan.
    pub typical_spa: Ratio,
    /// PAs that a plan usually has at most.
    pub most: Ratio,
    /// Weeks a year in which a consultant works; what they plan is thinned out by the rest. 52 compares plain week with plain week.
    pub weeks_worked: u32,
    /// How far weeks may be filled.
    pub room: Room,
}

impl Terms {
    /// The figures as they stood on a day, for a plain week against a plain week, filled up to the contract.
    ///
    /// # Errors
    /// [`NoFigure`] on a day before the contract, or where a figure is no time of day.
    ///
    /// ```
    /// use wt_facts::{FactSet, Ratio};
    ///
    /// let text = include_str!("../../../facts/consultants.toml");
    /// let facts = FactSet::parse(&[("facts/consultants.toml", text)]).map_err(|_| "faulty")?;
    /// let terms = wt_jobplan::Terms::on(&facts, jiff::civil::date(2026, 4, 6)).map_err(|e| e.to_string())?;
    /// assert_eq!(Some(terms.premium), Ratio::new(180, 1));
    /// # Ok::<(), String>(())
    /// ```
    pub fn on(facts: &FactSet, day: Date) -> Result<Self, NoFigure> {
        let figure = |id: &str| facts.at(id, day).map(|figure| Ratio::of(figure.value));
        let minutes = |id: &str| {
            let hours = facts.at(id, day)?.value.millionths();
            let minutes = Ratio::new(i128::from(hours) * 60, 1_000_000);
            minutes.filter(|m| m.numerator() > 0).ok_or_else(|| NoFigure::NoPrice(id.to_owned()))
        };
        let clock = |id: &str| {
            let minutes = minutes(id)?;
            u32::try_from(minutes.numerator() / minutes.denominator())
                .ok()
                .filter(|m| *m <= crate::model::DAY)
                .ok_or_else(|| NoFigure::NoPrice(id.to_owned()))
        };
        Ok(Self {
            full_time: figure("consultant-pas-full-time")?,
            plain: minutes("consultant-pa-hours")?,
            premium: minutes("consultant-pa-hours-premium")?,
            premium_from: clock("consultant-premium-from")?,
            premium_to: clock("consultant-premium-to")?,
            typical_spa: figure("consultant-typical-spa")?,
            most: figure("consultant-most-pas")?,
            weeks_worked: 52,
            room: Room::Contract,
        })
    }

    /// The share of the year's weeks that is worked.
    pub(crate) fn worked(&self) -> Ratio {
        Ratio::new(self.weeks_worked.into(), 52).unwrap_or(Ratio::ONE)
    }
}
