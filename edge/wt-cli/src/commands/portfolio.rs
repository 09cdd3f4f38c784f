//! `wholetime portfolio`: which actions to do next, under limits of money, people and attention. No store is needed.

mod file;
mod show;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use wt_engine::builtin;
use wt_facts::FactSet;
use wt_portfolio::appraisal::{Benefit, Candidate};
use wt_portfolio::choose::{Choice, Effort, Robust, Wanted, best, costs, frontier, robust, worst_case};
use wt_portfolio::discount::Rates;
use wt_portfolio::optimism::biases;
use wt_portfolio::plan::{Budget, Limits, Plan, plan};
use wt_units::{Pence, Quantity};

use super::{Answer, Failure, figures};
use crate::report::{Format, print};
use crate::words::say;

/// From so many candidates on, a choice within a thousandth is enough unless `--within` says otherwise.
const MANY: usize = 300;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime portfolio candidates.csv --budget 2500000 --people 40 --attention 300\n  \
    wholetime portfolio candidates.csv --budget 900000,900000,700000 --protect 5 --format csv\n  \
    wholetime portfolio candidates.csv --budget 2500000 --people 40 --show limits\n  \
    wholetime portfolio candidates.csv --budget 2500000 --show risk\n\n\
    Columns read, in any order: id, type (cash-releasing, cost-avoided, time-released, quality), cost_0, cost_1, … in pounds by\n\
    year; and benefit_0, benefit_1, … or full_year_benefit with ramp (percent by year, 0;50;100) and years. If there are such:\n\
    name, low_percent and high_percent of the benefit, confidence_percent, optimism (equipment, standard-buildings, …, or\n\
    '30% non-standard-buildings + 70% standard-buildings') and managed_percent, people (WTE), attention (days), quality\n\
    (points), requires and excludes (ids), note.\n\n\
    Columns written: --show candidates: id, name, type, taken, spend_pence, present_cost_pence, present_benefit_pence,\n\
    net_low_pence, net_pence, net_high_pence, benefit_cost_ratio, payback_year, people, attention, quality. --show limits: limit,\n\
    unit, most, used, shadow_price_pence (of one more pound, WTE or day), tenth_more_pence, without_pence. --show risk and\n\
    --show quality: net_pence, low_pence, risk_pence (what is lost if all benefits turn out low), quality, candidates (ids).\n\n\
    Net present value is at the published rates, in prices of one year, with optimism bias on costs and confidence on\n\
    benefits. Types are never added: --count says whose benefits are pounds here.\n")]
