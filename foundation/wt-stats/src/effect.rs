//! Did it work? The effect of a dated change, and how sure one can be of it.
//!
//! Peer forms: [`its`] (segmented regression with Newey–West errors) and [`did`] (two-way fixed effects with clustered
//! errors), as R's `lm` with `sandwich` gives them, and [`synthetic::classic`] (synthetic control as published). On real monthly series
//! the first two reject far too often where nothing happened. [`did_it_work`] is the calibrated form, and the one that decides.

pub mod conformal;
pub mod did;
pub mod its;
mod panel;
pub mod robust;
mod simplex;
pub mod synthetic;
mod verdict;
mod worked;

pub use panel::{FEWEST_BEFORE, FEWEST_DONORS, Fault, LeftOut, Panel, Why};
pub use verdict::{Good, Reason, Verdict};
pub use worked::{Answer, Donor, Options, PathMonth, PlaceboDate, did_it_work};

#[cfg(test)]
mod tests;
