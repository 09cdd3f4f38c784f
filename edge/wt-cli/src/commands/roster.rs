//! `wholetime roster`: rosters under rules, from the public benchmark families' own files. No store is needed.

mod check;
mod duties;
mod instance;
mod settings;
mod solve;

use clap::Subcommand;

use super::Answer;

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Roster {
    /// Find the best roster in a given time, with a bound that no roster can beat.
    Solve(solve::Args),
    /// Count every rule of a roster anew, or judge duties by the rules of hours and rest.
    Check(check::Args),
    /// The readings of hours and rest that the terms leave open, with their values and defaults.
    Settings(settings::Args),
}

pub(super) fn run(what: Roster) -> Answer {
    match what {
        Roster::Solve(args) => solve::run(&args),
        Roster::Check(args) => check::run(&args),
        Roster::Settings(args) => settings::run(&args),
    }
}
