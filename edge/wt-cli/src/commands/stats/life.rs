//! `wholetime stats life FILE`: life expectancy at each age.

use std::collections::BTreeSet;
use std::path::PathBuf;

use wt_engine::report::Cell;
use wt_stats::rates::{Band, Expectancy, Why, life_expectancy};

use super::super::{Answer, Failure};
use super::columns::Columns;
use super::estimates::{Confidence, Line, drawn, figure, report};
use super::output::Output;
use crate::report::print;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    wholetime stats life deaths.csv --startage age --population pops --deaths deaths --group area --le-age 0,65\n\n\
    Each row of the answer: group, startage, population and deaths from that age on, value, lower, upper, method,\n\
    and reason where there is no value.\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings. Twenty age bands are usual: 0, 1-4, 5-9, … 90+.
    file: PathBuf,
    /// Column of the age at which a band starts: 0, 1-4, 90+.
    #[arg(long)]
    startage: String,
    /// Column of populations (person-years).
    #[arg(long)]
    population: String,
    /// Column of deaths.
    #[arg(long)]
    deaths: String,
    /// Columns whose values together name a group.
    #[arg(long, value_delimiter = ',')]
    group: Vec<String>,
    /// Ages to print, joined by commas; all without it.
    #[arg(long, value_delimiter = ',')]
    le_age: Vec<u32>,
    #[command(flatten)]
    confidence: Confidence,
    #[command(flatten)]
    mode: super::Same,
    #[command(flatten)]
    output: Output,
}

/// Under a drawing: whose reading.
const RULES: &str = "Chiang's life table, as PHEindicatormethods has it.";

pub(super) fn run(args: &Args) -> Answer {
    let columns = Columns::read(&args.file)?;
    let (people, deaths) = (columns.numbers(&args.population)?, columns.numbers(&args.deaths)?);
    let ages = ages(&columns, args)?;
    if let Some(age) = args.le_age.iter().find(|age| !ages.contains(age)) {
        return Err(Failure::Input(format!(
            "--le-age {age}: no band of {} starts at that age.",
            args.file.display()
        )));
    }
    let known: Vec<u32> = BTreeSet::from_iter(ages.iter().copied()).into_iter().collect();
    let (mut lines, mut shown) = (Vec::new(), Vec::new());
    for (name, mut rows) in columns.groups_of(&args.group)? {
        rows.sort_by_key(|i| ages[*i]);
        let bands: Option<Vec<Band>> = rows
            .iter()
            .map(|i| Some(Band { start: f64::from(ages[*i]), population: people[*i]?, deaths: deaths[*i]? }))
            .collect();
        let mut own: Vec<u32> = rows.iter().map(|i| ages[*i]).collect();
        own.dedup();
        let found = match bands {
            Some(_) if own != known => Err("an age band that the file has elsewhere is missing".to_owned()),
            Some(bands) => Ok(bands),
            None => Err("a figure is missing".to_owned()),
        };
        let found = found.and_then(|bands| life_expectancy(&bands).map_err(words));
        for (at, &i) in rows.iter().enumerate() {
            if args.le_age.is_empty() || args.le_age.contains(&ages[i]) {
                let line = line(&name, ages[i], found.as_ref().map(|all| all[at]), args);
                if let (Ok(found), None) = (&line.found, line.withheld) {
                    let from = format!("from age {}", ages[i]);
                    let name = if name.is_empty() { from } else { format!("{name}, {from}") };
                    shown.extend(found.first().map(|found| (name, *found)));
                }
                lines.push(line);
            }
        }
    }
    let about = ["group", "startage", "pops_used", "dths_used"];
    let chart = drawn(args.output.title("Life expectancy in years", ""), &args.confidence, shown);
    let table = report(&about, &args.confidence, lines);
    args.output.give(&args.file, RULES, |format| print(&table, format), || vec![chart])
}

fn line(name: &str, age: u32, found: Result<Expectancy, &String>, args: &Args) -> Line {
    let known = |of: fn(&Expectancy) -> f64| Cell::maybe(found.as_ref().ok().map(of), figure);
    let withheld = found.is_ok_and(|e| e.too_wide).then(|| Why::TooWide.words());
    let about = vec![Cell::text(name), Cell::number(age), known(|e| e.population), known(|e| e.deaths)];
    let found =
        found.map_err(Clone::clone).and_then(|e| args.confidence.each(|c| e.interval(c)).map_err(words));
    Line { withheld, ..Line::new(about, found, "Chiang, using Silcocks et al for confidence limits") }
}

fn words(why: Why) -> String {
    why.words().to_owned()
}

/// The first number in each text: 5 of `5-9 years`.
fn ages(columns: &Columns, args: &Args) -> Result<Vec<u32>, Failure> {
    let texts = columns.texts(&args.startage)?;
    let age = |(i, text): (usize, String)| {
        let digits: String =
            text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        digits.parse().map_err(|_| {
            Failure::Input(format!(
                "{}, row {}, column {}: found '{text}', expected an age such as 0, 1-4 or 90+.",
                args.file.display(),
                columns.row(i),
                args.startage
            ))
        })
    };
    texts.into_iter().enumerate().map(age).collect()
}
