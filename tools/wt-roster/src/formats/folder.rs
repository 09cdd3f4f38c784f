//! A rostering problem as a folder of plain CSV files, which can hold every rule of the model.
//!
//! `ward.csv` names the ward and its days, `shifts.csv` what can be worked, `rules.csv` the rules, `people.csv` who is bound by
//! which of them, `cover.csv` how many are needed, `requests.csv` what is asked for or fixed, `history.csv` what was done before.
//! The last two may be left out. Columns are found by their headings, in any order; days count from 0.
//!
//! ```
//! use wt_roster::formats::folder;
//!
//! let files = [
//!     ("ward.csv", "name,days,first_weekday\nsmall,7,Mon\n"),
//!     ("shifts.csv", "shift,minutes\nD,480\nN,600\n"),
//!     ("rules.csv", "rule,kind,name,duties,weight,max,max_weight\nrest,succession,rest,N>D=hard,,,\n\
//!         runs,run,days worked in a row,any,,5,hard\n"),
//!     ("people.csv", "person,cannot,rules\nAnn,,rest|runs\nBob,N,rest|runs\n"),
//!     ("cover.csv", "day,duties,min,min_weight\n0,D,1,hard\n0,D|N,2,10\n"),
//! ];
//! let ward = folder::read(&files)?;
//! assert_eq!((ward.people.len(), ward.rules.len(), ward.cover.len()), (2, 2, 2));
//! let written = folder::write(&ward)?;
//! let again: Vec<(&str, &str)> = written.iter().map(|(name, text)| (*name, text.as_str())).collect();
//! assert_eq!(folder::read(&again)?, ward);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod cells;
mod people;
mod read;
mod rules;
mod sets;
mod write;

pub use read::read;
pub use write::{Unwritable, write};

use super::text::ReadError;

/// The names of the files, those that may be left out last.
pub const FILES: [&str; 7] =
    ["ward.csv", "shifts.csv", "rules.csv", "people.csv", "cover.csv", "requests.csv", "history.csv"];

/// How many of [`FILES`] must be there.
const NEEDED: usize = 5;

/// Weekdays as they are written, Monday first.
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Longer horizons and histories (thirty years of days) are a slip.
const LONGEST: u32 = 11_000;

/// Why a folder could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {error}")]
pub struct FolderError {
    /// Name of the file in the folder.
    pub file: String,
    /// What is wrong in it.
    pub error: ReadError,
}
