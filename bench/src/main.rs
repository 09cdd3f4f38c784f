//! Speed and memory, as ratios against peers in one run.
//!
//! Each subject is a module and a first argument. Whatever is measured runs in a process of its own, so that its peak
//! memory is its own.

// A program for developers whose only product is what it prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod process;
mod read;

use std::process::ExitCode;

const USAGE: &str = "usage: wt-bench read\n\n  read    a workbook of 100,000 x 20 and a CSV of 1,000,000 x 7, beside openpyxl and pandas";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["read"] => read::run(),
        ["read", "make", folder] => read::make(folder.as_ref()),
        ["read", "file", file] => read::one(file.as_ref()),
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
