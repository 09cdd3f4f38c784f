//! Random patterns of duties, with thresholds and clock changes hit often.

use jiff::civil::{Date, date};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use super::oracle::{Pattern, Plain};

/// Clock start in minutes and length in minutes of shifts that wards and rotas have, and of some at the edge of a rule.
const SHIFTS: [(usize, usize); 16] = [
    (480, 480),
    (540, 480),
    (480, 600),
    (480, 601),
    (480, 750),
    (480, 780),
    (450, 795),
    (780, 630),
    (720, 661),
    (960, 600),
    (960, 599),
    (1230, 750),
    (1260, 600),
    (1320, 540),
    (930, 480),
    (420, 300),
];

/// Days on which clocks change, and some on which they do not.
const AROUND: [Date; 6] = [
    date(2025, 3, 30),
    date(2025, 10, 26),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 7, 1),
    date(2027, 1, 1),
];

pub fn random(rng: &mut Pcg64Mcg) -> Pattern {
    // A tail of a fortnight at most, a period of up to five weeks, ten days after.
    let tail = rng.random_range(0..15);
    let length = [7, 14, 21, 28, 28, 35, 10, 23][rng.random_range(0..8)];
    let before = 8 + tail;
    let days = before + length + 20;
    let around = AROUND[rng.random_range(0..AROUND.len())];
    let zero = around.checked_sub(jiff::Span::new().days(rng.random_range(0..days as i64))).unwrap();
    let first = before;
    let last = first + length - 1;
    // One kind of week for some, anything for others.
    let habit = rng.random_range(0..SHIFTS.len());
    let steady = rng.random_range(0..10);
    let busy = rng.random_range(2..10);
    // Half keep to the clock, so that one rule may break alone.
    let wild = rng.random_range(0..2) == 0;
    let mut duties: Vec<Plain> = Vec::new();
    for day in first - tail..=last + 10 {
        let mut times = usize::from(rng.random_range(0..10) < busy);
        if wild && rng.random_range(0..25) == 0 {
            times += 1;
        }
        for _ in 0..times {
            let kind =
                if rng.random_range(0..10) < steady { habit } else { rng.random_range(0..SHIFTS.len()) };
            let (start, length) = SHIFTS[kind];
            let nudge = if wild && rng.random_range(0..4) == 0 { rng.random_range(0..90) } else { 0 };
            let (mut from, mut length) = (day * 1440 + start + nudge, length);
            if wild && rng.random_range(0..12) == 0 {
                from = day * 1440 + rng.random_range(0..1440);
                length = rng.random_range(1..26 * 60);
            }
            if duties.last().is_none_or(|before| before.to <= from) {
                duties.push(Plain { from, to: from + length });
            }
        }
    }
    let excluded = (0..rng.random_range(0..6)).map(|_| rng.random_range(first - 1..last + 3)).collect();
    let weeks = if rng.random_range(0..4) == 0 { rng.random_range(1..6) } else { length.div_ceil(7) };
    Pattern {
        zero,
        days,
        duties,
        period: (first, last),
        tail_known: rng.random_range(0..8) > 0,
        weeks,
        excluded,
    }
}
