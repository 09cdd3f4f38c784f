//! Flags of `wholetime gap`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::At;
use crate::report::Format;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    wholetime gap set --store S --amount 250000000 --covers \"Our region, 2026/27\" --source \"Board paper 12\" --stated 2026-04-01\n  \
    wholetime gap waterfall book/benefits.jsonl --base book/benefits-base.csv --gap 1000000\n")]
pub(crate) struct Gap {
    #[command(subcommand)]
    pub(crate) what: GapWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GapWhat {
    /// Show it.
    Show {
        #[command(flatten)]
        at: At,
    },
    /// Load it, in place of an earlier figure.
    Set {
        #[command(flatten)]
        at: At,
        /// Pounds, plain: 250000000.
        #[arg(long)]
        amount: f64,
        /// What it covers.
        #[arg(long)]
        covers: String,
        /// Where the figure is from.
        #[arg(long)]
        source: String,
        /// The day it was stated: 2026-04-01.
        #[arg(long)]
        stated: String,
    },
    /// From the gap down to what is left of it, by a ledger of benefits: each pound once, and only verified cash closes it.
    Waterfall(GapWaterfall),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    wholetime gap waterfall book/benefits.jsonl --base book/benefits-base.csv --gap 1000000 --since 2026-09-30\n  \
    wholetime gap waterfall --store S\n  \
    wholetime gap waterfall book/benefits.jsonl --base book/benefits-base.csv --by-employer --format csv\n\n\
    Columns: type, organisation (with --by-employer), identified_pence, accepted_pence, planned_pence, delivered_pence,\n\
    verified_pence: each holds the next. Types are never added together.\n")]
pub(crate) struct GapWaterfall {
    /// The ledger (see `wholetime benefits list --help`). Without it, that of the store.
    #[arg(required_unless_present = "store")]
    pub(crate) ledger: Option<PathBuf>,
    /// Hours, shifts, order lines and posts that benefits stand on. Without it, those of the store.
    #[arg(long)]
    pub(crate) base: Option<PathBuf>,
    /// The gap in pounds, such as 250000000. Without it, that of the store, if --store names one.
    #[arg(long)]
    pub(crate) gap: Option<String>,
    /// A store whose gap it is, and whose ledger where no file is named.
    #[arg(long, conflicts_with = "gap")]
    pub(crate) store: Option<String>,
    /// Financial year, by its first calendar year: 2026 for 2026/27. Without it, that of the last entry.
    #[arg(long)]
    pub(crate) year: Option<i16>,
    /// Say what changed since the end of this day, and why.
    #[arg(long)]
    pub(crate) since: Option<jiff::civil::Date>,
    /// A row for each employer.
    #[arg(long)]
    pub(crate) by_employer: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}
