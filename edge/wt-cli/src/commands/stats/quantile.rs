//! `wholetime stats quantile FILE`: which of so many equal groups each value belongs to.

use std::path::PathBuf;

use wt_engine::report::{Cell, Report};
use wt_stats::rates::quantile_labels;

use super::super::{Answer, Failure, figures};
use super::columns::Columns;
use super::estimates::figure;
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    wholetime stats quantile areas.csv --value rate --nquantiles 5 --group indicator --invert-column low_is_good\n\n\
    Each row of the answer: row (as a spreadsheet counts), group, value, quantile; empty where the value is missing\n\
    or its group holds fewer values than quantiles.\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Column of values; a blank is missing.
    #[arg(long)]
    value: String,
    /// How many groups: 4 for quarters, 5 for fifths, 10 for tenths.
    #[arg(long, default_value_t = 10)]
    nquantiles: usize,
    /// Columns whose values together part the rows; each part is ranked on its own.
    #[arg(long, value_delimiter = ',')]
    group: Vec<String>,
    /// The first quantile holds the highest values (true) or the lowest (false).
    #[arg(long, default_value_t = true, action = clap::ArgAction::Set)]
    invert: bool,
    /// Column that says so for each part instead, TRUE or FALSE.
    #[arg(long, conflicts_with = "invert")]
    invert_column: Option<String>,
    #[command(flatten)]
    mode: super::Same,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Answer {
    if args.nquantiles == 0 {
        return Err(Failure::Input("--nquantiles must be 1 or more.".to_owned()));
    }
    let columns = Columns::read(&args.file)?;
    let values = columns.numbers(&args.value)?;
    let inverted = args.invert_column.as_deref().map(|c| columns.texts(c)).transpose()?;
    let mut found = vec![(String::new(), None); columns.len()];
    for (name, rows) in columns.groups_of(&args.group)? {
        let own: Vec<Option<f64>> = rows.iter().map(|i| values[*i]).collect();
        let invert = match &inverted {
            None => args.invert,
            Some(words) => one_word(words, &rows, args, &columns)?,
        };
        for (i, label) in rows.iter().zip(quantile_labels(&own, args.nquantiles, invert)) {
            found[*i] = (name.clone(), label);
        }
    }
    let mut report = Report::new(&["row", "group", "value", "quantile"]);
    for (i, (name, label)) in found.into_iter().enumerate() {
        report.push(vec![
            Cell::number(columns.row(i)),
            Cell::text(name),
            Cell::maybe(values[i], figure),
            Cell::maybe(label, Cell::number),
        ]);
    }
    figures(&print(&report, args.format))
}

/// TRUE or FALSE, the same in every row of a part.
fn one_word(words: &[String], rows: &[usize], args: &Args, columns: &Columns) -> Result<bool, Failure> {
    let mut said = None;
    for &i in rows {
        let word = match words[i].to_ascii_lowercase().as_str() {
            "true" => true,
            "false" => false,
            other => {
                return Err(Failure::Input(format!(
                    "{}, row {}: found '{other}' in the column of --invert-column, expected TRUE or FALSE.",
                    args.file.display(),
                    columns.row(i)
                )));
            }
        };
        if said.is_some_and(|known| known != word) {
            return Err(Failure::Input(format!(
                "{}, row {}: the column of --invert-column differs within a group; values of one group are ranked \
                 one way.",
                args.file.display(),
                columns.row(i)
            )));
        }
        said = Some(word);
    }
    Ok(said.unwrap_or(args.invert))
}
