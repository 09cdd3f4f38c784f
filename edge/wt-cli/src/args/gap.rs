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
    /// What would be missing in each year if nothing were done: modelled from growth, or as somebody stated it.
    Project(GapProject),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    wholetime gap project --baseline BASE.csv --growth GROWTH.csv --covers London --source \"Plan of April\"\n  \
    wholetime gap project --stated GAP.csv --covers London --source \"Board paper 12\" --on 2026-04-01 --store S --save\n  \
    wholetime gap project --store S\n\n\
    A baseline has columns organisation, pay, non_pay, income: pounds of the year before the first.\n\
    Growth has columns year (2026 for 2026/27), what (activity, price, pay, workforce, income), central, and low, high (percent) and\n\
    organisation, where there are such. Pay grows with pay and workforce, other costs with activity and price.\n\
    A stated gap has columns organisation, year, gap, and low and high, where there are such.\n\n\
    Columns: year, organisation (all: their sum), low_pence, gap_pence, high_pence.\n")]
pub(crate) struct GapProject {
    /// What each employer spends and gets in the year before the first.
    #[arg(long, requires = "growth", conflicts_with = "stated")]
    pub(crate) baseline: Option<PathBuf>,
    /// Rates of growth by year.
    #[arg(long)]
    pub(crate) growth: Option<PathBuf>,
    /// The year of the baseline, by its first calendar year. Without it, the year before the first rate.
    #[arg(long)]
    pub(crate) base_year: Option<i16>,
    /// The gap of each year, as somebody stated it.
    #[arg(long)]
    pub(crate) stated: Option<PathBuf>,
    /// What it covers.
    #[arg(long, default_value = "The region")]
    pub(crate) covers: String,
    /// Where its figures are from.
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// The day it was stated. Without it, today.
    #[arg(long)]
    pub(crate) on: Option<jiff::civil::Date>,
    /// A store that keeps it.
    #[arg(long)]
    pub(crate) store: Option<String>,
    /// Keep it in the store: a new version, and the gap of the year that is going on.
    #[arg(long, requires = "store", requires = "source")]
    pub(crate) save: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
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
