//! Funnels of both modes: what they say where there is nothing to say, and whatever they are given.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use wt_stats::funnel::corrected::{self, Kind};
use wt_stats::funnel::public_health::{Area, RatioKind, Statistic, table};
use wt_stats::funnel::{Funnel, Level, Scale, peer};
use wt_stats::{Z95, wilson};

const PEERS: [peer::Kind; 5] = [
    peer::Kind::Shmi { rounding: true },
    peer::Kind::Shmi { rounding: false },
    peer::Kind::Cqc,
    peer::Kind::Proportion,
    peer::Kind::Counts,
];
const KINDS: [Kind; 3] = [Kind::Proportion, Kind::Rate, Kind::Counts];

#[test]
fn too_little_gives_nothing_rather_than_nan() {
    assert!(Funnel::new(&[(1.0, 2.0)], Scale::Proportion, 0.1).is_none());
    assert!(Funnel::new(&[(0.0, 2.0), (0.0, 3.0)], Scale::Proportion, 0.1).is_none());
    assert!(Funnel::new(&[(1.0, 0.0), (f64::NAN, 3.0), (2.0, 1.0)], Scale::Proportion, 0.1).is_none());
    assert!(wilson(1.0, 0.0, Z95).is_none() && wilson(2.0, 1.0, Z95).is_none());
}

#[test]
fn too_little_is_refused_in_words() {
    let unusable = [(1.0, 0.0), (f64::NAN, 3.0), (2.0, f64::INFINITY), (-1.0, 5.0), (3.0, -2.0)];
    for kind in PEERS {
        let found = peer::peer(&unusable, &peer::Options::of(kind));
        assert_eq!(found.map_err(peer::Refusal::words), Err(peer::Refusal::TooFew.words()));
    }
    for kind in KINDS {
        assert_eq!(corrected::funnel(&unusable, kind), Err(corrected::Refusal::TooFew));
        assert_eq!(corrected::funnel(&[(0.0, 9.0); 6], kind), Err(corrected::Refusal::NoEvents));
        assert_eq!(corrected::funnel(&[], kind), Err(corrected::Refusal::TooFew));
    }
    assert_eq!(corrected::funnel(&[(9.0, 9.0); 6], Kind::Proportion), Err(corrected::Refusal::AllEvents));
    let no_trim = peer::Options { trim: 0.7, ..peer::Options::of(peer::Kind::Cqc) };
    assert_eq!(peer::peer(&[(1.0, 2.0); 6], &no_trim), Err(peer::Refusal::Trim));
}

#[test]
fn alike_organisations_have_no_spread_and_no_flag() {
    for kind in KINDS {
        let pairs = [(12.0, 100.0); 30];
        let funnel = corrected::funnel(&pairs, kind).unwrap();
        assert!(funnel.tau == 0.0 && (funnel.centre - 0.12).abs() < 0.01, "{funnel:?}");
        assert!(funnel.units(&pairs).iter().flatten().all(|unit| !unit.flag.outside95 && unit.p() > 0.5));
    }
}

#[test]
fn limits_are_where_flags_begin() {
    let pairs: Vec<(f64, f64)> =
        (0..40).map(|i| (f64::from(20 + i % 7 * 3), f64::from(200 + i % 11 * 10))).collect();
    for kind in KINDS {
        let funnel = corrected::funnel(&pairs, kind).unwrap();
        for n in [30.0, 250.0, 4_000.0] {
            let limits = funnel.limits(n, Level::P95).unwrap();
            let wide = funnel.limits(n, Level::P998).unwrap();
            assert!(wide.low <= limits.low && limits.low < limits.high && limits.high <= wide.high);
            let flagged = |value: f64| funnel.unit((value * n, n)).unwrap().flag.outside95;
            assert!(flagged(limits.high * 1.001) && !flagged(limits.high * 0.999), "{kind:?} {n} {limits:?}");
            assert!(limits.low == 0.0 || (flagged(limits.low * 0.999) && !flagged(limits.low * 1.001)));
        }
    }
}

#[test]
fn an_outlier_does_not_hide_another() {
    let mut pairs: Vec<(f64, f64)> = (0..40).map(|i| (600.0 + f64::from(i % 9 * 6), 5_000.0)).collect();
    pairs.extend([(1_200.0, 5_000.0); 4]);
    let units = corrected::funnel(&pairs, Kind::Proportion).unwrap().units(&pairs);
    assert!(units[40..].iter().flatten().all(|unit| unit.flag.outside998));
    assert!(units[..40].iter().flatten().all(|unit| !unit.flag.outside998));
}

#[test]
fn ten_thousand_organisations() {
    let pairs: Vec<(f64, f64)> =
        (0..10_000).map(|i| (f64::from(i * 7 % 50), f64::from(100 + i % 300))).collect();
    assert_eq!(corrected::funnel(&pairs, Kind::Proportion).unwrap().count, 10_000);
    assert_eq!(peer::peer(&pairs, &peer::Options::of(peer::Kind::Proportion)).unwrap().units.len(), 10_000);
}

/// Numbers of every sort: counts, huge, tiny, negative and none.
fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (0..2_000_u32).prop_map(f64::from),
        2 => 0.0..1e6_f64,
        1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e-9, 1e12]),
    ]
}

proptest! {
    #[test]
    fn whatever_is_given_is_answered(
        pairs in prop::collection::vec((anything(), anything()), 0..30),
        trim in -0.1..0.7_f64,
        n in anything(),
    ) {
        for kind in PEERS {
            let options = peer::Options { trim, ..peer::Options::of(kind) };
            if let Ok(funnel) = peer::peer(&pairs, &options) {
                prop_assert!(!funnel.phi.is_nan() && !funnel.tau2.is_nan());
                prop_assert!(funnel.units.iter().flatten().all(|u| !u.value.is_nan()));
            }
        }
        for kind in KINDS {
            if let Ok(funnel) = corrected::funnel(&pairs, kind) {
                prop_assert!(!funnel.tau.is_nan() && !funnel.centre.is_nan());
                for unit in funnel.units(&pairs).into_iter().flatten() {
                    prop_assert!(!unit.z.is_nan() && (0.0..=1.0).contains(&unit.p()), "{kind:?} {unit:?}");
                }
                if let Some(limits) = funnel.limits(n, Level::P998) {
                    prop_assert!(limits.low >= 0.0 && limits.low <= limits.high, "{kind:?} {n} {limits:?}");
                }
            }
        }
    }
}

#[test]
fn tables_of_vast_counts_end() {
    let area = |x: f64, n: f64| Area { numerator: x, denominator: Some(n), rate: None };
    for (x, n) in [(3e12, 4e12), (1.0, 2.0), (0.0, 5.0), (5e7, 9e7)] {
        for statistic in [Statistic::Proportion, Statistic::Ratio(RatioKind::Isr)] {
            let rows = table(&[area(x, n), area(2.0, 7.0)], statistic, 100.0).unwrap();
            assert!(rows.iter().all(|row| row.limits95.low <= row.limits95.high), "{x} {n} {statistic:?}");
        }
    }
    assert!(table(&[area(1.0, 0.0)], Statistic::Proportion, 100.0).is_err());
}
