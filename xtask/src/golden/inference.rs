//! Golden cases of random effects, adjusted p-values, effects, trends, centiles and savings.

use super::Judge;

/// Files and their judges.
pub(super) const JUDGES: &[Judge] = &[];
