//! `wholetime roster explain`: why a shift is short, how a person stands, what a local rule costs.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};
use wt_roster::ward::explain::{self, Obstacle};
use wt_roster::ward::judge::judge;
use wt_roster::ward::model::LOCAL_RULES;
use wt_roster::ward::{Compiled, Prices, Rows, Ward, decide, solve};
use wt_roster::{Settings, shortage};

use super::super::clock::{Clock, Stop, duration};
use super::{facts, read, rows, told};
use crate::commands::{Answer, Failure};
use crate::report::Format;
use crate::words;

/// `wholetime roster explain`
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  wholetime roster explain WARD/ R.csv --shift 2026-03-04:N\n  \
    wholetime roster explain WARD/ R.csv --person P3\n  wholetime roster explain WARD/ R.csv --rule weekends --time 10s\n  \
    wholetime roster explain WARD/ R.csv --floor\n")]
#[command(group = clap::ArgGroup::new("what").required(true).args(["shift", "person", "rule", "floor"]))]
pub(crate) struct Args {
    /// The folder of the ward.
    ward: PathBuf,
    /// The roster: person,date,shift.
    roster: PathBuf,
    /// Each person's obstacle to a shift of a day, and the cheapest local rule to bend: DATE:SHIFT.
    #[arg(long, value_name = "DATE:SHIFT")]
    shift: Option<String>,
    /// The role or skill that is short; of several the first that is, else the first role.
    #[arg(long, requires = "shift")]
    needs: Option<String>,
    /// A person's nights, weekends and refused requests, beside the team's middle half where the team is large enough.
    #[arg(long)]
    person: Option<String>,
    /// What a local rule costs: the ward is solved with it and without it.
    #[arg(long)]
    rule: Option<String>,
    /// Prove how many people every lawful roster is short of the safe-staffing floor.
    #[arg(long)]
    floor: bool,
    /// How long to solve or prove, each time.
    #[arg(long, default_value = "10s", value_parser = duration)]
    time: Duration,
    /// Threads to work with.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(in crate::commands::roster) fn run(args: &Args, stop: &Stop) -> Answer {
    let ward = read(&args.ward)?;
    let rows = rows(&ward, &args.roster)?;
    let (ward, _) = decide(&ward);
    let answer = if let Some(asked) = &args.shift {
        of_shift(args, &ward, &rows, asked)?
    } else if let Some(id) = &args.person {
        of_person(&ward, &rows, id)?
    } else if let Some(rule) = &args.rule {
        of_rule(args, &ward, rule, stop)?
    } else {
        of_floor(args, &ward, stop)?
    };
    words::print(&match args.format {
        Format::Json => format!("{}\n", answer.0),
        Format::Csv | Format::Table => answer.1,
    })?;
    Ok(ExitCode::SUCCESS)
}

type Told = Result<(Value, String), Failure>;

fn compiled(ward: &Ward) -> Result<Compiled, Failure> {
    let facts = facts()?;
    Compiled::new(ward, &mut Prices::new(&facts, ward)).map_err(|e| Failure::Input(e.to_string()))
}

/// What is said of one obstacle.
fn sentence(ward: &Ward, obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Unavailable("not employed") => "not employed on that day".to_owned(),
        Obstacle::Unavailable(why) => format!("unavailable: {why}"),
        Obstacle::Works(shift) => format!("works {} that day", ward.shifts[*shift].id),
        Obstacle::Unskilled => "has neither the role nor the skill".to_owned(),
        Obstacle::Bound(rules) => format!("not lawful or beyond contract: {}", rules.join("; ")),
        Obstacle::Local(rules, pounds) if rules.is_empty() => {
            format!("could: it costs £{pounds} of hours and fairness")
        }
        Obstacle::Local(rules, pounds) => {
            let rules: Vec<String> = rules.iter().map(|(id, pounds)| format!("{id} (£{pounds})")).collect();
            format!("could by bending {}: £{pounds} in all", rules.join(", "))
        }
    }
}

