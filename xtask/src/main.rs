//! Checks, fuzzing and distribution of the workspace.

fn main() {}
