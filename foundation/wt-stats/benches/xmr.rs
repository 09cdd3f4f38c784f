//! Speed of XmR charts with their rules: 10,000 series of 60 months on one thread, asked for in 15 ms; and of the
//! corrected reading, a series at a time.
#![allow(missing_docs, reason = "the macros of criterion write functions without words")]

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use wt_stats::spc::corrected::{Series, judge};
use wt_stats::xmr::{Label, Options, bulk, xmr};

const SERIES: usize = 10_000;
const MONTHS: usize = 60;

/// Numbers without pattern, the same on every machine.
fn values() -> Vec<f64> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64
    };
    (0..SERIES * MONTHS).map(|_| next()).collect()
}

fn benches(c: &mut Criterion) {
    let values = values();
    let mut labels = vec![Label::Common; values.len()];
    let mut lines = vec![None; SERIES];
    let mut flags = vec![0; MONTHS];
    c.bench_function("xmr bulk, 10,000 series of 60", |b| {
        b.iter(|| bulk(black_box(&values), MONTHS, true, &mut labels, &mut lines, &mut flags));
    });
    let one: Vec<Option<f64>> = values[..MONTHS].iter().copied().map(Some).collect();
    c.bench_function("xmr chart, one series of 60", |b| {
        b.iter(|| xmr(black_box(&one), &Options::default()));
    });
    c.bench_function("corrected reading, one series of 60", |b| {
        b.iter(|| judge(&Series { values: black_box(&one), ..Series::default() }));
    });
    let months: Vec<u8> = (0..MONTHS).map(|i| (i % 12 + 1) as u8).collect();
    c.bench_function("corrected reading with months, one series of 60", |b| {
        b.iter(|| judge(&Series { values: black_box(&one), months: Some(&months), ..Series::default() }));
    });
}

criterion_group!(all, benches);
criterion_main!(all);
