//! `wholetime pay`: what shifts cost, on files alone.

use std::path::PathBuf;
use std::process::ExitCode;

use wt_engine::pay::{csv, price_file, report};
use wt_engine::report::{Cell, Report};
use wt_pay::Settings;
use wt_pay::settings::SETTINGS;

use super::{Answer, Failure, figures};
use crate::facts::FactsArg;
use crate::report::{Format, print};
use crate::words::say;

/// Refused rows that are told word by word.
const TOLD: usize = 20;

/// What there is about pay.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Pay {
    /// Price the shifts of a file.
    Price(Price),
    /// The readings that the terms leave open, with their values and defaults.
    Settings(List),
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  wholetime pay price shifts.csv --format csv --set more-than-half=whole-shift\n\n\
    Columns read, in any order: shift, band (1 to 7, 8a to 8d, 9), point (entry, intermediate, top), zone (none, inner,\n\
    outer, fringe), start and end (2026-10-12T10:45+01:00), employment (substantive, overtime, bank), and if there is one\n\
    unpaid_break_minutes.\n\n\
    Columns written, one row a shift: shift, hours, plain_hours, first_column_hours, second_column_hours,\n\
    hourly_rate_pence, basic_pence, unsocial_first_pence, unsocial_second_pence, overtime_pence, hcas_pence, gross_pence,\n\
    pension_local_pence, pension_total_pence, trust_cost_pence, public_cost_pence. Hours are paid hours, the break taken\n\
    off. Overtime is all in overtime_pence. Costs are gross pay, pension (local, or all of it) and National Insurance.\n\n\
    Rows that can't be priced are told on standard error, and the exit code is 2; the others are printed all the same.\n"
)]
pub(crate) struct Price {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// A reading other than the default; `wholetime pay settings` lists them.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    facts: FactsArg,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[allow(clippy::unused_async, reason = "every command is awaited alike")]
pub(super) async fn run(what: Pay) -> Answer {
    match what {
        Pay::Price(args) => price(&args),
        Pay::Settings(args) => list(&args),
    }
}

fn price(args: &Price) -> Answer {
    let mut settings = Settings::default();
    for pair in &args.set {
        let unread = || Failure::Input(format!("The setting '{pair}' can't be read: write NAME=VALUE."));
        let (name, value) = pair.split_once('=').ok_or_else(unread)?;
        settings.set(name, value).map_err(|why| Failure::Input(format!("--set {pair}: {why}.")))?;
    }
    let bytes = std::fs::read(&args.file).map_err(|e| Failure::file(&args.file, &e))?;
    let name = args.file.display().to_string();
    let found = price_file(&name, &bytes, &args.facts.load()?, settings)?;
    for note in &found.notes {
        say(note);
    }
    for refused in found.refused.iter().take(TOLD) {
        say(&format!("{name}, row {}: {}.", refused.row, refused.why.trim_end_matches('.')));
    }
    if found.refused.len() > TOLD {
        say(&format!("{} further rows have no price.", found.refused.len() - TOLD));
    }
    match args.format {
        Format::Csv => figures(&csv(&found))?,
        format => figures(&print(&report(&found), format))?,
    };
    Ok(if found.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn list(args: &List) -> Answer {
    let mut report = Report::new(&["setting", "value", "default", "meaning", "source"]);
    for setting in SETTINGS {
        for (at, (value, meaning)) in setting.values.iter().enumerate() {
            report.push(vec![
                Cell::text(setting.name),
                Cell::text(*value),
                Cell::Flag(at == 0),
                Cell::text(*meaning),
                Cell::text(setting.source),
            ]);
        }
    }
    figures(&print(&report, args.format))
}
