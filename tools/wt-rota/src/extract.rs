//! The two tables: `shift,start,end,mon,…,sun,normal` and `week,mon,…,sun`.

use crate::model::{Cell, DAYS, Pattern, Shift, Slots};

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

/// More people on one shift than any rota has.
const MOST: usize = 200;

/// A table with named columns, read whole.
struct Table {
    headings: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    fn read(text: &str, needed: &[&str]) -> Result<Self, NotRead> {
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
        let mut rows = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|e| broken(&e))?;
            let line = row.position().map_or(0, csv::Position::line);
            rows.push((line, row.iter().map(str::to_owned).collect()));
        }
        Ok(Self { headings, rows })
    }

    fn cell<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        let place = self.headings.iter().position(|heading| heading == column);
        place.and_then(|place| row.get(place)).map_or("", String::as_str)
    }
}

fn refuse(line: u64, column: &str, found: &str, expected: &str) -> NotRead {
    NotRead { line, column: column.to_owned(), found: found.to_owned(), expected: expected.to_owned() }
}

/// Reads the shifts of a rota.
///
/// ```
/// let slots = wt_rota::read_slots("shift,start,end,mon,tue,wed,thu,fri,sat,sun,normal\nN,21:00,09:30,1,1,1,1,1,1,1,\n")?;
/// assert_eq!(slots.shifts[0].minutes(), 750);
/// # Ok::<(), wt_rota::NotRead>(())
/// ```
///
/// # Errors
/// The first cell that can't be read: a missing column, a time that is none, a code given twice, a number of people above 200.
pub fn read_slots(text: &str) -> Result<Slots, NotRead> {
    let mut needed = vec!["shift", "start", "end"];
    needed.extend(DAYS);
    let table = Table::read(text, &needed)?;
    let mut shifts: Vec<Shift> = Vec::new();
    for (line, row) in &table.rows {
        let cell = |column: &str| table.cell(row, column);
        let code = cell("shift");
        if code.is_empty() || matches!(code, "off" | "-") || shifts.iter().any(|shift| shift.code == code) {
            return Err(refuse(*line, "shift", code, "a code that no other shift has, and not 'off'"));
        }
        let clock = |column: &str| {
            time(cell(column)).ok_or_else(|| refuse(*line, column, cell(column), "a time such as 08:30"))
        };
        let (start, mut end) = (clock("start")?, clock("end")?);
        if end <= start {
            end += 24 * 60;
        }
        let mut people = [0; 7];
        for (day, people) in DAYS.into_iter().zip(&mut people) {
            let text = cell(day);
            *people = match text {
                "" => 0,
                _ => text
                    .parse()
                    .ok()
                    .filter(|n| *n <= MOST)
                    .ok_or_else(|| refuse(*line, day, text, "a whole number of people, at most 200"))?,
            };
        }
        let normal = match cell("normal") {
            "" | "no" => false,
            "yes" if shifts.iter().any(|shift| shift.normal) => {
                return Err(refuse(*line, "normal", "yes", "one normal day at most"));
            }
            "yes" => true,
            other => return Err(refuse(*line, "normal", other, "yes, no or nothing")),
        };
        shifts.push(Shift { code: code.to_owned(), start, end, needed: people, normal });
    }
    if shifts.is_empty() {
        return Err(refuse(2, "shift", "", "at least one shift"));
    }
    Ok(Slots { shifts })
}

/// Reads a pattern: one row a week, each cell the code of a shift, or `off` or nothing.
///
/// # Errors
/// The first cell that names no shift, or a week out of order.
pub fn read_pattern(slots: &Slots, text: &str) -> Result<Pattern, NotRead> {
    let mut needed = vec!["week"];
    needed.extend(DAYS);
    let table = Table::read(text, &needed)?;
    let mut weeks = Vec::new();
    for (line, row) in &table.rows {
        let number = weeks.len() + 1;
        let week = table.cell(row, "week");
        if week.parse() != Ok(number) {
            return Err(refuse(*line, "week", week, &format!("{number}, the next week")));
        }
        let mut cells: [Cell; 7] = [None; 7];
        for (day, cell) in DAYS.into_iter().zip(&mut cells) {
            let code = table.cell(row, day);
            *cell = match code {
                "" | "off" | "-" => None,
                _ => Some(slots.place(code).ok_or_else(|| {
                    let known: Vec<&str> = slots.shifts.iter().map(|shift| shift.code.as_str()).collect();
                    refuse(*line, day, code, &format!("off or one of {}", known.join(", ")))
                })?),
            };
        }
        weeks.push(cells);
    }
    if weeks.is_empty() {
        return Err(refuse(2, "week", "", "at least one week"));
    }
    Ok(Pattern { weeks })
}

/// Writes a pattern as [`read_pattern`] reads it.
#[must_use]
pub fn write_pattern(slots: &Slots, pattern: &Pattern) -> String {
    let mut text = format!("week,{}\n", DAYS.join(","));
    for (at, week) in pattern.weeks.iter().enumerate() {
        let cells: Vec<&str> =
            week.iter().map(|cell| cell.map_or("off", |place| slots.shifts[place].code.as_str())).collect();
        text.push_str(&format!("{},{}\n", at + 1, cells.join(",")));
    }
    text
}

fn time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let part = |text: &str, below: u16| {
        let digits = text.len() <= 2 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|n| digits && *n < below)
    };
    Some(part(hours, 24)? * 60 + part(minutes, 60)?)
}
