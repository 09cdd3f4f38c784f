//! A card for 36 employers and 400 cells, alone and with joint limits; one cell's change; everybody who would leave it.

#![allow(missing_docs, reason = "a bench")]

use criterion::{Criterion, criterion_group, criterion_main};
use wt_rates::design::{Wants, cell_outcome, design};
use wt_rates::divergence::{Game, leave_all};
use wt_rates::market::{Size, made};
use wt_rates::respond::{Case, Pay};

fn cards(c: &mut Criterion) {
    let market = made(Size { employers: 36, cells: 400 }, 11);
    let mut group = c.benchmark_group("card, 36 employers × 400 cells");
    group.sample_size(10);
    let wants = Wants::fill(950_000);
    group.bench_function("fill of each cell", |b| b.iter(|| design(&market, &wants)));
    let joint = Wants { employer_loss: Some(20_000), min_fill_of: [None, None, Some(970_000)], ..wants };
    group.bench_function("with limits that join cells", |b| b.iter(|| design(&market, &joint)));
    let pays = [Pay::At(2_500); 36];
    group.bench_function("one cell changed", |b| {
        b.iter(|| cell_outcome(&market.segments[0], &pays, Case::CENTRAL));
    });
    let card = design(&market, &wants).card;
    group.bench_function("every single leaver", |b| {
        b.iter(|| leave_all(&Game::new(&market, &card, Case::CENTRAL)));
    });
    group.finish();
}

criterion_group!(benches, cards);
criterion_main!(benches);
