//! Speed and memory, as ratios against peers in one run.

fn main() {}
