//! `wholetime rates bank`: the collaborative bank, off until it is agreed.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use jiff::civil::Date;
use wt_engine::report::{Cell, Report};
use wt_rates::collaborate::agreement::WHY;
use wt_rates::collaborate::{
    Agreement, OpenShift, Outcome, Why, Willing, collaborate, duties, open_shifts, people, shares,
};
use wt_units::Pence;

use super::super::{Answer, Failure, figures};
use super::intake::{bytes, day, small};
use crate::facts::FactsArg;
use crate::report::{Format, print};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    wholetime rates bank OPEN.csv PEOPLE.csv DUTIES.csv --agreement AGREEMENT.toml --out MATCH.csv\n\n\
    OPEN.csv: shift, employer, staff_group, grade, tier, zone, start, end, unpaid_break_minutes, criticality (routine, important,\n\
    critical or blank), card_rate_pence, agency_rate_pence (an hour before VAT; blank where not known).\n\
    PEOPLE.csv: worker (a pseudonym made with the regional key), employer, staff_group, grades and tiers they are competent in,\n\
    willing_employers (codes, or any), each list with semicolons; opted_in_on (blank: not), opted_out_48 (yes or no), most_shifts.\n\
    DUTIES.csv: worker, start, end: all duties at any employer in the weeks that averages of hours look back on, and after.\n\
    AGREEMENT.toml: title, agreed_on, legal_basis = \"memorandum, owner, date\", key_holder (a third party), employers, shared.\n\n\
    --out is written for the holder of the key: shift, employer, worker, home_employer, round, worker_pay_pence, bank_cost_pence,\n\
    agency_cost_pence, saved_pence. --show employers: employer, open, filled, gets_hours, gives_hours, saved_pounds, unpriced.\n\
    --show unfilled: the shift, and how many people could not take it, by the first reason. Nobody has a second shift before\n\
    everybody who could had a first; book/rates.md says what is proved.\n")]
pub(crate) struct Args {
    /// Open shifts.
    open: PathBuf,
    /// People who may work for others.
    people: PathBuf,
    /// Their duties.
    duties: PathBuf,
    /// The recorded agreement. Without it nothing is matched.
    #[arg(long)]
    agreement: Option<PathBuf>,
    /// A CSV file for who takes which shift.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Seconds to match in.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Day on which agreement and opt-ins must hold, such as 2026-11-23. Without it, today.
    #[arg(long)]
    on: Option<Date>,
    /// What a line is.
    #[arg(long, value_enum, default_value_t)]
    show: Show,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    facts: FactsArg,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Show {
    /// An employer: what it gives and gets.
    #[default]
    Employers,
    /// A shift that stays open, and why.
    Unfilled,
}

pub(super) fn run(args: &Args) -> Answer {
    let today = day(args.on);
    let path = args.agreement.as_deref().ok_or_else(|| Failure::Input(WHY.to_owned()))?;
    let agreement = agreement(path, today)?;
    agreement.told().iter().for_each(|sentence| say(sentence));
    let open = small(&args.open, open_shifts)?;
    let who = small(&args.people, people)?;
    let duties = small(&args.duties, duties)?;
    let facts = args.facts.load()?;
    let started = Instant::now();
    let mut stop = || started.elapsed() >= Duration::from_secs(args.seconds);
    let found = collaborate(&open, &who, &duties, &agreement, &facts, today, &mut stop)
        .map_err(|why| Failure::Input(why.to_string()))?;
    if !found.complete {
        say(&format!(
            "{} seconds were not enough for all rounds; give it longer with --seconds.",
            args.seconds
        ));
    }
    let first = duties.values().flatten().map(|duty| duty.start().date()).min();
    if let Some(since) = found.since.filter(|since| first.is_none_or(|first| first > *since)) {
        say(&format!(
            "Averages of hours look back to {since}, and no duty stands in the file before {}: days without one are taken to be free.",
            first.map_or_else(|| "the first open shift".to_owned(), |first| first.to_string())
        ));
    }
    tell(&open, &who, &found);
    if let Some(path) = &args.out {
        std::fs::write(path, matches(&open, &who, &found).csv()).map_err(|e| Failure::file(path, &e))?;
        say(&format!(
            "Who takes which shift stands in {}, for {} alone.",
            path.display(),
            agreement.key_holder
        ));
    }
    let report = match args.show {
        Show::Employers => employers(&open, &who, &found),
        Show::Unfilled => unfilled(&open, &found),
    };
    figures(&print(&report, args.format))
}

fn agreement(path: &Path, today: Date) -> Result<Agreement, Failure> {
    let text = String::from_utf8_lossy(&bytes(path)?).into_owned();
    Agreement::read(&text, today).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| format!("{}: {fault}", path.display())).collect();
        Failure::Input(faults.join("\n"))
    })
}

