//! Which format an instance is in, by its content, and its problem.

use std::path::{Path, PathBuf};

use clap::Args;
use wt_roster::Problem;
use wt_roster::formats::{curtois, folder, inrc1, inrc2};

use crate::commands::Failure;

/// The files of one instance.
#[derive(Debug, Args)]
pub(crate) struct Instance {
    /// The instance: Curtois and Qu, INRC-I, or the scenario of INRC-II, recognised by its content; or a folder of plain files
    /// (`wholetime roster convert` writes one to look at).
    pub(crate) file: PathBuf,
    /// INRC-II: the file of the nurses' history.
    #[arg(long, requires = "weeks")]
    pub(crate) history: Option<PathBuf>,
    /// INRC-II: the week files in their order, joined by commas.
    #[arg(long, requires = "history", value_delimiter = ',')]
    pub(crate) weeks: Vec<PathBuf>,
}

/// How the format of an instance writes its solutions.
pub(super) enum Form {
    /// `employee,day,shift`: folders.
    Rows,
    /// Curtois and Qu: one XML file.
    RosterXml,
    /// INRC-I: one XML file, with dates from this day on.
    Inrc1(jiff::civil::Date),
    /// INRC-II: one file a week.
    Inrc2,
}

/// Reads a text file.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))
}

impl Instance {
    /// How its format writes solutions.
    pub(super) fn form(&self) -> Result<Form, Failure> {
        if self.file.is_dir() {
            return Ok(Form::Rows);
        }
        if self.history.is_some() {
            return Ok(Form::Inrc2);
        }
        let file = text(&self.file)?;
        if !inrc1::is_like(&file) {
            return Ok(Form::RosterXml);
        }
        let first = inrc1::first_day(&file);
        first.map(Form::Inrc1).map_err(|e| Failure::Input(format!("{}, {e}", self.file.display())))
    }

    /// Reads it, or says where it can't be read.
    pub(super) fn read(&self) -> Result<Problem, Failure> {
        if self.file.is_dir() {
            return plain(&self.file);
        }
        let file = text(&self.file)?;
        let at = |path: &Path, why: String| Failure::Input(format!("{}, {why}", path.display()));
        if let Some(history) = &self.history {
            let weeks = self.weeks.iter().map(|week| text(week)).collect::<Result<Vec<String>, Failure>>()?;
            let weeks: Vec<&str> = weeks.iter().map(String::as_str).collect();
            return inrc2::read(&file, &text(history)?, &weeks).map_err(|e| at(&self.file, e.to_string()));
        }
        of_one_file(&self.file, &file)
    }
}

/// Reads an instance that is one file, or a folder.
pub(super) fn plain(path: &Path) -> Result<Problem, Failure> {
    if path.is_dir() {
        return of_folder(path);
    }
    of_one_file(path, &text(path)?)
}

fn of_folder(path: &Path) -> Result<Problem, Failure> {
    let there = folder::FILES.into_iter().filter(|name| path.join(name).is_file());
    let files = there.map(|name| Ok((name, text(&path.join(name))?))).collect::<Result<Vec<_>, Failure>>()?;
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    folder::read(&files).map_err(|e| Failure::Input(format!("{}, {}", path.join(&e.file).display(), e.error)))
}

fn of_one_file(path: &Path, text: &str) -> Result<Problem, Failure> {
    let refused = |why: String| Failure::Input(format!("{}, {why}", path.display()));
    if inrc2::is_like(text) {
        let words = "this is a scenario of INRC-II: name its other files with --history and --weeks";
        return Err(refused(words.to_owned()));
    }
    if inrc1::is_like(text) {
        return inrc1::read(text).map_err(|e| refused(e.to_string()));
    }
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    curtois::read(&name, text).map_err(|e| refused(e.to_string()))
}
