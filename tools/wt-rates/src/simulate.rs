//! A generated region with planted truth: workers who choose, employers who outbid each other, a card that most adopt.
//!
//! [`Region::new`] draws the region, [`write`] its bookings in the columns of [`crate::extract::SPECS`], and [`Truth`] says
//! what was planted. Everything is generated; codes such as `DEMO01` are no employer's.
//!
//! **How shifts are filled.** A shift is offered to a worker of the employer's pool. The worker takes it if the rate beats the
//! day's outside option, whose distribution makes filled shifts follow rate^own × neighbours' rate^−cross, so that the planted
//! elasticities are exact up to chance. Local shortages lower the fill *and* raise the rate that is offered, so comparing
//! rates with fill alone misleads; adoption of the card and a change of the caps move rates for reasons of their own.

mod files;
mod noise;
mod plan;
mod rates;
mod shifts;
mod truth;

pub use files::{caps, card, events};
pub use plan::{Kind, Region};
pub use shifts::write;
pub use truth::{CapBreach, Defector, Family, LongBooking, OverrideRun, Truth};

/// What to generate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// Chance.
    pub seed: u64,
    /// Employers, 4 to 99.
    pub employers: u8,
    /// Months from April 2024, 12 to 36.
    pub months: u8,
    /// Shifts, as a percentage of the usual 200,000 or so for 36 employers and 24 months.
    pub percent: u32,
    /// Whether one of those who adopted the card leaves it.
    pub defector: bool,
}

/// Why a recipe can't be followed, as a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRegion {
    /// Too few or many employers.
    #[error("a region has 4 to 99 employers, not {0}")]
    Employers(u8),
    /// Too short for before and after, or beyond the known public holidays.
    #[error("a region has 12 to 36 months, not {0}")]
    Months(u8),
}
