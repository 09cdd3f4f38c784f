//! Rosters of real wards: a folder of extracts is read, solved, judged and told.

mod explain;
mod generate;
mod repair;
mod told;

pub(super) use explain::Args as ExplainArgs;
pub(super) use explain::run as explain;
pub(super) use generate::Args as GenerateArgs;
pub(super) use generate::run as generate;
pub(super) use repair::Args as RepairArgs;
pub(super) use repair::run as repair;

use std::path::Path;
use std::process::ExitCode;

use jiff::civil::Date;
use wt_facts::FactSet;
use wt_roster::Settings;
use wt_roster::ward::folder::{self, read_rows, write_rows};
use wt_roster::ward::judge::judge;
use wt_roster::ward::{Rows, Ward, decide, solve};

use super::clock::Clock;
use super::instance::text;
use crate::commands::{Answer, Failure};
use crate::report::Format;
use crate::words;

/// Whether a path is the folder of a ward.
pub(super) fn is_ward(path: &Path) -> bool {
    let there: Vec<&str> =
        folder::FILES.iter().map(|(name, ..)| *name).filter(|name| path.join(name).is_file()).collect();
    path.is_dir() && folder::is_like(&there)
}

/// Reads the folder of a ward.
pub(super) fn read(path: &Path) -> Result<Ward, Failure> {
    let there = folder::FILES.iter().map(|(name, ..)| *name).filter(|name| path.join(name).is_file());
    let files = there.map(|name| Ok((name, text(&path.join(name))?))).collect::<Result<Vec<_>, Failure>>()?;
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    folder::read(&files).map_err(|errors| {
        let told = errors.0.iter().map(|one| format!("{}, {}", path.join(&one.file).display(), one.error));
        Failure::Input(told.collect::<Vec<_>>().join("\n"))
    })
}

/// Reads a ward's roster.
pub(super) fn rows(ward: &Ward, path: &Path) -> Result<Rows, Failure> {
    read_rows(ward, &text(path)?).map_err(|e| Failure::Input(format!("{}, {e}", path.display())))
}

/// The facts that the program holds.
pub(super) fn facts() -> Result<FactSet, Failure> {
    FactSet::parse(&wt_engine::builtin::facts()).map_err(|faults| {
        let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Failure::System(std::io::Error::other(words.join("\n")))
    })
}

/// `roster solve WARD/`.
pub(super) fn solved(
    path: &Path,
    clock: &Clock,
    settings: &Settings,
    (out, format): (Option<&Path>, Format),
    as_of: Option<Date>,
) -> Answer {
    let (ward, facts) = (read(path)?, facts()?);
    let as_of = as_of.unwrap_or(ward.first);
    let solved = solve(&ward, &facts, as_of, settings, clock).map_err(|e| Failure::Input(e.to_string()))?;
    if let (Some(rows), Some(out)) = (&solved.rows, out) {
        std::fs::write(out, write_rows(&ward, rows)).map_err(|e| Failure::file(out, &e))?;
    }
    words::print(&told::solved(&ward, &solved, &clock.seen(), format)?)?;
    Ok(ExitCode::from(u8::from(solved.judged.is_none_or(|judged| !judged.unlawful.is_empty()))))
}

/// `roster check WARD/ R.csv`.
pub(super) fn checked(path: &Path, roster: &Path, format: Format, as_of: Option<Date>) -> Answer {
    let ward = read(path)?;
    let rows = rows(&ward, roster)?;
    let (ward, leave) = decide(&ward);
    let judged = judge(&ward, &rows, &facts()?, as_of.unwrap_or(ward.first))
        .map_err(|e| Failure::Input(e.to_string()))?;
    words::print(&told::judged(&ward, &judged, &leave, format)?)?;
    Ok(ExitCode::from(u8::from(!judged.unlawful.is_empty())))
}
