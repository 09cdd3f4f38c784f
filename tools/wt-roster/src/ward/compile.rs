//! A ward as the search's problem, and the search's rows as the ward's.

mod cover;

use wt_pay::NoPrice;
use wt_worktime::Time;

use super::classes::Classes;
use super::local;
use super::model::Ward;
use super::prices::{Prices, times};
use super::rows::Rows;
use crate::model::{Bound, Limit, OFF, Person, Problem, Request, Symbol, Weight};
use crate::roster::Roster;
use crate::rules::{Pattern, Rule, Run, Succession, Tally};
pub(super) use cover::at_work;

/// Points (pounds) that one person short of the safe-staffing floor counts for: above what a month of anybody's wishes and hours can
/// bring, so that the floor is met before money is looked at.
pub const FLOOR: u32 = 5_000;

/// Daily rest in minutes (Working Time Regulations 1998, regulation 10).
const DAILY_REST: i64 = 11 * 60;
/// Days in a row after which no day off would be left in a week (regulation 11: 24 hours in each week).
const DAYS_OF_A_WEEK: u32 = 6;
/// Minutes a week on average (regulation 4).
const AVERAGE: u32 = 48 * 60;
/// Days of history that rules look back on.
const LOOK_BACK: usize = 14;
/// Pounds an hour where no price is known; the answer says so.
const NO_PRICE: u32 = 25;

/// Why a ward can't be turned into a problem.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCompiled {
    /// More kinds of staff times shifts than the search can tell apart.
    #[error("{0} duties (kinds of staff times shifts) are more than 255: name fewer skills in demand.csv")]
    TooMany(usize),
}

/// A ward compiled.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The problem, in pounds.
    pub problem: Problem,
    /// Sentences that must stand beside every figure: prices of an older table, prices that are missing.
    pub remarks: Vec<String>,
    classes: Classes,
    /// By rule of the problem: the local rule it belongs to.
    pub(super) of_rule: Vec<Option<&'static str>>,
}

impl Compiled {
    /// Compiles a ward whose leave is decided.
    ///
    /// # Errors
    /// [`NotCompiled::TooMany`].
    pub fn new(ward: &Ward, prices: &mut Prices<'_>) -> Result<Self, NotCompiled> {
        let classes = Classes::new(ward);
        if classes.symbols() > 256 {
            return Err(NotCompiled::TooMany(classes.symbols() - 1));
        }
        let mut making =
            Making { ward, classes: &classes, prices, missing: None, rules: Vec::new(), of_rule: Vec::new() };
        making.law();
        let shared: Vec<usize> = (0..making.rules.len()).collect();
        let people = (0..ward.staff.len()).map(|at| making.person(at, &shared)).collect();
        let cover = making.cover();
        let (rules, of_rule, missing) = (making.rules, making.of_rule, making.missing);
        let problem = Problem {
            name: ward.name.clone(),
            days: ward.days,
            first_weekday: usize::from(ward.first.weekday().to_monday_zero_offset().unsigned_abs()),
            duties: classes.duties(ward),
            rules,
            people,
            cover,
        };
        let missing =
            missing.map(|why| format!("A price is missing ({why}): £{NO_PRICE} an hour stands for it."));
        let stale = prices.stale_words().map(|words| format!("Pay is {words}."));
        Ok(Self { problem, remarks: stale.into_iter().chain(missing).collect(), classes, of_rule })
    }

    /// The search's roster as the ward's.
    #[must_use]
    pub fn rows(&self, ward: &Ward, roster: &Roster) -> Rows {
        let mut rows = Rows::empty(ward);
        for person in 0..ward.staff.len() {
            for (day, symbol) in roster.row(person).iter().enumerate() {
                rows.set(person, day, self.classes.shift(*symbol));
            }
        }
        rows
    }

    /// The ward's roster as the search's.
    #[must_use]
    pub fn roster(&self, ward: &Ward, rows: &Rows) -> Roster {
        let mut roster = Roster::empty(&self.problem);
        for person in 0..ward.staff.len() {
            for (day, shift) in rows.row(person).iter().enumerate() {
                roster.row_mut(person)[day] = shift.and_then(|s| self.symbol(person, s)).unwrap_or(OFF);
            }
        }
        roster
    }

    /// The shift behind a symbol.
    pub(super) fn shift(&self, symbol: Symbol) -> Option<usize> {
        self.classes.shift(symbol)
    }

    /// The symbol of a shift worked by a person.
    pub(super) fn symbol(&self, person: usize, shift: usize) -> Option<Symbol> {
        self.classes.symbol(self.classes.of[person], shift)
    }
}

struct Making<'a, 'p> {
    ward: &'a Ward,
    classes: &'a Classes,
    prices: &'a mut Prices<'p>,
    missing: Option<NoPrice>,
    rules: Vec<Rule>,
    of_rule: Vec<Option<&'static str>>,
}

