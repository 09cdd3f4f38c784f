//! The text format of the Second International Nurse Rostering Competition (2015): a scenario, a history and one file of
//! requirements and requests a week; the static problem, in which all weeks are known. Weights are those of the competition's
//! definition (Ceschia, Dang, De Causmaecker, Haspeslagh, Schaerf, Annals of Operations Research 2019;274:171-186).

mod solution;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

pub use self::solution::{read_solution, write_solution};
use self::words::{Line, lines};
use super::text::ReadError;
use crate::model::{Cover, Duty, Limit, OFF, Person, Problem, Request, Symbol, Weekends, Weight};
use crate::rules::{Rule, Run, Succession, Tally, WeekendCount, WeekendShape};

/// S1: each nurse below the optimal cover.
const COVER: u32 = 30;
/// S2a: each day too many or too few of the same shift in a row.
const SAME_SHIFT: u32 = 15;
/// S2b and S3: each day too many or too few worked, or free, in a row.
const IN_A_ROW: u32 = 30;
/// S4: each duty on a shift or day asked off.
const REQUEST: u32 = 10;
/// S5: each weekend worked by half where whole weekends were agreed.
const WHOLE_WEEKEND: u32 = 30;
/// S6: each assignment too many or too few.
const ASSIGNMENT: u32 = 20;
/// S7: each weekend too many.
const WEEKEND: u32 = 30;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Which of the files a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The scenario.
    Scenario,
    /// The history.
    History,
    /// The requirements of a week, from 0.
    Week(usize),
}

/// Why the files could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct PartError {
    /// Which file.
    pub part: Part,
    /// What is wrong in it.
    pub error: ReadError,
}

/// Whether a text looks like a scenario of this format.
#[must_use]
pub fn is_like(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with("SCENARIO"))
}

/// Whether a text is a solution file.
#[must_use]
pub fn is_solution(text: &str) -> bool {
    text.lines().any(|line| line.trim() == "SOLUTION")
}

/// Reads the static problem over as many weeks as there are files.
///
/// # Errors
/// The first line that can't be right, and of which file.
pub fn read(scenario: &str, history: &str, weeks: &[&str]) -> Result<Problem, PartError> {
    let of = |part| move |error| PartError { part, error };
    let mut reader = Reader::new(scenario, weeks.len()).map_err(of(Part::Scenario))?;
    reader.history(history).map_err(of(Part::History))?;
    reader.bind().map_err(of(Part::Scenario))?;
    for (week, text) in weeks.iter().enumerate() {
        reader.week(week, text).map_err(of(Part::Week(week)))?;
    }
    Ok(reader.problem)
}

/// One line of the contracts.
struct Contract {
    name: String,
    assignments: Limit,
    worked: Limit,
    free: Limit,
    weekends: Limit,
    whole_weekends: bool,
}

/// What is known of a nurse before the first day.
#[derive(Clone, Copy, Default)]
struct Before {
    assignments: u32,
    weekends: u32,
}

struct Reader<'a> {
    problem: Problem,
    skills: Vec<&'a str>,
    shifts: Vec<(&'a str, Limit)>,
    contracts: Vec<Contract>,
    /// By person: the contract, and what is known of the days before.
    of_person: Vec<(usize, Before)>,
    people: HashMap<&'a str, usize>,
    weekends: Arc<Weekends>,
}

/// The sections of a scenario with so many lines each.
const SECTIONS: [&str; 5] =
    ["SKILLS", "SHIFT_TYPES", "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS", "CONTRACTS", "NURSES"];

