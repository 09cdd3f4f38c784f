//! `wholetime roster`: rosters under rules, from the public benchmark families' own files. No store is needed.

mod check;
mod instance;
mod solve;

use clap::Subcommand;

use super::Answer;

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Roster {
    /// Find the best roster in a given time, with a bound that no roster can beat.
    Solve(solve::Args),
    /// Count every rule of a roster anew.
    Check(check::Args),
}

pub(super) fn run(what: Roster) -> Answer {
    match what {
        Roster::Solve(args) => solve::run(&args),
        Roster::Check(args) => check::run(&args),
    }
}