impl Making<'_, '_> {
    fn add(&mut self, of: Option<&'static str>, rule: Rule) -> usize {
        self.rules.push(rule);
        self.of_rule.push(of);
        self.rules.len() - 1
    }

    /// What binds everybody: law without a price, then local rules at theirs.
    fn law(&mut self) {
        let (ward, classes) = (self.ward, self.classes);
        let pairs = self.short_rests();
        let hard: Vec<(Symbol, Symbol, Weight)> =
            pairs.into_iter().map(|(a, b)| (a, b, Weight::Hard)).collect();
        self.add(None, Rule::Succession(Succession::new("daily rest of 11 hours", classes.symbols(), &hard)));
        // Nights on which clocks go forward leave an hour less.
        for day in 0..ward.days.saturating_sub(1) {
            for (a, b) in self.clock_change(day) {
                let one = |symbol: Symbol| (0..classes.symbols()).map(|s| s == usize::from(symbol)).collect();
                let begins = (0..ward.days).map(|at| at == day).collect();
                let (name, weight) = ("daily rest of 11 hours".to_owned(), Weight::Hard);
                self.add(None, Rule::Pattern(Pattern { name, steps: vec![one(a), one(b)], begins, weight }));
            }
        }
        let any = classes.set(|_| true);
        self.add(None, Rule::Run(Run::at_most("weekly rest of 24 hours", any, DAYS_OF_A_WEEK, Weight::Hard)));
        for (id, rule) in local::shared(ward, classes) {
            self.add(Some(id), rule);
        }
    }

    /// Pairs of duties on consecutive days with less than daily rest between them, by the clock of an ordinary day.
    fn short_rests(&self) -> Vec<(Symbol, Symbol)> {
        self.pairs(|earlier, later| {
            let end = i64::from(earlier.start + earlier.minutes);
            i64::from(later.start) + 1_440 - end < DAILY_REST
        })
    }

    /// Pairs that are too close on one night only, because the clocks change in it.
    fn clock_change(&self, day: usize) -> Vec<(Symbol, Symbol)> {
        let ordinary: Vec<(Symbol, Symbol)> = self.short_rests();
        let close = self.pairs(|earlier, later| {
            let (_, end) = times(self.ward, day, earlier);
            let (start, _): (Time, Time) = times(self.ward, day + 1, later);
            end.until(start) < DAILY_REST
        });
        close.into_iter().filter(|pair| !ordinary.contains(pair)).collect()
    }

    fn pairs(
        &self,
        close: impl Fn(&super::model::Shift, &super::model::Shift) -> bool,
    ) -> Vec<(Symbol, Symbol)> {
        let shifts = self.ward.shifts.len();
        let mut found = Vec::new();
        for (a, earlier) in self.ward.shifts.iter().enumerate() {
            for (b, _) in self.ward.shifts.iter().enumerate().filter(|(_, later)| close(earlier, later)) {
                // A person is of one kind: pairs of other kinds never meet.
                let kinds = 0..(self.classes.symbols() - 1) / shifts.max(1);
                found.extend(
                    kinds.filter_map(|k| Some((self.classes.symbol(k, a)?, self.classes.symbol(k, b)?))),
                );
            }
        }
        found
    }

    fn person(&mut self, at: usize, shared: &[usize]) -> Person {
        let (ward, classes) = (self.ward, self.classes);
        let staff = &ward.staff[at];
        let own: Vec<Symbol> =
            (0..ward.shifts.len()).filter_map(|s| classes.symbol(classes.of[at], s)).collect();
        let mut can = vec![false; classes.symbols()];
        can[usize::from(OFF)] = true;
        own.iter().for_each(|symbol| can[usize::from(*symbol)] = true);
        let mut requests = Vec::new();
        for day in 0..ward.days {
            let free = |s: &usize| ward.available(at, day, &ward.shifts[*s].id).is_ok();
            let mut symbols: Vec<Symbol> = (0..ward.shifts.len()).filter(free).map(|s| own[s]).collect();
            if symbols.len() < own.len() {
                symbols.push(OFF);
                requests.push(Request { day, symbols, wanted: true, weight: Weight::Hard });
            }
        }
        requests.extend(self.wishes(at, &own));
        let mut rules = shared.to_vec();
        rules.extend(self.hours(at));
        for (id, rule) in local::fair(ward, classes, at) {
            rules.push(self.add(Some(id), rule));
        }
        let past = self.past(at, &own);
        Person { id: staff.id.clone(), contract: String::new(), can, past, rules, requests }
    }

