//! The command line: figures on standard output, words on standard error. Exit 0 fine, 2 bad input, 1 fault.
//!
//! One file per capability under [`commands`]; each asks the engine and hands a [`report::Report`] to print.

mod args;
mod commands;
mod facts;
mod png;
mod report;
mod words;

use std::process::ExitCode;

use clap::Parser;

pub use args::Cli;

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(e) => {
            words::say(&format!("Wholetime could not start: {e}"));
            return ExitCode::from(1);
        }
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(e) => {
            words::say(&e.to_string());
            ExitCode::from(if e.is_input() { 2 } else { 1 })
        }
    }
}
