//! Robust choices, frontiers and the cost of limits against every choice of small problems.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use proptest::prelude::*;
use wt_portfolio::choose::{Effort, Limit, Problem, Wanted, best, costs, frontier, robust, worst_case};

fn choices(problem: &Problem) -> Vec<Vec<bool>> {
    (0..1_u32 << problem.len())
        .map(|set| (0..problem.len()).map(|i| set >> i & 1 == 1).collect::<Vec<bool>>())
        .filter(|taken| problem.allows(taken))
        .collect()
}

/// Values, falls, uses of two limits.
fn small() -> impl Strategy<Value = (Problem, Vec<i64>)> {
    (1..9_usize).prop_flat_map(|n| {
        let list = |range: std::ops::Range<i64>| prop::collection::vec(range, n);
        (list(-3..30), list(0..20), list(0..10), list(0..10), 0..30_i64, 0..30_i64).prop_map(
            |(values, falls, money, people, budget, posts)| {
                let limits = vec![
                    Limit { name: "money".into(), uses: money, most: budget },
                    Limit { name: "people".into(), uses: people, most: posts },
                ];
                (Problem { values, limits, ..Problem::default() }, falls)
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn the_robust_choice_has_the_best_worst_case((problem, falls) in small(), protect in 0..10_usize) {
        let found = robust(&problem, &falls, protect, Effort::EXACT, &mut || false).unwrap().unwrap();
        let best = choices(&problem).iter().map(|t| worst_case(&problem, &falls, protect, t)).max();
        prop_assert_eq!(Some(found.choice.value), best);
        prop_assert_eq!(found.choice.bound, found.choice.value);
        prop_assert_eq!(found.central, problem.value(&found.choice.taken));
        prop_assert!(problem.allows(&found.choice.taken));
    }

    #[test]
    fn no_choice_beats_a_point_of_the_frontier((problem, other) in small(), more in any::<bool>()) {
        let wanted = if more { Wanted::More } else { Wanted::Less };
        let points = frontier(&problem, &other, wanted, 6, Effort::EXACT, &mut || false).unwrap();
        prop_assert!(!points.is_empty());
        let of = |taken: &[bool]| other.iter().zip(taken).filter(|(_, t)| **t).map(|(x, _)| *x).sum::<i64>();
        for point in &points {
            prop_assert_eq!(point.other, of(&point.choice.taken));
            for taken in choices(&problem) {
                let enough = if more { of(&taken) >= point.other } else { of(&taken) <= point.other };
                prop_assert!(!enough || problem.value(&taken) <= point.choice.value);
            }
        }
        let top = choices(&problem).iter().map(|t| problem.value(t)).max();
        prop_assert_eq!(points.iter().map(|p| p.choice.value).max(), top);
    }

    #[test]
    fn what_a_limit_costs_is_what_the_best_gains_without_it((problem, _) in small()) {
        let choice = best(&problem, Effort::EXACT, &mut || false).unwrap().unwrap();
        let found = costs(&problem, &choice, Effort::EXACT, &mut || false).unwrap();
        for (at, cost) in found.iter().enumerate() {
            let mut free = problem.clone();
            free.limits.remove(at);
            let most = choices(&free).iter().map(|t| free.value(t)).max().unwrap();
            prop_assert_eq!(cost.without, most - choice.value);
            prop_assert!(cost.with_a_tenth_more <= cost.without && cost.shadow >= 0.0);
        }
    }
}

#[test]
fn the_shadow_price_is_the_value_of_one_more_unit_in_parts() {
    // Dantzig's order: 60 for 10, 100 for 20, then 120 for 30 in part: 4 a unit.
    let limit = Limit { name: "money".into(), uses: vec![10, 20, 30], most: 50 };
    let problem = Problem { values: vec![60, 100, 120], limits: vec![limit], ..Problem::default() };
    let choice = best(&problem, Effort::EXACT, &mut || false).unwrap().unwrap();
    let found = costs(&problem, &choice, Effort::EXACT, &mut || false).unwrap();
    assert!((found[0].shadow - 4.0).abs() < 1e-9, "{found:?}");
    assert_eq!((found[0].used, found[0].with_a_tenth_more, found[0].without), (50, 0, 60));
}

#[test]
fn searches_that_are_left_out_hold_nothing_better() {
    // A hundred falls: most searches are left out by a bound of another, so each is made here.
    let uses: Vec<i64> = (0..100).map(|i| 10 + (i * 37) % 89).collect();
    let values: Vec<i64> = (0..100).map(|i| uses[i] * 1_000 + ((i as i64 * 53) % 41) * 900).collect();
    let falls: Vec<i64> = (0..100).map(|i| values[i] * ((i as i64 * 29) % 83) / 100).collect();
    let most = uses.iter().sum::<i64>() / 3;
    let limit = Limit { name: "money".into(), uses, most };
    let problem = Problem { values, limits: vec![limit], ..Problem::default() };
    for protect in [1, 4, 30] {
        let worst = |fall: i64| {
            let values = problem.values.iter().zip(&falls).map(|(v, f)| v - (f - fall).max(0)).collect();
            let plain = Problem { values, ..problem.clone() };
            let choice = best(&plain, Effort::EXACT, &mut || false).unwrap().unwrap();
            choice.value - fall * protect as i64
        };
        let expected = falls.iter().copied().chain([0]).map(worst).max();
        let found = robust(&problem, &falls, protect, Effort::EXACT, &mut || false).unwrap().unwrap();
        assert_eq!((Some(found.choice.value), found.choice.is_best()), (expected, true), "{protect}");
        let near = robust(&problem, &falls, protect, Effort { gap: 0.01, above: None }, &mut || false);
        let near = near.unwrap().unwrap().choice;
        assert!(near.bound >= found.choice.value && near.gap() <= 0.0101, "{near:?}");
    }
}
