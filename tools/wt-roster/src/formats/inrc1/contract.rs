//! Contracts and unwanted patterns.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::text::{Line, ReadError, number};
use super::{Reader, Section, WEEKDAYS, worked};
use crate::model::{Bound, Limit, Problem, Weekends, Weight};
use crate::rules::{Pattern, Rule, Run, Tally, WeekendCount, WeekendKind, WeekendRun, WeekendShape};

/// Units by the set of days worked of a weekend of two and of three days, the first day being bit 0 (Haspeslagh et al. 2014: each
/// free day of a worked weekend counts one, a free day in the middle four).
const SHAPES: [&[u32]; 2] = [&[0, 1, 1, 0], &[0, 2, 2, 1, 2, 4, 1, 0]];
/// In how many days a number of weekends is limited.
const FOUR_WEEKS: usize = 28;

/// A condition that is on, with its weight.
type On = Option<u32>;

/// One line of the section CONTRACTS.
pub(super) struct Contract<'a> {
    pub(super) name: &'a str,
    /// Most and least: assignments, days worked in a row, days off in a row, weekends in a row.
    limits: [Limit; 4],
    weekends_in_four_weeks: Limit,
    weekend: Vec<usize>,
    complete: On,
    identical: On,
    no_night_before_free_weekend: On,
    two_free_after_nights: On,
    alternative_skill: On,
    patterns: Vec<u32>,
}

/// Reads the section CONTRACTS, by number.
pub(super) fn read<'a>(
    section: &Section<'a>,
    patterns: &Patterns,
) -> Result<HashMap<&'a str, Contract<'a>>, ReadError> {
    let mut contracts = HashMap::new();
    for line in &section.lines {
        let id = line.text(0, "the number of a contract")?;
        if contracts.insert(id, contract(line, patterns)?).is_some() {
            return Err(line.refuse(id, "each contract once"));
        }
    }
    Ok(contracts)
}

fn contract<'a>(line: &Line<'a>, known: &Patterns) -> Result<Contract<'a>, ReadError> {
    let pair = |most: usize| -> Result<Limit, ReadError> {
        Ok(Limit { max: bound(line, most)?, min: bound(line, most + 1)? })
    };
    let weekend = line.text(12, "the days of a weekend, such as SaturdaySunday")?;
    let days: Vec<usize> = (0..7).filter(|day| weekend.contains(WEEKDAYS[*day])).collect();
    if days.is_empty() || days.iter().map(|day| WEEKDAYS[*day].len()).sum::<usize>() != weekend.len() {
        return Err(line.refuse(weekend, "the days of a weekend, such as SaturdaySunday"));
    }
    let patterns = line.cells.get(19).copied().unwrap_or_default().split_whitespace();
    let patterns = patterns
        .map(|id| {
            number(id)
                .filter(|id| known.0.contains_key(id))
                .ok_or_else(|| line.refuse(id, "a pattern of the section PATTERNS"))
        })
        .collect::<Result<_, _>>()?;
    Ok(Contract {
        name: line.text(1, "the name of a contract")?,
        limits: [pair(3)?, pair(5)?, pair(7)?, pair(9)?],
        weekends_in_four_weeks: Limit { max: bound(line, 11)?, min: None },
        weekend: days,
        complete: on(line, 13)?,
        identical: on(line, 14)?,
        no_night_before_free_weekend: on(line, 15)?,
        two_free_after_nights: on(line, 16)?,
        alternative_skill: on(line, 17)?,
        patterns,
    })
}

/// The parts of `(1|3|20)`.
fn parts<const N: usize>(line: &Line<'_>, at: usize) -> Result<[u32; N], ReadError> {
    let expected =
        if N == 2 { "on and weight, such as (1|1)" } else { "on, weight and value, such as (1|1|16)" };
    let cell = line.text(at, expected)?;
    let inside = cell.strip_prefix('(').and_then(|c| c.strip_suffix(')'));
    let found: Option<Vec<u32>> = inside.and_then(|c| c.split('|').map(|part| number(part.trim())).collect());
    found.and_then(|found| found.try_into().ok()).ok_or_else(|| line.refuse(cell, expected))
}

