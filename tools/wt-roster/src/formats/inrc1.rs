//! The text format of the First International Nurse Rostering Competition (2010): sections of lines that end in a
//! semicolon. Nothing is known of the days before; blocks at either end of the horizon count as they stand.
//!
//! Cover is exact: neither too few nor too many (Haspeslagh, De Causmaecker, Schaerf, Stølevik, Annals of Operations Research
//! 2014;218:221-236).

mod contract;

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use self::contract::{Contract, Patterns};
use super::text::{Line, ReadError};
use super::xml::document;
use crate::model::{Bound, Cover, Duty, Limit, OFF, Person, Problem, Request, Symbol, Weight};
use crate::roster::Roster;

/// Longer horizons are a slip.
const LONGEST: i32 = 11_000;
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Whether a text looks like this format.
#[must_use]
pub fn is_like(text: &str) -> bool {
    text.lines().any(|line| line.trim() == "SCHEDULING_PERIOD;")
}

/// Reads an instance.
///
/// # Errors
/// The first line that can't be right: an unknown shift, skill, contract or person, a date outside the period, a section that is
/// missing.
pub fn read(text: &str) -> Result<Problem, ReadError> {
    let sections = Sections::of(text)?;
    let mut reader = Reader::default();
    reader.period(sections.of_name("SCHEDULING_PERIOD")?)?;
    reader.skills(sections.of_name("SKILLS")?)?;
    reader.shifts(sections.of_name("SHIFT_TYPES")?)?;
    let patterns = Patterns::read(sections.of_name("PATTERNS")?, &reader)?;
    let contracts = contract::read(sections.of_name("CONTRACTS")?, &patterns)?;
    reader.people(sections.of_name("EMPLOYEES")?, &contracts, &patterns)?;
    reader.cover(sections.of_name("DAY_OF_WEEK_COVER")?, sections.of_name("DATE_SPECIFIC_COVER")?)?;
    for (name, wanted, shift) in [
        ("DAY_OFF_REQUESTS", false, false),
        ("DAY_ON_REQUESTS", true, false),
        ("SHIFT_OFF_REQUESTS", false, true),
        ("SHIFT_ON_REQUESTS", true, true),
    ] {
        reader.requests(sections.of_name(name)?, wanted, shift)?;
    }
    Ok(reader.problem)
}

/// Writes a roster as the competition's solution files have it. `start` is the first day of the period.
#[must_use]
pub fn write_solution(problem: &Problem, roster: &Roster, start: Date) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Solution>\n<SchedulingPeriodID>{}</SchedulingPeriodID>\n",
        problem.name
    );
    for (person, row) in problem.people.iter().zip(roster.rows()) {
        for (day, symbol) in (0_i64..).zip(row) {
            let Some(duty) = problem.duty(*symbol) else { continue };
            let date = start.saturating_add(jiff::Span::new().days(day));
            let _ = writeln!(
                out,
                "<Assignment><Date>{date}</Date><Employee>{}</Employee><ShiftType>{}</ShiftType></Assignment>",
                person.id, duty.shift
            );
        }
    }
    out.push_str("</Solution>\n");
    out
}

/// Whether a text looks like a solution file.
#[must_use]
pub fn is_solution(text: &str) -> bool {
    text.contains("<Solution")
}

