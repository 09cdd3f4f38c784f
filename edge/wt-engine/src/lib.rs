//! Use cases: file in, answer out, progress, cancel, who may.
