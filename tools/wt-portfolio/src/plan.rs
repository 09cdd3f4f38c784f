//! From appraised candidates and limits to the problem of choosing.

use std::collections::BTreeMap;

use wt_units::{Pence, Quantity};

use crate::appraisal::{Appraised, Benefit, Candidate, TooLarge, appraise};
use crate::choose::{Limit, Problem};
use crate::discount::Rates;

/// What there is to spend, optimism bias counted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Budget {
    /// In all years together.
    Whole(Pence),
    /// In years 0, 1, …; later years have no limit.
    ByYear(Vec<Pence>),
}

/// Limits on what is taken; none has no limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// Pounds.
    pub budget: Option<Budget>,
    /// Whole-time equivalents.
    pub people: Option<Quantity>,
    /// Days of those who lead.
    pub attention: Option<Quantity>,
}

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Pence.
    Pence,
    /// Millionths of a thing: WTE, days.
    Millionths,
}

/// Candidates with their appraisals, and the problem they make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// One for each candidate.
    pub appraised: Vec<Appraised>,
    /// Values are central net present values in pence; limits in the order budget, people, attention.
    pub problem: Problem,
    /// Unit of each limit.
    pub units: Vec<Unit>,
    /// By how much each value falls at the low benefit, in pence.
    pub falls: Vec<i64>,
    /// Quality points in millionths.
    pub quality: Vec<i64>,
}

/// Makes the problem. Benefits of the types in `counted` count as pounds; those of others are left out of the value, as
/// types are never added, and only their costs remain. Ids are those of [`crate::candidates::read`]; others are passed over.
///
/// # Errors
/// [`TooLarge`] for amounts beyond what pence hold.
pub fn plan(
    candidates: &[Candidate],
    rates: &Rates,
    limits: &Limits,
    counted: &[Benefit],
) -> Result<Plan, TooLarge> {
    let appraised: Vec<Appraised> =
        candidates.iter().map(|candidate| appraise(candidate, rates)).collect::<Result<_, _>>()?;
    let (mut values, mut falls) = (Vec::new(), Vec::new());
    for (candidate, found) in candidates.iter().zip(&appraised) {
        let counts = counted.contains(&candidate.benefit);
        let [low, central, _] = found.net();
        values.push(if counts { central.get() } else { -found.present_cost.get() });
        falls.push(if counts { (central - low).get() } else { 0 });
    }
    let mut plan = Plan {
        problem: Problem { values, ..dependencies(candidates) },
        units: Vec::new(),
        falls,
        quality: candidates.iter().map(|candidate| candidate.quality.millionths()).collect(),
        appraised,
    };
    match &limits.budget {
        None => {}
        Some(Budget::Whole(most)) => {
            let uses = plan.appraised.iter().map(|a| a.spend.iter().copied().sum::<Pence>().get()).collect();
            plan.limit("budget".to_owned(), uses, most.get(), Unit::Pence);
        }
        Some(Budget::ByYear(most)) => {
            for (year, most) in most.iter().enumerate() {
                let uses = plan.appraised.iter().map(|a| a.spend.get(year).map_or(0, |p| p.get())).collect();
                plan.limit(format!("budget, year {year}"), uses, most.get(), Unit::Pence);
            }
        }
    }
    let mut amount = |name: &str, most: Option<Quantity>, of: fn(&Candidate) -> Quantity| {
        if let Some(most) = most {
            let uses = candidates.iter().map(|candidate| of(candidate).millionths()).collect();
            plan.limit(name.to_owned(), uses, most.millionths(), Unit::Millionths);
        }
    };
    amount("people", limits.people, |candidate| candidate.people);
    amount("attention", limits.attention, |candidate| candidate.attention);
    Ok(plan)
}

impl Plan {
    fn limit(&mut self, name: String, uses: Vec<i64>, most: i64, unit: Unit) {
        self.problem.limits.push(Limit { name, uses, most });
        self.units.push(unit);
    }
}

fn dependencies(candidates: &[Candidate]) -> Problem {
    let places: BTreeMap<&str, usize> =
        candidates.iter().enumerate().map(|(at, candidate)| (candidate.id.as_str(), at)).collect();
    let mut problem = Problem::default();
    for (at, candidate) in candidates.iter().enumerate() {
        let place = |id: &String| places.get(id.as_str()).copied();
        problem.requires.extend(candidate.requires.iter().filter_map(place).map(|other| (at, other)));
        for other in candidate.excludes.iter().filter_map(place) {
            let pair = vec![at.min(other), at.max(other)];
            // Either may name the other.
            if !problem.excludes.contains(&pair) {
                problem.excludes.push(pair);
            }
        }
    }
    problem
}
