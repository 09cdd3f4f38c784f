//! The workshop: `cargo xtask check | fuzz | golden | bench | dist | shots`. Nothing here is part of the product.
//!
//! A check is a pure function from the tree (`workspace::Workspace`) to findings, so that each can be tried on a
//! planted violation; what needs another program (cargo, git, tar, node) stands in `command`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program for developers: printing is its job"
)]

mod bench;
mod check;
mod command;
mod dist;
mod fuzz;
mod golden;
mod kills;
mod packages;
mod shots;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What any part of the workshop gives back: a value, or words for the person at the keyboard.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Checks, fuzzing and distribution of the Wholetime workspace.")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Format, lints, arrows between crates, purity, file length, module docs, map, figures, licences, Windows.
    Check(check::Options),
    /// Throw mutated files at the readers for a bounded time.
    Fuzz(fuzz::Options),
    /// Hold our statistics against the golden data of the peers, file by file.
    Golden,
    /// Measure beside the peers, every answer verified.
    Bench {
        #[command(subcommand)]
        what: bench::Bench,
    },
    /// End the server at random moments while others write, and look whether anything acknowledged was lost.
    Kills(kills::Options),
    /// Make a Linux archive that runs unpacked, and try it.
    Dist,
    /// Take screenshots of every page into e2e/shots.
    Shots,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Check(options) => check::run(&options),
        Task::Fuzz(options) => fuzz::run(&options),
        Task::Golden => golden::run(),
        Task::Bench { what } => bench::run(&what),
        Task::Kills(options) => kills::run(&options),
        Task::Dist => dist::run(),
        Task::Shots => shots::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
