//! Rates of public health: whatever comes in, a number or a reason goes out; limits of inequality are those that the
//! peer's simulation finds.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_stats::Interval;
use wt_stats::comparator::{quintiles, single_overlap};
use wt_stats::dist::{normal_quantile, z_of};
use wt_stats::quantile::of_sorted;
use wt_stats::rates::slope::{Group, Known};
use wt_stats::rates::{
    Band, Directly, Estimate, Indirectly, Level, Mean, SlopeKind, Stratum, Transform, Why, count_interval,
    life_expectancy, proportion, quantile_labels, rate, slope_index,
};
use wt_stats::trend::Polarity;

/// Numbers of every kind, most of them ordinary.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (0_u32..2000).prop_map(f64::from),
        2 => 0.0..1.0,
        2 => -1e3..1e6,
        1 => any::<f64>(),
        1 => prop::sample::select(vec![0.0, 1.0, 9.0, 10.0, f64::NAN, f64::INFINITY, f64::MAX, f64::MIN_POSITIVE]),
    ]
}

fn share() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.5..0.9999, 1 => number()]
}

/// A value that is a number, between its ends where it has them.
fn sound(e: Result<Estimate, Why>) -> bool {
    let Ok(e) = e else { return true };
    let slack = 1e-9 * e.value.abs();
    e.value.is_finite()
        && e.low.is_none_or(|low| low.is_finite() && low <= e.value + slack)
        && e.high.is_none_or(|high| high.is_finite() && high >= e.value - slack)
}

fn all_finite(e: Estimate) -> bool {
    e.value.is_finite() && [e.low, e.high].into_iter().flatten().all(f64::is_finite)
}

proptest! {
    #[test]
    fn counts_give_a_number_or_a_reason(x in number(), n in number(), c in share()) {
        prop_assert!(sound(proportion(x, n, c)), "{:?}", proportion(x, n, c));
        prop_assert!(sound(rate(x, n, c)), "{:?}", rate(x, n, c));
        if let Ok(level) = Level::new(c) {
            prop_assert_eq!(level.proportion(x, n), proportion(x, n, c));
            prop_assert_eq!(level.rate(x, n), rate(x, n, c));
        }
    }

    #[test]
    fn standardised_rates_give_a_number_or_a_reason(
        bands in prop::collection::vec((number(), number(), number()), 0..8), x in number(), c in share()
    ) {
        let strata = || bands.iter().map(|(events, population, weight)| {
            Stratum { events: *events, population: *population, weight: *weight }
        });
        for found in [Directly::of(strata()), Directly::of_persons([(1.0, strata()), (x, strata())])] {
            prop_assert!(sound(found.and_then(|rate| rate.interval(c))), "{:?}", found);
        }
        let found = Indirectly::of(x, bands.iter().copied());
        prop_assert!(sound(found.and_then(|s| s.ratio(c))), "{:?}", found);
        prop_assert!(sound(found.and_then(|s| s.rate(c))), "{:?}", found);
    }

    #[test]
    fn means_and_labels_give_a_number_or_a_reason(
        values in prop::collection::vec(number(), 0..20), c in share(), groups in 0_usize..12, invert in any::<bool>()
    ) {
        let mean = Mean::of(&values);
        prop_assert!(sound(mean.and_then(|m| m.interval(c))), "{:?}", mean);
        let values: Vec<Option<f64>> = values.into_iter().map(Some).collect();
        let labels = quantile_labels(&values, groups, invert);
        prop_assert!(labels.iter().flatten().all(|g| (1..=groups).contains(g)));
        prop_assert_eq!(quintiles(&values, Polarity::HighIsGood).len(), values.len());
    }

    #[test]
    fn life_tables_give_a_number_or_a_reason(rows in prop::collection::vec((number(), number()), 0..20), c in share()) {
        let bands: Vec<Band> = rows
            .iter()
            .enumerate()
            .map(|(i, (population, deaths))| Band { start: i as f64 * 5.0, population: *population, deaths: *deaths })
            .collect();
        if let Ok(found) = life_expectancy(&bands) {
            prop_assert!(found.iter().all(|e| e.years.is_finite() && sound(e.interval(c))), "{:?}", found);
        }
    }

    #[test]
    fn indices_of_inequality_give_a_number_or_a_reason(
        rows in prop::collection::vec((number(), number(), number(), number()), 0..12), c in share(), by in any::<bool>()
    ) {
        for kind in [SlopeKind::Normal, SlopeKind::Rate, SlopeKind::Proportion] {
            for transform in [Transform::None, Transform::ByKind] {
                let groups: Vec<Group> = rows
                    .iter()
                    .map(|(population, value, low, high)| Group {
                        population: *population,
                        value: *value,
                        known: if by { Known::Error(*low) } else {
                            Known::Limits(Interval { low: *low, high: *high })
                        },
                    })
                    .collect();
                if let Ok(found) = slope_index(&groups, kind, transform, c) {
                    prop_assert!(all_finite(found.sii) && found.rii.is_none_or(all_finite), "{:?}", found);
                    prop_assert!(found.intercept.is_finite());
                }
            }
        }
    }

    #[test]
    fn comparators_take_anything(v in number(), low in number(), high in number(), b in number()) {
        let interval = Some(Interval { low, high });
        let found = single_overlap(v, interval, b, Polarity::HighIsGood);
        let opposite = single_overlap(v, interval, b, Polarity::LowIsGood);
        prop_assert_eq!(found.label() == "Better", opposite.label() == "Worse");
    }
}

