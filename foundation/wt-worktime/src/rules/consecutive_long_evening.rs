//! Long evening shifts on consecutive days, and the rest after the most of them (schedule 3, paragraph 11).

use super::{Said, Terms, broken_runs};
use crate::runs::{judge, runs};
use crate::view::{Kind, View};

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let doctors = terms.doctors.as_ref()?;
    let runs = runs(view, &terms.settings, |shift| shift.kind == Kind::LongEvening);
    let broken = judge(view, &runs, Some(doctors.evening_run), doctors.evening_run, doctors.evening_rest);
    broken_runs::said(view, &broken, "long evening shifts", doctors.evening_run, doctors.evening_rest)
}
