//! `wholetime roster batch`: many wards one beside the other, a job each, with a line for each that is done.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use wt_engine::report::{Cell, Report};
use wt_roster::check::judge;
use wt_roster::formats::rows;
use wt_roster::{Settings, solve};

use super::clock::{Clock, Stop, duration};
use super::instance;
use crate::commands::{Answer, Failure, figures};
use crate::report::{Format, print};
use crate::words::say;

/// `wholetime roster batch`
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wholetime roster batch wards/*.txt --time 4s --jobs 4 --out rosters\n\n\
    Each ward is solved on one thread. Exit code 0: every ward has a lawful roster, 1: not every one, 2: bad input.\n")]
pub(crate) struct Args {
    /// Instances: Curtois and Qu, or INRC-I, recognised by their content.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How long for each ward: 60s, 10m or 500ms.
    #[arg(long, default_value = "10s", value_parser = duration)]
    time: Duration,
    /// Wards at one time.
    #[arg(long, default_value_t = 4)]
    jobs: usize,
    /// The seed of every ward.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder for the rosters, each as employee,day,shift under its instance's name.
    #[arg(long)]
    out: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What came of a ward.
struct Done {
    objective: Option<u64>,
    bound: Option<u64>,
    seconds: f64,
    fault: Option<String>,
}

pub(super) fn run(args: &Args, stop: &Stop) -> Answer {
    if let Some(out) = &args.out {
        std::fs::create_dir_all(out).map_err(|e| Failure::file(out, &e))?;
    }
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<Option<Done>>> = args.files.iter().map(|_| Mutex::new(None)).collect();
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..args.jobs.clamp(1, args.files.len().max(1)) {
            scope.spawn(|| {
                while let Some((file, slot)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    args.files.get(at).zip(done.get(at))
                } {
                    if stop.is_asked() {
                        return;
                    }
                    let ward = ward(args, file, stop);
                    say(&line(file, &ward, started.elapsed()));
                    if let Ok(mut slot) = slot.lock() {
                        *slot = Some(ward);
                    }
                }
            });
        }
    });
    let mut report = Report::new(&["instance", "objective", "bound", "seconds", "words"]);
    let mut all = true;
    for (file, slot) in args.files.iter().zip(done) {
        let ward = slot.into_inner().ok().flatten();
        all &= ward.as_ref().is_some_and(|ward| ward.objective.is_some());
        let words = match &ward {
            None => Some("stopped before its turn".to_owned()),
            Some(ward) => ward.fault.clone(),
        };
        report.push(vec![
            Cell::text(file.display().to_string()),
            Cell::maybe(ward.as_ref().and_then(|ward| ward.objective), Cell::number),
            Cell::maybe(ward.as_ref().and_then(|ward| ward.bound), Cell::number),
            Cell::maybe(ward.as_ref().map(|ward| (ward.seconds * 1000.0).round() / 1000.0), Cell::number),
            Cell::maybe(words, Cell::text),
        ]);
    }
    figures(&print(&report, args.format))?;
    Ok(ExitCode::from(u8::from(!all)))
}

fn line(file: &Path, ward: &Done, since: Duration) -> String {
    let found = match (&ward.fault, ward.objective) {
        (Some(fault), _) => fault.clone(),
        (None, Some(objective)) => format!("penalty {objective}, none below {}", ward.bound.unwrap_or(0)),
        (None, None) => "no lawful roster was found".to_owned(),
    };
    format!("{:.1} s: {}: {found} ({:.1} s)", since.as_secs_f64(), file.display(), ward.seconds)
}

/// Solves one ward and writes its roster, if the judge agrees with the search.
fn ward(args: &Args, file: &Path, stop: &Stop) -> Done {
    let started = Instant::now();
    let mut done = Done { objective: None, bound: None, seconds: 0.0, fault: None };
    let found = instance::plain(file).and_then(|problem| {
        let watch = Clock::new(args.time, stop, false);
        let settings = Settings { seed: args.seed, threads: 1, moves: None };
        let found = solve(&problem, &settings, &watch).map_err(|e| Failure::Input(e.to_string()))?;
        Ok((problem, found))
    });
    match found {
        Err(fault) => done.fault = Some(fault.to_string()),
        Ok((problem, found)) => {
            done.bound = Some(found.progress.bound);
            if let Some(roster) = &found.roster {
                let judged = judge(&problem, roster);
                if judged.broken > 0 || Some(judged.penalty) != found.progress.objective {
                    done.fault = Some("the judge does not agree: please report this instance".to_owned());
                } else {
                    done.objective = found.progress.objective;
                    let name = file.file_stem().unwrap_or_default();
                    let out = args.out.as_ref().map(|out| out.join(name).with_extension("csv"));
                    let text = rows::write(&problem, roster);
                    done.fault = out.and_then(|out| {
                        std::fs::write(&out, text).err().map(|e| Failure::file(&out, &e).to_string())
                    });
                }
            }
        }
    }
    done.seconds = started.elapsed().as_secs_f64();
    done
}
