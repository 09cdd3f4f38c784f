//! Notice: how long before its first day a roster was approved, and what changed after it was published.

use std::collections::BTreeMap;

use jiff::civil::Date;
use wt_units::Quantity;

use super::{Measured, Share, Unit, Verdict, tenths};
use crate::ratio::{self, count};
use crate::time::number;

pub(super) fn measure(unit: &Unit<'_>, found: &mut Vec<Measured>) {
    lead_time(unit, found);
    found.push(changes(unit));
}

/// Days from full approval to the first day, for rosters whose first day lies in the span. A roster that several days are
/// given for was fully approved on the last of them.
fn lead_time(unit: &Unit<'_>, found: &mut Vec<Measured>) {
    let mut rosters: BTreeMap<Date, Option<Date>> = BTreeMap::new();
    for line in &unit.around {
        if let Some(start) = line.roster_start.filter(|start| unit.span.holds(*start)) {
            let approved = rosters.entry(start).or_default();
            *approved = (*approved).max(line.approved);
        }
    }
    let days: Vec<i64> = rosters
        .iter()
        .filter_map(|(start, approved)| approved.map(|approved| number(*start) - number(approved)))
        .collect();
    let unknown = rosters.len() - days.len();
    let wanted = unit.settings.lead_time_days;
    let whole = |days: i64| Quantity::whole(days).unwrap_or_default();
    let in_time = days.iter().filter(|days| whole(**days) >= wanted).count();
    let (sum, rosters) = (whole(days.iter().sum()), count(days.len()));
    let value = ratio::over(sum, rosters);
    let mut says = match value {
        Some(value) => format!("Approved {} days before the first day; wanted are {wanted}.", tenths(value)),
        None => "No roster says when it begins and when it was fully approved.".to_owned(),
    };
    if unknown > 0 {
        says.push_str(&format!(" {unknown} rosters have no day of approval and are in no figure."));
    }
    found.push(Measured {
        unit: unit.name.clone(),
        measure: "roster-lead-time",
        value,
        value_unit: "days",
        numerator: sum,
        denominator: rosters,
        verdict: Verdict::of(value.map(|value| value >= wanted)),
        says,
        rows: Vec::new(),
        metric: value.is_some(),
    });
    let share =
        Share { measure: "rosters-on-time", numerator: count(in_time), denominator: rosters, metric: true };
    let says = format!(
        "{in_time} of {} rosters were approved at least {wanted} days before they began.",
        days.len()
    );
    let good = |value: Quantity| Some(value >= count(100));
    found.push(share.done(unit, good, says));
}

fn changes(unit: &Unit<'_>) -> Measured {
    let published = || unit.lines.iter().filter_map(|line| Some((line, line.published?)));
    let changed: Vec<_> = published()
        .filter(|(line, published)| line.changed.is_some_and(|day| day > *published))
        .map(|(l, _)| l)
        .collect();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &changed {
        *reasons.entry(line.change_reason.as_deref().unwrap_or("no reason given")).or_default() += 1;
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let reasons: Vec<String> = reasons.iter().take(4).map(|(reason, n)| format!("{reason} {n}")).collect();
    let shifts = published().count();
    let share = Share {
        measure: "changed-after-publication",
        numerator: count(changed.len()),
        denominator: count(shifts),
        metric: false,
    };
    let mut says = format!("{} of {shifts} shifts changed after the roster was published", changed.len());
    if !reasons.is_empty() {
        says.push_str(&format!(": {}", reasons.join(", ")));
    }
    let mut measured = share.done(unit, |_| None, says + ".");
    measured.rows = changed.iter().map(|line| line.row).collect();
    measured
}
