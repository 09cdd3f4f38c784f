//! Bytes → cells that know where they stood → typed rows **and** refusals. Pure: bytes in, values out.
//!
//! Past this door no code re-checks a value.

pub mod accepted;
pub mod refusal;
pub mod table;

pub use accepted::{Accepted, Fields, MeasureRow, OrgRow, PeerRow, Sink, SuccessorRow};
pub use refusal::{Cell, Fault, Refusal};
