//! The decision map: how long the governance half takes, what it waits for, and what stands in the way.

use crate::model::Model;

/// When a decision can be taken, in weeks from the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// Papers can go in.
    pub starts: u32,
    /// It is taken.
    pub taken: u32,
    /// It is on the longest way: a week later here is a week later for all.
    pub critical: bool,
    /// The pounds are above what whoever approves may approve, so it goes up a level.
    pub above_limit: bool,
}

/// When each decision can be taken at the earliest, in the model's order, and the weeks the whole takes.
pub fn decision_map(model: &Model) -> (Vec<Timed>, u32) {
    let mut timed: Vec<Timed> = Vec::new();
    for decision in &model.decisions {
        let starts = decision.after.iter().map(|at| timed[*at].taken).max().unwrap_or(0);
        let above =
            matches!((decision.amount, decision.limit), (Some(amount), Some(limit)) if amount > limit);
        let taken = starts.saturating_add(decision.weeks);
        timed.push(Timed { starts, taken, critical: false, above_limit: above });
    }
    let weeks = timed.iter().map(|t| t.taken).max().unwrap_or(0);
    // Backwards: critical if it ends all, or if a critical one starts the week it is taken.
    for at in (0..timed.len()).rev() {
        let holds_up = |later: usize| {
            model.decisions[later].after.contains(&at)
                && timed[later].critical
                && timed[later].starts == timed[at].taken
        };
        timed[at].critical = timed[at].taken == weeks || (at + 1..timed.len()).any(holds_up);
    }
    (timed, weeks)
}
