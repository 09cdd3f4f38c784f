//! Night shifts on consecutive days (schedule 3, paragraph 12).

use super::{Said, Terms, broken_runs};
use crate::runs::{judge, runs};
use crate::view::{Kind, View};

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let most = terms.doctors.as_ref()?.night_run;
    let runs = runs(view, &terms.settings, |shift| shift.kind == Kind::Night);
    let broken = judge(view, &runs, Some(most), i64::MAX, 0);
    broken_runs::said(view, &broken, "night shifts", most, 0)
}
