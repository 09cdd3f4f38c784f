//! Runs: shifts of a kind on consecutive days.

use crate::settings::{CountBy, RunCounts, Settings};
use crate::view::{Shift, View};

/// Shifts of a kind on consecutive days.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Their places, in order; at least one.
    pub(crate) places: Vec<usize>,
    /// How long it counts.
    pub(crate) length: i64,
}

impl Run {
    pub(crate) fn last(&self) -> usize {
        self.places.last().copied().unwrap_or_default()
    }
}

/// The runs of the shifts that `wanted` picks; a run ends when a day has none. Runs wholly before the period are among them.
pub(crate) fn runs(view: &View, settings: &Settings, wanted: impl Fn(&Shift) -> bool) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    // The last day that the run so far counts.
    let mut until = i64::MIN;
    for (place, shift) in view.shifts.iter().enumerate().filter(|(_, shift)| wanted(shift)) {
        let last = match settings.count_by {
            CountBy::StartDate => shift.day,
            CountBy::DaysTouched => shift.last_day,
        };
        let joins = until != i64::MIN && shift.day <= until + 1;
        let days = if joins { last.max(until) - until } else { last - shift.day + 1 };
        let more = match settings.run_counts {
            RunCounts::Dates => days,
            RunCounts::Shifts => 1,
        };
        until = last.max(until);
        match found.last_mut().filter(|_| joins) {
            Some(run) => {
                run.places.push(place);
                run.length += more;
            }
            None => found.push(Run { places: vec![place], length: more }),
        }
    }
    found
}

/// The longest run that reaches into the period.
pub(crate) fn longest(view: &View, settings: &Settings, wanted: impl Fn(&Shift) -> bool) -> i64 {
    let reaches = |run: &Run| run.last() >= view.own;
    runs(view, settings, wanted).iter().filter(|run| reaches(run)).map(|run| run.length).max().unwrap_or(0)
}

/// What broke a limit on runs, as far as it reaches into the period.
pub(crate) struct Broken {
    /// Runs over the limit.
    pub(crate) long: Vec<Run>,
    /// Runs at the limit or over it, with too short a rest in minutes before the next shift.
    pub(crate) rest: Vec<(Run, i64)>,
}

/// Judges runs: at most `most` days, and from `from` days on at least `rest` minutes before the next shift of any kind.
pub(crate) fn judge(view: &View, runs: &[Run], most: Option<i64>, from: i64, rest: i64) -> Broken {
    let over = |run: &&Run| run.last() >= view.own && most.is_some_and(|most| run.length > most);
    let long = runs.iter().filter(over).cloned().collect();
    let rest = runs
        .iter()
        .filter(|run| run.length >= from)
        .filter_map(|run| {
            let next = run.last() + 1;
            let judged = next >= view.own && next < view.shifts.len();
            judged.then(|| (run.clone(), view.rest_before(next))).filter(|(_, had)| *had < rest)
        })
        .collect();
    Broken { long, rest }
}
