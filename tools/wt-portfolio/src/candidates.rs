//! Rows of a file of candidates: typed, or refused with row, column, what was found and what was expected.

use std::collections::BTreeMap;
use std::str::FromStr;

use wt_facts::Ratio;
use wt_units::{Pence, Quantity};

use crate::appraisal::{Benefit, Candidate};
use crate::optimism::{Bias, added};

/// Longest appraisal, in years.
const LAST_YEAR: usize = 60;

/// Columns with a fixed name; besides there are cost_0, cost_1, … and benefit_0, benefit_1, ….
pub const COLUMNS: [&str; 17] = [
    "id",
    "name",
    "type",
    "full_year_benefit",
    "ramp",
    "years",
    "low_percent",
    "high_percent",
    "confidence_percent",
    "optimism",
    "managed_percent",
    "people",
    "attention",
    "quality",
    "requires",
    "excludes",
    "note",
];

/// A cell, column or file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}, column {column}: found {found}, expected {expected}")]
pub struct Refusal {
    /// Row as a spreadsheet counts; 1 is the headings.
    pub row: u32,
    /// Heading of the column.
    pub column: String,
    /// What stood there.
    pub found: String,
    /// What would have been accepted.
    pub expected: String,
}

/// Reads candidates from headings and numbered rows. Headings in any order; a column that is not known is refused, as
/// it is likely a slip of the pen.
///
/// # Errors
/// Everything wrong, in the order of the rows.
pub fn read(
    headings: &[String],
    rows: impl IntoIterator<Item = (u32, Vec<String>)>,
    biases: &[Bias],
) -> Result<Vec<Candidate>, Vec<Refusal>> {
    let columns = Columns::new(headings)?;
    let (mut candidates, mut numbers, mut refusals) = (Vec::new(), Vec::new(), Vec::new());
    for (number, cells) in rows {
        let mut row = Row { number, columns: &columns, cells: &cells, refusals: Vec::new() };
        let candidate = row.candidate(biases);
        if row.refusals.is_empty() {
            candidates.push(candidate);
            numbers.push(number);
        }
        refusals.extend(row.refusals);
    }
    refusals.extend(names(&candidates, &numbers));
    refusals.sort_by_key(|refusal| refusal.row);
    if refusals.is_empty() { Ok(candidates) } else { Err(refusals) }
}

/// Ids that stand twice, and dependencies on nobody or on oneself.
fn names(candidates: &[Candidate], numbers: &[u32]) -> Vec<Refusal> {
    let mut first: BTreeMap<&str, u32> = BTreeMap::new();
    let mut refusals = Vec::new();
    let mut refuse = |row: u32, column: &str, found: String, expected: &str| {
        refusals.push(Refusal { row, column: column.to_owned(), found, expected: expected.to_owned() });
    };
    for (candidate, row) in candidates.iter().zip(numbers) {
        if let Some(before) = first.insert(&candidate.id, *row) {
            refuse(*row, "id", format!("'{}', which row {before} has", candidate.id), "each id once");
        }
    }
    for (candidate, row) in candidates.iter().zip(numbers) {
        for (column, list) in [("requires", &candidate.requires), ("excludes", &candidate.excludes)] {
            for id in list.iter().filter(|id| **id == candidate.id || !first.contains_key(id.as_str())) {
                refuse(*row, column, format!("'{id}'"), "the id of another candidate of the file");
            }
        }
    }
    refusals
}

/// Where each column stands.
struct Columns {
    named: BTreeMap<String, usize>,
    costs: Vec<usize>,
    benefits: Vec<usize>,
}

