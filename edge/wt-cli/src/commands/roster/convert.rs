//! `wholetime roster convert`: any instance as a folder of plain files.

use std::path::PathBuf;
use std::process::ExitCode;

use wt_roster::formats::folder;

use super::instance::Instance;
use crate::commands::{Answer, Failure};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  wholetime roster convert Instance8.txt --out ward/\n  wholetime roster solve ward/ --time 10s --out R.csv\n\n\
    book/rosters.md says what stands in each file.\n"
)]
pub(crate) struct Args {
    #[command(flatten)]
    instance: Instance,
    /// The folder, made if it is not there; files that are there already are not overwritten.
    #[arg(long)]
    out: PathBuf,
}

pub(super) fn run(args: &Args) -> Answer {
    let problem = args.instance.read()?;
    let files = folder::write(&problem).map_err(|why| Failure::Input(format!("{why}.")))?;
    if let Some((name, _)) = files.iter().find(|(name, _)| args.out.join(name).exists()) {
        let there = args.out.join(name);
        return Err(Failure::Input(format!("{} is there already: choose another folder.", there.display())));
    }
    std::fs::create_dir_all(&args.out).map_err(|e| Failure::file(&args.out, &e))?;
    for (name, text) in &files {
        let path = args.out.join(name);
        std::fs::write(&path, text).map_err(|e| Failure::file(&path, &e))?;
    }
    say(&format!("{} files in {}.", files.len(), args.out.display()));
    Ok(ExitCode::SUCCESS)
}
