//! What is to be rostered: days, duties, people with their rules and requests, and cover.

use std::sync::Arc;

use crate::rules::Rule;

/// What one person does on one day: [`OFF`], or `k` for `Problem::duties[k - 1]`.
pub type Symbol = u8;

/// A day off.
pub const OFF: Symbol = 0;

/// How much a broken limit costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// It may not be broken.
    Hard,
    /// This many penalty points for each unit.
    Soft(u32),
}

/// One side of a [`Limit`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bound {
    /// The last value that costs nothing, in units of whatever is counted.
    pub at: u32,
    /// What each unit beyond costs.
    pub weight: Weight,
}

/// At least, at most, or both. A convex price is two rules over the same count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Limit {
    /// At least this.
    pub min: Option<Bound>,
    /// At most this.
    pub max: Option<Bound>,
}

impl Limit {
    /// At most `at`.
    #[must_use]
    pub fn at_most(at: u32, weight: Weight) -> Self {
        Self { min: None, max: Some(Bound { at, weight }) }
    }

    /// At least `at`.
    #[must_use]
    pub fn at_least(at: u32, weight: Weight) -> Self {
        Self { min: Some(Bound { at, weight }), max: None }
    }

    /// What the value `count` costs.
    #[must_use]
    pub fn price(&self, count: u32) -> Step {
        let mut step = Step::default();
        if let Some(min) = self.min {
            step.charge(min.weight, min.at.saturating_sub(count));
        }
        if let Some(max) = self.max {
            step.charge(max.weight, count.saturating_sub(max.at));
        }
        step
    }
}

/// What one day (or the end) of a row does to one rule: its cost, breaches of what is hard, and what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Step {
    /// State of the rule's automaton afterwards.
    pub next: u32,
    /// Penalty points.
    pub cost: u32,
    /// Units by which something hard is broken; 0 is lawful.
    pub broken: u32,
    /// Added to the rule's counter.
    pub count: u32,
}

impl Step {
    /// Adds `units` beyond a bound of this weight.
    pub fn charge(&mut self, weight: Weight, units: u32) {
        match weight {
            Weight::Hard => self.broken += units,
            Weight::Soft(each) => self.cost += each * units,
        }
    }
}

/// A shift, or a shift worked in a skill, that a person can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Name of the shift, such as `N`.
    pub shift: String,
    /// Name of the skill it is worked in; `None` where the problem knows no skills.
    pub skill: Option<String>,
    /// Minutes after midnight at which it starts; `None` where the source does not say.
    pub start: Option<u32>,
    /// Its length in minutes.
    pub minutes: u32,
}

/// Which days make up which weekend.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Weekends {
    of_day: Vec<Option<u32>>,
    last: Vec<bool>,
    first: Vec<bool>,
}

impl Weekends {
    /// The days of a horizon that starts on `first_weekday` (0 is Monday) whose weekday is in `weekdays`; runs of
    /// such days form a weekend, cut off by the ends of the horizon.
    #[must_use]
    pub fn new(days: usize, first_weekday: usize, weekdays: &[usize]) -> Arc<Self> {
        let inside = |day: usize| weekdays.contains(&((first_weekday + day) % 7));
        let (mut of_day, mut number) = (Vec::with_capacity(days), 0);
        for day in 0..days {
            of_day.push(inside(day).then_some(number));
            if inside(day) && !inside(day + 1) {
                number += 1;
            }
        }
        let last = (0..days).map(|day| inside(day) && (day + 1 == days || !inside(day + 1))).collect();
        let first = (0..days).map(|day| inside(day) && (day == 0 || !inside(day - 1))).collect();
        Arc::new(Self { of_day, last, first })
    }

    /// Number of the weekend that `day` belongs to.
    #[must_use]
    pub fn of(&self, day: usize) -> Option<u32> {
        self.of_day.get(day).copied().flatten()
    }

