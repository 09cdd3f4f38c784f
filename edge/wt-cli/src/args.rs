//! Every command and flag, with examples in each `--help`. Names of flags are a contract: added to, never changed.

mod gap;
mod pages;
mod signals;
mod whole;
mod worked;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use wt_units::{MetricId, Month, OdsCode, StaffGroup};

use crate::report::Format;

pub(crate) use gap::{Gap, GapProject, GapWaterfall, GapWhat};
pub(crate) use pages::{Demo, Serve};
pub(crate) use signals::Signals;
pub(crate) use whole::{Copy, Export};
pub(crate) use worked::Worked;

/// Where a region's workforce money is lost, whether it is signal or noise, and what closes the gap.
#[derive(Debug, Parser)]
#[command(name = "wholetime", version, about, long_about = None, arg_required_else_help = true)]
#[command(
    after_help = "Figures go to standard output, words to standard error. Exit code 0: fine, 2: bad input, \
                        1: a fault.\n\nStart with:\n  wholetime demo\n"
)]
pub struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a generated region, answer everything, and open its pages.
    Demo(Demo),
    /// Answer in the browser.
    Serve(Serve),
    /// Read files into a store.
    Import(Import),
    /// Compare employers, units or staff groups on one metric.
    Compare(Compare),
    /// Gaps turned into pounds and time, with totals that take each once.
    Opportunities(Opportunities),
    /// What is real this month among all metrics and employers, with the number expected to be false.
    Signals(Signals),
    /// Whether a dated change worked, against what similar organisations say would have happened without it.
    Worked(Worked),
    /// The organisations most like one, by variables and weights that are shown and can be changed.
    Similar(Similar),
    /// What worked elsewhere.
    Evidence(Evidence),
    /// What is loaded; review, undo, refusals.
    Data(Data),
    /// The metrics and their definitions; add your own.
    Metrics(Metrics),
    /// The statistics for any analyst's own file.
    Stats {
        #[command(subcommand)]
        what: crate::commands::stats::Stats,
    },
    /// What shifts cost: Agenda for Change pay, unsocial hours, London supplement, overtime, on-costs.
    Pay {
        #[command(subcommand)]
        what: crate::commands::pay::Pay,
    },
    /// Bank and agency rates: who supplies temporary staff.
    Rates {
        #[command(subcommand)]
        what: crate::commands::rates::Rates,
    },
    /// Rosters under rules: solve a public instance, check a roster.
    Roster {
        #[command(subcommand)]
        what: crate::commands::roster::Roster,
    },
    /// Letters by e-mail, to those who asked for them.
    Letters {
        #[command(subcommand)]
        what: crate::commands::letters::Letters,
    },
    /// Rotas that repeat: a pattern of weeks for doctors, found and judged under their terms.
    Rota {
        #[command(subcommand)]
        what: crate::commands::rota::Rota,
    },
    /// Who may sign in, and as what.
    Users {
        #[command(subcommand)]
        what: crate::commands::users::Users,
    },
    /// The ledger of benefits: from opportunity to proved benefit, each pound once.
    Benefits {
        #[command(subcommand)]
        what: crate::commands::benefits::Benefits,
    },
    /// The board pack of a ledger of benefits, as PDF that a screen reader can follow.
    Pack(crate::commands::pack::PackArgs),
    /// Which actions to do next, under limits of money, people and attention.
    Portfolio(crate::commands::portfolio::Portfolio),
    /// Who pays, who gains and what would be fair when care moves between organisations.
    Gainshare(crate::commands::gainshare::Gainshare),
    /// An empty file to fill in, with an example row.
    Template(Template),
    /// The gap that cash-releasing pounds are set against.
    Gap(Gap),
    /// Copy a whole store to one file.
    Backup(Copy),
    /// Fill an empty store from a backup.
    Restore(Copy),
    /// Write a whole store as lines of JSON, which `import` reads into an empty store of either database.
    Export(Export),
}

