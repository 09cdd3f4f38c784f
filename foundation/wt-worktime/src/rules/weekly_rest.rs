//! 24 hours of rest in each week, or two of 24 or one of 48 in each fortnight (Working Time Regulations 1998, regulation 11).

use super::{Said, Terms};
use crate::settings::{WeekStart, WeeklyRest, WeeklyRestHours};
use crate::time::{Time, since_monday};
use crate::view::View;
use crate::words::{day, length, more};

/// Days that lack their rest: the first, and how many.
struct Lacking {
    first: i64,
    days: i64,
    longest: i64,
}

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let (first, last) = view.span?;
    let regulations = &terms.regulations;
    let extra = match terms.settings.weekly_rest_hours {
        WeeklyRestHours::Alone => 0,
        WeeklyRestHours::WithDaily => regulations.daily_rest,
    };
    let (weekly, once) = (regulations.weekly_rest + extra, regulations.fortnight_rest + extra);
    let week = |monday: i64| {
        let longest = rests(view, monday, monday + 7).max().unwrap_or(0);
        (longest < weekly).then_some(Lacking { first: monday, days: 7, longest })
    };
    let fortnight = |monday: i64, days: i64| {
        let (mut enough, mut longest) = (0, 0);
        for rest in rests(view, monday, monday + days) {
            enough += i64::from(rest >= weekly);
            longest = longest.max(rest);
        }
        (enough < 2 && longest < once).then_some(Lacking { first: monday, days: 14, longest })
    };
    let monday = first - (since_monday(first) - since(terms.settings.week_start)).rem_euclid(7);
    let mut lacking = Vec::new();
    for start in (monday..=last).step_by(14) {
        let weeks = [start, start + 7].into_iter().filter(|monday| *monday <= last).filter_map(week);
        match terms.settings.weekly_rest {
            WeeklyRest::Week => lacking.extend(weeks),
            WeeklyRest::Fortnight => lacking.extend(fortnight(start, 14)),
            WeeklyRest::Either => {
                let weeks: Vec<Lacking> = weeks.collect();
                // Of a fortnight that the period cuts off, only the rest before its end is known.
                let known = (last + 1 - start).min(14);
                match fortnight(start, known).filter(|_| !weeks.is_empty()) {
                    Some(whole) if known == 14 => lacking.push(whole),
                    Some(_) => lacking.extend(weeks),
                    None => {}
                }
            }
        }
    }
    let worst = lacking.iter().min_by_key(|lacking| lacking.longest)?;
    let due = if worst.days == 7 {
        length(weekly)
    } else {
        format!("two of {} or one of {}", length(weekly), length(once))
    };
    let sentence = format!(
        "The longest rest in the {} days from {} is {}; {due} is the least.{}",
        worst.days,
        day(worst.first),
        length(worst.longest),
        more(lacking.len())
    );
    let within = |lacking: &Lacking| {
        let (from, to) = (Time::midnight(lacking.first), Time::midnight(lacking.first + lacking.days));
        view.shifts
            .iter()
            .map(|shift| shift.duty)
            .filter(move |duty| duty.start() < to && duty.end() > from)
            .collect::<Vec<_>>()
    };
    Said::broken(sentence, lacking.iter().flat_map(within).collect())
}

/// Days from Monday to the first day of a week.
fn since(start: WeekStart) -> i64 {
    start as i64
}

/// Stretches without work between two midnights, in minutes.
fn rests(view: &View, from: i64, to: i64) -> impl Iterator<Item = i64> {
    let (from, to) = (Time::midnight(from), Time::midnight(to));
    let mut at = view.shifts.partition_point(|shift| shift.duty.end() <= from);
    let mut free = Some(from);
    std::iter::from_fn(move || {
        let since = free?;
        let next = view.shifts.get(at).map(|shift| shift.duty).filter(|duty| duty.start() < to);
        at += 1;
        free = next.map(|duty| duty.end()).filter(|end| *end < to);
        Some(since.until(next.map_or(to, |duty| duty.start())).max(0))
    })
}
