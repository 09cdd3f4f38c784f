//! `wholetime roster solve`: the best roster in a given time, judged before it is shown.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use wt_roster::check::judge;
use wt_roster::formats::{inrc1, inrc2, roster_xml, rows};
use wt_roster::{Answer as Found, Problem, Roster, Settings, contradictions, solve};

use super::clock::{Clock, Seen, Stop, duration};
use super::instance::{Form, Instance};
use super::ward;
use crate::commands::{Answer, Failure};
use crate::report::Format;
use crate::words;

/// `wholetime roster solve`
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime roster solve WARD/ --time 10s --out R.csv\n  \
    wholetime roster solve Instance8.txt --time 60s --threads 4 --seed 1 --out R.csv --format json\n  \
    wholetime roster solve Sc-n030w4.txt --history H0-n030w4-1.txt --weeks WD-6.txt,WD-2.txt,WD-9.txt,WD-1.txt\n\n\
    Ctrl-C stops and keeps the best so far. Exit code 0: a lawful roster, 1: none was found, 2: bad input.\n")]
pub(crate) struct Args {
    #[command(flatten)]
    instance: Instance,
    /// How long: 60s, 10m or 500ms.
    #[arg(long, default_value = "60s", value_parser = duration)]
    time: Duration,
    /// Threads to work with.
    #[arg(long, default_value_t = 4)]
    threads: usize,
    /// The seed: same seed, threads and moves, same roster.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Stop each thread after so many rows, for an answer that can be had again.
    #[arg(long)]
    moves: Option<u64>,
    /// Write the roster here as employee,day,shift.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Write the roster here in the form of the instance's own format: the XML of Curtois or of INRC-I; a folder with one
    /// solution file a week for INRC-II; employee,day,shift for a folder of plain files.
    #[arg(long, value_name = "PATH")]
    native: Option<PathBuf>,
    /// A ward: the day whose law and terms hold; its first day if left out.
    #[arg(long, value_name = "DATE")]
    as_of: Option<jiff::civil::Date>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, stop: &Stop) -> Answer {
    if ward::is_ward(&args.instance.file) {
        let settings = Settings { seed: args.seed, threads: args.threads, moves: args.moves };
        let clock = Clock::new(args.time, stop, true);
        return ward::solved(
            &args.instance.file,
            &clock,
            &settings,
            (args.out.as_deref(), args.format),
            args.as_of,
        );
    }
    let problem = args.instance.read()?;
    // On a ward this takes no time; on a year of a hundred people only once nothing was found.
    let quick = problem.people.len() * problem.days * problem.symbols() <= QUICK;
    if quick {
        refuse_contradictions(&problem)?;
    }
    let clock = Clock::new(args.time, stop, true);
    let settings = Settings { seed: args.seed, threads: args.threads, moves: args.moves };
    let found = solve(&problem, &settings, &clock).map_err(|e| Failure::Input(e.to_string()))?;
    let seconds = clock.started.elapsed().as_secs_f64();
    if let Some(roster) = &found.roster {
        let judged = judge(&problem, roster);
        if judged.broken > 0 || Some(judged.penalty) != found.progress.objective {
            let words = format!(
                "the judge counts {} points and {} broken, the search {:?}: please report this instance",
                judged.penalty, judged.broken, found.progress.objective
            );
            return Err(Failure::System(std::io::Error::other(words)));
        }
        if let Some(out) = &args.out {
            keep(out, &rows::write(&problem, roster))?;
        }
        if let Some(out) = &args.native {
            native(out, &args.instance.form()?, &problem, roster)?;
        }
    } else {
        if !quick {
            refuse_contradictions(&problem)?;
        }
        words::say(
            "No lawful roster was found. `wholetime roster shortage` looks for a proof that there is none.",
        );
    }
    words::print(&printed(args, &problem, &found, &clock.seen(), seconds))?;
    Ok(ExitCode::from(u8::from(found.roster.is_none())))
}

/// People × days × duties up to which contradictions are looked for before anything else.
const QUICK: usize = 50_000;

/// What is fixed and can't be kept is bad input: named, for each person.
fn refuse_contradictions(problem: &Problem) -> Result<(), Failure> {
    let found = contradictions(problem);
    let sentences: Vec<String> = found.iter().take(TOLD).map(|one| one.words(problem)).collect();
    let more = found.len().saturating_sub(TOLD);
    match (sentences.is_empty(), more) {
        (true, _) => Ok(()),
        (false, 0) => Err(Failure::Input(sentences.join("\n"))),
        (false, more) => Err(Failure::Input(format!("{}\nand {more} more.", sentences.join("\n")))),
    }
}

/// Contradictions that are told one by one.
const TOLD: usize = 20;

fn keep(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|e| Failure::file(path, &e))
}

/// Writes a roster as the instance's own format has it.
fn native(out: &Path, form: &Form, problem: &Problem, roster: &Roster) -> Result<(), Failure> {
    match form {
        Form::Rows => keep(out, &rows::write(problem, roster)),
        Form::RosterXml => keep(out, &roster_xml::write(problem, roster)),
        Form::Inrc1(start) => keep(out, &inrc1::write_solution(problem, roster, *start)),
        Form::Inrc2 => {
            std::fs::create_dir_all(out).map_err(|e| Failure::file(out, &e))?;
            (0..problem.days.div_ceil(7)).try_for_each(|week| {
                let name = format!("Sol-{}-{week}.txt", problem.name);
                keep(&out.join(name), &inrc2::write_solution(problem, roster, week))
            })
        }
    }
}

fn printed(args: &Args, problem: &Problem, found: &Found, seen: &Seen, seconds: f64) -> String {
    let rounded = |seconds: f64| (seconds * 1000.0).round() / 1000.0;
    let at = |time: Option<Duration>| serde_json::json!(time.map(|time| rounded(time.as_secs_f64())));
    let fields = [
        ("instance", serde_json::json!(problem.name)),
        ("objective", serde_json::json!(found.progress.objective)),
        ("bound", serde_json::json!(found.progress.bound)),
        ("seconds_to_first", at(seen.first)),
        ("seconds_to_best", at(seen.best)),
        ("seconds", serde_json::json!(rounded(seconds))),
        ("cpu_seconds", serde_json::json!(cpu_seconds())),
        ("memory_mb", serde_json::json!(peak_megabytes())),
        ("threads", serde_json::json!(args.threads)),
        ("seed", serde_json::json!(args.seed)),
        ("moves", serde_json::json!(found.moves)),
    ];
    let plain = |value: &serde_json::Value| {
        if value.is_null() { String::new() } else { value.to_string().replace('"', "") }
    };
    match args.format {
        Format::Json => {
            let object: serde_json::Map<String, serde_json::Value> =
                fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            format!("{}\n", serde_json::Value::Object(object))
        }
        Format::Csv => {
            let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
            let values: Vec<String> = fields.iter().map(|(_, value)| plain(value)).collect();
            format!("{}\n{}\n", names.join(","), values.join(","))
        }
        Format::Table => fields.iter().map(|(name, value)| format!("{name:<18}{}\n", plain(value))).collect(),
    }
}

/// Seconds of processor time of this process; `None` where the system doesn't say.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let after: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |at: usize| after.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// The largest memory of this process so far; `None` where the system doesn't say.
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}