/// Which store.
#[derive(Debug, Clone, Args)]
pub(crate) struct At {
    /// Folder of the store (made if it is not there), or a postgres:// address.
    #[arg(long, env = "WHOLETIME_STORE", default_value = "wholetime-store")]
    pub(crate) store: String,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    wholetime import --store S nhs_sickness_absence_2024-*.csv successors_2024_25.csv\n  \
    wholetime import --store S --kind template returns.xlsx\n  \
    wholetime import --store S --map \"organisation=Trust,period=Month,numerator=Days lost,\
denominator=Days,metric='sickness-absence'\" ours.csv\n  \
    wholetime import --store S --check ours.csv      (reads and reports, keeps nothing)\n  \
    wholetime export --store S | wholetime import --store postgres://wholetime@localhost/wholetime -\n")]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) at: At,
    /// CSV, XLSX or XLS files; or one that `wholetime export` wrote, into an empty store (`-` for standard input).
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Kind of file, where it should not be recognised from its content (see `wholetime template --list`).
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Which column is which: canonical=Heading, or canonical='constant'. Remembered for these headings.
    #[arg(long)]
    pub(crate) map: Option<String>,
    /// Employer whose own rows these are (its code). Without it they are the region's.
    #[arg(long)]
    pub(crate) owner: Option<OdsCode>,
    /// Keep the good rows however many were refused.
    #[arg(long, conflicts_with_all = ["all_or_nothing", "check"])]
    pub(crate) keep_good: bool,
    /// Keep nothing of a file if a single row was refused.
    #[arg(long, conflicts_with = "check")]
    pub(crate) all_or_nothing: bool,
    /// Read and report, keep nothing.
    #[arg(long)]
    pub(crate) check: bool,
    /// Write every refused row to this CSV file, with row, column, what was found and how to mend it.
    #[arg(long)]
    pub(crate) problems: Option<PathBuf>,
}

/// Period, peers and place of a comparison.
#[derive(Debug, Clone, Args)]
pub(crate) struct Scope {
    /// Region by name, such as London. Without it, every region.
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// First month, such as 2024-04. Without it, the latest twelve months.
    #[arg(long)]
    pub(crate) from: Option<Month>,
    /// Last month, such as 2024-12.
    #[arg(long)]
    pub(crate) to: Option<Month>,
    /// Who is compared with whom: region-type, region-type-specialist-apart, a named peer set such as nhp, or
    /// codes joined by commas.
    #[arg(long, default_value = "region-type")]
    pub(crate) peers: String,
    /// Which bodies have rows: NHS trusts, or every organisation in the data.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) bodies: BodiesArg,
    /// Each code as it reported, without adding merged organisations together.
    #[arg(long)]
    pub(crate) as_reported: bool,
    /// Leave out what these codes reported (joined by commas), to see what they change.
    #[arg(long, value_delimiter = ',')]
    pub(crate) without: Vec<OdsCode>,
    /// Only this staff group.
    #[arg(long)]
    pub(crate) staff_group: Option<StaffGroup>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum BodiesArg {
    /// NHS trusts and NHS foundation trusts.
    #[default]
    Trusts,
    /// Every organisation in the data.
    All,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    wholetime compare sickness-absence --store S --region London --from 2024-04 --to 2024-12 --format csv\n  \
    wholetime compare leaver-rate --store S --region London --staff-group \"Nurses & health visitors\"\n  \
    wholetime compare appraisal-rate --store S --units-of RJ6\n\n\
    rank 1 is best by the metric's direction. Pounds are what closing the gap would be worth, never below zero.\n\
    pounds_to_best_quartile is an upper bound, inflated by selection.\n")]
