//! What is a gap worth: pounds with an interval, a benefit type and an overlap group, so that totals take each
//! pound once.
//!
//! [`PriceBook`] holds prices by financial year, [`value`] turns a row of a comparison into an [`Opportunity`],
//! [`rank`] orders them by evidence and pounds, [`Total`]s add them up. [`honest()`] gives the same with luck taken out.

mod honest;
mod opportunity;
mod price;
mod rank;
mod sum;

pub use honest::{Claim, Honest, HonestSum, HonestTotal, Without, honest, honest_to};
pub use opportunity::{NoOpportunity, Opportunity, Target, opportunities, value};
pub use price::{PeriodPrice, PriceBook};
pub use rank::{LIKELY, Ranked, Tier, rank};
pub use sum::{LeftOut, Sum, Total, sum};
