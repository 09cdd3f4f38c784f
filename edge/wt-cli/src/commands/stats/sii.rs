//! `wholetime stats sii FILE`: slope and relative index of inequality.

use std::cmp::Ordering;
use std::path::PathBuf;

use clap::ValueEnum;
use wt_engine::report::{Cell, Report};
use wt_stats::Interval;
use wt_stats::rates::slope::{Group, Known};
use wt_stats::rates::{Estimate, Slope, SlopeKind, Transform, slope_index};

use super::super::{Answer, Failure};
use super::columns::Columns;
use super::estimates::{Confidence, drawn, figure};
use super::output::Output;
use crate::report::print;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    wholetime stats sii deciles.csv --group area --quantile decile --population pop --value value\n      \
    --lower-cl lower --upper-cl upper --value-type proportion --transform true --multiplier 100\n\n\
    Each row of the answer: group, sii, sii_lower, sii_upper, rii, rii_lower, rii_upper (with two confidences\n\
    sii_lower_0.95 and so on), intercept, and reason where there is none. Limits are worked out, not simulated.\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Columns whose values together name a group; one index for each.
    #[arg(long, value_delimiter = ',')]
    group: Vec<String>,
    /// Column of quantiles as numbers, by which rows are put in order: least to most advantaged.
    #[arg(long)]
    quantile: String,
    /// Column of populations.
    #[arg(long)]
    population: String,
    /// Column of values.
    #[arg(long, required_unless_present = "x")]
    value: Option<String>,
    /// Column of counts, of which the value is the share of the population; for proportions.
    #[arg(long, conflicts_with = "value")]
    x: Option<String>,
    /// What the values are: normal (0), rate (1), proportion of one (2).
    #[arg(long, value_enum, default_value_t)]
    value_type: ValueType,
    /// Column of lower 95% limits of the values.
    #[arg(long, required_unless_present = "se", requires = "upper_cl")]
    lower_cl: Option<String>,
    /// Column of upper 95% limits.
    #[arg(long, requires = "lower_cl")]
    upper_cl: Option<String>,
    /// Column of standard errors instead: of rates' logarithms, of proportions' logits.
    #[arg(long, conflicts_with = "lower_cl")]
    se: Option<String>,
    /// Fit the line to logarithms of rates, logits of proportions.
    #[arg(long, default_value_t = false, action = clap::ArgAction::Set)]
    transform: bool,
    /// The slope index per how many; a negative one turns its direction.
    #[arg(long, default_value_t = 1.0, allow_negative_numbers = true)]
    multiplier: f64,
    #[command(flatten)]
    confidence: Confidence,
    #[command(flatten)]
    mode: super::Same,
    #[command(flatten)]
    output: Output,
}

/// What the values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ValueType {
    /// Means and the like: errors are normal.
    #[default]
    #[value(alias = "0")]
    Normal,
    /// Rates: errors are normal on the log scale.
    #[value(alias = "1")]
    Rate,
    /// Proportions: errors are normal on the logit scale.
    #[value(alias = "2")]
    Proportion,
}

impl ValueType {
    fn kind(self) -> SlopeKind {
        match self {
            Self::Normal => SlopeKind::Normal,
            Self::Rate => SlopeKind::Rate,
            Self::Proportion => SlopeKind::Proportion,
        }
    }
}

/// Under a drawing: whose reading.
const RULES: &str = "As PHEindicatormethods has it, its limits worked out instead of simulated.";

