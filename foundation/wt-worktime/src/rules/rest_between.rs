//! 11 hours of rest between shifts (schedule 3, paragraph 19).

use super::{Said, Terms};
use crate::view::View;
use crate::words::{duty, length, more};

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    broken(view, terms.doctors.as_ref()?.rest)
}

/// Rests below so many minutes.
pub(super) fn broken(view: &View, least: i64) -> Option<Said> {
    let short: Vec<(usize, i64)> = view.rests().filter(|(_, rest)| *rest < least).collect();
    let (place, rest) = short.iter().min_by_key(|(_, rest)| *rest)?;
    let sentence = format!(
        "Only {} of rest before the shift on {}; {} is the least.{}",
        length(*rest),
        duty(view.shifts[*place].duty),
        length(least),
        more(short.len())
    );
    Said::broken(sentence, view.duties(short.iter().flat_map(|(at, _)| [at - 1, *at])))
}
