//! 10,000 claims over a million rows: the total, and the total after one change.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_benchmark::metric::BenefitType;
use wt_benefits::claims::{Base, BaseRow, Book, Claim, Kind, Stage, Take, Within};
use wt_units::{Pence, Quantity};

const ROWS: usize = 1_000_000;
const CLAIMS: usize = 10_000;
/// Rows of a claim that are neighbours, and rows of one that are not.
const EACH: usize = 200;
const SCATTERED: usize = 100;

fn whole(n: i64) -> Quantity {
    Quantity::whole(n).unwrap()
}

/// A row in a hundred is a ward's hours, of which the other ninety-nine are shifts.
fn rows() -> Vec<BaseRow> {
    let row = |n: usize| {
        let ward = n - n % 100;
        let shift = Some(Within { row: format!("ward {ward}, 2026-05"), each: whole(12) });
        match n % 100 {
            0 => BaseRow {
                id: format!("ward {n}, 2026-05"),
                kind: Kind::Hours,
                capacity: whole(900),
                cost: None,
                within: None,
            },
            _ => BaseRow {
                id: format!("shift {n}, 2026-05"),
                kind: Kind::Shifts,
                capacity: whole(1),
                cost: Some(Pence::new(60_000)),
                within: shift,
            },
        }
    };
    (0..ROWS).map(row).collect()
}

fn claim(id: usize, rows: &[BaseRow], scattered: bool, random: &mut Pcg64Mcg) -> Claim {
    let from = random.random_range(0..ROWS - 2 * EACH);
    let mut at: Vec<usize> = match scattered {
        false => (from..from + 2 * EACH).step_by(2).collect(),
        true => (0..SCATTERED).map(|n| (from + n * n * 7_919) % ROWS).collect(),
    };
    at.sort_unstable();
    at.dedup();
    let takes = at.iter().map(|at| Take {
        row: rows[*at].id.clone(),
        quantity: whole(1),
        pounds: Pence::new(random.random_range(1_000..70_000)),
    });
    let stages = [Stage::Identified, Stage::Accepted, Stage::Planned, Stage::Delivered, Stage::Verified];
    Claim {
        id: format!("claim {id}"),
        takes: takes.collect(),
        stage: stages[random.random_range(0..5)],
        certainty: random.random_range(0..=100),
        benefit: BenefitType::CashReleasing,
    }
}

fn totals(c: &mut Criterion) {
    let mut random = Pcg64Mcg::seed_from_u64(1);
    let rows = rows();
    let mut made =
        |scattered| (0..CLAIMS).map(|id| claim(id, &rows, scattered, &mut random)).collect::<Vec<_>>();
    let (claims, scattered) = (made(false), made(true));
    let total = |book: &Book| book.total(BenefitType::CashReleasing).pounds;
    let mut group = c.benchmark_group("10000 claims, 1000000 rows");
    group.sample_size(10);
    group.bench_function("base", |b| {
        b.iter_batched(|| rows.clone(), |rows| Base::new(rows).unwrap(), BatchSize::PerIteration);
    });
    let base = Base::new(rows.clone()).unwrap();
    for (name, claims) in [("total", &claims), ("total, scattered", &scattered)] {
        let made = || (base.clone(), claims.clone());
        let add_up = |(base, claims)| {
            let book = Book::new(base, claims).unwrap();
            (total(&book), book)
        };
        group.bench_function(name, |b| b.iter_batched(made, add_up, BatchSize::PerIteration));
    }
    let mut book = Book::new(base, claims.clone()).unwrap();
    group.bench_function("total after one change", |b| {
        b.iter(|| {
            let claim = claim(random.random_range(0..CLAIMS), &rows, false, &mut random);
            book.put(claim).unwrap();
            total(&book)
        });
    });
    group.bench_function("what is left out", |b| b.iter(|| book.left_out().len()));
    group.finish();
}

criterion_group!(benches, totals);
criterion_main!(benches);
