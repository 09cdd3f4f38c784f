//! Wards that look like real ones: sizes, contracts, skills, agreements, leave, requests and a roster that went before. The same seed
//! makes the same ward; nobody in it exists.
//!
//! Shapes follow the ward files that trusts publish (long days and nights, two registered nurses or more at night) and the headroom
//! that acute trusts plan with; they are plausible, not measured.

mod people;
mod wishes;

use jiff::civil::Date;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_facts::FactSet;
use wt_pay::{Band, Zone};
use wt_units::Pence;

use super::compile::Compiled;
use super::model::{Channel, Days, Demand, Policy, Shift, Temporary, Ward, When, Worked, later};
use super::prices::Prices;
use super::solve::NotSolved;
use crate::search::{Settings, Watch, solve as search};

/// What is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// The seed.
    pub seed: u64,
    /// Members of staff.
    pub people: usize,
    /// Weeks of the roster.
    pub weeks: usize,
    /// First day.
    pub first: Date,
}

/// Share of contracted time that is not there to be rostered.
const HEADROOM: f64 = 0.22;
/// Days of the roster that went before.
const BEFORE: usize = 14;
/// Rows that are optimised for it.
const MOVES: u64 = 2_000;

/// Makes a ward, with what was worked in the two weeks before: a roster of its own, solved by the same rules.
///
/// # Errors
/// As [`super::solve()`].
pub fn generate(made: &Made, facts: &FactSet) -> Result<Ward, NotSolved> {
    let mut dice = Pcg64Mcg::seed_from_u64(made.seed ^ 0x7761_7264);
    let long_days = dice.random_bool(0.7);
    let shifts = shifts(long_days);
    let staff = people::staff(made.people.max(4), &shifts, &mut dice);
    let mut ward = Ward {
        name: format!("Ward {}", made.seed),
        generated: Some(made.seed),
        first: made.first,
        days: made.weeks.max(1) * 7,
        zone: Zone::Inner,
        policy: Policy::default(),
        shifts,
        staff,
        demand: Vec::new(),
        leave: Vec::new(),
        requests: Vec::new(),
        history: Vec::new(),
        temporary: temporary(&mut dice),
    };
    ward.demand = demand(&ward, long_days, &mut dice);
    ward.history = before(&ward, facts)?;
    ward.leave = wishes::leave(&ward, &mut dice);
    ward.requests = wishes::requests(&ward, &mut dice);
    Ok(ward)
}

fn shifts(long_days: bool) -> Vec<Shift> {
    let shift =
        |id: &str, start, minutes, unpaid_break| Shift { id: id.to_owned(), start, minutes, unpaid_break };
    let night = shift("N", 1_170, 750, 60);
    if long_days {
        vec![shift("LD", 450, 750, 60), shift("E", 450, 480, 30), night]
    } else {
        vec![shift("E", 450, 480, 30), shift("L", 780, 480, 30), shift("LD", 450, 750, 60), night]
    }
}

fn temporary(dice: &mut Pcg64Mcg) -> Vec<Temporary> {
    let cover = |role: &str, channel, hour: Option<i64>, band, on_a_shift, lead_days| Temporary {
        role: role.to_owned(),
        channel,
        hour: hour.map(Pence::new),
        band,
        on_a_shift,
        lead_days,
    };
    let agency = dice.random_range(3_600..4_800);
    vec![
        cover("registered", Channel::Bank, None, Band::Five, 2, 0),
        cover("registered", Channel::Agency, Some(agency), Band::Five, 2, 1),
        cover("support", Channel::Bank, None, Band::Two, 2, 0),
    ]
}

/// Numbers that the contracted hours can just about fill, with the floor one or two below.
fn demand(ward: &Ward, long_days: bool, dice: &mut Pcg64Mcg) -> Vec<Demand> {
    let mut made = Vec::new();
    let mut add = |days: Days, shift: &str, needs: &str, floor: u32, wanted: u32| {
        let when = When::Shift(shift.to_owned());
        made.push(Demand { days, when, needs: needs.to_owned(), floor, wanted });
    };
    let night_share = 0.38 + 0.08 * dice.random::<f64>();
    for role in ["registered", "support"] {
        let own =
            |one: &&super::model::Staff| one.role == role || (role == "support" && one.role == "associate");
        let hours: f64 = ward.staff.iter().filter(own).map(|one| f64::from(one.contracted) / 60.0).sum();
        let there = hours * (1.0 - HEADROOM) / 7.0 * (1.06 + 0.14 * dice.random::<f64>());
        let least = if role == "registered" { 2 } else { 1 };
        let night = ((there * night_share / 11.5).round() as u32).max(least);
        let by_day = (there - f64::from(night) * 11.5).max(11.5);
        let day = if long_days { by_day / 11.5 } else { by_day / 15.0 };
        let day = (day.round() as u32).max(least);
        let floor = |wanted: u32| {
            if wanted > least { (wanted - 1 - u32::from(wanted > 5)).max(least) } else { wanted.min(least) }
        };
        add(Days::All, "N", role, floor(night), night);
        for shift in if long_days { vec!["LD"] } else { vec!["E", "L"] } {
            add(Days::Week { end: false }, shift, role, floor(day), day);
            let weekend = if day > 3 { day - 1 } else { day };
            add(Days::Week { end: true }, shift, role, floor(weekend), weekend);
        }
    }
    let times = if long_days { vec!["LD", "N"] } else { vec!["E", "L", "N"] };
    for shift in times {
        for skill in ["in-charge", "medication", "experienced"] {
            add(Days::All, shift, skill, 1, 1);
        }
    }
    made
}

/// A roster of the two weeks before, which the ward's own starts from.
fn before(ward: &Ward, facts: &FactSet) -> Result<Vec<Worked>, NotSolved> {
    let first = later(ward.first, -(BEFORE as i32));
    let past = Ward { first, days: BEFORE, ..ward.clone() };
    let compiled = Compiled::new(&past, &mut Prices::new(facts, &past))?;
    let settings = Settings { seed: 1, threads: 1, moves: Some(MOVES) };
    let found = search(&compiled.problem, &settings, &Unhurried)?;
    let mut worked = Vec::new();
    if let Some(roster) = &found.roster {
        let rows = compiled.rows(&past, roster);
        for person in 0..past.staff.len() {
            for (day, shift) in rows.row(person).iter().enumerate() {
                if let Some(shift) = shift {
                    worked.push(Worked {
                        person,
                        day: past.date(day),
                        shift: past.shifts[*shift].id.clone(),
                    });
                }
            }
        }
    }
    Ok(worked)
}

/// Time never passes: the moves end the search.
struct Unhurried;

impl Watch for Unhurried {
    fn spent(&self) -> u32 {
        0
    }
}
