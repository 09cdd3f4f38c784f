//! `wholetime rates breaches`: agency charges against caps, overrides that never ended, suppliers off the framework.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ValueEnum;
use wt_engine::bookings::Bookings;
use wt_engine::report::{Cell, Report};
use wt_rates::agreement::Caps;
use wt_rates::breaches::{Breaches, Kind, Run, history, implausible, runs};
use wt_rates::extract::date_of;

use super::super::{Answer, Failure, figures};
use super::compare::{hours, pounds};
use super::intake::{IntakeArgs, month, small};
use super::worth;
use crate::report::{Format, print};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  wholetime rates breaches bookings.csv --caps CAPS.csv\n  \
    wholetime rates breaches bookings.csv --caps CAPS.csv --show overrides --format csv\n\n\
    Caps: staff_group, grade, time_band, zone, cap_pence (an hour, before VAT), effective_from (first day). A charge is held against\n\
    the cap in force on the day the shift began. Without --caps those of 2015 and 2016 outside London apply, which ship with the\n\
    program; the caps in force now are yours to load.\n\n\
    --show rows: one line a breach, with its file and row. --show employers: sums. --show overrides: runs of two months and more in\n\
    which at least half the agency bookings of a kind of work were allowed above the rate; never_ended: three months and more, and\n\
    still so when the files end. --show opportunities: charges above the cap, before VAT; the low end leaves recorded overrides out.\n\
    --show import --format csv: rows for `wholetime import`.\n")]
