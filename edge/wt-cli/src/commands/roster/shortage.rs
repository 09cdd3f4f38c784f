//! `wholetime roster shortage`: a proof that cover can't be met, with the covers, rules and people that conflict.

use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};
use wt_roster::{Conflict, Cover, Problem, Settings, Shortage, shortage};

use super::clock::{Clock, Stop, duration};
use super::instance::Instance;
use crate::commands::{Answer, Failure};
use crate::report::Format;
use crate::words;

/// `wholetime roster shortage`
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wholetime roster shortage Instance8.txt --time 20s\n\n\
    Wishes and prices are left out: what is proved holds for every roster that breaks nothing hard. Exit code 0: a shortage is \
    proved, 1: none is, 2: bad input.\n")]
pub(crate) struct Args {
    #[command(flatten)]
    instance: Instance,
    /// How long at most: 60s, 10m or 500ms.
    #[arg(long, default_value = "20s", value_parser = duration)]
    time: Duration,
    /// Threads to work with.
    #[arg(long, default_value_t = 4)]
    threads: usize,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, stop: &Stop) -> Answer {
    let problem = args.instance.read()?;
    let clock = Clock::new(args.time, stop, false);
    let settings = Settings { seed: 1, threads: args.threads, moves: None };
    let found = shortage(&problem, &settings, &clock).map_err(|e| Failure::Input(e.to_string()))?;
    words::print(&match args.format {
        Format::Json => format!("{}\n", as_json(&problem, &found)),
        Format::Csv => as_csv(&problem, &found),
        Format::Table => as_words(&problem, &found),
    })?;
    Ok(ExitCode::from(u8::from(found.least == 0)))
}

/// The duties a cover wants, such as `E or L`.
fn duties(problem: &Problem, cover: &Cover) -> String {
    let name = |symbol: &u8| {
        problem.duty(*symbol).map_or_else(
            || "off".to_owned(),
            |duty| match &duty.skill {
                Some(skill) => format!("{} as {skill}", duty.shift),
                None => duty.shift.clone(),
            },
        )
    };
    cover.symbols.iter().map(name).collect::<Vec<_>>().join(" or ")
}

fn as_words(problem: &Problem, found: &Shortage) -> String {
    let Some(conflict) = &found.conflict else {
        return "No shortage is proved: either the cover can be met, or the proof needs more than this bound sees.\n"
            .to_owned();
    };
    let Conflict { covers, wanted, short, rules, people } = conflict;
    let people_short = if found.least == 1 { "person" } else { "people" };
    let mut out = format!(
        "Every lawful roster is at least {} {people_short} short, over all days and shifts and whatever wishes are refused.\n\n\
         A small part that can't be met by itself: {wanted} wanted, at least {short} missing.\n",
        found.least
    );
    for at in covers {
        let cover = &problem.cover[*at];
        out += &format!("  day {}: {}\n", cover.day, duties(problem, cover));
    }
    out += &format!("Who may work any of it: {}.\n", names(problem, people).join(", "));
    out += &match rules.len() {
        0 => "No rule is needed for that: it is a matter of who may work what on those days.\n".to_owned(),
        _ => format!("What leaves no way: {}.\n", rules.join("; ")),
    };
    out
}

fn names<'a>(problem: &'a Problem, people: &[usize]) -> Vec<&'a str> {
    people.iter().map(|at| problem.people[*at].id.as_str()).collect()
}

fn as_csv(problem: &Problem, found: &Shortage) -> String {
    let mut out = "day,duties,rules,people\n".to_owned();
    if let Some(conflict) = &found.conflict {
        for at in &conflict.covers {
            let cover = &problem.cover[*at];
            let people = names(problem, &conflict.people).join(" ");
            out += &format!(
                "{},{},\"{}\",{people}\n",
                cover.day,
                duties(problem, cover),
                conflict.rules.join("; ")
            );
        }
    }
    out
}

fn as_json(problem: &Problem, found: &Shortage) -> Value {
    let conflict = found.conflict.as_ref().map(|conflict| {
        let covers: Vec<Value> = conflict
            .covers
            .iter()
            .map(|at| json!({"day": problem.cover[*at].day, "duties": duties(problem, &problem.cover[*at])}))
            .collect();
        json!({"covers": covers, "wanted": conflict.wanted, "short": conflict.short, "rules": conflict.rules,
            "people": names(problem, &conflict.people)})
    });
    json!({"instance": problem.name, "least": found.least, "conflict": conflict})
}
