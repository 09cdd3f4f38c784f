//! `cargo xtask golden`: our statistics against the golden data of the peers, file by file.
//!
//! One module a folder of the golden data. Each file has a function from its text to a [`Tally`]; the same functions
//! are tests, so that a case that fails here fails `bin/test`.

mod funnel;
mod inference;
mod phe;
mod spc;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Outcome;

/// How many of a file's cases agree, and the first words on those that do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Cases that agree.
    pub(crate) passed: usize,
    /// Cases there are.
    pub(crate) present: usize,
    /// What differs, one line a case.
    pub(crate) faults: Vec<String>,
}

impl Tally {
    /// Counts a case; `fault` is what differs.
    pub(crate) fn case(&mut self, name: &str, fault: Option<String>) {
        self.present += 1;
        match fault {
            None => self.passed += 1,
            Some(fault) => self.faults.push(format!("{name}: {fault}")),
        }
    }
}

/// The golden data: a folder, from which a file's judge may read the inputs it needs.
#[derive(Debug, Clone)]
pub(crate) struct Golden(PathBuf);

impl Golden {
    /// The folder named by `WHOLETIME_SHARED`, else `../shared`; none where it is absent.
    pub(crate) fn find() -> Option<Self> {
        let shared = std::env::var_os("WHOLETIME_SHARED")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
        let folder = shared.join("data/benchmarking");
        folder.is_dir().then_some(Self(folder))
    }

    /// The text of a file such as `phe/byars.csv`.
    pub(crate) fn text(&self, file: &str) -> Outcome<String> {
        Ok(std::fs::read_to_string(self.0.join(file)).map_err(|e| format!("{file}: {e}"))?)
    }
}

/// Relative agreement to 1e-9, absolute below 1: what the golden data asks of numbers.
pub(crate) fn near(got: f64, want: f64) -> bool {
    (got.is_nan() && want.is_nan()) || (got - want).abs() <= 1e-9 * want.abs().max(1.0)
}

/// The numbers of a list; a null is none.
pub(crate) fn numbers(list: &Value) -> Vec<Option<f64>> {
    list.as_array().into_iter().flatten().map(Value::as_f64).collect()
}

/// The first place where two lists differ, in words.
pub(crate) fn differs(what: &str, got: &[Option<f64>], want: &[Option<f64>]) -> Option<String> {
    if got.len() != want.len() {
        return Some(format!("{what}: {} values, not {}", got.len(), want.len()));
    }
    let at = got.iter().zip(want).position(|pair| match pair {
        (Some(got), Some(want)) => !near(*got, *want),
        (got, want) => got != want,
    })?;
    Some(format!("{what}[{at}] is {:?}, not {:?}", got[at], want[at]))
}

/// A file of the golden data and its judge.
pub(crate) type Judge = (&'static str, fn(&Golden) -> Outcome<Tally>);

/// Every file that has expected results.
fn judges() -> impl Iterator<Item = &'static Judge> {
    [spc::JUDGES, funnel::JUDGES, phe::JUDGES, inference::JUDGES].into_iter().flatten()
}

/// Prints, per file, cases passed of cases present, and the first that failed.
pub(crate) fn run() -> Outcome<()> {
    let Some(golden) = Golden::find() else {
        return Err("the golden data is not here: name its folder with WHOLETIME_SHARED".into());
    };
    let (mut passed, mut present) = (0, 0);
    for (file, judge) in judges() {
        let tally = judge(&golden)?;
        println!("{:>6} of {:<6} {file}", tally.passed, tally.present);
        for fault in tally.faults.iter().take(3) {
            println!("                 {fault}");
        }
        passed += tally.passed;
        present += tally.present;
    }
    println!("golden: {passed} passed, {} failed", present - passed);
    if passed == present { Ok(()) } else { Err("some golden cases fail".into()) }
}

/// What a module's test asserts: every case of every file of it passes, and there are cases.
#[cfg(test)]
pub(crate) fn assert_all(judges: &[Judge]) {
    let Some(golden) = Golden::find() else {
        println!("skipped: the golden data is not here");
        return;
    };
    for (file, judge) in judges {
        let tally = judge(&golden).unwrap_or_else(|why| panic!("{file}: {why}"));
        assert!(tally.present > 0, "{file} has no case");
        assert!(tally.faults.is_empty(), "{file}: {:#?}", &tally.faults[..tally.faults.len().min(5)]);
    }
}
