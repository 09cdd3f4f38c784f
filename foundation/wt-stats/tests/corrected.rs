//! The corrected reading: what it sees, what it leaves alone, and careless input.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use wt_stats::spc::corrected::{FEWEST, Judgement, Kind, Reason, Refusal, Series, judge};

/// Numbers from −1 to 1 without pattern.
fn noise(i: usize) -> f64 {
    ((i as f64 * 12.9898).sin() * 43_758.545_3).fract()
}

fn some(n: usize, f: impl Fn(usize) -> f64) -> Vec<Option<f64>> {
    (0..n).map(|i| Some(f(i))).collect()
}

fn plain(values: &[Option<f64>]) -> Result<Judgement, Refusal> {
    judge(&Series { values, ..Series::default() })
}

#[test]
fn a_lasting_change_is_dated_and_sized() {
    let values = some(40, |i| 50.0 + noise(i) + if i < 30 { 0.0 } else { -4.0 });
    let said = plain(&values).unwrap();
    let change = said.change.unwrap();
    assert_eq!((said.latest, change.from, change.points), (Reason::Fallen, 30, 10));
    assert!((change.by + 4.0).abs() < 0.5, "{change:?}");
    // What came before stands against the old level, and was ordinary.
    assert_eq!(said.points[29].reason, Some(Reason::Common));
    assert!((said.points[35].expected - 50.0).abs() < 0.5);
}

#[test]
fn a_change_that_came_in_over_half_a_year_is_seen() {
    let level = |i: usize| if i < 18 { 20.0 } else { (20.0 - 2.0 * (i - 17) as f64).max(8.0) };
    let sunk = some(36, |i| level(i) + 0.5 * noise(i));
    assert_eq!(plain(&sunk).unwrap().latest.direction(), -1);
    // What the peers did too is no change of its own.
    let same = some(36, |i| level(i) + 0.1 * noise(i + 50));
    let beside = judge(&Series { values: &sunk, control: Some(&same), ..Series::default() }).unwrap();
    assert_eq!(beside.latest, Reason::Common);
}

#[test]
fn a_steady_climb_is_a_signal_of_its_own() {
    let climb = some(36, |i| 20.0 + 0.4 * i as f64 + 3.0 * noise(i));
    let said = plain(&climb).unwrap();
    assert_eq!((said.latest, said.change), (Reason::Rising, None));
    let fall: Vec<_> = climb.iter().map(|v| v.map(|x| 100.0 - x)).collect();
    assert_eq!(plain(&fall).unwrap().latest, Reason::Falling);
}

#[test]
fn a_long_upper_tail_has_uneven_limits() {
    let said = plain(&some(36, |i| (2.0 * noise(i)).exp())).unwrap();
    let point = said.points[0];
    let (above, below) = (point.upper - point.expected, point.expected - point.lower);
    assert!(above > 2.0 * below && point.lower >= 0.0, "{point:?}");
    assert_eq!(said.latest, Reason::Common);
}

#[test]
fn one_wild_point_is_the_only_signal() {
    // The peer flags nineteen of these twenty points (§3).
    let values = some(20, |i| if i == 11 { 1e6 } else { 10.0 + noise(i) });
    let said = plain(&values).unwrap();
    let signals: Vec<usize> = (0..20).filter(|i| said.points[*i].reason != Some(Reason::Common)).collect();
    assert_eq!((signals, said.points[11].reason), (vec![11], Some(Reason::Above)));
}

#[test]
fn a_missing_month_is_only_a_gap() {
    let mut values = some(36, |i| 10.0 + noise(i));
    values[20] = None;
    values[21] = Some(f64::INFINITY);
    let said = plain(&values).unwrap();
    assert_eq!((said.points[20].reason, said.points[21].reason), (None, None));
    assert_eq!(said.latest, Reason::Common);
    assert!(said.points[20].lower < said.points[20].expected);
}

#[test]
fn a_season_is_expected_where_months_are_known() {
    let months: Vec<u8> = (0..48).map(|i| (i % 12 + 1) as u8).collect();
    let turn = |i: usize| (i as f64 * std::f64::consts::TAU / 12.0).sin();
    let values = some(48, |i| 100.0 + 8.0 * turn(i) + noise(i));
    let said = judge(&Series { values: &values, months: Some(&months), ..Series::default() }).unwrap();
    assert!((said.points[3].expected - 108.0).abs() < 1.0, "{:?}", said.points[3]);
    assert!(said.points.iter().all(|p| p.reason == Some(Reason::Common)));
    // A winter's height in summer is a signal; without months it is nothing special.
    let mut odd = values;
    odd[47] = Some(108.0);
    let known = judge(&Series { values: &odd, months: Some(&months), ..Series::default() }).unwrap();
    assert_eq!((known.latest, plain(&odd).unwrap().latest), (Reason::Above, Reason::Common));
}

#[test]
fn what_moves_the_peers_too_is_no_signal() {
    let shock = |i: usize| if i < 24 { 0.0 } else { 5.0 };
    let values = some(36, |i| 20.0 + shock(i) + noise(i));
    let control = some(36, |i| 40.0 + shock(i) + 0.5 * noise(i + 99));
    let said = judge(&Series { values: &values, control: Some(&control), ..Series::default() }).unwrap();
    assert_eq!((plain(&values).unwrap().latest, said.latest), (Reason::Risen, Reason::Common));
}

