//! `wholetime stats p-adjust FILE`: p-values adjusted for how many there are, as R's `p.adjust` has them.

use std::path::PathBuf;

use wt_engine::report::{Cell, Report};
use wt_stats::adjust::{Adjustment, adjust};

use super::super::{Answer, Failure, figures};
use super::columns::Columns;
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wholetime stats p-adjust comparisons.csv --p p_value --format csv\n\n\
    A blank p-value is left out and counts for nothing.\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Column of p-values.
    #[arg(long, default_value = "p")]
    p: String,
    #[command(flatten)]
    mode: super::Same,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Every adjustment under the name R gives it.
const ALL: [(&str, Adjustment); 5] = [
    ("bonferroni", Adjustment::Bonferroni),
    ("holm", Adjustment::Holm),
    ("hochberg", Adjustment::Hochberg),
    ("BH", Adjustment::BenjaminiHochberg),
    ("BY", Adjustment::BenjaminiYekutieli),
];

pub(super) fn run(args: &Args) -> Answer {
    let columns = Columns::read(&args.file)?;
    let given = columns.numbers(&args.p)?;
    if let Some(at) = given.iter().position(|p| p.is_some_and(|p| !(0.0..=1.0).contains(&p))) {
        let found = given[at].unwrap_or_default();
        return Err(Failure::Input(format!(
            "{}, row {}, column {}: found '{found}', expected a p-value from 0 to 1.",
            args.file.display(),
            columns.row(at),
            args.p
        )));
    }
    let p: Vec<f64> = given.iter().copied().flatten().collect();
    let adjusted: Vec<Vec<f64>> = ALL.iter().map(|(_, how)| adjust(&p, *how).unwrap_or_default()).collect();
    let names: Vec<&str> = std::iter::once("p").chain(ALL.iter().map(|(name, _)| *name)).collect();
    let mut report = Report::new(&names);
    let mut next = 0;
    for p in given {
        let mut row = vec![Cell::maybe(p, Cell::number)];
        row.extend(
            adjusted.iter().map(|all| Cell::maybe(p.and_then(|_| all.get(next).copied()), Cell::number)),
        );
        next += usize::from(p.is_some());
        report.push(row);
    }
    figures(&print(&report, args.format))
}
