//! Control charts beyond XmR: run, I, MR, C, P, P′, U, U′, I′, T and G, with the Anhøj rules for runs.
//!
//! [`chart()`] draws them as qicharts2 does (§2.2).

pub mod chart;
pub mod corrected;
mod lines;
pub mod runs;

pub use chart::{Chart, Kind, Options, Refusal, chart};
pub use runs::{Rule, Runs};
