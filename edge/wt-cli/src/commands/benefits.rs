//! `wholetime benefits`: a ledger of benefits in a file, each pound once. No store is needed.

mod file;
mod list;
mod prove;
mod record;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use wt_units::Month;

use super::Answer;
use crate::report::Format;

pub(super) use file::{Base, base, ledger, money, year};
pub(super) use prove::proofs;

#[derive(Debug, Subcommand)]
pub(crate) enum Benefits {
    /// Every benefit line: where it stands, what it brought, what finance verified, what is counted.
    List(List),
    /// Hold benefits against their measures: worked, can't tell yet, or did not.
    Prove(Prove),
    /// Verify a benefit as finance, with what shows that the cost is gone.
    Verify(Verify),
    /// Add entries to a ledger: all of them, or none and why.
    Record(Record),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    wholetime benefits list book/benefits.jsonl --year 2026\n  \
    wholetime benefits list book/benefits.jsonl --base book/benefits-base.csv --format csv\n\n\
    A ledger holds one entry a line (JSON Lines); book/benefits.md explains each. The base is a CSV file or workbook with columns\n\
    row, kind (hours, FTE days, shifts, order line, posts), capacity, and cost (pounds), within and each, where there are such.\n\n\
    Columns: line, name, organisation, type, account, recurrent, stands, full_year_pence, planned_pence, year_to_date_pence,\n\
    verified_pence, outturn_pence, counted_pence (each pound once; with --base).\n")]
pub(crate) struct List {
    /// The ledger.
    pub(super) ledger: PathBuf,
    #[command(flatten)]
    pub(super) base: Base,
    /// Financial year, by its first calendar year: 2026 for 2026/27. Without it, that of the last entry.
    #[arg(long)]
    pub(super) year: Option<i16>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  wholetime benefits prove LEDGER.jsonl L1 --series returns.csv\n\n\
    The series are those of Wholetime's template (organisation, period, metric, numerator, denominator) for the line's employer and\n\
    others like it; rows of units, staff groups and other metrics are passed over.\n\n\
    Columns: line, answer (worked, can't tell yet, did not), claimed_pence, low_pence, proved_pence, high_pence. Of one line: line,\n\
    month, value, expected, proved_pence, claimed_pence.\n")]
pub(crate) struct Prove {
    /// The ledger.
    pub(super) ledger: PathBuf,
    /// The line. Without it, every line that has a measure with a price.
    pub(super) line: Option<String>,
    /// Monthly figures of the measures, as a CSV file or workbook.
    #[arg(long)]
    pub(super) series: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    wholetime benefits verify LEDGER.jsonl L1 --through 2026-10 --by fay --virement V-2304 --cost-centre 10707 --account-code 31120\n  \
    wholetime benefits verify LEDGER.jsonl L5 --through 2026-10 --by fay --deleted-post 1138 --cost-centre 10707 --account-code 31120\n")]
pub(crate) struct Verify {
    /// The ledger; one entry is added to it.
    pub(super) ledger: PathBuf,
    /// The line.
    pub(super) line: String,
    /// The last month that is verified.
    #[arg(long)]
    pub(super) through: Month,
    /// Who verifies: somebody in finance who has no part in the line.
    #[arg(long)]
    pub(super) by: String,
    /// Number of the budget virement.
    #[arg(long, requires_all = ["cost_centre", "account_code"], conflicts_with = "deleted_post")]
    pub(super) virement: Option<String>,
    /// Number of the deleted post.
    #[arg(long, requires_all = ["cost_centre", "account_code"])]
    pub(super) deleted_post: Option<String>,
    /// Cost centre of the virement or post.
    #[arg(long)]
    pub(super) cost_centre: Option<String>,
    /// Account code of the virement or post.
    #[arg(long)]
    pub(super) account_code: Option<String>,
    /// The day of the entry. Without it, today.
    #[arg(long)]
    pub(super) on: Option<jiff::civil::Date>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  wholetime benefits record LEDGER.jsonl october.jsonl\n")]
pub(crate) struct Record {
    /// The ledger; made if it is not there.
    pub(super) ledger: PathBuf,
    /// Entries, one a line.
    pub(super) entries: PathBuf,
}

pub(super) fn run(what: &Benefits) -> Answer {
    match what {
        Benefits::List(args) => list::run(args),
        Benefits::Prove(args) => prove::run(args),
        Benefits::Verify(args) => record::verify(args),
        Benefits::Record(args) => record::run(args),
    }
}
