//! `cargo xtask bench roster`: instances × seeds × times, every answer verified, beside the peers in the same run.
//!
//! Each run is a process of its own, so that memory and processor time are its own; the next starts when it has ended. A row says
//! `shared` where the processor time is far below threads × seconds: another program had a part of the machine, and the row must
//! be measured again before anything is claimed from it.

mod peers;
mod table;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::Value;

use crate::{Outcome, command};
use table::Row;

/// What can be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// The roster solver on the public instances of Curtois and Qu.
    Roster(Options),
}

/// How to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Instances by name, such as Instance8,Instance12; all that are there without it.
    #[arg(long, value_delimiter = ',')]
    instances: Vec<String>,
    /// Seconds of each run.
    #[arg(long, value_delimiter = ',', default_value = "10,60")]
    seconds: Vec<u32>,
    /// Seeds; the worst one counts.
    #[arg(long, value_delimiter = ',', default_value = "1,2,3")]
    seeds: Vec<u64>,
    /// Threads.
    #[arg(long, default_value_t = 4)]
    threads: usize,
    /// Run CP-SAT and HiGHS too: a Python with ortools and highspy.
    #[arg(long, value_name = "PYTHON")]
    peers: Option<PathBuf>,
}

/// Runs what was asked for.
pub(crate) fn run(what: &Bench) -> Outcome<()> {
    let Bench::Roster(options) = what;
    let shared = std::env::var_os("WHOLETIME_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let folder = shared.join("data/rostering/curtois");
    let known = table::best_known(&std::fs::read_to_string(folder.join("best_known.csv"))?);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    command::run(&root, &command::cargo(), &["build", "--release", "-p", "wholetime"])?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let program = target.join("release").join(format!("wholetime{}", std::env::consts::EXE_SUFFIX));
    let out = std::env::temp_dir().join(format!("wholetime-bench-{}.csv", std::process::id()));
    println!("{}", table::HEADING);
    for (name, best) in known.iter().filter(|(name, _)| {
        options.instances.is_empty() || options.instances.iter().any(|asked| asked == name)
    }) {
        let instance = folder.join(format!("{name}.txt"));
        for &seconds in &options.seconds {
            for &seed in &options.seeds {
                let row = ours(&program, &instance, seconds, seed, options.threads, &out)?;
                println!("{}", row.line(name, *best, seconds, options.threads));
            }
            if let Some(python) = &options.peers {
                for row in peers::run(python, &shared, &instance, seconds, options.threads)? {
                    println!("{}", row.line(name, *best, seconds, options.threads));
                }
            }
        }
    }
    let _ = std::fs::remove_file(&out);
    Ok(())
}

/// One run of ours, judged anew by `wholetime roster check` in a process of its own.
fn ours(
    program: &Path,
    instance: &Path,
    seconds: u32,
    seed: u64,
    threads: usize,
    out: &Path,
) -> Outcome<Row> {
    let (program, instance, out) =
        (program.to_string_lossy(), instance.to_string_lossy(), out.to_string_lossy());
    let here = Path::new(".");
    let (time, seed_text, threads) = (format!("{seconds}s"), seed.to_string(), threads.to_string());
    let asked = [
        "roster",
        "solve",
        &instance,
        "--time",
        &time,
        "--threads",
        &threads,
        "--seed",
        &seed_text,
        "--out",
        &out,
        "--format",
        "json",
    ];
    let found: Value = serde_json::from_str(&command::read_quietly(here, &program, &asked)?)?;
    let objective = found["objective"].as_u64();
    let verified = match objective {
        None => None,
        Some(objective) => {
            let judged = command::read_quietly(
                here,
                &program,
                &["roster", "check", &instance, &out, "--format", "json"],
            )?;
            let judged: Value = serde_json::from_str(&judged)?;
            Some(judged["penalty"].as_u64() == Some(objective) && judged["broken"].as_u64() == Some(0))
        }
    };
    Ok(Row {
        solver: format!("Wholetime, seed {seed}"),
        objective,
        bound: found["bound"].as_f64(),
        first: found["seconds_to_first"].as_f64(),
        best: found["seconds_to_best"].as_f64(),
        wall: found["seconds"].as_f64(),
        cpu: found["cpu_seconds"].as_f64(),
        memory: found["memory_mb"].as_u64(),
        verified,
    })
}
