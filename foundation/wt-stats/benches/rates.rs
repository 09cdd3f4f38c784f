//! Speed of the rates of public health on one thread: a million proportions with two intervals asked for in 60 ms,
//! 7,000 practices × 19 age bands directly standardised with two confidences in 10 ms, indices of inequality of 50
//! areas in 0.3 s.
#![allow(missing_docs, reason = "the macros of criterion write functions without words")]
#![allow(clippy::panic, reason = "a bench may fail loudly")]

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use wt_stats::Interval;
use wt_stats::rates::slope::{Group, Known};
use wt_stats::rates::{
    Directly, Estimate, Indirectly, Level, SlopeKind, Stratum, Transform, Why, proportion, slope_index,
};

/// Numbers without pattern, the same on every machine, 0 to 1.
fn numbers() -> impl FnMut() -> f64 {
    let mut state = 1_u64;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Something of every figure, so that none is left out.
fn ends(e: Result<Estimate, Why>) -> f64 {
    e.map_or(0.0, |e| e.value + e.low.unwrap_or(0.0) + e.high.unwrap_or(0.0))
}

fn benches(c: &mut Criterion) {
    let mut next = numbers();
    let [narrow, wide] = [0.95, 0.998].map(|c| Level::new(c).unwrap_or_else(|why| panic!("{why}")));
    let counts: Vec<(f64, f64)> = (0..1_000_000)
        .map(|_| {
            let n = (next() * 1000.0).floor() + 1.0;
            ((next() * n).floor(), n)
        })
        .collect();
    c.bench_function("proportions, a million with two intervals", |b| {
        b.iter(|| {
            black_box(&counts)
                .iter()
                .map(|(x, n)| {
                    let (narrow, wide) = (narrow.proportion(*x, *n), wide.proportion(*x, *n));
                    ends(narrow) + ends(wide)
                })
                .sum::<f64>()
        });
    });
    c.bench_function("rates, a million with two intervals", |b| {
        b.iter(|| {
            black_box(&counts)
                .iter()
                .map(|(x, n)| {
                    let (narrow, wide) = (narrow.rate(*x, *n), wide.rate(*x, *n));
                    ends(narrow) + ends(wide)
                })
                .sum::<f64>()
        });
    });
    let strata: Vec<Stratum> = (0..7_000 * 19)
        .map(|i| Stratum {
            events: (next() * 20.0).floor() + 1.0,
            population: (next() * 500.0).floor() + 100.0,
            weight: 1000.0 + f64::from(i % 19) * 300.0,
        })
        .collect();
    c.bench_function("directly standardised, 7,000 of 19 bands with two confidences", |b| {
        b.iter(|| {
            black_box(&strata)
                .chunks_exact(19)
                .filter_map(|bands| Directly::of(bands.iter().copied()).ok())
                .map(|rate| ends(rate.at(narrow.z())) + ends(rate.at(wide.z())))
                .sum::<f64>()
        });
    });
    c.bench_function("indirectly standardised, 7,000 of 19 bands with two confidences", |b| {
        b.iter(|| {
            black_box(&strata)
                .chunks_exact(19)
                .filter_map(|bands| {
                    let reference = bands.iter().map(|s| (s.population, s.weight, 1e6));
                    Indirectly::of(bands.iter().map(|s| s.events).sum(), reference).ok()
                })
                .map(|s| ends(s.ratio(0.95)) + ends(s.ratio(0.998)))
                .sum::<f64>()
        });
    });
    let areas: Vec<Vec<Group>> = (0..50).map(|_| (0..10).map(|i| group(i, &mut next)).collect()).collect();
    for (name, transform) in [("as they are", Transform::None), ("as logits", Transform::ByKind)] {
        c.bench_function(&format!("indices of inequality, 50 areas of tenths, {name}"), |b| {
            b.iter(|| {
                black_box(&areas)
                    .iter()
                    .filter_map(|groups| slope_index(groups, SlopeKind::Proportion, transform, 0.95).ok())
                    .map(|slope| slope.sii.value)
                    .sum::<f64>()
            });
        });
    }
}

/// A tenth of an area: the share with its interval.
fn group(tenth: i32, next: &mut impl FnMut() -> f64) -> Group {
    let population = 500.0 + (next() * 8000.0).floor();
    let count = (population * (0.2 + 0.015 * f64::from(tenth) + 0.02 * next())).floor();
    let share = proportion(count, population, 0.95);
    let limits = share.ok().and_then(|e| Some(Interval { low: e.low?, high: e.high? }));
    let limits = limits.unwrap_or(Interval { low: 0.1, high: 0.9 });
    Group { population, value: count / population, known: Known::Limits(limits) }
}

criterion_group!(all, benches);
criterion_main!(all);
