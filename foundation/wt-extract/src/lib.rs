//! Bytes → cells that know where they stood → typed rows **and** refusals. Pure: bytes in, values out.
//!
//! The way through: [`table`] opens a file and hands over rows of cells; [`read`] finds out which of the [`kinds`] it
//! is, or lays it out as a [`mapping`] says; [`columns`] turn cells into values; a [`Sink`] takes what passed and what
//! did not; [`codec`] writes accepted rows for the store. [`privacy`] keeps persons out. Past this door no code re-checks
//! a value.

pub mod accepted;
pub mod codec;
pub mod columns;
pub mod kinds;
pub mod mapping;
pub mod payments;
pub mod privacy;
pub mod read;
pub mod refusal;
pub mod table;
pub mod template;
pub mod wards;

pub use accepted::{Accepted, Fields, MeasureRow, OrgRow, PeerRow, Sink, SuccessorRow};
pub use refusal::{Cell, Fault, Refusal};
