//! From opportunity to proved benefit, each pound once.
//!
//! [`ledger`] takes what happens, entry by entry, and refuses in sentences; [`claims`] counts what claims stand on, so that no
//! hour, shift, order line or post is counted twice; [`waterfall`] says what is left of the gap, and what changed;
//! [`proof`] holds what was claimed against what the measure says; [`projection`] says what would be missing if nothing were done.

pub mod claims;
pub mod ledger;
pub mod month_end;
pub mod projection;
pub mod proof;
pub mod tables;
pub mod waterfall;