fn bound(line: &Line<'_>, at: usize) -> Result<Option<Bound>, ReadError> {
    let [on, weight, value] = parts(line, at)?;
    Ok((on != 0 && weight != 0).then_some(Bound { at: value, weight: Weight::Soft(weight) }))
}

fn on(line: &Line<'_>, at: usize) -> Result<On, ReadError> {
    let [on, weight] = parts(line, at)?;
    Ok((on != 0 && weight != 0).then_some(weight))
}

impl Contract<'_> {
    /// Its rules, for people who lack the skills of the shifts marked 1 in `lacking`.
    pub(super) fn rules(
        &self,
        problem: &Problem,
        nights: &[bool],
        lacking: &[u32],
        patterns: &Patterns,
        line: &Line<'_>,
    ) -> Result<Vec<Rule>, ReadError> {
        if self.weekends_in_four_weeks != Limit::default() && problem.days > FOUR_WEEKS {
            return Err(line.refuse(
                self.name,
                "a period of at most four weeks where the weekends worked in four weeks are limited",
            ));
        }
        let mut rules = self.sums_and_runs(problem, lacking);
        let weekends = Weekends::new(problem.days, problem.first_weekday, &self.weekend);
        rules.extend(self.of_weekends(problem, &weekends));
        rules.extend(self.after_nights(problem, nights, &weekends));
        rules.extend(self.patterns.iter().filter_map(|id| patterns.0.get(id)).cloned().map(Rule::Pattern));
        Ok(rules)
    }

    fn sums_and_runs(&self, problem: &Problem, lacking: &[u32]) -> Vec<Rule> {
        let tally = |name: &str, units, limit| {
            let (name, to) = (name.to_owned(), problem.days);
            Rule::Tally(Tally { name, units, from: 0, to, already: 0, limit })
        };
        // Nothing is known of the days before, and blocks at the ends count as they stand.
        let run = |name: &str, inside, limit| {
            Rule::Run(Run { name: name.to_owned(), inside, limit, open_start: false, open_end: false })
        };
        let duties = worked(problem.symbols());
        let [assignments, working, free, _] = self.limits;
        let mut rules = vec![
            (assignments, tally("assignments", duties.iter().map(|d| u32::from(*d)).collect(), assignments)),
            (working, run("days worked in a row", duties.clone(), working)),
            (free, run("days off in a row", inverse(&duties), free)),
        ];
        if let Some(weight) = self.alternative_skill {
            let none = Limit::at_most(0, Weight::Soft(weight));
            rules.push((none, tally("shifts without the skill", lacking.to_vec(), none)));
        }
        limited(rules)
    }

    fn of_weekends(&self, problem: &Problem, weekends: &Arc<Weekends>) -> Vec<Rule> {
        let [.., in_a_row] = self.limits;
        let run = WeekendRun {
            name: "weekends worked in a row".to_owned(),
            weekends: weekends.clone(),
            limit: in_a_row,
            already: 0,
            open_end: false,
        };
        let count = WeekendCount {
            name: "weekends worked in four weeks".to_owned(),
            weekends: weekends.clone(),
            already: 0,
            limit: self.weekends_in_four_weeks,
        };
        let mut rules =
            limited(vec![(run.limit, Rule::WeekendRun(run)), (count.limit, Rule::WeekendCount(count))]);
        let shape = |weight| WeekendShape {
            name: "whole weekends".to_owned(),
            weekends: weekends.clone(),
            units: SHAPES.get(self.weekend.len().wrapping_sub(2)).copied().unwrap_or_default().to_vec(),
            weight: Weight::Soft(weight),
            full_length: self.weekend.len() as u32,
        };
        rules.extend(self.complete.map(shape).map(Rule::WeekendShape));
        let kind = |weight| WeekendKind {
            name: "one shift type a weekend".to_owned(),
            weekends: weekends.clone(),
            kind: (0..problem.symbols() as u32).map(|symbol| symbol.saturating_sub(1)).collect(),
            whole_only: self.complete.is_some(),
            weight: Weight::Soft(weight),
        };
        rules.extend(self.identical.map(kind).map(Rule::WeekendKind));
        rules
    }

    fn after_nights(&self, problem: &Problem, nights: &[bool], weekends: &Weekends) -> Vec<Rule> {
        let days = problem.days;
        let duties = worked(problem.symbols());
        let pattern = |name: &str, steps, begins, weight| {
            Rule::Pattern(Pattern { name: name.to_owned(), steps, begins, weight: Weight::Soft(weight) })
        };
        let mut rules = Vec::new();
        if let Some(weight) = self.no_night_before_free_weekend {
            let eve = |day: usize| day + 1 < days && weekends.opens(day + 1);
            let free = vec![inverse(&duties); self.weekend.len()];
            let steps = std::iter::once(nights.to_vec()).chain(free).collect();
            rules.push(pattern("night before a free weekend", steps, (0..days).map(eve).collect(), weight));
        }
        if let Some(weight) = self.two_free_after_nights {
            let other = duties.iter().zip(nights).map(|(duty, night)| *duty && !night).collect();
            let next = vec![nights.to_vec(), other];
            rules.push(pattern("work straight after a night", next, Vec::new(), weight));
            let after = vec![nights.to_vec(), inverse(&duties), duties];
            rules.push(pattern("one day off after a night", after, Vec::new(), weight));
        }
        rules
    }
}

