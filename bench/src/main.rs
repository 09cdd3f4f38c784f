//! Speed and memory, as ratios against peers in one run.
//!
//! Each subject is a module and a first argument. Whatever is measured runs in a process of its own, so that its peak
//! memory is its own.

// A program for developers whose only product is what it prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod compare;
mod load;
mod made;
mod process;
mod read;
mod serve;

use std::process::ExitCode;

use wt_engine::intake::Keep;

const USAGE: &str = "usage: wt-bench read | load | compare | serve [PROGRAM]

  read     a workbook of 100,000 x 20 and a CSV of 1,000,000 x 7, beside openpyxl and pandas
  load     the same sizes checked and kept in a store on disk, beside openpyxl and pandas reading them
  compare  every comparison of 35 organisations, 50 metrics and 60 months
  serve    start to first page, then every page of the demonstration for 50 people at once";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["read"] => read::run(),
        ["read", "make", folder] => read::make(folder.as_ref()),
        ["read", "file", file] => read::one(file.as_ref()),
        ["load"] => load::run(),
        ["load", "check", file] => load::one(file.as_ref(), Keep::Nothing),
        ["load", "keep", file] => load::one(file.as_ref(), Keep::IfFewRefused),
        ["compare"] => compare::run(),
        ["serve"] => process::beside("wholetime").and_then(|program| serve::run(&program)),
        ["serve", program] => serve::run(program.as_ref()),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
