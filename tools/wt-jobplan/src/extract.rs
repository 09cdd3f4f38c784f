//! The two tables: job plans, one row an activity, and the sessions that are needed.

use std::collections::HashMap;

use wt_facts::Ratio;
use wt_units::Quantity;

use crate::model::{Category, DAY, DAYS, Demand, Frequency, Plan, Planned, Stretch, Wanted, Work};

/// What can't be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: found '{found}', expected {expected}")]
pub struct NotRead {
    /// Line of the file, from 1.
    pub line: u64,
    /// Column by its heading.
    pub column: String,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
}

/// More PAs, or sessions beside each other, than any plan or week has.
const MOST: i64 = 200;
/// Weeks of a cycle: these keep every sum of shares exact.
const CYCLES: [u32; 12] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 26, 52];
/// Decimals of a number that is given.
const FINEST: i64 = 100;

/// A row of a table by the names of its columns.
struct Row<'a> {
    line: u64,
    places: &'a HashMap<String, usize>,
    cells: csv::StringRecord,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        self.places.get(column).and_then(|place| self.cells.get(*place)).unwrap_or("")
    }

    fn refuse(&self, column: &str, expected: impl Into<String>) -> NotRead {
        let found = self.cell(column).to_owned();
        NotRead { line: self.line, column: column.to_owned(), found, expected: expected.into() }
    }

    fn day(&self, column: &str) -> Result<u32, NotRead> {
        let word = self.cell(column).to_lowercase();
        let days = DAYS.iter().zip(0..);
        let full = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let found = days.zip(full).find(|((short, _), full)| word == **short || word == *full);
        found.map(|((_, day), _)| day).ok_or_else(|| self.refuse(column, "a weekday such as mon or Monday"))
    }

    fn clock(&self, column: &str) -> Result<u32, NotRead> {
        let part = |text: &str, below: u32| {
            let digits = !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<u32>().ok().filter(|n| digits && *n < below)
        };
        let read = |text: &str| {
            let (hours, minutes) = text.split_once(':')?;
            Some(part(hours, 24)? * 60 + part(minutes, 60)?)
        };
        read(self.cell(column)).ok_or_else(|| self.refuse(column, "a time such as 08:30"))
    }

    /// A stretch from weekday, start and end; an end that is not after its start lies on the next day.
    fn stretch(&self) -> Result<Stretch, NotRead> {
        let (day, start, mut end) = (self.day("weekday")?, self.clock("start")?, self.clock("end")?);
        if end == start {
            return Err(self.refuse("end", "another time than the start"));
        }
        if end < start {
            end += DAY;
        }
        Ok(Stretch { start: day * DAY + start, minutes: end - start })
    }

    /// A number from nought to 200, of at most two decimals; none where the cell is empty.
    fn number(&self, column: &str) -> Result<Option<Ratio>, NotRead> {
        let text = self.cell(column);
        if text.is_empty() {
            return Ok(None);
        }
        let fits = |q: &Quantity| {
            let millionths = q.millionths();
            (0..=MOST * 1_000_000).contains(&millionths) && millionths % (1_000_000 / FINEST) == 0
        };
        let read = text.parse::<Quantity>().ok().filter(fits);
        read.map(|q| Some(Ratio::of(q)))
            .ok_or_else(|| self.refuse(column, "a number from 0 to 200 with at most two decimals"))
    }

    fn frequency(&self) -> Result<Frequency, NotRead> {
        let text = self.cell("weeks");
        if text.is_empty() {
            return Ok(Frequency::WEEKLY);
        }
        let (weeks, of) = text.split_once('/').unwrap_or((text, "1"));
        let number = |text: &str| text.trim().parse::<u32>().ok();
        match (number(weeks), number(of)) {
            (Some(weeks), Some(of)) if CYCLES.contains(&of) && (1..=of).contains(&weeks) => {
                Ok(Frequency { weeks, of })
            }
            _ => Err(self.refuse(
                "weeks",
                "nothing for every week, or weeks of a cycle of 1 to 8, 10, 12, 26 or 52, such as 1/2",
            )),
        }
    }

    fn work(&self) -> Work {
        let specialty = one_spelling(self.cell("specialty"));
        Work { specialty, activity: self.cell("activity").to_lowercase() }
    }
}

