//! 11 consecutive hours of rest in each 24 (Working Time Regulations 1998, regulation 10).

use super::{Said, Terms, rest_between};
use crate::settings::DailyRest;
use crate::time::Time;
use crate::view::View;
use crate::words::{duty, length, more};

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let (least, window) = (terms.regulations.daily_rest, terms.regulations.daily_window);
    if terms.settings.daily_rest == DailyRest::BetweenDuties {
        return rest_between::broken(view, least);
    }
    let opens = view.own().first()?.duty.start();
    let short: Vec<(usize, usize, i64)> = (0..view.shifts.len())
        .filter(|at| view.shifts[*at].duty.start().until(opens) < window)
        .map(|at| longest(view, at, window))
        .filter(|(_, _, rest)| *rest < least)
        .collect();
    let (first, _, rest) = short.iter().min_by_key(|(_, _, rest)| *rest)?;
    let sentence = format!(
        "At most {} of rest in the {} from the start of the duty on {}; {} is the least.{}",
        length(*rest),
        length(window),
        duty(view.shifts[*first].duty),
        length(least),
        more(short.len())
    );
    Said::broken(sentence, view.duties(short.iter().flat_map(|(first, last, _)| *first..=*last)))
}

/// The longest rest within so many minutes from the start of a shift, with the first and last shift in them.
fn longest(view: &View, at: usize, window: i64) -> (usize, usize, i64) {
    let until = Time(view.shifts[at].duty.start().0 + window);
    let (mut last, mut longest) = (at, 0);
    loop {
        let end = view.shifts[last].duty.end();
        let next = view.shifts.get(last + 1).map(|shift| shift.duty.start()).filter(|start| *start < until);
        longest = longest.max(end.until(next.unwrap_or(until)));
        if next.is_none() {
            return (at, last, longest);
        }
        last += 1;
    }
}
