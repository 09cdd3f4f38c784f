//! Golden cases of rates, standardised rates, life expectancy, inequality.

use super::Judge;

/// Files and their judges.
pub(super) const JUDGES: &[Judge] = &[];
