//! What the rules say, counted minute by minute on a grid. Shares nothing with the rules but the limits' values, written out anew.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Weekday};

/// A duty as the grid knows it: minutes from the grid's first midnight in Greenwich time.
#[derive(Debug, Clone, Copy)]
pub struct Plain {
    pub from: usize,
    pub to: usize,
}

/// One person's case.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// First day of the grid.
    pub zero: Date,
    /// Days of the grid.
    pub days: usize,
    /// In the order of time.
    pub duties: Vec<Plain>,
    /// First and last day of the period, from the grid's first.
    pub period: (usize, usize),
    pub tail_known: bool,
    pub weeks: usize,
    /// Days from the grid's first.
    pub excluded: BTreeSet<usize>,
}

/// What was counted.
#[derive(Debug, PartialEq)]
pub struct Counted {
    pub breaches: BTreeSet<&'static str>,
    pub max_shift: Option<usize>,
    pub max_in_168: Option<usize>,
    pub min_rest: Option<usize>,
    pub long: usize,
    pub evening: usize,
    pub night: usize,
    pub any: usize,
    /// Minutes, and days they are spread over.
    pub average: (usize, usize),
}

/// Clock minute and day of each minute of the grid.
pub struct Clock {
    pub of_day: Vec<usize>,
    /// Days from the grid's first, which may be 1 below nothing: shifted by 1.
    pub day: Vec<usize>,
}

/// Summer time of a year, from and to Greenwich times, by looking for the last Sundays.
fn summer(year: i16) -> (DateTime, DateTime) {
    let last_sunday = |month: i8| {
        let mut day = jiff::civil::date(year, month, 31);
        while day.weekday() != Weekday::Sunday {
            day = day.yesterday().unwrap();
        }
        day.at(1, 0, 0, 0)
    };
    (last_sunday(3), last_sunday(10))
}

pub fn clock(zero: Date, days: usize) -> Clock {
    let mut clock = Clock { of_day: Vec::new(), day: Vec::new() };
    let summers = [summer(zero.year()), summer(zero.year() + 1)];
    for hour in 0..days * 24 {
        let greenwich = zero.at(0, 0, 0, 0).checked_add(jiff::Span::new().hours(hour as i64)).unwrap();
        let ahead =
            if summers.iter().any(|(from, to)| greenwich >= *from && greenwich < *to) { 60 } else { 0 };
        for minute in hour * 60..hour * 60 + 60 {
            clock.of_day.push((minute + ahead) % 1440);
            clock.day.push((minute + ahead) / 1440);
        }
    }
    clock
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Night,
    Evening,
    Long,
    Other,
}

/// The duties that count, of the tail and the period.
struct Known<'a> {
    duties: Vec<Plain>,
    own: Vec<bool>,
    class: Vec<Class>,
    clock: &'a Clock,
    last: usize,
}

impl<'a> Known<'a> {
    fn new(pattern: &Pattern, clock: &'a Clock) -> Self {
        let (first, last) = pattern.period;
        let day = |duty: &Plain| clock.day[duty.from];
        let counts = |duty: &&Plain| day(duty) <= last && (pattern.tail_known || day(duty) >= first);
        let duties: Vec<Plain> = pattern.duties.iter().filter(counts).copied().collect();
        let own = duties.iter().map(|duty| day(duty) >= first).collect();
        let class = duties.iter().map(|duty| class(*duty, clock)).collect();
        Self { duties, own, class, clock, last }
    }

    /// 0 for rest, 1 for work of the tail, 2 for work of the period.
    fn grid(&self, days: usize) -> Vec<u8> {
        let mut grid = vec![0; days * 1440];
        for (duty, own) in self.duties.iter().zip(&self.own) {
            grid[duty.from..duty.to].fill(if *own { 2 } else { 1 });
        }
        grid
    }

    fn day(&self, at: usize) -> usize {
        self.clock.day[self.duties[at].from]
    }

    fn rest_before(&self, at: usize) -> usize {
        (self.duties[at - 1].to..self.duties[at].from).count()
    }

    /// Runs as lists of duties, built day by day.
    fn runs(&self, wanted: impl Fn(Class) -> bool) -> Vec<Vec<usize>> {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        let mut going = false;
        for day in 0..=self.last {
            let duties = 0..self.duties.len();
            let today: Vec<usize> =
                duties.filter(|at| self.day(*at) == day && wanted(self.class[*at])).collect();
            if !today.is_empty() && !going {
                runs.push(Vec::new());
            }
            going = !today.is_empty();
            if going {
                runs.last_mut().unwrap().extend(today);
            }
        }
        runs
    }

