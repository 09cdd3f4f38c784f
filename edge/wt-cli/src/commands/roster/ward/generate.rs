//! `wholetime roster generate`: a ward that looks like a real one and is none.

use std::path::PathBuf;
use std::process::ExitCode;

use jiff::civil::Date;
use wt_roster::ward::{Made, folder, generate};

use super::facts;
use crate::commands::{Answer, Failure};
use crate::words;

/// `wholetime roster generate`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The seed: the same seed makes the same ward.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Members of staff.
    #[arg(long, default_value_t = 34, value_parser = clap::value_parser!(u16).range(4..=200))]
    people: u16,
    /// Weeks of the roster.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=13))]
    weeks: u8,
    /// First day of the roster.
    #[arg(long, default_value = "2026-03-02")]
    first: Date,
    /// Write the files of the ward into this folder.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

pub(in crate::commands::roster) fn run(args: &Args) -> Answer {
    let made =
        Made { seed: args.seed, people: args.people.into(), weeks: args.weeks.into(), first: args.first };
    let ward = generate(&made, &facts()?).map_err(|e| Failure::Input(e.to_string()))?;
    std::fs::create_dir_all(&args.out).map_err(|e| Failure::file(&args.out, &e))?;
    for (name, text) in folder::write(&ward) {
        let path = args.out.join(name);
        std::fs::write(&path, text).map_err(|e| Failure::file(&path, &e))?;
    }
    words::say(&format!(
        "{}: a generated ward of {} people and {} days from {}; nobody in it exists.",
        args.out.display(),
        ward.staff.len(),
        ward.days,
        ward.first
    ));
    Ok(ExitCode::SUCCESS)
}
