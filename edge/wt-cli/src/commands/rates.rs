//! `wholetime rates`: bank and agency rates, on files alone. No store is needed.

mod compare;
mod intake;
mod simulate;
mod suppliers;
mod template;

use clap::Subcommand;

use super::Answer;

/// What there is about rates.
#[derive(Debug, Subcommand)]
pub(crate) enum Rates {
    /// Cells of a rate card: what an hour costs in them, and what a card would change.
    Compare(compare::Args),
    /// A generated region with planted truth, as files.
    Simulate(simulate::Args),
    /// Who supplies temporary staff, by published payments over £25,000.
    Suppliers(suppliers::Args),
    /// A file of bookings to fill in, with what each column means.
    Template(template::Args),
}

pub(super) fn run(what: Rates) -> Answer {
    match what {
        Rates::Compare(args) => compare::run(&args),
        Rates::Simulate(args) => simulate::run(&args),
        Rates::Suppliers(args) => suppliers::run(&args),
        Rates::Template(_) => template::run(),
    }
}
