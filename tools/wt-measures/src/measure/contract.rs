//! Contracted hours: unavailable, by component beside the budget; unused; worked above contract; net hours.

use wt_units::{Hours, Quantity};

use super::{Measured, Person, Share, Unit, Verdict, tenths};
use crate::model::Component;
use crate::ratio::{self, count};

pub(super) fn measure(unit: &Unit<'_>, found: &mut Vec<Measured>) {
    let contracted = unit.contracted(unit.span).quantity();
    unavailability(unit, contracted, found);
    for component in Component::ALL {
        found.push(one_component(unit, *component, contracted));
    }
    let people: Vec<Person> = unit.people(unit.span).into_values().collect();
    used(unit, &people, contracted, found);
    found.push(net(unit, &people));
}

/// The metric or measure of a component.
fn name(component: Component) -> &'static str {
    match component {
        Component::AnnualLeave => "annual-leave-rate",
        Component::Sickness => "unavailable-sickness",
        Component::Study => "unavailable-study",
        Component::Parenting => "unavailable-parenting",
        Component::WorkingDay => "unavailable-working-day",
        Component::Other => "unavailable-other",
    }
}

/// All hours away beside the whole budget. Both are shares of paid hours: headroom, not an uplift.
fn unavailability(unit: &Unit<'_>, contracted: Quantity, found: &mut Vec<Measured>) {
    let hours = unit.leave_in(None, unit.span).quantity();
    let budget: Quantity = unit.budgets.iter().map(|budget| budget.percent).sum();
    let budgeted = (!unit.budgets.is_empty()).then_some(budget);
    let says = match budgeted {
        Some(budget) => format!(
            "{} of {} contracted hours were unavailable; the headroom budgeted is {budget}%.",
            tenths(hours),
            tenths(contracted)
        ),
        None => format!(
            "{} of {} contracted hours were unavailable; no headroom budget is loaded.",
            tenths(hours),
            tenths(contracted)
        ),
    };
    let share = Share { measure: "unavailability", numerator: hours, denominator: contracted, metric: true };
    found.push(share.done(unit, |value| budgeted.map(|budget| value <= budget), says));
    let value = budgeted;
    found.push(Measured {
        unit: unit.name.clone(),
        measure: "headroom-budget",
        value,
        value_unit: "percent",
        numerator: value.map(|b| ratio::percent_of(b, Hours::new(contracted)).quantity()).unwrap_or_default(),
        denominator: contracted,
        verdict: Verdict::NotJudged,
        says: match value {
            Some(budget) => format!(
                "{budget}% of paid hours, which is an uplift of {}% on worked hours.",
                ratio::percent(budget, count(100) - budget).map_or_else(|| "?".to_owned(), tenths)
            ),
            None => "No headroom budget is loaded.".to_owned(),
        },
        rows: Vec::new(),
        metric: false,
    });
}

fn one_component(unit: &Unit<'_>, component: Component, contracted: Quantity) -> Measured {
    let hours = unit.leave_in(Some(component), unit.span).quantity();
    let budget = unit.budgets.iter().find(|budget| budget.component == component).map(|b| b.percent);
    let (low, high) = (unit.settings.leave_low_percent, unit.settings.leave_high_percent);
    let mut says =
        format!("{}: {} of {} contracted hours", component.words(), tenths(hours), tenths(contracted));
    if let Some(budget) = budget {
        says.push_str(&format!("; budget {budget}%"));
    }
    let annual = component == Component::AnnualLeave;
    if annual {
        says.push_str(&format!("; band {low}% to {high}%"));
    }
    let good = |value: Quantity| {
        if annual { Some(low <= value && value <= high) } else { budget.map(|budget| value <= budget) }
    };
    let share = Share { measure: name(component), numerator: hours, denominator: contracted, metric: annual };
    share.done(unit, good, says + ".")
}

/// Hours below and above contract, person by person: one person's overwork does not use up another's contract.
fn used(unit: &Unit<'_>, people: &[Person], contracted: Quantity, found: &mut Vec<Measured>) {
    let left = |sign: i64| -> Quantity {
        let millionths = people.iter().map(|person| (person.left().quantity().millionths() * sign).max(0));
        Quantity::from_millionths(millionths.sum())
    };
    let (unused, above) = (left(1), left(-1));
    let limit = unit.settings.unused_percent;
    let says = format!(
        "{} of {} contracted hours were on no roster and no leave; at most {limit}% is usual.",
        tenths(unused),
        tenths(contracted)
    );
    let share = Share { measure: "unused-hours", numerator: unused, denominator: contracted, metric: true };
    found.push(share.done(unit, |value| Some(value <= limit), says));
    let says = format!("{} hours were rostered above contract, overtime not counted.", tenths(above));
    let share = Share { measure: "above-contract", numerator: above, denominator: contracted, metric: false };
    found.push(share.done(unit, |value| Some(value.is_zero()), says));
}

/// Rostered hours and paid absence less contracted hours, with what was carried over, for each whole-time equivalent.
fn net(unit: &Unit<'_>, people: &[Person]) -> Measured {
    let balance = |person: &Person| person.brought_forward - person.left().quantity();
    let (numerator, heads) = (people.iter().map(balance).sum::<Quantity>(), people.len());
    let limit = unit.settings.net_hours;
    let far = people.iter().filter(|p| balance(p).millionths().abs() > limit.millionths()).count();
    let contracted: Hours = people.iter().map(|person| person.contracted).sum();
    let wte = ratio::over(contracted.quantity(), unit.full_time(unit.span).quantity()).unwrap_or_default();
    let value = ratio::over(numerator, wte);
    Measured {
        unit: unit.name.clone(),
        measure: "net-hours",
        value,
        value_unit: "hours",
        numerator,
        denominator: wte,
        verdict: Verdict::of(value.map(|_| far == 0)),
        says: format!("{far} of {heads} people are more than {limit} hours from balance, owing or owed."),
        rows: Vec::new(),
        metric: value.is_some(),
    }
}
