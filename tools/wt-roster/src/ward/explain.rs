//! Why: for a shift that is short each person's obstacle, for a refused request what it would have torn open, for a local rule what it
//! costs, for the floor a proof.
//!
//! To a manager an absence is "leave", "absence" or "agreement", never its cause.

use super::compile::Compiled;
use super::judge::{Hours, Judged};
use super::model::{Request, Ward};
use super::rows::Rows;
use crate::model::{Limit, OFF, Problem, Symbol, Weight};
use crate::rules::Rule;

/// Teams from this size on may be shown a middle half: in smaller ones it would tell on single people.
pub const TEAM: usize = 8;

/// What keeps a person from a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Leave, absence, agreement or not employed: no more is told.
    Unavailable(&'static str),
    /// Another shift on the same day.
    Works(usize),
    /// Neither the role nor the skill.
    Unskilled,
    /// The law, or hours beyond contract: it can't be bent.
    Bound(Vec<String>),
    /// Local rules and wishes that would be bent, by id, and what all of it counts for in pounds, hours among it.
    Local(Vec<(String, i64)>, i64),
}

/// Everybody's obstacle to one shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfShift {
    /// By person.
    pub people: Vec<(usize, Obstacle)>,
    /// Who could work it by bending local rules alone for the least: the place in `people`.
    pub cheapest: Option<usize>,
}

/// Why nobody more works a shift on a day. `needs` is the role or skill that is short.
#[must_use]
pub fn shift(
    ward: &Ward,
    compiled: &Compiled,
    rows: &Rows,
    (day, shift): (usize, usize),
    needs: &str,
) -> OfShift {
    let mut people = Vec::new();
    for (person, staff) in ward.staff.iter().enumerate() {
        let at = rows.at(person, day);
        if at == Some(shift) {
            continue;
        }
        let obstacle = if !ward.counts(staff, needs) {
            Obstacle::Unskilled
        } else if let Err(why) = ward.available(person, day, &ward.shifts[shift].id) {
            Obstacle::Unavailable(why)
        } else if let Some(other) = at {
            Obstacle::Works(other)
        } else {
            change(ward, compiled, rows, (person, day, Some(shift)))
        };
        people.push((person, obstacle));
    }
    let local = people.iter().enumerate().filter_map(|(at, (_, obstacle))| match obstacle {
        Obstacle::Local(_, pounds) => Some((*pounds, at)),
        _ => None,
    });
    let cheapest = local.min().map(|(_, at)| at);
    OfShift { people, cheapest }
}

/// What one changed cell would bind or bend.
fn change(
    ward: &Ward,
    compiled: &Compiled,
    rows: &Rows,
    (person, day, to): (usize, usize, Option<usize>),
) -> Obstacle {
    let problem = &compiled.problem;
    let one = &problem.people[person];
    let symbol = |shift: Option<usize>| shift.and_then(|s| compiled.symbol(person, s)).unwrap_or(OFF);
    let row: Vec<Symbol> = rows.row(person).iter().map(|shift| symbol(*shift)).collect();
    let mut changed = row.clone();
    changed[day] = symbol(to);
    let (mut bound, mut bent, mut pounds) = (Vec::new(), Vec::<(String, i64)>::new(), 0);
    for place in &one.rules {
        let rule = &problem.rules[*place];
        let (before, after) = (rule.price(&one.past, &row), rule.price(&one.past, &changed));
        if after.broken > before.broken {
            bound.push(rule.clause().name().to_owned());
        }
        let more = i64::from(after.cost) - i64::from(before.cost);
        pounds += more;
        let id = compiled.of_rule[*place];
        if let Some(id) = id.filter(|_| more > 0) {
            match bent.iter_mut().find(|(known, _)| known == id) {
                Some((_, sum)) => *sum += more,
                None => bent.push((id.to_owned(), more)),
            }
        }
    }
    for request in ward.requests.iter().filter(|r| r.person == person && ward.day(r.day) == Some(day)) {
        let refused = |shift: Option<usize>| {
            (shift.map(|s| &ward.shifts[s].id) == request.shift.as_ref()) != request.wanted
        };
        if refused(to) && !refused(rows.at(person, day)) {
            bent.push(("request".to_owned(), ward.policy.request[request.weight.min(2)].into()));
            pounds += i64::from(ward.policy.request[request.weight.min(2)]);
        }
    }
    if bound.is_empty() { Obstacle::Local(bent, pounds) } else { Obstacle::Bound(bound) }
}

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfRequest {
    /// What granting it would bind or bend for the person.
    pub own: Obstacle,
    /// The shift that would be left with too few: the role or skill, how many would be there, and the floor and number wanted.
    pub short: Vec<super::judge::Short>,
}

