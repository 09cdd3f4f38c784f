//! The search against every choice of small problems, and against another solver on larger ones.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use microlp::{ComparisonOp, OptimizationDirection};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_portfolio::choose::{Effort, Limit, Problem, best};

/// Every choice in turn: the best value, if any choice is allowed.
fn over_all(problem: &Problem) -> Option<i64> {
    (0..1_u32 << problem.len())
        .map(|set| (0..problem.len()).map(|i| set >> i & 1 == 1).collect::<Vec<bool>>())
        .filter(|taken| problem.allows(taken))
        .map(|taken| problem.value(&taken))
        .max()
}

fn small() -> impl Strategy<Value = Problem> {
    (1..11_usize).prop_flat_map(|n| {
        let limit = (prop::collection::vec(-3..12_i64, n), -4..30_i64);
        let pairs = prop::collection::vec((0..n, 0..n), 0..4);
        let groups = prop::collection::vec(prop::collection::btree_set(0..n, 0..4), 0..3);
        (prop::collection::vec(-6..20_i64, n), prop::collection::vec(limit, 0..4), pairs, groups).prop_map(
            |(values, limits, pairs, groups)| Problem {
                values,
                limits: limits
                    .into_iter()
                    .map(|(uses, most)| Limit { name: "l".into(), uses, most })
                    .collect(),
                requires: pairs.into_iter().filter(|(a, b)| a != b).collect(),
                excludes: groups.into_iter().map(|group| group.into_iter().collect()).collect(),
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn the_best_choice_is_the_best_of_all(problem in small()) {
        let found = best(&problem, Effort::EXACT, &mut || false).unwrap();
        prop_assert_eq!(found.as_ref().map(|choice| choice.value), over_all(&problem));
        if let Some(choice) = found {
            prop_assert!(problem.allows(&choice.taken) && choice.is_best());
            prop_assert_eq!(problem.value(&choice.taken), choice.value);
        }
    }

    #[test]
    fn a_choice_within_a_gap_knows_how_good_another_could_be(problem in small(), above in -5..40_i64) {
        let exact = over_all(&problem);
        if let Some(choice) = best(&problem, Effort { gap: 0.2, above: None }, &mut || false).unwrap() {
            let exact = exact.unwrap();
            prop_assert!(choice.bound >= exact && choice.value <= exact);
            prop_assert!((exact - choice.value) as f64 <= 0.2 * choice.value.abs() as f64 + 1e-9);
        }
        let wanted = best(&problem, Effort { gap: 0.0, above: Some(above) }, &mut || false).unwrap();
        prop_assert_eq!(wanted.map(|choice| choice.value), exact.filter(|value| *value > above));
    }
}

/// Values go with what is used: the hard kind.
fn made(n: usize, limits: usize, seed: u64) -> Problem {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let uses: Vec<Vec<i64>> =
        (0..limits).map(|_| (0..n).map(|_| random.random_range(1..1_000)).collect()).collect();
    let mean = |j: usize| uses.iter().map(|u| u[j]).sum::<i64>() / limits as i64;
    let values = (0..n).map(|j| mean(j) + random.random_range(0..500)).collect();
    let limits = uses.iter().map(|uses| Limit {
        name: "l".into(),
        most: uses.iter().sum::<i64>() * 3 / 10,
        uses: uses.clone(),
    });
    Problem {
        values,
        limits: limits.collect(),
        requires: (0..n / 10).map(|k| (2 * k, 2 * k + n / 2)).collect(),
        excludes: vec![(n - 3..n).collect()],
    }
}

/// The same by microlp's own branch and bound.
fn by_another_solver(problem: &Problem) -> i64 {
    let mut model = microlp::Problem::new(OptimizationDirection::Maximize);
    let x: Vec<_> = problem.values.iter().map(|v| model.add_binary_var(*v as f64)).collect();
    for limit in &problem.limits {
        let row: Vec<_> = x.iter().zip(&limit.uses).map(|(x, u)| (*x, *u as f64)).collect();
        model.add_constraint(&row, ComparisonOp::Le, limit.most as f64);
    }
    for (a, b) in &problem.requires {
        model.add_constraint([(x[*a], 1.0), (x[*b], -1.0)], ComparisonOp::Le, 0.0);
    }
    for group in &problem.excludes {
        let row: Vec<_> = group.iter().map(|i| (x[*i], 1.0)).collect();
        model.add_constraint(&row, ComparisonOp::Le, 1.0);
    }
    model.solve().unwrap().into_solution().ok().unwrap().objective().round() as i64
}

#[test]
fn another_solver_finds_the_same_on_forty_candidates() {
    for seed in 0..12 {
        let problem = made(40, 1 + (seed as usize) % 4, seed);
        let choice = best(&problem, Effort::EXACT, &mut || false).unwrap().unwrap();
        assert_eq!((choice.value, choice.is_best()), (by_another_solver(&problem), true), "seed {seed}");
    }
}

#[test]
fn two_thousand_come_within_a_thousandth() {
    let problem = made(2_000, 3, 3);
    let choice = best(&problem, Effort { gap: 0.001, above: None }, &mut || false).unwrap().unwrap();
    assert!(problem.allows(&choice.taken));
    assert!(choice.gap() <= 0.001, "{}", choice.gap());
}

#[test]
fn a_search_that_is_stopped_hands_back_the_best_so_far_with_its_bound() {
    let problem = made(100, 6, 3);
    let mut asked = 0;
    let stopped = best(&problem, Effort::EXACT, &mut || {
        asked += 1;
        asked > 2
    });
    let stopped = stopped.unwrap().unwrap();
    assert!(!stopped.is_best() && stopped.gap() < 0.05 && problem.allows(&stopped.taken));
}

#[test]
fn what_cannot_be_searched_is_refused_in_words() {
    let limit = Limit { name: "budget".into(), uses: vec![1], most: 1 };
    let problem = Problem { values: vec![1, 2], limits: vec![limit], ..Problem::default() };
    let why = best(&problem, Effort::EXACT, &mut || false).unwrap_err().to_string();
    assert_eq!(why, "the limit 'budget' has 1 uses, expected 2: one for each candidate");
    let problem = Problem { values: vec![i64::MAX, 2], ..Problem::default() };
    assert!(best(&problem, Effort::EXACT, &mut || false).is_err());
    let problem = Problem { values: vec![1, 2], requires: vec![(0, 2)], ..Problem::default() };
    assert!(best(&problem, Effort::EXACT, &mut || false).is_err());
}
