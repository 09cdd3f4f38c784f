//! How many weekends are worked (schedule 3, paragraphs 16 to 18).

use super::{Said, Terms};
use crate::settings::{WeekendFrequency, WeekendLimit};
use crate::time::{DAY, Time, since_monday};
use crate::view::View;
use crate::words::day;

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let doctors = terms.doctors.as_ref()?;
    view.period?;
    let (first, last) = view.span?;
    let one_in = match terms.settings.weekend_limit {
        WeekendLimit::Usual => doctors.weekends,
        WeekendLimit::Agreed => doctors.weekends_agreed,
    };
    // Saturdays of the weekends that the period touches.
    let saturday = first - (since_monday(first) - 5).max(0) + (5 - since_monday(first)).max(0);
    let worked: Vec<(i64, Vec<usize>)> = (saturday..=last)
        .step_by(7)
        .map(|saturday| {
            let from = Time::at_local(saturday * DAY + doctors.weekend_start);
            let to = Time::at_local((saturday + 2) * DAY - doctors.weekend_end);
            let works = |at: &usize| {
                let duty = view.shifts[*at].duty;
                duty.start() < to && duty.end() > from
            };
            (saturday, (0..view.shifts.len()).filter(works).collect())
        })
        .collect();
    match terms.settings.weekend_frequency {
        WeekendFrequency::Share => share(view, &worked, one_in, doctors.weekends_fewest),
        WeekendFrequency::Window => window(view, &worked, one_in),
    }
}

fn share(view: &View, weekends: &[(i64, Vec<usize>)], one_in: i64, fewest: i64) -> Option<Said> {
    let all = i64::try_from(weekends.len()).ok().filter(|all| *all >= fewest)?;
    let worked = weekends.iter().filter(|(_, places)| !places.is_empty());
    let count = i64::try_from(worked.clone().count()).ok().filter(|count| count * one_in > all)?;
    let sentence = format!("{count} of {all} weekends are worked; one in {one_in} is the most.");
    Said::broken(sentence, view.duties(worked.flat_map(|(_, places)| places.iter().copied())))
}

fn window(view: &View, weekends: &[(i64, Vec<usize>)], one_in: i64) -> Option<Said> {
    let wide = usize::try_from(one_in).ok()?;
    let count = |some: &[(i64, Vec<usize>)]| some.iter().filter(|(_, places)| !places.is_empty()).count();
    let full = weekends.windows(wide).find(|some| count(some) > 1)?;
    let sentence = format!(
        "{} of the {wide} weekends from {} are worked; one in {one_in} is the most.",
        count(full),
        day(full[0].0)
    );
    Said::broken(sentence, view.duties(full.iter().flat_map(|(_, places)| places.iter().copied())))
}
