//! `wt-calibration [NAME…]`: how often our statistics are wrong, by simulation.
//!
//! One module a bar. Each prints a table of bar, what we reach, its standard error, and what the peer reaches in the
//! same run where its rule is at hand. Seeds are fixed, so a run says the same on any machine.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for developers: printing is its job"
)]

use std::process::ExitCode;

mod benefits;
mod draw;
mod effects;
mod fdr;
mod funnel;
mod peers;
mod pounds;
mod rates;
mod selection;
mod spc;

/// A simulation: its name, and what prints its table.
type Simulation = (&'static str, fn());

/// Every simulation there is.
const ALL: &[Simulation] = &[
    ("benefits", benefits::simulate),
    ("effects", effects::simulate),
    ("fdr", fdr::simulate),
    ("funnel", funnel::simulate),
    ("peers", peers::simulate),
    ("pounds", pounds::simulate),
    ("rates", rates::simulate),
    ("selection", selection::simulate),
    ("spc", spc::simulate),
];

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked.iter().find(|name| !ALL.iter().any(|(known, _)| known == name)) {
        let known: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
        eprintln!("there is no simulation called '{unknown}'; there are: {}", known.join(", "));
        return ExitCode::FAILURE;
    }
    for (_, run) in ALL.iter().filter(|(name, _)| asked.is_empty() || asked.iter().any(|one| one == name)) {
        run();
    }
    ExitCode::SUCCESS
}
