//! A month's end: 500 benefits recalculated from their measures, each against a synthetic control of 35 others.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_benchmark::metric::Metric;
use wt_benefits::ledger::read;
use wt_benefits::proof::{Series, prove};
use wt_units::{Month, Quantity};

const BOOK: &str = include_str!("../../../book/benefits.jsonl");
const METRIC: &str = include_str!("../../../metrics/agency-share-of-pay.toml");

fn month_end(c: &mut Criterion) {
    let metric: Metric = toml::from_str(METRIC).unwrap();
    let with = r#""certainty":80,"metric":"agency-share-of-pay","price":"1","#;
    let ledger = read(&BOOK.replacen(r#""certainty":80,"#, with, 1), Vec::new()).unwrap();
    let line = &ledger.lines()["L1"];
    let mut random = Pcg64Mcg::seed_from_u64(5);
    let mut series = |n: usize| {
        let level = 0.04 + 0.02 * random.random::<f64>();
        let months = (0..60).map(|at| {
            let share = level + 0.01 * random.random::<f64>();
            let figures = (Quantity::from_f64(share * 1e6).unwrap(), Quantity::whole(1_000_000).unwrap());
            (Month::new(2021, 11).unwrap().plus(at), figures)
        });
        Series { org: format!("DEMO{n:02}").parse().unwrap(), name: String::new(), months: months.collect() }
    };
    let all: Vec<Series> = (0..36).map(&mut series).collect();
    let none = std::collections::BTreeSet::new();
    let mut group = c.benchmark_group("month end");
    group.sample_size(10);
    group.bench_function("500 benefits", |b| {
        b.iter(|| (0..500).filter(|n| prove(line, all[n % 36].org, &metric, &all, &none, 0).is_ok()).count());
    });
    group.finish();
}

criterion_group!(benches, month_end);
criterion_main!(benches);
