//! Who supplies temporary staff, out of published payments, in four piles: agency, outsourced bank, direct-engagement
//! payroll, cannot tell. Only the first is called agency.
//!
//! The way through: [`Words`] and [`Register`] are read from dated data files; [`Register::find`] matches a name across its
//! spellings and says how ([`How`]); [`Sorter::sort`] puts a payment into a [`Pile`], or leaves it out as no temporary
//! staff, with a [`Reason`]; [`Tally`] adds up; [`Trusts`] says who paid.
//!
//! **Rules**, first that holds:
//! 1. A supplier known to be of one pile is of that pile, whatever the payer typed (NHS Professionals is a bank where its
//!    row says agency). Except: an agency's row that says bank can't be told, nor one that says recruitment; one that says
//!    net pay is direct engagement.
//! 2. A supplier known to be of several, or with other business, goes by the row's expense type; without such words it can't
//!    be told, or is left out if it has other business. Direct-engagement suppliers with other business are never agency:
//!    where the row says agency it can't be told.
//! 3. A public body recharges its own staff: left out, unless its expense type says agency, bank or net pay: can't be told.
//! 4. An unknown supplier goes by its expense type: agency, bank or net pay where that says so; temporary staff of no said
//!    kind, or words that stand only in the expense area, the description or its own name: can't be told.
//! 5. All others are left out.
//!
//! **Scores** run from 0 to 100. They are set by rule, to order what a person should look at first; they are no probability.

mod name;
mod register;
mod sort;
mod tally;
mod trust;
mod words;

pub use name::{How, Likeness, likeness, spellings};
pub use register::{Match, Nature, Register, Supplier};
pub use sort::{Line, Reason, Sorter, Verdict};
pub use tally::{Pile, Sums, Tally};
pub use trust::{Trusts, Who};
pub use words::{Sign, Words};

/// A data file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct FileError {
    /// Which.
    pub file: String,
    /// What is wrong, as a sentence.
    pub what: String,
}
