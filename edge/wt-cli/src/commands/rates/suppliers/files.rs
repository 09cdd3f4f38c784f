//! Files and folders → payments.

use std::path::{Path, PathBuf};

use wt_extract::Fault;
use wt_extract::payments::{Headings, PaymentFile, read};
use wt_extract::table::{Limits, Source};

use crate::commands::Failure;
use crate::words::say;

/// Endings of files that a folder's tables have. A file that is named is read whatever its ending.
const TABLES: [&str; 6] = ["csv", "tsv", "txt", "xls", "xlsm", "xlsx"];

/// A file that was read.
pub(super) struct Loaded {
    /// Name of the folder it lies in; of the file itself where there is none.
    pub(super) folder: String,
    /// What it held.
    pub(super) file: PaymentFile,
}

/// Reads all of them. A table in a folder that holds no payments is told and passed over; a file that was named must hold some.
pub(super) fn load(paths: &[PathBuf], headings: &Headings) -> Result<Vec<Loaded>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside = Vec::new();
            below(path, &mut inside)?;
            inside.sort();
            for path in inside {
                match one(&path, headings)? {
                    Ok(loaded) => found.push(loaded),
                    Err(fault) => say(&format!("Not read: {fault}")),
                }
            }
        } else {
            found.push(one(path, headings)?.map_err(|fault| Failure::Input(fault.to_string()))?);
        }
    }
    if found.is_empty() {
        return Err(Failure::Input("No file of payments was found.".to_owned()));
    }
    Ok(found)
}

fn one(path: &Path, headings: &Headings) -> Result<Result<Loaded, Fault>, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
    let name = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned());
    let file = name(path.file_name()).unwrap_or_default();
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = name(whole.parent().and_then(Path::file_name)).or_else(|| name(path.file_stem()));
    let read =
        Source::open(&file, &bytes, &Limits::default()).and_then(|mut source| read(&mut source, headings));
    Ok(read.map(|file| Loaded { folder: folder.unwrap_or_default(), file }))
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in std::fs::read_dir(folder).map_err(|e| Failure::file(folder, &e))? {
        let entry = entry.map_err(|e| Failure::file(folder, &e))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(|e| Failure::file(folder, &e))?);
        let table =
            path.extension().is_some_and(|end| TABLES.iter().any(|known| end.eq_ignore_ascii_case(known)));
        if kind.is_dir() {
            below(&path, found)?;
        } else if table {
            found.push(path);
        }
    }
    Ok(())
}
