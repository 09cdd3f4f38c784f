//! The kernel against brute force, on a thousand small people with every kind of rule.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::{Ask, Change, Effort, Kernel, Memory, SCALE, Scratch, Trail};
use crate::model::{Bound, Duty, Limit, Person, Problem, Request, Symbol, Weekends, Weight};
use crate::rules::{
    Pattern, Rule, Run, Succession, Tally, WeekendCount, WeekendKind, WeekendRun, WeekendShape,
};
use crate::score::row_penalty;

fn weight(dice: &mut Pcg64Mcg) -> Weight {
    if dice.random_bool(0.4) { Weight::Hard } else { Weight::Soft(dice.random_range(0..20)) }
}

fn limit(dice: &mut Pcg64Mcg, most: u32) -> Limit {
    let low = dice.random_range(0..=most);
    let high = dice.random_range(low..=most);
    let bound = |dice: &mut Pcg64Mcg, at| dice.random_bool(0.7).then(|| Bound { at, weight: weight(dice) });
    Limit { min: bound(dice, low), max: bound(dice, high) }
}

/// What stands there already never breaks a hard limit by itself.
fn already(dice: &mut Pcg64Mcg, limit: Limit) -> u32 {
    dice.random_range(0..2).min(limit.max.map_or(1, |max| max.at))
}

fn rule(dice: &mut Pcg64Mcg, days: usize, symbols: usize) -> Rule {
    let weekends =
        Weekends::new(days, dice.random_range(0..7), if dice.random() { &[5, 6] } else { &[4, 5, 6] });
    let some = |dice: &mut Pcg64Mcg| -> Vec<bool> { (0..symbols).map(|_| dice.random()).collect() };
    let name = String::new();
    match dice.random_range(0..8) {
        0 => {
            let unit = if dice.random() { 1 } else { 60 };
            let units: Vec<u32> = (0..symbols).map(|_| unit * dice.random_range(0..3)).collect();
            let from = if dice.random_bool(0.8) { 0 } else { dice.random_range(0..days) };
            let limit = limit(dice, unit * days as u32);
            Rule::Tally(Tally { name, units, from, to: days, already: already(dice, limit), limit })
        }
        1 => Rule::Run(Run {
            name,
            inside: some(dice),
            limit: limit(dice, 4),
            open_start: dice.random(),
            open_end: dice.random(),
        }),
        2 => {
            let pair = |dice: &mut Pcg64Mcg| {
                let symbol = |dice: &mut Pcg64Mcg| dice.random_range(0..symbols) as Symbol;
                (symbol(dice), symbol(dice), weight(dice))
            };
            let pairs: Vec<_> = (0..3).map(|_| pair(dice)).collect();
            Rule::Succession(Succession::new("", symbols, &pairs))
        }
        3 => Rule::Pattern(Pattern {
            name,
            steps: (0..dice.random_range(1..4)).map(|_| some(dice)).collect(),
            begins: if dice.random() { vec![] } else { (0..days).map(|_| dice.random()).collect() },
            weight: weight(dice),
        }),
        4 => {
            let limit = limit(dice, 2);
            Rule::WeekendCount(WeekendCount { name, weekends, already: already(dice, limit), limit })
        }
        5 => Rule::WeekendRun(WeekendRun {
            name,
            weekends,
            limit: limit(dice, 2),
            already: 1,
            open_end: dice.random(),
        }),
        6 => {
            let units = (0..8).map(|_| dice.random_range(0..2)).collect();
            Rule::WeekendShape(WeekendShape { name, weekends, units, weight: weight(dice), full_length: 2 })
        }
        _ => Rule::WeekendKind(WeekendKind {
            name,
            weekends,
            kind: (0..symbols as u32).collect(),
            whole_only: dice.random(),
            weight: weight(dice),
        }),
    }
}

fn problem(dice: &mut Pcg64Mcg) -> Problem {
    let (days, duties) = (dice.random_range(1..8), dice.random_range(1..4));
    let symbols = duties + 1;
    let rules: Vec<Rule> = (0..dice.random_range(1..6)).map(|_| rule(dice, days, symbols)).collect();
    let request = |dice: &mut Pcg64Mcg| Request {
        day: dice.random_range(0..days),
        symbols: vec![dice.random_range(0..symbols) as Symbol],
        wanted: dice.random(),
        weight: if dice.random_bool(0.2) { Weight::Hard } else { Weight::Soft(dice.random_range(0..30)) },
    };
    let person = Person {
        id: "A".into(),
        contract: String::new(),
        can: (0..symbols).map(|symbol| symbol == 0 || dice.random_bool(0.9)).collect(),
        past: (0..dice.random_range(0..4)).map(|_| dice.random_range(0..symbols) as Symbol).collect(),
        rules: (0..rules.len()).collect(),
        requests: (0..dice.random_range(0..4)).map(|_| request(dice)).collect(),
    };
    let duty = Duty { shift: "D".into(), skill: None, start: None, minutes: 480 };
    Problem { days, duties: vec![duty; duties], rules, people: vec![person], ..Problem::default() }
}

