//! 100 candidates to the best choice, and 2,000 within a thousandth; robust choices and a frontier of both.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_portfolio::choose::{Effort, Limit, Problem, Wanted, best, frontier, robust};

/// Values go with what is used, as in practice: the hard kind. One in ten candidates depends on another.
fn made(n: usize, limits: usize, seed: u64) -> Problem {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let uses: Vec<Vec<i64>> =
        (0..limits).map(|_| (0..n).map(|_| random.random_range(1..1_000)).collect()).collect();
    let mean = |j: usize| uses.iter().map(|u| u[j]).sum::<i64>() / limits as i64;
    let values = (0..n).map(|j| (mean(j) + random.random_range(0..500)) * 1_000).collect();
    let limits = uses.iter().enumerate().map(|(at, uses)| Limit {
        name: format!("limit {at}"),
        most: uses.iter().sum::<i64>() * 3 / 10,
        uses: uses.clone(),
    });
    let limits = limits.collect();
    let requires = (0..n / 10).map(|k| (2 * k, 2 * k + n / 2)).collect();
    Problem { values, limits, requires, excludes: vec![(0..3).map(|k| n - 1 - k).collect()] }
}

const NEAR: Effort = Effort { gap: 0.001, above: None };

/// By how much each value may fall: 5 to 60 percent.
fn falls(problem: &Problem) -> Vec<i64> {
    let mut random = Pcg64Mcg::seed_from_u64(99);
    problem.values.iter().map(|value| value * random.random_range(5..60) / 100).collect()
}

fn choices(c: &mut Criterion) {
    let mut group = c.benchmark_group("exact, 100 candidates");
    group.sample_size(10);
    for (limits, seeds) in [(3, 0..20), (6, 0..4)] {
        for seed in seeds {
            let problem = made(100, limits, seed);
            let name = BenchmarkId::new(format!("{limits} limits"), seed);
            group.bench_function(name, |b| b.iter(|| best(&problem, Effort::EXACT, &mut || false).unwrap()));
        }
    }
    group.finish();
    let mut group = c.benchmark_group("within a thousandth, 2000 candidates");
    group.sample_size(10);
    for seed in 0..8 {
        let problem = made(2_000, 3, seed);
        let name = BenchmarkId::new("3 limits", seed);
        group.bench_function(name, |b| b.iter(|| best(&problem, NEAR, &mut || false).unwrap()));
    }
    group.finish();
}

fn ranges(c: &mut Criterion) {
    let mut group = c.benchmark_group("ranges");
    group.sample_size(10);
    for (n, effort) in [(100, Effort::EXACT), (2_000, NEAR)] {
        let problem = made(n, 3, 1);
        let falls = falls(&problem);
        for protect in [1, 5, 10] {
            let name = BenchmarkId::new(format!("robust of {n}"), protect);
            group.bench_function(name, |b| {
                b.iter(|| robust(&problem, &falls, protect, effort, &mut || false).unwrap());
            });
        }
        group.bench_function(BenchmarkId::new("frontier of eleven", n), |b| {
            b.iter(|| frontier(&problem, &falls, Wanted::Less, 10, effort, &mut || false).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, choices, ranges);
criterion_main!(benches);