/// Why a request was refused: what granting it would have bent or torn open.
#[must_use]
pub fn request(ward: &Ward, compiled: &Compiled, rows: &Rows, request: &Request) -> Option<OfRequest> {
    let day = ward.day(request.day)?;
    let asked = request.shift.as_ref().and_then(|id| ward.shifts.iter().position(|shift| shift.id == *id));
    let to = if request.wanted { asked } else { None };
    let own = match to.map(|shift| ward.available(request.person, day, &ward.shifts[shift].id)) {
        Some(Err(why)) => Obstacle::Unavailable(why),
        _ => change(ward, compiled, rows, (request.person, day, to)),
    };
    let before = super::judge::short(ward, rows);
    let mut granted = rows.clone();
    granted.set(request.person, day, to);
    let short = super::judge::short(ward, &granted).into_iter().filter(|one| !before.contains(one)).collect();
    Some(OfRequest { own, short })
}

/// A person's own figures beside the team's.
#[derive(Debug, Clone, PartialEq)]
pub struct OfPerson {
    /// Their own.
    pub own: Hours,
    /// Lower and upper quartile per whole-time contract of the team of the same role without agreements: nights, weekends, and share of
    /// requests refused. `None` for teams of fewer than [`TEAM`], and for people who stand apart.
    pub middle: Option<[(f64, f64); 3]>,
    /// The person's own, in the same units.
    pub measured: [f64; 3],
    /// Requests refused, as places in [`Ward::requests`].
    pub refused: Vec<usize>,
}

/// A person's nights, weekends and refusals beside the middle half of their team.
#[must_use]
pub fn person(ward: &Ward, judged: &Judged, person: usize) -> Option<OfPerson> {
    let (staff, own) = (ward.staff.get(person)?, *judged.hours.get(person)?);
    let measured = |at: usize| {
        let (hours, wte) = (&judged.hours[at], f64::from(ward.staff[at].contracted.max(1)) / 2_250.0);
        let refused = if hours.asked > 0 { f64::from(hours.refused) / f64::from(hours.asked) } else { 0.0 };
        [f64::from(hours.nights) / wte, f64::from(hours.weekends) / wte, refused]
    };
    let like = |at: &usize| {
        let other = &ward.staff[*at];
        other.role == staff.role && !other.has_agreement() && other.contracted > 0
    };
    let team: Vec<[f64; 3]> = (0..ward.staff.len()).filter(like).map(measured).collect();
    let middle = (team.len() >= TEAM && !staff.has_agreement()).then(|| {
        [0, 1, 2].map(|which| {
            let mut values: Vec<f64> = team.iter().map(|one| one[which]).collect();
            values.sort_by(f64::total_cmp);
            (quantile(&values, 0.25), quantile(&values, 0.75))
        })
    });
    let refused =
        judged.refused.iter().map(|one| one.request).filter(|at| ward.requests[*at].person == person);
    Some(OfPerson { own, middle, measured: measured(person), refused: refused.collect() })
}

/// Linear between order statistics (Hyndman and Fan, 1996, definition 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len().saturating_sub(1)) as f64;
    let (low, part) = (at.floor() as usize, at.fract());
    match (sorted.get(low), sorted.get(low + 1)) {
        (Some(low), Some(high)) => low + (high - low) * part,
        (Some(low), None) => *low,
        _ => 0.0,
    }
}

/// A ward without one local rule: solved again, it tells what the rule costs.
#[must_use]
pub fn without(ward: &Ward, rule: &str) -> Ward {
    let mut ward = ward.clone();
    ward.policy.rules.remove(rule);
    ward
}

/// The problem of the floor alone: law and absences, and nothing that can be bought or bent. [`crate::shortage()`] proves how many people
/// every lawful roster is short of it.
#[must_use]
pub fn floor_alone(compiled: &Compiled) -> Problem {
    let mut problem = compiled.problem.clone();
    let symbols = problem.symbols();
    let hard: Vec<Option<Rule>> = problem.rules.iter().map(|rule| rule.hard_part(symbols)).collect();
    for person in &mut problem.people {
        person.rules.retain(|place| hard[*place].is_some());
        person.requests.retain(|request| request.weight == Weight::Hard);
    }
    for (rule, hard) in problem.rules.iter_mut().zip(hard) {
        if let Some(hard) = hard {
            *rule = hard;
        }
    }
    for cover in &mut problem.cover {
        let floor = cover.limits.first().and_then(|limit| limit.min).map_or(0, |min| min.at);
        cover.limits = vec![Limit::at_least(floor, Weight::Soft(1))];
    }
    problem
}
