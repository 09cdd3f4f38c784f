//! From opportunity to proved benefit, each pound once.
//!
//! [`claims`] counts what claims stand on: no hour, shift, order line or post is counted twice.

pub mod claims;
