//! Pricing a million shifts of all bands and times.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_facts::FactSet;
use wt_pay::{Band, Employment, Moment, Point, Pricer, Settings, Shift, Zone};

const SHIFTS: usize = 1_000_000;

fn shipped() -> FactSet {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<(String, String)> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    FactSet::parse(&files).unwrap()
}

fn shifts() -> Vec<Shift> {
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    let first = jiff::civil::date(2025, 4, 1).at(0, 0, 0, 0);
    let moment = |minutes: i64| {
        Moment::new(first.checked_add(jiff::Span::new().minutes(minutes)).unwrap(), 0).unwrap()
    };
    let bands = &Band::ALL[1..7];
    let one = |_| {
        let start = rng.random_range(0..364 * 1440);
        let band = bands[rng.random_range(0..bands.len())];
        let point = if band == Band::Two { Point::Entry } else { Point::Top };
        Shift {
            start: moment(start),
            end: moment(start + rng.random_range(240..750)),
            unpaid_break_minutes: 30,
            band,
            point,
            zone: Zone::ALL[rng.random_range(0..4)],
            employment: Employment::ALL[rng.random_range(0..3)],
        }
    };
    (0..SHIFTS).map(one).collect()
}

fn price(c: &mut Criterion) {
    let (facts, shifts) = (shipped(), shifts());
    let mut group = c.benchmark_group("pay");
    group.sample_size(10);
    group.bench_function("a million shifts", |b| {
        b.iter(|| {
            let mut pricer = Pricer::new(&facts, Settings::default());
            shifts.iter().map(|shift| pricer.price(shift).unwrap().trust_cost.get()).sum::<i64>()
        });
    });
    group.finish();
}

criterion_group!(benches, price);
criterion_main!(benches);
