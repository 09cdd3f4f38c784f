//! Duties as they are given, and what is known beside them.

use jiff::civil::Date;

use crate::time::Time;

/// From so many minutes on a duty is taken for a slip: the longest on-call period is 24 hours, 25 where the clocks go back.
const TOO_LONG: i64 = 26 * 60;

/// One stretch of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duty {
    start: Time,
    end: Time,
}

/// Why two times make no duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotADuty {
    /// It ends before it starts, or at once.
    #[error("found an end at {end}, expected one after the start at {start}")]
    Ends {
        /// When it starts.
        start: Time,
        /// When it ends.
        end: Time,
    },
    /// It lasts 26 hours or more.
    #[error("found an end at {end}, {} hours after the start at {start}, expected a duty of less than 26 hours", start.until(*end) / 60)]
    TooLong {
        /// When it starts.
        start: Time,
        /// When it ends.
        end: Time,
    },
}

impl Duty {
    /// A duty from `start` to `end`.
    ///
    /// # Errors
    /// Where it ends before it starts, or lasts 26 hours or more.
    pub fn new(start: Time, end: Time) -> Result<Self, NotADuty> {
        match start.until(end) {
            ..=0 => Err(NotADuty::Ends { start, end }),
            TOO_LONG.. => Err(NotADuty::TooLong { start, end }),
            _ => Ok(Self { start, end }),
        }
    }

    /// When it starts.
    #[must_use]
    pub fn start(&self) -> Time {
        self.start
    }

    /// When it ends.
    #[must_use]
    pub fn end(&self) -> Time {
        self.end
    }

    /// Elapsed minutes.
    #[must_use]
    pub fn minutes(&self) -> i64 {
        self.start.until(self.end)
    }

    /// The same by the clock so many days later.
    pub(crate) fn later(&self, days: i64) -> Self {
        let moved = |time: Time| Time::at_local(time.local() + days * crate::time::DAY);
        Self { start: moved(self.start), end: moved(self.end) }
    }
}

/// What is judged: the duties that start from the first day to the last. Those before are the tail of the previous period; those
/// after stand in for excluded days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day, which is part of it.
    pub last: Date,
    /// What is known of the time before.
    pub tail: Tail,
    /// Weeks of the reference period of averages; none for the longest that the rules allow.
    pub reference_weeks: Option<u32>,
}

/// What is known of the time before a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tail {
    /// The duties before it count towards runs, rests and hours in any 168 that reach into it.
    #[default]
    Known,
    /// Nothing: duties before it are left out.
    Unknown,
    /// The rota repeats: its own duties went before, as the clock shows them.
    Repeats,
}

/// One person's duties, in the order of time, with what is known beside them.
#[derive(Debug, Clone, Default)]
pub struct Person {
    pub(crate) duties: Vec<Duty>,
    pub(crate) period: Option<Period>,
    pub(crate) excluded: Vec<Date>,
}

/// Why a person's duties can't be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPerson {
    /// Two duties overlap.
    #[error("the duty from {} to {} starts before the one from {} to {} has ended", .later.start, .later.end, .earlier.start, .earlier.end)]
    Overlap {
        /// The one that starts first.
        earlier: Duty,
        /// The other.
        later: Duty,
    },
    /// The period ends before it starts.
    #[error("the period ends on {last}, before its first day {first}")]
    Period {
        /// First day.
        first: Date,
        /// Last day.
        last: Date,
    },
    /// The reference period has no weeks.
    #[error("found a reference period of 0 weeks, expected 1 or more")]
    NoWeeks,
}

impl Person {
    /// A person's duties in any order; without a period all are judged, but averages and weekends are not.
    ///
    /// # Errors
    /// Where two duties overlap, also where a rota repeats, or the period is none.
    pub fn new(
        mut duties: Vec<Duty>,
        period: Option<Period>,
        mut excluded: Vec<Date>,
    ) -> Result<Self, NotAPerson> {
        if let Some(Period { first, last, reference_weeks, .. }) = period {
            if last < first {
                return Err(NotAPerson::Period { first, last });
            }
            if reference_weeks == Some(0) {
                return Err(NotAPerson::NoWeeks);
            }
        }
        duties.sort_unstable();
        apart(&duties)?;
        excluded.sort_unstable();
        excluded.dedup();
        Ok(Self { duties, period, excluded })
    }
}

/// Whether no duty starts before the one before it has ended.
pub(crate) fn apart(duties: &[Duty]) -> Result<(), NotAPerson> {
    match duties.windows(2).find(|pair| pair[1].start < pair[0].end) {
        Some(pair) => Err(NotAPerson::Overlap { earlier: pair[0], later: pair[1] }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duty(start: &str, end: &str) -> Result<Duty, NotADuty> {
        Duty::new(start.parse().unwrap(), end.parse().unwrap())
    }

    #[test]
    fn slips_are_refused_in_words() {
        let back = duty("2026-10-12T10:45+01:00", "2026-10-12T10:45+01:00").unwrap_err();
        assert!(back.to_string().contains("expected one after the start"), "{back}");
        let long = duty("2026-10-12T08:00+01:00", "2026-10-13T10:00+01:00").unwrap_err();
        assert!(long.to_string().contains("26 hours after the start"), "{long}");
        assert!(duty("2026-10-12T08:00+01:00", "2026-10-13T09:59+01:00").is_ok());
    }

    #[test]
    fn duties_may_touch_and_not_overlap() {
        let a = duty("2026-10-12T08:00+01:00", "2026-10-12T16:00+01:00").unwrap();
        let b = duty("2026-10-12T16:00+01:00", "2026-10-12T20:00+01:00").unwrap();
        let c = duty("2026-10-12T19:59+01:00", "2026-10-12T23:00+01:00").unwrap();
        assert!(Person::new(vec![b, a], None, vec![]).is_ok());
        assert_eq!(
            Person::new(vec![c, b, a], None, vec![]).unwrap_err(),
            NotAPerson::Overlap { earlier: b, later: c }
        );
    }
}