pub(crate) struct Compare {
    /// The metric, such as sickness-absence (see `wholetime metrics list`).
    pub(crate) metric: MetricId,
    #[command(flatten)]
    pub(crate) at: At,
    #[command(flatten)]
    pub(crate) scope: Scope,
    /// Compare the units of this employer with each other.
    #[arg(long, conflicts_with = "staff_groups_of")]
    pub(crate) units_of: Option<OdsCode>,
    /// Compare the staff groups of this employer with each other.
    #[arg(long)]
    pub(crate) staff_groups_of: Option<OdsCode>,
    /// Print the rows behind one employer's figure instead.
    #[arg(long, value_name = "CODE")]
    pub(crate) rows: Option<OdsCode>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  wholetime opportunities --store S --region London --from 2024-04 --to 2025-03\n"
)]
pub(crate) struct Opportunities {
    #[command(flatten)]
    pub(crate) at: At,
    #[command(flatten)]
    pub(crate) scope: Scope,
    /// Only this employer.
    #[arg(long)]
    pub(crate) org: Option<OdsCode>,
    /// At most so many rows; the totals are over all.
    #[arg(long, default_value_t = 50)]
    pub(crate) top: usize,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  wholetime similar RJ6 --store S --metric sickness-absence\n  \
                        wholetime similar RJ6 --store S --weights size=2,turnover=1\n")]
pub(crate) struct Similar {
    /// The organisation.
    pub(crate) org: OdsCode,
    #[command(flatten)]
    pub(crate) at: At,
    #[command(flatten)]
    pub(crate) scope: Scope,
    /// The metric they are to be compared on: weights are learnt for it.
    #[arg(long)]
    pub(crate) metric: Option<MetricId>,
    /// Weights of your own: variables as listed, size among them; those not named do not count.
    #[arg(long, value_delimiter = ',', value_name = "VARIABLE=WEIGHT")]
    pub(crate) weights: Vec<String>,
    /// How many.
    #[arg(long, default_value_t = 10)]
    pub(crate) count: usize,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  wholetime evidence search \"roster lead time\"\n  \
                        wholetime evidence for sickness-absence\n")]
pub(crate) struct Evidence {
    #[command(subcommand)]
    pub(crate) what: EvidenceWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceWhat {
    /// Find items by words; forgives spelling.
    Search {
        /// Words to look for.
        words: Vec<String>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Items that bear on a metric.
    For {
        /// The metric.
        metric: MetricId,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// One item in full.
    Show {
        /// Its slug.
        id: String,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  wholetime data list --store S\n  wholetime data undo 0193… --store S\n")]
pub(crate) struct Data {
    #[command(subcommand)]
    pub(crate) what: DataWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DataWhat {
    /// What is loaded, from where, when.
    List {
        #[command(flatten)]
        at: At,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Take a load back exactly.
    Undo {
        /// Id of the load, or its first characters.
        id: String,
        #[command(flatten)]
        at: At,
    },
    /// The refused rows of a load, as CSV.
    Refusals {
        /// Id of the load, or its first characters.
        id: String,
        #[command(flatten)]
        at: At,
    },
    /// Who did what, when.
    Audit {
        #[command(flatten)]
        at: At,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  wholetime metrics list\n  wholetime metrics add our-metric.toml --store S\n"
)]
pub(crate) struct Metrics {
    #[command(subcommand)]
    pub(crate) what: MetricsWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MetricsWhat {
    /// Every metric.
    List {
        #[command(flatten)]
        at: At,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// One metric's definition, source and price.
    Show {
        /// The metric.
        metric: MetricId,
        #[command(flatten)]
        at: At,
    },
    /// Add a metric of your own: one TOML file, no code.
    Add {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        at: At,
    },
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  wholetime template --list\n  wholetime template template --out returns.xlsx\n"
)]
pub(crate) struct Template {
    /// Kind of file.
    #[arg(required_unless_present = "list")]
    pub(crate) kind: Option<String>,
    /// List the kinds of file that can be read.
    #[arg(long)]
    pub(crate) list: bool,
    /// Where to write it: .csv or .xlsx. Without it, CSV on standard output.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
}
