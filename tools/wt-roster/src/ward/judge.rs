//! The judge of a ward's roster: counts everything anew from the ward and the rows alone, with nothing from the search.
//!
//! The law is judged by the duties as they stand, to the minute, with the history before them; demand is counted head by head; money
//! is priced shift by shift.

mod hours;
mod local;

use jiff::civil::Date;
use wt_facts::FactSet;
use wt_pay::NoPrice;
use wt_units::Pence;
use wt_worktime::{Duty, Finding, NoRules, NotADuty, NotAPerson, Period, Person, Rules, Settings, Tail};

pub use hours::Hours;

use super::compile::at_work;
use super::model::{Channel, Ward};
use super::prices::{Prices, times};
use super::rows::Rows;

/// The rule set of staff on Agenda for Change.
const RULE_SET: &str = "agenda-for-change";

/// A person broke the law, or an agreement, or a fixed absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlawful {
    /// Place in [`Ward::staff`].
    pub person: usize,
    /// Id of the rule, such as `wtr-daily-rest-11`; `unavailable` or `overlap` where it isn't one of hours.
    pub rule: String,
    /// Why, in a sentence.
    pub words: String,
}

/// Too few on a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// The day on which the shift starts.
    pub day: usize,
    /// The first shift that counts, as a place in [`Ward::shifts`]; `None` where no shift covers the time.
    pub shift: Option<usize>,
    /// The role or skill.
    pub needs: String,
    /// How many are there (roles above count as far as they are not needed themselves).
    pub there: u32,
    /// The safe-staffing floor.
    pub floor: u32,
    /// The number wanted.
    pub wanted: u32,
}

impl Short {
    /// By how many the floor is missed.
    #[must_use]
    pub fn below_floor(&self) -> u32 {
        self.floor.saturating_sub(self.there)
    }

    /// By how many the number wanted is missed.
    #[must_use]
    pub fn below_wanted(&self) -> u32 {
        self.wanted.saturating_sub(self.there)
    }
}

/// A local rule bent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bent {
    /// Place in [`Ward::staff`].
    pub person: usize,
    /// Id of the local rule.
    pub rule: &'static str,
    /// By how many units.
    pub units: u32,
    /// What it counts for, in pounds.
    pub pounds: u32,
}

/// A request refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Place in [`Ward::requests`].
    pub request: usize,
}

/// What the roster costs, in pence; none of it where a price is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Own staff, to the trust.
    pub own: Pence,
    /// Bank for those short of what is wanted, to the trust.
    pub bank: Pence,
    /// Agency for the rest, to the trust.
    pub agency: Pence,
    /// All of it, to the public.
    pub public: Pence,
    /// Shifts for the bank, for an agency, and that nobody can be had for.
    pub bought: [u32; 3],
    /// Shifts without a price, which are in no sum.
    pub unpriced: u32,
}

/// What the judge found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    /// What the law, an agreement or an absence forbids. Empty: the roster may be worked.
    pub unlawful: Vec<Unlawful>,
    /// Shifts short of the floor or of what is wanted, by day.
    pub short: Vec<Short>,
    /// Local rules bent, by person.
    pub bent: Vec<Bent>,
    /// Requests refused.
    pub refused: Vec<Refused>,
    /// Each person's hours, nights and weekends.
    pub hours: Vec<Hours>,
    /// Pounds and pence.
    pub cost: Cost,
    /// "Pay is priced at 2025/26 rates.", where it is.
    pub remarks: Vec<String>,
}

impl Judged {
    /// People short of the safe-staffing floor, over all shifts.
    #[must_use]
    pub fn below_floor(&self) -> u32 {
        self.short.iter().map(Short::below_floor).sum()
    }

    /// People short of what is wanted.
    #[must_use]
    pub fn below_wanted(&self) -> u32 {
        self.short.iter().map(Short::below_wanted).sum()
    }
}

