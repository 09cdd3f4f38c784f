//! `wholetime roster settings`: the readings of working time that the terms leave open.

use wt_engine::report::{Cell, Report};
use wt_worktime::settings::SETTINGS;

use crate::commands::{Answer, figures};
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Answer {
    let mut report = Report::new(&["setting", "value", "default", "meaning", "source"]);
    for setting in SETTINGS {
        for (at, (value, meaning)) in setting.values.iter().enumerate() {
            report.push(vec![
                Cell::text(setting.name),
                Cell::text(*value),
                Cell::Flag(at == 0),
                Cell::text(*meaning),
                Cell::text(setting.source),
            ]);
        }
    }
    figures(&print(&report, args.format))
}
