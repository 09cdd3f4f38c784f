//! The Data pages, asked as a browser asks them: files in, review, mapping, progress, undo, and what is refused at the
//! door.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod browser;
mod doors;
mod files;
mod forms;
mod mapping;
mod work;
