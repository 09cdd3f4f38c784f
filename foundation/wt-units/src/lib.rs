//! Units as types: what a figure is measured in can't be mixed up by accident.
//!
//! Fields are private; values are made by `FromStr` or named constructors; only sums and products that mean
//! something exist. Rates and statistics are floats only inside `wt-stats`; here everything adds up exactly.

mod money;
mod org;
mod quantity;
mod text;
mod time;

pub use money::{Pence, Pounds};
pub use org::{OdsCode, OrgType};
pub use quantity::{FteDays, Headcount, Hours, Percent, Quantity, Wte};
pub use text::{MetricId, StaffGroup, UnitName};
pub use time::{FinancialYear, Month, Period};

/// A text that is not the unit it should be: what was found and what was expected, in words for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found '{found}', expected {expected}")]
pub struct NotA {
    /// The text as it stood.
    pub found: String,
    /// What would have been accepted, with an example.
    pub expected: &'static str,
}

impl NotA {
    pub(crate) fn new(found: &str, expected: &'static str) -> Self {
        Self { found: found.to_owned(), expected }
    }
}
