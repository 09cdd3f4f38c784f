//! `wholetime roster repair`: somebody rings in at six.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use jiff::civil::DateTime;
use serde_json::json;
use wt_roster::ward::folder::write_rows;
use wt_roster::ward::repair::{Mender, Repairs, Step};
use wt_roster::ward::{Compiled, Prices, Rows, Ward, decide};
use wt_worktime::Time;

use super::{facts, read, rows};
use crate::commands::{Answer, Failure};
use crate::report::Format;
use crate::words;

/// `wholetime roster repair`
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  wholetime roster repair WARD/ R.csv --absent P3,P9 --from 2026-03-04T06:00\n  \
    wholetime roster repair WARD/ R.csv --absent P3 --from 2026-03-04T06:00 --pick 1 --out R2.csv\n"
)]
pub(crate) struct Args {
    /// The folder of the ward.
    ward: PathBuf,
    /// The roster: person,date,shift.
    roster: PathBuf,
    /// Who is away, joined by commas.
    #[arg(long, required = true, value_delimiter = ',')]
    absent: Vec<String>,
    /// From when, as clocks show it.
    #[arg(long, value_name = "DATETIME")]
    from: DateTime,
    /// For how many days.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=366))]
    days: u16,
    /// Take this way, from 1 on, and write the roster that it makes with --out.
    #[arg(long, requires = "out")]
    pick: Option<usize>,
    /// Where to write the roster.
    #[arg(long, requires = "pick")]
    out: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(in crate::commands::roster) fn run(args: &Args) -> Answer {
    let ward = read(&args.ward)?;
    let rows = rows(&ward, &args.roster)?;
    let (ward, _) = decide(&ward);
    let absent = args
        .absent
        .iter()
        .map(|id| {
            let place = ward.staff.iter().position(|staff| staff.id == *id);
            place.ok_or_else(|| {
                Failure::Input(format!("--absent: found '{id}', expected a person of staff.csv."))
            })
        })
        .collect::<Result<Vec<usize>, Failure>>()?;
    if ward.day(args.from.date()).is_none() {
        return Err(Failure::Input(format!("--from: found {}, expected a day of the roster.", args.from)));
    }
    let facts = facts()?;
    let mut prices = Prices::new(&facts, &ward);
    let compiled = Compiled::new(&ward, &mut prices).map_err(|e| Failure::Input(e.to_string()))?;
    let mut mender =
        Mender::new(&ward, &compiled, &rows, &facts).map_err(|e| Failure::Input(e.to_string()))?;
    let minutes = i64::from(args.from.hour()) * 60 + i64::from(args.from.minute());
    let from = Time::on(args.from.date(), minutes);
    let started = Instant::now();
    let found = mender.repair(&absent, from, args.days.into(), &mut prices);
    let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
    if let (Some(pick), Some(out)) = (args.pick, &args.out) {
        let mended = picked(&rows, &found, pick)?;
        std::fs::write(out, write_rows(&ward, &mended)).map_err(|e| Failure::file(out, &e))?;
    }
    words::print(&match args.format {
        Format::Json => as_json(&ward, &found, milliseconds),
        Format::Csv | Format::Table => as_words(&ward, &found, milliseconds),
    })?;
    Ok(ExitCode::from(u8::from(found.ways.first().is_some_and(|way| way.below_floor > 0))))
}

/// The roster that a way makes.
fn picked(rows: &Rows, found: &Repairs, pick: usize) -> Result<Rows, Failure> {
    let way = pick.checked_sub(1).and_then(|at| found.ways.get(at));
    let way = way.ok_or_else(|| {
        Failure::Input(format!("--pick: found {pick}, expected a way from 1 to {}.", found.ways.len()))
    })?;
    let mut mended = rows.clone();
    for gap in &found.gaps {
        mended.set(gap.person, gap.day, None);
    }
    for step in &way.steps {
        if let Step::Works { person, day, shift, let_off, .. } = step {
            mended.set(*person, *day, Some(*shift));
            if let Some((other, _)) = let_off {
                mended.set(*person, *other, None);
            }
        }
    }
    Ok(mended)
}

fn notice(minutes: i64) -> String {
    format!("{} h {:02} min of notice", minutes / 60, minutes % 60)
}

fn as_words(ward: &Ward, found: &Repairs, milliseconds: f64) -> String {
    let mut out = String::new();
    if found.gaps.is_empty() {
        return "Nobody who is away had a shift in that time.\n".to_owned();
    }
    for gap in &found.gaps {
        let missed = if gap.missed { "is missed" } else { "is not missed: enough others are there" };
        let (who, shift) = (&ward.staff[gap.person].id, &ward.shifts[gap.shift].id);
        let _ = writeln!(out, "{who} {missed} on {} {shift}.", ward.date(gap.day));
    }
    for (at, way) in found.ways.iter().enumerate() {
        let _ = write!(out, "\n{}. £{}", at + 1, way.pounds);
        if way.below_floor > 0 {
            let _ = write!(out, ", {} BELOW THE FLOOR", way.below_floor);
        }
        if way.below_wanted > 0 {
            let _ = write!(out, ", {} short of what is wanted", way.below_wanted);
        }
        let _ = write!(out, "; {} people disturbed, {} cells changed", way.disturbed, way.changed);
        if let Some(minutes) = way.notice {
            let _ = write!(out, ", {}", notice(minutes));
        }
        out.push('\n');
        for step in &way.steps {
            let _ = writeln!(out, "   {}", step.words(ward));
        }
    }
    let fewest = match found.fewest {
        Some(fewest) if fewest == found.least => {
            format!("{fewest} changes of own staff are the fewest possible: proved")
        }
        Some(fewest) => format!(
            "{fewest} changes of own staff are the fewest found; fewer than {} are impossible",
            found.least
        ),
        None => format!(
            "own staff alone can't fill every gap by changing one or two days of one person each; at least {} changes would be needed",
            found.least
        ),
    };
    let _ = writeln!(out, "\n{fewest}. Found in {milliseconds:.1} ms.");
    out
}

fn as_json(ward: &Ward, found: &Repairs, milliseconds: f64) -> String {
    let gaps = found.gaps.iter().map(|gap| {
        json!({"person": ward.staff[gap.person].id, "date": ward.date(gap.day).to_string(), "shift": ward.shifts[gap.shift].id,
            "missed": gap.missed})
    });
    let ways = found.ways.iter().map(|way| {
        json!({"steps": way.steps.iter().map(|step| step.words(ward)).collect::<Vec<_>>(), "pounds": way.pounds,
            "below_floor": way.below_floor, "below_wanted": way.below_wanted, "people_disturbed": way.disturbed,
            "cells_changed": way.changed, "notice_minutes": way.notice})
    });
    let all = json!({"gaps": gaps.collect::<Vec<_>>(), "ways": ways.collect::<Vec<_>>(), "fewest_changes": found.fewest,
        "least_changes_proved": found.least, "milliseconds": milliseconds});
    format!("{all}\n")
}
