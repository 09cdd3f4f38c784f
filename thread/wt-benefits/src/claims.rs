//! Each pound once: claims stand on rows of a base, and no part of a row is counted twice.
//!
//! A [`Claim`] takes so much of each [`BaseRow`] it stands on. Where claims want more than a row holds, they are served in
//! order: verified before delivered before planned before accepted before identified, then the more certain, then
//! the smaller id. Overlap is found from the rows, whatever the claims are called and whoever makes them
//! (`docs/adr/0010-claims-are-served-in-order-of-proof.md`).
//!
//! ```
//! use wt_benchmark::metric::BenefitType;
//! use wt_benefits::claims::{Base, BaseRow, Book, Claim, Kind, Stage, Take};
//! use wt_units::{Pence, Quantity};
//!
//! let hours = |n| Quantity::whole(n).unwrap_or_default();
//! let row = BaseRow { id: "bank, ward 7, May".into(), kind: Kind::Hours, capacity: hours(100), cost: None, within: None };
//! let claim = |id: &str, stage, n| Claim {
//!     id: id.into(),
//!     stage,
//!     certainty: 50,
//!     benefit: BenefitType::CashReleasing,
//!     takes: vec![Take { row: "bank, ward 7, May".into(), quantity: hours(n), pounds: Pence::new(n * 2_500) }],
//! };
//! let claims = [claim("e-rostering", Stage::Planned, 80), claim("fewer sick days", Stage::Verified, 60)];
//! let book = Book::new(Base::new([row])?, claims)?;
//! assert_eq!(book.total(BenefitType::CashReleasing).pounds, Pence::new(250_000));
//! assert_eq!(
//!     book.left_out()[0].to_string(),
//!     "e-rostering (planned): £1,000.00 of £2,000.00 is not counted. 40 hours in 1 row (bank, ward 7, May) are counted \
//!      in fewer sick days (verified)."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod base;
mod book;
mod error;
mod left_out;
mod serve;

use wt_benchmark::metric::BenefitType;
use wt_units::{Pence, Quantity};

pub use base::{Base, BaseError, BaseRow, Kind, Within};
pub use book::{Book, Counted};
pub use error::ClaimError;
pub use left_out::{LeftOut, Part, Why};

/// How far a claim has come. The further, the earlier it is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// An opportunity was found.
    Identified,
    /// Somebody took it on.
    Accepted,
    /// An action is to bring it.
    Planned,
    /// It is said to have come.
    Delivered,
    /// Finance has verified it.
    Verified,
}

impl Stage {
    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Accepted => "accepted",
            Self::Planned => "planned",
            Self::Delivered => "delivered",
            Self::Verified => "verified",
        }
    }
}

/// So much of one row, and what that would be worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// Id of the row.
    pub row: String,
    /// In the unit of the row; above nought.
    pub quantity: Quantity,
    /// For all of `quantity`; from nought up.
    pub pounds: Pence,
}

/// Pounds that somebody claims, and the rows they stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its name, once at each stage; ties are settled by it.
    pub id: String,
    /// How far it has come.
    pub stage: Stage,
    /// Percent, 0 to 100: the more certain is served first within a stage.
    pub certainty: u8,
    /// Which total it counts in. A row is shared by claims of all types: an hour is cash or time, not both.
    pub benefit: BenefitType,
    /// The rows, each once.
    pub takes: Vec<Take>,
}
