//! Similar organisations, chosen because their figures predict one's own.
//!
//! Organisations are described by variables (size, mix, type, need); the distance between two is the root of the
//! weighted mean of squared differences of standardised variables. RightCare weighs variables equally and takes the
//! ten nearest (*similar 10*, §2.7); for most metrics most of the variables do not matter (Dropkin, J Public Health
//! 2018;40:e367). [`learn()`] weighs each variable by what it tells of the metric, [`learn_general`] by what it tells of
//! many; weights are plain numbers to be shown and changed.
//!
//! ```
//! use wt_stats::similar::{Variables, equal, mean_of};
//! // Five organisations by size and share of nurses.
//! let rows = [10.0, 0.3, 11.0, 0.3, 12.0, 0.5, 30.0, 0.3, 31.0, 0.5].map(Some);
//! let variables = Variables::standardise(&rows, 2).unwrap();
//! let peers = variables.peers(0, &equal(2), 2).unwrap();
//! assert_eq!(peers[0].place, 1);
//! let values = [1.0, 2.0, 4.0, 8.0, 16.0].map(Some);
//! assert!(mean_of(&peers, &values).is_some());
//! ```

mod learn;
mod predict;
mod variables;

pub use learn::{Learnt, learn, learn_general};
pub use predict::{best_of, mean_of, predict};
pub use variables::{Peer, Variables, equal};

/// Why similar organisations cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No variables, or values that do not fill whole rows.
    Shape,
    /// A value, weight or setting is infinite or not a number, or a weight is negative.
    NotANumber,
    /// There is no such organisation.
    NoSuchPlace,
    /// Weights are not as many as variables, or all of them are 0.
    Weights,
    /// Too few organisations have figures, or none differ.
    TooFew,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Shape => "each organisation needs a value, or none, for each variable",
            Self::NotANumber => "values and weights must be finite, and weights not negative",
            Self::NoSuchPlace => "there is no such organisation",
            Self::Weights => "each variable needs a weight, and one must be above 0",
            Self::TooFew => "too few organisations have figures that differ",
        })
    }
}

impl std::error::Error for Fault {}
