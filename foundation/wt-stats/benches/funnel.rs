//! Speed of funnels: 500 of 200 organisations on one thread, asked for in 30 ms; 7,000 labels of significance.
#![allow(missing_docs, reason = "the macros of criterion write functions without words")]

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use wt_stats::funnel::public_health::{Area, RatioKind, Statistic, significance};
use wt_stats::funnel::{corrected, peer};

const FUNNELS: usize = 500;
const ORGANISATIONS: usize = 200;

/// Proportions round 12% of some hundreds, further apart than chance; the same on every machine.
fn pairs() -> Vec<(f64, f64)> {
    let mut state = 1_u64;
    let mut unit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1_u64 << 24) as f64
    };
    (0..FUNNELS * ORGANISATIONS)
        .map(|_| {
            let n = (150.0 + 1_500.0 * unit()).round();
            ((n * 0.04 * (1.0 + unit() + unit() + unit() + unit())).round(), n)
        })
        .collect()
}

fn benches(c: &mut Criterion) {
    let pairs = pairs();
    let kinds = [
        ("PR", peer::Kind::Proportion),
        ("SR CQC", peer::Kind::Cqc),
        ("SR SHMI", peer::Kind::Shmi { rounding: true }),
        ("RC", peer::Kind::Counts),
    ];
    for (name, kind) in kinds {
        let options = peer::Options::of(kind);
        // Expected numbers for the ratios, so that they lie round 1.
        let scaled: Vec<(f64, f64)> = match kind {
            peer::Kind::Proportion => pairs.clone(),
            _ => pairs.iter().map(|(x, n)| (*x, 0.12 * n)).collect(),
        };
        c.bench_function(&format!("peer {name}, 500 funnels of 200"), |b| {
            b.iter(|| {
                for one in black_box(&scaled).chunks(ORGANISATIONS) {
                    black_box(peer::peer(one, &options).ok());
                }
            });
        });
    }
    for kind in [corrected::Kind::Proportion, corrected::Kind::Rate] {
        c.bench_function(&format!("corrected {kind:?}, 500 funnels of 200"), |b| {
            b.iter(|| {
                for one in black_box(&pairs).chunks(ORGANISATIONS) {
                    black_box(corrected::funnel(one, kind).map(|funnel| funnel.units(one)).ok());
                }
            });
        });
    }
    let areas: Vec<Area> = pairs
        .iter()
        .take(7_000)
        .map(|(x, n)| Area { numerator: *x, denominator: Some(0.12 * n), rate: None })
        .collect();
    c.bench_function("7,000 labels of ratios", |b| {
        b.iter(|| significance(black_box(&areas), Statistic::Ratio(RatioKind::Isr), 100.0));
    });
}

criterion_group!(all, benches);
criterion_main!(all);
