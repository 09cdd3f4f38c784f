//! `wholetime rates market`: bookings → the market that a card is made for.

use std::path::PathBuf;

use wt_engine::report::{Cell, Report};
use wt_rates::market::{COLUMNS, MarketSums, Range, Stated, write};
use wt_units::Quantity;

use super::super::{Answer, Failure, figures};
use super::intake::{IntakeArgs, facts};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    wholetime rates market bookings.csv --elasticity 0.8,1.4,2.0 --cross-elasticity 0.4,0.8,1.2 --route-elasticity 1,2,3 \\\n    \
    --unfilled-percent 200 --critical-tier \"critical care\" > MARKET.csv\n\n\
    A line is an employer and cell in the mean month of the bookings, with the columns of `wholetime rates design --help`. What\n\
    bookings can't say is stated, and nothing of it has a default: how supply answers (low, central, high; `wholetime rates\n\
    elasticity` says what history identifies) and what an unfilled hour costs. Add caps, floors and other criticalities in the\n\
    table. On-costs are those of hours in own banks. Cells with fewer employers than --min-employers are left out.\n")]
pub(crate) struct Args {
    /// Files of bookings: CSV, XLSX or Parquet.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Percent more hours for one employer that alone pays a percent more: low, central, high.
    #[arg(long, value_delimiter = ',', num_args = 1, required = true)]
    elasticity: Vec<Quantity>,
    /// Percent fewer hours where all neighbours pay a percent more: low, central, high.
    #[arg(long, value_delimiter = ',', num_args = 1, required = true)]
    cross_elasticity: Vec<Quantity>,
    /// Percent by which bank gains on agency and overtime for a percent more pay: low, central, high.
    #[arg(long, value_delimiter = ',', num_args = 1, required = true)]
    route_elasticity: Vec<Quantity>,
    /// What an unfilled hour costs, in percent of the dearest hour the employer buys in the cell.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    unfilled_percent: u32,
    /// Tiers whose cells are critical; may be given more than once.
    #[arg(long)]
    critical_tier: Vec<String>,
    /// Employers that a cell needs.
    #[arg(long, default_value_t = 2)]
    min_employers: usize,
    #[command(flatten)]
    intake: IntakeArgs,
}

pub(super) fn run(args: &Args) -> Answer {
    let stated = Stated {
        own: range("elasticity", &args.elasticity)?,
        cross: range("cross-elasticity", &args.cross_elasticity)?,
        route: range("route-elasticity", &args.route_elasticity)?,
        unfilled: i64::from(args.unfilled_percent),
        critical: args.critical_tier.clone(),
        employers: args.min_employers.max(1),
    };
    if stated.cross.central > stated.own.central {
        return Err(Failure::Input(
            "--cross-elasticity: expected at most --elasticity: what neighbours draw away, one draws too."
                .to_owned(),
        ));
    }
    let facts = facts()?;
    let found = args.intake.read(&args.files, &facts, &|| MarketSums::new(&facts))?;
    if found.gathered.uncosted > 0 {
        say(&format!("{} worked bookings have no cost and are in no sum.", found.gathered.uncosted));
    }
    let Some((market, left_out)) = found.gathered.market(&found.names, &stated) else {
        return Err(Failure::Input(
            "No market: no booking in an own bank with its pay was found, and only those say what comes on top of pay.".to_owned(),
        ));
    };
    if left_out > 0 {
        say(&format!("{left_out} cells have fewer than {} employers and are left out.", stated.employers));
    }
    say(&format!("{} cells of {} employers.", market.segments.len(), market.employers.len()));
    let mut report = Report::new(&COLUMNS);
    for row in write(&market) {
        report.push(row.into_iter().map(Cell::Text).collect());
    }
    figures(&report.csv())
}

fn range(flag: &str, given: &[Quantity]) -> Result<Range, Failure> {
    let values: Vec<f64> = given.iter().map(|value| value.to_f64()).collect();
    match values.as_slice() {
        [low, central, high] if 0.0 <= *low && low <= central && central <= high && *high <= 20.0 => {
            Ok(Range { low: *low, central: *central, high: *high })
        }
        _ => Err(Failure::Input(format!(
            "--{flag}: expected three numbers from 0 to 20 in rising order, such as 0.8,1.4,2.0 (low, central, high)."
        ))),
    }
}
