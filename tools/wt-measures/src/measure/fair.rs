//! How evenly nights and weekends fall, per whole-time equivalent; fixed patterns and agreements apart.

use std::collections::{BTreeMap, BTreeSet};

use wt_units::Quantity;

use super::{Measured, Unit, Verdict, tenths};
use crate::model::{Kind, Line, Pseudonym, Status};
use crate::ratio::{self, count};
use crate::time::monday;

pub(super) fn measure(unit: &Unit<'_>, found: &mut Vec<Measured>) {
    let own = || {
        unit.lines.iter().filter(|line| {
            line.kind == Kind::Substantive && matches!(line.status, Status::Worked | Status::Rostered)
        })
    };
    let mut nights: BTreeMap<&Pseudonym, usize> = BTreeMap::new();
    let mut weekends: BTreeMap<&Pseudonym, BTreeSet<_>> = BTreeMap::new();
    for line in own() {
        let Some(person) = &line.person else { continue };
        *nights.entry(person).or_default() += usize::from(unit.by_night(line));
        if on_weekend(line) {
            weekends.entry(person).or_default().insert(monday(line.start.date()));
        }
    }
    let weekends: BTreeMap<_, _> = weekends.into_iter().map(|(person, days)| (person, days.len())).collect();
    found.push(spread(unit, "nights-spread", "nights", &nights));
    found.push(spread(unit, "weekends-spread", "weekends", &weekends));
}

/// Whether a shift starts on a Saturday or Sunday.
fn on_weekend(line: &Line) -> bool {
    line.start.date().weekday().to_monday_zero_offset() >= 5
}

/// Gini coefficient of counts per whole-time equivalent: 0 where all have the same, towards 100 where one has all.
fn spread(
    unit: &Unit<'_>,
    measure: &'static str,
    words: &str,
    counts: &BTreeMap<&Pseudonym, usize>,
) -> Measured {
    let people = unit.people(unit.span);
    let full = unit.full_time(unit.span).quantity();
    let mut each: Vec<Quantity> = people
        .iter()
        .filter(|(_, person)| !person.agreement)
        .filter_map(|(name, person)| {
            let wte = ratio::over(person.contracted.quantity(), full)?;
            ratio::over(count(counts.get(name).copied().unwrap_or(0)), wte)
        })
        .collect();
    each.sort_unstable();
    let apart = people.values().filter(|person| person.agreement).count();
    let smallest = unit.settings.smallest_team;
    let enough = count(each.len()) >= smallest;
    let value = enough.then(|| gini(&each)).flatten();
    let at = |share: usize| {
        each.get((each.len() * share).div_ceil(4).saturating_sub(1)).copied().unwrap_or_default()
    };
    let says = match (enough, each.first().zip(each.last())) {
        (true, Some((low, high))) => format!(
            "From {} to {} {words} for each whole-time equivalent, the middle half {} to {}; {} people, {apart} with a fixed pattern or agreement counted apart.",
            tenths(*low),
            tenths(*high),
            tenths(at(1)),
            tenths(at(3)),
            each.len()
        ),
        _ => format!("Not shown for a team of under {smallest}: people could be told apart."),
    };
    Measured {
        unit: unit.name.clone(),
        measure,
        value,
        value_unit: "percent",
        numerator: if enough { each.iter().copied().sum() } else { Quantity::ZERO },
        denominator: count(each.len()),
        verdict: Verdict::NotJudged,
        says,
        rows: Vec::new(),
        metric: false,
    }
}

/// Of sorted values, in percent; none where all are nothing.
fn gini(sorted: &[Quantity]) -> Option<Quantity> {
    let n = i128::try_from(sorted.len()).ok()?;
    let sum: i128 = sorted.iter().map(|value| i128::from(value.millionths())).sum();
    let weighted: i128 =
        (1..).zip(sorted).map(|(i, value)| (2 * i - n - 1) * i128::from(value.millionths())).sum();
    (sum > 0)
        .then(|| weighted * 100_000_000 / (n * sum))
        .and_then(|g| i64::try_from(g).ok())
        .map(Quantity::from_millionths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gini_coefficient_is_nothing_for_equal_shares() {
        let of =
            |values: &[i64]| gini(&values.iter().map(|v| Quantity::whole(*v).unwrap()).collect::<Vec<_>>());
        assert_eq!(of(&[3, 3, 3, 3]).unwrap().to_string(), "0");
        assert_eq!(of(&[0, 0, 0, 8]).unwrap().to_string(), "75", "one of four has all: (n - 1) / n");
        assert_eq!(of(&[1, 2, 3, 4]).unwrap().to_string(), "25");
        assert_eq!(of(&[0, 0]), None);
    }
}
