//! `rules.csv`: one row a rule, which columns it uses depending on its kind.

use std::sync::Arc;

use super::super::text::{ReadError, number};
use super::WEEKDAYS;
use super::cells::{Row, one_of};
use super::sets::{Names, words};
use crate::model::{Limit, Weekends, Weight};
use crate::rules::{
    Pattern, Rule, Run, Succession, Tally, WeekendCount, WeekendKind, WeekendRun, WeekendShape,
};

/// The columns; the first two must be there.
pub(super) const HEADINGS: [&str; 14] = [
    "rule",
    "kind",
    "name",
    "duties",
    "days",
    "from",
    "until",
    "min",
    "min_weight",
    "max",
    "max_weight",
    "weight",
    "already",
    "options",
];

const KINDS: [&str; 8] = [
    "tally",
    "run",
    "succession",
    "pattern",
    "weekend-count",
    "weekend-run",
    "weekend-shape",
    "weekend-kind",
];

/// What bounds a horizon.
#[derive(Clone, Copy)]
pub(super) struct Horizon {
    pub(super) days: usize,
    pub(super) first_weekday: usize,
}

/// Reads one rule.
pub(super) fn read(row: &Row<'_>, names: &Names<'_>, horizon: Horizon) -> Result<Rule, ReadError> {
    let kind = row.text("kind", &one_of("a kind", &KINDS))?;
    let name = match row.cell("name") {
        "" => row.cell("rule"),
        name => name,
    };
    let (name, duties) = (name.to_owned(), row.cell("duties"));
    Ok(match kind {
        "tally" => {
            let (from, to) = stretch(row, horizon)?;
            let (units, limit) = (names.units(row, duties)?, row.limit()?);
            Rule::Tally(Tally { name, units, from, to, already: row.number_or_none("already")?, limit })
        }
        "run" => Rule::Run(Run {
            name,
            inside: names.set(row, row.text("duties", "the duties that run")?)?,
            limit: row.limit()?,
            open_start: option(row, "open-start")?,
            open_end: option(row, "open-end")?,
        }),
        "succession" => Rule::Succession(Succession::new(&name, names.symbols(), &names.pairs(row, duties)?)),
        "pattern" => {
            let steps = row.text("duties", "the days of the pattern, such as N>any>off")?.split('>');
            let steps = steps.map(|step| names.set(row, step)).collect::<Result<Vec<_>, _>>()?;
            if steps.len() > 31 {
                return Err(row.refuse(duties, "at most 31 days"));
            }
            Rule::Pattern(Pattern {
                name,
                steps,
                begins: begins(row, horizon)?,
                weight: row.weight("weight")?,
            })
        }
        "weekend-count" => Rule::WeekendCount(WeekendCount {
            name,
            weekends: weekends(row, horizon)?,
            already: row.number_or_none("already")?,
            limit: row.limit()?,
        }),
        "weekend-run" => Rule::WeekendRun(WeekendRun {
            name,
            weekends: weekends(row, horizon)?,
            limit: row.limit()?,
            already: row.number_or_none("already")?,
            open_end: option(row, "open-end")?,
        }),
        "weekend-shape" => Rule::WeekendShape(WeekendShape {
            name,
            weekends: weekends(row, horizon)?,
            units: shape(row)?,
            weight: row.weight("weight")?,
            full_length: row.number_or_none("min")?,
        }),
        "weekend-kind" => Rule::WeekendKind(WeekendKind {
            name,
            weekends: short(row, weekends(row, horizon)?)?,
            kind: kinds(row, names)?,
            whole_only: option(row, "whole-only")?,
            weight: row.weight("weight")?,
        }),
        other => return Err(row.refuse(other, &one_of("a kind", &KINDS))),
    })
}

fn option(row: &Row<'_>, wanted: &str) -> Result<bool, ReadError> {
    let known = ["open-start", "open-end", "whole-only"];
    if let Some(word) = words(row.cell("options")).find(|word| !known.contains(word)) {
        return Err(row.refuse(word, &one_of("options", &known)));
    }
    Ok(words(row.cell("options")).any(|word| word == wanted))
}

/// The days counted: all of the horizon, unless `from` and `until` say otherwise.
fn stretch(row: &Row<'_>, horizon: Horizon) -> Result<(usize, usize), ReadError> {
    let from = row.number_or_none("from")? as usize;
    let until = if row.cell("until").is_empty() { horizon.days } else { row.number("until")? as usize };
    if until > horizon.days || from > until {
        let expected = format!("until from {from} to {}, the day after the last one counted", horizon.days);
        return Err(row.refuse(&until.to_string(), &expected));
    }
    Ok((from, until))
}

