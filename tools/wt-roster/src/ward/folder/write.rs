//! Writes a ward as the files it would be read from.

use std::fmt::Write as _;

use jiff::civil::{Date, Weekday};

use super::super::model::{Days, LeaveKind, Ward, When};
use super::cells::WEEKDAYS;
use crate::formats::folder::cells::quoted;

/// The files of a ward, each a name and a text.
#[must_use]
pub fn write(ward: &Ward) -> Vec<(&'static str, String)> {
    vec![
        ("ward.csv", settings(ward)),
        ("shifts.csv", shifts(ward)),
        ("staff.csv", staff(ward)),
        ("demand.csv", demand(ward)),
        ("policies.csv", policies(ward)),
        ("agreements.csv", agreements(ward)),
        ("leave.csv", leave(ward)),
        ("requests.csv", requests(ward)),
        ("history.csv", history(ward)),
        ("temporary.csv", temporary(ward)),
    ]
}

fn settings(ward: &Ward) -> String {
    let policy = &ward.policy;
    let mut out =
        format!("setting,value\nname,{}\nfirst_day,{}\ndays,{}\n", quoted(&ward.name), ward.first, ward.days);
    let _ = writeln!(out, "zone,{}\nroles,{}", ward.zone, policy.roles.join("|"));
    if let Some(seed) = ward.generated {
        let _ = writeln!(out, "generated,{seed}");
    }
    let [low, usual, high] = policy.request;
    let _ = writeln!(out, "request_low,{low}\nrequest_usual,{usual}\nrequest_high,{high}");
    let _ = writeln!(out, "request_quota,{}\nleave_band_percent,{}", policy.quota, policy.leave_band);
    out
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn shifts(ward: &Ward) -> String {
    let mut out = String::from("shift,start,end,unpaid_break_minutes\n");
    for shift in &ward.shifts {
        let (start, end) = (clock(shift.start), clock((shift.start + shift.minutes) % 1_440));
        let _ = writeln!(out, "{},{start},{end},{}", quoted(&shift.id), shift.unpaid_break);
    }
    out
}

/// Minutes as hours, with as many decimals as it takes.
fn hours(minutes: i64) -> String {
    let text = format!("{:.4}", minutes as f64 / 60.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn day(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

fn staff(ward: &Ward) -> String {
    let mut out = format!("{}\n", super::people::STAFF.join(","));
    for one in &ward.staff {
        let skills: Vec<&str> = one.skills.iter().map(String::as_str).collect();
        let cells = [
            quoted(&one.id),
            quoted(&one.role),
            one.band.to_string(),
            hours(one.contracted.into()),
            quoted(&skills.join("|")),
            one.point.to_string(),
            day(one.from),
            day(one.to),
            hours(one.balance.into()),
            one.nights_before.to_string(),
            one.weekends_before.to_string(),
            one.refused_before.to_string(),
            one.leave_left.to_string(),
        ];
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out
}

fn name_of(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(_, weekday)| *weekday == day).map_or("", |(name, _)| name)
}

fn demand(ward: &Ward) -> String {
    let mut out = String::from("days,shift,from,to,needs,floor,wanted\n");
    for one in &ward.demand {
        let days = match &one.days {
            Days::All => "all".to_owned(),
            Days::On(day) => name_of(*day).to_owned(),
            Days::Week { end: false } => "weekday".to_owned(),
            Days::Week { end: true } => "weekend".to_owned(),
            Days::Date(date) => date.to_string(),
        };
        let when = match &one.when {
            When::Shift(shift) => format!("{},,", quoted(shift)),
            When::Between(from, to) => format!(",{},{}", clock(*from), clock(to % 1_440)),
        };
        let _ = writeln!(out, "{days},{when},{},{},{}", quoted(&one.needs), one.floor, one.wanted);
    }
    out
}

fn policies(ward: &Ward) -> String {
    let mut out = String::from("rule,limit,pounds\n");
    for (id, local) in &ward.policy.rules {
        let _ = writeln!(out, "{id},{},{}", local.limit, local.pounds);
    }
    out
}

fn agreements(ward: &Ward) -> String {
    let mut out = String::from("person,weekday,may\n");
    for one in &ward.staff {
        for (may, (name, _)) in one.agreed.iter().zip(WEEKDAYS) {
            let Some(may) = may else { continue };
            let shifts: Vec<&str> = may.iter().map(String::as_str).collect();
            let may = if shifts.is_empty() { "off".to_owned() } else { shifts.join("|") };
            let _ = writeln!(out, "{},{name},{}", quoted(&one.id), quoted(&may));
        }
    }
    out
}

fn leave(ward: &Ward) -> String {
    let mut out = String::from("person,from,to,kind,state\n");
    for one in &ward.leave {
        let kind =
            LeaveKind::ALL.iter().find(|(_, kind)| *kind == one.kind).map_or("other", |(word, _)| word);
        let state = if one.granted { "granted" } else { "asked" };
        let person = quoted(&ward.staff[one.person].id);
        let _ = writeln!(out, "{person},{},{},{kind},{state}", one.from, one.to);
    }
    out
}

fn requests(ward: &Ward) -> String {
    let mut out = String::from("person,date,shift,wanted,weight\n");
    for one in &ward.requests {
        let shift = quoted(one.shift.as_deref().unwrap_or("off"));
        let wanted = if one.wanted { "yes" } else { "no" };
        let weight = ["low", "usual", "high"][one.weight.min(2)];
        let person = quoted(&ward.staff[one.person].id);
        let _ = writeln!(out, "{person},{},{shift},{wanted},{weight}", one.day);
    }
    out
}

fn history(ward: &Ward) -> String {
    let mut out = String::from("person,date,shift\n");
    for one in &ward.history {
        let _ = writeln!(out, "{},{},{}", quoted(&ward.staff[one.person].id), one.day, quoted(&one.shift));
    }
    out
}

fn temporary(ward: &Ward) -> String {
    let mut out = format!("{}\n", super::people::TEMPORARY.join(","));
    for one in &ward.temporary {
        let hour = one.hour.map_or_else(String::new, |hour| format!("{:.2}", hour.get() as f64 / 100.0));
        let (role, channel, band) = (quoted(&one.role), one.channel, one.band);
        let _ = writeln!(out, "{role},{channel},{band},{},{},{hour}", one.on_a_shift, one.lead_days);
    }
    out
}
