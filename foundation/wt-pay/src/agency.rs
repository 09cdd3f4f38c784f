//! Agency price caps: loaded with their day of effect; the formula only tells an implausible row.

use jiff::civil::Date;
use wt_facts::{FactSet, Figure, NoFigure};
use wt_units::Pence;

use crate::exact::rounded;
use crate::rates::MILLION;
use crate::shift::Band;

/// Divisor of the caps: 365.25 / 7 × 37.5 hours, 27,393.75 / 14. Not that of pay tables.
const CAP_HOURS: (i128, i128) = (2_739_375, 1_400);

/// When in the week, as caps tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CapTime {
    /// Weekdays by day.
    Day,
    /// Nights and Saturdays.
    NightOrSaturday,
    /// Sundays and public holidays.
    SundayOrPublicHoliday,
}

impl CapTime {
    fn slug(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::NightOrSaturday => "night-or-saturday",
            Self::SundayOrPublicHoliday => "sunday-or-public-holiday",
        }
    }
}

/// The cap loaded for a band outside London on a day: the most a trust may pay in total for an hour, before VAT.
///
/// # Errors
/// A sentence where none is loaded for that day.
pub fn cap(facts: &FactSet, band: Band, time: CapTime, day: Date) -> Result<Figure, NoFigure> {
    facts.at(&format!("agency-cap-outside-london-{band}-{}", time.slug()), day)
}

/// What the formula says a cap should be: top of the band / (365.25 / 7 × 37.5) × (1 + unsocial) × (1 + uplift), to the penny.
/// `top_pounds` a year; percentages in whole percent (six figures published in November 2015 and April 2016, to the penny).
#[must_use]
pub fn cap_by_formula(top_pounds: u32, unsocial_percent: u32, uplift_percent: u32) -> Pence {
    let with = |percent: u32| i128::from(100 + percent);
    let dividend =
        i128::from(top_pounds) * 100 * CAP_HOURS.1 * with(unsocial_percent) * with(uplift_percent) * MILLION;
    Pence::new(rounded(dividend, CAP_HOURS.0 * 10_000 * MILLION))
}