/// Weekdays, or days of the horizon; empty: any day.
fn begins(row: &Row<'_>, horizon: Horizon) -> Result<Vec<bool>, ReadError> {
    let text = row.cell("days");
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let mut begins = vec![false; horizon.days];
    for word in words(text).filter(|word| *word != "none") {
        if let Some(weekday) = WEEKDAYS.iter().position(|one| *one == word) {
            let like = |day: &usize| (horizon.first_weekday + day) % 7 == weekday;
            (0..horizon.days).filter(like).for_each(|day| begins[day] = true);
            continue;
        }
        let day = number(word).and_then(|day| begins.get_mut(day as usize));
        let expected = format!("weekdays such as Fri, or days from 0 to {}", horizon.days.saturating_sub(1));
        *day.ok_or_else(|| row.refuse(word, &expected))? = true;
    }
    Ok(begins)
}

fn weekends(row: &Row<'_>, horizon: Horizon) -> Result<Arc<Weekends>, ReadError> {
    let expected = "the weekdays of a weekend, such as Sat|Sun";
    let mut weekdays = Vec::new();
    for word in words(row.text("days", expected)?).filter(|word| *word != "none") {
        let weekday = WEEKDAYS.iter().position(|one| *one == word);
        weekdays.push(weekday.ok_or_else(|| row.refuse(word, expected))?);
    }
    Ok(Weekends::new(horizon.days, horizon.first_weekday, &weekdays))
}

/// Kinds are remembered day by day, so that only short weekends can be told apart.
fn short(row: &Row<'_>, weekends: Arc<Weekends>) -> Result<Arc<Weekends>, ReadError> {
    let long = (4..).take_while(|day| weekends.of(*day).is_some() || *day < 21);
    let five = |day: usize| weekends.of(day).is_some() && weekends.of(day) == weekends.of(day - 4);
    for day in long {
        if five(day) {
            return Err(row.refuse(row.cell("days"), "weekends of four days at most"));
        }
    }
    Ok(weekends)
}

/// Kinds are small numbers: four of them must fit into a state.
fn kinds(row: &Row<'_>, names: &Names<'_>) -> Result<Vec<u32>, ReadError> {
    let kinds = names.units(row, row.cell("duties"))?;
    match kinds.iter().find(|kind| **kind > 200) {
        Some(kind) => Err(row.refuse(&kind.to_string(), "kinds numbered from 0 to 200")),
        None => Ok(kinds),
    }
}

/// `0|1|1|0`: units by the set of days worked, counted in binary from the weekend's first day.
fn shape(row: &Row<'_>) -> Result<Vec<u32>, ReadError> {
    let expected = "units for each set of days worked, such as 0|1|1|0";
    let text = row.text("duties", expected)?;
    let units: Option<Vec<u32>> = words(text).map(number).collect();
    units.filter(|units| units.len() <= 128).ok_or_else(|| row.refuse(text, expected))
}

