//! Shrinkage by its promises: closed forms, order, outliers, and any input at all.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_stats::hierarchy::{Figures, Hierarchy, Level, NoFigure, NoFit, Shrunk, Total, Worse, fit};

fn one(figures: Figures<'_>) -> Shrunk {
    fit(&[figures]).metrics.remove(0).unwrap()
}

#[test]
fn a_normal_metric_with_a_sure_spread_shrinks_as_the_textbook_says() {
    // 200 units, error 0.5, spread near 1: posterior mean = m + (y − m) τ² / (τ² + 0.25).
    let pairs: Vec<(f64, f64)> = (0..200)
        .map(|i| (wt_stats::dist::normal_quantile((f64::from(i) + 0.5) / 200.0) * 1.25_f64.sqrt(), 0.5))
        .collect();
    let fitted = one(Figures::Means(&pairs));
    let spread = fitted.spread();
    assert!(spread.none < 1e-6 && (spread.mean - 1.0).abs() < 0.05, "{spread:?}");
    for i in [0, 50, 180] {
        let estimate = fitted.estimate(i, 0.95).unwrap();
        assert!((estimate.value - pairs[i].0 * 0.8).abs() < 0.05, "{estimate:?}");
        let width = 2.0 * 1.96 * 0.2_f64.sqrt();
        assert!(
            (estimate.interval.high - estimate.interval.low - width).abs() < 0.05 * width,
            "{estimate:?}"
        );
    }
}

#[test]
fn an_outlier_neither_widens_the_spread_nor_is_pulled_in() {
    let mut pairs: Vec<(f64, f64)> = (0..30).map(|i| (100.0 + f64::from(i % 7) - 3.0, 1000.0)).collect();
    let calm = one(Figures::Proportions(&pairs)).spread();
    pairs[3].0 = 300.0;
    pairs[4].0 = 310.0;
    pairs[5].0 = 290.0;
    let fitted = one(Figures::Proportions(&pairs));
    let spread = fitted.spread();
    assert!(
        (spread.mean - calm.mean).abs() < 0.05 && (spread.centre - 0.1).abs() < 0.003,
        "{calm:?} {spread:?}"
    );
    let outlier = fitted.estimate(3, 0.9).unwrap();
    assert!((outlier.value - 0.3).abs() < 0.01 && outlier.outlier > 0.99, "{outlier:?}");
}

#[test]
fn many_metrics_without_variation_teach_each_other_that_there_is_none() {
    let mut rng = Pcg64Mcg::seed_from_u64(11);
    let mut draw = || f64::from((0..150).map(|_| u32::from(rng.random::<f64>() < 0.12)).sum::<u32>());
    let mut metric = |_| -> Vec<(f64, f64)> { (0..35).map(|_| (draw(), 150.0)).collect() };
    let all: Vec<Vec<(f64, f64)>> = (0..100).map(&mut metric).collect();
    let claimed = |fitted: &Hierarchy| {
        let total = |m: &Result<Shrunk, NoFit>| {
            m.as_ref()
                .unwrap()
                .against(Level::BestQuartile, Worse::Higher)
                .total(&[150.0; 35], 0.9)
                .unwrap()
                .mean
        };
        fitted.metrics.iter().map(total).sum::<f64>() / (35.0 * 18.0)
    };
    let together = claimed(&fit(&all.iter().map(|p| Figures::Proportions(p)).collect::<Vec<_>>())) / 100.0;
    let alone = all.iter().map(|p| claimed(&fit(&[Figures::Proportions(p)]))).sum::<f64>() / 100.0;
    assert!(together < 0.01 && alone > 2.0 * together && alone < 0.05, "{alone} {together}");
}

#[test]
fn rates_ratios_and_lower_is_worse_are_mirrors() {
    let events = [52.0, 12.0, 60.0, 6.0, 40.0, 21.0, 14.0, 50.0];
    let rates: Vec<(f64, f64)> = events.iter().map(|x| (*x, 2000.0)).collect();
    let rare: Vec<(f64, f64)> = events.iter().map(|x| (*x, 200_000.0)).collect();
    let (rate, proportion) = (one(Figures::Rates(&rates)), one(Figures::Proportions(&rare)));
    for i in 0..8 {
        let (a, b) = (rate.estimate(i, 0.9).unwrap(), proportion.estimate(i, 0.9).unwrap());
        assert!((a.value / b.value / 100.0 - 1.0).abs() < 0.001, "{a:?} {b:?}");
    }
    let failures: Vec<(f64, f64)> = events.iter().map(|x| (200.0 - x, 200.0)).collect();
    let events: Vec<(f64, f64)> = events.iter().map(|x| (*x, 200.0)).collect();
    let (high, low) = (one(Figures::Proportions(&events)), one(Figures::Proportions(&failures)));
    let (high, low) =
        (high.against(Level::BestQuartile, Worse::Higher), low.against(Level::BestQuartile, Worse::Lower));
    for i in 0..8 {
        let (a, b) = (high.gap(i, 0.9).unwrap(), low.gap(i, 0.9).unwrap());
        assert!((a.excess - b.excess).abs() < 1e-4 && (a.gap + b.gap).abs() < 1e-4, "{a:?} {b:?}");
        assert!((a.interval.low + b.interval.high).abs() < 1e-3, "{a:?} {b:?}");
    }
}

