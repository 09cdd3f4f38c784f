//! `wholetime rates watch`: each month held against the agreement, and who left it.

use std::path::PathBuf;

use clap::ValueEnum;
use wt_engine::bookings::Bookings;
use wt_engine::report::{Cell, Report};
use wt_rates::agreement::{Agreement, Events};
use wt_rates::watch::{Assessed, State, Thresholds, Watch, assess};

use super::super::{Answer, figures};
use super::compare::pounds;
use super::intake::{IntakeArgs, month, month_text, small};
use crate::report::{Format, print};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  wholetime rates watch CARD.csv bookings.csv\n  \
    wholetime rates watch CARD.csv bookings.csv --events EVENTS.csv --show breaches --format csv\n\n\
    A booking is at the card within a hundredth of it. An employer keeps the card once four in five of its bookings are at it for two\n\
    months on end (or since --events says it adopted it); it left the card in the first month in which half its bookings are above it\n\
    without a recorded override. Overrides are derogations: counted, never a breach of faith.\n\n\
    A warning comes from three sums over the months, each in standard deviations against the others that keep the card: more bookings\n\
    above it, more overrides, a fall of the share filled. book/rates.md says how often quiet regions warn.\n\n\
    --show employers: employer, state, kept_from, left, above_percent (pay above the card since it left), warned, warning, wanted,\n\
    worked, above, overrides, above_pounds since it keeps the card. --show months: the same by month. --show breaches: bookings above\n\
    the card by month, employer, cell and reason of the request.\n")]
pub(crate) struct Args {
    /// The card: staff_group, grade, tier, time_band, zone, worker_rate_pence, effective_from.
    card: PathBuf,
    /// Files of bookings: CSV, XLSX or Parquet.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Who adopted the card when: event, employer, from.
    #[arg(long)]
    events: Option<PathBuf>,
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
    /// An employer's month.
    Months,
    /// Bookings above the card, by employer, cell and reason.
    Breaches,
}

pub(super) fn run(args: &Args) -> Answer {
    let facts = args.intake.facts.load()?;
    let card = small(&args.card, Agreement::parse)?;
    let events = args.events.as_deref().map(|path| small(path, Events::parse)).transpose()?;
    let found = args.intake.read(&args.files, &facts, &|| Watch::new(&card))?;
    let adopted = events.as_ref().map(|events| &events.adoption);
    let assessed = assess(&found.gathered, &found.names, adopted, Thresholds::default());
    tell(&assessed);
    let report = match args.show {
        Show::Employers => employers(&assessed),
        Show::Months => months(&assessed),
        Show::Breaches => breaches(&found),
    };
    figures(&print(&report, args.format))
}

/// The report to the signatories, in words.
fn tell(assessed: &[Assessed]) {
    let count = |wanted: fn(&State) -> bool| assessed.iter().filter(|one| wanted(&one.state)).count();
    say(&format!(
        "{} employers keep the card, {} left it, {} were never at it.",
        count(|state| matches!(state, State::Keeps { .. })),
        count(|state| matches!(state, State::Left { .. })),
        count(|state| matches!(state, State::Outside)),
    ));
    for one in assessed {
        let warned = one.warning.map(|warning| {
            format!(
                "{} ({}, {:.1} standard deviations)",
                month_text(warning.month),
                warning.signal.words(),
                warning.sum
            )
        });
        match (one.state, warned) {
            (State::Left { since, above_thousandths, .. }, warned) => {
                let before = warned
                    .map_or_else(|| "no warning before".to_owned(), |w| format!("first warning in {w}"));
                say(&format!(
                    "{} left the card in {}: pay is {}.{}% above it; {before}.",
                    one.employer,
                    month_text(since),
                    above_thousandths / 10,
                    above_thousandths % 10
                ));
            }
            (State::Keeps { .. }, Some(warned)) => {
                say(&format!("{} keeps the card, but warns since {warned}.", one.employer));
            }
            _ => {}
        }
    }
}

fn employers(assessed: &[Assessed]) -> Report {
    let mut report = Report::new(&[
        "employer",
        "state",
        "kept_from",
        "left",
        "above_percent",
        "warned",
        "warning",
        "wanted",
        "worked",
        "above",
        "overrides",
        "above_pounds",
    ]);
    for one in assessed {
        let (words, kept_from, left, above) = match one.state {
            State::Outside => ("never at the card", None, None, None),
            State::Keeps { since } => ("keeps the card", Some(since), None, None),
            State::Left { kept_from, since, above_thousandths } => {
                ("left the card", Some(kept_from), Some(since), Some(above_thousandths))
            }
        };
        let mut row = vec![
            Cell::text(&one.employer),
            Cell::text(words),
            Cell::maybe(kept_from, month),
            Cell::maybe(left, month),
            Cell::maybe(above, |thousandths| {
                Cell::Number(format!("{}.{}", thousandths / 10, thousandths % 10))
            }),
            Cell::maybe(one.warning, |warning| month(warning.month)),
            Cell::maybe(one.warning, |warning| Cell::text(warning.signal.words())),
        ];
        row.extend(sums(&one.sums));
        report.push(row);
    }
    report
}

fn sums(of: &wt_rates::watch::Month) -> [Cell; 5] {
    [
        Cell::number(of.wanted),
        Cell::number(of.worked),
        Cell::number(of.above),
        Cell::number(of.overrides),
        pounds(of.above_paid - of.above_at_card),
    ]
}

fn months(assessed: &[Assessed]) -> Report {
    let mut report =
        Report::new(&["employer", "month", "wanted", "worked", "above", "overrides", "above_pounds"]);
    for one in assessed {
        for (at, found) in &one.months {
            let mut row = vec![Cell::text(&one.employer), month(*at)];
            row.extend(sums(found));
            report.push(row);
        }
    }
    report
}

fn breaches(found: &Bookings<Watch<'_>>) -> Report {
    let mut report = Report::new(&[
        "month",
        "employer",
        "staff_group",
        "grade",
        "tier",
        "time_band",
        "zone",
        "request_reason",
        "override",
        "bookings",
        "above_pounds",
    ]);
    let mut lines: Vec<_> = found.gathered.above.iter().collect();
    let name = |id| found.names.name(id);
    lines.sort_by_key(|(place, _)| {
        let cell = place.cell;
        let cell = (cell.group, cell.grade, name(cell.tier), cell.time, cell.zone);
        (place.month, name(place.employer), cell, place.reason, place.overridden)
    });
    for (place, above) in lines {
        report.push(vec![
            month(place.month),
            Cell::text(name(place.employer)),
            Cell::text(place.cell.group.words()),
            Cell::text(place.cell.grade.to_string()),
            Cell::text(name(place.cell.tier)),
            Cell::text(place.cell.time.words()),
            Cell::text(place.cell.zone.to_string()),
            Cell::text(place.reason.words()),
            Cell::Flag(place.overridden),
            Cell::number(above.bookings),
            pounds(above.pence),
        ]);
    }
    report
}
