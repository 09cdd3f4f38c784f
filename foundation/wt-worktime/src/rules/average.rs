//! 48 hours a week on average (Working Time Regulations 1998, regulation 4).
//!
//! The average is (A + B) / C: A hours worked in the reference period, B hours worked just after it on as many working days as
//! were excluded in it, C its weeks (regulation 4(6)). Hours over weeks would make those who took leave look safer than they are.

use wt_facts::Ratio;

use super::{Said, Terms};
use crate::duty::Duty;
use crate::settings::{AverageHours, ReferencePeriod, Settings, ShortOfDays};
use crate::time::Time;
use crate::view::View;
use crate::words::{day, length};

/// An average week.
#[derive(Debug, Clone)]
pub(crate) struct Average {
    /// First day of the reference period.
    pub(crate) first: i64,
    /// Its days.
    pub(crate) days: i64,
    /// Minutes worked in it, and on the days after that stand in for excluded ones.
    pub(crate) minutes: i64,
    /// Days excluded in it.
    excluded: usize,
    /// Excluded days that no day worked after stands in for.
    missing: usize,
    /// Duties that were counted, those of the days after among them.
    duties: Vec<Duty>,
}

impl Average {
    /// Hours a week.
    pub(crate) fn hours(&self) -> Option<Ratio> {
        Ratio::new(i128::from(self.minutes) * 7, i128::from(self.days) * 60)
    }

    /// Whether it is more than so many minutes a week.
    pub(crate) fn above(&self, minutes: i64) -> bool {
        self.minutes * 7 > minutes * self.days
    }
}

/// The highest average over the reference periods of the period; none where no period is given.
pub(crate) fn average(view: &View, terms: &Terms) -> Option<Average> {
    let (first, last) = view.period.and(view.span)?;
    let weeks = view.period.and_then(|p| p.reference_weeks).map_or(terms.week.weeks, i64::from);
    let days = (weeks * 7).min(last - first + 1);
    let step = match terms.settings.reference_period {
        ReferencePeriod::Any => 1,
        ReferencePeriod::Successive => days,
    };
    let step = usize::try_from(step).unwrap_or(1).max(1);
    let duties: Vec<Duty> =
        view.shifts.iter().map(|shift| shift.duty).chain(view.after.iter().copied()).collect();
    let of_days: Vec<i64> = duties.iter().map(|duty| duty.start().day()).collect();
    let own = view.own;
    let mut best: Option<(i64, Sum)> = None;
    for start in (first..=last - days + 1).step_by(step) {
        let sum = one(view, &terms.settings, &duties[own..], &of_days[own..], start, start + days);
        if sum.missing > 0 && terms.settings.short_of_days == ShortOfDays::NotJudged {
            return None;
        }
        if best.as_ref().is_none_or(|(_, most)| sum.minutes > most.minutes) {
            best = Some((start, sum));
        }
    }
    let (first, Sum { minutes, excluded, missing, places }) = best?;
    Some(Average { first, days, minutes, excluded, missing, duties: duties[own..][places].to_vec() })
}

/// What one reference period holds.
struct Sum {
    minutes: i64,
    excluded: usize,
    missing: usize,
    /// Places of the duties that were counted.
    places: std::ops::Range<usize>,
}

/// Minutes of one reference period from the day `from` to before the day `to`, and excluded days without a stand-in.
fn one(view: &View, settings: &Settings, duties: &[Duty], of_days: &[i64], from: i64, to: i64) -> Sum {
    let at = |day: i64| of_days.partition_point(|of| *of < day);
    let (start, end) = (at(from), at(to));
    let mut minutes: i64 = duties[start..end].iter().map(Duty::minutes).sum();
    if settings.average_hours == AverageHours::Inside {
        let (opens, closes) = (Time::midnight(from), Time::midnight(to));
        // The duty before may reach in, the last may reach out.
        let before = match start.checked_sub(1) {
            Some(before) => Some(duties[before]),
            None => view.own.checked_sub(1).map(|tail| view.shifts[tail].duty),
        };
        minutes += before.map_or(0, |duty| opens.until(duty.end()).max(0));
        if end > start {
            minutes -= closes.until(duties[end - 1].end()).max(0);
        }
    }
    let until = |day: i64| view.excluded.partition_point(|of| *of < day);
    let excluded = until(to) - until(from);
    let (mut missing, mut rest) = (excluded, end..duties.len());
    while missing > 0 {
        let Some(next) = rest.next() else { break };
        minutes += duties[next].minutes();
        while rest.start < duties.len() && of_days[rest.start] == of_days[next] {
            minutes += duties[rest.start].minutes();
            rest.start += 1;
        }
        missing -= 1;
    }
    Sum { minutes, excluded, missing, places: start..rest.start }
}

pub(super) fn check(view: &View, terms: &Terms) -> Option<Said> {
    let found = average(view, terms)?;
    let most = terms.week.most?;
    let over = format!("over the {} days from {}", found.days, day(found.first));
    if found.above(most) {
        let made_up = if found.excluded > 0 { ", days of leave made up" } else { "" };
        let (week, most) = (length(found.minutes * 7 / found.days), length(most));
        let sentence = format!("{week} a week on average {over}{made_up}; {most} is the most.");
        return Said::broken(sentence, found.duties);
    }
    let (missing, days) = (found.missing, if found.missing == 1 { "day" } else { "days" });
    let sentence = format!(
        "The average {over} leaves out {missing} excluded {days}, for want of days worked after it: it may be higher."
    );
    if missing > 0 { Said::shown(sentence, Vec::new()) } else { None }
}
