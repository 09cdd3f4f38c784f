//! 8 hours in each 24 on average for night workers (Working Time Regulations 1998, regulation 6).
//!
//! The average is A / (B - C): A hours worked, B days of the reference period, C days of weekly rest due in it.

use super::{Said, Terms};
use crate::view::{View, by_night};
use crate::words::{day, length};

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let (first, last) = view.period.and(view.span)?;
    let limits = &terms.regulations;
    let at_night = |at: &usize| {
        by_night(view.shifts[*at].duty, limits.night_from, limits.night_to) >= limits.night_worker
    };
    let nights = (view.own..view.shifts.len()).filter(at_night).count();
    // In the normal course: on most of the days worked (regulation 2).
    if nights * 2 <= view.own().len() {
        return None;
    }
    let days = (limits.night_weeks * 7).min(last - first + 1);
    let over = (first..=last - days + 1).map(|start| {
        let inside = view.own().iter().filter(|shift| (start..start + days).contains(&shift.day));
        (start, inside.map(|shift| shift.duty.minutes()).sum::<i64>())
    });
    let (start, minutes) = over.max_by_key(|(start, minutes)| (*minutes, std::cmp::Reverse(*start)))?;
    if minutes * 7 <= limits.night_average * days * limits.night_days {
        return None;
    }
    let sentence = format!(
        "A night worker with {} of work in each 24 hours on average over the {days} days from {}; {} is the most.",
        length(minutes * 7 / (days * limits.night_days)),
        day(start),
        length(limits.night_average)
    );
    let inside = view.own().iter().filter(|shift| (start..start + days).contains(&shift.day));
    Said::broken(sentence, inside.map(|shift| shift.duty).collect())
}
