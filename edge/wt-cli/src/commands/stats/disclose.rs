//! `wholetime stats disclose FILE`: a table of counts that may be published, small ones hidden so that no sum gives them
//! back.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Zoned;
use wt_engine::report::{Cell, Report};
use wt_stats::disclosure::{Hierarchy, Mark, Rule, Tables, audit, protect};

use super::super::{Answer, Failure, figures};
use super::columns::Columns;
use crate::report::{Format, print};
use crate::words::say;

/// What stands for a hidden count.
const HIDDEN: &str = "*";
/// The label of a total.
const ALL: &str = "All";

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    wholetime stats disclose leavers.csv --row region,trust --column reason --count leavers\n\n\
    Each row of the answer: row, column, count: '*' where it is hidden, else rounded. Totals are called All. Counts of one\n\
    row and column are added up. Hidden are small counts and as many others as are needed so that no sum of what is shown\n\
    gives one back, proved by integer linear programming before anything is printed.\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Column of the rows of the table; several, from the outermost in, for parts of parts.
    #[arg(long, value_delimiter = ',', required = true)]
    row: Vec<String>,
    /// Column of the columns of the table.
    #[arg(long)]
    column: Option<String>,
    /// Column of the counts.
    #[arg(long)]
    count: String,
    /// The largest count hidden [default: the rule in force, see facts/disclosure.toml].
    #[arg(long)]
    hide_to: Option<u64>,
    /// What the other counts are rounded to; 1 for not at all [default: the rule in force].
    #[arg(long)]
    round_to: Option<u64>,
    /// How wide the range of a hidden count must stay [default: the rule in force].
    #[arg(long)]
    width: Option<u64>,
    #[command(flatten)]
    mode: super::Same,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Answer {
    let columns = Columns::read(&args.file)?;
    let known = wt_engine::disclosure::rule(Zoned::now().date())?;
    let refused =
        |fault: wt_stats::disclosure::Fault| Failure::Input(format!("{}: {fault}.", args.file.display()));
    let rule = Rule::new(
        args.hide_to.unwrap_or(known.hide_to),
        args.round_to.unwrap_or(known.round_to),
        args.width.unwrap_or(known.least_width),
    )
    .map_err(refused)?;
    let rows = Side::new(&columns, &args.row)?;
    let beside = Side::new(&columns, args.column.as_slice())?;
    let counts = counts(args, &columns, &rows, &beside)?;
    let mut tables = Tables::new();
    let grid = tables
        .cross(&rows.hierarchy().map_err(refused)?, &beside.hierarchy().map_err(refused)?, &counts)
        .map_err(refused)?;
    let published = protect(&tables, &rule).map_err(refused)?;
    let narrow = audit(&published).map_err(refused)?;
    if let Some(cell) = narrow.first().and_then(|range| published.label(range.cell)) {
        return Err(Failure::Input(format!("{cell}: could be recovered, so nothing is printed.")));
    }
    let mut report = Report::new(&["row", "column", "count"]);
    for (i, (row, _)) in rows.nodes.iter().enumerate() {
        for (j, (column, _)) in beside.nodes.iter().enumerate() {
            let cell = grid.cell(i, j);
            let shown = match published.mark(cell).and_then(Mark::value) {
                Some(count) => Cell::number(count),
                None => Cell::text(HIDDEN),
            };
            report.push(vec![Cell::text(row), Cell::text(column), shown]);
        }
    }
    say(&format!(
        "{} of {} cells are hidden; that none can be recovered was proved.",
        published.hidden().count(),
        published.cells().count()
    ));
    figures(&print(&report, args.format))
}

/// The nodes of one side, parents before children, and the node of each row of the file.
struct Side {
    nodes: Vec<(String, Option<usize>)>,
    of_row: Vec<usize>,
}

impl Side {
    fn new(columns: &Columns, headings: &[String]) -> Result<Self, Failure> {
        let mut nodes: Vec<(String, Option<usize>)> = vec![(ALL.to_owned(), None)];
        let mut places = BTreeMap::new();
        let mut of_row = vec![0; columns.len()];
        let texts = headings.iter().map(|h| columns.texts(h)).collect::<Result<Vec<_>, _>>()?;
        for (i, node) in of_row.iter_mut().enumerate() {
            let mut path = String::new();
            for level in &texts {
                let part = if level[i].trim().is_empty() { "(blank)" } else { level[i].trim() };
                let label = if path.is_empty() { part.to_owned() } else { format!("{path}; {part}") };
                *node = *places.entry(label.clone()).or_insert_with(|| {
                    nodes.push((label.clone(), Some(*node)));
                    nodes.len() - 1
                });
                path = label;
            }
        }
        Ok(Self { nodes, of_row })
    }

    fn hierarchy(&self) -> Result<Hierarchy, wt_stats::disclosure::Fault> {
        let nodes: Vec<(&str, Option<usize>)> = self.nodes.iter().map(|(l, p)| (l.as_str(), *p)).collect();
        Hierarchy::new(&nodes)
    }

    /// Innermost nodes, in their order.
    fn leaves(&self) -> Vec<usize> {
        let parent = |node: usize| self.nodes.iter().any(|(_, p)| *p == Some(node));
        (0..self.nodes.len()).filter(|node| !parent(*node)).collect()
    }
}

/// The counts of leaves by leaves, row by row.
fn counts(args: &Args, columns: &Columns, rows: &Side, beside: &Side) -> Result<Vec<u64>, Failure> {
    let (down, across) = (rows.leaves(), beside.leaves());
    let mut counts = vec![0u64; down.len() * across.len()];
    for (i, value) in columns.numbers(&args.count)?.into_iter().enumerate() {
        let refusal = |found: &str| {
            Failure::Input(format!(
                "{}, row {}, column {}: found {found}, expected a whole number, 0 or more.",
                args.file.display(),
                columns.row(i),
                args.count
            ))
        };
        let value = value.ok_or_else(|| refusal("nothing"))?;
        let whole = value >= 0.0 && value.fract() == 0.0 && value <= wt_stats::disclosure::LARGEST as f64;
        if !whole {
            return Err(refusal(&value.to_string()));
        }
        let place = |leaves: &[usize], node: usize| leaves.binary_search(&node).ok();
        if let (Some(row), Some(column)) = (place(&down, rows.of_row[i]), place(&across, beside.of_row[i])) {
            counts[row * across.len() + column] += value as u64;
        }
    }
    Ok(counts)
}
