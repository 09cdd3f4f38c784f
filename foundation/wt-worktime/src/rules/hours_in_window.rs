//! No more than 72 hours of work in any 168 (schedule 3, paragraph 8).

use super::{Said, Terms};
use crate::time::Time;
use crate::view::View;
use crate::words::{length, moment};

/// The fullest window.
pub(crate) struct Fullest {
    /// When it starts.
    pub(crate) from: Time,
    /// Minutes worked in it.
    pub(crate) minutes: i64,
}

/// The fullest window of so many minutes that holds work of the period; of equals the first.
///
/// As the window slides, the minutes in it change by one up or down or not at all, and every plateau at a maximum reaches the
/// start of a shift, or the first window that reaches the period.
pub(crate) fn most(view: &View, window: i64) -> Option<Fullest> {
    let opens = view.own().first()?.duty.start().0 - window + 1;
    let mut done = 0;
    let before: Vec<i64> = view
        .shifts
        .iter()
        .map(|shift| {
            done += shift.duty.minutes();
            done - shift.duty.minutes()
        })
        .collect();
    // Minutes worked before a moment.
    let worked = |place: usize, moment: i64| match place.checked_sub(1) {
        None => 0,
        Some(last) => {
            let duty = view.shifts[last].duty;
            before[last] + (moment - duty.start().0).clamp(0, duty.minutes())
        }
    };
    let starts = view.shifts.iter().map(|shift| shift.duty.start().0).filter(|start| *start >= opens);
    let opening = (view.own > 0).then_some(opens);
    let (mut left, mut right) = (0, 0);
    let mut best: Option<Fullest> = None;
    for from in opening.into_iter().chain(starts) {
        let place = |mut at: usize, moment: i64| {
            while view.shifts.get(at).is_some_and(|shift| shift.duty.start().0 < moment) {
                at += 1;
            }
            at
        };
        left = place(left, from);
        right = place(right.max(left), from + window);
        let minutes = worked(right, from + window) - worked(left, from);
        if best.as_ref().is_none_or(|best| minutes > best.minutes) {
            best = Some(Fullest { from: Time(from), minutes });
        }
    }
    best
}

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let doctors = terms.doctors.as_ref()?;
    let found = most(view, doctors.window).filter(|found| found.minutes > doctors.window_work)?;
    let until = Time(found.from.0 + doctors.window);
    let inside = view.shifts.iter().map(|shift| shift.duty);
    let duties = inside.filter(|duty| duty.start() < until && duty.end() > found.from).collect();
    let sentence = format!(
        "{} of work in the {} from {}; {} is the most.",
        length(found.minutes),
        length(doctors.window),
        moment(found.from),
        length(doctors.window_work)
    );
    Said::broken(sentence, duties)
}
