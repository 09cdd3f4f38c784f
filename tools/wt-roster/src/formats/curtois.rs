//! The text format of the shift-scheduling benchmark of Curtois and Qu (Computational results on new staff scheduling
//! benchmark instances, 2014): sections of comma-separated lines, the horizon starting on a Monday.
//!
//! Blocks of days worked or off that touch an end of the horizon are never too short there.

use std::collections::HashMap;

use super::text::{Line, ReadError, number};
use crate::model::{Bound, Cover, Duty, Limit, OFF, Person, Problem, Request, Symbol, Weekends, Weight};
use crate::rules::{Rule, Run, Succession, Tally, WeekendCount};

/// More days than this (thirty years) are a slip.
const LONGEST: u32 = 11_000;

/// The sections in their order; each stands once.
const SECTIONS: [&str; 7] = [
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
];

/// Whether a text looks like this format.
#[must_use]
pub fn is_like(text: &str) -> bool {
    text.lines().any(|line| line.trim() == SECTIONS[0])
}

/// Reads an instance.
///
/// # Errors
/// The first line that can't be right: an unknown shift or person, a number that is none, a section that is missing.
pub fn read(name: &str, text: &str) -> Result<Problem, ReadError> {
    let sections = split(text)?;
    let mut reader = Reader {
        problem: Problem { name: name.to_owned(), ..Problem::default() },
        shifts: HashMap::new(),
        people: HashMap::new(),
        rules: HashMap::new(),
    };
    reader.horizon(&sections[0])?;
    reader.shifts(&sections[1])?;
    reader.people(&sections[2])?;
    reader.days_off(&sections[3])?;
    reader.requests(&sections[4], true)?;
    reader.requests(&sections[5], false)?;
    reader.cover(&sections[6])?;
    Ok(reader.problem)
}

/// The lines of one section, and the line on which it ends.
struct Section<'a> {
    lines: Vec<Line<'a>>,
    end: usize,
}

fn split(text: &str) -> Result<Vec<Section<'_>>, ReadError> {
    let mut sections: Vec<Option<Section<'_>>> = SECTIONS.iter().map(|_| None).collect();
    let (mut now, mut last) = (None, 1);
    for (at, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let (number, raw) = (at + 1, raw.trim());
        last = number + 1;
        if raw.is_empty() || raw.starts_with('#') {
            continue;
        }
        if raw.starts_with("SECTION_") {
            let known = SECTIONS.iter().position(|section| *section == raw);
            now = Some(known.ok_or_else(|| ReadError::new(number, raw, "a section of the format"))?);
            let slot = &mut sections[now.unwrap_or_default()];
            if slot.is_some() {
                return Err(ReadError::new(number, raw, "each section once"));
            }
            *slot = Some(Section { lines: Vec::new(), end: number });
            continue;
        }
        let section = now.and_then(|now| sections[now].as_mut());
        let section = section.ok_or_else(|| ReadError::new(number, raw, "SECTION_HORIZON first"))?;
        section.lines.push(Line::new(number, raw));
        section.end = number;
    }
    let mut out = Vec::new();
    for (section, name) in sections.into_iter().zip(SECTIONS) {
        out.push(
            section.ok_or_else(|| ReadError::new(last, "", &format!("{name} before the end of the file")))?,
        );
    }
    Ok(out)
}

struct Reader<'a> {
    problem: Problem,
    shifts: HashMap<&'a str, Symbol>,
    people: HashMap<&'a str, usize>,
    rules: HashMap<(&'static str, Vec<u32>), usize>,
}

impl<'a> Reader<'a> {
    fn horizon(&mut self, section: &Section<'_>) -> Result<(), ReadError> {
        let expected = "the number of days, from 1 to 11000";
        let Some(line) = section.lines.first() else {
            return Err(ReadError::new(section.end, "", expected));
        };
        let days = line.number(0, expected)?;
        if days == 0 || days > LONGEST {
            return Err(line.refuse(line.cells[0], expected));
        }
        self.problem.days = days as usize;
        Ok(())
    }

