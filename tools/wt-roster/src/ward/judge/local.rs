//! Local rules, each counted by its plain words over the days as they stand, the two weeks before among them.

use super::super::compile::{paid_unit, unit_price};
use super::super::local::fair_share;
use super::super::model::{LOCAL_RULES, Shift, Ward, days_between};
use super::super::rows::Rows;
use super::Bent;
use super::hours::weekends;

/// Days of history that rules look back on.
const LOOK_BACK: usize = 14;
/// Shifts longer than this are long.
const LONG_MINUTES: u32 = 600;

pub(super) fn bent(ward: &Ward, rows: &Rows, person: usize) -> Vec<Bent> {
    let days = line(ward, rows, person);
    let start = days.len() - ward.days;
    let mut found = Vec::new();
    for (rule, ..) in LOCAL_RULES {
        let Some(local) = ward.policy.local(rule) else { continue };
        let limit = local.limit as usize;
        let night = |day: &Option<&Shift>| day.is_some_and(Shift::is_night);
        let whole = |units: usize| (units as u32, units as u32 * local.pounds);
        let (units, pounds) = match rule {
            "days-in-row" => whole(too_long(&days, start, limit, |day| day.is_some())),
            "nights-in-row" => whole(too_long(&days, start, limit, night)),
            "long-days-in-row" => whole(too_long(&days, start, limit, |day| {
                day.is_some_and(|shift| shift.minutes > LONG_MINUTES)
            })),
            "days-off-together" => whole(too_short(&days, start, limit, |day| day.is_none())),
            "nights-together" => whole(too_short(&days, start, limit, night)),
            "rest-after-nights" => {
                let lacking = after_nights(&days, start, limit);
                let pounds =
                    lacking.iter().map(|units| local.pounds * *units as u32 / local.limit.max(1)).sum();
                (lacking.iter().sum::<usize>() as u32, pounds)
            }
            "weekends" => {
                let most = (local.limit as usize * ward.days).div_ceil(28) as u32;
                whole(weekends(ward, rows, person).saturating_sub(most) as usize)
            }
            "net-hours" => {
                let unit = paid_unit(ward);
                let worked: u32 = rows.row(person).iter().flatten().map(|s| ward.shifts[*s].paid()).sum();
                let most = u32::try_from(ward.owed(person)).unwrap_or(0) + local.limit * 60;
                let over = (worked / unit).saturating_sub(most / unit);
                ((over * unit).div_ceil(60), over * unit_price(local.pounds, unit))
            }
            "fair-nights" | "fair-weekends" => {
                let weekend = rule == "fair-weekends";
                let nights =
                    || rows.row(person).iter().flatten().filter(|s| ward.shifts[**s].is_night()).count();
                let count = if weekend { weekends(ward, rows, person) as usize } else { nights() };
                let most = fair_share(ward, person, weekend).map(|share| share.ceil() as usize + limit);
                whole(most.map_or(0, |most| count.saturating_sub(most.saturating_sub(1))))
            }
            _ => continue,
        };
        if units > 0 {
            found.push(Bent { person, rule, units, pounds });
        }
    }
    found
}

/// The days before the roster as far as rules look back, then those of the roster.
fn line<'a>(ward: &'a Ward, rows: &Rows, person: usize) -> Vec<Option<&'a Shift>> {
    let back = if ward.history.is_empty() { 0 } else { LOOK_BACK };
    let mut days = vec![None; back + ward.days];
    for worked in ward.history.iter().filter(|worked| worked.person == person) {
        let before = usize::try_from(days_between(worked.day, ward.first)).unwrap_or(usize::MAX);
        if (1..=back).contains(&before) {
            days[back - before] = ward.shift(&worked.shift);
        }
    }
    for (day, shift) in rows.row(person).iter().enumerate() {
        days[back + day] = shift.map(|shift| &ward.shifts[shift]);
    }
    days
}

/// Runs of days: from, to (exclusive).
fn runs(days: &[Option<&Shift>], inside: impl Fn(&Option<&Shift>) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < days.len() {
        let to = (from..days.len()).find(|at| !inside(&days[*at])).unwrap_or(days.len());
        if to > from {
            found.push((from, to));
        }
        from = to + 1;
    }
    found
}

/// Days of the roster beyond the limit of a run.
fn too_long(
    days: &[Option<&Shift>],
    start: usize,
    most: usize,
    inside: impl Fn(&Option<&Shift>) -> bool,
) -> usize {
    let over =
        |(from, to): (usize, usize)| (to - from).saturating_sub(most).min(to.saturating_sub(start.max(from)));
    runs(days, inside).into_iter().map(over).sum()
}

/// Days lacking in runs that end in the roster; runs at the edges of what is known are let be.
fn too_short(
    days: &[Option<&Shift>],
    start: usize,
    least: usize,
    inside: impl Fn(&Option<&Shift>) -> bool,
) -> usize {
    let ended = |(from, to): &(usize, usize)| *to < days.len() && *to >= start && *from > 0;
    runs(days, inside).into_iter().filter(ended).map(|(from, to)| least.saturating_sub(to - from)).sum()
}

/// Days off lacking after each run of nights that is followed by work in the roster.
fn after_nights(days: &[Option<&Shift>], start: usize, least: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for (_, to) in runs(days, |day| day.is_some_and(Shift::is_night)) {
        let Some(next) = (to..days.len()).find(|at| days[*at].is_some()) else { continue };
        if next >= start && next - to < least {
            found.push(least - (next - to));
        }
    }
    found
}
