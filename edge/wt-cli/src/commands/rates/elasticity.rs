//! `wholetime rates elasticity`: how filled shifts answer pay by the region's own history, and what the card saved.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ValueEnum;
use wt_engine::report::{Cell, Report};
use wt_rates::agreement::{Agreement, Events};
use wt_rates::history::{Elasticity, History, Saved, elasticities, saved};
use wt_rates::watch::{State, Thresholds, Watch, assess};

use super::super::{Answer, Failure, figures};
use super::compare::pounds;
use super::intake::{IntakeArgs, small};
use crate::report::{Format, print};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  wholetime rates elasticity bookings.csv --events EVENTS.csv --card CARD.csv\n\n\
    Events: event (adoption, cap change, pay award), employer (for adoption), from (first day). An elasticity is claimed only where\n\
    adoption in different months, or a change of caps, moved pay: two-stage least squares with effects of employers and months, errors\n\
    clustered by employer, neighbours' pay beside it. Pay awards reach everybody at once and identify nothing.\n\n\
    --show elasticity: staff_group, tier, wanted, own (percent more shifts filled for a percent more pay) with own_low and own_high\n\
    (95%), cross (for a percent more at employers that share workers), naive (what comparing pay with fill would say: shortages pull\n\
    it down), first_stage_f, employers, employer_months; not_said says why nothing identifies.\n\
    --show saving: saved_pounds on workers' pay against what pay would have been, with low and high (95%), paid_pounds, employers,\n\
    employer_months, left_out. --card finds who left the card: their months without it are not counted.\n"
)]
pub(crate) struct Args {
    /// Files of bookings: CSV, XLSX or Parquet.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What happened when: event, employer, from.
    #[arg(long)]
    events: Option<PathBuf>,
    /// The card, to find who left it.
    #[arg(long)]
    card: Option<PathBuf>,
    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    show: Show,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    intake: IntakeArgs,
}

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Show {
    /// Elasticities by staff group and tier.
    #[default]
    Elasticity,
    /// What adoption saved.
    Saving,
}

pub(super) fn run(args: &Args) -> Answer {
    let facts = args.intake.facts.load()?;
    let events =
        args.events.as_deref().map(|path| small(path, Events::parse)).transpose()?.unwrap_or_default();
    let card =
        args.card.as_deref().map(|path| small(path, Agreement::parse)).transpose()?.unwrap_or_default();
    let found = args.intake.read(&args.files, &facts, &|| (History::default(), Watch::new(&card)))?;
    let (history, watch) = &found.gathered;
    let assessed = assess(watch, &found.names, Some(&events.adoption), Thresholds::default());
    let left: BTreeMap<String, i32> = assessed
        .into_iter()
        .filter_map(|one| match one.state {
            State::Left { since, .. } => Some((one.employer, since)),
            _ => None,
        })
        .collect();
    let report = match args.show {
        Show::Elasticity => elasticity(&elasticities(history, &found.names, &events)),
        Show::Saving => {
            let saved = saved(history, &found.names, &events, &left)
                .map_err(|why| Failure::Input(format!("No saving can be measured: {why}.")))?;
            if args.card.is_none() {
                say("No card was given, so nobody is known to have left it.");
            }
            saving(&saved)
        }
    };
    figures(&print(&report, args.format))
}

fn elasticity(found: &[Elasticity]) -> Report {
    let mut report = Report::new(&[
        "staff_group",
        "tier",
        "wanted",
        "own",
        "own_low",
        "own_high",
        "cross",
        "cross_low",
        "cross_high",
        "naive",
        "first_stage_f",
        "employers",
        "employer_months",
        "not_said",
    ]);
    for one in found {
        let mut row = vec![Cell::text(one.group.words()), Cell::text(&one.tier), Cell::number(one.wanted)];
        match &one.found {
            Ok(found) => {
                let number = |x: f64| Cell::decimals(x, 2);
                row.extend([found.own, found.own_interval.low, found.own_interval.high].map(number));
                match found.cross {
                    Some((value, interval)) => row.extend([value, interval.low, interval.high].map(number)),
                    None => row.extend([Cell::Missing, Cell::Missing, Cell::Missing]),
                }
                row.extend([number(found.naive), Cell::decimals(found.first_stage, 1)]);
                row.extend([Cell::number(found.employers), Cell::number(found.months), Cell::Missing]);
            }
            Err(why) => {
                row.resize(13, Cell::Missing);
                row.push(Cell::text(why));
            }
        }
        report.push(row);
    }
    report
}

fn saving(saved: &Saved) -> Report {
    let mut report = Report::new(&[
        "saved_pounds",
        "low_pounds",
        "high_pounds",
        "paid_pounds",
        "employers",
        "employer_months",
        "left_out",
    ]);
    report.push(vec![
        pounds(saved.saved.get()),
        pounds(saved.low.get()),
        pounds(saved.high.get()),
        pounds(saved.paid.get()),
        Cell::number(saved.employers),
        Cell::number(saved.months),
        Cell::number(saved.left_out),
    ]);
    report
}
