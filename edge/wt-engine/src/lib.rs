//! Use cases: file in, answer out, progress, cancel, who may. One file per capability.
//!
//! Stands between the edge that speaks to people (`wt-web`, `wt-cli`) and everything below: the store, the
//! importers, the pure thread. It alone reads the clock, and passes the day on as an argument.

pub mod benefits;
pub mod bookings;
pub mod builtin;
pub mod compare;
pub mod data;
pub mod demo;
pub mod disclosure;
mod engine;
mod error;
pub mod evidence;
pub mod exceptions;
pub mod facts;
pub mod intake;
pub mod letters;
pub mod mapping;
pub mod measures;
pub mod metrics;
pub mod opportunities;
pub mod pay;
pub mod people;
pub mod permit;
pub mod progress;
pub mod rates;
pub mod report;
pub mod settings;
pub mod signals;
pub mod similar;
mod sink;
mod snapshot;
pub mod ward_board;
pub mod work;
pub mod worked;
pub mod worktime;

pub use engine::{Config, Engine};
pub use error::EngineError;
pub use snapshot::{Coverage, Snapshot};
pub use wt_store::{AuditLine, LoadMeta, LoadState, Sharing, StoreAt, StoreError as StoreFault};