fn inverse(inside: &[bool]) -> Vec<bool> {
    inside.iter().map(|inside| !inside).collect()
}

/// The rules that limit anything.
fn limited(rules: Vec<(Limit, Rule)>) -> Vec<Rule> {
    rules.into_iter().filter(|(limit, _)| *limit != Limit::default()).map(|(_, rule)| rule).collect()
}

/// Unwanted patterns by number.
pub(super) struct Patterns(HashMap<u32, Pattern>);

impl Patterns {
    pub(super) fn read(section: &Section<'_>, reader: &Reader<'_>) -> Result<Self, ReadError> {
        let mut found = HashMap::new();
        for line in &section.lines {
            let id = line.number(0, "the number of a pattern")?;
            let weight = line.number(1, "the weight of a pattern")?;
            let text = line.text(2, "the steps of a pattern, such as 2 (L|Any) (D|Any)")?;
            if found.insert(id, pattern(line, id, weight, text, reader)?).is_some() {
                return Err(line.refuse(line.cells[0], "each pattern once"));
            }
        }
        Ok(Self(found))
    }
}

fn pattern(
    line: &Line<'_>,
    id: u32,
    weight: u32,
    text: &str,
    reader: &Reader<'_>,
) -> Result<Pattern, ReadError> {
    let expected = "steps of shift and weekday, such as (None|Friday) (Any|Saturday)";
    let symbols = reader.problem.symbols();
    let (mut steps, mut days) = (Vec::new(), Vec::new());
    for step in text.split_whitespace().skip(1) {
        let inside = step.strip_prefix('(').and_then(|s| s.strip_suffix(')')).and_then(|s| s.split_once('|'));
        let (shift, day) = inside.ok_or_else(|| line.refuse(step, expected))?;
        steps.push(match shift {
            "Any" => worked(symbols),
            "None" => worked(symbols).into_iter().map(|worked| !worked).collect(),
            shift => {
                let symbol = reader.shift(line, shift)?;
                (0..symbols).map(|other| other == usize::from(symbol)).collect()
            }
        });
        days.push(match day {
            "Any" => None,
            day => {
                Some(WEEKDAYS.iter().position(|one| *one == day).ok_or_else(|| line.refuse(day, expected))?)
            }
        });
    }
    let length = number(text.split_whitespace().next().unwrap_or_default());
    if steps.is_empty() || steps.len() > 31 || length != u32::try_from(steps.len()).ok() {
        return Err(line.refuse(text, "as many steps as it says, from 1 to 31"));
    }
    // A pattern stands on days in a row, so one weekday tells all of them.
    let first = days.iter().enumerate().find_map(|(at, day)| day.map(|day| (day + 7 * 5 - at) % 7));
    let fits =
        |at: usize, day: &Option<usize>| day.is_none_or(|day| first.is_none_or(|f| (f + at) % 7 == day));
    if !days.iter().enumerate().all(|(at, day)| fits(at, day)) {
        return Err(line.refuse(text, "weekdays that follow each other"));
    }
    let begins = first.map_or_else(Vec::new, |first| {
        (0..reader.problem.days).map(|day| (reader.problem.first_weekday + day) % 7 == first).collect()
    });
    Ok(Pattern { name: format!("unwanted pattern {id}"), steps, begins, weight: Weight::Soft(weight) })
}