/// Why a roster can't be judged.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotJudged {
    /// No rules hold on the day.
    #[error(transparent)]
    NoRules(#[from] NoRules),
    /// The period can't be judged.
    #[error("{0}: {1}")]
    NotAPerson(String, NotAPerson),
    /// A shift is no duty.
    #[error(transparent)]
    NotADuty(#[from] NotADuty),
}

/// Judges a roster whose leave is decided, by the rules as they stand on a day.
///
/// # Errors
/// Where the facts hold no rules for the day.
pub fn judge(ward: &Ward, rows: &Rows, facts: &FactSet, as_of: Date) -> Result<Judged, NotJudged> {
    let mut judged = Judged::default();
    let rules = law(facts, as_of)?;
    for person in 0..ward.staff.len() {
        judged.unlawful.extend(unavailable(ward, rows, person));
        for finding in findings(ward, rows, person, &rules)? {
            let (rule, words) = (finding.rule.to_owned(), finding.sentence);
            judged.unlawful.push(Unlawful { person, rule, words });
        }
        judged.bent.extend(local::bent(ward, rows, person));
        judged.hours.push(hours::of(ward, rows, person));
    }
    judged.short = short(ward, rows);
    judged.refused = refused(ward, rows);
    judged.cost = cost(ward, rows, &judged.short, &mut Prices::new(facts, ward), &mut judged.remarks);
    Ok(judged)
}

/// The days on which a person's row breaks the law of duties, if it does: from the first duty that did it to the last.
pub(super) fn lawless(
    ward: &Ward,
    rows: &Rows,
    person: usize,
    facts: &FactSet,
    as_of: Date,
) -> Result<Option<(usize, usize)>, NotJudged> {
    let rules = law(facts, as_of)?;
    let days = findings(ward, rows, person, &rules)?.into_iter().flat_map(|finding| finding.duties);
    let inside: Vec<usize> = days.filter_map(|duty| ward.day(duty.start().date())).collect();
    Ok(inside.iter().min().copied().zip(inside.iter().max().copied()))
}

/// The law of staff on Agenda for Change as it stands on a day.
pub(super) fn law(facts: &FactSet, as_of: Date) -> Result<Rules, NoRules> {
    Rules::on(facts, RULE_SET, as_of, Settings::default())
}

/// What of the law a person's duties break.
pub(super) fn findings(
    ward: &Ward,
    rows: &Rows,
    person: usize,
    rules: &Rules,
) -> Result<Vec<Finding>, NotJudged> {
    let mut duties = Vec::new();
    for worked in ward.history.iter().filter(|worked| worked.person == person) {
        let Some(shift) = ward.shift(&worked.shift) else { continue };
        let start = wt_worktime::Time::on(worked.day, shift.start.into());
        let end = wt_worktime::Time::on(worked.day, (shift.start + shift.minutes).into());
        duties.push(Duty::new(start, end)?);
    }
    for (day, shift) in rows.row(person).iter().enumerate() {
        if let Some(shift) = shift {
            let (start, end) = times(ward, day, &ward.shifts[*shift]);
            duties.push(Duty::new(start, end)?);
        }
    }
    let (first, last) = (ward.first, ward.date(ward.days.saturating_sub(1)));
    let period = Period { first, last, tail: Tail::Known, reference_weeks: None };
    let judged = Person::new(duties, Some(period), Vec::new()).and_then(|asked| rules.judge(&asked));
    match judged {
        Ok(judged) => Ok(judged.findings.into_iter().filter(|finding| finding.breach).collect()),
        Err(overlap @ NotAPerson::Overlap { later, .. }) => {
            let (rule, sentence) = ("overlap", format!("{overlap}."));
            Ok(vec![Finding { rule, breach: true, sentence, duties: vec![later] }])
        }
        Err(other) => Err(NotJudged::NotAPerson(ward.staff[person].id.clone(), other)),
    }
}

fn unavailable(ward: &Ward, rows: &Rows, person: usize) -> Vec<Unlawful> {
    let mut found = Vec::new();
    for (day, shift) in rows.row(person).iter().enumerate() {
        let Some(shift) = shift.map(|shift| &ward.shifts[shift].id) else { continue };
        if let Err(why) = ward.available(person, day, shift) {
            let words =
                format!("{} on {} is given to somebody who is unavailable: {why}.", shift, ward.date(day));
            found.push(Unlawful { person, rule: "unavailable".to_owned(), words });
        }
    }
    found
}

/// Shifts with fewer than wanted. Within a time, roles above fill in for those below once their own number is there.
pub(super) fn short(ward: &Ward, rows: &Rows) -> Vec<Short> {
    let mut found = Vec::new();
    for demand_day in 0..ward.days {
        let demand = ward.demand_on(demand_day);
        let mut times: Vec<_> = demand.iter().map(|one| &one.when).collect();
        times.sort();
        times.dedup();
        for when in times {
            let Some((day, shifts)) = at_work(ward, demand_day, when) else { continue };
            let on = |person: &usize| rows.at(*person, day).is_some_and(|shift| shifts.contains(&shift));
            let there: Vec<usize> = (0..ward.staff.len()).filter(on).collect();
            let mut spare = 0;
            for role in &ward.policy.roles {
                let own =
                    there.iter().filter(|person| ward.staff[**person].role == *role).count() as u32 + spare;
                let one = demand.iter().find(|one| one.when == *when && one.needs == *role);
                let (floor, wanted) = one.map_or((0, 0), |one| (one.floor, one.wanted));
                spare = own.saturating_sub(wanted);
                if own < wanted {
                    let (needs, shift) = (role.clone(), shifts.first().copied());
                    found.push(Short { day, shift, needs, there: own, floor, wanted });
                }
            }
            for one in demand.iter().filter(|one| one.when == *when && ward.policy.rank(&one.needs).is_none())
            {
                let skilled = |person: &&usize| ward.staff[**person].skills.contains(&one.needs);
                let count = there.iter().filter(skilled).count() as u32;
                if count < one.wanted {
                    let (needs, shift) = (one.needs.clone(), shifts.first().copied());
                    found.push(Short {
                        day,
                        shift,
                        needs,
                        there: count,
                        floor: one.floor,
                        wanted: one.wanted,
                    });
                }
            }
        }
    }
    found
}

fn refused(ward: &Ward, rows: &Rows) -> Vec<Refused> {
    let mut found = Vec::new();
    for (at, request) in ward.requests.iter().enumerate() {
        let Some(day) = ward.day(request.day) else { continue };
        let given = rows.at(request.person, day).map(|shift| &ward.shifts[shift].id);
        if (given == request.shift.as_ref()) != request.wanted {
            found.push(Refused { request: at });
        }
    }
    found
}

fn cost(
    ward: &Ward,
    rows: &Rows,
    short: &[Short],
    prices: &mut Prices<'_>,
    remarks: &mut Vec<String>,
) -> Cost {
    let mut cost = Cost::default();
    let mut missing: Option<NoPrice> = None;
    for person in 0..ward.staff.len() {
        for (day, shift) in rows.row(person).iter().enumerate() {
            let Some(shift) = shift else { continue };
            match prices.own(ward, person, day, *shift) {
                Ok(priced) => {
                    cost.own = cost.own + priced.trust_cost;
                    cost.public = cost.public + priced.public_cost;
                }
                Err(why) => {
                    cost.unpriced += 1;
                    missing = Some(why);
                }
            }
        }
    }
    for one in short {
        let (Some(shift), Some(_)) = (one.shift, ward.policy.rank(&one.needs)) else { continue };
        let mut left = one.below_wanted();
        for (at, channel) in [Channel::Bank, Channel::Agency].into_iter().enumerate() {
            let of = ward.temporary.iter().find(|cover| cover.channel == channel && cover.role == one.needs);
            let Some(of) = of else { continue };
            let number = left.min(of.on_a_shift);
            match prices.bought(ward, of, one.day, shift) {
                Ok((trust, public)) => {
                    let times = |pence: Pence| Pence::new(pence.get() * i64::from(number));
                    let sum = if channel == Channel::Bank { &mut cost.bank } else { &mut cost.agency };
                    *sum = *sum + times(trust);
                    cost.public = cost.public + times(public);
                }
                Err(why) => {
                    cost.unpriced += number;
                    missing = Some(why);
                }
            }
            cost.bought[at] += number;
            left -= number;
        }
        cost.bought[2] += left;
    }
    remarks.extend(prices.stale_words().map(|words| format!("Pay is {words}.")));
    remarks.extend(missing.map(|why| format!("{} shifts have no price: {why}.", cost.unpriced)));
    cost
}
