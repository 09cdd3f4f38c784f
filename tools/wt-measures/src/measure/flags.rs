//! The two red flags of NICE guideline SG1 that a roster can show.
//!
//! A shift is short where registered nurse time is more than 8 hours, or more than 25%, below what the shift needs, whichever
//! comes first; and a ward must never have fewer than two registered nurses. What the shift needs is what was planned for it
//! and added to it. Breaks are not seen: a roster does not say who covers whom.

use std::collections::BTreeMap;

use jiff::civil::Date;
use wt_units::Quantity;

use super::{Measured, Unit, Verdict, tenths};
use crate::model::{Kind, Line, Role, Status};
use crate::ratio::{self, count};
use crate::time::{DAY, When};

pub(super) fn measure(unit: &Unit<'_>, patient_days: Option<Quantity>, found: &mut Vec<Measured>) {
    let mut shifts: BTreeMap<(Date, bool), Vec<&Line>> = BTreeMap::new();
    let nurses = unit.lines.iter().filter(|line| line.role == Role::Nurse && !line.supernumerary);
    for line in nurses {
        shifts.entry((line.start.date(), unit.by_night(line))).or_default().push(line);
    }
    // What is still to come can't be short yet.
    shifts.retain(|_, lines| lines.iter().all(|l| l.kind == Kind::Unfilled || l.status != Status::Rostered));
    let short: Vec<(Date, bool, u32, String)> = shifts
        .iter()
        .filter_map(|((day, night), lines)| {
            let words = short(unit, lines)?;
            Some((*day, *night, first(lines), words))
        })
        .collect();
    let few: Vec<(Date, bool, u32, String)> = shifts
        .iter()
        .filter_map(|((day, night), lines)| {
            let least = least(unit, *day, *night, lines)?;
            (count(least) < unit.settings.red_flag_nurses)
                .then(|| (*day, *night, first(lines), format!("{least} at least once")))
        })
        .collect();
    let judged = shifts.len();
    found.push(flag(unit, "red-flag-shortfall", "short of registered nurse time", &short, judged));
    found.push(flag(
        unit,
        "red-flag-few-nurses",
        &format!("with fewer than {} registered nurses", unit.settings.red_flag_nurses),
        &few,
        judged,
    ));
    let events = count(short.len() + few.len());
    let denominator = patient_days.unwrap_or_default();
    let per = ratio::over(Quantity::from_millionths(events.millionths().saturating_mul(1_000)), denominator);
    let value = per.filter(|_| judged > 0);
    found.push(Measured {
        unit: unit.name.clone(),
        measure: "red-flags",
        value,
        value_unit: "per 1,000 patient days",
        numerator: events,
        denominator,
        verdict: Verdict::NotJudged,
        says: match value {
            Some(_) => "The two red flags that a roster can show; others of the guideline are not in it.".to_owned(),
            None => "Not said for each 1,000 patient days: no shift is finished, or counts of patients are missing.".to_owned(),
        },
        rows: Vec::new(),
        metric: value.is_some(),
    });
}

fn first(lines: &[&Line]) -> u32 {
    lines.iter().map(|line| line.row).min().unwrap_or_default()
}

fn short(unit: &Unit<'_>, lines: &[&Line]) -> Option<String> {
    let needed: i64 = lines.iter().map(|line| line.minutes).sum();
    let worked: i64 = lines.iter().map(|line| line.worked()).sum();
    let short = needed - worked;
    let (needed, missing) = (ratio::hours(needed).quantity(), ratio::hours(short.max(0)).quantity());
    let share = ratio::percent(missing, needed)?;
    let flagged = missing > unit.settings.red_flag_hours || share > unit.settings.red_flag_percent;
    flagged.then(|| format!("{} of {} hours missing", tenths(missing), tenths(needed)))
}

/// Fewest registered nurses at work at any minute of the shift for which one was planned; none where the day or night has none.
fn least(unit: &Unit<'_>, day: Date, night: bool, planned: &[&Line]) -> Option<usize> {
    let (from, to) = unit.settings.day_and_night();
    let (from, to) = if night { (to, from + DAY) } else { (from, to) };
    let (from, to) = (When::at(day, from).instant(), When::at(day, to).instant());
    let clip = |line: &&Line| (line.start.instant().max(from), line.end.instant().min(to));
    let wanted: Vec<(i64, i64)> = planned.iter().map(clip).filter(|(start, end)| start < end).collect();
    let at_work: Vec<(i64, i64)> = unit
        .around
        .iter()
        .filter(|line| line.role == Role::Nurse && line.counted())
        .map(clip)
        .filter(|(start, end)| start < end)
        .collect();
    // The number changes only where somebody comes or goes.
    let cuts = wanted.iter().chain(&at_work).flat_map(|(start, end)| [*start, *end]);
    let within = |(start, end): &&(i64, i64), at: i64| *start <= at && at < *end;
    let moments = cuts.filter(|at| wanted.iter().any(|span| within(&span, *at)));
    moments.map(|at| at_work.iter().filter(|span| within(span, at)).count()).min()
}

fn flag(
    unit: &Unit<'_>,
    measure: &'static str,
    words: &str,
    flagged: &[(Date, bool, u32, String)],
    judged: usize,
) -> Measured {
    let told: Vec<String> = flagged
        .iter()
        .take(3)
        .map(|(day, night, _, why)| format!("{day} {} ({why})", if *night { "night" } else { "day" }))
        .collect();
    let mut says = format!("{} of {judged} finished shifts {words}", flagged.len());
    if !told.is_empty() {
        says.push_str(&format!(": {}", told.join(", ")));
        if flagged.len() > told.len() {
            says.push_str(" and others");
        }
    }
    let value = (judged > 0).then(|| count(flagged.len()));
    Measured {
        unit: unit.name.clone(),
        measure,
        value,
        value_unit: "shifts",
        numerator: count(flagged.len()),
        denominator: count(judged),
        verdict: Verdict::of(value.map(|value| value.is_zero())),
        says: says + ".",
        rows: flagged.iter().map(|(_, _, row, _)| *row).collect(),
        metric: false,
    }
}
