//! A generated region: made from a seed, loaded through the same door as real files, its truth kept beside it.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use wt_demo::generate;
use wt_units::Month;

use crate::intake::{Keep, Reading, Upload, Verdict};
use crate::permit::Person;
use crate::progress::Quiet;
use crate::settings::Gap;
use crate::{Config, Engine, EngineError, StoreAt};

/// What was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Files generated and loaded.
    pub files: usize,
    /// Rows loaded.
    pub rows: u64,
    /// First to last month, as "April 2023 to March 2026".
    pub period: String,
}

impl Engine {
    /// Makes a store with the generated region in `folder`, in place of an earlier one that this function made, with
    /// the files and `truth.json` beside it.
    ///
    /// # Errors
    /// [`EngineError::Question`] if the folder holds something else; [`EngineError::Store`] if it can't be written.
    pub async fn open_demo(person: &Person, folder: &Path, seed: u64) -> Result<(Self, Made), EngineError> {
        let files = folder.join("generated-files");
        clear(folder, &files)?;
        let config = Config { store: StoreAt::Folder(folder.to_owned()), keys: None, today: None };
        let engine = Self::open(config).await?;
        let last = last_month(engine.today())?;
        let demo = generate(seed, last);
        std::fs::create_dir_all(&files).map_err(|e| unwritable(&files, &e))?;
        let (count, mut rows) = (demo.files.len(), 0);
        let truth = format!("{:#}\n", demo.truth);
        write(&files.join("truth.json"), truth.as_bytes())?;
        for (name, bytes) in demo.files {
            write(&files.join(&name), &bytes)?;
            let upload = Upload { name, bytes: Arc::new(bytes) };
            let reading = Reading::default();
            let intake =
                engine.import(person, &upload, &reading, Keep::AllOrNothing, Arc::new(Quiet)).await?;
            match intake.verdict {
                Verdict::Kept(load) => rows += load.rows_accepted,
                other => {
                    return Err(EngineError::Builtin(format!(
                        "the generated file {}: {other:?}",
                        upload.name
                    )));
                }
            }
        }
        let gap = Gap {
            amount: wt_demo::GAP,
            covers: wt_demo::REGION.to_owned(),
            source: "generated, made up like every figure here".to_owned(),
            stated: last.first_day(),
        };
        engine.save_gap(person, &gap).await?;
        engine.fill_ledger(person, last).await?;
        let period = wt_demo::period(last).map_or(String::new(), wt_units::Period::long);
        Ok((engine, Made { files: count, rows, period }))
    }
}

/// The last month whose figures would be out: published files come some two months after.
fn last_month(today: Date) -> Result<Month, EngineError> {
    Month::of(today).map(|m| m.plus(-2)).ok_or_else(|| {
        EngineError::Question(format!("This machine's clock says {today}. Set it right and try again."))
    })
}

/// Takes an earlier demonstration away; refuses to touch anything else.
fn clear(folder: &Path, files: &Path) -> Result<(), EngineError> {
    let store = folder.join("wholetime.db");
    if store.exists() && !files.join("truth.json").exists() {
        return Err(EngineError::Question(format!(
            "'{}' holds a store that is not a demonstration. Name another folder with --store.",
            folder.display()
        )));
    }
    for name in ["wholetime.db", "wholetime.db-wal", "wholetime.db-shm"] {
        let path = folder.join(name);
        if path.exists() {
            std::fs::remove_file(&path).map_err(|e| unwritable(&path, &e))?;
        }
    }
    if files.exists() {
        std::fs::remove_dir_all(files).map_err(|e| unwritable(files, &e))?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), EngineError> {
    std::fs::write(path, bytes).map_err(|e| unwritable(path, &e))
}

fn unwritable(path: &Path, e: &std::io::Error) -> EngineError {
    EngineError::Question(format!("{}: {e}. Choose a folder that you may write to.", path.display()))
}
