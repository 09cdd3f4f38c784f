//! `wholetime benefits`: a ledger of benefits, each pound once, in a file or in a store.

mod file;
mod list;
mod month_end;
mod prove;
mod record;
mod rows;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use wt_units::Month;

use super::Answer;
use crate::report::Format;

pub(super) use file::{Base, Kept, money, year};
pub(super) use list::report;
pub(super) use prove::{proofs, shipped};

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
    /// Add the rows that claims stand on to a store's base.
    Base(Rows),
    /// Enter what the measures loaded in a store prove, month by month.
    Recalculate(Recalculate),
    /// The month's end: what is late, what changed and why, what needs a signature.
    MonthEnd(MonthEnd),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    wholetime benefits list book/benefits.jsonl --year 2026\n  \
    wholetime benefits list book/benefits.jsonl --base book/benefits-base.csv --format csv\n  \
    wholetime benefits list --store S\n\n\
    A ledger holds one entry a line (JSON Lines); book/benefits.md explains each. The base is a CSV file or workbook with columns\n\
    row, kind (hours, FTE days, shifts, order line, posts), capacity, and cost (pounds), within and each, where there are such.\n\n\
    Columns: line, name, organisation, type, account, recurrent, stands, full_year_pence, planned_pence, year_to_date_pence,\n\
    verified_pence, outturn_pence, counted_pence (each pound once; with --base).\n")]
pub(crate) struct List {
    /// The ledger.
    #[arg(required_unless_present = "store", conflicts_with = "store")]
    pub(super) ledger: Option<PathBuf>,
    /// A store that keeps it.
    #[arg(long)]
    pub(super) store: Option<String>,
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
#[command(after_help = "Examples:\n  wholetime benefits prove LEDGER.jsonl L1 --series returns.csv\n  \
    wholetime benefits prove --store S L1\n\n\
    The series are those of Wholetime's template (organisation, period, metric, numerator, denominator) for the line's employer and\n\
    others like it; rows of units, staff groups and other metrics are passed over.\n\n\
    Columns: line, answer (worked, can't tell yet, did not), claimed_pence, low_pence, proved_pence, high_pence. Of one line: line,\n\
    month, value, expected, proved_pence, claimed_pence.\n")]
pub(crate) struct Prove {
    /// The ledger, unless --store names one; and the line. Without a line, every line that has a measure with a price.
    #[arg(value_name = "LEDGER] [LINE", num_args = 0..=2)]
    pub(super) what: Vec<String>,
    /// Monthly figures of the measures, as a CSV file or workbook. Without it, those that the store holds.
    #[arg(long, required_unless_present = "store")]
    pub(super) series: Option<PathBuf>,
    /// A store that keeps the ledger.
    #[arg(long)]
    pub(super) store: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    wholetime benefits verify LEDGER.jsonl L1 --through 2026-10 --by fay --virement V-2304 --cost-centre 10707 --account-code 31120\n  \
    wholetime benefits verify LEDGER.jsonl L5 --through 2026-10 --by fay --deleted-post 1138 --cost-centre 10707 --account-code 31120\n")]
pub(crate) struct Verify {
    /// The ledger, unless --store names one; and the line. One entry is added.
    #[arg(value_name = "LEDGER] [LINE", num_args = 1..=2)]
    pub(super) what: Vec<String>,
    /// A store that keeps the ledger.
    #[arg(long)]
    pub(super) store: Option<String>,
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
#[command(after_help = "Examples:\n  wholetime benefits record LEDGER.jsonl october.jsonl\n  \
    wholetime benefits record --store S october.jsonl\n")]
pub(crate) struct Record {
    /// The ledger, unless --store names one (a file is made if it is not there); and the entries, one a line.
    #[arg(value_name = "LEDGER] [ENTRIES", num_args = 1..=2)]
    pub(super) what: Vec<String>,
    /// A store that keeps the ledger.
    #[arg(long)]
    pub(super) store: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  wholetime benefits base --store S book/benefits-base.csv\n\n\
    A row of a name that is there already replaces it; every row that was ever entered is kept.\n")]
pub(crate) struct Rows {
    /// Columns row, kind, capacity, and cost, within and each, where there are such.
    pub(super) rows: PathBuf,
    /// The store.
    #[arg(long)]
    pub(super) store: String,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  wholetime benefits recalculate --store S --by omar\n\n\
    Months that are verified stay as they are; a month that differs is entered anew, with its reason.\n")]
pub(crate) struct Recalculate {
    /// The line. Without it, every open line that has a measure with a price.
    pub(super) line: Option<String>,
    /// The store.
    #[arg(long)]
    pub(super) store: String,
    /// Who enters it: one of the ledger's people, who can't verify it afterwards.
    #[arg(long)]
    pub(super) by: String,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  wholetime benefits month-end --store S\n  \
    wholetime benefits month-end --store S --tell --ics milestones.ics\n\n\
    Columns: about (line, action, opportunity), id, name, organisation, what.\n")]
pub(crate) struct MonthEnd {
    /// The store.
    #[arg(long)]
    pub(super) store: String,
    /// Put it in the queue of letters for those who asked to hear of it (`wholetime letters want benefits`).
    #[arg(long)]
    pub(super) tell: bool,
    /// Write milestones that are not reached into this calendar file.
    #[arg(long)]
    pub(super) ics: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

pub(super) async fn run(what: &Benefits) -> Answer {
    match what {
        Benefits::List(args) => list::run(args).await,
        Benefits::Prove(args) => prove::run(args).await,
        Benefits::Verify(args) => record::verify(args).await,
        Benefits::Record(args) => record::run(args).await,
        Benefits::Base(args) => rows::run(args).await,
        Benefits::Recalculate(args) => rows::recalculate(args).await,
        Benefits::MonthEnd(args) => month_end::run(args).await,
    }
}