fn of_shift(args: &Args, ward: &Ward, rows: &Rows, asked: &str) -> Told {
    let refuse = |expected: &str| Failure::Input(format!("--shift: found '{asked}', expected {expected}."));
    let (date, id) = asked.split_once(':').ok_or_else(|| refuse("DATE:SHIFT, such as 2026-03-04:N"))?;
    let day =
        date.parse().ok().and_then(|date| ward.day(date)).ok_or_else(|| refuse("a date of the roster"))?;
    let shift = ward.shifts.iter().position(|shift| shift.id == id);
    let shift = shift.ok_or_else(|| refuse("a shift of shifts.csv"))?;
    let judged = judge(ward, rows, &facts()?, ward.first).map_err(|e| Failure::Input(e.to_string()))?;
    let short = judged.short.iter().find(|one| (one.day, one.shift) == (day, Some(shift)));
    let needs = match (&args.needs, short) {
        (Some(needs), _) => needs.clone(),
        (None, Some(short)) => short.needs.clone(),
        (None, None) => ward.policy.roles.first().cloned().unwrap_or_default(),
    };
    let found = explain::shift(ward, &compiled(ward)?, rows, (day, shift), &needs);
    let mut out = match short {
        Some(short) => format!("{}\n", told::short(ward, short)),
        None => format!("{date} {id} has everybody it wants.\n"),
    };
    let _ = writeln!(out, "Who could be one more {needs}:");
    let mut people = Vec::new();
    for (person, obstacle) in &found.people {
        let words = sentence(ward, obstacle);
        people.push(json!({"person": ward.staff[*person].id, "reason": words}));
        if *obstacle != Obstacle::Unskilled {
            let _ = writeln!(out, "  {}: {words}", ward.staff[*person].id);
        }
    }
    let cheapest = found.cheapest.and_then(|at| {
        let (person, Obstacle::Local(rules, pounds)) = &found.people[at] else { return None };
        let names: Vec<&str> = rules.iter().map(|(id, _)| id.as_str()).collect();
        let id = &ward.staff[*person].id;
        let bent = if names.is_empty() { "no local rule".to_owned() } else { names.join(", ") };
        let _ = writeln!(out, "Cheapest to bend: {bent}, for {id}, at £{pounds}.");
        Some(json!({"person": id, "rules": names, "pounds": pounds}))
    });
    if cheapest.is_none() {
        out.push_str("Nobody could by bending local rules alone. `--floor` looks for a proof that the floor can't be met.\n");
    }
    Ok((json!({"date": date, "shift": id, "needs": needs, "people": people, "cheapest": cheapest}), out))
}

fn of_person(ward: &Ward, rows: &Rows, id: &str) -> Told {
    let person = ward.staff.iter().position(|staff| staff.id == id);
    let person = person
        .ok_or_else(|| Failure::Input(format!("--person: found '{id}', expected a person of staff.csv.")))?;
    let judged = judge(ward, rows, &facts()?, ward.first).map_err(|e| Failure::Input(e.to_string()))?;
    let Some(found) = explain::person(ward, &judged, person) else {
        return Err(Failure::Input(format!("--person: there is nothing to tell of '{id}'.")));
    };
    let own = found.own;
    let mut out = format!(
        "{id}: {} hours worked of {} owed; {} nights, {} weekends; {} of {} requests refused.\n",
        own.worked as f64 / 60.0,
        own.owed as f64 / 60.0,
        own.nights,
        own.weekends,
        own.refused,
        own.asked
    );
    let names =
        ["nights per whole-time contract", "weekends per whole-time contract", "share of requests refused"];
    match found.middle {
        Some(middle) => {
            for ((name, value), (low, high)) in names.iter().zip(found.measured).zip(middle) {
                let _ = writeln!(out, "  {name}: {value:.2}; the middle half of the team has {low:.2} to {high:.2}");
            }
        }
        None => out.push_str("  Not set beside the team: fewer than eight people like this one, or an agreement that stands apart.\n"),
    }
    let compiled = compiled(ward)?;
    let mut refused = Vec::new();
    for at in &found.refused {
        let request = &ward.requests[*at];
        let Some(why) = explain::request(ward, &compiled, rows, request) else { continue };
        let what = request.shift.as_deref().unwrap_or("off");
        let verb = if request.wanted { "asked for" } else { "asked to avoid" };
        let mut words = match &why.own {
            Obstacle::Local(rules, _) if rules.is_empty() => String::new(),
            other => sentence(ward, other),
        };
        for one in &why.short {
            let _ = write!(
                words,
                "{}{}",
                if words.is_empty() { "it would leave " } else { "; it would leave " },
                told::short(ward, one)
            );
        }
        if words.is_empty() {
            words.push_str("others' hours and wishes would have cost more");
        }
        let _ = writeln!(out, "  {verb} {what} on {}: {words}.", request.day);
        refused.push(json!({"date": request.day.to_string(), "shift": what, "wanted": request.wanted, "reason": words}));
    }
    let value = json!({"person": id, "hours_worked": own.worked as f64 / 60.0, "hours_owed": own.owed as f64 / 60.0,
        "nights": own.nights, "weekends": own.weekends, "requests": own.asked, "refused": own.refused,
        "middle_half": found.middle, "measured": found.measured, "refusals": refused});
    Ok((value, out))
}

