//! `wholetime rates stability`: whether a card holds. For the neutral analyst, once the basis in law is recorded.

mod show;
mod tell;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use jiff::civil::Date;
use wt_rates::design::{Card, outcome, read_card};
use wt_rates::divergence::{
    Basis, Derogation, Game, Moved, cascade, derogations, groups, holding, leave_all,
};
use wt_rates::market::Market;
use wt_rates::respond::Case;
use wt_units::Quantity;

use super::super::{Answer, Failure, figures};
use super::sheet;
use crate::facts::FactsArg;
use crate::report::{Format, print};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime rates stability CARD.csv --market MARKET.csv --legal-basis \"Memorandum of understanding v2, Director of Workforce, 2026-10-01\"\n  \
    wholetime rates stability CARD.csv --market MARKET.csv --legal-basis \"…\" --show cells --employer RJ6 --format json\n\n\
    CARD.csv is as `wholetime rates design` writes it: the rates in force on --on count. MARKET.csv: see `wholetime rates design\n\
    --help`. An employer is taken to want the least of what it pays and what its unfilled hours cost it (unfilled_pence), and\n\
    may pay any whole penny within floors and caps; book/rate-card.md has the formulas. Money is a month's.\n\n\
    --show employers: employer, gain_pence by leaving alone at its best rates, with --ranges\n\
    gain_low_pence and gain_high_pence for those who gain more than they tolerate; tolerated_pence, transfer_pence that would keep it, harm_pence to all\n\
    others, cells, up (cells where it pays more). --show cells: each number's parts: rates, hours, cost and unfilled before and\n\
    after. --show harm: who loses by whom. --show groups: who gains together. --show cascade: who leaves first and who\n\
    follows. --show holds: what makes the card hold.\n")]
pub(crate) struct Args {
    /// The card: a CSV file or workbook.
    card: PathBuf,
    /// The market that it stands in.
    #[arg(long)]
    market: PathBuf,
    /// The recorded basis in law: "memorandum, owner, date". Without it nothing is shown.
    #[arg(long)]
    legal_basis: Option<String>,
    /// Part of its cost on the card that an employer may gain by leaving and still stay, from 0 to 1.
    #[arg(long, default_value = "0.005")]
    tolerance: Quantity,
    /// Derogations in force: employer, the cell's columns, worker_rate_pence, from, until, reason.
    #[arg(long)]
    derogations: Option<PathBuf>,
    /// Largest group of which every one is worked out; larger ones are grown from the best.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=4))]
    together: u8,
    /// Groups are made of so many employers, those that gain most alone.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(2..=40))]
    among: u8,
    /// Seconds for groups, the cascade and what makes the card hold.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// With --show employers, the range of each gain as assumptions range: 27 answers for each employer that would leave.
    #[arg(long)]
    ranges: bool,
    /// Only this employer, with --show cells or harm.
    #[arg(long)]
    employer: Option<String>,
    /// Day on which the card is looked at. Without it, the latest rates of the card.
    #[arg(long)]
    on: Option<Date>,
    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    show: Show,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    facts: FactsArg,
}

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Show {
    /// Each employer: what it gains by leaving, what that costs the others, what would keep it.
    #[default]
    Employers,
    /// Each cell in which leaving pays, with its arithmetic.
    Cells,
    /// Who loses by whom.
    Harm,
    /// Employers that leave together.
    Groups,
    /// Who leaves first and who follows.
    Cascade,
    /// What makes the card hold.
    Holds,
}

/// A card in its market, and who would leave.
struct Looked {
    market: Market,
    card: Card,
    derogations: Vec<Derogation>,
    alone: Vec<Vec<Moved>>,
    tolerated: Vec<i64>,
}

impl Looked {
    fn game(&self, case: Case) -> Game<'_> {
        let mut game = Game::new(&self.market, &self.card, case);
        self.derogations.iter().for_each(|one| game.derogate(one.segment, one.employer, one.rate));
        game
    }
}

