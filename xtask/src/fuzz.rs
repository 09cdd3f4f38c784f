//! `cargo xtask fuzz`: mutated files against the readers, on stable Rust, for a bounded time.
//!
//! An input is a pure function of the seed and its number, so a finding needs no recording: the parent starts a
//! child that works through the numbers and leaves the current one in `target/fuzz/at`; when the child dies
//! (abort, stack, time, memory) the parent makes that input again, keeps it, and starts a child after it.

mod child;
mod corpus;
mod dice;
mod mutate;
mod rosters;
mod subject;
mod workbook;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::{Outcome, workspace};
use corpus::{Sample, Target};
use dice::Dice;

/// A run that keeps dying tells no more after this many.
const ENOUGH: usize = 20;

/// What can be asked of `cargo xtask fuzz`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How long, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// What to throw.
    #[arg(long, value_enum, default_value_t = Target::All)]
    target: Target,
    /// The seed; without it, one from the clock, printed so that the run can be made again.
    #[arg(long)]
    seed: Option<u64>,
    /// Only this file, once: how a finding is looked at.
    #[arg(long)]
    replay: Option<PathBuf>,
    /// Work as the child, from this number on.
    #[arg(long, hide = true)]
    child_from: Option<u64>,
}

/// Runs the parent, the child or a replay.
pub(crate) fn run(options: &Options) -> Outcome<()> {
    let root = workspace::root()?;
    if let Some(file) = &options.replay {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let started = Instant::now();
        let words = subject::throw(&name, &std::fs::read(file)?);
        println!("{words}, {} ms", started.elapsed().as_millis());
        return Ok(());
    }
    let seed = match options.seed {
        Some(seed) => seed,
        None => SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs(),
    };
    let folder = root.join("target").join("fuzz");
    let samples = corpus::samples(&root, options.target)?;
    match options.child_from {
        Some(from) => child::run(&samples, &folder, seed, from, Duration::from_secs(options.seconds)),
        None => parent(&samples, &folder, seed, options),
    }
}

/// The input of this seed and number.
fn input(samples: &[Sample], seed: u64, number: u64) -> Sample {
    let mut dice = Dice::new(seed, number);
    let sample = &samples[dice.below(samples.len())];
    mutate::mutate(sample, samples, &mut dice)
}

fn parent(samples: &[Sample], folder: &Path, seed: u64, options: &Options) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    let end = Instant::now() + Duration::from_secs(options.seconds);
    let (mut from, mut thrown, mut findings) = (0, 0, Vec::new());
    loop {
        let left = end.saturating_duration_since(Instant::now()).as_secs().max(1);
        let report = Command::new(std::env::current_exe()?)
            .args(["fuzz", "--target", options.target.name()])
            .args([
                "--seed",
                &seed.to_string(),
                "--seconds",
                &left.to_string(),
                "--child-from",
                &from.to_string(),
            ])
            .stderr(Stdio::inherit())
            .output()?;
        let printed = String::from_utf8_lossy(&report.stdout);
        findings.extend(printed.lines().filter(|line| line.starts_with("finding")).map(str::to_owned));
        let reached = child::reached(folder)?;
        thrown += reached + 1 - from.min(reached + 1);
        from = reached + 1;
        if !report.status.success() {
            let file = child::keep(folder, seed, reached, &input(samples, seed, reached))?;
            findings.push(format!(
                "finding: the reader stopped the program ({}), {}",
                report.status,
                file.display()
            ));
        }
        if Instant::now() >= end || findings.len() >= ENOUGH {
            break;
        }
    }
    println!(
        "fuzz: {thrown} inputs from {} samples, {} findings, seed {seed}",
        samples.len(),
        findings.len()
    );
    if findings.is_empty() {
        return Ok(());
    }
    for finding in &findings {
        println!("{finding}");
    }
    Err("look at one again with `cargo xtask fuzz --replay FILE`".into())
}
