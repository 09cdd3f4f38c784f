//! 100 candidates to the best choice, and 2,000 within a thousandth.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_portfolio::choose::{Effort, Limit, Problem, best};

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

fn hundred(c: &mut Criterion) {
    let mut group = c.benchmark_group("exact");
    group.sample_size(10);
    for seed in 0..10 {
        let problem = made(100, 3, seed);
        group.bench_function(BenchmarkId::new("100 of 3 limits", seed), |b| {
            b.iter(|| best(&problem, Effort::EXACT, &mut || false).unwrap());
        });
    }
    group.finish();
    let mut group = c.benchmark_group("within a thousandth");
    group.sample_size(10);
    let problem = made(2_000, 3, 1);
    let effort = Effort { gap: 0.001, above: None };
    group.bench_function("2000 of 3 limits", |b| b.iter(|| best(&problem, effort, &mut || false).unwrap()));
    group.finish();
}

criterion_group!(benches, hundred);
criterion_main!(benches);
