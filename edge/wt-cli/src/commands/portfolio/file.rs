//! Candidates from a file.

use std::path::Path;

use wt_portfolio::appraisal::Candidate;
use wt_portfolio::candidates::read;
use wt_portfolio::optimism::Bias;

use crate::commands::Failure;
use crate::commands::table::{refused, table};

/// The candidates of the first sheet.
pub(super) fn candidates(path: &Path, biases: &[Bias]) -> Result<Vec<Candidate>, Failure> {
    let (headings, rows) = table(path, "candidates")?;
    read(&headings, rows, biases).map_err(|refusals| refused(path, &refusals))
}
