//! Who pays and who gains when care moves from one place to another, and what would be fair.
//!
//! A [`model`] of care is read from TOML; [`effect()`] works out costs, cash and time for each party; [`divide`] splits
//! what all gain; [`decision_map`] times the governance half; [`agreement`] writes two pages that show the arithmetic.
//! [`games`] holds the cooperative games, in exact fractions. Money is whole pence; nothing here is a float.

pub mod agreement;
pub mod decisions;
pub mod effect;
pub mod games;
pub mod model;
pub mod page;
pub mod share;

pub use agreement::agreement;
pub use decisions::decision_map;
pub use effect::effect;
pub use share::divide;
