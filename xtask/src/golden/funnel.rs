//! Golden cases of funnels and their limits.

use super::Judge;

/// Files and their judges.
pub(super) const JUDGES: &[Judge] = &[];
