//! The figures that a command counts by: those that ship, and a user's own folder of newer ones over them.

use std::path::Path;

use wt_facts::{FactError, FactSet};

use crate::{EngineError, builtin};

/// The facts that ship; over them those of the TOML files of a folder, if one is given. Also what they changed, each a sentence.
///
/// # Errors
/// [`EngineError::Question`] for a folder or file that can't be read or used; [`EngineError::Builtin`] for a faulty shipped file.
pub fn facts(folder: Option<&Path>) -> Result<(FactSet, Vec<String>), EngineError> {
    let words =
        |faults: Vec<FactError>| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let mut facts =
        FactSet::parse(&builtin::facts()).map_err(|faults| EngineError::Builtin(words(faults)))?;
    let Some(folder) = folder else { return Ok((facts, Vec::new())) };
    let broken =
        |path: &Path, why: std::io::Error| EngineError::Question(format!("{}: {why}.", path.display()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|why| broken(folder, why))? {
        let path = entry.map_err(|why| broken(folder, why))?.path();
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("toml")) {
            let text = std::fs::read_to_string(&path).map_err(|why| broken(&path, why))?;
            files.push((path.display().to_string(), text));
        }
    }
    if files.is_empty() {
        let words = "holds no TOML file: figures are written as in the program's own folder facts/";
        return Err(EngineError::Question(format!("{}: {words}.", folder.display())));
    }
    files.sort();
    let done = facts.overlay(&files).map_err(|faults| EngineError::Question(words(faults)))?;
    let told = [("Loaded over the figures that ship", done.changed), ("Loaded beside them", done.added)];
    let told = told.into_iter().filter(|(_, ids)| !ids.is_empty());
    Ok((facts, told.map(|(what, ids)| format!("{what}: {}.", ids.join(", "))).collect()))
}
