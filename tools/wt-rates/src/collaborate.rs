//! The collaborative bank: open shifts filled by willing, competent, rested people of other employers, at the card rate.
//!
//! Off by default. It needs a recorded [`Agreement`] with a key held by a named third party, and each worker's own opt-in;
//! [`read`] takes the files, [`able`] says who may take which shift and why others may not, [`assign`] fills as many as can be.
//!
//! A round gives each person at most one shift, so that nobody has a second before everybody who could had a first. Within a
//! round the shifts filled are proved to be as many as can be, the critical ones first and then those dearest to leave to an
//! agency ([`assign::assign`]); over several rounds nothing is proved, and [`Outcome::bound`] says what no way could exceed.

pub mod able;
pub mod agreement;
pub mod assign;
pub mod read;

use std::collections::BTreeMap;

use jiff::civil::Date;
use wt_facts::FactSet;
use wt_units::Pence;
use wt_worktime::{Duty, NoRules};

use crate::booking::{Booking, Cell, Channel, Id, Reason, Status, TimeBand, Vat, price};
use crate::cost::Costs;
use crate::extract::{day_of, month_number};

pub use able::{Able, Why};
pub use agreement::Agreement;
pub use read::{OpenShift, Willing, duties, open_shifts, people};

/// A shift and who takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Place of the shift among the open ones.
    pub shift: usize,
    /// Place of the person.
    pub person: usize,
    /// Round it was filled in, from 1: the person's so-manieth shift or later.
    pub round: u32,
}

/// What a shift costs either way, in pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Worth {
    /// The worker's pay at the card rate.
    pub pay: i64,
    /// Pay, holiday pay and employer costs; none where a figure of the day is missing.
    pub bank: Option<i64>,
    /// Charge and VAT of an agency by the rule of the day; none where the file names no agency rate.
    pub agency: Option<i64>,
}

impl Worth {
    /// What is saved against an agency; below 0 where the card costs more; none where either is not known.
    #[must_use]
    pub fn saved(&self) -> Option<i64> {
        Some(self.agency? - self.bank?)
    }
}

/// What came of matching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Who takes what, in the order of the open shifts.
    pub matches: Vec<Match>,
    /// What each open shift costs either way.
    pub worth: Vec<Worth>,
    /// Why people can't take each shift that stays open: how many for each reason.
    pub open: BTreeMap<usize, BTreeMap<Why, usize>>,
    /// No way of matching fills more: shifts that anybody could take.
    pub bound: usize,
    /// The day from which averages of hours take all duties to be known; none where there is nothing to match.
    pub since: Option<Date>,
    /// Whether all rounds were worked out before time ran out.
    pub complete: bool,
}

/// Fills open shifts, round by round, until a round fills none or `stop` says so.
///
/// `duties` are all of each worker's by pseudonym, at any employer, from [`Outcome::since`] on: averages of hours take other days
/// to be free.
///
/// # Errors
/// [`NoRules`] where the limits of working time are not known on a day.
pub fn collaborate(
    shifts: &[OpenShift],
    people: &[Willing],
    duties: &BTreeMap<String, Vec<Duty>>,
    agreement: &Agreement,
    facts: &FactSet,
    today: Date,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Outcome, NoRules> {
    let worth = worths(shifts, facts);
    let mut able = Able::new(shifts, people, duties, agreement, facts, today)?;
    let order = order(shifts, &worth);
    let mut given = vec![0_u32; people.len()];
    let mut found: Vec<Match> = Vec::new();
    let mut bound = 0;
    let mut complete = true;
    for round in 1_u32.. {
        let taken = |shift: &usize| found.iter().any(|one| one.shift == *shift);
        let left: Vec<usize> = order.iter().copied().filter(|shift| !taken(shift)).collect();
        let mut who = Vec::with_capacity(left.len());
        for shift in &left {
            if stop() {
                complete = false;
                break;
            }
            let mut able: Vec<usize> = able.people(*shift, &given);
            // Whoever was given least comes first, then by the order of the file.
            able.sort_by_key(|person| (given[*person], *person));
            who.push(able);
        }
        if !complete {
            break;
        }
        if round == 1 {
            bound = who.iter().filter(|able| !able.is_empty()).count();
        }
        let round_found = assign::assign(&who, people.len());
        let mut any = false;
        for (shift, person) in left.iter().zip(round_found) {
            let Some(person) = person else { continue };
            any = true;
            given[person] += 1;
            able.takes(person, *shift);
            found.push(Match { shift: *shift, person, round });
        }
        if !any {
            break;
        }
    }
    found.sort_unstable_by_key(|one| one.shift);
    let mut open = BTreeMap::new();
    for shift in 0..shifts.len() {
        if !found.iter().any(|one| one.shift == shift) {
            open.insert(shift, able.reasons(shift, &given));
        }
    }
    Ok(Outcome { matches: found, worth, open, bound, since: able.since(), complete })
}

/// Shifts in the order in which they are to be filled where not all can be: critical ones first, then the dearest to leave.
fn order(shifts: &[OpenShift], worth: &[Worth]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..shifts.len()).collect();
    order.sort_by_key(|at| {
        let saved = worth[*at].saved().unwrap_or(0);
        (std::cmp::Reverse(shifts[*at].criticality), std::cmp::Reverse(saved), *at)
    });
    order
}