impl Columns {
    fn new(headings: &[String]) -> Result<Self, Vec<Refusal>> {
        let (mut named, mut refusals) = (BTreeMap::new(), Vec::new());
        let mut refuse = |column: &str, found: String, expected: String| {
            refusals.push(Refusal { row: 1, column: column.to_owned(), found, expected });
        };
        for (at, heading) in headings.iter().enumerate() {
            let name = heading.trim().to_ascii_lowercase();
            let year = ["cost_", "benefit_"].iter().find_map(|p| name.strip_prefix(p)?.parse::<usize>().ok());
            if !COLUMNS.contains(&name.as_str()) && year.is_none_or(|year| year > LAST_YEAR) {
                let known = COLUMNS.join(", ");
                refuse(heading, format!("'{heading}'"), format!("one of {known}, cost_0 … and benefit_0 …"));
            } else if named.insert(name, at).is_some() {
                refuse(heading, format!("'{heading}' twice"), "each column once".to_owned());
            }
        }
        let years = |prefix: &str| -> Vec<usize> {
            (0..=LAST_YEAR).map_while(|year| named.get(&format!("{prefix}{year}")).copied()).collect()
        };
        let (costs, benefits) = (years("cost_"), years("benefit_"));
        let numbered = |prefix: &str| {
            named
                .keys()
                .filter(|n| n.strip_prefix(prefix).is_some_and(|y| y.parse::<usize>().is_ok()))
                .count()
        };
        for (prefix, list) in [("cost_", &costs), ("benefit_", &benefits)] {
            if numbered(prefix) != list.len() {
                refuse(
                    prefix,
                    "years with a gap".to_owned(),
                    format!("{prefix}0, {prefix}1, … without a gap"),
                );
            }
        }
        for needed in ["id", "type"] {
            if !named.contains_key(needed) {
                refuse(needed, "no such column".to_owned(), format!("a column '{needed}'"));
            }
        }
        if costs.is_empty() {
            refuse("cost_0", "no such column".to_owned(), "costs in pounds by year, from cost_0".to_owned());
        }
        if benefits.is_empty() != named.contains_key("full_year_benefit") {
            let found = if benefits.is_empty() { "no benefit" } else { "benefit_0 and full_year_benefit" };
            let expected = "either benefit_0, benefit_1, … or full_year_benefit with ramp and years";
            refuse("full_year_benefit", found.to_owned(), expected.to_owned());
        }
        if refusals.is_empty() { Ok(Self { named, costs, benefits }) } else { Err(refusals) }
    }
}

struct Row<'a> {
    number: u32,
    columns: &'a Columns,
    cells: &'a [String],
    refusals: Vec<Refusal>,
}