pub(super) fn run(args: &Args) -> Answer {
    let today = jiff::Zoned::now().date();
    let Some(basis) = &args.legal_basis else { return Err(Failure::Input(Basis::WHY.to_owned())) };
    let basis = Basis::read(basis, today).map_err(|why| Failure::Input(format!("--legal-basis: {why}.")))?;
    let tolerance = args.tolerance.millionths();
    if !(0..=1_000_000).contains(&tolerance) {
        let found = args.tolerance;
        return Err(Failure::Input(format!(
            "--tolerance: found '{found}', expected a part from 0 to 1, such as 0.005."
        )));
    }
    let looked = look(args, today, tolerance)?;
    say(&format!(
        "Basis in law: {basis}. For the neutral analyst only; derogations are recorded, never punished."
    ));
    let started = Instant::now();
    let mut stop = || started.elapsed() >= Duration::from_secs(args.seconds);
    let chosen = match &args.employer {
        None => None,
        Some(code) => {
            Some(looked.market.employers.iter().position(|known| known == code).ok_or_else(|| {
                Failure::Input(format!(
                    "--employer: found '{code}', expected one of {}.",
                    looked.market.employers.join(", ")
                ))
            })?)
        }
    };
    tell::tell(&looked);
    let report = match args.show {
        Show::Employers => show::employers(&looked, args.ranges, args.format),
        Show::Cells => show::cells(&looked, chosen, args.format),
        Show::Harm => show::harm(&looked, chosen, args.format),
        Show::Groups => {
            let mut order: Vec<usize> = (0..looked.alone.len()).collect();
            let gain = |at: &usize| looked.alone[*at].iter().map(Moved::gain).sum::<i64>();
            order.sort_by_key(|at| std::cmp::Reverse(gain(at)));
            order.truncate(usize::from(args.among));
            let found = groups(&looked.game(Case::CENTRAL), &order, usize::from(args.together), &mut stop);
            show::groups(&looked, &found, args.format)
        }
        Show::Cascade => show::cascade(
            &looked,
            &cascade(looked.game(Case::CENTRAL), &looked.tolerated, &mut stop),
            args.format,
        ),
        Show::Holds => {
            let found = holding(
                &looked.market,
                &looked.card,
                Case::CENTRAL,
                &looked.alone,
                &looked.tolerated,
                &mut stop,
            );
            show::holds(&found, args.format)
        }
    };
    if matches!(args.show, Show::Groups | Show::Cascade | Show::Holds) && stop() {
        say(&format!(
            "{} seconds were not enough to look at all; give it longer with --seconds.",
            args.seconds
        ));
    }
    figures(&print(&report, args.format))
}

fn look(args: &Args, today: Date, tolerance: i64) -> Result<Looked, Failure> {
    let market = sheet::market(&args.market, &args.facts.load()?, args.on.unwrap_or(today))?;
    let (headings, rows) = sheet::sheet(&args.card)?;
    let card = read_card(&market, &headings, rows, args.on.unwrap_or(Date::MAX))
        .map_err(|refusals| sheet::refused(&args.card, &refusals))?;
    if card.rates.iter().all(Option::is_none) {
        return Err(Failure::Input(format!("{}: holds no rate in force on that day.", args.card.display())));
    }
    let derogations = match &args.derogations {
        None => Vec::new(),
        Some(path) => {
            let (headings, rows) = sheet::sheet(path)?;
            let read =
                derogations(&market, &headings, rows).map_err(|refusals| sheet::refused(path, &refusals))?;
            let on = args.on.unwrap_or(today);
            let all = read.len();
            let kept: Vec<Derogation> =
                read.into_iter().filter(|one| one.from <= on && on <= one.until).collect();
            say(&format!(
                "{} of {all} derogations are in force on {on}; their rates count as how things are.",
                kept.len()
            ));
            kept
        }
    };
    let part = |sums: &wt_rates::design::Sums| {
        i64::try_from(i128::from(sums.cost) * i128::from(tolerance) / 1_000_000).unwrap_or(0)
    };
    let tolerated = outcome(&market, &card, Case::CENTRAL).employers.iter().map(part).collect();
    let mut looked = Looked { market, card, derogations, alone: Vec::new(), tolerated };
    looked.alone = leave_all(&looked.game(Case::CENTRAL));
    Ok(looked)
}
