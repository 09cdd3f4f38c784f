//! Protecting the workforce of 200 employers in 7 regions by 13 staff groups, with and without rounding.

use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_stats::disclosure::{Hierarchy, Rule, Tables, audit, protect};

const EMPLOYERS: usize = 200;
const REGIONS: usize = 7;
const GROUPS: usize = 13;

fn tables() -> Option<Tables> {
    let mut random = Pcg64Mcg::seed_from_u64(20_261_123);
    let labels: Vec<String> = (0..=REGIONS + EMPLOYERS).map(|i| format!("r{i}")).collect();
    let nodes: Vec<(&str, Option<usize>)> = labels
        .iter()
        .enumerate()
        .map(|(i, label)| {
            let parent = if i == 0 { None } else { Some(if i <= REGIONS { 0 } else { 1 + i % REGIONS }) };
            (label.as_str(), parent)
        })
        .collect();
    let groups: Vec<String> = (0..GROUPS).map(|i| format!("g{i}")).collect();
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    // Skewed sizes: one cell in twenty or so is small.
    let counts: Vec<u64> =
        (0..EMPLOYERS * GROUPS).map(|_| (8.0 * random.random::<f64>()).exp() as u64).collect();
    let mut tables = Tables::new();
    let rows = Hierarchy::new(&nodes).ok()?;
    let columns = Hierarchy::flat("all", &groups).ok()?;
    tables.cross(&rows, &columns, &counts).ok()?;
    Some(tables)
}

fn disclosure(criterion: &mut Criterion) {
    let Some(tables) = tables() else { return };
    let mut group = criterion.benchmark_group("disclosure, 200 x 13 in 7 regions");
    group.sample_size(10);
    for (name, round) in [("no rounding", 1), ("rounded to 5", 5)] {
        let Ok(rule) = Rule::new(7, round, 1) else { continue };
        group.bench_function(format!("protect, {name}"), |bench| bench.iter(|| protect(&tables, &rule)));
        if let Ok(published) = protect(&tables, &rule) {
            group.bench_function(format!("audit, {name}"), |bench| bench.iter(|| audit(&published)));
        }
    }
    group.finish();
}

criterion_group!(benches, disclosure);
criterion_main!(benches);
