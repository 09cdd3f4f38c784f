//! What is told of a ward's roster, as a table for people or as JSON and CSV for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};
use wt_roster::ward::judge::{Judged, Short};
use wt_roster::ward::{Decision, Solved, Ward};
use wt_units::Pence;

use super::super::clock::Seen;
use crate::commands::Failure;
use crate::report::Format;

/// A roster that was found.
pub(super) fn solved(ward: &Ward, solved: &Solved, seen: &Seen, format: Format) -> Result<String, Failure> {
    let Some(found) = &solved.judged else {
        return Ok(match format {
            Format::Json => format!("{}\n", json!({"ward": ward.name, "roster": Value::Null})),
            _ => "No lawful roster was found: what is fixed (leave, agreements, the roster before) leaves somebody no lawful row.\n".to_owned(),
        });
    };
    let seconds =
        |time: Option<std::time::Duration>| time.map(|time| (time.as_secs_f64() * 1000.0).round() / 1000.0);
    let (first, best) = (seconds(seen.first), seconds(seen.best));
    match format {
        Format::Json => {
            let mut all = value(ward, found, &solved.leave);
            if let Value::Object(fields) = &mut all {
                fields.insert("objective".into(), json!(solved.progress.objective));
                fields.insert("bound".into(), json!(solved.progress.bound));
                fields.insert("seconds_to_first".into(), json!(first));
                fields.insert("seconds_to_best".into(), json!(best));
                fields.insert("moves".into(), json!(solved.moves));
            }
            Ok(format!("{all}\n"))
        }
        _ => {
            let mut out = judged(ward, found, &solved.leave, format)?;
            if format == Format::Table {
                let objective = solved.progress.objective.unwrap_or(0);
                let (first, best) = (first.unwrap_or(0.0), best.unwrap_or(0.0));
                let _ = writeln!(
                    out,
                    "\nIn the search's own points (pounds, £5,000 for one short of the floor): {objective}; no lawful roster is below {}. First after {first} s, best after {best} s.",
                    solved.progress.bound
                );
            }
            Ok(out)
        }
    }
}

/// What the judge says.
pub(super) fn judged(
    ward: &Ward,
    judged: &Judged,
    leave: &[Decision],
    format: Format,
) -> Result<String, Failure> {
    match format {
        Format::Json => Ok(format!("{}\n", value(ward, judged, leave))),
        Format::Csv => {
            let mut out = String::from("person,hours_worked,hours_owed,nights,weekends,requests,refused\n");
            for (staff, hours) in ward.staff.iter().zip(&judged.hours) {
                let _ = writeln!(
                    out,
                    "{},{},{},{},{},{},{}",
                    staff.id,
                    hours.worked as f64 / 60.0,
                    hours.owed as f64 / 60.0,
                    hours.nights,
                    hours.weekends,
                    hours.asked,
                    hours.refused
                );
            }
            Ok(out)
        }
        Format::Table => Ok(table(ward, judged, leave)),
    }
}

