//! The generated region: the same seed gives the same bytes, and what was planted is in the figures.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may fail loudly")]

mod files;
mod import;
mod metrics;
mod truths;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use wt_demo::{Demo, generate};
use wt_units::Month;

fn demo() -> &'static Demo {
    static DEMO: LazyLock<Demo> = LazyLock::new(|| generate(2026, Month::new(2026, 9).unwrap()));
    &DEMO
}

/// Rows of all files whose name starts so, by heading.
fn rows(demo: &Demo, starts: &str) -> Vec<BTreeMap<String, String>> {
    let mut found = Vec::new();
    for (_, bytes) in demo.files.iter().filter(|(name, _)| name.starts_with(starts)) {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let headings = reader.headers().unwrap().clone();
        for row in reader.records() {
            let row = row.unwrap();
            found.push(headings.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect());
        }
    }
    assert!(!found.is_empty(), "no rows in {starts}");
    found
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

fn truth<'a>(demo: &'a Demo, kind: &str) -> &'a serde_json::Value {
    demo.truth["truths"].as_array().unwrap().iter().find(|t| t["kind"] == kind).unwrap()
}
