//! How long a workbook and a CSV take from file to a store on disk, checked row by row, and how much memory.
//!
//! The budgets are 2 s for 100,000 x 20 cells, 2 s for a million rows, 300 MB at most. The peers only read the same
//! file into memory; they check nothing and keep nothing.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use wt_engine::intake::{Keep, Reading, Upload, Verdict};
use wt_engine::permit::Person;
use wt_engine::progress::Quiet;
use wt_engine::{Config, Engine};

use crate::made::Size;
use crate::process::{self, Measured, Outcome};
use crate::read::peer_command;

const WORKBOOK: &str = "load.xlsx";
const CSV: &str = "load.csv";
/// 1,000,000 rows.
const SIZE: Size = Size { units: 20, orgs: 20, metrics: 50, months: 50 };
const WORKBOOK_ROWS: usize = 100_000;
/// With the seven of the template: twenty.
const MORE_COLUMNS: u16 = 13;
const RUNS: u32 = 3;
const MIB: f64 = 1024.0;

/// Makes the files, measures and prints a table.
pub(crate) fn run() -> Outcome<()> {
    let folder = process::folder()?;
    if !folder.join(WORKBOOK).exists() || !folder.join(CSV).exists() {
        std::fs::write(folder.join(CSV), SIZE.csv()?)?;
        std::fs::write(folder.join(WORKBOOK), SIZE.workbook(WORKBOOK_ROWS, MORE_COLUMNS)?)?;
    }
    let python = process::python(&folder, &["openpyxl", "pandas"]);
    println!("{:<10} {:<22} {:>9} {:>9} {:>10}", "file", "by", "seconds", "peak MB", "times ours");
    for (file, peer) in [(WORKBOOK, "openpyxl (read_only)"), (CSV, "pandas.read_csv")] {
        let path = folder.join(file).to_string_lossy().into_owned();
        let checked = process::best(RUNS, || process::ourselves(&["load", "check", &path]))?;
        let loaded = process::best(RUNS, || process::ourselves(&["load", "keep", &path]))?;
        print_row(file, "checked only", checked, loaded);
        print_row(file, "checked and loaded", loaded, loaded);
        match &python {
            Ok(python) => {
                let theirs = process::best(RUNS, || Ok(peer_command(python, &path)))?;
                // Their count has the heading row in it.
                if theirs.rows != loaded.rows + 1 {
                    return Err(
                        format!("{file}: {} rows here, {} in {peer}", loaded.rows, theirs.rows - 1).into()
                    );
                }
                print_row(file, peer, theirs, loaded);
            }
            Err(why) => println!("{file:<10} {peer:<22} skipped: {why}"),
        }
    }
    Ok(())
}

fn print_row(file: &str, by: &str, measured: Measured, ours: Measured) {
    let peak = measured.peak_kib as f64 / MIB;
    let ratio = measured.seconds / ours.seconds;
    println!("{file:<10} {by:<22} {:>9.3} {peak:>9.0} {ratio:>10.2}", measured.seconds);
}

/// Imports one file into a new store and prints what [`Measured`] says.
pub(crate) fn one(file: &Path, keep: Keep) -> Outcome<()> {
    let store = process::fresh("load-store")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let engine = Engine::open(Config::at(&store.to_string_lossy())).await?;
        let start = Instant::now();
        let bytes = Arc::new(std::fs::read(file)?);
        let upload = Upload { name: "load".to_owned() + &extension(file), bytes };
        let reading = Reading::default();
        let person = Person::local("bench");
        let intake = engine.import(&person, &upload, &reading, keep, Arc::new(Quiet)).await?;
        let seconds = start.elapsed().as_secs_f64();
        let as_asked = match (keep, &intake.verdict) {
            (Keep::Nothing, Verdict::Checked) => true,
            (_, Verdict::Kept(_)) => keep != Keep::Nothing,
            _ => false,
        };
        if !as_asked {
            return Err(format!("{:?} {:?}", intake.verdict, intake.refusals.first()).into());
        }
        let rows = intake.summary.map_or(0, |summary| summary.rows_accepted);
        println!("{seconds} {rows} {}", process::peak_kib());
        engine.close().await;
        Ok(())
    })
}

fn extension(file: &Path) -> String {
    file.extension().map_or(String::new(), |e| format!(".{}", e.to_string_lossy()))
}