pub(crate) struct Portfolio {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Pounds to spend in all years together, or by year: 900000,900000,700000 (later years then have no limit).
    #[arg(long, value_delimiter = ',')]
    budget: Vec<Quantity>,
    /// Whole-time equivalents there are to do it.
    #[arg(long)]
    people: Option<Quantity>,
    /// Days that those who lead have for it.
    #[arg(long)]
    attention: Option<Quantity>,
    /// Types of benefit that count as pounds; may be given more than once.
    #[arg(long, value_enum, default_values_t = [Type::CashReleasing])]
    count: Vec<Type>,
    /// Choose for the case that so many of what is taken turn out low at once, whichever they are.
    #[arg(long, default_value_t = 0)]
    protect: usize,
    /// Stop once nothing can be better by more than this part: 0 for the best. Without it 0, or 0.001 from 300 candidates.
    #[arg(long)]
    within: Option<f64>,
    /// Seconds to search for each answer; the best so far is then told with how good another could be.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Day whose rates apply, such as 2026-11-23. Without it, today.
    #[arg(long)]
    on: Option<jiff::civil::Date>,
    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    show: Show,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Types of benefit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Type {
    /// A cost is removed.
    CashReleasing,
    /// A cost that would have come does not.
    CostAvoided,
    /// Time, valued.
    TimeReleased,
}

impl From<Type> for Benefit {
    fn from(of: Type) -> Self {
        match of {
            Type::CashReleasing => Self::CashReleasing,
            Type::CostAvoided => Self::CostAvoided,
            Type::TimeReleased => Self::TimeReleased,
        }
    }
}

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Show {
    /// Each candidate, and whether it is taken.
    #[default]
    Candidates,
    /// What each limit costs.
    Limits,
    /// The frontier of pounds against what may be lost.
    Risk,
    /// The frontier of pounds against quality.
    Quality,
}

pub(super) fn run(args: &Portfolio) -> Answer {
    let on = args.on.unwrap_or_else(|| jiff::Zoned::now().date());
    let facts = FactSet::parse(&builtin::facts()).map_err(|faults| {
        Failure::Input(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    })?;
    let rates = Rates::pounds(&facts, on).map_err(|why| Failure::Input(why.to_string()))?;
    let candidates = file::candidates(&args.file, &biases(&facts, on))?;
    let counted: Vec<Benefit> = args.count.iter().map(|t| Benefit::from(*t)).collect();
    let plan = plan(&candidates, &rates, &limits(args)?, &counted)
        .map_err(|why| Failure::Input(format!("{}: {why}.", args.file.display())))?;
    if args.protect > 0 && args.show != Show::Candidates {
        return Err(Failure::Input("--protect goes with --show candidates only.".to_owned()));
    }
    if args.within.is_some_and(|within| !(0.0..1.0).contains(&within)) {
        return Err(Failure::Input("--within: expected a part from 0 to 1, such as 0.001.".to_owned()));
    }
    let gap = args.within.unwrap_or(if candidates.len() < MANY { 0.0 } else { 0.001 });
    let effort = Effort { gap, above: None };
    let started = Instant::now();
    let mut stop = || started.elapsed() >= Duration::from_secs(args.seconds);
    let unread =
        |why: wt_portfolio::choose::ProblemError| Failure::Input(format!("{}: {why}.", args.file.display()));
    if let Show::Risk | Show::Quality = args.show {
        let (other, wanted) = match args.show {
            Show::Risk => (&plan.falls, Wanted::Less),
            _ => (&plan.quality, Wanted::More),
        };
        let points = frontier(&plan.problem, other, wanted, 10, effort, &mut stop).map_err(unread)?;
        let proved = points.iter().all(|point| point.choice.gap() <= gap);
        if !proved {
            say(&format!(
                "{} seconds were not enough to prove every point; give it longer with --seconds.",
                args.seconds
            ));
        }
        return figures(&print(&show::frontier(&candidates, &plan, &points, args.format), args.format));
    }
    let found = match args.protect {
        0 => best(&plan.problem, effort, &mut stop).map_err(unread)?.map(|choice| {
            let central = choice.value;
            Robust { choice, central }
        }),
        protect => robust(&plan.problem, &plan.falls, protect, effort, &mut stop).map_err(unread)?,
    };
    let Some(found) = found else {
        return Err(Failure::Input(match stop() {
            true => format!("Nothing that keeps every limit was found in {} seconds.", args.seconds),
            false => "No choice keeps every limit, not even to take nothing.".to_owned(),
        }));
    };
    tell(args, &candidates, &counted, &plan, &found);
    if args.show == Show::Limits {
        let costs = costs(&plan.problem, &found.choice, effort, &mut stop).map_err(unread)?;
        if stop() {
            say("The time ran out: what a limit costs may be more than is shown.");
        }
        return figures(&print(&show::limits(&plan, &costs, args.format), args.format));
    }
    figures(&print(&show::candidates(&candidates, &plan, &found.choice, args.format), args.format))
}

fn limits(args: &Portfolio) -> Result<Limits, Failure> {
    let pounds = |amount: &Quantity| match amount.millionths() {
        pence if pence >= 0 && pence % 10_000 == 0 => Ok(Pence::new(pence / 10_000)),
        _ => Err(Failure::Input(format!("--budget: found '{amount}', expected pounds from nought up."))),
    };
    let from_nought = |name: &str, amount: Option<Quantity>| match amount {
        Some(amount) if amount.is_negative() => {
            Err(Failure::Input(format!("--{name}: found '{amount}', expected a number from nought up.")))
        }
        other => Ok(other),
    };
    let budget = match args.budget.as_slice() {
        [] => None,
        [whole] => Some(Budget::Whole(pounds(whole)?)),
        years => Some(Budget::ByYear(years.iter().map(pounds).collect::<Result<_, _>>()?)),
    };
    Ok(Limits {
        budget,
        people: from_nought("people", args.people)?,
        attention: from_nought("attention", args.attention)?,
    })
}

/// What was chosen, in words.
fn tell(args: &Portfolio, candidates: &[Candidate], counted: &[Benefit], plan: &Plan, found: &Robust) {
    let Choice { taken, value, bound, .. } = &found.choice;
    let count = taken.iter().filter(|taken| **taken).count();
    let lost = |falls: &[i64]| -> i64 { worst_case(&plan.problem, falls, taken.len(), taken) };
    say(&format!(
        "{count} of {} candidates, worth {} net of cost today; {} if every benefit turns out low.",
        taken.len(),
        Pence::new(found.central),
        Pence::new(lost(&plan.falls))
    ));
    if args.protect > 0 {
        say(&format!(
            "Worth at least {} should any {} of them turn out low, whichever they are.",
            Pence::new(*value),
            args.protect
        ));
    }
    match found.choice.is_best() {
        true => say("No other choice within the limits is worth more."),
        false => say(&format!(
            "Another choice might be worth up to {}, {:.3}% more: no better was found.",
            Pence::new(*bound),
            found.choice.gap() * 100.0
        )),
    }
    for (limit, unit) in plan.problem.limits.iter().zip(&plan.units) {
        let used = limit.uses.iter().zip(taken).filter(|(_, taken)| **taken).map(|(uses, _)| *uses).sum();
        say(&format!(
            "{}: {} of {} used.",
            limit.name,
            show::amount(used, *unit),
            show::amount(limit.most, *unit)
        ));
    }
    let others = candidates.iter().filter(|candidate| !counted.contains(&candidate.benefit)).count();
    if others > 0 {
        let names: Vec<&str> = counted.iter().map(|benefit| benefit.name()).collect();
        say(&format!(
            "Benefits counted as pounds: {}. Of {others} candidates of other types only the costs are, as types are never \
             added.",
            names.join(", ")
        ));
    }
    if candidates.iter().any(|candidate| candidate.confidence != Quantity::from_millionths(100_000_000)) {
        say("Confidence in benefits is the user's own: there is no national table.");
    }
}
