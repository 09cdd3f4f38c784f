//! `wholetime import FILES…`: each file in one transaction, with a report of what was refused.

use std::collections::HashMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use wt_engine::Engine;
use wt_engine::intake::{Intake, Keep, Reading, Upload, Verdict};
use wt_engine::permit::Person;
use wt_engine::progress::{Progress, Shared};
use wt_extract::kinds::KindId;
use wt_extract::mapping::Mapping;
use wt_extract::read::Summary;
use wt_extract::{Refusal, template};

use super::{Answer, Failure, open, person, whole};
use crate::args::Import;
use crate::words::{print, say};

/// Refusals printed for each file; the rest go to `--problems`.
const SHOWN: usize = 20;

pub(super) async fn run(args: Import) -> Answer {
    if let [file] = args.files.as_slice()
        && let Some(whole) = whole::Whole::find(file)?
    {
        return whole.import(&args.at).await;
    }
    let kind: Option<KindId> = args.kind.as_deref().map(str::parse).transpose().map_err(Failure::Input)?;
    let map_kind = kind.unwrap_or(KindId::Template);
    let map = args.map.as_deref().map(|m| Mapping::parse(map_kind, m)).transpose().map_err(Failure::Input)?;
    let reading = Reading { kind, map, owner: args.owner };
    let keep = match (args.check, args.keep_good, args.all_or_nothing) {
        (true, ..) => Keep::Nothing,
        (_, true, _) => Keep::GoodRows,
        (.., true) => Keep::AllOrNothing,
        _ => Keep::IfFewRefused,
    };
    let engine = open(&args.at).await?;
    let person = person();
    let (mut refusals, mut failed) = (Vec::new(), false);
    for path in in_order(&args.files) {
        match one(&engine, &person, &path, &reading, keep).await {
            Ok(intake) => {
                failed |= match &intake.verdict {
                    Verdict::NothingKept(_) => true,
                    Verdict::Checked => intake.summary.as_ref().is_some_and(|s| s.rows_refused > 0),
                    _ => false,
                };
                tell(&intake)?;
                refusals.extend(intake.refusals);
            }
            Err(e) if e.is_input() => {
                failed = true;
                say(&e.to_string());
            }
            Err(e) => return Err(e),
        }
    }
    engine.close().await;
    if let Some(path) = &args.problems {
        write_problems(path, &refusals)?;
    }
    Ok(if failed { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

/// As given, but each path once: `*.csv` and a name in it are easily both typed.
fn in_order(files: &[PathBuf]) -> Vec<PathBuf> {
    let mut seen = HashMap::new();
    files.iter().filter(|p| seen.insert((*p).clone(), ()).is_none()).cloned().collect()
}

async fn one(
    engine: &Engine,
    person: &Person,
    path: &Path,
    reading: &Reading,
    keep: Keep,
) -> Result<Intake, Failure> {
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let size = std::fs::metadata(path).map_err(|e| Failure::file(path, &e))?.len();
    Engine::check_size(&name, size)?;
    let bytes = Arc::new(std::fs::read(path).map_err(|e| Failure::file(path, &e))?);
    let progress: Arc<Shared> = Arc::default();
    let bar = Bar::start(&name, &progress);
    let interrupt = tokio::spawn({
        let progress = Arc::clone(&progress);
        async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                progress.stop();
            }
        }
    });
    let hears: Arc<dyn Progress> = progress;
    let intake = engine.import(person, &Upload { name, bytes }, reading, keep, hears).await;
    interrupt.abort();
    bar.finish();
    Ok(intake?)
}

/// A line of progress for work over a second, on a terminal only.
struct Bar(tokio::task::JoinHandle<()>, ProgressBar);

impl Bar {
    fn start(name: &str, progress: &Arc<Shared>) -> Self {
        let bar = ProgressBar::no_length();
        bar.set_draw_target(ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(
            "{msg}: {human_pos} rows ({elapsed}; Ctrl-C stops and keeps nothing)",
        ) {
            bar.set_style(style);
        }
        bar.set_message(name.to_owned());
        let (shown, progress) = (bar.clone(), Arc::clone(progress));
        let task = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if std::io::stderr().is_terminal() {
                shown.set_draw_target(ProgressDrawTarget::stderr());
            }
            loop {
                shown.set_position(progress.done());
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        });
        Self(task, bar)
    }

    fn finish(self) {
        self.0.abort();
        self.1.finish_and_clear();
    }
}

fn tell(intake: &Intake) -> Result<(), Failure> {
    let file = &intake.file;
    match &intake.verdict {
        Verdict::Kept(load) => {
            let months = months(intake.summary.as_ref());
            print(&format!(
                "{}\t{file}\t{}\t{} rows{months}\n",
                short(&load.id),
                load.kind,
                load.rows_accepted
            ))?;
            if !load.notes.is_empty() {
                say(&load.notes);
            }
        }
        Verdict::Held(_) => say(&format!("{file}: held for review.")),
        Verdict::Checked => say(&format!("{file}: checked only; nothing was kept.")),
        Verdict::AlreadyLoaded(load) => say(&format!(
            "{file}: already loaded on {} as {}; nothing was added.",
            load.loaded_day(),
            short(&load.id)
        )),
        Verdict::NothingKept(why) => say(&format!("{file}: {why}")),
    }
    if let Some(summary) = &intake.summary {
        about(file, summary);
    }
    shown(&intake.refusals, intake.summary.as_ref().map_or(0, |s| s.rows_refused));
    Ok(())
}

/// What was left out of a file and why.
fn about(file: &str, s: &Summary) {
    for skipped in &s.skipped_rows {
        say(&format!("{file}: left out {} rows: {}.", skipped.count, skipped.reason));
    }
    if !s.dropped_personal.is_empty() {
        say(&format!(
            "{file}: dropped, since they identify people: columns {}.",
            s.dropped_personal.join(", ")
        ));
    }
    if !s.ignored_columns.is_empty() {
        say(&format!("{file}: not read: columns {}.", s.ignored_columns.join(", ")));
    }
    s.notes.iter().for_each(|n| say(&format!("{file}: {n}")));
}

fn shown(refusals: &[Refusal], rows: u64) {
    for refusal in refusals.iter().take(SHOWN) {
        say(&refusal.to_string());
    }
    if refusals.len() > SHOWN {
        say(&format!("… and more: {rows} rows were refused in all; --problems FILE.csv lists them."));
    }
}

fn months(summary: Option<&Summary>) -> String {
    match summary.map(|s| s.months.as_slice()) {
        None | Some([]) => String::new(),
        Some([one]) => format!("\t{one}"),
        Some([first, .., last]) => format!("\t{first} to {last}"),
    }
}

/// The first characters of an id are enough to name a load.
fn short(id: &str) -> &str {
    id.get(..13).unwrap_or(id)
}

fn write_problems(path: &Path, refusals: &[Refusal]) -> Result<(), Failure> {
    std::fs::write(path, template::problem_file(refusals)).map_err(|e| Failure::file(path, &e))?;
    say(&format!("{} refusals are in {}.", refusals.len(), path.display()));
    Ok(())
}
