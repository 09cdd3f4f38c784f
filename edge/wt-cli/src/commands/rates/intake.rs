//! What every command on bookings takes: files, headings, sites, money, workers.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;
use wt_engine::bookings::{Bookings, Intake, read};
use wt_engine::report::Cell;
use wt_facts::FactSet;
use wt_rates::agreement;
use wt_rates::extract::{Mapping, Money, Reading, SPECS, Workers, remember, remembered};
use wt_rates::gather::Gather;

use super::super::Failure;
use crate::facts::FactsArg;
use crate::words::say;

/// Refused rows that are told word by word.
const TOLD: usize = 20;

#[derive(Debug, clap::Args)]
pub(super) struct IntakeArgs {
    /// Heading of a column where it goes by another name; may be given more than once. Names: `wholetime rates template`.
    #[arg(long, value_name = "OURS=THEIRS")]
    map: Vec<String>,
    /// A file that remembers headings: read where it is there, and written with what --map adds.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Sites with their pay zone: a CSV file with the columns site and zone. Without it, the column zone of the bookings.
    #[arg(long)]
    sites: Option<PathBuf>,
    /// How money is written.
    #[arg(long, value_enum, default_value_t)]
    money: MoneyArg,
    /// A file with a key of your own: workers are hashed with it as they are read. Needed where the column holds names.
    #[arg(long, value_name = "FILE")]
    worker_key: Option<PathBuf>,
    /// Threads that read.
    #[arg(long, default_value_t = threads())]
    threads: usize,
    #[command(flatten)]
    pub(super) facts: FactsArg,
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

/// How money is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum MoneyArg {
    /// Pounds, pence behind a point.
    #[default]
    Pounds,
    /// Whole pence.
    Pence,
}

/// The facts that ship with the program.
pub(super) fn facts() -> Result<FactSet, Failure> {
    Ok(wt_engine::facts::facts(None)?.0)
}

/// The bytes of a file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| Failure::file(path, &e))
}

/// A small file, read by a parser that names it in its faults.
pub(super) fn small<T>(
    path: &Path,
    parse: fn(&str, &[u8]) -> Result<T, wt_extract::Fault>,
) -> Result<T, Failure> {
    parse(&path.display().to_string(), &bytes(path)?).map_err(|fault| Failure::Input(fault.to_string()))
}

/// A month that is counted as year × 12 + month − 1, as 2026-03.
pub(super) fn month_text(number: i32) -> String {
    format!("{}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1)
}

/// The same as a cell.
pub(super) fn month(number: i32) -> Cell {
    Cell::text(month_text(number))
}

/// The day given, or today.
pub(super) fn day(on: Option<Date>) -> Date {
    on.unwrap_or_else(|| jiff::Zoned::now().date())
}

impl IntakeArgs {
    /// What the file of headings says; nothing where it is yet to be written.
    fn remembered(&self) -> Result<Mapping, Failure> {
        let Some(path) = self.mapping.as_deref().filter(|path| self.map.is_empty() || path.exists()) else {
            return Ok(Mapping::new());
        };
        let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
        remembered(&path.display().to_string(), &text).map_err(|fault| Failure::Input(fault.to_string()))
    }

    /// Reads the files, says what was found in them, and gives back what was gathered.
    pub(super) fn read<G: Gather + Send>(
        &self,
        files: &[PathBuf],
        facts: &FactSet,
        make: &(dyn Fn() -> G + Sync),
    ) -> Result<Bookings<G>, Failure> {
        let mut mapping = self.remembered()?;
        for pair in &self.map {
            let unread = || Failure::Input(format!("The mapping '{pair}' can't be read: write OURS=THEIRS."));
            let (ours, theirs) = pair.split_once('=').ok_or_else(unread)?;
            mapping.insert(ours.trim().to_owned(), theirs.trim().to_owned());
        }
        if let (Some(path), false) = (&self.mapping, self.map.is_empty()) {
            std::fs::write(path, remember(&mapping)).map_err(|e| Failure::file(path, &e))?;
            say(&format!("The headings are remembered in {}.", path.display()));
        }
        let workers = match &self.worker_key {
            None => Workers::Pseudonyms,
            Some(path) => {
                let key = bytes(path)?.trim_ascii().to_vec();
                if key.len() < 16 {
                    let words = "A key of under 16 characters could be guessed: write a longer one into";
                    return Err(Failure::Input(format!("{words} {}.", path.display())));
                }
                Workers::Hashed(key)
            }
        };
        let money = match self.money {
            MoneyArg::Pounds => Money::Pounds,
            MoneyArg::Pence => Money::Pence,
        };
        let sites = self.sites.as_deref().map(|path| small(path, agreement::sites)).transpose()?;
        let reading = Reading { workers, money, sites };
        let intake = Intake { reading, mapping, facts, threads: self.threads.clamp(1, 64) };
        let found = read(files, &intake, make)?;
        for (file, findings) in &found.files {
            for refusal in findings.refusals.iter().take(TOLD) {
                say(&refusal.to_string());
            }
            let more = findings.refused.saturating_sub(TOLD as u64);
            let more = if more > 0 { format!(" ({more} of them not shown)") } else { String::new() };
            say(&format!(
                "{file}: {} rows, of which {} were refused{more}.",
                findings.rows, findings.refused
            ));
            for sentence in findings.sentences(money) {
                say(&format!("{file}: {sentence}"));
            }
        }
        Ok(found)
    }
}

/// The columns of a file of bookings, for the help.
pub(super) fn columns() -> String {
    let lines = SPECS.iter().map(|spec| {
        let needed = if spec.required { "needed" } else { "" };
        format!("  {:<21} {needed:<7} {}", spec.name, spec.about)
    });
    lines.collect::<Vec<_>>().join("\n")
}
