//! What the rules look at: a person's shifts by kind, the tail before and the duties after.

use jiff::civil::Date;

use crate::duty::{Duty, NotAPerson, Period, Person, Tail, apart};
use crate::limits::Doctors;
use crate::settings::{ClassOrder, LongShift, Settings};
use crate::time::{DAY, Time, number_of};

/// A rota that repeats went before for at least so many days: longer than any window, run or rest reaches back.
const REACH: i64 = 28;

/// A duty and the kind it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shift {
    pub(crate) duty: Duty,
    /// Day it starts on.
    pub(crate) day: i64,
    /// Day of its last minute.
    pub(crate) last_day: i64,
    pub(crate) kind: Kind,
}

/// Kinds of shift under the resident doctors' terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Night,
    LongEvening,
    Long,
    Other,
}

/// One person as the rules see them.
#[derive(Debug)]
pub(crate) struct View {
    /// Tail and period in the order of time.
    pub(crate) shifts: Vec<Shift>,
    /// Where the period starts among them.
    pub(crate) own: usize,
    /// Duties after the period.
    pub(crate) after: Vec<Duty>,
    /// First and last day of the period, or of the duties where none is given; none where there is neither.
    pub(crate) span: Option<(i64, i64)>,
    pub(crate) period: Option<Period>,
    /// Excluded days in their order.
    pub(crate) excluded: Vec<i64>,
}

impl View {
    pub(crate) fn new(
        person: &Person,
        doctors: Option<&Doctors>,
        settings: &Settings,
    ) -> Result<Self, NotAPerson> {
        let class = |duty: &Duty| Shift {
            duty: *duty,
            day: duty.start().day(),
            last_day: Time(duty.end().0 - 1).day(),
            kind: doctors.map_or(Kind::Other, |doctors| kind(*duty, doctors, settings)),
        };
        let period = person.period;
        let (from, to) = period.map_or((i64::MIN, i64::MAX), |p| (number_of(p.first), number_of(p.last)));
        let at = |day: i64| person.duties.partition_point(|duty| duty.start().day() < day);
        let (start, end) = (at(from), at(to.saturating_add(1)));
        let own = &person.duties[start..end];
        let repeated;
        let tail = match period.map_or(Tail::Known, |p| p.tail) {
            Tail::Known => &person.duties[..start],
            Tail::Unknown => &[],
            Tail::Repeats => {
                repeated = before(own, to - from + 1);
                apart(&[&repeated, own].concat())?;
                &repeated[..]
            }
        };
        let shifts: Vec<Shift> = tail.iter().chain(own).map(class).collect();
        let span = match (period, own.first(), own.last()) {
            (Some(_), ..) => Some((from, to)),
            (None, Some(first), Some(last)) => Some((first.start().day(), Time(last.end().0 - 1).day())),
            (None, ..) => None,
        };
        let after = person.duties[end..].to_vec();
        let excluded = person.excluded.iter().map(|day: &Date| number_of(*day)).collect();
        Ok(Self { shifts, own: tail.len(), after, span, period, excluded })
    }

    /// The period's own shifts.
    pub(crate) fn own(&self) -> &[Shift] {
        &self.shifts[self.own..]
    }

    /// Rests before the period's own shifts: place of the later shift, minutes.
    pub(crate) fn rests(&self) -> impl Iterator<Item = (usize, i64)> {
        (self.own.max(1)..self.shifts.len()).map(|at| (at, self.rest_before(at)))
    }

    /// Minutes between a shift and the one before it; `at` is not the first.
    pub(crate) fn rest_before(&self, at: usize) -> i64 {
        self.shifts[at - 1].duty.end().until(self.shifts[at].duty.start())
    }

    pub(crate) fn duties(&self, places: impl IntoIterator<Item = usize>) -> Vec<Duty> {
        places.into_iter().map(|at| self.shifts[at].duty).collect()
    }
}

/// A rota's duties over the rounds before it.
fn before(own: &[Duty], days: i64) -> Vec<Duty> {
    let rounds = (REACH + days - 1) / days;
    (1..=rounds).rev().flat_map(|round| own.iter().map(move |duty| duty.later(-round * days))).collect()
}

fn kind(duty: Duty, doctors: &Doctors, settings: &Settings) -> Kind {
    let minutes = duty.minutes();
    let long = match settings.long_shift {
        LongShift::Over => minutes > doctors.long_shift,
        LongShift::From => minutes >= doctors.long_shift,
    };
    let night = by_night(duty, doctors.night_from, doctors.night_to) >= doctors.night_shift;
    let midnight = duty.start().day() * DAY;
    let evening = duty.start().local() - midnight < doctors.evening_start
        && duty.end().local() - midnight > doctors.evening_end;
    match (settings.class_order, night, long) {
        (ClassOrder::NightFirst, true, _) | (ClassOrder::LongFirst, true, false) => Kind::Night,
        (_, _, true) if evening => Kind::LongEvening,
        (_, _, true) => Kind::Long,
        _ => Kind::Other,
    }
}

/// Elapsed minutes of a duty between two clock times, the earlier of them in the evening.
pub(crate) fn by_night(duty: Duty, from: i64, to: i64) -> i64 {
    let (start, end) = (duty.start(), duty.end());
    (start.day() - 1..=end.day())
        .map(|day| {
            let (dusk, dawn) = (Time::at_local(day * DAY + from), Time::at_local((day + 1) * DAY + to));
            start.max(dusk).until(end.min(dawn)).max(0)
        })
        .sum()
}
