//! Long shifts on consecutive days, and the rest after the most of them (schedule 3, paragraph 10).

use super::{Said, Terms, broken_runs};
use crate::runs::{judge, runs};
use crate::settings::LongEvening;
use crate::view::{Kind, View};
use crate::words::duty;

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let doctors = terms.doctors.as_ref()?;
    let evenings = terms.settings.long_evening == LongEvening::Yes;
    let is_long = |kind: Kind| kind == Kind::Long || (evenings && kind == Kind::LongEvening);
    let runs = runs(view, &terms.settings, |shift| is_long(shift.kind));
    let broken = judge(view, &runs, Some(doctors.long_run), doctors.long_run, doctors.long_rest);
    broken_runs::said(view, &broken, "long shifts", doctors.long_run, doctors.long_rest)
        .or_else(|| mixed(view, terms, doctors.long_run))
}

/// Long shifts and nights in one run: not settled by the terms, so it is shown.
fn mixed(view: &View, terms: &Terms, most: i64) -> Option<Said> {
    let tiring = |kind: Kind| kind != Kind::Other;
    let found = runs(view, &terms.settings, |shift| tiring(shift.kind));
    let run = found.iter().filter(|run| run.length > most && run.last() >= view.own).find(|run| {
        let first = view.shifts[run.places[0]].kind;
        run.places.iter().any(|place| view.shifts[*place].kind != first)
    })?;
    let sentence = format!(
        "{} long, long evening and night shifts mixed on consecutive days from {}: the terms do not say which limit holds for them together.",
        run.length,
        duty(view.shifts[run.places[0]].duty)
    );
    Said::shown(sentence, view.duties(run.places.iter().copied()))
}