/// A name with its first letter as a capital and the others small, so that `Ward Round` and `ward round` are the same work.
fn one_spelling(name: &str) -> String {
    let mut letters = name.trim().chars().flat_map(char::to_lowercase);
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Reads a table row by row.
fn rows<T>(
    text: &str,
    needed: &[&str],
    mut each: impl FnMut(&Row<'_>) -> Result<T, NotRead>,
) -> Result<Vec<T>, NotRead> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let broken = |e: &csv::Error| NotRead {
        line: e.position().map_or(1, csv::Position::line),
        column: "-".to_owned(),
        found: e.to_string(),
        expected: "a table of comma-separated values".to_owned(),
    };
    let headings: Vec<String> =
        reader.headers().map_err(|e| broken(&e))?.iter().map(str::to_lowercase).collect();
    if let Some(missing) = needed.iter().find(|name| !headings.iter().any(|h| h == *name)) {
        return Err(NotRead {
            line: 1,
            column: (*missing).to_owned(),
            found: headings.join(","),
            expected: format!("the columns {}", needed.join(",")),
        });
    }
    let places = headings.into_iter().enumerate().map(|(place, name)| (name, place)).collect();
    let mut read = Vec::new();
    for cells in reader.records() {
        let cells = cells.map_err(|e| broken(&e))?;
        let line = cells.position().map_or(0, csv::Position::line);
        if !cells.iter().all(str::is_empty) {
            read.push(each(&Row { line, places: &places, cells })?);
        }
    }
    if read.is_empty() {
        return Err(NotRead {
            line: 2,
            column: needed.first().copied().unwrap_or("-").to_owned(),
            found: String::new(),
            expected: "at least one row".to_owned(),
        });
    }
    Ok(read)
}

/// Reads job plans: `consultant,weekday,start,end,category,activity`, and if there are any `specialty`, `contracted` (PAs of the
/// contract, on any of the consultant's rows), `weeks` (1/2 for every other week) and `pas`, those of a week in which it happens. An
/// activity without a fixed time has no weekday, start and end, and says its `pas`.
///
/// ```
/// let plans = wt_jobplan::read_plans(
///     "consultant,weekday,start,end,category,activity,pas\nA,mon,09:00,13:00,DCC,clinic,\nA,,,,SPA,audit,2.5\n",
/// )?;
/// assert_eq!(plans[0].activities.len(), 2);
/// # Ok::<(), wt_jobplan::NotRead>(())
/// ```
///
/// # Errors
/// The first cell that can't be read, or that disagrees with an earlier row.
pub fn read_plans(text: &str) -> Result<Vec<Plan>, NotRead> {
    let mut plans: Vec<Plan> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let columns = ["consultant", "weekday", "start", "end", "category", "activity"];
    rows(text, &columns, |row| {
        let name = row.cell("consultant");
        if name.is_empty() {
            return Err(row.refuse("consultant", "who it is"));
        }
        let activity = planned(row)?;
        let place = *places.entry(name.to_owned()).or_insert_with(|| {
            plans.push(Plan { consultant: name.to_owned(), contracted: None, activities: Vec::new() });
            plans.len() - 1
        });
        let plan = &mut plans[place];
        if let Some(contracted) = row.number("contracted")? {
            if plan.contracted.is_some_and(|before| before != contracted) {
                return Err(row.refuse("contracted", format!("the same PAs on every row of {name}")));
            }
            plan.contracted = Some(contracted);
        }
        plan.activities.push(activity);
        Ok(())
    })?;
    Ok(plans)
}

fn planned(row: &Row<'_>) -> Result<Planned, NotRead> {
    let word = row.cell("category");
    let category = Category::ALL.into_iter().find(|one| one.word().eq_ignore_ascii_case(word));
    let category = category.ok_or_else(|| row.refuse("category", "DCC, SPA, ANR, ED or on-call"))?;
    let said = row.number("pas")?;
    let timed = ["weekday", "start", "end"].iter().any(|column| !row.cell(column).is_empty());
    let at = if timed { Some(row.stretch()?) } else { None };
    if at.is_none() && said.is_none() {
        return Err(row.refuse("pas", "PAs a week, where there is no weekday, start and end"));
    }
    if row.cell("activity").is_empty() {
        return Err(row.refuse("activity", "what it is, such as clinic"));
    }
    Ok(Planned { line: row.line, category, work: row.work(), at, weeks: row.frequency()?, said })
}

/// Reads the sessions that are needed: `activity,weekday,start,end,sessions`, and `specialty` if there is one. Sessions are how
/// many run beside each other, a week on average: 0.5 is one every other week.
///
/// # Errors
/// The first cell that can't be read.
pub fn read_demand(text: &str) -> Result<Demand, NotRead> {
    let columns = ["activity", "weekday", "start", "end", "sessions"];
    let wanted = rows(text, &columns, |row| {
        if row.cell("activity").is_empty() {
            return Err(row.refuse("activity", "what it is, such as clinic"));
        }
        let sessions = row.number("sessions")?.filter(|n| n.numerator() > 0);
        let sessions = sessions.ok_or_else(|| row.refuse("sessions", "a number above 0, at most 200"))?;
        Ok(Wanted { line: row.line, work: row.work(), at: row.stretch()?, sessions })
    })?;
    Ok(Demand { wanted })
}