pub(crate) struct Args {
    /// Files of bookings: CSV, XLSX or Parquet.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Caps with their days of effect.
    #[arg(long)]
    caps: Option<PathBuf>,
    /// What a line is.
    #[arg(long, value_enum, default_value_t)]
    show: Show,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    intake: IntakeArgs,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Show {
    /// An employer.
    #[default]
    Employers,
    /// A booking that breaches a rule.
    Rows,
    /// A run of overrides.
    Overrides,
    /// What keeping the caps is worth to an employer, with its range.
    Opportunities,
    /// A row of Wholetime's template, to be imported and compared: bookings above the cap and off framework by month.
    Import,
}

pub(super) fn run(args: &Args) -> Answer {
    let facts = args.intake.facts.load()?;
    let caps = match &args.caps {
        Some(path) => small(path, Caps::parse)?,
        None => {
            say(
                "No caps were given: those of 2015 and 2016 outside London apply. Load the caps in force with --caps FILE.",
            );
            history(&facts)
        }
    };
    let (slips, checked) = implausible(&caps, &facts);
    if args.caps.is_some() {
        for slip in &slips {
            say(&format!(
                "The cap for {}, {}, {} from {} is {} pence an hour; the formula gives {}: over half away. Check the row.",
                slip.group, slip.grade, slip.time, slip.from, slip.cap, slip.formula
            ));
        }
        say(&format!("{checked} caps could be held against the formula; {} look implausible.", slips.len()));
    }
    let found = args.intake.read(&args.files, &facts, &|| Breaches::new(&caps))?;
    let breaches = &found.gathered;
    let count = |kind| breaches.found.iter().filter(|breach| breach.kind == kind).count();
    let runs = runs(breaches, &found.names);
    say(&format!(
        "{} agency bookings: {} above the cap, {} off framework ({} do not say); {} have no cap on their day. {} runs of overrides, of \
         which {} never ended.",
        breaches.agency,
        count(Kind::AboveCap),
        count(Kind::OffFramework),
        breaches.framework_unknown,
        breaches.uncapped,
        runs.len(),
        runs.iter().filter(|run| run.never_ended).count(),
    ));
    let report = match args.show {
        Show::Employers => employers(&found, &runs),
        Show::Rows => rows(&found),
        Show::Overrides => overrides(&runs),
        Show::Opportunities => worth(&found, args.format)?,
        Show::Import => returns(&found),
    };
    figures(&print(&report, args.format))
}

fn worth(found: &Bookings<Breaches<'_>>, format: Format) -> Result<Report, Failure> {
    let worth = found.gathered.opportunities(&found.names, &worth::premium()?);
    let worth = worth.map_err(|why| Failure::Input(why.to_string()))?;
    let files: Vec<String> = found.files.iter().map(|(file, _)| file.clone()).collect();
    Ok(worth::opportunities(&worth, &files, format))
}

fn returns(found: &Bookings<Breaches<'_>>) -> Report {
    let breaches = &found.gathered;
    if breaches.framework_unknown > 0 {
        say(&format!(
            "off-framework is not returned: {} agency bookings do not say whether their supplier is on a framework.",
            breaches.framework_unknown
        ));
    }
    let months = |kind| breaches.months(&found.names, kind);
    worth::returns(&[
        ("agency-cap-breach", worth::Unit::Count, months(Kind::AboveCap)),
        ("off-framework", worth::Unit::Count, months(Kind::OffFramework)),
    ])
}

fn rows(found: &Bookings<Breaches<'_>>) -> Report {
    let mut report = Report::new(&[
        "file",
        "row",
        "breach",
        "employer",
        "staff_group",
        "grade",
        "tier",
        "time_band",
        "zone",
        "day",
        "hours",
        "charge_pounds",
        "cap_pounds",
        "above_pounds",
        "override",
        "override_reason",
    ]);
    for breach in &found.gathered.found {
        let booking = &breach.booking;
        let name = |id| Cell::text(found.names.name(id));
        report.push(vec![
            Cell::text(found.files.get(usize::from(booking.file)).map_or("", |(file, _)| file)),
            Cell::number(booking.row),
            Cell::text(breach.kind.words()),
            name(booking.employer),
            Cell::text(booking.cell.group.words()),
            Cell::text(booking.cell.grade.to_string()),
            name(booking.cell.tier),
            Cell::text(booking.cell.time.words()),
            Cell::text(booking.cell.zone.to_string()),
            Cell::text(date_of(booking.day).to_string()),
            hours(u64::from(booking.minutes)),
            pounds(breach.charge),
            Cell::maybe(breach.allowed, pounds),
            Cell::maybe(breach.allowed, |allowed| pounds(breach.charge - allowed)),
            Cell::Flag(booking.override_rate),
            name(booking.override_reason),
        ]);
    }
    report
}

fn employers(found: &Bookings<Breaches<'_>>, runs: &[Run]) -> Report {
    #[derive(Default)]
    struct Sum {
        above: u64,
        overridden: u64,
        pence: i64,
        off: u64,
        never_ended: u64,
    }
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    for breach in &found.gathered.found {
        let sum = sums.entry(found.names.name(breach.booking.employer)).or_default();
        match breach.allowed {
            Some(allowed) => {
                sum.above += 1;
                sum.overridden += u64::from(breach.booking.override_rate);
                sum.pence += breach.charge - allowed;
            }
            None => sum.off += 1,
        }
    }
    for run in runs.iter().filter(|run| run.never_ended) {
        sums.entry(&run.employer).or_default().never_ended += 1;
    }
    let mut report = Report::new(&[
        "employer",
        "above_cap",
        "with_override",
        "above_cap_pounds",
        "off_framework",
        "overrides_never_ended",
    ]);
    for (employer, sum) in sums {
        report.push(vec![
            Cell::text(employer),
            Cell::number(sum.above),
            Cell::number(sum.overridden),
            pounds(sum.pence),
            Cell::number(sum.off),
            Cell::number(sum.never_ended),
        ]);
    }
    report
}

fn overrides(runs: &[Run]) -> Report {
    let mut report = Report::new(&[
        "employer",
        "staff_group",
        "grade",
        "tier",
        "from",
        "to",
        "months",
        "overrides",
        "never_ended",
    ]);
    for run in runs {
        report.push(vec![
            Cell::text(&run.employer),
            Cell::text(run.group.words()),
            Cell::text(run.grade.to_string()),
            Cell::text(&run.tier),
            month(run.from),
            month(run.to),
            Cell::number(run.months),
            Cell::number(run.overrides),
            Cell::Flag(run.never_ended),
        ]);
    }
    report
}
