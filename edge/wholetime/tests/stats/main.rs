//! `wholetime stats` on real command lines: golden cases written to files, the program run on them, its JSON held
//! against the peers' figures.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests may fail loudly")]

mod chart;
mod compare;
mod disclose;
mod drawn;
mod effect;
mod funnel;
mod inference;
mod modes;
mod rates;
mod spc;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A file of the golden data; none (and a word about it) where it is not at hand.
fn golden(file: &str) -> Option<String> {
    let shared = std::env::var_os("WHOLETIME_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let found = std::fs::read_to_string(shared.join("data/benchmarking").join(file)).ok();
    if found.is_none() {
        println!("skipped: {file} is not here");
    }
    found
}

/// A file for one test, taken away with the folder it stands in.
struct Sheet(PathBuf);

impl Sheet {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("wholetime-stats-{}-{name}.csv", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// `wholetime stats WHAT FILE FLAGS… --format json`.
fn stats(what: &str, sheet: &Sheet, flags: &[String]) -> Value {
    let (code, out, err) = run(what, sheet, flags);
    assert_eq!(code, Some(0), "{what} {flags:?}: {err}");
    serde_json::from_str(&out).unwrap()
}

/// Exit code, standard output and standard error.
fn run(what: &str, sheet: &Sheet, flags: &[String]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime"))
        .args(["stats", what])
        .arg(&sheet.0)
        .args(flags)
        .args(["--format", "json"])
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// A flag of each option, named as its key.
fn flags(options: &Value) -> Vec<String> {
    let mut flags = Vec::new();
    for (key, value) in options.as_object().unwrap() {
        let text = match value {
            Value::String(s) => s.clone(),
            Value::Array(list) => list.iter().map(|v| v.as_str().unwrap()).collect::<Vec<_>>().join(","),
            other => other.to_string(),
        };
        flags.push(format!("--{}", key.replace('_', "-")));
        flags.push(text);
    }
    flags
}

/// Whether a figure agrees to nine digits (absolutely below 1); nulls agree with nulls.
fn near(ours: &Value, theirs: &Value) -> bool {
    match (ours.as_f64(), theirs.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
        (a, b) => a == b,
    }
}
