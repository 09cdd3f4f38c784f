//! Did it work? The effect of a dated change, and how sure one can be of it.
//!
//! Peer forms: [`its`] (segmented regression with Newey–West errors) and [`did`] (two-way fixed effects with clustered
//! errors), as R's `lm` with `sandwich` gives them.

pub mod did;
pub mod its;
pub mod robust;