fn of_rule(args: &Args, ward: &Ward, rule: &str, stop: &Stop) -> Told {
    let Some((_, meaning, _)) = LOCAL_RULES.iter().find(|(id, ..)| *id == rule) else {
        let ids: Vec<&str> = LOCAL_RULES.iter().map(|(id, ..)| *id).collect();
        return Err(Failure::Input(format!("--rule: found '{rule}', expected one of {}.", ids.join(", "))));
    };
    let facts = facts()?;
    let settings = Settings { seed: 1, threads: args.threads, moves: None };
    let mut points = Vec::new();
    let mut bought = Vec::new();
    for ward in [ward.clone(), explain::without(ward, rule)] {
        let clock = Clock::new(args.time, stop, false);
        let solved =
            solve(&ward, &facts, ward.first, &settings, &clock).map_err(|e| Failure::Input(e.to_string()))?;
        let Some(judged) = solved.judged else {
            return Err(Failure::Input(
                "No lawful roster was found in the time; give it more with --time.".to_owned(),
            ));
        };
        points.push(i64::try_from(solved.progress.objective.unwrap_or(0)).unwrap_or(i64::MAX));
        bought.push(judged.cost.bought);
    }
    let saved = points[0] - points[1];
    let limit =
        ward.policy.local(rule).map_or_else(|| "switched off".to_owned(), |local| local.limit.to_string());
    let out = format!(
        "{rule} ({meaning}: {limit})\n  with it £{}, without it £{}: it costs £{saved} in this roster, as far as {} s of search each can tell.\n  \
        Bank, agency and unfilled shifts: with it {:?}, without it {:?}.\n",
        points[0],
        points[1],
        args.time.as_secs_f64(),
        bought[0],
        bought[1]
    );
    let value = json!({"rule": rule, "pounds_with": points[0], "pounds_without": points[1], "pounds": saved,
        "bought_with": bought[0], "bought_without": bought[1]});
    Ok((value, out))
}

fn of_floor(args: &Args, ward: &Ward, stop: &Stop) -> Told {
    let problem = explain::floor_alone(&compiled(ward)?);
    let clock = Clock::new(args.time, stop, false);
    let settings = Settings { seed: 1, threads: args.threads, moves: None };
    let found = shortage(&problem, &settings, &clock).map_err(|e| Failure::Input(e.to_string()))?;
    let Some(conflict) = &found.conflict else {
        let out = "No shortage of the safe-staffing floor is proved: it can be met, or the proof needs more than this bound sees.\n";
        return Ok((json!({"least_short": 0}), out.to_owned()));
    };
    let covers: Vec<String> = conflict
        .covers
        .iter()
        .map(|at| {
            let cover = &problem.cover[*at];
            let duty = cover.symbols.first().and_then(|symbol| problem.duty(*symbol));
            let name = duty.map_or("", |duty| duty.shift.as_str());
            format!("{} {name}", ward.date(cover.day))
        })
        .collect();
    let people: Vec<&str> = conflict.people.iter().map(|at| problem.people[*at].id.as_str()).collect();
    let out = format!(
        "Proved: every lawful roster is at least {} short of the safe-staffing floor.\n  {} wanted on {}, at least {} missing.\n  \
        Who may work any of it: {}.\n  What leaves no way: {}.\n",
        found.least,
        conflict.wanted,
        covers.join(", "),
        conflict.short,
        people.join(", "),
        if conflict.rules.is_empty() {
            "who may work what on those days".to_owned()
        } else {
            conflict.rules.join("; ")
        }
    );
    let value = json!({"least_short": found.least, "shifts": covers, "wanted": conflict.wanted, "short": conflict.short,
        "people": people, "rules": conflict.rules});
    Ok((value, out))
}