/// Reads a solution file. `start` is the first day of the period.
///
/// # Errors
/// The first element with an unknown employee, date or shift, or a second duty on one day.
pub fn read_solution(problem: &Problem, text: &str, start: Date) -> Result<Roster, ReadError> {
    let people: HashMap<&str, usize> =
        problem.people.iter().enumerate().map(|(at, person)| (person.id.as_str(), at)).collect();
    let mut roster = Roster::empty(problem);
    for one in document(text).all("Assignment")? {
        let (date, id, shift) = (one.text("Date")?, one.text("Employee")?, one.text("ShiftType")?);
        let days =
            date.parse::<Date>().ok().and_then(|date| date.since(start).ok()).map(|span| span.get_days());
        let day = days.and_then(|days| usize::try_from(days).ok()).filter(|day| *day < problem.days);
        let day =
            day.ok_or_else(|| one.refuse(date, &format!("a date of the period that starts on {start}")))?;
        let person = *people.get(id).ok_or_else(|| one.refuse(id, "an employee of the instance"))?;
        let symbol = problem.symbols_where(|duty| duty.shift == shift).next();
        let symbol = symbol.ok_or_else(|| one.refuse(shift, "a shift of the instance"))?;
        let cell = &mut roster.row_mut(person)[day];
        if *cell != OFF {
            return Err(one.refuse(date, "one duty a day for each employee"));
        }
        *cell = symbol;
    }
    Ok(roster)
}

/// The first day of the period.
///
/// # Errors
/// As [`read`].
pub fn first_day(text: &str) -> Result<Date, ReadError> {
    let mut reader = Reader::default();
    reader.period(Sections::of(text)?.of_name("SCHEDULING_PERIOD")?)?;
    reader.start.ok_or_else(|| ReadError::new(1, "", "a period"))
}

/// One section: its lines without their semicolons, and the line of its heading.
struct Section<'a> {
    lines: Vec<Line<'a>>,
    heading: usize,
}

struct Sections<'a> {
    found: HashMap<&'a str, Section<'a>>,
    end: usize,
}

impl<'a> Sections<'a> {
    fn of(text: &'a str) -> Result<Self, ReadError> {
        let (mut found, mut now, mut end) = (HashMap::<&str, Section<'_>>::new(), None, 1);
        for (at, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let (number, raw) = (at + 1, raw.trim());
            end = number + 1;
            if raw.is_empty() || raw.starts_with("//") {
                continue;
            }
            let body =
                raw.strip_suffix(';').ok_or_else(|| ReadError::new(number, raw, "a line that ends in ;"))?;
            let name = body.split([' ', '=']).next().unwrap_or_default();
            let heading = !name.is_empty()
                && !body.contains(',')
                && name.len() > 4
                && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
            if heading {
                if found.insert(name, Section { lines: Vec::new(), heading: number }).is_some() {
                    return Err(ReadError::new(number, raw, "each section once"));
                }
                now = Some(name);
                continue;
            }
            let section = now.and_then(|now| found.get_mut(now));
            let section = section.ok_or_else(|| ReadError::new(number, raw, "SCHEDULING_PERIOD; first"))?;
            section.lines.push(Line::new(number, body));
        }
        Ok(Self { found, end })
    }

    fn of_name(&self, name: &str) -> Result<&Section<'a>, ReadError> {
        self.found.get(name).ok_or_else(|| {
            ReadError::new(self.end, "", &format!("the section {name} before the end of the file"))
        })
    }
}

#[derive(Default)]
struct Reader<'a> {
    problem: Problem,
    start: Option<Date>,
    skills: Vec<&'a str>,
    shifts: HashMap<&'a str, Symbol>,
    /// By duty: the skills it needs.
    needs: Vec<Vec<&'a str>>,
    people: HashMap<&'a str, usize>,
}

impl<'a> Reader<'a> {
    fn period(&mut self, section: &Section<'_>) -> Result<(), ReadError> {
        let expected = "the name of the period, its first and its last day";
        let Some(line) = section.lines.first() else {
            return Err(ReadError::new(section.heading, "", expected));
        };
        self.problem.name = line.text(0, expected)?.to_owned();
        let (start, end) = (date(line, 1)?, date(line, 2)?);
        let days = start.until(end).map_or(-1, |span| span.get_days()) + 1;
        if !(1..=LONGEST).contains(&days) {
            return Err(line.refuse(line.cells[2], "a last day from 1 to 11000 days after the first"));
        }
        self.problem.days = days as usize;
        self.problem.first_weekday = start.weekday().to_monday_zero_offset() as usize;
        self.start = Some(start);
        Ok(())
    }

