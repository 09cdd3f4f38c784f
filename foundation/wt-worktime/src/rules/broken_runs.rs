//! What rules on runs have to say.

use super::Said;
use crate::runs::Broken;
use crate::view::View;
use crate::words::{duty, length, more};

/// What is to be said of broken runs of some kind: the longest first, then the shortest rest.
pub(super) fn said(view: &View, broken: &Broken, kind: &str, most: i64, rest: i64) -> Option<Said> {
    let times = more(broken.long.len() + broken.rest.len());
    let sentence = if let Some(run) = broken.long.iter().max_by_key(|run| run.length) {
        let first = duty(view.shifts[run.places[0]].duty);
        format!("{} {kind} on consecutive days from {first}; {most} is the most.{times}", run.length)
    } else {
        let (run, had) = broken.rest.iter().min_by_key(|(_, had)| *had)?;
        let next = duty(view.shifts[run.last() + 1].duty);
        let days =
            if run.length == 1 { "1 day".to_owned() } else { format!("{} consecutive days", run.length) };
        format!(
            "Only {} of rest before the shift on {next}, after {kind} on {days}; {} is the least.{times}",
            length(*had),
            length(rest)
        )
    };
    let places = broken.long.iter().flat_map(|run| run.places.iter().copied());
    let rests = broken.rest.iter().flat_map(|(run, _)| run.places.iter().copied().chain([run.last() + 1]));
    Said::broken(sentence, view.duties(places.chain(rests)))
}
