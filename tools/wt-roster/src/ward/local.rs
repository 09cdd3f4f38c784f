//! Local rules in the words of the search: runs, patterns, weekends and fair shares, each at its price.

use super::classes::Classes;
use super::model::{Local, Ward};
use crate::model::{Limit, OFF, Weekends, Weight};
use crate::rules::{Pattern, Rule, Run, Tally, WeekendCount};

/// Shifts longer than this are long (as the resident doctors' terms have it; nurses have no national figure).
const LONG_MINUTES: u32 = 600;

/// The local rules that bind everybody, with the id each belongs to.
pub(super) fn shared(ward: &Ward, classes: &Classes) -> Vec<(&'static str, Rule)> {
    let nights = classes.set(|shift| ward.shifts[shift].is_night());
    let long = classes.set(|shift| ward.shifts[shift].minutes > LONG_MINUTES);
    let any = classes.set(|_| true);
    let off: Vec<bool> = any.iter().map(|inside| !inside).collect();
    let mut found = Vec::new();
    let mut run = |id: &'static str, inside: &[bool], least: bool| {
        if let Some(local) = ward.policy.local(id) {
            let make = if least { Run::at_least } else { Run::at_most };
            found.push((id, Rule::Run(make(id, inside.to_vec(), local.limit, Weight::Soft(local.pounds)))));
        }
    };
    run("days-in-row", &any, false);
    run("nights-in-row", &nights, false);
    run("long-days-in-row", &long, false);
    run("days-off-together", &off, true);
    run("nights-together", &nights, true);
    if let Some(local) = ward.policy.local("rest-after-nights") {
        found.extend(rest_after_nights(&nights, &any, local).map(|rule| ("rest-after-nights", rule)));
    }
    if let Some(local) = ward.policy.local("weekends") {
        let most = (local.limit as usize * ward.days).div_ceil(28) as u32;
        found.push(("weekends", weekends(ward, "weekends", most, local.pounds)));
    }
    found
}

/// Nights, then too few days off, then work: one pattern for each number of days off that is too small. Each day lacking costs.
fn rest_after_nights(nights: &[bool], any: &[bool], local: Local) -> impl Iterator<Item = Rule> {
    let off: Vec<bool> = (0..any.len()).map(|symbol| symbol == usize::from(OFF)).collect();
    let day: Vec<bool> = any.iter().zip(nights).map(|(any, night)| *any && !night).collect();
    let (nights, any) = (nights.to_vec(), any.to_vec());
    (0..local.limit).map(move |between| {
        let mut steps = vec![nights.clone()];
        steps.extend((0..between).map(|_| off.clone()));
        steps.push(if between == 0 { day.clone() } else { any.clone() });
        let weight = Weight::Soft(local.pounds * (local.limit - between) / local.limit.max(1));
        Rule::Pattern(Pattern { name: "rest-after-nights".into(), steps, begins: Vec::new(), weight })
    })
}

fn weekends(ward: &Ward, name: &str, most: u32, pounds: u32) -> Rule {
    let first = usize::from(ward.first.weekday().to_monday_zero_offset().unsigned_abs());
    Rule::WeekendCount(WeekendCount {
        name: name.to_owned(),
        weekends: Weekends::new(ward.days, first, &[5, 6]),
        already: 0,
        limit: Limit::at_most(most, Weight::Soft(pounds)),
    })
}

/// What is a person's fair share of nights and of weekends in this roster, from what the ward needs, what everybody has worked before,
/// and contracted hours. `None` for people with agreements, who stand apart, and where nothing is known to share.
#[must_use]
pub(super) fn fair_share(ward: &Ward, person: usize, weekend: bool) -> Option<f64> {
    let own = &ward.staff[person];
    let like = |at: &usize| {
        let other = &ward.staff[*at];
        other.role == own.role && !other.has_agreement() && other.contracted > 0
    };
    if own.has_agreement() || own.contracted == 0 {
        return None;
    }
    let team: Vec<usize> = (0..ward.staff.len()).filter(like).collect();
    let before = |at: usize| {
        let staff = &ward.staff[at];
        f64::from(if weekend { staff.weekends_before } else { staff.nights_before })
    };
    let hours: f64 = team.iter().map(|at| f64::from(ward.staff[*at].contracted)).sum();
    let needed = needed(ward, &own.role, weekend);
    let all = needed + team.iter().map(|at| before(*at)).sum::<f64>();
    Some((all * f64::from(own.contracted) / hours - before(person)).max(0.0))
}

/// Nights, or weekends with work, that a role's demand brings.
fn needed(ward: &Ward, role: &str, weekend: bool) -> f64 {
    let mut total = 0.0;
    for day in 0..ward.days {
        let on_weekend = ward.date(day).weekday().to_monday_zero_offset() >= 5;
        for one in ward.demand_on(day).into_iter().filter(|one| one.needs == role) {
            let super::model::When::Shift(shift) = &one.when else { continue };
            let night = ward.shift(shift).is_some_and(super::model::Shift::is_night);
            // A weekend worked is mostly worked on both days.
            if weekend && on_weekend {
                total += f64::from(one.wanted) / 2.0;
            } else if !weekend && night {
                total += f64::from(one.wanted);
            }
        }
    }
    total
}

/// The rules of fairness for one person.
pub(super) fn fair(ward: &Ward, classes: &Classes, person: usize) -> Vec<(&'static str, Rule)> {
    let mut found = Vec::new();
    if let (Some(local), Some(share)) = (ward.policy.local("fair-nights"), fair_share(ward, person, false)) {
        let units = classes.units(|shift| u32::from(ward.shifts[shift].is_night()));
        let limit = Limit::at_most(above(share, local), Weight::Soft(local.pounds));
        let (name, days) = ("fair-nights".to_owned(), ward.days);
        found.push(("fair-nights", Rule::Tally(Tally { name, units, from: 0, to: days, already: 0, limit })));
    }
    if let (Some(local), Some(share)) = (ward.policy.local("fair-weekends"), fair_share(ward, person, true)) {
        found.push(("fair-weekends", weekends(ward, "fair-weekends", above(share, local), local.pounds)));
    }
    found
}

/// The first whole number that is beyond a share by no more than the rule's limit.
fn above(share: f64, local: Local) -> u32 {
    (share.ceil() as u32 + local.limit).saturating_sub(1)
}
