//! Time of one "Did it work?": forty others, sixty months, with its placebos in space and in time.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_stats::effect::{Good, Options, Panel, did_it_work};

/// A panel of series with a common season, momentum of their own and noise.
fn panel(seed: u64, count: usize, months: usize) -> Vec<Vec<Option<f64>>> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut noise = || (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
    let mut series = || {
        let (share, mut own) = (1.0 + 0.3 * noise(), 0.0);
        let month = |t: usize| {
            own = 0.6 * own + noise();
            Some(50.0 + share * (t as f64 * std::f64::consts::FRAC_PI_6).sin() + own)
        };
        (0..months).map(month).collect()
    };
    (0..count).map(|_| series()).collect()
}

fn effect(c: &mut Criterion) {
    let all = panel(1, 41, 60);
    let mut group = c.benchmark_group("effect");
    group.sample_size(20);
    for change in [48, 54] {
        group.bench_function(format!("did it work, 40 others × 60 months, change after {change}"), |b| {
            let panel = Panel { treated: &all[0], donors: &all[1..], change };
            b.iter(|| did_it_work(black_box(&panel), &Options::new(Good::Lower)));
        });
    }
    let all = panel(2, 201, 60);
    group.bench_function("did it work, 200 others × 60 months, of whom 100 are used", |b| {
        let panel = Panel { treated: &all[0], donors: &all[1..], change: 48 };
        b.iter(|| did_it_work(black_box(&panel), &Options::new(Good::Lower)));
    });
    group.finish();
}

criterion_group!(benches, effect);
criterion_main!(benches);
