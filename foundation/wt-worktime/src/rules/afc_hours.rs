//! Hours above the full-time week of Agenda for Change: lawful, and dear. Shown, never a breach.

use super::{Said, Terms, average};
use crate::view::View;
use crate::words::{day, length};

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let full = terms.week.full_time?;
    let found = average(view, terms).filter(|found| found.above(full))?;
    let sentence = format!(
        "{} a week on average over the {} days from {}, above the full-time week of {}.",
        length(found.minutes * 7 / found.days),
        found.days,
        day(found.first),
        length(full)
    );
    Said::shown(sentence, Vec::new())
}
