//! Similar organisations: planted weights are found, RightCare's method is RightCare's, bad input has a name.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_stats::similar::{Fault, Variables, best_of, equal, learn, learn_general, mean_of, predict};

fn normal(random: &mut Pcg64Mcg) -> f64 {
    (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0
}

/// 120 organisations of eight variables, and a metric that the first alone moves.
fn planted(seed: u64, noise: f64) -> (Variables, Vec<Option<f64>>) {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let rows: Vec<f64> = (0..120 * 8).map(|_| normal(&mut random)).collect();
    let metric = (0..120).map(|i| Some(50.0 + 10.0 * rows[i * 8] + noise * normal(&mut random))).collect();
    (Variables::standardise(&rows.into_iter().map(Some).collect::<Vec<_>>(), 8).unwrap(), metric)
}

#[test]
fn the_variable_that_matters_gets_the_weight() {
    let (variables, metric) = planted(1, 3.0);
    let learnt = learn(&variables, &metric, &equal(8)).unwrap();
    assert!(learnt.weights[0] > 0.9, "{:?}", learnt.weights);
    assert!((learnt.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    // Nine tenths of the variance can be told.
    assert!(learnt.told > 0.8 && learnt.told < 0.95, "{}", learnt.told);
    let general = learn_general(&variables, &[metric.clone(), vec![None; 120]]).unwrap();
    assert!(general.weights[0] > 0.9);
    let nearest = |weights: &[f64]| variables.peers(0, weights, 10).unwrap();
    let off = |weights: &[f64]| -> f64 {
        let error = |i: usize| {
            mean_of(&variables.peers(i, weights, 10).unwrap(), &metric).unwrap() - metric[i].unwrap()
        };
        (0..120).map(|i| error(i).powi(2)).sum()
    };
    assert!(off(&learnt.weights) < 0.4 * off(&equal(8)));
    assert!(nearest(&learnt.weights).iter().all(|peer| peer.shares[0] > 0.0));
}

#[test]
fn noise_teaches_that_there_is_nothing_to_tell() {
    let (variables, _) = planted(2, 0.0);
    let mut random = Pcg64Mcg::seed_from_u64(3);
    let metric: Vec<Option<f64>> = (0..120).map(|_| Some(normal(&mut random))).collect();
    assert!(learn(&variables, &metric, &equal(8)).unwrap().told < 0.1);
}

#[test]
fn its_own_figure_is_not_used() {
    let (variables, mut metric) = planted(4, 3.0);
    let learnt = learn(&variables, &metric, &equal(8)).unwrap();
    let before = predict(&variables, 7, &metric, &learnt).unwrap();
    metric[7] = Some(1e9);
    assert_eq!(before, predict(&variables, 7, &metric, &learnt).unwrap());
    assert!((before.unwrap() - 50.0).abs() < 40.0);
}

#[test]
fn units_do_not_matter_and_one_extreme_value_is_held() {
    let one = Variables::standardise(&[1.0, 2.0, 4.0, 8.0].map(Some), 1).unwrap();
    let other = Variables::standardise(&[10.0, 20.0, 40.0, 80.0].map(Some), 1).unwrap();
    let (one, other) = (one.peers(1, &[1.0], 9).unwrap(), other.peers(1, &[5.0], 9).unwrap());
    let places = |peers: &[wt_stats::similar::Peer]| peers.iter().map(|peer| peer.place).collect::<Vec<_>>();
    assert_eq!(places(&one), [0, 2, 3]);
    assert_eq!(places(&one), places(&other));
    assert!(one.iter().zip(&other).all(|(one, other)| (one.distance - other.distance).abs() < 1e-12));
    let mut extreme: Vec<Option<f64>> = (0..40).map(|i| Some(f64::from(i % 2))).collect();
    extreme.push(Some(1e6));
    let held = Variables::standardise(&extreme, 1).unwrap();
    assert!((held.score(40, 0).unwrap() - 3.0).abs() < 1e-12);
}

#[test]
fn a_missing_value_is_neither_near_nor_far() {
    let rows = [Some(0.0), Some(0.1), None, Some(9.0), Some(9.1)];
    let variables = Variables::standardise(&rows, 1).unwrap();
    let places: Vec<usize> = variables.peers(0, &[1.0], 9).unwrap().iter().map(|peer| peer.place).collect();
    assert_eq!(places, [1, 2, 3, 4]);
}

/// Where all are equal, the best 5 of 10 lie 0.739 standard errors from the truth (200,000 simulated sets).
#[test]
fn the_best_five_of_ten_are_lucky() {
    let variables = Variables::standardise(&[Some(1.0); 11], 1).unwrap();
    let peers = variables.peers(0, &[1.0], 10).unwrap();
    let mut random = Pcg64Mcg::seed_from_u64(5);
    let sets = 20_000;
    let sum: f64 = (0..sets)
        .map(|_| {
            let values: Vec<Option<f64>> = (0..11).map(|_| Some(normal(&mut random))).collect();
            best_of(&peers, &values, 5, true).unwrap()
        })
        .sum();
    assert!((sum / f64::from(sets) + 0.739).abs() < 0.01);
    let values: Vec<Option<f64>> = (0..11).map(|i| Some(f64::from(i))).collect();
    assert_eq!(best_of(&peers, &values, 5, false), Some(8.0));
    assert_eq!(best_of(&peers, &values[..5], 5, false), None);
}

#[test]
fn faults_are_named() {
    assert_eq!(Variables::standardise(&[Some(1.0)], 0), Err(Fault::Shape));
    assert_eq!(Variables::standardise(&[Some(1.0); 3], 2), Err(Fault::Shape));
    assert_eq!(Variables::standardise(&[Some(f64::NAN)], 1), Err(Fault::NotANumber));
    let variables = Variables::standardise(&[Some(1.0), Some(2.0)], 1).unwrap();
    assert_eq!(variables.peers(2, &[1.0], 1), Err(Fault::NoSuchPlace));
    assert_eq!(variables.peers(0, &[0.0], 1), Err(Fault::Weights));
    assert_eq!(variables.peers(0, &[1.0, 1.0], 1), Err(Fault::Weights));
    assert_eq!(variables.peers(0, &[-1.0], 1), Err(Fault::NotANumber));
    assert_eq!(learn(&variables, &[Some(1.0), None], &[1.0]), Err(Fault::TooFew));
    assert_eq!(learn_general(&variables, &[vec![None]]), Err(Fault::Shape));
}

fn value() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        Just(None),
        (-5i32..5).prop_map(|x| Some(f64::from(x))),
        Just(Some(1e308)),
        Just(Some(-1e308)),
        Just(Some(1e-300)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the numbers: shares that add to 1, finite distances and predictions, or a fault.
    #[test]
    fn nothing_panics_and_nothing_is_nan(
        rows in prop::collection::vec(value(), 90),
        metric in prop::collection::vec(value(), 30),
        weights in prop::collection::vec(prop_oneof![0.0..2.0, Just(f64::MAX), Just(-1.0)], 3),
    ) {
        let variables = Variables::standardise(&rows, 3).unwrap();
        if let Ok(peers) = variables.peers(3, &weights, 10) {
            for peer in &peers {
                let shares: f64 = peer.shares.iter().sum();
                prop_assert!(peer.distance.is_finite());
                prop_assert!((shares - 1.0).abs() < 1e-9 || (shares == 0.0 && peer.distance == 0.0));
            }
            prop_assert!(mean_of(&peers, &metric).is_none_or(f64::is_finite));
            prop_assert!(best_of(&peers, &metric, 5, true).is_none_or(f64::is_finite));
        }
        if let Ok(learnt) = learn(&variables, &metric, &equal(3)) {
            prop_assert!(learnt.weights.iter().chain(&learnt.slopes).all(|x| x.is_finite()));
            prop_assert!(learnt.told.is_finite());
            prop_assert!(predict(&variables, 0, &metric, &learnt).unwrap().is_none_or(f64::is_finite));
        }
    }
}
