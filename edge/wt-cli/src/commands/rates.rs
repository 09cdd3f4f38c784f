//! `wholetime rates`: bank and agency rates, on files alone. No store is needed.

mod bank;
mod breaches;
mod compare;
mod design;
mod elasticity;
mod intake;
mod market;
mod sheet;
mod sign;
mod simulate;
mod stability;
mod suppliers;
mod template;
mod watch;
mod worth;

use clap::Subcommand;

use super::Answer;

/// What there is about rates.
#[derive(Debug, Subcommand)]
pub(crate) enum Rates {
    /// Open shifts filled by willing, rested people of other employers at the card rate. Off until it is agreed.
    Bank(bank::Args),
    /// Agency charges above the caps in force, overrides that never ended, suppliers off the framework.
    Breaches(breaches::Args),
    /// Cells of a rate card: what an hour costs in them, and what a card would change.
    Compare(compare::Args),
    /// How filled shifts answer pay, by the region's own history, and what the card saved.
    Elasticity(elasticity::Args),
    /// Bookings as the market that a card is made for.
    Market(market::Args),
    /// A generated region with planted truth, as files.
    Simulate(simulate::Args),
    /// One regional rate a cell that costs least and fills enough; who gains and loses by it.
    Design(design::Args),
    /// Whether a card may be signed: what must come before a signature, and who signed.
    Sign(sign::Args),
    /// Whether a card holds: what each employer would gain by leaving, and what makes it stay. For the neutral analyst.
    Stability(stability::Args),
    /// Who supplies temporary staff, by published payments over £25,000.
    Suppliers(suppliers::Args),
    /// A file of bookings to fill in, with what each column means.
    Template(template::Args),
    /// Each month held against the agreed card: who keeps it, who left, what warns.
    Watch(watch::Args),
}

pub(super) fn run(what: Rates) -> Answer {
    match what {
        Rates::Bank(args) => bank::run(&args),
        Rates::Breaches(args) => breaches::run(&args),
        Rates::Compare(args) => compare::run(&args),
        Rates::Elasticity(args) => elasticity::run(&args),
        Rates::Market(args) => market::run(&args),
        Rates::Simulate(args) => simulate::run(&args),
        Rates::Design(args) => design::run(&args),
        Rates::Sign(args) => sign::run(&args),
        Rates::Stability(args) => stability::run(&args),
        Rates::Suppliers(args) => suppliers::run(&args),
        Rates::Template(_) => template::run(),
        Rates::Watch(args) => watch::run(&args),
    }
}