fn table(ward: &Ward, judged: &Judged, leave: &[Decision]) -> String {
    let mut out =
        format!("{}, {} days from {}, {} staff", ward.name, ward.days, ward.first, ward.staff.len());
    if let Some(seed) = ward.generated {
        let _ = write!(out, " (generated, seed {seed}: nobody in it exists)");
    }
    out.push_str("\n\n");
    if judged.unlawful.is_empty() {
        out.push_str("Law and agreements: nothing is broken.\n");
    }
    for one in &judged.unlawful {
        let _ = writeln!(out, "NOT LAWFUL  {}: {} ({})", ward.staff[one.person].id, one.words, one.rule);
    }
    let _ = writeln!(out, "Safe-staffing floor: {} people short.", judged.below_floor());
    let _ = writeln!(out, "Wanted: {} people short on {} shifts.", judged.below_wanted(), judged.short.len());
    for one in &judged.short {
        let _ = writeln!(out, "  {}", short(ward, one));
    }
    let cost = &judged.cost;
    let _ = writeln!(
        out,
        "Cost to the trust: own staff {}, bank {} ({} shifts), agency {} ({}), nobody to be had for {}; to the public {}.",
        pounds(cost.own),
        pounds(cost.bank),
        cost.bought[0],
        pounds(cost.agency),
        cost.bought[1],
        cost.bought[2],
        pounds(cost.public)
    );
    for remark in &judged.remarks {
        let _ = writeln!(out, "  {remark}");
    }
    let bent: u32 = judged.bent.iter().map(|one| one.pounds).sum();
    let _ = writeln!(out, "Local rules bent: {} times, counted at £{bent}.", judged.bent.len());
    for one in &judged.bent {
        let _ = writeln!(
            out,
            "  {}: {}, by {} (£{})",
            ward.staff[one.person].id, one.rule, one.units, one.pounds
        );
    }
    let asked: u32 = judged.hours.iter().map(|hours| hours.asked).sum();
    let _ = writeln!(out, "Requests: {} of {asked} refused.", judged.refused.len());
    for one in leave {
        let _ = writeln!(out, "Leave: {}", one.words);
    }
    let unbooked: Vec<String> = ward
        .staff
        .iter()
        .filter(|staff| staff.leave_left > 0)
        .map(|staff| format!("{} {}", staff.id, staff.leave_left))
        .collect();
    if !unbooked.is_empty() {
        let _ = writeln!(out, "Days of leave not booked yet: {}.", unbooked.join(", "));
    }
    out
}

/// One short shift, in words.
pub(super) fn short(ward: &Ward, one: &Short) -> String {
    let shift = one.shift.map_or("no shift", |shift| ward.shifts[shift].id.as_str());
    let floor =
        if one.below_floor() > 0 { format!(", BELOW THE FLOOR of {}", one.floor) } else { String::new() };
    format!("{} {shift}: {} of {} {}{floor}", ward.date(one.day), one.there, one.wanted, one.needs)
}

/// `£1,234`.
pub(super) fn pounds(pence: Pence) -> String {
    let whole = (pence.get().abs() + 50) / 100;
    let digits = whole.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{}£{out}", if pence.get() < 0 { "-" } else { "" })
}

fn value(ward: &Ward, judged: &Judged, leave: &[Decision]) -> Value {
    let short = |one: &Short| {
        json!({"date": ward.date(one.day).to_string(), "shift": one.shift.map(|s| ward.shifts[s].id.clone()),
            "needs": one.needs, "there": one.there, "floor": one.floor, "wanted": one.wanted})
    };
    let hours = ward.staff.iter().zip(&judged.hours).map(|(staff, hours)| {
        json!({"person": staff.id, "hours_worked": hours.worked as f64 / 60.0, "hours_owed": hours.owed as f64 / 60.0,
            "nights": hours.nights, "weekends": hours.weekends, "requests": hours.asked, "refused": hours.refused})
    });
    let unlawful = judged
        .unlawful
        .iter()
        .map(|one| json!({"person": ward.staff[one.person].id, "rule": one.rule, "sentence": one.words}));
    let bent = judged.bent.iter().map(|one| {
        json!({"person": ward.staff[one.person].id, "rule": one.rule, "units": one.units, "pounds": one.pounds})
    });
    let cost = &judged.cost;
    json!({
        "ward": ward.name,
        "generated_from_seed": ward.generated,
        "lawful": judged.unlawful.is_empty(),
        "unlawful": unlawful.collect::<Vec<_>>(),
        "below_floor": judged.below_floor(),
        "below_wanted": judged.below_wanted(),
        "short": judged.short.iter().map(short).collect::<Vec<_>>(),
        "bent": bent.collect::<Vec<_>>(),
        "requests_refused": judged.refused.len(),
        "leave": leave.iter().map(|one| json!({"granted": one.granted, "sentence": one.words})).collect::<Vec<_>>(),
        "cost_pence": {"own": cost.own.get(), "bank": cost.bank.get(), "agency": cost.agency.get(), "public": cost.public.get(),
            "bank_shifts": cost.bought[0], "agency_shifts": cost.bought[1], "nobody_to_be_had": cost.bought[2]},
        "remarks": judged.remarks,
        "people": hours.collect::<Vec<_>>(),
    })
}
