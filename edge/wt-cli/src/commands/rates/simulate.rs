//! `wholetime rates simulate`: a generated region with planted truth, as files.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use wt_rates::simulate::{Recipe, Region, caps, card, events, write};

use super::super::{Answer, Failure, figures};
use super::intake::facts;
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  wholetime rates simulate --seed 11 --employers 36 --months 24 --out DIR\n\n\
    Writes bookings.csv (the columns of `wholetime rates template`), CARD.csv (the agreed card), CAPS.csv (price caps),\n\
    EVENTS.csv (who adopted the card when, changes of caps, pay awards) and truth.json (all that was planted: elasticities, who\n\
    leaves the card, breaches by row, overrides, long bookings, what adoption saved). All of it is generated; codes such as\n\
    DEMO01 are no employer's.\n"
)]
pub(crate) struct Args {
    /// Chance: the same seed writes the same files.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Employers, 4 to 99.
    #[arg(long, default_value_t = 36)]
    employers: u8,
    /// Months from April 2024, 12 to 36.
    #[arg(long, default_value_t = 24)]
    months: u8,
    /// Shifts, as a percentage of the usual number.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    percent: u32,
    /// Nobody leaves the card.
    #[arg(long)]
    quiet: bool,
    /// Folder for the files; made if there is none.
    #[arg(long)]
    out: PathBuf,
}

pub(super) fn run(args: &Args) -> Answer {
    let (employers, months) = (args.employers, args.months);
    let recipe = Recipe { seed: args.seed, employers, months, percent: args.percent, defector: !args.quiet };
    let region =
        Region::new(&recipe).map_err(|why| Failure::Input(format!("Nothing was written: {why}.")))?;
    let facts = facts()?;
    let days =
        facts.codes("public-holidays-england-wales").map(|list| list.codes.as_slice()).unwrap_or_default();
    let holidays: Vec<jiff::civil::Date> = days.iter().filter_map(|day| day.code.parse().ok()).collect();
    let at = |name: &str| args.out.join(name);
    let broken = |path: &Path| {
        let path = path.to_owned();
        move |e: std::io::Error| Failure::file(&path, &e)
    };
    std::fs::create_dir_all(&args.out).map_err(broken(&args.out))?;
    let path = at("bookings.csv");
    let mut file = BufWriter::new(File::create(&path).map_err(broken(&path))?);
    let truth =
        write(&region, &holidays, &mut |piece| file.write_all(piece.as_bytes())).map_err(broken(&path))?;
    file.flush().map_err(broken(&path))?;
    let truth_text = serde_json::to_string_pretty(&truth)
        .map_err(|e| Failure::Input(format!("The truth can't be written as JSON: {e}.")))?;
    for (name, text) in [
        ("CARD.csv", card(&region)),
        ("CAPS.csv", caps(&region)),
        ("EVENTS.csv", events(&region)),
        ("truth.json", truth_text),
    ] {
        std::fs::write(at(name), text).map_err(broken(&at(name)))?;
    }
    say(&format!(
        "Wrote {} generated bookings and what was planted in them to {}.",
        truth.bookings,
        args.out.display()
    ));
    figures("")
}