impl Row<'_> {
    fn cell(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    fn text(&self, column: &str) -> &str {
        self.cell(self.columns.named.get(column).copied())
    }

    fn refuse(&mut self, column: &str, found: impl Into<String>, expected: impl Into<String>) {
        let (found, expected) = (found.into(), expected.into());
        self.refusals.push(Refusal { row: self.number, column: column.to_owned(), found, expected });
    }

    fn read<T: FromStr>(&mut self, column: &str, text: &str, expected: &str) -> Option<T> {
        let read = text.parse().ok();
        if read.is_none() {
            self.refuse(column, format!("'{text}'"), expected);
        }
        read
    }

    /// An amount that is not below nought; the default where the cell is empty.
    fn amount(&mut self, column: &str, default: i64) -> Quantity {
        let text = self.text(column).to_owned();
        let default = Quantity::whole(default).unwrap_or(Quantity::ZERO);
        if text.is_empty() {
            return default;
        }
        let expected = "a number from nought up, such as 12.5";
        match self.read::<Quantity>(column, &text, expected) {
            Some(read) if read.is_negative() => {
                self.refuse(column, format!("'{text}'"), expected);
                default
            }
            read => read.unwrap_or(default),
        }
    }

    fn percent(&mut self, column: &str, default: i64, from: i64, to: i64) -> Quantity {
        let read = self.amount(column, default);
        let within = |x: Quantity| Quantity::whole(from) <= Some(x) && Some(x) <= Quantity::whole(to);
        if !within(read) {
            self.refuse(column, format!("'{read}'"), format!("a percentage from {from} to {to}"));
        }
        read
    }

    fn pounds(&mut self, column: &str, text: &str) -> Pence {
        if text.is_empty() {
            return Pence::ZERO;
        }
        let expected = "pounds from nought up, such as 12500 or 12500.50";
        match self.read::<Quantity>(column, text, expected) {
            Some(read) if !read.is_negative() && read.millionths() % 10_000 == 0 => {
                Pence::new(read.millionths() / 10_000)
            }
            Some(_) => {
                self.refuse(column, format!("'{text}'"), expected);
                Pence::ZERO
            }
            None => Pence::ZERO,
        }
    }

    fn ids(&self, column: &str) -> Vec<String> {
        self.text(column).split([' ', ';', ',']).filter(|id| !id.is_empty()).map(str::to_owned).collect()
    }

    fn candidate(&mut self, biases: &[Bias]) -> Candidate {
        let id = self.text("id").to_owned();
        if id.is_empty() || id.contains([' ', ';', ',']) {
            self.refuse("id", format!("'{id}'"), "a short name without spaces, such as e-rostering");
        }
        let kind = self.text("type").to_owned();
        let benefit = Benefit::ALL.into_iter().find(|benefit| benefit.name() == kind);
        if benefit.is_none() {
            let names: Vec<&str> = Benefit::ALL.iter().map(|benefit| benefit.name()).collect();
            self.refuse("type", format!("'{kind}'"), format!("one of {}", names.join(", ")));
        }
        let years = |row: &mut Self, prefix: &str, places: &[usize]| -> Vec<Pence> {
            let texts: Vec<String> = places.iter().map(|at| row.cell(Some(*at)).to_owned()).collect();
            texts.iter().enumerate().map(|(year, t)| row.pounds(&format!("{prefix}{year}"), t)).collect()
        };
        let costs = years(self, "cost_", &self.columns.costs);
        let benefits = match self.columns.benefits.is_empty() {
            true => self.ramped(),
            false => years(self, "benefit_", &self.columns.benefits),
        };
        let name = Some(self.text("name").to_owned()).filter(|name| !name.is_empty());
        Candidate {
            name: name.unwrap_or_else(|| id.clone()),
            id,
            benefit: benefit.unwrap_or(Benefit::Quality),
            costs,
            benefits,
            low: self.percent("low_percent", 100, 0, 100),
            high: self.percent("high_percent", 100, 100, 1_000),
            confidence: self.percent("confidence_percent", 100, 0, 100),
            optimism: self.optimism(biases),
            people: self.amount("people", 0),
            attention: self.amount("attention", 0),
            quality: self.amount("quality", 0),
            requires: self.ids("requires"),
            excludes: self.ids("excludes"),
        }
    }

    /// Benefit by year from the full-year effect: the ramp's percentages, the last of which stays.
    fn ramped(&mut self) -> Vec<Pence> {
        let text = self.text("full_year_benefit").to_owned();
        let full = self.pounds("full_year_benefit", &text);
        let years = self.percent("years", 1, 1, LAST_YEAR as i64);
        if !years.is_whole() {
            self.refuse("years", format!("'{years}'"), "whole years");
        }
        let mut ramp = Vec::new();
        for step in self.ids("ramp") {
            let expected = "percentages by year from 0 to 100, such as 0;50;100";
            let top = Quantity::whole(100);
            match self.read::<Quantity>("ramp", &step, expected) {
                Some(percent) if percent.is_negative() || Some(percent) > top => {
                    self.refuse("ramp", format!("'{step}'"), expected);
                }
                Some(percent) => ramp.push(percent),
                None => {}
            }
        }
        let stays = Quantity::whole(100).unwrap_or(Quantity::ZERO);
        let years = usize::try_from(years.millionths() / 1_000_000).unwrap_or(1);
        let at = |year: usize| ramp.get(year).or(ramp.last()).copied().unwrap_or(stays);
        let one = Quantity::from_millionths(1_000_000);
        let pence = |year| crate::discount::part(full.get(), Ratio::percent(at(year)), one);
        (0..years).map(|year| pence(year).map_or(Pence::ZERO, Pence::new)).collect()
    }

    fn optimism(&mut self, biases: &[Bias]) -> Ratio {
        let managed = self.percent("managed_percent", 0, 0, 100);
        let words = self.text("optimism").to_owned();
        if words.is_empty() {
            return Ratio::ZERO;
        }
        added(&words, managed, biases).unwrap_or_else(|why| {
            let (found, expected) = why.split_once(", expected ").unwrap_or((&why, "a kind of project"));
            self.refuse("optimism", found.trim_start_matches("found "), expected);
            Ratio::ZERO
        })
    }
}
