//! `wholetime roster check`: every rule counted anew from the finished roster.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use wt_roster::check::judge;
use wt_roster::formats::{inrc1, inrc2, roster_xml, rows};
use wt_roster::{Problem, Roster};

use super::duties::{self, Duties};
use super::instance::{Form, Instance, text};
use super::ward;
use crate::commands::{Answer, Failure};
use crate::report::Format;
use crate::words;

/// `wholetime roster check`
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  wholetime roster check Instance8.txt R.csv\n  \
    wholetime roster check --rules resident-doctors-2016 duties.csv --periods periods.csv --format json\n\n\
    Exit code of a roster 0: lawful, 1: something hard is broken, 2: bad input. Of duties 0: judged, whatever was found, 2: bad input.\n")]
pub(crate) struct Args {
    #[command(flatten)]
    instance: Instance,
    /// The roster: employee,day,shift (and skill), days from 0; or in the form of its format: the XML of Curtois or of INRC-I, the
    /// solution files of INRC-II, one a week. With --rules the first file holds the duties and there is none.
    #[arg(required_unless_present = "rules")]
    roster: Vec<PathBuf>,
    #[command(flatten)]
    duties: Duties,
    /// Print at most so many violations.
    #[arg(long, default_value_t = 20)]
    top: usize,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Answer {
    if let Some(rules) = &args.duties.rules {
        if let Some(roster) = args.roster.first() {
            let words =
                format!("With --rules there is one file, the duties; found {} too.", roster.display());
            return Err(Failure::Input(words));
        }
        return duties::run(&args.duties, rules, &args.instance.file, args.format);
    }
    if let (true, [roster]) = (ward::is_ward(&args.instance.file), &args.roster[..]) {
        return ward::checked(&args.instance.file, roster, args.format, args.duties.as_of);
    }
    if args.duties.as_of.is_some() {
        let words = "--as-of: expected with --rules, or with the folder of a ward; nothing in this instance depends on a day.";
        return Err(Failure::Input(words.to_owned()));
    }
    let problem = args.instance.read()?;
    let roster = roster(&problem, &args.instance, &args.roster)?;
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

/// Reads a roster in whichever form it is.
fn roster(problem: &Problem, instance: &Instance, files: &[PathBuf]) -> Result<Roster, Failure> {
    let texts = files.iter().map(|file| text(file)).collect::<Result<Vec<String>, Failure>>()?;
    let refused = |file: &Path, why: String| Failure::Input(format!("{}, {why}", file.display()));
    let ([file], [text]) = (files, &texts[..]) else { return weeks(problem, files, &texts) };
    let read = if inrc2::is_solution(text) {
        return weeks(problem, files, &texts);
    } else if inrc1::is_solution(text) {
        match instance.form()? {
            Form::Inrc1(start) => inrc1::read_solution(problem, text, start),
            _ => {
                let why = "this is a solution of INRC-I, and the instance is none".to_owned();
                return Err(refused(file, why));
            }
        }
    } else if roster_xml::is_like(text) {
        roster_xml::read(problem, text)
    } else {
        rows::read(problem, text)
    };
    read.map_err(|e| refused(file, e.to_string()))
}

fn weeks(problem: &Problem, files: &[PathBuf], texts: &[String]) -> Result<Roster, Failure> {
    let weeks: Vec<&str> = texts.iter().map(String::as_str).collect();
    inrc2::read_solution(problem, &weeks).map_err(|e| {
        Failure::Input(format!("{}, {e}", files.first().map_or(Path::new("-"), PathBuf::as_path).display()))
    })
}
