//! Measures of rosters: what a board, a rostering lead and a ward manager ask of rosters that were made anywhere.
//!
//! [`model`] holds the nouns, [`extract`] reads them from plain files, [`sound`] sets aside rows that can't stand beside each
//! other, [`measure()`] answers for a unit and a stretch of days, [`opportunity`] says what it is worth. Thresholds are [`Settings`],
//! with defaults that carry their sources. [`wards`] does the same for the safe-staffing files that trusts publish.

pub mod extract;
pub mod measure;
pub mod model;
pub mod opportunity;
pub mod ratio;
pub mod settings;
pub mod sound;
pub mod span;
pub mod time;
pub mod wards;

pub use measure::{Measured, Verdict, measure};
pub use model::Rosters;
pub use settings::Settings;
pub use span::Span;
