//! Why an entry is not taken, each a sentence.

use jiff::civil::Date;
use wt_units::{Month, OdsCode, Pence};

use super::event::Role;

/// Why an entry is not taken; `Display` is a sentence with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Earlier than the entry above.
    #[error(
        "It is dated {on}, before the last entry of {last}: entries are not backdated. Date it the day it is entered."
    )]
    Backdated {
        /// Its date.
        on: Date,
        /// The last one's.
        last: Date,
    },
    /// Nobody of that id.
    #[error("'{0}' is not among the people of this ledger. Enter them first, with their role.")]
    Nobody(String),
    /// Nothing of that id.
    #[error("There is no {what} '{id}' in this ledger.")]
    NoSuch {
        /// What.
        what: &'static str,
        /// As named.
        id: String,
    },
    /// Something of that id is there.
    #[error(
        "{what} '{id}' is in the ledger already, and what is entered stays as it was. Use another id, or an entry that changes it."
    )]
    There {
        /// What.
        what: &'static str,
        /// As named.
        id: String,
    },
    /// Not theirs to do.
    #[error("{who} is {has}: this is for {needs}.")]
    Role {
        /// Who.
        who: String,
        /// Their role.
        has: &'static str,
        /// Whose it is.
        needs: &'static str,
    },
    /// One's own.
    #[error("{who} {tie} this line, and nobody verifies their own. Ask another colleague in finance.")]
    Own {
        /// Who.
        who: String,
        /// How they are tied to it.
        tie: &'static str,
    },
    /// One's own role.
    #[error("Nobody enters themselves as {}. Let somebody else enter {who}.", role.words())]
    OwnRole {
        /// Who.
        who: String,
        /// As what.
        role: Role,
    },
    /// A text that must hold something.
    #[error("{0} is missing: say it in words.")]
    Missing(&'static str),
    /// Not in this order.
    #[error("{what} {is}. {first}")]
    Order {
        /// Of what.
        what: String,
        /// Where it stands.
        is: String,
        /// What to do.
        first: String,
    },
    /// The end of it.
    #[error(
        "Line '{0}' is closed. A closed benefit stays in the ledger as it is: it is neither deleted nor changed."
    )]
    Closed(String),
    /// Given up.
    #[error("Line '{0}' was withdrawn. Enter a new one.")]
    Withdrawn(String),
    /// A saving below nought.
    #[error(
        "Line '{line}' has {found} in a full year: a saving is above nought. A cost belongs to the action; a month that cost more is an actual below nought."
    )]
    Negative {
        /// The line.
        line: String,
        /// As it stood.
        found: Pence,
    },
    /// Pounds that look like thousands, or thousands that look like pounds.
    #[error("{found} beside {beside} looks like {}. Write pounds in full; if they are, enter it with \"in_full\": true.", if *small { "thousands written as pounds" } else { "pounds multiplied by a thousand" })]
    Thousands {
        /// As it stood.
        found: Pence,
        /// What it was held against, in words.
        beside: String,
        /// Whether it is too small.
        small: bool,
    },
    /// Months that don't fit.
    #[error("{what} is {found}: expected {expected}.")]
    Month {
        /// Which.
        what: &'static str,
        /// As it stood.
        found: Month,
        /// What would do, in words.
        expected: String,
    },
    /// A baseline that comes too late.
    #[error(
        "Line '{line}': its action started in {start}, so a first baseline now would be backdated. Freeze it before the start."
    )]
    LateBaseline {
        /// The line.
        line: String,
        /// When it started.
        start: Month,
    },
    /// A baseline that overwrites.
    #[error("Line '{line}' has baseline version {last}: a changed baseline is version {}, with a reason, and version {last} stays visible.", last + 1)]
    Version {
        /// The line.
        line: String,
        /// The last version.
        last: u32,
    },
    /// Above what the nation could save.
    #[error(
        "Line '{0}' is above its national ceiling: finance must pass it with a reason before it is verified."
    )]
    Ceiling(String),
    /// No proof.
    #[error(
        "Line '{0}' is cash-releasing: it needs a budget virement or a deleted post, with cost centre and account code."
    )]
    Proof(String),
    /// A measure that is gone.
    #[error(
        "Line '{line}' is proved by '{metric}', which was withdrawn ({reason}). What was verified stays; withdraw the line and enter a new one with another measure."
    )]
    Metric {
        /// The line.
        line: String,
        /// The measure.
        metric: String,
        /// Why it is gone.
        reason: String,
    },
    /// An organisation that is no more.
    #[error("{from} is part of {into} now: enter it for {into}.")]
    Merged {
        /// Which.
        from: OdsCode,
        /// Its successor.
        into: OdsCode,
    },
    /// A figure that can't be.
    #[error("{what}: found {found}, expected {expected}.")]
    Figure {
        /// Of what.
        what: String,
        /// As it stood.
        found: String,
        /// What would do.
        expected: &'static str,
    },
}
