//! Shifts on consecutive days, and the rest after the most of them (schedule 3, paragraph 14).

use super::{Said, Terms};
use crate::runs::{Broken, judge, runs};
use crate::settings::WeekendOnCall;
use crate::view::View;
use crate::words::{duty, length, more};

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let doctors = terms.doctors.as_ref()?;
    let most = match terms.settings.weekend_on_call {
        WeekendOnCall::Ordinary => doctors.any_run,
        WeekendOnCall::LowIntensity => doctors.any_run_low,
    };
    let runs = runs(view, &terms.settings, |_| true);
    let broken = judge(view, &runs, Some(most), most, doctors.any_rest);
    said(view, &broken, "shifts", most, doctors.any_rest)
}

/// What is to be said of broken runs of some kind: the longest first, then the shortest rest.
pub(super) fn said(view: &View, broken: &Broken, kind: &str, most: i64, rest: i64) -> Option<Said> {
    let times = more(broken.long.len() + broken.rest.len());
    let sentence = if let Some(run) = broken.long.iter().max_by_key(|run| run.length) {
        let first = duty(view.shifts[run.places[0]].duty);
        format!("{} {kind} on consecutive days from {first}; {most} is the most.{times}", run.length)
    } else {
        let (run, had) = broken.rest.iter().min_by_key(|(_, had)| *had)?;
        let next = duty(view.shifts[run.last() + 1].duty);
        let (had, rest) = (length(*had), length(rest));
        format!(
            "Only {had} of rest before the shift on {next}, after {kind} on {} consecutive days; {rest} is the least.{times}",
            run.length
        )
        .replace("on 1 consecutive days", "on 1 day")
    };
    let places = broken.long.iter().flat_map(|run| run.places.iter().copied());
    let rests = broken.rest.iter().flat_map(|(run, _)| run.places.iter().copied().chain([run.last() + 1]));
    Said::broken(sentence, view.duties(places.chain(rests)))
}
