//! What worked elsewhere, and finding it.
//!
//! Each file of `evidence/` is one record: an insight (or theme) of the taxonomy, or an item, a dated account of a
//! change at a named place. [`Library::parse`] reads them all or says which file and key is wrong; nothing half
//! right gets in. The library then answers which items bear on a metric, strongest first, and [`Search`] finds them
//! by words. Pure: files arrive as text, nothing is read, written or asked of a clock.

mod error;
mod insight;
mod item;
mod library;
mod search;
mod source;

pub use error::{EvidenceError, SearchError};
pub use insight::{Insight, InsightKind};
pub use item::{Adopter, Bearing, Directness, EvidenceItem, Outcome, Strength, WhereValue};
pub use library::Library;
pub use search::{Count, Facets, Filters, Hit, Marked, Search, SearchAnswer};
pub use source::{Source, Stated, Status};