    fn shifts(&mut self, section: &Section<'a>) -> Result<(), ReadError> {
        for line in &section.lines {
            let id = line.text(0, "the name of a shift")?;
            let minutes = line.number(1, "the length of the shift in minutes")?;
            if minutes == 0 || minutes > 24 * 60 {
                return Err(line.refuse(line.cells[1], "a length from 1 to 1440 minutes"));
            }
            let symbol = Symbol::try_from(self.problem.duties.len() + 1)
                .map_err(|_| line.refuse(id, "at most 255 shifts"))?;
            if self.shifts.insert(id, symbol).is_some() {
                return Err(line.refuse(id, "each shift once"));
            }
            self.problem.duties.push(Duty { shift: id.to_owned(), skill: None, start: None, minutes });
        }
        if section.lines.is_empty() {
            return Err(ReadError::new(section.end, "", "at least one shift"));
        }
        let mut pairs = Vec::new();
        for line in &section.lines {
            let earlier = self.shifts[line.cells[0]];
            for later in line.cells.get(2).copied().unwrap_or("").split('|').filter(|id| !id.is_empty()) {
                pairs.push((earlier, self.shift(line, later.trim())?, Weight::Hard));
            }
        }
        let symbols = self.problem.symbols();
        self.problem.rules.push(Rule::Succession(Succession::new("rest between shifts", symbols, &pairs)));
        Ok(())
    }

    fn shift(&self, line: &Line<'_>, id: &str) -> Result<Symbol, ReadError> {
        self.shifts.get(id).copied().ok_or_else(|| line.refuse(id, "a shift of SECTION_SHIFTS"))
    }

    fn people(&mut self, section: &Section<'a>) -> Result<(), ReadError> {
        if section.lines.is_empty() {
            return Err(ReadError::new(section.end, "", "at least one employee"));
        }
        let weekends = Weekends::new(self.problem.days, 0, &[5, 6]);
        for line in &section.lines {
            let id = line.text(0, "the name of an employee")?;
            if self.people.insert(id, self.problem.people.len()).is_some() {
                return Err(line.refuse(id, "each employee once"));
            }
            let most = self.most_of_each(line)?;
            let mut figures = [0; 6];
            for (at, figure) in figures.iter_mut().enumerate() {
                *figure = line.number(at + 2, FIGURES[at])?;
            }
            let [most_minutes, least_minutes, most_worked, least_worked, least_off, most_weekends] = figures;
            if least_minutes > most_minutes {
                return Err(line.refuse(line.cells[3], "no more minutes at least than at most"));
            }
            if most_worked > 0 && least_worked > most_worked {
                return Err(line.refuse(line.cells[5], "no more consecutive shifts at least than at most"));
            }
            let mut rules = vec![0];
            rules.push(self.minutes(least_minutes, most_minutes));
            rules.push(self.worked(least_worked, most_worked));
            rules.push(self.off(least_off));
            rules.push(self.rule("weekends", vec![most_weekends], |_| {
                Rule::WeekendCount(WeekendCount {
                    name: "weekends worked".into(),
                    weekends: weekends.clone(),
                    already: 0,
                    limit: Limit::at_most(most_weekends, Weight::Hard),
                })
            }));
            for (at, most) in most.iter().enumerate() {
                if *most > 0 && (*most as usize) < self.problem.days {
                    rules.push(self.count(at + 1, *most));
                }
            }
            let can = std::iter::once(true).chain(most.iter().map(|most| *most > 0)).collect();
            self.problem.people.push(Person {
                id: id.to_owned(),
                contract: String::new(),
                can,
                past: Vec::new(),
                rules,
                requests: Vec::new(),
            });
        }
        Ok(())
    }

    /// How often each shift may be worked; one that isn't named, never.
    fn most_of_each(&self, line: &Line<'_>) -> Result<Vec<u32>, ReadError> {
        let mut most = vec![0; self.problem.duties.len()];
        for pair in line.cells.get(1).copied().unwrap_or("").split('|').filter(|pair| !pair.is_empty()) {
            let expected = "shifts with their largest number, such as E=14|L=3";
            let (id, count) = pair.split_once('=').ok_or_else(|| line.refuse(pair, expected))?;
            let symbol = self.shift(line, id.trim())?;
            most[usize::from(symbol) - 1] =
                number(count.trim()).ok_or_else(|| line.refuse(pair, expected))?;
        }
        Ok(most)
    }

    /// The place of a rule, made when first asked for, so that people under the same rule share it.
    fn rule(&mut self, kind: &'static str, key: Vec<u32>, make: impl FnOnce(&Problem) -> Rule) -> usize {
        if let Some(at) = self.rules.get(&(kind, key.clone())) {
            return *at;
        }
        let at = self.problem.rules.len();
        let rule = make(&self.problem);
        self.problem.rules.push(rule);
        self.rules.insert((kind, key), at);
        at
    }

