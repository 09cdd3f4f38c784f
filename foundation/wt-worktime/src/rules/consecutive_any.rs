//! Shifts on consecutive days, and the rest after the most of them (schedule 3, paragraph 14).

use super::{Said, Terms, broken_runs};
use crate::runs::{judge, runs};
use crate::settings::WeekendOnCall;
use crate::view::View;

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let doctors = terms.doctors.as_ref()?;
    let most = match terms.settings.weekend_on_call {
        WeekendOnCall::Ordinary => doctors.any_run,
        WeekendOnCall::LowIntensity => doctors.any_run_low,
    };
    let runs = runs(view, &terms.settings, |_| true);
    let broken = judge(view, &runs, Some(most), most, doctors.any_rest);
    broken_runs::said(view, &broken, "shifts", most, doctors.any_rest)
}
