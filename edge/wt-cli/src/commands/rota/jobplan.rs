//! `wholetime rota jobplan`: consultants' job plans against the sessions that are needed.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use wt_facts::{Price, Ratio, Status};
use wt_jobplan::{NotRead, Report, Room, Terms, TooLarge};
use wt_units::{FinancialYear, Month, Pence, Quantity};

use super::super::{Answer, Failure};
use super::{facts, read};
use crate::report::Format;
use crate::words::{print, say};

mod shown;

/// What `jobplan` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Job plans: consultant,contracted,weekday,start,end,category,activity,specialty,weeks,pas\n  \
    Ahmed,10,mon,09:00,13:00,DCC,clinic,cardiology,,\n  Ahmed,,tue,14:00,18:00,DCC,theatre,cardiology,1/2,\n  \
    Ahmed,,,,,SPA,core,,,1.5\n\
    Categories: DCC, SPA, ANR, ED, on-call. contracted, specialty, weeks and pas may be missing.\n\
    Demand: specialty,activity,weekday,start,end,sessions\n  cardiology,clinic,mon,09:00,13:00,2\n\n\
    Example:\n  wholetime rota jobplan PLANS.csv DEMAND.csv --weeks-worked 42\n"
)]
pub(crate) struct JobPlan {
    /// Job plans, one row an activity.
    plans: PathBuf,
    /// The sessions that are needed in a week.
    demand: PathBuf,
    /// The day whose contract and pay hold. Without it, today.
    #[arg(long)]
    as_of: Option<Date>,
    /// Weeks a year in which a consultant works; the sessions are needed in all 52.
    #[arg(long, value_name = "WEEKS", default_value_t = 52, value_parser = clap::value_parser!(u32).range(1..=52))]
    weeks_worked: u32,
    /// How far weeks may be filled with sessions that nobody does.
    #[arg(long, value_enum, default_value_t)]
    room: RoomArg,
    /// Pounds a year of one programmed activity a week. Without it, from the facts of consultants' pay.
    #[arg(long, value_name = "POUNDS")]
    price: Option<Quantity>,
    /// How long to look for the most that can be placed.
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    time: u64,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// [`Room`] on the command line.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum RoomArg {
    /// Up to the contract.
    #[default]
    Contract,
    /// Up to what plans usually have at most.
    UsualMost,
}

/// What a programmed activity costs a year, and how that is known.
pub(super) struct Priced {
    low: Ratio,
    central: Ratio,
    high: Ratio,
    words: String,
    /// What a reader should know of it; none for a price of the user's own.
    caveat: Option<String>,
}

impl Priced {
    /// Low, central and high pounds of so many; none beyond what money holds.
    pub(super) fn of(&self, pas: Ratio) -> Option<[Pence; 3]> {
        let pounds = |each: Ratio| each.checked_mul(pas).and_then(|p| Pence::from_pounds(p.to_f64()));
        Some([pounds(self.low)?, pounds(self.central)?, pounds(self.high)?])
    }

    fn own(pounds: Quantity) -> Self {
        let each = Ratio::of(pounds);
        let words = format!("£{pounds} a year for a programmed activity a week, as given with --price.");
        Self { low: each, central: each, high: each, words, caveat: None }
    }

    fn fact(price: Price) -> Self {
        let stale = price
            .stale_since
            .map_or_else(String::new, |day| format!(" The newest of these figures ended on {day}."));
        let memory = match price.status {
            Status::Verified => "",
            _ => " Some of its figures are not verified.",
        };
        Self {
            low: price.low,
            central: price.central,
            high: price.high,
            words: price.words,
            caveat: Some(format!("{}{stale}{memory}", price.caveat)),
        }
    }
}

pub(super) fn run(args: &JobPlan) -> Answer {
    let facts = facts()?;
    let as_of = args.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
    let unread = |path: &PathBuf, why: NotRead| Failure::Input(format!("{}, {why}.", path.display()));
    let plans = wt_jobplan::read_plans(&read(&args.plans)?).map_err(|why| unread(&args.plans, why))?;
    let demand = wt_jobplan::read_demand(&read(&args.demand)?).map_err(|why| unread(&args.demand, why))?;
    let terms = Terms::on(&facts, as_of).map_err(|why| Failure::Input(format!("--as-of: {why}")))?;
    let room = match args.room {
        RoomArg::Contract => Room::Contract,
        RoomArg::UsualMost => Room::UsualMost,
    };
    let terms = Terms { weeks_worked: args.weeks_worked, room, ..terms };
    let price = match args.price {
        Some(pounds) if pounds.is_negative() => {
            return Err(Failure::Input(format!("--price: found {pounds}, expected pounds of 0 or more.")));
        }
        Some(pounds) => Some(Priced::own(pounds)),
        None => Month::of(as_of)
            .and_then(|month| facts.price("consultant-pa-year", FinancialYear::of(month)).ok())
            .map(Priced::fact),
    };
    if price.is_none() {
        say(&format!("There are no figures of consultants' pay for {as_of}: give --price for pounds."));
    }
    let (started, time) = (Instant::now(), Duration::from_secs(args.time));
    let mut stop = || started.elapsed() >= time;
    let too_large = |why: TooLarge| Failure::Input(format!("{}: {why}.", args.plans.display()));
    let report = wt_jobplan::compare(&plans, &demand, &terms, &mut stop).map_err(too_large)?;
    print(&as_shown(&report, &terms, price.as_ref(), args).map_err(too_large)?)?;
    Ok(ExitCode::SUCCESS)
}

fn as_shown(
    report: &Report,
    terms: &Terms,
    price: Option<&Priced>,
    args: &JobPlan,
) -> Result<String, TooLarge> {
    match args.format {
        Format::Table => shown::text(report, terms, price),
        Format::Csv => Ok(shown::csv(report, terms, price)),
        Format::Json => shown::json(report, terms, price).map(|value| format!("{value:#}\n")),
    }
}
