//! How figures are printed: for reading, or for a machine.

use clap::ValueEnum;
use wt_engine::report::Report;

/// How figures are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// Aligned columns for reading.
    #[default]
    Table,
    /// One header row, plain numbers, ISO dates.
    Csv,
    /// A list of objects.
    Json,
}

/// A report in that format.
pub(crate) fn print(report: &Report, format: Format) -> String {
    match format {
        Format::Table => report.table(),
        Format::Csv => report.csv(),
        Format::Json => report.json(),
    }
}
