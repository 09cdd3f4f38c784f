//! `wholetime roster`: rosters under rules, from the public benchmark families' own files. No store is needed.

mod batch;
mod check;
mod clock;
mod convert;
mod duties;
mod instance;
mod measures;
mod settings;
mod shortage;
mod solve;
mod ward;

use clap::Subcommand;
use clock::Stop;

use super::{Answer, Failure};

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Roster {
    /// Find the best roster in a given time, with a bound that no roster can beat.
    Solve(solve::Args),
    /// Prove how many people every lawful roster is short of, and which covers and rules conflict.
    Shortage(shortage::Args),
    /// Solve many wards one beside the other, with a line for each that is done.
    Batch(batch::Args),
    /// Write any instance as a folder of plain files, which `solve`, `check` and the others read too.
    Convert(convert::Args),
    /// Count every rule of a roster anew, or judge duties by the rules of hours and rest.
    Check(check::Args),
    /// Make a ward that looks like a real one: a folder of extracts, from a seed.
    Generate(ward::GenerateArgs),
    /// Why: a shift that is short, a person's own nights, weekends and refusals, what a local rule costs.
    Explain(ward::ExplainArgs),
    /// Somebody rings in at six: ranked ways to mend the roster.
    Repair(ward::RepairArgs),
    /// What a board asks of rosters: notice, fill, care hours per patient day, headroom, unused hours, fairness, red flags, pounds.
    Measures(measures::Args),
    /// The readings of hours and rest that the terms leave open, with their values and defaults.
    Settings(settings::Args),
}

pub(super) async fn run(what: Roster) -> Answer {
    let stop = Stop::default();
    let interrupt = tokio::spawn({
        let stop = stop.clone();
        async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stop.ask();
            }
        }
    });
    let work = tokio::task::spawn_blocking(move || match what {
        Roster::Solve(args) => solve::run(&args, &stop),
        Roster::Shortage(args) => shortage::run(&args, &stop),
        Roster::Batch(args) => batch::run(&args, &stop),
        Roster::Convert(args) => convert::run(&args),
        Roster::Check(args) => check::run(&args),
        Roster::Generate(args) => ward::generate(&args),
        Roster::Explain(args) => ward::explain(&args, &stop),
        Roster::Repair(args) => ward::repair(&args),
        Roster::Measures(args) => measures::run(&args),
        Roster::Settings(args) => settings::run(&args),
    });
    let answer = work.await.map_err(|e| Failure::System(std::io::Error::other(e)))?;
    interrupt.abort();
    answer
}