#[test]
fn exact_limits_hold_the_poisson_tails() {
    // Garwood's table: 95% limits of 0, 5 and 9 events.
    for (x, low, high) in [(0.0, 0.0, 3.6889), (5.0, 1.6235, 11.6683), (9.0, 4.1154, 17.0848)] {
        let found = count_interval(x, 0.95).unwrap();
        assert!((found.low - low).abs() < 1e-4 && (found.high - high).abs() < 1e-4, "{x} {found:?}");
    }
}

/// A normal draw.
fn draw(rng: &mut Pcg64Mcg) -> f64 {
    normal_quantile(rng.random_range(1e-16..1.0))
}

/// Tenths of an area, poorest first, with wide intervals and unequal populations.
fn tenths(kind: SlopeKind) -> Vec<(f64, f64, f64)> {
    (0..10)
        .map(|i| {
            let at = f64::from(i);
            let population = 500.0 + 700.0 * ((at * 2.3).sin() + 1.1);
            let middle = match kind {
                SlopeKind::Normal => 60.0 + 2.0 * at,
                SlopeKind::Rate => (200.0 - 9.0 * at).ln(),
                SlopeKind::Proportion => -1.5 + 0.1 * at,
            };
            (population, middle, if kind == SlopeKind::Normal { 3.0 } else { 0.15 + 0.01 * at })
        })
        .collect()
}

fn back(kind: SlopeKind, y: f64) -> f64 {
    match kind {
        SlopeKind::Normal => y,
        SlopeKind::Rate => y.exp(),
        SlopeKind::Proportion => 1.0 / (1.0 + (-y).exp()),
    }
}

/// The line at 0 and at 1 by least squares, weighted by population, over mid-points of cumulative shares.
fn line(tenths: &[(f64, f64, f64)], values: &[f64]) -> (f64, f64) {
    let total: f64 = tenths.iter().map(|t| t.0).sum();
    let (mut so_far, mut sums) = (0.0, [0.0; 4]);
    for ((population, ..), y) in tenths.iter().zip(values) {
        let share = population / total;
        let x = so_far + share / 2.0;
        so_far += share;
        for (sum, add) in sums.iter_mut().zip([x, x * x, *y, x * y]) {
            *sum += share * add;
        }
    }
    let [x, xx, y, xy] = sums;
    let slope = (xy - x * y) / (xx - x * x);
    (y - slope * x, y - slope * x + slope)
}

#[test]
fn limits_of_inequality_are_those_a_simulation_finds() {
    const DRAWS: usize = 50_000;
    for (kind, confidence) in
        [(SlopeKind::Normal, 0.95), (SlopeKind::Rate, 0.95), (SlopeKind::Proportion, 0.99)]
    {
        let tenths = tenths(kind);
        let groups: Vec<Group> = tenths
            .iter()
            .map(|(population, middle, error)| Group {
                population: *population,
                value: back(kind, *middle),
                known: Known::Limits(Interval {
                    low: back(kind, middle - z_of(0.95) * error),
                    high: back(kind, middle + z_of(0.95) * error),
                }),
            })
            .collect();
        let found = slope_index(&groups, kind, Transform::None, confidence).unwrap();
        let mut rng = Pcg64Mcg::seed_from_u64(3);
        let (mut slopes, mut ratios) = (Vec::new(), Vec::new());
        for _ in 0..DRAWS {
            let values: Vec<f64> =
                tenths.iter().map(|(_, middle, error)| back(kind, middle + error * draw(&mut rng))).collect();
            let (zero, one) = line(&tenths, &values);
            slopes.push(one - zero);
            ratios.push(one / zero);
        }
        for (ours, mut draws) in [(found.sii, slopes), (found.rii.unwrap(), ratios)] {
            draws.sort_unstable_by(f64::total_cmp);
            let [low, high] = [(1.0 - confidence) / 2.0, f64::midpoint(1.0, confidence)]
                .map(|p| of_sorted(&draws, p).unwrap());
            let slack = 0.015 * (high - low);
            assert!((ours.low.unwrap() - low).abs() < slack, "{kind:?} {ours:?} {low} {high}");
            assert!((ours.high.unwrap() - high).abs() < slack, "{kind:?} {ours:?} {low} {high}");
        }
    }
}

#[test]
fn a_negative_multiplier_turns_the_direction() {
    let tenths = tenths(SlopeKind::Rate);
    let groups: Vec<Group> = tenths
        .iter()
        .map(|(population, middle, error)| Group {
            population: *population,
            value: middle.exp(),
            known: Known::Error(*error),
        })
        .collect();
    let there = slope_index(&groups, SlopeKind::Rate, Transform::ByKind, 0.95).unwrap();
    let back = there.times(-2.0);
    assert_eq!(back.sii.low, there.sii.high.map(|x| -2.0 * x));
    assert_eq!(back.rii.unwrap().high, there.rii.unwrap().low.map(|x| 1.0 / x));
    assert!(back.sii.low < Some(back.sii.value) && Some(back.sii.value) < back.sii.high);
}

#[test]
fn life_tables_are_withheld_as_the_peer_withholds_them() {
    let table = |people: f64| -> Vec<Band> {
        let ages = [0.0, 1.0].into_iter().chain((1..=18).map(|i| f64::from(i) * 5.0));
        ages.enumerate()
            .map(|(i, start)| Band {
                start,
                population: people,
                deaths: (people * 0.0001 * (i as f64).powi(2)).round(),
            })
            .collect()
    };
    assert_eq!(life_expectancy(&table(250.0)), Err(Why::SmallPopulation));
    let found = life_expectancy(&table(1000.0)).unwrap();
    assert!(found.len() == 20 && !found[0].too_wide);
    let mut few = table(1000.0);
    few.iter_mut().for_each(|band| band.deaths = 0.0);
    assert_eq!(life_expectancy(&few), Err(Why::TooFew));
    few[19].deaths = 1.0;
    assert!(life_expectancy(&few).unwrap()[0].too_wide);
}
