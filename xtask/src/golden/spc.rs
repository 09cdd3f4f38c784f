//! Golden cases of control charts.

use super::Judge;

/// Files and their judges.
pub(super) const JUDGES: &[Judge] = &[];