    fn days(&self, run: &[usize]) -> usize {
        run.iter().map(|at| self.day(*at)).collect::<BTreeSet<_>>().len()
    }

    fn longest(&self, runs: &[Vec<usize>]) -> usize {
        let ours = runs.iter().filter(|run| run.iter().any(|at| self.own[*at]));
        ours.map(|run| self.days(run)).max().unwrap_or(0)
    }

    /// Whether a run of so many days has too short a rest after it.
    fn short(&self, runs: &[Vec<usize>], from: usize, rest: usize) -> bool {
        runs.iter().filter(|run| self.days(run) >= from).any(|run| {
            let next = run.last().unwrap() + 1;
            next < self.duties.len() && self.own[next] && self.rest_before(next) < rest
        })
    }

    /// Minutes of the period's longest duty, and whether any is over 13 hours by the clock as well as elapsed.
    fn shifts(&self) -> (Option<usize>, bool) {
        let shown = |minute: usize| self.clock.day[minute] * 1440 + self.clock.of_day[minute];
        let ours = || self.duties.iter().zip(&self.own).filter(|(_, own)| **own).map(|(duty, _)| duty);
        let minutes = |duty: &Plain| (duty.from..duty.to).count();
        let over = |duty: &Plain| minutes(duty) > 780 && shown(duty.to) - shown(duty.from) > 780;
        (ours().map(minutes).max(), ours().any(over))
    }
}

pub fn count(pattern: &Pattern) -> Counted {
    let clock = clock(pattern.zero, pattern.days);
    let known = Known::new(pattern, &clock);
    let grid = known.grid(pattern.days);
    let (max_shift, over) = known.shifts();
    let max_in_168 = window(&grid);
    let rests = (1..known.duties.len()).filter(|at| known.own[*at]).map(|at| known.rest_before(at));
    let min_rest = rests.min();
    let (long, evening) = (known.runs(|c| c == Class::Long), known.runs(|c| c == Class::Evening));
    let (night, any) = (known.runs(|c| c == Class::Night), known.runs(|_| true));
    let average = average(pattern, &clock);
    let broken = [
        (over, "rd-max-shift-13"),
        (max_in_168.is_some_and(|minutes| minutes > 72 * 60), "rd-72-in-168"),
        (min_rest.is_some_and(|rest| rest < 660), "rd-rest-11"),
        (known.longest(&long) > 4 || known.short(&long, 4, 48 * 60), "rd-consecutive-long"),
        (known.longest(&evening) > 4 || known.short(&evening, 4, 48 * 60), "rd-consecutive-long-evening"),
        (known.longest(&night) > 4, "rd-consecutive-night"),
        (known.short(&night, 1, 46 * 60), "rd-rest-after-nights"),
        (known.longest(&any) > 7 || known.short(&any, 7, 48 * 60), "rd-consecutive-any"),
        (weekends(&grid, &clock, pattern), "rd-weekend-frequency"),
        (daily(&grid, &known.duties), "wtr-daily-rest-11"),
        (weekly(&grid, &clock, pattern), "wtr-weekly-rest"),
        (average.0 * 7 > 48 * 60 * average.1, "wtr-average-48"),
    ];
    Counted {
        breaches: broken.iter().filter(|(broken, _)| *broken).map(|(_, rule)| *rule).collect(),
        max_shift,
        max_in_168,
        min_rest,
        long: known.longest(&long),
        evening: known.longest(&evening),
        night: known.longest(&night),
        any: known.longest(&any),
        average,
    }
}

fn class(duty: Plain, clock: &Clock) -> Class {
    let minutes = || duty.from..duty.to;
    let dark = minutes().filter(|m| clock.of_day[*m] >= 23 * 60 || clock.of_day[*m] < 6 * 60).count();
    let today = clock.day[duty.from];
    let late = minutes().any(|m| clock.day[m] > today || clock.of_day[m] >= 23 * 60);
    match minutes().count() {
        _ if dark >= 180 => Class::Night,
        601.. if late && clock.of_day[duty.from] < 16 * 60 => Class::Evening,
        601.. => Class::Long,
        _ => Class::Other,
    }
}

