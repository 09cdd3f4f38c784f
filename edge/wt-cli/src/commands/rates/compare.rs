//! `wholetime rates compare`: cells, what an hour costs in them, and what a card would change.

mod show;

pub(super) use show::{hours, pounds};

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;
use wt_facts::FactSet;
use wt_rates::agreement::Agreement;
use wt_rates::cells::Cells;
use wt_rates::compare::{Rule, employers, lines, total};
use wt_rates::cost::notes;
use wt_rates::extract::month_number;
use wt_rates::opportunity::AgainstCard;
use wt_rates::posts::{self, Posts, long};
use wt_rates::workers::{Workers, different};
use wt_units::Pence;

use super::super::{Answer, Failure, figures};
use super::intake::{IntakeArgs, day, small};
use super::worth;
use crate::report::{Format, print};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  wholetime rates compare bookings.csv --card CARD.csv\n  \
    wholetime rates compare may.csv june.csv --show employers --format csv\n\n\
    A cell is staff group, grade, specialty tier, time band (where most of the shift lies) and pay zone. Rates are pence an hour;\n\
    _10 to _90 say at or below which rate 10 to 90 percent of the hours lie. pay is the worker's pay; cost adds holiday pay,\n\
    employer costs, what a company adds, and VAT as charged.\n\n\
    --show cells: the cell, employers, bookings, hours, agency_hours, pay_10 … pay_90, cost_10 … cost_90, cost_pounds, then against\n\
    the card: paid_pounds, card_pounds, above_card_pounds (lines above: a saving), below_card_pounds (lines below: a cost); then\n\
    above_upper_quartile_pounds, above_median_pounds, above_lower_quartile_pounds; not_shown says why a cell is hidden.\n\
    --show employers: hours and cost by employer, against the card and beside the medians of its cells. --show workers: the same\n\
    worker at several employers at different rates in a cell and month. --show posts: long bookings of agency workers, and what the\n\
    same hours cost in a post at the top of the band. --show opportunities: what paying the card would have been worth to each\n\
    employer; shared_pounds are of hours booked for vacancies, sickness and leave, which other opportunities claim too. --show\n\
    import --format csv: rows for `wholetime import`, after which `wholetime opportunities` counts them with all others.\n\n\
    Nothing here counts on workers' response: a lower rate fills fewer shifts (`wholetime rates elasticity`).\n")]
pub(crate) struct Args {
    /// Files of bookings: CSV, XLSX or Parquet.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The card: staff_group, grade, tier, time_band, zone, worker_rate_pence, effective_from.
    #[arg(long)]
    card: Option<PathBuf>,
    /// Employers that a cell needs to be shown.
    #[arg(long, default_value_t = 2)]
    min_employers: usize,
    /// For another employer's eyes: five employers, none over a quarter of the hours, three months old.
    #[arg(long)]
    shared: bool,
    /// With --shared, the employer whose own line is shown.
    #[arg(long, requires = "shared")]
    me: Option<String>,
    /// Day that --shared counts months back from, such as 2026-11-23. Without it, today.
    #[arg(long)]
    on: Option<Date>,
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
    /// A cell.
    #[default]
    Cells,
    /// An employer.
    Employers,
    /// A worker paid at different rates for the same cell in the same month.
    Workers,
    /// A long booking beside what a post would cost.
    Posts,
    /// What keeping the card is worth to an employer, with its range; needs --card.
    Opportunities,
    /// A row of Wholetime's template, to be imported and compared: the premium over the card by month; needs --card.
    Import,
}

