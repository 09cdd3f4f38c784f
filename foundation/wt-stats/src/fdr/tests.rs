//! Lists by hand, nulls that are known, and any input.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;

use super::*;
use crate::dist::normal_quantile;

fn grid(n: usize, mean: f64, sd: f64) -> impl Iterator<Item = Option<f64>> {
    (0..n).map(move |i| Some(mean + sd * normal_quantile((i as f64 + 0.5) / n as f64)))
}

#[test]
fn a_wide_null_is_found_and_held_against() {
    let mut z: Vec<Option<f64>> = grid(9000, 0.1, 1.4).collect();
    z.extend(grid(500, 8.0, 1.0));
    z.extend(grid(500, -8.0, 1.0));
    let found = findings(&z, &Options::default()).unwrap();
    assert!((found.null.sd - 1.4).abs() < 0.02 && (found.null.mean - 0.1).abs() < 0.02, "{:?}", found.null);
    assert!((found.null.share - 0.9).abs() < 0.01, "{:?}", found.null);
    let false_ones = found.listed.iter().filter(|f| f.place < 9000).count() as f64;
    assert!(false_ones / found.listed.len() as f64 <= 0.055, "{false_ones} of {}", found.listed.len());
    assert!(
        (found.expected_false - false_ones).abs() < 0.25 * false_ones + 3.0,
        "{} {false_ones}",
        found.expected_false
    );
    // Held against a standard normal the same scores list three times as many false ones as they may.
    let standard = findings(&z, &Options { null: Null::Theoretical, ..Options::default() }).unwrap();
    let false_ones = standard.listed.iter().filter(|f| f.place < 9000).count() as f64;
    assert!(false_ones / standard.listed.len() as f64 > 0.15);
}

#[test]
fn a_narrow_null_is_not_believed_and_few_scores_show_none() {
    let z: Vec<f64> = grid(5000, 0.0, 0.6).flatten().collect();
    assert_eq!(empirical_null(&z).unwrap().sd, 1.0);
    assert!(empirical_null(&z[..999]).is_none() && empirical_null(&[1.0; 2000]).is_none());
    assert!(findings(&[], &Options::default()).unwrap().listed.is_empty());
    assert!(findings(&[], &Options { level: 1.0, ..Options::default() }).is_none());
}

#[test]
fn the_list_is_that_of_benjamini_and_hochberg_and_local_rates_fall_with_strength() {
    let z: Vec<Option<f64>> = [4.0, 3.0, -2.6, 2.0, 0.5, -0.4, 0.1, 0.0, -1.2, 0.9].map(Some).to_vec();
    let found = findings(&z, &Options::default()).unwrap();
    // p = 6.3e-5, 0.0027, 0.0093, 0.0455: limits 0.005, 0.010, 0.015, 0.020.
    assert_eq!(found.listed.iter().map(|f| f.place).collect::<Vec<_>>(), [0, 1, 2]);
    assert!((found.expected_false - 0.0932).abs() < 1e-3, "{}", found.expected_false);
    assert!(found.listed.is_sorted_by(|a, b| a.local <= b.local && a.q <= b.q));
    assert!(found.words().starts_with("3 of 10 comparisons are listed; 0.1 of them"));
    let any = findings(&z, &Options { dependence: Dependence::Any, ..Options::default() }).unwrap();
    assert_eq!(any.listed.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_scores_in_any_order_give_one_list(
        mut z in proptest::collection::vec(prop_oneof![8 => (-6.0..6.0f64).prop_map(Some), 1 => Just(None), 1 => Just(Some(f64::NAN)), 1 => Just(Some(1e300))], 0..60),
    ) {
        let found = findings(&z, &Options::default()).unwrap();
        prop_assert_eq!(found.judged + found.unjudged, z.len());
        for f in &found.listed {
            prop_assert!(f.q <= 0.05 && (0.0..=1.0).contains(&f.local) && f.p <= f.q, "{f:?}");
        }
        let scores: Vec<f64> = found.listed.iter().map(|f| f.z.abs()).collect();
        z.reverse();
        let turned = findings(&z, &Options::default()).unwrap();
        prop_assert_eq!(scores, turned.listed.iter().map(|f| f.z.abs()).collect::<Vec<_>>());
        prop_assert!(found.expected_false <= found.listed.len() as f64);
    }
}
