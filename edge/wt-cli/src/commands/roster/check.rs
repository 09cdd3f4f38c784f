//! `wholetime roster check`: every rule counted anew from the finished roster.

use std::path::PathBuf;
use std::process::ExitCode;

use wt_roster::check::judge;
use wt_roster::formats::rows;

use super::instance::{Instance, text};
use crate::commands::{Answer, Failure};
use crate::report::Format;
use crate::words;

/// `wholetime roster check`
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wholetime roster check Instance8.txt R.csv\n\n\
    Exit code 0: lawful, 1: something hard is broken, 2: bad input.\n")]
pub(crate) struct Args {
    #[command(flatten)]
    instance: Instance,
    /// The roster: employee,day,shift (and skill), days from 0.
    roster: PathBuf,
    /// Print at most so many violations.
    #[arg(long, default_value_t = 20)]
    top: usize,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Answer {
    let problem = args.instance.read()?;
    let roster = rows::read(&problem, &text(&args.roster)?)
        .map_err(|e| Failure::Input(format!("{}, {e}", args.roster.display())))?;
    let judged = judge(&problem, &roster);
    let shown = judged.violations.iter().take(args.top);
    let person = |at: Option<usize>| at.map_or("", |at| problem.people[at].id.as_str());
    let day = |at: Option<usize>| at.map_or_else(String::new, |at| at.to_string());
    match args.format {
        Format::Json => {
            let violations: Vec<serde_json::Value> = shown
                .map(|v| {
                    serde_json::json!({"person": person(v.person), "day": v.day, "rule": v.rule, "cost": v.cost,
                        "broken": v.broken, "words": v.words})
                })
                .collect();
            let all = serde_json::json!({"penalty": judged.penalty, "broken": judged.broken, "parts": judged.parts,
                "violations": violations});
            words::print(&format!("{all}\n"))?;
        }
        Format::Table | Format::Csv => {
            words::say(&format!(
                "penalty {}, units broken of what is hard: {}",
                judged.penalty, judged.broken
            ));
            let mut out = String::from("person,day,rule,cost,broken,words\n");
            for v in shown {
                let (person, day) = (person(v.person), day(v.day));
                out.push_str(&format!("{person},{day},{},{},{},{}\n", v.rule, v.cost, v.broken, v.words));
            }
            words::print(&out)?;
        }
    }
    Ok(ExitCode::from(u8::from(judged.broken > 0)))
}