    fn minutes(&mut self, least: u32, most: u32) -> usize {
        self.rule("minutes", vec![least, most], |problem| {
            let hard = |at| Some(Bound { at, weight: Weight::Hard });
            Rule::Tally(Tally {
                name: "minutes".into(),
                units: std::iter::once(0).chain(problem.duties.iter().map(|duty| duty.minutes)).collect(),
                from: 0,
                to: problem.days,
                already: 0,
                limit: Limit { min: hard(least), max: hard(most) },
            })
        })
    }

    fn count(&mut self, symbol: usize, most: u32) -> usize {
        self.rule("count", vec![symbol as u32, most], |problem| {
            Rule::Tally(Tally {
                name: format!("number of shifts {}", problem.duties[symbol - 1].shift),
                units: (0..problem.symbols()).map(|other| u32::from(other == symbol)).collect(),
                from: 0,
                to: problem.days,
                already: 0,
                limit: Limit::at_most(most, Weight::Hard),
            })
        })
    }

    fn worked(&mut self, least: u32, most: u32) -> usize {
        self.rule("worked", vec![least, most], |problem| {
            let inside = (0..problem.symbols()).map(|symbol| symbol != usize::from(OFF)).collect();
            let least = Limit::at_least(least, Weight::Hard);
            let mut run = Run::at_most("days worked in a row", inside, most, Weight::Hard);
            run.limit.min = least.min;
            Rule::Run(run)
        })
    }

    fn off(&mut self, least: u32) -> usize {
        self.rule("off", vec![least], |problem| {
            let inside = (0..problem.symbols()).map(|symbol| symbol == usize::from(OFF)).collect();
            Rule::Run(Run::at_least("days off in a row", inside, least, Weight::Hard))
        })
    }

    fn person(&mut self, line: &Line<'_>) -> Result<&mut Person, ReadError> {
        let id = line.text(0, "the name of an employee")?;
        let at = *self.people.get(id).ok_or_else(|| line.refuse(id, "an employee of SECTION_STAFF"))?;
        Ok(&mut self.problem.people[at])
    }

    fn day(&self, line: &Line<'_>, at: usize) -> Result<usize, ReadError> {
        let day = line.number(at, "a day, from 0")? as usize;
        if day < self.problem.days {
            return Ok(day);
        }
        Err(line.refuse(line.cells[at], &format!("a day from 0 to {}", self.problem.days - 1)))
    }

    fn days_off(&mut self, section: &Section<'_>) -> Result<(), ReadError> {
        for line in &section.lines {
            for at in (1..line.cells.len()).filter(|at| !line.cells[*at].is_empty()) {
                let request = Request {
                    day: self.day(line, at)?,
                    symbols: vec![OFF],
                    wanted: true,
                    weight: Weight::Hard,
                };
                self.person(line)?.requests.push(request);
            }
        }
        Ok(())
    }

    fn requests(&mut self, section: &Section<'_>, wanted: bool) -> Result<(), ReadError> {
        for line in &section.lines {
            let (day, shift) = (self.day(line, 1)?, line.text(2, "a shift")?);
            let symbols = vec![self.shift(line, shift)?];
            let weight = Weight::Soft(line.number(3, "the weight of the request")?);
            self.person(line)?.requests.push(Request { day, symbols, wanted, weight });
        }
        Ok(())
    }

    fn cover(&mut self, section: &Section<'_>) -> Result<(), ReadError> {
        for line in &section.lines {
            let (day, shift) = (self.day(line, 0)?, line.text(1, "a shift")?);
            let symbols = vec![self.shift(line, shift)?];
            let need = line.number(2, "how many are needed")?;
            let bound = |points| Some(Bound { at: need, weight: Weight::Soft(points) });
            let limit = Limit {
                min: bound(line.number(3, "the weight for each one too few")?),
                max: bound(line.number(4, "the weight for each one too many")?),
            };
            self.problem.cover.push(Cover { day, symbols, limits: vec![limit] });
        }
        Ok(())
    }
}

/// What the figures of a line of staff are, in their order.
const FIGURES: [&str; 6] = [
    "the largest number of minutes",
    "the smallest number of minutes",
    "the largest number of consecutive shifts",
    "the smallest number of consecutive shifts",
    "the smallest number of consecutive days off",
    "the largest number of weekends",
];
