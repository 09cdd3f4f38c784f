//! The nouns of a booking: who asked for whom, when, through which channel, at what price.

mod grade;
mod names;
mod words;

use wt_units::Pence;

pub use grade::{Doctor, Grade, Naming};
pub use names::{Id, Names};
pub use words::{Channel, Group, Reason, Status, TimeBand, ZONES, zone_of};

pub use wt_pay::Zone;

/// A cell of a rate card: within one, the same thing is compared with the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Staff group.
    pub group: Group,
    /// Band or doctor's grade.
    pub grade: Grade,
    /// Specialty tier, such as critical care: a name.
    pub tier: Id,
    /// When in the week.
    pub time: TimeBand,
    /// Zone of the London supplement, by the site.
    pub zone: Zone,
}

/// VAT on what an agency charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vat {
    /// So much was charged; zero where the supply is exempt.
    Charged(Pence),
    /// The file does not say.
    Unknown,
}

/// One booking of one shift.
///
/// Names are [`Id`]s of a [`Names`]; money is whole pence for the whole shift, and `None` where nothing was paid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Booking {
    /// Which file, from 0.
    pub file: u16,
    /// Row of the file as a spreadsheet counts, the headings being row 1.
    pub row: u32,
    /// ODS code of the employer.
    pub employer: Id,
    /// Its site.
    pub site: Id,
    /// Ward or department.
    pub unit: Id,
    /// Where it stands on a rate card.
    pub cell: Cell,
    /// Civil day it began on, in days since the first of 1970.
    pub day: i32,
    /// Month it began in, as year × 12 + month − 1.
    pub month: i32,
    /// Worked minutes: as authorised, else from start to end less the unpaid break. Also what was asked for, where nobody came.
    pub minutes: u32,
    /// What became of it.
    pub status: Status,
    /// How it was filled.
    pub channel: Channel,
    /// Why it was asked for.
    pub reason: Reason,
    /// Gross pay of the worker.
    pub pay: Option<Pence>,
    /// What a company charged, before VAT: all of the price for agency and outsourced bank, the fee alone for direct engagement.
    pub charge: Option<Pence>,
    /// VAT on it.
    pub vat: Vat,
    /// Whether the supplier was on an approved framework; none where the file does not say.
    pub framework: Option<bool>,
    /// Whether somebody allowed more than the agreed rate.
    pub override_rate: bool,
    /// Why they did.
    pub override_reason: Id,
    /// Hours from booking to start; below zero for a shift recorded afterwards.
    pub lead_hours: Option<i32>,
    /// Pseudonym of the worker, hashed.
    pub worker: Option<u64>,
}

impl Booking {
    /// Whether somebody came and was paid.
    #[must_use]
    pub fn worked(&self) -> bool {
        self.status == Status::Worked && self.channel != Channel::Unfilled
    }

    /// Whether the shift was still wanted when it began: worked, not attended or not filled.
    #[must_use]
    pub fn wanted(&self) -> bool {
        self.status != Status::Cancelled
    }
}

/// Money for minutes at an hourly rate in pence, to the penny, half to even. The one rounding from rates to money.
///
/// ```
/// use wt_rates::booking::price;
/// assert_eq!(price(2_001, 90), 3_002); // £20.01 for an hour and a half is £30.015
/// ```
#[must_use]
pub fn price(pence_an_hour: i64, minutes: u32) -> i64 {
    rounded(i128::from(pence_an_hour) * i128::from(minutes), 60)
}

/// Pence an hour from money for minutes, half to even; none for no minutes.
#[must_use]
pub fn an_hour(pence: i64, minutes: u64) -> Option<i64> {
    (minutes > 0).then(|| rounded(i128::from(pence) * 60, i128::from(minutes)))
}

/// The named rounding of this crate: to the nearest whole number, half to even. `of` must be above 0.
pub(crate) fn rounded(dividend: i128, of: i128) -> i64 {
    let (whole, rest) = (dividend.div_euclid(of), dividend.rem_euclid(of));
    let up = rest * 2 > of || (rest * 2 == of && whole % 2 != 0);
    i64::try_from(whole + i128::from(up)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_penny_go_to_even() {
        assert_eq!([price(1, 30), price(3, 30), price(-1, 30), price(2_000, 690)], [0, 2, 0, 23_000]);
        assert_eq!((an_hour(1_000, 0), an_hour(1_000, 45), an_hour(5, 600)), (None, Some(1_333), Some(0)));
    }
}
