//! A ward as a folder of plain CSV files: read with every refusal at once, written as it would be read.

mod cells;
mod people;
mod read;
mod rows;
mod write;

pub use read::read;
pub use rows::{read_rows, write_rows};
pub use write::write;

use crate::formats::folder::FolderError;

/// The files of a ward: name, whether it must be there, what it holds.
pub const FILES: [(&str, bool, &str); 10] = [
    (
        "ward.csv",
        true,
        "setting,value: name, first_day, days, zone, roles, request_quota, leave_band_percent …",
    ),
    ("shifts.csv", true, "shifts with real start and end and their unpaid break"),
    ("staff.csv", true, "a row a person: role, band, contracted hours, skills, what was carried over"),
    (
        "demand.csv",
        true,
        "by kind of day and shift (or from and to): role or skill, safe-staffing floor, number wanted",
    ),
    ("policies.csv", false, "local rules: limit, and what breaking it counts for in pounds"),
    (
        "agreements.csv",
        false,
        "fixed patterns and flexible working: by person and weekday the shifts that may be given",
    ),
    ("leave.csv", false, "leave and absence, granted or asked for"),
    ("requests.csv", false, "shifts and days off asked for"),
    ("history.csv", false, "what was worked before the roster"),
    ("temporary.csv", false, "bank and agency: price, number on a shift, lead time"),
];

/// Whether a folder with these files is a ward.
#[must_use]
pub fn is_like(files: &[&str]) -> bool {
    files.contains(&"staff.csv") && files.contains(&"demand.csv")
}

/// Why a ward could not be read: every refusal, each a sentence with file and line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct WardErrors(pub Vec<FolderError>);
