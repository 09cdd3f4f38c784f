//! Accounts, as browsers meet them: the first one closes the store, and everybody is held to the permission table.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod api;
mod doors;
mod exceptions;
mod site;
mod table;
