//! The pay engine against published figures, a minute grid and bad input.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests may fail loudly")]

mod grid;
mod vectors;

use wt_facts::FactSet;
use wt_pay::{Band, Employment, Moment, NoPrice, Point, Priced, Pricer, Settings, Shift, Zone};

/// The facts that ship.
fn shipped() -> FactSet {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts");
    let files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    FactSet::parse(&files).unwrap_or_else(|e| panic!("{e:#?}"))
}

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

/// A shift of band 5, top, outside London.
fn shift(start: &str, end: &str) -> Shift {
    Shift {
        start: at(start),
        end: at(end),
        unpaid_break_minutes: 0,
        band: Band::Five,
        point: Point::Top,
        zone: Zone::None,
        employment: Employment::Substantive,
    }
}

fn price(shift: &Shift, settings: Settings) -> Result<Priced, NoPrice> {
    Pricer::new(&shipped(), settings).price(shift)
}

fn pence(parts: &[wt_units::Pence]) -> Vec<i64> {
    parts.iter().map(|p| p.get()).collect()
}

#[test]
fn a_night_into_sunday_is_priced_part_by_part() {
    // Saturday 20:00 to Sunday 08:00, January 2026: 37,796 / 1,955.357 = 19.33 an hour.
    let p = price(&shift("2026-01-10T20:00+00:00", "2026-01-11T08:00+00:00"), Settings::default()).unwrap();
    assert_eq!(pence(&[p.hourly_rate, p.basic]), [1933, 12 * 1933]);
    // 4 hours at 30%, 8 at 60%.
    assert_eq!(pence(&[p.unsocial_first, p.unsocial_second, p.overtime, p.supplement]), [2320, 9278, 0, 0]);
    assert_eq!(p.gross.get(), 23196 + 2320 + 9278);
    // 14.38% and 23.78%; 15% above 12 hours' share of 5,000 a year, 30.68.
    assert_eq!(pence(&[p.pension_local, p.pension_total]), [5003, 8274]);
    assert_eq!(p.national_insurance.unwrap().get(), 4759);
    assert_eq!(p.trust_cost.get(), 34794 + 5003 + 4759);
    assert_eq!(p.public_cost.get() - p.trust_cost.get(), 8274 - 5003);
    assert_eq!(p.trust_cost_of_an_hour().unwrap().get(), 3713);
    assert!(p.unconfirmed, "National Insurance is an unconfirmed default");
}

#[test]
fn overtime_has_its_own_rates_and_bands() {
    let overtime = Shift {
        employment: Employment::Overtime,
        zone: Zone::Inner,
        ..shift("2025-12-24T20:00+00:00", "2025-12-25T06:00+00:00")
    };
    let p = price(&overtime, Settings::default()).unwrap();
    // Four hours at time and a half, six of Christmas Day at double time; no supplement, no unsocial hours, no pension.
    assert_eq!(pence(&[p.basic, p.unsocial_first, p.supplement, p.pension_local]), [0, 0, 0, 0]);
    assert_eq!(p.overtime.get(), 4 * 1933 * 3 / 2 + 6 * 1933 * 2);
    let senior = Shift { band: Band::EightA, ..overtime };
    let refused = price(&senior, Settings::default()).unwrap_err().to_string();
    assert!(refused.contains("band 8a has no overtime rate"), "{refused}");
}

#[test]
fn the_london_supplement_is_held_between_least_and_most() {
    let of = |band, point, zone| {
        let shift = Shift { band, point, zone, ..shift("2023-01-04T09:00+00:00", "2023-01-04T17:00+00:00") };
        price(&shift, Settings::default()).unwrap().supplement.get()
    };
    // 2022/23: least 4,888, most 7,377; 8 hours of 1,955.357.
    assert_eq!(of(Band::Two, Point::Entry, Zone::Inner), 2000);
    assert_eq!(of(Band::EightC, Point::Top, Zone::Inner), 3018);
    assert_eq!(of(Band::Two, Point::Entry, Zone::None), 0);
}

#[test]
fn a_shift_after_the_newest_table_says_so_and_one_before_the_first_is_refused() {
    let later =
        price(&shift("2026-10-12T07:00+01:00", "2026-10-12T15:00+01:00"), Settings::default()).unwrap();
    assert_eq!(later.stale_words().as_deref(), Some("priced at 2025/26 rates"));
    let now = price(&shift("2026-03-12T07:00+00:00", "2026-03-12T15:00+00:00"), Settings::default()).unwrap();
    assert_eq!(now.stale_words(), None);
    assert!(price(&shift("2021-10-12T07:00+01:00", "2021-10-12T15:00+01:00"), Settings::default()).is_err());
    let beyond = price(&shift("2031-10-12T07:00+01:00", "2031-10-12T15:00+01:00"), Settings::default());
    assert!(matches!(beyond, Err(NoPrice::HolidaysUnknown(..))), "{beyond:?}");
    // National Insurance was not read before November 2022: it is in no cost, and that is told.
    let early =
        price(&shift("2022-06-01T07:00+01:00", "2022-06-01T15:00+01:00"), Settings::default()).unwrap();
    assert_eq!((early.national_insurance, early.trust_cost), (None, early.gross + early.pension_local));
    // Band 1 was not read for 2023/24: no other year answers for it.
    let missing = Shift {
        band: Band::One,
        point: Point::Entry,
        ..shift("2023-10-12T07:00+01:00", "2023-10-12T15:00+01:00")
    };
    assert!(price(&missing, Settings::default()).is_err());
}

#[test]
fn what_cannot_be_a_shift_is_refused() {
    let refusal = |s: Shift| price(&s, Settings::default()).unwrap_err().to_string();
    assert!(
        refusal(shift("2026-01-10T20:00+00:00", "2026-01-10T20:00+00:00")).contains("ends before it begins")
    );
    let long = refusal(shift("2026-01-10T06:00+00:00", "2026-01-11T08:00+00:00"));
    assert_eq!(long, "the shift lasts 26 hours and 0 minutes; at most 24 hours can be one shift");
    let all =
        Shift { unpaid_break_minutes: 480, ..shift("2026-01-09T08:00+00:00", "2026-01-09T16:00+00:00") };
    assert!(refusal(all).contains("unpaid break of 480 minutes is as long as the shift"));
}

#[test]
fn a_public_holiday_at_a_weekend_pays_as_the_setting_says() {
    // 26 December 2026 is a Saturday; its substitute is Monday 28.
    let (day, substitute) = (
        shift("2026-12-26T08:00+00:00", "2026-12-26T16:00+00:00"),
        shift("2026-12-28T08:00+00:00", "2026-12-28T16:00+00:00"),
    );
    let second = |value: &str| {
        let mut settings = Settings::default();
        settings.set("holiday-at-weekend", value).unwrap();
        [&day, &substitute].map(|s| price(s, settings).unwrap().columns.second > 0)
    };
    assert_eq!(second("substitute"), [false, true]);
    assert_eq!(second("day"), [true, false]);
    assert_eq!(second("both"), [true, true]);
}
