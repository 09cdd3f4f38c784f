//! What is kept: loads, rows, mappings, settings, jobs, what people write, who they are, the audit log.
//!
//! SQLite by default (one file in a folder), PostgreSQL for many users: one schema, one text of SQL (the module `sql`).
//! Accepted rows are kept as text blocks of some 2,000 rows; the engine reads the blocks of all active loads into
//! memory and answers from there, so the store never computes. Every writing transaction first updates one
//! counter row, so writers stand in a queue, on both databases and across processes.
//!
//! Every question names a [`Viewer`]; rows shared as `own` are seen only by those whose scope holds their owner.

mod api_tokens;
mod audit;
mod backend;
mod backup;
mod clock;
mod entries;
mod error;
mod jobs;
mod keys;
mod lines;
mod load;
mod loads;
mod mappings;
mod migrate;
mod people;
mod records;
mod sessions;
mod settings;
mod sql;
mod store;
#[cfg(test)]
mod tests;
mod viewer;
mod write;
mod writer;

pub use api_tokens::{ApiToken, NewApiToken};
pub use audit::{AuditEntry, AuditLine, Chain};
pub use clock::{Clock, SystemClock};
pub use entries::Entry;
pub use error::StoreError;
pub use jobs::{Job, JobState, NewJob};
pub use keys::PseudonymKey;
pub use load::{Block, LoadMeta, LoadState, NewLoad, Outcome, Sharing};
pub use mappings::SavedMapping;
pub use people::{Account, AccountState, NewAccount};
pub use records::{Change, NewRecord, Record, RecordSharing, RecordVersion};
pub use sessions::Session;
pub use settings::MetricFile;
pub use store::{Store, StoreAt};
pub use viewer::{OrgScope, Viewer};
pub use writer::LoadWriter;
