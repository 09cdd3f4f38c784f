//! `wholetime rates`: bank and agency rates, on files alone. No store is needed.

mod suppliers;

use clap::Subcommand;

use super::Answer;

/// What there is about rates.
#[derive(Debug, Subcommand)]
pub(crate) enum Rates {
    /// Who supplies temporary staff, by published payments over £25,000.
    Suppliers(suppliers::Args),
}

pub(super) fn run(what: Rates) -> Answer {
    match what {
        Rates::Suppliers(args) => suppliers::run(&args),
    }
}
