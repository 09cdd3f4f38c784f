//! `wholetime stats cusum FILE`: drifts that alert, as OpenPrescribing sends them.

use std::path::PathBuf;

use wt_engine::report::{Cell, Report};
use wt_stats::cusum::{Drift, cusum};

use super::super::{Answer, Failure, figures};
use super::columns::Columns;
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    wholetime stats cusum percentiles.csv --value percentile --date month --facet practice\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Column of values.
    #[arg(long)]
    value: String,
    /// Column of dates; without it, rows are taken in their order.
    #[arg(long)]
    date: Option<String>,
    /// Column that parts the rows into series.
    #[arg(long)]
    facet: Option<String>,
    /// Months a target is taken over.
    #[arg(long, default_value_t = 12)]
    window_size: usize,
    /// Standard deviations to an alert.
    #[arg(long, default_value_t = 5.0)]
    sensitivity: f64,
    #[command(flatten)]
    mode: super::Same,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Answer {
    if args.window_size == 0 {
        return Err(Failure::Input("--window-size must be 1 or more.".to_owned()));
    }
    let columns = Columns::read(&args.file)?;
    let values = columns.numbers(&args.value)?;
    let names = ["series", "date", "value", "smax", "smin", "target_mean", "alert_threshold", "alert"];
    let mut report = Report::new(&names);
    for series in columns.series(args.facet.as_deref(), args.date.as_deref())? {
        let values = series.of(&values);
        let sums = cusum(&values, args.window_size, args.sensitivity);
        for (i, value) in values.iter().enumerate() {
            let number = |x: Option<f64>| Cell::maybe(x, Cell::number);
            let at = |all: &[Option<f64>]| number(all.get(i).copied().flatten());
            let alert = sums.alerts.get(i).copied().flatten().map(|drift| match drift {
                Drift::Up => "up",
                Drift::Down => "down",
            });
            report.push(vec![
                Cell::text(&series.name),
                Cell::text(series.shown(i)),
                number(*value),
                number(sums.smax.get(i).copied()),
                number(sums.smin.get(i).copied()),
                at(&sums.target_mean),
                at(&sums.alert_threshold),
                Cell::maybe(alert, Cell::text),
            ]);
        }
    }
    figures(&print(&report, args.format))
}
