//! The table layer: file bytes → sheets → rows of cells that know the row they stood in.
//!
//! The plan: [`Source::open`] looks at the content (never at the file name's ending), refuses what is not a table with a
//! sentence that says what to do, and keeps what it needs to read rows. [`Source::rows`] then hands over one row at a
//! time, so that a million rows never stand in memory together:
//!
//! - `sniff` tells formats apart by their first bytes;
//! - `text` finds the encoding and the delimiter, `records` cuts text into records without copying;
//! - `package` looks into a zip before anybody unpacks it, `xlsx` streams a sheet;
//! - `parquet` reads tables by columns;
//! - `ole`, `biff` and `xls` read the older `.xls`.
//!
//! **Row numbers** are those a spreadsheet program shows: every record counts, blank ones included, and a record with
//! a line break inside quotation marks counts once.

mod biff;
mod gather;
mod guard;
mod limits;
mod ole;
mod package;
mod parquet;
mod records;
mod sniff;
mod source;
mod text;
mod value;
mod xls;
mod xlsx;

pub use limits::Limits;
pub use parquet::Parquet;
pub use source::{Format, Sheet, Source};
pub use value::{Row, Value};
