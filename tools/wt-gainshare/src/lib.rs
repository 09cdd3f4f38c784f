//! Who pays and who gains when care moves from one place to another, and what would be fair.
//!
//! [`games`] holds cooperative games in exact arithmetic.

pub mod games;
