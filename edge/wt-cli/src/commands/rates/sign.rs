//! `wholetime rates sign`: whether a card may be signed, and by whom it was.

use std::path::PathBuf;

use jiff::civil::Date;
use wt_engine::report::{Cell, Report};
use wt_rates::signature::check;

use super::super::{Answer, Failure, figures};
use super::intake::{bytes, day};
use crate::report::{Format, print};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wholetime rates sign STATUS.toml\n\n\
    STATUS.toml holds card, version, effective_from, legal_basis = \"memorandum, owner, date\"; [equality_impact] date, owner,\n\
    document; [consultation] opened, closed, with; and a [[signature]] employer, by, date for each board that signed. All that is\n\
    missing, and every signature before what must come first, is said, and nothing is printed. Each employer's board signs for\n\
    itself: nothing here binds anybody. Figures: employer, signed_on.\n")]
pub(crate) struct Args {
    /// The status document of a card, in TOML.
    status: PathBuf,
    /// Day on which it is held against, such as 2026-11-23. Without it, today.
    #[arg(long)]
    on: Option<Date>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Answer {
    let text = String::from_utf8_lossy(&bytes(&args.status)?).into_owned();
    let status = check(&text, day(args.on)).map_err(|faults| {
        let faults: Vec<String> =
            faults.iter().map(|fault| format!("{}: {fault}", args.status.display())).collect();
        Failure::Input(faults.join("\n"))
    })?;
    say(&format!(
        "'{}', version {}, in force from {}, may be signed: its basis in law, its equality impact assessment and the consultation of \
         staff side are on record. {} signed.",
        status.card,
        status.version,
        status.effective_from,
        match status.signed.len() {
            0 => "Nobody has".to_owned(),
            1 => "One employer has".to_owned(),
            many => format!("{many} employers have"),
        }
    ));
    say(&format!("Basis in law: {}.", status.basis));
    let mut report = Report::new(&["employer", "signed_on"]);
    for (employer, date) in &status.signed {
        report.push(vec![Cell::text(employer), Cell::text(date.to_string())]);
    }
    figures(&print(&report, args.format))
}
