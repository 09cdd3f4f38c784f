//! Properties of the comparison with a chosen benchmark.

use super::*;
use crate::hierarchy::{Figures, NoFigure, Worse};

fn compare(means: &[(f64, f64)], rule: Rule) -> Vec<Result<Selected, Refusal>> {
    against_selected(Figures::Means(means), Peers::Everyone, rule, Worse::Higher, &Options::default())
}

#[test]
fn what_is_far_apart_is_read_as_it_stands() {
    let means: Vec<(f64, f64)> = (0..9).map(|i| (100.0 * f64::from(i), 1.0)).collect();
    for (rule, benchmark) in [(Rule::BestQuartile, 200.0), (Rule::BestOf(3), 100.0), (Rule::Median, 400.0)] {
        let found = compare(&means, rule)[8].unwrap();
        assert!((found.observed - benchmark).abs() < 1e-9, "{rule:?}: {found:?}");
        assert!((found.benchmark - benchmark).abs() < 0.1, "{rule:?}: {found:?}");
        assert!(found.worse < 1e-6 && found.better > 0.99, "{rule:?}: {found:?}");
        // Errors of the unit and of a benchmark that is settled: little wider than without a choice.
        let half = (found.interval.high - found.interval.low) / 2.0;
        assert!(half > 1.9 && half < 3.0, "{rule:?}: {found:?}");
    }
}

#[test]
fn the_direction_turns_everything_round() {
    let up: Vec<(f64, f64)> = (0..12).map(|i| (f64::from(i * i % 7), 1.0)).collect();
    let down: Vec<(f64, f64)> = up.iter().map(|(y, se)| (-y, *se)).collect();
    let options = Options::default();
    for rule in [Rule::BestQuartile, Rule::BestOf(5)] {
        let a = against_selected(Figures::Means(&up), Peers::Everyone, rule, Worse::Higher, &options);
        let b = against_selected(Figures::Means(&down), Peers::Everyone, rule, Worse::Lower, &options);
        for (a, b) in a.iter().zip(&b).map(|(a, b)| (a.unwrap(), b.unwrap())) {
            assert!((a.gap + b.gap).abs() < 1e-9 && (a.interval.low + b.interval.high).abs() < 1e-9);
            assert!((a.worse - b.worse).abs() < 1e-12 && (a.better - b.better).abs() < 1e-12);
        }
    }
}

#[test]
fn lists_leave_oneself_out_and_what_cannot_be_compared_says_why() {
    let pairs = [(10.0, 100.0), (12.0, 100.0), (f64::NAN, 100.0), (5.0, 0.0), (9.0, 100.0), (150.0, 100.0)];
    let lists: Vec<Vec<usize>> =
        vec![vec![0, 1, 4], vec![1, 2, 0], vec![0, 1], vec![0, 1], vec![0, 1, 99], vec![]];
    let found = against_selected(
        Figures::Proportions(&pairs),
        Peers::Lists(&lists),
        Rule::BestOf(5),
        Worse::Higher,
        &Options::default(),
    );
    assert!(found[0].is_ok() && found[4].is_ok());
    assert_eq!(found[1], Err(Refusal::TooFewPeers));
    assert_eq!(found[2], Err(Refusal::Figure(NoFigure::NotFinite)));
    assert_eq!(found[3], Err(Refusal::Figure(NoFigure::NoDenominator)));
    assert_eq!(found[5], Err(Refusal::Figure(NoFigure::OutOfRange)));
    let wrong = Options { confidence: 1.0, seed: 1 };
    assert!(
        rank_intervals(Figures::Proportions(&pairs), Worse::Higher, &wrong)
            .iter()
            .all(|r| *r == Err(Refusal::BadConfidence))
    );
}

#[test]
fn thousands_of_units_are_ranked_and_compared() {
    let many: Vec<(f64, f64)> = (0..2_000).map(|i| (f64::from(i % 100), 5.0)).collect();
    let found = compare(&many, Rule::BestQuartile);
    assert!(found.iter().all(Result::is_ok));
    let ranks = rank_intervals(Figures::Means(&many), Worse::Higher, &Options::default());
    let last = ranks[99].unwrap();
    assert_eq!(last.rank, 1981);
    assert!(last.alone.0 >= last.together.0 && last.alone.0 > 1000);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_comes_in_numbers_come_out(
        pairs in proptest::collection::vec((proptest::num::f64::ANY, proptest::num::f64::ANY), 0..9),
        plain in proptest::collection::vec((0.0..50.0f64, 50.0..400.0f64), 0..9),
        best in 0usize..7,
    ) {
        for pairs in [&pairs, &plain] {
            for figures in [Figures::Proportions(pairs), Figures::Rates(pairs), Figures::Means(pairs), Figures::Ratios(pairs)] {
                for rule in [Rule::BestQuartile, Rule::BestOf(best), Rule::Median] {
                    let found = against_selected(figures, Peers::Everyone, rule, Worse::Lower, &Options::default());
                    for one in found.into_iter().flatten() {
                        assert!((0.0..=1.0).contains(&one.worse) && (0.0..=1.0).contains(&one.better));
                        assert!(one.interval.low <= one.interval.high, "{one:?}");
                    }
                }
                for one in against_mean(figures, Worse::Lower, &Options::default()).into_iter().flatten() {
                    assert!((0.0..=1.0).contains(&one.p()) && one.interval.low <= one.interval.high, "{one:?}");
                }
                let ranks = rank_intervals(figures, Worse::Lower, &Options::default());
                for one in ranks.into_iter().flatten() {
                    assert!(one.together.0 <= one.alone.0 && one.alone.0 <= one.rank);
                    assert!(one.rank <= one.alone.1 && one.alone.1 <= one.together.1);
                }
            }
        }
    }
}
