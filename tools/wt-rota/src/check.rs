//! Judges a pattern as one doctor works it, and counts the cover anew.

use jiff::civil::{Date, Weekday};
use wt_facts::Ratio;
use wt_worktime::{Duty, Finding, Measures, Period, Person, Rules, Tail, Time};

use crate::model::{DAYS, NoPattern, Pattern, Slots};

/// What a rota is judged by.
#[derive(Debug, Clone)]
pub struct Terms<'a> {
    /// The rules of hours and rest.
    pub rules: &'a Rules,
    /// The Monday on which the doctor of week 1 starts.
    pub first: Date,
    /// Annual leave, for the average with leave taken out.
    pub leave: Option<Leave>,
}

/// Annual leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    /// Days a year.
    pub days: u32,
    /// Minutes of a normal day.
    pub normal_day: u32,
}

/// A weekday on which a shift has not the people it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// Code of the shift.
    pub shift: String,
    /// Weekday.
    pub day: &'static str,
    /// Needed.
    pub needed: usize,
    /// In the pattern.
    pub found: usize,
}

/// What there is to say of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Rules that have something to say.
    pub findings: Vec<Finding>,
    /// What was measured.
    pub measures: Measures,
    /// Shifts with too few people, or too many.
    pub cover: Vec<Short>,
    /// Weekends of the pattern with work.
    pub weekends: usize,
    /// Hours a week on average, with leave taken out as prospective cover does: (rota hours - leave days × normal day) ÷ (rota
    /// weeks - leave days ÷ 5), leave days for the rota's share of a year (NHS Employers). None without leave.
    pub average_with_leave: Option<Ratio>,
}

impl Verdict {
    /// Whether no rule is broken and every shift has its people.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.cover.is_empty() && self.findings.iter().all(|finding| !finding.breach)
    }
}

/// Judges a pattern.
///
/// # Errors
/// [`NoPattern`] where it can't be worked at all: shifts that overlap, a first day that is no Monday.
pub fn check(slots: &Slots, pattern: &Pattern, terms: &Terms<'_>) -> Result<Verdict, NoPattern> {
    let calendar = Calendar::new(slots, pattern.weeks.len(), terms.first)?;
    let judged = calendar.judge(pattern, terms.rules)?;
    Ok(Verdict {
        findings: judged.findings,
        measures: judged.measures,
        cover: cover(slots, pattern),
        weekends: weekends(slots, pattern),
        average_with_leave: terms.leave.and_then(|leave| with_leave(slots, pattern, leave)),
    })
}

/// The duty of every shift on every day of a pattern, worked out once.
pub(crate) struct Calendar {
    period: Period,
    /// By day of the pattern, then shift.
    duties: Vec<Vec<Duty>>,
    /// By shift: when it starts, and when it ends on the next day's clock, in minutes after midnight.
    starts: Vec<i64>,
    ends: Vec<i64>,
}

impl Calendar {
    pub(crate) fn new(slots: &Slots, weeks: usize, first: Date) -> Result<Self, NoPattern> {
        if !(1..=52).contains(&weeks) {
            return Err(NoPattern::Weeks { found: weeks });
        }
        if first.weekday() != Weekday::Monday {
            return Err(NoPattern::NoMonday { found: first });
        }
        let out = |_| NoPattern::NoMonday { found: first };
        let days: Vec<Date> = (0..7 * weeks as i64)
            .map(|day| first.checked_add(jiff::Span::new().days(day)))
            .collect::<Result<_, _>>()
            .map_err(out)?;
        let at = |day: Date, minutes: u16| Time::on(day, i64::from(minutes));
        let duties = days
            .iter()
            .map(|day| {
                let duty = |shift: &crate::Shift| {
                    Duty::new(at(*day, shift.start), at(*day, shift.end))
                        .map_err(|why| NoPattern::Shift { code: shift.code.clone(), why })
                };
                slots.shifts.iter().map(duty).collect::<Result<Vec<_>, _>>()
            })
            .collect::<Result<Vec<_>, _>>()?;
        let last = days.last().copied().unwrap_or(first);
        let period = Period { first, last, tail: Tail::Repeats, reference_weeks: None };
        let starts = slots.shifts.iter().map(|shift| i64::from(shift.start)).collect();
        let ends = slots.shifts.iter().map(|shift| i64::from(shift.end) - 24 * 60).collect();
        Ok(Self { period, duties, starts, ends })
    }

    pub(crate) fn judge(&self, pattern: &Pattern, rules: &Rules) -> Result<wt_worktime::Judged, NoPattern> {
        let cells = pattern.weeks.iter().flatten().enumerate();
        let duties: Vec<Duty> =
            cells.filter_map(|(day, cell)| cell.map(|shift| self.duties[day][shift])).collect();
        let overlap = |why: wt_worktime::NotAPerson| {
            let day = self.first_overlap(pattern).unwrap_or(0);
            NoPattern::Overlap { week: day / 7 + 1, day: DAYS[day % 7], why: why.to_string() }
        };
        let person = Person::new(duties, Some(self.period), Vec::new()).map_err(overlap)?;
        rules.judge(&person).map_err(overlap)
    }

    /// The first day of the pattern whose shift starts before the one of the day before has ended.
    fn first_overlap(&self, pattern: &Pattern) -> Option<usize> {
        self.overlaps(pattern).next()
    }

    /// Days of the pattern whose shift starts before the one of the day before has ended, round and round.
    pub(crate) fn overlaps(&self, pattern: &Pattern) -> impl Iterator<Item = usize> {
        let cells: Vec<Option<usize>> = pattern.weeks.iter().flatten().copied().collect();
        let days = cells.len();
        (0..days).filter(move |&day| match (cells[(day + days - 1) % days], cells[day]) {
            // By the clock, which shows the last day of the pattern before the first.
            (Some(before), Some(now)) => self.ends[before] > self.starts[now],
            _ => false,
        })
    }
}

/// Shifts that have not exactly the people they need (the normal day: fewer).
fn cover(slots: &Slots, pattern: &Pattern) -> Vec<Short> {
    let mut short = Vec::new();
    for (place, shift) in slots.shifts.iter().enumerate() {
        for (day, name) in DAYS.into_iter().enumerate() {
            let found = pattern.weeks.iter().filter(|week| week[day] == Some(place)).count();
            let needed = shift.needed[day];
            if found < needed || (found > needed && !shift.normal) {
                short.push(Short { shift: shift.code.clone(), day: name, needed, found });
            }
        }
    }
    short
}

/// Weekends with work from Saturday's first hour to Sunday's last.
pub(crate) fn weekends(slots: &Slots, pattern: &Pattern) -> usize {
    let late_friday = |cell: Option<usize>| cell.is_some_and(|place| slots.shifts[place].end > 24 * 60 + 1);
    pattern.weeks.iter().filter(|week| week[5].is_some() || week[6].is_some() || late_friday(week[4])).count()
}

fn with_leave(slots: &Slots, pattern: &Pattern, leave: Leave) -> Option<Ratio> {
    let weeks = i128::try_from(pattern.weeks.len()).ok()?;
    let cells = pattern.weeks.iter().flatten().flatten();
    let minutes: i128 = cells.map(|place| i128::from(slots.shifts[*place].minutes())).sum();
    // Leave days are days × weeks ÷ 52: everything times 52, and the weeks times 5 besides.
    let days = i128::from(leave.days) * weeks;
    let top = (minutes * 52 - days * i128::from(leave.normal_day)) * 5;
    let bottom = (weeks * 52 * 5 - days) * 60;
    (bottom > 0).then(|| Ratio::new(top, bottom)).flatten()
}