    fn skills(&mut self, section: &Section<'a>) -> Result<(), ReadError> {
        self.skills = section.lines.iter().map(|l| l.text(0, "a skill")).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn shifts(&mut self, section: &Section<'a>) -> Result<(), ReadError> {
        for line in &section.lines {
            let id = line.text(0, "the name of a shift")?;
            let (start, end) = (time(line, 2)?, time(line, 3)?);
            let symbol = Symbol::try_from(self.problem.duties.len() + 1)
                .map_err(|_| line.refuse(id, "at most 255 shifts"))?;
            if self.shifts.insert(id, symbol).is_some() {
                return Err(line.refuse(id, "each shift once"));
            }
            let needs: Vec<&str> = line.cells.iter().skip(5).flat_map(|c| c.split_whitespace()).collect();
            if let Some(unknown) = needs.iter().find(|skill| !self.skills.contains(skill)) {
                return Err(line.refuse(unknown, "a skill of the section SKILLS"));
            }
            let minutes = (end + 1440 - start - 1) % 1440 + 1;
            self.problem.duties.push(Duty { shift: id.to_owned(), skill: None, start: Some(start), minutes });
            self.needs.push(needs);
        }
        if section.lines.is_empty() {
            return Err(ReadError::new(section.heading, "", "at least one shift"));
        }
        Ok(())
    }

    /// The symbol of a shift.
    fn shift(&self, line: &Line<'_>, id: &str) -> Result<Symbol, ReadError> {
        self.shifts.get(id).copied().ok_or_else(|| line.refuse(id, "a shift of the section SHIFT_TYPES"))
    }

    /// By symbol: whether the shift ends after midnight.
    fn nights(&self) -> Vec<bool> {
        let ends_late = |d: &Duty| d.start.is_some_and(|start| start + d.minutes > 1440);
        std::iter::once(false).chain(self.problem.duties.iter().map(ends_late)).collect()
    }

    fn people(
        &mut self,
        section: &Section<'a>,
        contracts: &HashMap<&str, Contract<'_>>,
        patterns: &Patterns,
    ) -> Result<(), ReadError> {
        if section.lines.is_empty() {
            return Err(ReadError::new(section.heading, "", "at least one employee"));
        }
        // People of one contract share its rules; those who lack other skills have one of their own.
        let mut shared: HashMap<(&str, Vec<u32>), Vec<usize>> = HashMap::new();
        for line in &section.lines {
            let id = line.text(0, "the number of an employee")?;
            let name = line.text(2, "the number of a contract")?;
            let contract = contracts
                .get(name)
                .ok_or_else(|| line.refuse(name, "a contract of the section CONTRACTS"))?;
            let skills: Vec<&str> = line.cells.iter().skip(4).flat_map(|c| c.split_whitespace()).collect();
            if let Some(unknown) = skills.iter().find(|skill| !self.skills.contains(skill)) {
                return Err(line.refuse(unknown, "a skill of the section SKILLS"));
            }
            let lacks = |needs: &Vec<&str>| u32::from(!needs.iter().all(|skill| skills.contains(skill)));
            let lacking: Vec<u32> = std::iter::once(0).chain(self.needs.iter().map(lacks)).collect();
            if self.people.insert(id, self.problem.people.len()).is_some() {
                return Err(line.refuse(id, "each employee once"));
            }
            let rules = match shared.get(&(name, lacking.clone())) {
                Some(rules) => rules.clone(),
                None => {
                    let made = contract.rules(&self.problem, &self.nights(), &lacking, patterns, line)?;
                    let first = self.problem.rules.len();
                    self.problem.rules.extend(made);
                    let rules: Vec<usize> = (first..self.problem.rules.len()).collect();
                    shared.insert((name, lacking), rules.clone());
                    rules
                }
            };
            self.problem.people.push(Person {
                id: id.to_owned(),
                contract: contract.name.to_owned(),
                can: vec![true; self.problem.symbols()],
                past: Vec::new(),
                rules,
                requests: Vec::new(),
            });
        }
        Ok(())
    }

    /// By weekday, unless the date has figures of its own.
    fn cover(&mut self, weekly: &Section<'_>, dated: &Section<'_>) -> Result<(), ReadError> {
        let symbols = self.problem.symbols();
        let mut needs = vec![0; self.problem.days * symbols];
        for line in &weekly.lines {
            let weekday = line.text(0, "a weekday, such as Monday")?;
            let weekday = WEEKDAYS.iter().position(|one| *one == weekday);
            let weekday = weekday.ok_or_else(|| line.refuse(line.cells[0], "a weekday, such as Monday"))?;
            let symbol = self.shift(line, line.text(1, "a shift")?)?;
            let need = line.number(2, "how many are needed")?;
            let days = (0..self.problem.days).filter(|d| (self.problem.first_weekday + d) % 7 == weekday);
            for day in days.collect::<Vec<_>>() {
                needs[day * symbols + usize::from(symbol)] = need;
            }
        }
        for line in &dated.lines {
            let (day, symbol) = (self.day(line, 0)?, self.shift(line, line.text(1, "a shift")?)?);
            needs[day * symbols + usize::from(symbol)] = line.number(2, "how many are needed")?;
        }
        let exactly = |at| Some(Bound { at, weight: Weight::Hard });
        for day in 0..self.problem.days {
            for symbol in self.problem.symbols_where(|_| true).collect::<Vec<_>>() {
                let need = needs[day * symbols + usize::from(symbol)];
                let limits = vec![Limit { min: exactly(need), max: exactly(need) }];
                self.problem.cover.push(Cover { day, symbols: vec![symbol], limits });
            }
        }
        Ok(())
    }

    fn requests(&mut self, section: &Section<'_>, wanted: bool, of_shift: bool) -> Result<(), ReadError> {
        for line in &section.lines {
            let id = line.text(0, "the number of an employee")?;
            let person = *self
                .people
                .get(id)
                .ok_or_else(|| line.refuse(id, "an employee of the section EMPLOYEES"))?;
            let day = self.day(line, 1)?;
            let symbols = if of_shift {
                vec![self.shift(line, line.text(2, "a shift")?)?]
            } else {
                self.problem.symbols_where(|_| true).collect()
            };
            let weight = line.number(if of_shift { 3 } else { 2 }, "the weight of the request")?;
            let request = Request { day, symbols, wanted, weight: Weight::Soft(weight) };
            self.problem.people[person].requests.push(request);
        }
        Ok(())
    }

    /// A day of the period, from 0.
    fn day(&self, line: &Line<'_>, at: usize) -> Result<usize, ReadError> {
        let (asked, start) = (date(line, at)?, self.start.unwrap_or_default());
        let day = start.until(asked).map_or(-1, |span| span.get_days());
        let inside = usize::try_from(day).ok().filter(|day| *day < self.problem.days);
        inside.ok_or_else(|| line.refuse(line.cells[at], "a day of the period"))
    }
}

fn date(line: &Line<'_>, at: usize) -> Result<Date, ReadError> {
    let expected = "a day, such as 2010-01-28";
    let text = line.text(at, expected)?;
    text.parse().map_err(|_| line.refuse(text, expected))
}

/// Minutes after midnight.
fn time(line: &Line<'_>, at: usize) -> Result<u32, ReadError> {
    let expected = "a time of day, such as 14:30:00";
    let text = line.text(at, expected)?;
    let time: jiff::civil::Time = text.parse().map_err(|_| line.refuse(text, expected))?;
    Ok(u32::from(time.hour().unsigned_abs()) * 60 + u32::from(time.minute().unsigned_abs()))
}

/// Whether a symbol is a duty, by symbol.
fn worked(symbols: usize) -> Vec<bool> {
    (0..symbols).map(|symbol| symbol != usize::from(OFF)).collect()
}