/// The cells of a rule in the order of [`HEADINGS`], the first of them to be filled in.
pub(super) fn cells(rule: &Rule, names: &Names<'_>, horizon: Horizon) -> [String; 14] {
    let mut out: [String; 14] = Default::default();
    let mut put = |heading: &str, cell: String| {
        if let Some(at) = HEADINGS.iter().position(|known| *known == heading) {
            out[at] = cell;
        }
    };
    put("name", rule.clause().name().to_owned());
    let options = |flags: &[(bool, &str)]| {
        flags.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect::<Vec<_>>().join("|")
    };
    let units = |units: &[u32]| {
        let of = |symbol: u8| units.get(usize::from(symbol)).copied().filter(|units| *units > 0);
        names.valued(of).iter().map(|(name, units)| format!("{name}={units}")).collect::<Vec<_>>().join("|")
    };
    let set = |set: &[bool]| match names.written(|symbol| set.get(usize::from(symbol)) == Some(&true)) {
        text if text.is_empty() => "none".to_owned(),
        text => text,
    };
    let (kind, limit, already, weight) = match rule {
        Rule::Tally(rule) => {
            put("duties", units(&rule.units));
            if (rule.from, rule.to) != (0, horizon.days) {
                put("from", rule.from.to_string());
                put("until", rule.to.to_string());
            }
            ("tally", Some(rule.limit), rule.already, None)
        }
        Rule::Run(rule) => {
            put("duties", set(&rule.inside));
            put("options", options(&[(rule.open_start, "open-start"), (rule.open_end, "open-end")]));
            ("run", Some(rule.limit), 0, None)
        }
        Rule::Succession(rule) => {
            put("duties", pairs(rule, names));
            ("succession", None, 0, None)
        }
        Rule::Pattern(rule) => {
            put("duties", rule.steps.iter().map(|step| set(step)).collect::<Vec<_>>().join(">"));
            put("days", written_begins(&rule.begins, horizon));
            ("pattern", None, 0, Some(rule.weight))
        }
        Rule::WeekendCount(rule) => {
            put("days", weekdays(&rule.weekends, horizon));
            ("weekend-count", Some(rule.limit), rule.already, None)
        }
        Rule::WeekendRun(rule) => {
            put("days", weekdays(&rule.weekends, horizon));
            put("options", options(&[(rule.open_end, "open-end")]));
            ("weekend-run", Some(rule.limit), rule.already, None)
        }
        Rule::WeekendShape(rule) => {
            put("days", weekdays(&rule.weekends, horizon));
            put("duties", rule.units.iter().map(u32::to_string).collect::<Vec<_>>().join("|"));
            put("min", rule.full_length.to_string());
            ("weekend-shape", None, 0, Some(rule.weight))
        }
        Rule::WeekendKind(rule) => {
            put("days", weekdays(&rule.weekends, horizon));
            put("duties", units(&rule.kind));
            put("options", options(&[(rule.whole_only, "whole-only")]));
            ("weekend-kind", None, 0, Some(rule.weight))
        }
    };
    put("kind", kind.to_owned());
    if already > 0 {
        put("already", already.to_string());
    }
    if let Some(weight) = weight {
        put("weight", weighed(weight));
    }
    for (heading, cell) in ["min", "min_weight", "max", "max_weight"].into_iter().zip(bounds(limit)) {
        if limit.is_some() {
            put(heading, cell);
        }
    }
    out
}

/// The cells of a limit.
pub(super) fn bounds(limit: Option<Limit>) -> [String; 4] {
    let limit = limit.unwrap_or_default();
    let at = |bound: Option<crate::model::Bound>| bound.map_or_else(String::new, |b| b.at.to_string());
    let weight = |bound: Option<crate::model::Bound>| bound.map_or_else(String::new, |b| weighed(b.weight));
    [at(limit.min), weight(limit.min), at(limit.max), weight(limit.max)]
}

/// A weight as it is written.
pub(super) fn weighed(weight: Weight) -> String {
    match weight {
        Weight::Hard => "hard".to_owned(),
        Weight::Soft(points) => points.to_string(),
    }
}

fn pairs(rule: &Succession, names: &Names<'_>) -> String {
    let mut out = Vec::new();
    for (name, earlier) in names.groups() {
        let alike = |symbol: &u8| {
            (0..names.symbols())
                .all(|later| rule.weight(*symbol, later as u8) == rule.weight(earlier[0], later as u8))
        };
        let together = earlier.iter().all(alike);
        for symbol in earlier.iter().take(if together { 1 } else { earlier.len() }) {
            let name = if together { name.clone() } else { names.name(*symbol) };
            let later = names.valued(|later| rule.weight(*symbol, later));
            out.extend(later.into_iter().map(|(later, w)| format!("{name}>{later}={}", weighed(w))));
        }
    }
    out.join("|")
}

fn weekdays(weekends: &Weekends, horizon: Horizon) -> String {
    let inside: Vec<bool> = (0..horizon.days).map(|day| weekends.of(day).is_some()).collect();
    let of = |weekday: usize| {
        (0..horizon.days).any(|day| (horizon.first_weekday + day) % 7 == weekday && inside[day])
    };
    let named: Vec<&str> = (0..7).filter(|weekday| of(*weekday)).map(|weekday| WEEKDAYS[weekday]).collect();
    if named.is_empty() { "none".to_owned() } else { named.join("|") }
}

fn written_begins(begins: &[bool], horizon: Horizon) -> String {
    if begins.is_empty() {
        return String::new();
    }
    let on = |day: usize| begins.get(day).copied().unwrap_or(false);
    let weekday_of = |day: usize| (horizon.first_weekday + day) % 7;
    let steady = (0..horizon.days).all(|day| day < 7 || on(day) == on(day - 7));
    let days: Vec<String> = if steady {
        let first = 0..horizon.days.min(7);
        first.filter(|day| on(*day)).map(|day| WEEKDAYS[weekday_of(day)].to_owned()).collect()
    } else {
        (0..horizon.days).filter(|day| on(*day)).map(|day| day.to_string()).collect()
    };
    if days.is_empty() { "none".to_owned() } else { days.join("|") }
}