impl<'a> Reader<'a> {
    fn new(text: &'a str, weeks: usize) -> Result<Self, ReadError> {
        let mut reader = Self {
            problem: Problem { days: 7 * weeks, ..Problem::default() },
            skills: Vec::new(),
            shifts: Vec::new(),
            contracts: Vec::new(),
            of_person: Vec::new(),
            people: HashMap::new(),
            weekends: Weekends::new(7 * weeks, 0, &[5, 6]),
        };
        let (mut now, mut forbidden, mut last) = ("", Vec::new(), 1);
        for line in lines(text) {
            last = line.number + 1;
            match line.words[0] {
                "SCENARIO" => reader.problem.name = line.text(2, "SCENARIO = and a name")?.to_owned(),
                "WEEKS" => drop(line.number(2, "WEEKS = and a number")?),
                word if SECTIONS.contains(&word) => {
                    now = word;
                    if now == "CONTRACTS" {
                        reader.duties(&line)?;
                    }
                }
                _ => match now {
                    "SKILLS" => reader.skills.push(line.words[0]),
                    "SHIFT_TYPES" => reader.shifts.push((line.words[0], line.limits(1, SAME_SHIFT)?)),
                    "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS" => forbidden.push(line),
                    "CONTRACTS" => reader.contracts.push(contract(&line)?),
                    "NURSES" => reader.nurse(&line)?,
                    _ => return Err(line.refuse(line.words[0], "SCENARIO = and a name first")),
                },
            }
        }
        if reader.problem.people.is_empty() || weeks == 0 {
            let expected = if weeks == 0 { "at least one week" } else { "NURSES = and at least one nurse" };
            return Err(ReadError::new(last, "", expected));
        }
        reader.successions(&forbidden)?;
        Ok(reader)
    }

    /// A duty for each shift in each skill.
    fn duties(&mut self, line: &Line<'_>) -> Result<(), ReadError> {
        for (shift, _) in &self.shifts {
            for skill in &self.skills {
                self.problem.duties.push(Duty {
                    shift: (*shift).to_owned(),
                    skill: Some((*skill).to_owned()),
                    start: None,
                    minutes: 0,
                });
            }
        }
        if self.problem.duties.is_empty() || self.problem.duties.len() > usize::from(Symbol::MAX) {
            return Err(line.refuse(line.words[0], "from 1 to 255 shifts by skills before it"));
        }
        Ok(())
    }

    /// The symbols of a shift, in any skill.
    fn symbols(&self, line: &Line<'_>, shift: &str) -> Result<Vec<Symbol>, ReadError> {
        let found: Vec<Symbol> = self.problem.symbols_where(|duty| duty.shift == shift).collect();
        if found.is_empty() { Err(line.refuse(shift, "a shift of SHIFT_TYPES")) } else { Ok(found) }
    }