/// The least cost over all rows, less that of the sums' constants that no row can change.
fn brute(problem: &Problem, prices: &[i32]) -> Option<i64> {
    let (days, symbols) = (problem.days, problem.symbols());
    let mut row = vec![0; days];
    let mut best: Option<i64> = None;
    loop {
        let penalty = row_penalty(problem, &problem.people[0], &row);
        if penalty.broken == 0 {
            let priced =
                row.iter().enumerate().map(|(day, s)| i64::from(prices[day * symbols + usize::from(*s)]));
            let cost = penalty.total() as i64 * i64::from(SCALE) + priced.sum::<i64>();
            best = Some(best.map_or(cost, |best| best.min(cost)));
        }
        let Some(day) = row.iter().position(|symbol| usize::from(*symbol) + 1 < symbols) else { return best };
        row[..day].fill(0);
        row[day] += 1;
    }
}

#[test]
fn kernel_and_brute_force_agree_on_a_thousand_small_people() {
    let mut dice = Pcg64Mcg::seed_from_u64(7);
    let (mut possible, mut scratch) = (0, Scratch::default());
    for case in 0..1000 {
        let problem = problem(&mut dice);
        let kernel = Kernel::new(&problem).unwrap();
        let mut memory = Memory::default();
        for _ in 0..2 {
            let prices: Vec<i32> = (0..problem.days * problem.symbols())
                .map(|_| dice.random_range(-50 * SCALE..20 * SCALE))
                .collect();
            let mut row = vec![0; problem.days];
            let effort = Effort { passes: 6, beam: 60_000, tries: 1 };
            let ask = Ask { person: 0, prices: &prices, ceiling: Kernel::NO_CEILING, effort };
            let found = kernel.best(&ask, &mut memory, &mut scratch, &mut row);
            let expected = brute(&problem, &prices);
            assert_eq!(
                found.cost.is_some(),
                expected.is_some(),
                "case {case}: {found:?} {expected:?} {problem:?}"
            );
            let (Some(cost), Some(expected)) = (found.cost, expected) else { continue };
            possible += 1;
            let own = kernel.row_cost(0, &row).unwrap();
            let paid: i32 = row
                .iter()
                .enumerate()
                .map(|(day, s)| prices[day * problem.symbols() + usize::from(*s)])
                .sum();
            assert_eq!(own + paid, cost, "case {case}");
            // Sums that stand too high already cost the same whatever is done: the kernel leaves that out.
            let shift = row_penalty(&problem, &problem.people[0], &row).total() as i64 * i64::from(SCALE)
                - i64::from(own);
            assert_eq!(i64::from(cost) + shift, expected, "case {case}: {row:?} {problem:?}");
            assert_eq!(found.bound, cost);
        }
    }
    assert!(possible > 500, "only {possible} cases had a lawful row");
}

#[test]
fn a_change_costs_what_the_whole_changed_row_costs() {
    let mut dice = Pcg64Mcg::seed_from_u64(11);
    let (mut lawful, mut unlawful) = (0, 0);
    for case in 0..1000 {
        let problem = problem(&mut dice);
        let kernel = Kernel::new(&problem).unwrap();
        let symbols = problem.symbols() as Symbol;
        let mut row: Vec<Symbol> = vec![0; problem.days];
        let (mut trail, mut change) = (Trail::default(), Change::default());
        for _ in 0..60 {
            let from = dice.random_range(0..problem.days);
            let length = dice.random_range(1..=problem.days - from);
            let days: Vec<Symbol> = (0..length).map(|_| dice.random_range(0..symbols)).collect();
            if kernel.trail(0, &row, &mut trail).is_none() {
                row.fill_with(|| dice.random_range(0..symbols));
                continue;
            }
            let mut changed = row.clone();
            changed[from..from + length].copy_from_slice(&days);
            let whole = kernel.row_cost(0, &changed);
            let made = kernel.change(0, (&trail, &row), (from, &days), &mut change);
            assert_eq!(made.map(|()| change.cost), whole, "case {case}: {row:?} {changed:?} {problem:?}");
            if whole.is_some() {
                trail.adopt(&change);
                let mut fresh = Trail::default();
                kernel.trail(0, &changed, &mut fresh).unwrap();
                assert_eq!(format!("{trail:?}"), format!("{fresh:?}"), "case {case}");
                row = changed;
                lawful += 1;
            } else {
                unlawful += 1;
            }
        }
    }
    assert!(lawful > 3_000 && unlawful > 3_000, "{lawful} {unlawful}");
}
