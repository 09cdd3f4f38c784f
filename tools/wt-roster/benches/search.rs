//! Rows and partial rows a second on a ward of thirty people and four weeks, and rosters judged a second.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wt_roster::check::judge;
use wt_roster::formats::curtois;
use wt_roster::{Problem, Settings, Watch, solve};

/// Time never passes: the moves end the search.
struct Still;

impl Watch for Still {
    fn spent(&self) -> u32 {
        0
    }
}

/// Thirty people, four weeks, three shifts; requests scattered evenly.
fn ward() -> Problem {
    let mut text =
        "SECTION_HORIZON\n28\n\nSECTION_SHIFTS\nE,480,\nL,480,E\nN,600,E|L\n\nSECTION_STAFF\n".to_owned();
    for person in 0..30 {
        text += &format!("P{person},E=28|L=28|N={},9360,7200,5,2,2,2\n", if person % 3 == 0 { 0 } else { 8 });
    }
    text += "\nSECTION_DAYS_OFF\n";
    (0..30).for_each(|person| text += &format!("P{person},{}\n", person * 11 % 28));
    for (section, turn) in [("ON", 5), ("OFF", 17)] {
        text += &format!("\nSECTION_SHIFT_{section}_REQUESTS\n");
        for person in 0..30 {
            let (day, shift) = ((person * turn + 3) % 28, ["E", "L"][person % 2]);
            text += &format!("P{person},{day},{shift},{}\n", 1 + person % 3);
        }
    }
    text += "\nSECTION_COVER\n";
    for day in 0..28 {
        for (shift, people) in [("E", 7), ("L", 6), ("N", 4)] {
            text += &format!("{day},{shift},{people},100,1\n");
        }
    }
    curtois::read("ward", &text).unwrap()
}

fn search(c: &mut Criterion) {
    let problem = ward();
    let settings = Settings { seed: 1, threads: 1, moves: Some(20_000) };
    let found = solve(&problem, &settings, &Still).unwrap();
    let mut group = c.benchmark_group("one thread");
    group.sample_size(10);
    for (name, count) in [("moves", found.moves), ("labels", found.labels)] {
        group.throughput(Throughput::Elements(count));
        group.bench_function(name, |b| b.iter(|| solve(&problem, &settings, &Still).unwrap()));
    }
    let roster = found.roster.unwrap();
    group.throughput(Throughput::Elements(1));
    group.bench_function("rosters judged", |b| b.iter(|| judge(&problem, &roster)));
    group.finish();
}

criterion_group!(all, search);
criterion_main!(all);
