//! Overrides that became the rule: runs of months in which most agency bookings of a kind of work were allowed above the rate.

use crate::booking::{Grade, Group, Names};

use super::Breaches;

/// At least half of a month's bookings must be overridden.
const MOST: u64 = 2;
/// Months that a run needs.
const LENGTH: usize = 2;
/// Months after which a run that still goes on is said to have no end.
const NO_END: usize = 3;

/// A run of months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Employer.
    pub employer: String,
    /// Staff group.
    pub group: Group,
    /// Grade.
    pub grade: Grade,
    /// Tier.
    pub tier: String,
    /// First month, as year × 12 + month − 1.
    pub from: i32,
    /// Last month.
    pub to: i32,
    /// Months with bookings in it.
    pub months: usize,
    /// Bookings overridden.
    pub overrides: u64,
    /// Whether it still went on when the files end, after three months or more.
    pub never_ended: bool,
}

/// Runs of two months and more, by employer and kind of work. A month without bookings neither ends a run nor lengthens it.
#[must_use]
pub fn runs(breaches: &Breaches<'_>, names: &Names) -> Vec<Run> {
    let mut found = Vec::new();
    for ((employer, group, grade, tier), months) in &breaches.overrides {
        let mut months: Vec<(i32, u64, u64)> =
            months.iter().map(|(month, (all, over))| (*month, *all, *over)).collect();
        months.sort_unstable();
        let last = months.last().map(|(month, ..)| *month);
        let high = |(_, all, over): &(i32, u64, u64)| over * MOST >= *all;
        for run in
            months.chunk_by(|a, b| high(a) == high(b)).filter(|run| run.len() >= LENGTH && high(&run[0]))
        {
            let (from, to) = (run[0].0, run[run.len() - 1].0);
            // Up to the last bookings of this work, and those near the end of the files.
            let open = Some(to) == last && breaches.last - to <= 1;
            found.push(Run {
                employer: names.name(*employer).to_owned(),
                group: *group,
                grade: *grade,
                tier: names.name(*tier).to_owned(),
                from,
                to,
                months: run.len(),
                overrides: run.iter().map(|(_, _, over)| over).sum(),
                never_ended: open && run.len() >= NO_END,
            });
        }
    }
    found.sort_by(|a, b| {
        (!a.never_ended, &a.employer, a.group, a.grade, &a.tier, a.from).cmp(&(
            !b.never_ended,
            &b.employer,
            b.group,
            b.grade,
            &b.tier,
            b.from,
        ))
    });
    found
}
