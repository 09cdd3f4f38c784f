//! `wholetime rates market`: bookings → the market that a card is made for.

use std::path::PathBuf;

use wt_engine::bookings::Bookings;
use wt_engine::report::{Cell, Report};
use wt_rates::agreement::Events;
use wt_rates::cost::notes;
use wt_rates::divergence::Basis;
use wt_rates::history::{Elasticity, History, elasticities, identified};
use wt_rates::market::{COLUMNS, Identified, MarketSums, Range, Stated, write};
use wt_units::Quantity;

use super::super::{Answer, Failure, figures};
use super::intake::{IntakeArgs, day, small};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    wholetime rates market bookings.csv --elasticity 0.8,1.4,2.0 --cross-elasticity 0.4,0.8,1.2 --route-elasticity 1,2,3 \\\n    \
    --unfilled-percent 200 --critical-tier \"critical care\" --events EVENTS.csv \\\n    \
    --legal-basis \"Memorandum of understanding v2, Director of Workforce, 2026-10-01\" > MARKET.csv\n\n\
    A line is an employer and cell in the mean month of the bookings, with the columns of `wholetime rates design --help`. What\n\
    bookings can't say is stated, and nothing of it has a default: how supply answers (low, central, high) and what an unfilled\n\
    hour costs. With --events, a staff group and tier whose history identifies how supply answers takes that instead, its 95%\n\
    interval as the range; `wholetime rates design` says which assumption matters most. Add caps, floors and other criticalities in the\n\
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
    /// What happened when (event, employer, from): elasticities that history identifies then stand before those stated.
    #[arg(long)]
    events: Option<PathBuf>,
    /// The recorded basis in law: "memorandum, owner, date". Without it no table of several employers is given.
    #[arg(long)]
    legal_basis: Option<String>,
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
    let own = range("elasticity", &args.elasticity)?;
    let cross = range("cross-elasticity", &args.cross_elasticity)?;
    let route = range("route-elasticity", &args.route_elasticity)?;
    if cross.central > own.central {
        return Err(Failure::Input(
            "--cross-elasticity: expected at most --elasticity: what neighbours draw away, one draws too."
                .to_owned(),
        ));
    }
    let basis = args.legal_basis.as_deref().map(|text| Basis::read(text, day(None))).transpose();
    let basis = basis.map_err(|why| Failure::Input(format!("--legal-basis: {why}.")))?;
    let facts = args.intake.facts.load()?;
    let (found, identified) = match &args.events {
        None => {
            let found = args.intake.read(&args.files, &facts, &|| MarketSums::new(&facts))?;
            (found, Identified::new())
        }
        Some(path) => {
            let events = small(path, Events::parse)?;
            let read =
                args.intake.read(&args.files, &facts, &|| (MarketSums::new(&facts), History::default()))?;
            let (sums, history) = read.gathered;
            let answers = elasticities(&history, &read.names, &events);
            let identified = identified(&answers);
            supply(&answers, &identified);
            (Bookings { gathered: sums, names: read.names, files: read.files }, identified)
        }
    };
    let stated = Stated {
        own,
        cross,
        identified,
        route,
        unfilled: i64::from(args.unfilled_percent),
        critical: args.critical_tier.clone(),
        employers: args.min_employers.max(1),
    };
    if found.gathered.uncosted > 0 {
        say(&format!("{} worked bookings have no cost and are in no sum.", found.gathered.uncosted));
    }
    found.gathered.last_day().iter().flat_map(|day| notes(&facts, *day)).for_each(|note| say(&note));
    let Some((market, left_out)) = found.gathered.market(&found.names, &stated) else {
        return Err(Failure::Input(
            "No market: no booking in an own bank with its pay was found, and only those say what comes on top of pay.".to_owned(),
        ));
    };
    match (&basis, market.employers.len()) {
        (None, 2..) => return Err(Failure::Input(Basis::RATES.to_owned())),
        (Some(basis), _) => say(&format!("Basis in law: {basis}.")),
        (None, _) => {}
    }
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

/// Which cells stand on history, and how much of what is wanted.
fn supply(answers: &[Elasticity], identified: &Identified) {
    let wanted = |known: bool| {
        let known = |one: &&Elasticity| identified.contains_key(&(one.group, one.tier.clone())) == known;
        answers.iter().filter(known).map(|one| one.wanted).sum::<u64>()
    };
    let (known, stated) = (wanted(true), wanted(false));
    for ((group, tier), (own, cross)) in identified {
        let cross = cross.map_or_else(
            || "as stated".to_owned(),
            |cross| format!("{:.2} ({:.2} to {:.2})", cross.central, cross.low, cross.high),
        );
        say(&format!(
            "{group}, {tier}: by history, elasticity {:.2} ({:.2} to {:.2}), by neighbours' pay {cross}.",
            own.central, own.low, own.high
        ));
    }
    say(&format!(
        "What is stated for supply stands for {stated} of {} wanted bookings, whose history identifies nothing; between routes it \
         stands for all.",
        known + stated
    ));
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
