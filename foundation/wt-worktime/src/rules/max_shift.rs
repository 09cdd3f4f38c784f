//! No shift over 13 hours (schedule 3, paragraph 9).

use super::{Said, Terms};
use crate::settings::ClockChange;
use crate::view::View;
use crate::words::{duty, length, more};

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let most = terms.doctors.as_ref()?.max_shift;
    let over: Vec<_> =
        view.own().iter().map(|shift| shift.duty).filter(|duty| duty.minutes() > most).collect();
    let by_the_clock = |of: &crate::duty::Duty| of.end().local() - of.start().local();
    let (broken, shown): (Vec<_>, Vec<_>) = over
        .into_iter()
        .partition(|of| terms.settings.clock_change == ClockChange::Counted || by_the_clock(of) > most);
    if let Some(worst) = broken.iter().max_by_key(|duty| duty.minutes()) {
        let sentence = format!(
            "The shift on {} lasts {}; {} is the most.{}",
            duty(*worst),
            length(worst.minutes()),
            length(most),
            more(broken.len())
        );
        return Said::broken(sentence, broken);
    }
    let worst = shown.iter().max_by_key(|duty| duty.minutes())?;
    let sentence = format!(
        "The shift on {} lasts {} only because the clocks go back in it; no source says how the most of {} applies.",
        duty(*worst),
        length(worst.minutes()),
        length(most)
    );
    Said::shown(sentence, shown)
}
