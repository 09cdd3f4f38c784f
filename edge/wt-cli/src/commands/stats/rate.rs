//! `wholetime stats rate FILE`: proportions, rates, means, directly and indirectly standardised rates.

mod beside;
mod kinds;

use std::path::PathBuf;

use clap::ValueEnum;

use wt_charts::Chart;
use wt_engine::report::Cell;
use wt_stats::rates::Estimate;

use super::super::{Answer, Failure};
use super::Mode;
use super::columns::Columns;
use super::estimates::{self, Confidence, Line, report};
use super::output::{Output, reading};
use crate::report::print;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to work out.
    #[arg(long, value_enum)]
    kind: Kind,
    #[command(flatten)]
    of: Of,
}

/// Of which columns, and how sure.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime stats rate wards.csv --kind proportion --numerator late --denominator all --multiplier 100\n  \
    wholetime stats rate deaths.csv --kind dsr --group area --numerator deaths --denominator population\n      \
    --standard esp2013 --confidence 0.95,0.998\n  \
    wholetime stats rate deaths.csv --kind isr --group area --numerator deaths --denominator population\n      \
    --reference england.csv --reference-numerator deaths --reference-denominator population --band age\n\n\
    Each row of the answer: group (or row, as a spreadsheet counts), what went in, value, lower, upper (with two\n\
    confidences lower_0.95, upper_0.95, lower_0.998, upper_0.998), method, and reason where there is no value.\n")]
pub(crate) struct Of {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Columns whose values together name a group; rows of a group are added up. Without it, proportions, rates and
    /// byar answer for each row, the others for all rows.
    #[arg(long, value_delimiter = ',')]
    group: Vec<String>,
    /// Column of events.
    #[arg(long, visible_alias = "x")]
    numerator: Option<String>,
    /// Column of those who could have had one: population, cases, bed days.
    #[arg(long, visible_alias = "n")]
    denominator: Option<String>,
    /// Column of values, for means.
    #[arg(long)]
    value: Option<String>,
    /// Column of the standard population, for dsr.
    #[arg(long, visible_alias = "stdpop")]
    standard: Option<String>,
    /// File that holds the standard population, instead of the file itself.
    #[arg(long, requires = "standard")]
    standard_file: Option<PathBuf>,
    /// Column of how many events each of the persons counted had, where events are not independent, for dsr.
    #[arg(long, visible_alias = "eventfreq")]
    event_frequency: Option<String>,
    /// Column of the reference population's events, for isr and israte.
    #[arg(long, visible_alias = "x-ref")]
    reference_numerator: Option<String>,
    /// Column of the reference population.
    #[arg(long, visible_alias = "n-ref")]
    reference_denominator: Option<String>,
    /// File that holds the reference population, instead of the file itself.
    #[arg(long)]
    reference: Option<PathBuf>,
    /// File of events by group (its columns named as here), where they are not known by age band.
    #[arg(long)]
    observed_totals: Option<PathBuf>,
    /// Column of age bands by which rows find their match in another file; without it, rows match in their order.
    #[arg(long)]
    band: Option<String>,
    #[command(flatten)]
    confidence: Confidence,
    /// Per how many; 1 for proportions, ratios and means, 100000 for rates.
    #[arg(long)]
    multiplier: Option<f64>,
    /// Whose reading of a missing count in a standardised rate: peer, none happened; corrected, not known. All else
    /// is the same in both.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    #[command(flatten)]
    output: Output,
}

/// What to work out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// A share, with Wilson's interval.
    Proportion,
    /// Events over a population; exact below ten events, Byar's interval from ten on.
    Rate,
    /// A count with Byar's interval, however small.
    Byar,
    /// Directly standardised rate.
    Dsr,
    /// Indirectly standardised ratio.
    #[value(name = "isr", alias = "isratio")]
    Isratio,
    /// Indirectly standardised rate.
    Israte,
    /// Mean with Student's t interval.
    Mean,
}

impl Kind {
    fn multiplier(self) -> f64 {
        match self {
            Self::Rate | Self::Dsr | Self::Israte => 100_000.0,
            Self::Proportion | Self::Byar | Self::Isratio | Self::Mean => 1.0,
        }
    }

    /// Its name as the flag spells it.
    fn word(self) -> String {
        self.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned())
    }
}

pub(super) fn run(args: &Args) -> Answer {
    of(args.kind, &args.of)
}

/// One kind, whether it was named by a flag or is the subcommand itself.
pub(super) fn of(kind: Kind, args: &Of) -> Answer {
    let multiplier = args.multiplier.unwrap_or_else(|| kind.multiplier());
    if !multiplier.is_finite() {
        return Err(Failure::Input("--multiplier must be a number.".to_owned()));
    }
    let columns = Columns::read(&args.file)?;
    let ask = kinds::Ask { kind, args, columns: &columns, multiplier };
    let (about, lines) = match kind {
        Kind::Proportion | Kind::Rate => ask.over(),
        Kind::Byar => ask.byar(),
        Kind::Dsr => ask.directly(),
        Kind::Isratio | Kind::Israte => ask.indirectly(),
        Kind::Mean => ask.means(),
    }?;
    let rules = reading(args.mode, "PHEindicatormethods");
    let chart = drawn(kind, args, &lines);
    let table = report(&about, &args.confidence, lines);
    args.output.give(&args.file, &rules, |format| print(&table, format), || vec![chart])
}

/// The highest first, with intervals at the first confidence.
fn drawn(kind: Kind, args: &Of, lines: &[Line]) -> Chart {
    let item = |line: &Line| {
        let name = match line.about.first()? {
            Cell::Text(name) | Cell::Number(name) => name.clone(),
            Cell::Flag(_) | Cell::Missing => String::new(),
        };
        let found = line.found.as_ref().ok().filter(|_| line.withheld.is_none())?.first()?;
        Some((name, *found))
    };
    let mut items: Vec<(String, Estimate)> = lines.iter().filter_map(item).collect();
    items.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    let given = match (&args.numerator, &args.denominator, &args.value) {
        (Some(x), Some(n), _) => format!("{x} over {n}, {}", kind.word()),
        (Some(x), None, _) => x.clone(),
        (_, _, Some(value)) => format!("{value}, {}", kind.word()),
        _ => kind.word(),
    };
    estimates::drawn(args.output.title(&given, ""), &args.confidence, items)
}