    /// Whether `day` opens a weekend.
    #[must_use]
    pub fn opens(&self, day: usize) -> bool {
        self.first.get(day).copied().unwrap_or(false)
    }

    /// Whether `day` closes a weekend.
    #[must_use]
    pub fn closes(&self, day: usize) -> bool {
        self.last.get(day).copied().unwrap_or(false)
    }
}

/// Something asked for, or fixed, on one day. Hard and unwanted: the person cannot be given it; hard and wanted: a fixed assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The day, from 0.
    pub day: usize,
    /// The duties (or [`OFF`]) it is about; any of them fulfils or offends it.
    pub symbols: Vec<Symbol>,
    /// Whether one of them is wanted (true) or to be avoided (false).
    pub wanted: bool,
    /// What ignoring it costs.
    pub weight: Weight,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Name in the source.
    pub id: String,
    /// Name of the contract, empty where the source has none.
    pub contract: String,
    /// By symbol: whether the person can be given it at all ([`OFF`] included).
    pub can: Vec<bool>,
    /// What was done on the days before day 0, the last day last. Empty: nothing is known.
    pub past: Vec<Symbol>,
    /// The rules that bind, as places in [`Problem::rules`].
    pub rules: Vec<usize>,
    /// Requests and fixed days.
    pub requests: Vec<Request>,
}

impl Person {
    /// Whether a symbol can be given on a day as far as skills, leave and fixed days go.
    #[must_use]
    pub fn may(&self, day: usize, symbol: Symbol) -> bool {
        let fixed = |r: &&Request| r.day == day && r.weight == Weight::Hard;
        self.can.get(usize::from(symbol)).copied().unwrap_or(false)
            && self.requests.iter().filter(fixed).all(|r| r.symbols.contains(&symbol) == r.wanted)
    }
}

/// How many people are needed on one day in any of some duties: a shift, a shift in a skill, or every duty that overlaps an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// The day, from 0.
    pub day: usize,
    /// The duties that count.
    pub symbols: Vec<Symbol>,
    /// What each number of people costs; several limits add up (a hard minimum and a soft preference).
    pub limits: Vec<Limit>,
}

impl Cover {
    /// What `count` people cost: `cost` in points, `broken` people short of (or beyond) what is hard.
    #[must_use]
    pub fn price(&self, count: u32) -> Step {
        let mut total = Step::default();
        for limit in &self.limits {
            let step = limit.price(count);
            total.cost += step.cost;
            total.broken += step.broken;
        }
        total
    }
}

/// A rostering problem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// Name in the source.
    pub name: String,
    /// Length of the horizon.
    pub days: usize,
    /// Weekday of day 0; 0 is Monday.
    pub first_weekday: usize,
    /// What can be worked; symbol `k` is `duties[k - 1]`. At most 255.
    pub duties: Vec<Duty>,
    /// Rules, shared by the people who name them.
    pub rules: Vec<Rule>,
    /// People.
    pub people: Vec<Person>,
    /// Cover.
    pub cover: Vec<Cover>,
}

impl Problem {
    /// Number of symbols: the duties and [`OFF`].
    #[must_use]
    pub fn symbols(&self) -> usize {
        self.duties.len() + 1
    }

    /// The duty of a symbol; `None` for [`OFF`].
    #[must_use]
    pub fn duty(&self, symbol: Symbol) -> Option<&Duty> {
        usize::from(symbol).checked_sub(1).and_then(|at| self.duties.get(at))
    }

    /// The symbols whose duty satisfies `wanted`.
    pub fn symbols_where<'a>(
        &'a self,
        wanted: impl Fn(&Duty) -> bool + 'a,
    ) -> impl Iterator<Item = Symbol> + 'a {
        (1..=u8::MAX).zip(&self.duties).filter(move |(_, duty)| wanted(duty)).map(|(symbol, _)| symbol)
    }

    /// The rules that bind a person.
    pub fn rules_of<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a Rule> + 'a {
        person.rules.iter().filter_map(|at| self.rules.get(*at))
    }
}