#[test]
fn small_counts_are_held_to_their_own_chances() {
    // Three where a half is expected: 3.5 standard deviations, and one month in seventy.
    let values = some(36, |i| if i == 35 { 3.0 } else { f64::from(i % 2 == 0) });
    assert_eq!(plain(&values).unwrap().latest, Reason::Common);
    let wards = some(36, |i| if i == 35 { 6.0 } else { f64::from(i % 2 == 0) });
    assert_eq!(plain(&wards).unwrap().latest, Reason::Above);
    let of = some(36, |_| 4.0);
    let met = some(36, |i| if i == 35 { 3.0 } else { 4.0 });
    let proportion =
        Series { values: &met, kind: Kind::Proportion, denominators: Some(&of), ..Series::default() };
    let said = judge(&proportion).unwrap();
    assert_eq!(said.latest, Reason::Common);
    assert!(said.points.iter().all(|p| p.upper <= 1.0 && p.lower >= 0.0));
}

#[test]
fn a_constant_has_limits_and_no_signal() {
    let said = plain(&some(30, |_| 7.5)).unwrap();
    assert!(said.points.iter().all(|p| p.reason == Some(Reason::Common) && p.lower <= 7.5 && p.upper >= 7.5));
    // That one value of thirty differs, and differs last, happens by chance once in thirty; once in sixty is rare.
    let latest = |n: usize| plain(&some(n, |i| if i == n - 1 { 9.5 } else { 7.5 })).unwrap().latest;
    assert_eq!((latest(30), latest(60)), (Reason::Common, Reason::Above));
}

#[test]
fn what_cannot_be_judged_has_a_reason() {
    assert_eq!(plain(&[]), Err(Refusal::TooFew(0)));
    assert_eq!(plain(&[Some(1.0)]), Err(Refusal::TooFew(1)));
    assert_eq!(plain(&[None; 40]), Err(Refusal::TooFew(0)));
    assert_eq!(plain(&some(20, |i| 1e300 * noise(i))), Err(Refusal::TooLarge));
    let values = some(FEWEST, noise);
    let short = judge(&Series { values: &values, months: Some(&[1]), ..Series::default() });
    assert_eq!(short, Err(Refusal::LengthsDiffer));
    let share = judge(&Series { values: &values, kind: Kind::Proportion, ..Series::default() });
    assert_eq!(share, Err(Refusal::DenominatorsMissing));
    let negative = judge(&Series { values: &values, kind: Kind::Count, ..Series::default() });
    assert_eq!(negative, Err(Refusal::NotCounts));
}

#[test]
fn ten_thousand_points_are_judged_by_their_latest() {
    let said = plain(&some(10_000, |i| noise(i) + if i < 9_980 { 0.0 } else { 3.0 })).unwrap();
    assert_eq!((said.latest, said.change.map(|c| c.from)), (Reason::Risen, Some(9_980)));
    assert_eq!(said.points[0].reason, None);
}

fn careless() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        4 => (-3_i32..9).prop_map(|x| Some(f64::from(x))),
        2 => (-1e6..1e6).prop_map(Some),
        1 => any::<f64>().prop_map(Some),
        1 => Just(None),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Measure), Just(Kind::Count), Just(Kind::Proportion)]
}

/// A count, what it is out of, a measurement to be a control, and a month.
fn entry() -> impl Strategy<Value = (Option<f64>, Option<f64>, Option<f64>, u8)> {
    let count = prop_oneof![5 => (0_u32..5).prop_map(|x| Some(f64::from(x))), 1 => Just(None)];
    let of = prop_oneof![5 => (4_u32..2000).prop_map(|x| Some(f64::from(x))), 1 => careless()];
    (count, of, careless(), any::<u8>())
}

fn check(said: &Judgement, n: usize) -> Result<(), TestCaseError> {
    prop_assert_eq!(said.points.len(), n);
    prop_assert!(said.evidence.is_none_or(f64::is_finite), "{:?}", said.evidence);
    prop_assert!(said.change.is_none_or(|c| c.by.is_finite() && c.points > 0));
    for p in &said.points {
        let lines = [p.expected, p.lower, p.upper];
        prop_assert!(lines.iter().all(|x| x.is_finite()), "{:?}", p);
        prop_assert!(p.lower <= p.expected && p.expected <= p.upper, "{:?}", p);
        prop_assert!(p.reason.is_none() || p.value.is_some());
    }
    Ok(())
}

proptest! {
    #[test]
    fn limits_always_stand_around_what_is_expected(values in prop::collection::vec(careless(), 0..90)) {
        if let Ok(said) = plain(&values) {
            check(&said, values.len())?;
        }
    }

    #[test]
    fn with_counts_months_and_a_control_too(
        entries in prop::collection::vec(entry(), 0..80),
        kind in kind(),
        with in any::<(bool, bool, bool)>(),
    ) {
        let values: Vec<_> = entries.iter().map(|e| e.0).collect();
        let of: Vec<_> = entries.iter().map(|e| e.1).collect();
        let control: Vec<_> = entries.iter().map(|e| e.2).collect();
        let months: Vec<_> = entries.iter().map(|e| e.3).collect();
        let series = Series {
            values: &values,
            kind,
            denominators: with.0.then_some(&of),
            months: with.1.then_some(&months),
            control: with.2.then_some(&control),
        };
        if let Ok(said) = judge(&series) {
            check(&said, values.len())?;
        }
    }
}
