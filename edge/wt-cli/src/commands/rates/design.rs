//! `wholetime rates design`: one regional rate a cell that costs least and fills enough, and who gains and loses by it.

mod show;
mod tell;
mod workers;

use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;
use wt_rates::design::{CARD_COLUMNS, Wants, design, phase, write_card};
use wt_rates::market::Criticality;
use wt_rates::opportunity::opportunities;
use wt_units::Quantity;

use super::super::{Answer, Failure, figures};
use super::{sheet, worth};
use crate::facts::FactsArg;
use crate::report::{Format, print};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime rates design MARKET.csv --objective cost --min-fill 0.95 --out CARD.csv\n  \
    wholetime rates design MARKET.csv --min-fill 0.95 --min-fill-of critical=0.98 --worker-loss 0.10 --employer-loss 0.02\n  \
    wholetime rates design MARKET.csv --min-fill 0.95 --months 6 --show months\n\n\
    MARKET.csv, one row an employer and cell, columns in any order: employer, staff_group, grade, tier, time_band, zone,\n\
    wanted_hours (a month); bank_hours, bank_rate_pence (what the worker is paid for an hour), bank_charge_pence (what the\n\
    employer pays in all), the same for agency_ and overtime_; on_cost_percent of pay, unfilled_pence (what an unfilled hour\n\
    costs the employer), criticality (routine, important, critical); elasticity with elasticity_low and elasticity_high, the\n\
    same for cross_elasticity and route_elasticity; worker_cap_pence, charge_cap_pence, minimum_pence and band_pence (floors;\n\
    left open they come from dated facts). book/rate-card.md says how supply is taken to respond, with sources.\n\n\
    CARD.csv: staff_group, grade, tier, time_band, zone, worker_rate_pence, effective_from, criticality, cost_now_pence,\n\
    cost_pence, saving_pence, saving_low_pence, saving_high_pence, above_pence (what lines above the card save at today's\n\
    hours), below_pence (what lines below it cost), fill_now, fill, fill_low. Money is a month's.\n")]
pub(crate) struct Args {
    /// The market: a CSV file or workbook.
    market: PathBuf,
    /// What the card is best at.
    #[arg(long, value_enum, default_value_t)]
    objective: Objective,
    /// Part of wanted hours that each cell must fill in the region, from 0 to 1.
    #[arg(long, default_value = "0.95")]
    min_fill: Quantity,
    /// Part that all cells of a criticality must fill together: critical=0.98. May be given for each.
    #[arg(long, value_name = "CRITICALITY=PART")]
    min_fill_of: Vec<String>,
    /// Part of the pay by the hour that any worker may lose, from 0 to 1. Without it no bound but the floors.
    #[arg(long)]
    worker_loss: Option<Quantity>,
    /// Part of its cost that any employer may lose, from 0 up.
    #[arg(long)]
    employer_loss: Option<Quantity>,
    /// Months over which each employer moves its rates to the card in equal steps.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=60))]
    months: u32,
    /// Day from which the card is in force in full. Without it, the first of the month that lies as many months ahead as --months.
    #[arg(long)]
    from: Option<Date>,
    /// Temporary workers by protected group, for --show protected: characteristic, of, staff_group, grade, workers.
    #[arg(long)]
    workers: Option<PathBuf>,
    /// Writes the card to this file.
    #[arg(long)]
    out: Option<PathBuf>,
    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    show: Show,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    facts: FactsArg,
}

/// What a card is best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Objective {
    /// The least cost to the region, within what must be kept.
    #[default]
    Cost,
}

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Show {
    /// The card: each cell with its rate.
    #[default]
    Cells,
    /// Who pays more and less, by employer.
    Employers,
    /// Whose pay falls and rises, by staff group and grade.
    Bands,
    /// The same by protected group, small counts hidden; needs --workers.
    Protected,
    /// Cells without a rate, and why.
    Without,
    /// What joins cells: limits kept and not, and their prices.
    Limits,
    /// The way to the card by month.
    Months,
    /// What the card is worth to each employer a month, with its range: for the thread.
    Opportunities,
    /// One assumption at a time: what the saving is at its low and high end.
    Assumptions,
}

pub(super) fn run(args: &Args) -> Answer {
    let Objective::Cost = args.objective;
    let wants = wants(args)?;
    if args.show == Show::Protected && args.workers.is_none() {
        return Err(Failure::Input("--show protected needs --workers FILE.".to_owned()));
    }
    let from = match args.from {
        Some(from) => from,
        None => ahead(jiff::Zoned::now().date(), args.months)?,
    };
    let market = sheet::market(&args.market, &args.facts.load()?, from)?;
    let workers = args.workers.as_deref().map(workers::read).transpose()?;
    let found = design(&market, &wants);
    tell::tell(&market, &found);
    if let Some(path) = &args.out {
        let mut text = CARD_COLUMNS.join(",") + "\n";
        for row in write_card(&market, &found.card, from) {
            text += &(row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n");
        }
        std::fs::write(path, text).map_err(|e| Failure::file(path, &e))?;
        say(&format!("The card stands in {}, in force in full from {from}.", path.display()));
    }
    let report = match args.show {
        Show::Cells => show::cells(&market, &found, args.format),
        Show::Employers => show::employers(&market, &found, args.format),
        Show::Bands => show::bands(&market, &found, args.format),
        Show::Protected => workers::show(&market, &found, &workers.unwrap_or_default(), from)?,
        Show::Without => show::without(&market, &found),
        Show::Limits => show::limits(&market, &found, args.format),
        Show::Months => show::months(&phase(&market, &found.card, args.months), args.format),
        Show::Opportunities => {
            let worth = opportunities(&market, &found.card, &worth::premium()?)
                .map_err(|why| Failure::Input(why.to_string()))?;
            worth::opportunities(&worth, &[args.market.display().to_string()], args.format)
        }
        Show::Assumptions => show::assumptions(&market, &found, args.format),
    };
    figures(&print(&report, args.format))
}

/// A CSV cell.
fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

/// The first day of the month so many months ahead.
fn ahead(today: Date, months: u32) -> Result<Date, Failure> {
    let first = today.first_of_month();
    first
        .checked_add(jiff::Span::new().months(i64::from(months)))
        .map_err(|_| Failure::Input("--months reaches beyond the calendar.".to_owned()))
}

/// A part from 0 to a most, in millionths.
fn part(flag: &str, given: Quantity, most: i64) -> Result<i64, Failure> {
    match given.millionths() {
        part if (0..=most * 1_000_000).contains(&part) => Ok(part),
        _ => Err(Failure::Input(format!(
            "--{flag}: found '{given}', expected a part from 0 to {most}, such as 0.95."
        ))),
    }
}

fn wants(args: &Args) -> Result<Wants, Failure> {
    let mut wants = Wants::fill(part("min-fill", args.min_fill, 1)?);
    wants.worker_loss = args.worker_loss.map(|loss| part("worker-loss", loss, 1)).transpose()?;
    wants.employer_loss = args.employer_loss.map(|loss| part("employer-loss", loss, 10)).transpose()?;
    for text in &args.min_fill_of {
        let expected = || {
            Failure::Input(format!(
                "--min-fill-of: found '{text}', expected a criticality and a part, such as critical=0.98."
            ))
        };
        let (name, value) = text.split_once('=').ok_or_else(expected)?;
        let of = Criticality::of(name).ok_or_else(expected)?;
        let value: Quantity = value.trim().parse().map_err(|_| expected())?;
        wants.min_fill_of[of as usize] = Some(part("min-fill-of", value, 1)?);
    }
    Ok(wants)
}
