//! What a pattern costs while one is looked for: broken rules far above everything, then what doctors ask rotas to spare them.

use wt_worktime::Judged;

use crate::model::{Cell, Pattern, Slots};

/// A broken rule.
const BROKEN: i64 = 1_000;
/// Each duty that breaks it, so that mending a part of it shows.
const DUTY: i64 = 30;
/// A weekend of which one day is worked.
const SPLIT_WEEKEND: i64 = 4;
/// A night by itself: a body clock turned for one shift.
const LONE_NIGHT: i64 = 4;
/// A day off between two days of work.
const LONE_DAY_OFF: i64 = 2;
/// A day of work between two days off.
const LONE_DAY: i64 = 1;
/// Each hour a week away from the average that was asked for.
const HOUR: i64 = 3;

/// Points of a pattern: what the rules say of it, and what it spares nobody.
pub(crate) fn cost(slots: &Slots, pattern: &Pattern, judged: &Judged, target: i64) -> i64 {
    broken(judged) + wishes(slots, pattern, target)
}

pub(crate) fn broken(judged: &Judged) -> i64 {
    let breaches = judged.findings.iter().filter(|finding| finding.breach);
    breaches.map(|finding| BROKEN + DUTY * finding.duties.len() as i64).sum()
}

/// `target` in minutes a week.
pub(crate) fn wishes(slots: &Slots, pattern: &Pattern, target: i64) -> i64 {
    let days: Vec<Cell> = pattern.weeks.iter().flatten().copied().collect();
    let at = |day: usize, by: isize| days[(day as isize + by).rem_euclid(days.len() as isize) as usize];
    let night = |cell: Cell| cell.is_some_and(|place| slots.shifts[place].end > 24 * 60 + 6 * 60);
    let mut points = 0;
    for day in 0..days.len() {
        let (before, now, after) = (at(day, -1), at(day, 0), at(day, 1));
        if day % 7 == 5 && now.is_some() != after.is_some() {
            points += SPLIT_WEEKEND;
        }
        if night(now) && !night(before) && !night(after) {
            points += LONE_NIGHT;
        }
        // The day after nights is slept through, not off between two days of work.
        if now.is_none() && before.is_some() && !night(before) && after.is_some() {
            points += LONE_DAY_OFF;
        }
        if now.is_some() && before.is_none() && after.is_none() {
            points += LONE_DAY;
        }
    }
    let minutes: i64 = days.iter().flatten().map(|place| slots.shifts[*place].minutes()).sum();
    let weeks = pattern.weeks.len().max(1) as i64;
    points + HOUR * (minutes - target * weeks).abs() / (60 * weeks)
}