#[test]
fn what_cannot_be_said_has_a_reason() {
    let why = |figures| fit(&[figures]).metrics.remove(0).unwrap_err();
    assert_eq!(why(Figures::Proportions(&[])), NoFit::TooFew);
    assert_eq!(why(Figures::Proportions(&[(1.0, 10.0)])), NoFit::TooFew);
    assert_eq!(why(Figures::Proportions(&[(0.0, 10.0), (0.0, 5.0)])), NoFit::NothingHappened);
    assert_eq!(why(Figures::Rates(&[(0.0, 10.0), (0.0, 5.0)])), NoFit::NothingHappened);
    assert_eq!(why(Figures::Proportions(&[(10.0, 10.0), (5.0, 5.0)])), NoFit::AllHappened);
    let fitted = one(Figures::Proportions(&[
        (1.0, 10.0),
        (f64::NAN, 10.0),
        (5.0, 0.0),
        (11.0, 10.0),
        (-1.0, 10.0),
        (3.0, 10.0),
    ]));
    let reasons: Vec<_> = (0..7).map(|i| fitted.estimate(i, 0.9).err()).collect();
    let [no, none, out] = [NoFigure::NotFinite, NoFigure::NoDenominator, NoFigure::OutOfRange].map(Some);
    assert_eq!(reasons, [None, no, none, out, out, None, Some(NoFigure::NoUnit)]);
    let against = fitted.against(Level::Median, Worse::Higher);
    assert!(against.total(&[1.0; 5], 0.9).is_none() && against.total(&[-1.0; 6], 0.9).is_none());
    assert!(against.total(&[1.0; 6], 0.9).is_some());
    assert_eq!(Total::sum([], 0.9).mean, 0.0);
}

/// A figure of any size, mostly sensible.
fn figure() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (0..200u32).prop_map(f64::from),
        1 => -1e3..1e6f64,
        1 => prop_oneof![Just(0.0), Just(f64::NAN), Just(f64::INFINITY), Just(1e15), Just(1e-12), Just(1e300), Just(-1e300)],
    ]
}

fn metric() -> impl Strategy<Value = (u8, Vec<(f64, f64)>)> {
    (0..4u8, proptest::collection::vec((figure(), figure()), 0..12))
}

fn figures(kind: u8, pairs: &[(f64, f64)]) -> Figures<'_> {
    match kind {
        0 => Figures::Proportions(pairs),
        1 => Figures::Rates(pairs),
        2 => Figures::Means(pairs),
        _ => Figures::Ratios(pairs),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_input_gives_finite_values_in_order(metrics in proptest::collection::vec(metric(), 1..4)) {
        let given: Vec<Figures<'_>> = metrics.iter().map(|(k, p)| figures(*k, p)).collect();
        for (fitted, (_, pairs)) in fit(&given).metrics.iter().zip(&metrics) {
            let Ok(fitted) = fitted else { continue };
            for worse in [Worse::Higher, Worse::Lower] {
                let against = fitted.against(Level::BestQuartile, worse);
                for i in 0..pairs.len() {
                    let (Ok(e), Ok(g)) = (fitted.estimate(i, 0.9), against.gap(i, 0.9)) else { continue };
                    prop_assert!(e.value.is_finite() && e.interval.low <= e.interval.high, "{e:?}");
                    prop_assert!(g.gap.is_finite() && g.interval.low <= g.interval.high, "{g:?}");
                    prop_assert!(g.excess >= 0.0 && g.excess.is_finite() && g.excess_sd.is_finite(), "{g:?}");
                    prop_assert!(0.0 <= g.excess_interval.low && g.excess_interval.low <= g.excess_interval.high, "{g:?}");
                    prop_assert!((-1e-9..=1.0 + 1e-9).contains(&g.worse), "{g:?}");
                }
                if let Some(t) = against.total(&vec![1.0; pairs.len()], 0.9) {
                    prop_assert!(t.mean >= 0.0 && t.sd.is_finite() && t.interval.low <= t.interval.high, "{t:?}");
                }
            }
        }
    }

    #[test]
    fn the_order_of_units_and_metrics_does_not_matter(
        pairs in proptest::collection::vec((0..60u32, 60..400u32), 5..20),
        other in proptest::collection::vec((0..60u32, 60..400u32), 5..20),
    ) {
        let of = |p: &[(u32, u32)]| p.iter().map(|(x, n)| (f64::from(*x), f64::from(*n))).collect::<Vec<_>>();
        let (a, b) = (of(&pairs), of(&other));
        let mut turned = a.clone();
        turned.reverse();
        let first = fit(&[Figures::Proportions(&a), Figures::Proportions(&b)]);
        let second = fit(&[Figures::Proportions(&b), Figures::Proportions(&turned)]);
        if let (Ok(x), Ok(y)) = (&first.metrics[0], &second.metrics[1]) {
            let close = |p: f64, q: f64| (p - q).abs() < 1e-3;
            for i in 0..a.len() {
                let (p, q) = (x.estimate(i, 0.9).unwrap(), y.estimate(a.len() - 1 - i, 0.9).unwrap());
                prop_assert!(close(p.value, q.value) && close(p.interval.high, q.interval.high), "{p:?} {q:?}");
            }
        }
    }
}
