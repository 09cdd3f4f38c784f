//! 46 hours of rest after night shifts (schedule 3, paragraph 13).

use super::{Said, Terms, broken_runs};
use crate::runs::{judge, runs};
use crate::view::{Kind, View};

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let doctors = terms.doctors.as_ref()?;
    let runs = runs(view, &terms.settings, |shift| shift.kind == Kind::Night);
    let broken = judge(view, &runs, None, doctors.night_rest_run, doctors.night_rest);
    broken_runs::said(view, &broken, "night shifts", doctors.night_run, doctors.night_rest)
}