fn worths(shifts: &[OpenShift], facts: &FactSet) -> Vec<Worth> {
    let mut costs = Costs::new(facts);
    let mut cost = |shift: &OpenShift, channel, pay: i64, charge: Option<i64>| {
        let day = shift.duty.start().date();
        let cell = Cell {
            group: shift.group,
            grade: shift.grade,
            tier: Id::default(),
            time: TimeBand::Day,
            zone: wt_pay::Zone::None,
        };
        let booking = Booking {
            file: 0,
            row: shift.row,
            employer: Id::default(),
            site: Id::default(),
            unit: Id::default(),
            cell,
            day: day_of(day),
            month: month_number(day),
            minutes: shift.minutes,
            status: Status::Worked,
            channel,
            reason: Reason::Other,
            pay: Some(Pence::new(pay)),
            charge: charge.map(Pence::new),
            vat: Vat::Unknown,
            framework: None,
            override_rate: false,
            override_reason: Id::default(),
            lead_hours: None,
            worker: None,
        };
        costs.of(&booking).map(|cost| cost.total().get())
    };
    let one = |shift: &OpenShift| {
        let pay = price(shift.card_rate, shift.minutes);
        let charge = shift.agency_rate.map(|rate| price(rate, shift.minutes));
        Worth {
            pay,
            bank: cost(shift, Channel::OwnBank, pay, None),
            agency: charge.and_then(|charge| cost(shift, Channel::Agency, charge, Some(charge))),
        }
    };
    shifts.iter().map(one).collect()
}

/// What one employer gives and gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Its open shifts.
    pub open: usize,
    /// Of them, filled by people of others.
    pub filled: usize,
    /// Paid minutes it gets from people of others.
    pub gets: u64,
    /// Paid minutes that its people give to others.
    pub gives: u64,
    /// Pence saved against agencies on what is filled, where both costs are known.
    pub saved: i64,
    /// Filled shifts without both costs: in no sum.
    pub unpriced: usize,
}

/// Who gives and gets, by employer.
#[must_use]
pub fn shares(shifts: &[OpenShift], people: &[Willing], outcome: &Outcome) -> BTreeMap<String, Share> {
    let mut found: BTreeMap<String, Share> = BTreeMap::new();
    for shift in shifts {
        found.entry(shift.employer.clone()).or_default().open += 1;
    }
    for one in &outcome.matches {
        let (shift, person) = (&shifts[one.shift], &people[one.person]);
        let minutes = u64::from(shift.minutes);
        let gets = found.entry(shift.employer.clone()).or_default();
        gets.filled += 1;
        gets.gets += minutes;
        match outcome.worth[one.shift].saved() {
            Some(saved) => gets.saved += saved,
            None => gets.unpriced += 1,
        }
        found.entry(person.employer.clone()).or_default().gives += minutes;
    }
    found
}