pub(super) fn run(args: &Args) -> Answer {
    let facts = args.intake.facts.load()?;
    let today = day(args.on);
    let rule = if args.shared {
        Rule::shared(&facts, today).map_err(|why| Failure::Input(why.to_string()))?
    } else {
        Rule::own(args.min_employers.max(1))
    };
    if args.shared
        && (args.show != Show::Cells && args.me.is_none()
            || !matches!(args.show, Show::Cells | Show::Employers))
    {
        return Err(Failure::Input(
            "With --shared no employer sees another's line: name your own with --show employers --me CODE, or ask for --show cells."
                .to_owned(),
        ));
    }
    match args.show {
        Show::Workers => return workers(args, &facts),
        Show::Posts => return posts(args, &facts, today),
        Show::Opportunities | Show::Import => return savings(args, &facts),
        Show::Cells | Show::Employers => {}
    }
    let card = args.card.as_deref().map(|path| small(path, Agreement::parse)).transpose()?;
    let until = (rule.months_old > 0).then(|| month_number(today) - rule.months_old - 1);
    let found = args.intake.read(&args.files, &facts, &|| Cells::new(&facts, card.as_ref(), until))?;
    let cells = &found.gathered;
    if cells.uncosted > 0 {
        say(&format!(
            "{} worked bookings have no cost, because no figure of National Insurance, pension or VAT is known for their day: they \
             are in no sum.",
            cells.uncosted
        ));
    }
    cells.last_day().iter().flat_map(|day| notes(&facts, *day)).for_each(|note| say(&note));
    if cells.too_new > 0 {
        say(&format!("{} bookings are too new to be shown to others.", cells.too_new));
    }
    let lines = lines(cells, &found.names, rule);
    let hidden = lines.iter().filter(|line| line.figures.is_err()).count();
    if hidden > 0 {
        say(&format!("{hidden} of {} cells are not shown, and are in no total.", lines.len()));
    }
    let report = match args.show {
        Show::Employers => {
            let mut lines = employers(cells, &found.names);
            if let Some(me) = &args.me {
                lines.retain(|line| line.employer.eq_ignore_ascii_case(me));
            }
            show::employers(&lines, card.is_some())
        }
        _ => {
            if card.is_some() {
                let sum = total(&lines);
                say(&format!(
                    "Over the cells shown, {} hours: paid {}, at the card {}: {} less on lines above it, {} more on lines below.",
                    sum.minutes / 60,
                    Pence::new(sum.paid),
                    Pence::new(sum.at_card),
                    Pence::new(sum.above),
                    Pence::new(sum.below),
                ));
            }
            show::cells(&lines, card.is_some())
        }
    };
    figures(&print(&report, args.format))
}

/// What keeping the card is worth.
fn savings(args: &Args, facts: &FactSet) -> Answer {
    let path = args.card.as_deref().ok_or_else(|| {
        Failure::Input("--show opportunities and --show import need the card: --card CARD.csv.".to_owned())
    })?;
    let card = small(path, Agreement::parse)?;
    let found = args.intake.read(&args.files, facts, &|| AgainstCard::new(&card))?;
    let report = if args.show == Show::Import {
        worth::premium_months(found.gathered.months(&found.names))
    } else {
        let worth = found.gathered.opportunities(&found.names, &worth::premium()?);
        let worth = worth.map_err(|why| Failure::Input(why.to_string()))?;
        let files: Vec<String> = found.files.iter().map(|(file, _)| file.clone()).collect();
        worth::opportunities(&worth, &files, args.format)
    };
    figures(&print(&report, args.format))
}

fn workers(args: &Args, facts: &FactSet) -> Answer {
    let found = args.intake.read(&args.files, facts, &Workers::default)?;
    if found.gathered.nameless > 0 {
        say(&format!("{} worked bookings name no worker.", found.gathered.nameless));
    }
    let lines = different(&found.gathered, &found.names);
    figures(&print(&show::workers(&lines), args.format))
}

fn posts(args: &Args, facts: &FactSet, today: Date) -> Answer {
    let rule = posts::Rule::of(facts, today).map_err(|why| Failure::Input(why.to_string()))?;
    let found = args.intake.read(&args.files, facts, &|| Posts::new(facts))?;
    let lines = long(&found.gathered, &found.names, facts, rule);
    let priced: Vec<Pence> =
        lines.iter().filter_map(posts::PostLine::less).filter(|less| *less > Pence::ZERO).collect();
    let sum: Pence = priced.iter().copied().sum();
    say(&format!(
        "{} bookings of {} weeks and more at {} hours a week: {} would have cost less as posts, {} together.",
        lines.len(),
        rule.weeks,
        rule.hours,
        priced.len(),
        sum
    ));
    let stale: BTreeSet<&str> = lines.iter().filter_map(|line| line.stale.as_deref()).collect();
    for words in stale {
        say(&format!("Some posts are {words}, so they are likely to cost more."));
    }
    figures(&print(&show::posts(&lines), args.format))
}