/// The most work in any 168 hours that hold some of the period.
fn window(grid: &[u8]) -> Option<usize> {
    let width = 168 * 60;
    // Rest before and after, so that every window fits.
    let at = |minute: usize| minute.checked_sub(width).and_then(|m| grid.get(m)).copied().unwrap_or(0);
    let (mut work, mut own, mut most) = (0_usize, 0_usize, None);
    for end in 0..grid.len() + 2 * width {
        work += usize::from(at(end) > 0);
        own += usize::from(at(end) == 2);
        if end >= width {
            work -= usize::from(at(end - width) > 0);
            own -= usize::from(at(end - width) == 2);
        }
        if own > 0 {
            most = most.max(Some(work));
        }
    }
    most
}

/// The longest stretch of rest in a row of minutes, and how many reach 24 hours.
fn rests(minutes: impl Iterator<Item = u8>) -> (usize, usize) {
    let (mut longest, mut days, mut run) = (0, 0, 0);
    for work in minutes {
        run = if work == 0 { run + 1 } else { 0 };
        days += usize::from(run == 1440);
        longest = longest.max(run);
    }
    (longest, days)
}

fn daily(grid: &[u8], known: &[Plain]) -> bool {
    known.iter().any(|duty| {
        let day = &grid[duty.from..duty.from + 1440];
        day.contains(&2) && rests(day.iter().copied()).0 < 660
    })
}

fn weekly(grid: &[u8], clock: &Clock, pattern: &Pattern) -> bool {
    let (first, last) = pattern.period;
    let monday = (0..=first)
        .rev()
        .find(|day| {
            let date = pattern.zero.checked_add(jiff::Span::new().days(*day as i64)).unwrap();
            date.weekday() == Weekday::Monday
        })
        .unwrap();
    let midnight = |day: usize| clock.day.iter().position(|of| *of >= day).unwrap_or(grid.len());
    let within = |from: usize, to: usize| rests(grid[midnight(from)..midnight(to)].iter().copied());
    (monday..=last).step_by(14).any(|start| {
        let weeks = [start, start + 7].into_iter().filter(|week| *week <= last);
        let bad = weeks.filter(|week| within(*week, week + 7).0 < 1440).count();
        let (longest, days) = within(start, (start + 14).min(last + 1));
        bad > 0 && longest < 2880 && days < 2
    })
}

fn weekends(grid: &[u8], clock: &Clock, pattern: &Pattern) -> bool {
    let (first, last) = pattern.period;
    let weekday =
        |day: usize| pattern.zero.checked_add(jiff::Span::new().days(day as i64)).unwrap().weekday();
    let touched: BTreeSet<usize> = (first..=last)
        .filter_map(|day| match weekday(day) {
            Weekday::Saturday => Some(day),
            Weekday::Sunday => Some(day - 1),
            _ => None,
        })
        .collect();
    let works = |saturday: &usize| {
        // Greenwich minutes of a day lie within an hour of the day's own.
        (saturday * 1440 - 60..(saturday + 2) * 1440).any(|m| {
            let on_saturday = clock.day[m] == *saturday && clock.of_day[m] >= 1;
            let on_sunday = clock.day[m] == saturday + 1 && clock.of_day[m] < 1439;
            grid[m] > 0 && (on_saturday || on_sunday)
        })
    };
    let worked = touched.iter().filter(|saturday| works(saturday)).count();
    touched.len() >= 3 && worked * 3 > touched.len()
}

/// The highest average over any stretch of so many weeks: days of duty after it stand in for excluded ones.
fn average(pattern: &Pattern, clock: &Clock) -> (usize, usize) {
    let (first, last) = pattern.period;
    let days = (pattern.weeks * 7).min(last + 1 - first);
    let minutes_of_day = |day: usize| -> usize {
        pattern.duties.iter().filter(|d| clock.day[d.from] == day).map(|d| (d.from..d.to).count()).sum()
    };
    let of: Vec<usize> = (0..pattern.days).map(minutes_of_day).collect();
    let stretch = |start: usize| {
        let excluded = (start..start + days).filter(|day| pattern.excluded.contains(day)).count();
        let worked: usize = of[start..start + days].iter().sum();
        let after: usize = of[start + days..].iter().filter(|minutes| **minutes > 0).take(excluded).sum();
        worked + after
    };
    ((first..=last + 1 - days).map(stretch).max().unwrap(), days)
}
