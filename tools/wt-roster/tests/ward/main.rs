//! Wards: read and written, solved, judged without the search, explained and repaired.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "tests may fail loudly")]

mod folder;
mod reasons;
mod solved;

use jiff::civil::{Date, date};
use wt_facts::FactSet;
use wt_roster::ward::{Made, Ward, generate};
use wt_roster::{Settings, Watch};

/// Time never passes: the moves end the search.
pub struct Still;

impl Watch for Still {
    fn spent(&self) -> u32 {
        0
    }
}

pub const FIRST: Date = date(2026, 3, 2);

pub fn facts() -> FactSet {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    FactSet::parse(&files).unwrap()
}

pub fn ward(seed: u64, people: usize) -> Ward {
    generate(&Made { seed, people, weeks: 4, first: FIRST }, &facts()).unwrap()
}

pub fn moves(moves: u64) -> Settings {
    Settings { seed: 1, threads: 2, moves: Some(moves) }
}
