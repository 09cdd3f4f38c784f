//! A grid of minutes, counted one by one, against the split.

use jiff::civil::{Date, DateTime, Weekday};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_pay::{Moment, PARTS, Pricer, Settings, Shift};

use super::{shift, shipped};

/// Minutes since the first of 1970 as Greenwich has them, to civil time in England, by the last Sundays of March and October.
fn civil(minute: i64) -> (DateTime, i64) {
    let zero = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    let greenwich = zero.checked_add(jiff::Span::new().minutes(minute)).unwrap();
    let last_sunday = |month: i8| {
        let mut day = jiff::civil::date(greenwich.year(), month, 31);
        while day.weekday() != Weekday::Sunday {
            day = day.yesterday().unwrap();
        }
        day.at(1, 0, 0, 0)
    };
    let summer = greenwich >= last_sunday(3) && greenwich < last_sunday(10);
    let offset = if summer { 60 } else { 0 };
    (zero.checked_add(jiff::Span::new().minutes(minute + offset)).unwrap(), offset)
}

/// Plain, first, second, minute by minute, as the terms are worded.
fn counted(from: i64, to: i64, holidays: &[Date]) -> [i64; 3] {
    let (mut plain, mut nights, mut first, mut second) = (0, 0, 0, 0);
    let mut hour = (i64::MIN, civil(from).0);
    for minute in from..to {
        // Clocks change on the hour.
        if minute.div_euclid(60) != hour.0 {
            hour = (minute.div_euclid(60), civil(minute).0);
        }
        let now = hour.1;
        match now.weekday() {
            _ if holidays.contains(&now.date()) => second += 1,
            Weekday::Sunday => second += 1,
            Weekday::Saturday => first += 1,
            _ if now.hour() >= 20 || now.hour() < 6 => nights += 1,
            _ => plain += 1,
        }
    }
    // More than half of the weekday part by night lifts all of it.
    if nights > plain { [0, first + nights + plain, second] } else { [plain, first + nights, second] }
}

#[test]
fn random_shifts_split_as_their_minutes_do() {
    let facts = shipped();
    let pricer = Pricer::new(&facts, Settings::default());
    let holidays: Vec<Date> = facts
        .codes("public-holidays-england-wales")
        .unwrap()
        .codes
        .iter()
        .map(|code| code.code.parse().unwrap())
        .collect();
    let mut rng = Pcg64Mcg::seed_from_u64(7);
    let day = |date: Date| jiff::civil::date(1970, 1, 1).until(date).unwrap().get_days().into();
    let start: i64 = day(jiff::civil::date(2022, 4, 2));
    let end: i64 = day(jiff::civil::date(2027, 12, 20));
    let changes: Vec<i64> = [(2023, 3, 26), (2024, 10, 27), (2025, 3, 30), (2026, 10, 25)]
        .map(|(y, m, d)| day(jiff::civil::date(y, m, d)))
        .to_vec();
    let holiday_days: Vec<i64> =
        holidays.iter().map(|d| day(*d)).filter(|d| (start..end).contains(d)).collect();
    for case in 0..100_000 {
        // A fifth around holidays, a fifth around clock changes.
        let from_day: i64 = match case % 5 {
            0 => holiday_days[rng.random_range(0..holiday_days.len())] - rng.random_range(0..2),
            1 => changes[rng.random_range(0..changes.len())] - rng.random_range(0..2),
            _ => rng.random_range(start..end),
        };
        let from = from_day * 1440 + rng.random_range(0..1440);
        // Mostly short, so that a hundred thousand are counted in seconds.
        let to = from + rng.random_range(1..if case % 20 == 0 { 1440 } else { 120 });
        let moment = |minute: i64| {
            let (civil, offset) = civil(minute);
            Moment::new(civil, offset).unwrap()
        };
        let shift = Shift {
            start: moment(from),
            end: moment(to),
            ..shift("2026-01-05T08:00+00:00", "2026-01-05T09:00+00:00")
        };
        let found = pricer.columns(&shift).unwrap();
        let want = counted(from, to, &holidays).map(|minutes| minutes * PARTS);
        assert_eq!([found.plain, found.first, found.second], want, "{:?} to {:?}", civil(from), civil(to));
    }
}

#[test]
fn a_break_never_adds_or_loses_paid_time() {
    let facts = shipped();
    let mut rng = Pcg64Mcg::seed_from_u64(8);
    for reading in ["proportional", "plain-first"] {
        let mut settings = Settings::default();
        settings.set("unpaid-break", reading).unwrap();
        let mut pricer = Pricer::new(&facts, settings);
        for _ in 0..2_000 {
            let from: i64 = (20_090 + rng.random_range(0..300)) * 1440 + rng.random_range(0..1440);
            let length = rng.random_range(60..1440);
            let moment = |minute: i64| {
                let (civil, offset) = civil(minute);
                Moment::new(civil, offset).unwrap()
            };
            let unpaid = rng.random_range(0..60);
            let shift = Shift {
                start: moment(from),
                end: moment(from + length),
                unpaid_break_minutes: unpaid,
                ..shift("2026-01-05T08:00+00:00", "2026-01-05T09:00+00:00")
            };
            let priced = pricer.price(&shift).unwrap();
            let columns = priced.columns;
            assert_eq!(columns.all(), (length - i64::from(unpaid)) * PARTS);
            assert!(columns.plain >= 0 && columns.first >= 0 && columns.second >= 0, "{columns:?}");
            let parts = priced.basic
                + priced.unsocial_first
                + priced.unsocial_second
                + priced.overtime
                + priced.supplement;
            assert_eq!(parts, priced.gross);
        }
    }
}
