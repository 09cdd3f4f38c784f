//! The rules against worked cases and against a grid of minutes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests may fail loudly")]

mod facts;
mod grid;
mod oracle;
mod patterns;
mod spec;

use wt_facts::FactSet;

/// The facts that ship.
fn shipped() -> FactSet {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts");
    let files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    FactSet::parse(&files).unwrap_or_else(|e| panic!("{e:#?}"))
}
