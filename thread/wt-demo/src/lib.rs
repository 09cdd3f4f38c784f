//! A generated region with known truths, from the same column specifications as the importers.