pub(super) fn run(args: &Args) -> Answer {
    if !args.multiplier.is_finite() || args.multiplier == 0.0 {
        return Err(Failure::Input("--multiplier must be a number other than zero.".to_owned()));
    }
    if args.x.is_some() && args.value_type != ValueType::Proportion {
        return Err(Failure::Input("--x goes with --value-type proportion.".to_owned()));
    }
    let columns = Columns::read(&args.file)?;
    let order = columns.numbers(&args.quantile)?;
    let groups = read(args, &columns)?;
    let mut known = order.clone();
    known.sort_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
    known.dedup();
    let mut shown = Vec::new();
    let mut report = Report::new(&headings(args).iter().map(String::as_str).collect::<Vec<_>>());
    for (name, mut rows) in columns.groups_of(&args.group)? {
        rows.sort_by(|a, b| order[*a].partial_cmp(&order[*b]).unwrap_or(Ordering::Equal));
        let mut own: Vec<Option<f64>> = rows.iter().map(|i| order[*i]).collect();
        let found = if own == known {
            let figures: Option<Vec<Group>> = rows.iter().map(|i| groups[*i]).collect();
            figures.ok_or_else(|| "a figure is missing".to_owned()).and_then(|own| slopes(&own, args))
        } else {
            own.dedup();
            let twice = own.len() < rows.len();
            Err(if twice {
                "a quantile stands there twice"
            } else {
                "a quantile that the file has is missing"
            }
            .to_owned())
        };
        if let Some(slope) = found.as_ref().ok().and_then(|all| all.first()) {
            shown.push((name.clone(), slope.sii));
        }
        report.push(row(name, found, args));
    }
    let chart = drawn(args.output.title("Slope index of inequality", ""), &args.confidence, shown);
    args.output.give(&args.file, RULES, |format| print(&report, format), || vec![chart])
}

/// The group of each row; none where a figure is missing.
fn read(args: &Args, columns: &Columns) -> Result<Vec<Option<Group>>, Failure> {
    let numbers = |heading: &Option<String>| heading.as_deref().map(|h| columns.numbers(h)).transpose();
    let people = columns.numbers(&args.population)?;
    let (values, counts) = (numbers(&args.value)?, numbers(&args.x)?);
    let (low, high, errors) = (numbers(&args.lower_cl)?, numbers(&args.upper_cl)?, numbers(&args.se)?);
    let at = |column: &Option<Vec<Option<f64>>>, i: usize| column.as_ref().and_then(|c| c[i]);
    let group = |i: usize| {
        let population = people[i]?;
        let value = at(&values, i).or_else(|| Some(at(&counts, i)? / population))?;
        let known = match at(&errors, i) {
            Some(error) => Known::Error(error),
            None => Known::Limits(Interval { low: at(&low, i)?, high: at(&high, i)? }),
        };
        Some(Group { population, value, known })
    };
    Ok((0..columns.len()).map(group).collect())
}

/// The indices at each confidence.
fn slopes(groups: &[Group], args: &Args) -> Result<Vec<Slope>, String> {
    let transform = if args.transform { Transform::ByKind } else { Transform::None };
    let at = |c: &f64| slope_index(groups, args.value_type.kind(), transform, *c);
    let found: Result<Vec<Slope>, _> = args.confidence.confidence.iter().map(at).collect();
    let slopes = found.map_err(|why| why.words().to_owned())?;
    Ok(slopes.into_iter().map(|s| s.times(args.multiplier)).collect())
}

fn headings(args: &Args) -> Vec<String> {
    let index = |name: &str| {
        std::iter::once(name.to_owned())
            .chain(args.confidence.headings(&format!("{name}_")))
            .collect::<Vec<_>>()
    };
    let mut headings = vec!["group".to_owned()];
    headings.extend(index("sii"));
    headings.extend(index("rii"));
    headings.extend(["intercept", "reason"].map(str::to_owned));
    headings
}

fn row(name: String, found: Result<Vec<Slope>, String>, args: &Args) -> Vec<Cell> {
    let slopes = found.as_deref().ok();
    let sii: Option<Vec<Estimate>> = slopes.map(|s| s.iter().map(|s| s.sii).collect());
    let rii: Option<Vec<Estimate>> = slopes.and_then(|s| s.iter().map(|s| s.rii).collect());
    let mut row = vec![Cell::text(name)];
    row.extend(args.confidence.cells(sii.as_deref()));
    row.extend(args.confidence.cells(rii.as_deref()));
    row.push(Cell::maybe(slopes.and_then(|s| s.first()), |s| figure(s.intercept)));
    row.push(Cell::maybe(found.err(), Cell::text));
    row
}
