//! Which format an instance is in, by its content, and its problem.

use std::path::{Path, PathBuf};

use clap::Args;
use wt_roster::Problem;
use wt_roster::formats::{curtois, inrc1, inrc2};

use crate::commands::Failure;

/// The files of one instance.
#[derive(Debug, Args)]
pub(crate) struct Instance {
    /// The instance: Curtois and Qu, INRC-I, or the scenario of INRC-II, recognised by its content.
    pub(crate) file: PathBuf,
    /// INRC-II: the file of the nurses' history.
    #[arg(long, requires = "weeks")]
    pub(crate) history: Option<PathBuf>,
    /// INRC-II: the week files in their order, joined by commas.
    #[arg(long, requires = "history", value_delimiter = ',')]
    pub(crate) weeks: Vec<PathBuf>,
}

/// Reads a text file.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))
}

impl Instance {
    /// Reads it, or says where it can't be read.
    pub(super) fn read(&self) -> Result<Problem, Failure> {
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

/// Reads an instance that is one file.
pub(super) fn plain(path: &Path) -> Result<Problem, Failure> {
    of_one_file(path, &text(path)?)
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
