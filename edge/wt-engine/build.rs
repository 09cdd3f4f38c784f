//! Builds the engine anew when a file of facts, metrics or evidence changes: they are compiled in, and cargo doesn't see
//! that by itself.
#![allow(clippy::print_stdout, reason = "that is how a build script speaks to cargo")]

fn main() {
    for folder in ["facts", "metrics", "evidence"] {
        println!("cargo::rerun-if-changed=../../{folder}");
    }
}