fn tell(open: &[OpenShift], who: &[Willing], found: &Outcome) {
    let opted = who.iter().filter(|person| person.opted_in.is_some()).count();
    let mut given = vec![0_usize; who.len()];
    found.matches.iter().for_each(|one| given[one.person] += 1);
    say(&format!(
        "{} of {} open shifts filled; no way fills more than {}. {} of {} people opted in, {} take a shift, and nobody takes more than {}.",
        found.matches.len(),
        open.len(),
        found.bound,
        opted,
        who.len(),
        given.iter().filter(|count| **count > 0).count(),
        given.iter().max().copied().unwrap_or(0)
    ));
    let saved: Vec<i64> = found.matches.iter().filter_map(|one| found.worth[one.shift].saved()).collect();
    let pounds: Pence = saved.iter().map(|pence| Pence::new(*pence)).sum();
    say(&format!(
        "Against agencies the filled shifts cost £{} less, over the {} of them for which both costs are known. It is counted as if all \
         of them would have gone to an agency; those that would have stayed empty save nothing.",
        pounds.plain(),
        saved.len()
    ));
}

fn matches(open: &[OpenShift], who: &[Willing], found: &Outcome) -> Report {
    let mut report = Report::new(&[
        "shift",
        "employer",
        "worker",
        "home_employer",
        "round",
        "worker_pay_pence",
        "bank_cost_pence",
        "agency_cost_pence",
        "saved_pence",
    ]);
    for one in &found.matches {
        let (shift, person, worth) = (&open[one.shift], &who[one.person], found.worth[one.shift]);
        report.push(vec![
            Cell::text(&shift.name),
            Cell::text(&shift.employer),
            Cell::text(&person.worker),
            Cell::text(&person.employer),
            Cell::number(one.round),
            Cell::number(worth.pay),
            Cell::maybe(worth.bank, Cell::number),
            Cell::maybe(worth.agency, Cell::number),
            Cell::maybe(worth.saved(), Cell::number),
        ]);
    }
    report
}

fn employers(open: &[OpenShift], who: &[Willing], found: &Outcome) -> Report {
    let columns = ["employer", "open", "filled", "gets_hours", "gives_hours", "saved_pounds", "unpriced"];
    let mut report = Report::new(&columns);
    let hours = |minutes: u64| Cell::decimals(minutes as f64 / 60.0, 2);
    for (employer, share) in shares(open, who, found) {
        report.push(vec![
            Cell::text(employer),
            Cell::number(share.open),
            Cell::number(share.filled),
            hours(share.gets),
            hours(share.gives),
            Cell::number(Pence::new(share.saved).plain()),
            Cell::number(share.unpriced),
        ]);
    }
    report
}

fn unfilled(open: &[OpenShift], found: &Outcome) -> Report {
    const REASONS: [Why; 7] = [
        Why::NotAgreed,
        Why::NotCompetent,
        Why::OwnEmployer,
        Why::NotOptedIn,
        Why::NotWilling,
        Why::NotRested,
        Why::Elsewhere,
    ];
    let columns = ["shift", "employer", "criticality"].into_iter();
    let columns: Vec<String> =
        columns.map(str::to_owned).chain(REASONS.iter().map(|why| why.words().replace(' ', "_"))).collect();
    let mut report = Report::new(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    for (at, reasons) in &found.open {
        let shift = &open[*at];
        let mut row =
            vec![Cell::text(&shift.name), Cell::text(&shift.employer), Cell::text(shift.criticality.words())];
        row.extend(REASONS.iter().map(|why| Cell::number(reasons.get(why).copied().unwrap_or(0))));
        report.push(row);
    }
    report
}