    fn successions(&mut self, forbidden: &[Line<'_>]) -> Result<(), ReadError> {
        let mut pairs = Vec::new();
        for line in forbidden {
            let earlier = self.symbols(line, line.words[0])?;
            for later in line.words.iter().skip(2) {
                for later in self.symbols(line, later)? {
                    pairs.extend(earlier.iter().map(|earlier| (*earlier, later, Weight::Hard)));
                }
            }
        }
        let symbols = self.problem.symbols();
        let rule = Succession::new("forbidden shift after another", symbols, &pairs);
        self.problem.rules.push(Rule::Succession(rule));
        Ok(())
    }

    fn nurse(&mut self, line: &Line<'a>) -> Result<(), ReadError> {
        let (id, name) = (line.words[0], line.text(1, "the name of a contract")?);
        let contract = self.contracts.iter().position(|contract| contract.name == name);
        let contract = contract.ok_or_else(|| line.refuse(name, "a contract of CONTRACTS"))?;
        let skills = line.words.get(3..).unwrap_or_default();
        if let Some(unknown) = skills.iter().find(|skill| !self.skills.contains(skill)) {
            return Err(line.refuse(unknown, "a skill of SKILLS"));
        }
        if self.people.insert(id, self.problem.people.len()).is_some() {
            return Err(line.refuse(id, "each nurse once"));
        }
        let can = |duty: &Duty| duty.skill.as_deref().is_some_and(|skill| skills.contains(&skill));
        self.problem.people.push(Person {
            id: id.to_owned(),
            contract: name.to_owned(),
            can: std::iter::once(true).chain(self.problem.duties.iter().map(can)).collect(),
            past: Vec::new(),
            rules: Vec::new(),
            requests: Vec::new(),
        });
        self.of_person.push((contract, Before::default()));
        Ok(())
    }

    fn history(&mut self, text: &str) -> Result<(), ReadError> {
        let mut told = false;
        for line in lines(text) {
            if line.words[0] == "NURSE_HISTORY" {
                told = true;
                continue;
            }
            let person = match self.people.get(line.words[0]) {
                Some(person) if told => *person,
                _ if told => return Err(line.refuse(line.words[0], "a nurse of the scenario")),
                _ => continue,
            };
            let figure = |at| line.number(at, "a number of the history");
            let last = line.text(3, "the last shift, or None")?;
            let [same, worked, free] = [figure(4)?, figure(5)?, figure(6)?];
            let past = if last == "None" {
                vec![OFF; free as usize]
            } else {
                // The days before the run of the last shift were in another one, and a day off before them all.
                let of_last = self.symbols(&line, last)?;
                let same = same.max(1);
                let before = worked.saturating_sub(same) as usize;
                let other = self.problem.symbols_where(|duty| duty.shift != last).next();
                let mut past = vec![OFF];
                past.extend(std::iter::repeat_n(other.unwrap_or(of_last[0]), before));
                past.extend(std::iter::repeat_n(of_last[0], same as usize));
                past
            };
            self.problem.people[person].past = past;
            self.of_person[person].1 = Before { assignments: figure(1)?, weekends: figure(2)? };
        }
        if !told {
            return Err(ReadError::new(1, "", "NURSE_HISTORY"));
        }
        Ok(())
    }

    /// Gives every nurse the rules of the contract, with what was worked before.
    fn bind(&mut self) -> Result<(), ReadError> {
        let symbols = self.problem.symbols();
        let run = |name: &str, inside, limit| {
            Rule::Run(Run { name: name.to_owned(), inside, limit, open_start: false, open_end: true })
        };
        let worked: Vec<bool> = (0..symbols).map(|symbol| symbol != usize::from(OFF)).collect();
        let off: Vec<bool> = worked.iter().map(|worked| !worked).collect();
        let mut common = vec![0];
        for (shift, limit) in &self.shifts {
            let of: Vec<Symbol> = self.problem.symbols_where(|duty| duty.shift == *shift).collect();
            let inside = (0..symbols).map(|s| of.iter().any(|one| usize::from(*one) == s)).collect();
            common.push(self.problem.rules.len());
            self.problem.rules.push(run(&format!("days of {shift} in a row"), inside, *limit));
        }
        let mut of_contract = Vec::new();
        for contract in &self.contracts {
            let mut mine = common.clone();
            let mut add = |rule| {
                mine.push(self.problem.rules.len());
                self.problem.rules.push(rule);
            };
            add(run("days worked in a row", worked.clone(), contract.worked));
            add(run("days off in a row", off.clone(), contract.free));
            if contract.whole_weekends {
                add(Rule::WeekendShape(WeekendShape {
                    name: "whole weekends".to_owned(),
                    weekends: self.weekends.clone(),
                    units: vec![0, 1, 1, 0],
                    weight: Weight::Soft(WHOLE_WEEKEND),
                    full_length: 2,
                }));
            }
            of_contract.push(mine);
        }
        let mut shared: HashMap<(usize, u32, u32), Vec<usize>> = HashMap::new();
        for (person, (at, before)) in self.of_person.iter().enumerate() {
            let (contract, key) = (&self.contracts[*at], (*at, before.assignments, before.weekends));
            let rules = shared.entry(key).or_insert_with(|| {
                let first = self.problem.rules.len();
                self.problem.rules.push(Rule::Tally(Tally {
                    name: "assignments".to_owned(),
                    units: worked.iter().map(|worked| u32::from(*worked)).collect(),
                    from: 0,
                    to: self.problem.days,
                    already: before.assignments,
                    limit: contract.assignments,
                }));
                self.problem.rules.push(Rule::WeekendCount(WeekendCount {
                    name: "weekends worked".to_owned(),
                    weekends: self.weekends.clone(),
                    already: before.weekends,
                    limit: contract.weekends,
                }));
                of_contract[*at].iter().copied().chain([first, first + 1]).collect()
            });
            self.problem.people[person].rules.clone_from(rules);
        }
        Ok(())
    }

    fn week(&mut self, week: usize, text: &str) -> Result<(), ReadError> {
        let mut now = "";
        for line in lines(text) {
            match line.words[0] {
                "WEEK_DATA" => now = "WEEK_DATA",
                "REQUIREMENTS" => now = "REQUIREMENTS",
                "SHIFT_OFF_REQUESTS" => now = "SHIFT_OFF_REQUESTS",
                _ if now == "REQUIREMENTS" => self.requirement(week, &line)?,
                _ if now == "SHIFT_OFF_REQUESTS" => self.request(week, &line)?,
                _ if now == "WEEK_DATA" => {}
                found => return Err(line.refuse(found, "WEEK_DATA first")),
            }
        }
        if now.is_empty() {
            return Err(ReadError::new(1, "", "WEEK_DATA"));
        }
        Ok(())
    }

    fn requirement(&mut self, week: usize, line: &Line<'_>) -> Result<(), ReadError> {
        let (shift, skill) = (line.words[0], line.text(1, "a skill")?);
        let like = |duty: &Duty| duty.shift == shift && duty.skill.as_deref() == Some(skill);
        let symbols: Vec<Symbol> = self.problem.symbols_where(like).collect();
        if symbols.is_empty() {
            return Err(line.refuse(shift, "a shift and a skill of the scenario"));
        }
        for day in 0..7 {
            let (least, wanted) = line.pair(day + 2, "least and optimal number, such as (1,2)")?;
            self.problem.cover.push(Cover {
                day: 7 * week + day,
                symbols: symbols.clone(),
                limits: vec![
                    Limit::at_least(least, Weight::Hard),
                    Limit::at_least(wanted, Weight::Soft(COVER)),
                ],
            });
        }
        Ok(())
    }

    fn request(&mut self, week: usize, line: &Line<'_>) -> Result<(), ReadError> {
        let person = self.people.get(line.words[0]);
        let person = *person.ok_or_else(|| line.refuse(line.words[0], "a nurse of the scenario"))?;
        let (shift, day) = (line.text(1, "a shift, or Any")?, line.text(2, "a day, such as Mon")?);
        let at = DAYS.iter().position(|one| *one == day);
        let at = at.ok_or_else(|| line.refuse(day, "a day, such as Mon"))?;
        let symbols = match shift {
            "Any" => self.problem.symbols_where(|_| true).collect(),
            shift => self.symbols(line, shift)?,
        };
        let weight = Weight::Soft(REQUEST);
        let request = Request { day: 7 * week + at, symbols, wanted: false, weight };
        self.problem.people[person].requests.push(request);
        Ok(())
    }
}

fn contract(line: &Line<'_>) -> Result<Contract, ReadError> {
    Ok(Contract {
        name: line.words[0].to_owned(),
        assignments: line.limits(1, ASSIGNMENT)?,
        worked: line.limits(2, IN_A_ROW)?,
        free: line.limits(3, IN_A_ROW)?,
        weekends: Limit::at_most(line.number(4, "the largest number of weekends")?, Weight::Soft(WEEKEND)),
        whole_weekends: line.number(5, "1 for whole weekends, otherwise 0")? != 0,
    })
}