    fn past(&self, at: usize, own: &[Symbol]) -> Vec<Symbol> {
        let ward = self.ward;
        if ward.history.is_empty() {
            return Vec::new();
        }
        let mut past = vec![OFF; LOOK_BACK];
        for worked in ward.history.iter().filter(|worked| worked.person == at) {
            let back =
                usize::try_from(super::model::days_between(worked.day, ward.first)).unwrap_or(usize::MAX);
            let shift = ward.shifts.iter().position(|shift| shift.id == worked.shift);
            if let (1..=LOOK_BACK, Some(shift)) = (back, shift) {
                past[LOOK_BACK - back] = own[shift];
            }
        }
        past
    }

    /// Requests at what they count for: more for those refused before, a quarter beyond the quota.
    fn wishes(&self, at: usize, own: &[Symbol]) -> Vec<Request> {
        let (ward, policy) = (self.ward, &self.ward.policy);
        let mut made = Vec::new();
        for (nth, request) in ward.requests.iter().filter(|request| request.person == at).enumerate() {
            let Some(day) = ward.day(request.day) else { continue };
            let shift = request.shift.as_ref().map(|id| ward.shifts.iter().position(|shift| shift.id == *id));
            let symbols = match shift {
                None => vec![OFF],
                Some(Some(shift)) => vec![own[shift]],
                Some(None) => continue,
            };
            let full = policy.request[request.weight.min(2)] * (4 + ward.staff[at].refused_before.min(4)) / 4;
            let pounds = if nth < policy.quota as usize { full } else { full / 4 };
            made.push(Request { day, symbols, wanted: request.wanted, weight: Weight::Soft(pounds) });
        }
        made
    }

    /// Hours owed: what is left unused is paid for nothing, what goes beyond is overtime.
    fn hours(&mut self, at: usize) -> Vec<usize> {
        let ward = self.ward;
        let unit = paid_unit(ward);
        let units = self.classes.units(|shift| ward.shifts[shift].paid() / unit);
        let owed = u32::try_from(ward.owed(at)).unwrap_or(0);
        let shortest = ward.shifts.iter().map(super::model::Shift::paid).min().unwrap_or(0);
        let (least, most) = (owed.saturating_sub(shortest / 2).div_ceil(unit), (owed + shortest / 2) / unit);
        let price = |hour: u32| Weight::Soft(unit_price(hour, unit));
        let (plain, over) = self.hour_prices(at);
        let tally = |name: &str, units: Vec<u32>, limit: Limit| {
            Rule::Tally(Tally { name: name.to_owned(), units, from: 0, to: ward.days, already: 0, limit })
        };
        let min = Some(Bound { at: least, weight: price(plain) });
        let limit = Limit { min, max: Some(Bound { at: most, weight: price(over) }) };
        let mut made = vec![self.add(None, tally("contracted hours", units.clone(), limit))];
        if let Some(local) = ward.policy.local("net-hours") {
            let limit = Limit::at_most((owed + local.limit * 60) / unit, price(local.pounds));
            made.push(self.add(Some("net-hours"), tally("net-hours", units, limit)));
        }
        let elapsed = ward.shifts.iter().map(|shift| shift.minutes).fold(0, gcd).max(1);
        let weeks = ward.days.div_ceil(7) as u32;
        let units = self.classes.units(|shift| ward.shifts[shift].minutes / elapsed);
        let limit = Limit::at_most(AVERAGE * weeks / elapsed, Weight::Hard);
        made.push(self.add(None, tally("48 hours a week on average", units, limit)));
        made
    }

    /// Pounds of a plain hour and of an hour of overtime.
    fn hour_prices(&mut self, at: usize) -> (u32, u32) {
        let ward = self.ward;
        let day =
            (0..ward.days).find(|day| ward.date(*day).weekday().to_monday_zero_offset() < 5).unwrap_or(0);
        let shift = (0..ward.shifts.len()).find(|s| !ward.shifts[*s].is_night()).unwrap_or(0);
        let hours = i64::from(ward.shifts.get(shift).map_or(60, super::model::Shift::paid).max(1));
        let plain = self.prices.own(ward, at, day, shift).map(|priced| priced.trust_cost);
        let over = self.prices.overtime(ward, at, day, shift).map(|priced| priced.trust_cost);
        let pounds =
            |cost: wt_units::Pence| u32::try_from(cost.get() * 60 / hours / 100).unwrap_or(NO_PRICE).max(1);
        let plain = plain.map_err(|why| self.missing = Some(why)).map_or(NO_PRICE, pounds);
        (plain, over.map_or(plain * 3 / 2, pounds))
    }
}

/// Minutes that the paid time of every shift is a whole number of.
pub(super) fn paid_unit(ward: &Ward) -> u32 {
    ward.shifts.iter().map(super::model::Shift::paid).fold(0, gcd).max(1)
}

/// Whole pounds, at least one, of so many minutes at a price an hour.
pub(super) fn unit_price(hour: u32, unit: u32) -> u32 {
    (hour * unit / 60).max(1)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}
