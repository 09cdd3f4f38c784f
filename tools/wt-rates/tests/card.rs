//! The response model and the card designer, against brute force.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use proptest::prelude::*;
use wt_rates::design::{Card, Joint, Sums, Wants, bounds, design, outcome};
use wt_rates::market::{Criticality, Market, Size, made};
use wt_rates::respond::{Case, Pay, Supply};

fn small(employers: usize, cells: usize, seed: u64) -> Market {
    made(Size { employers, cells }, seed)
}

/// Unrounded cost and minutes filled of one cell at one rate for all, by the public response.
fn at(market: &Market, cell: usize, rate: i64) -> (i64, i64, Vec<i64>) {
    let segment = &market.segments[cell];
    let pays = vec![Pay::At(rate); segment.lines.len()];
    let filled = Supply::new(segment, Case::CENTRAL).respond(&pays);
    let costs: Vec<i64> = filled
        .iter()
        .zip(&segment.lines)
        .map(|(filled, line)| filled.sixtieths(line, Pay::At(rate)))
        .collect();
    (costs.iter().sum(), filled.iter().map(|filled| filled.all()).sum(), costs)
}

#[test]
fn todays_rates_give_todays_hours_and_money() {
    let market = small(5, 30, 3);
    for segment in &market.segments {
        let filled = Supply::new(segment, Case::CENTRAL).respond(&[Pay::AsNow; 5]);
        for (filled, line) in filled.iter().zip(&segment.lines) {
            assert_eq!(filled.minutes, line.flows.map(|flow| flow.minutes));
        }
    }
    let stays = outcome(&market, &Card { rates: vec![None; 30] }, Case::CENTRAL);
    assert_eq!((stays.all.cost, stays.all.saving()), (market.cost(), 0));
}

#[test]
fn the_whole_region_loses_fewer_hours_than_one_employer_alone() {
    let mut market = small(4, 1, 5);
    let segment = &mut market.segments[0];
    for line in &mut segment.lines {
        // One route only, at one rate, and more wanted than comes: the plain form of the model.
        line.flows[0].minutes = 60_000;
        line.flows[0].rate = 2_000;
        line.flows[1].minutes = 0;
        line.flows[2].minutes = 0;
        line.wanted = 200_000;
    }
    let segment = &market.segments[0];
    let (own, cross) = (segment.own.central, segment.cross.central);
    let supply = Supply::new(segment, Case::CENTRAL);
    let all = supply.respond(&[Pay::At(1_800); 4]);
    let alone = supply.respond(&[Pay::At(1_800), Pay::AsNow, Pay::AsNow, Pay::AsNow]);
    let minutes = |power: f64| (60_000.0 * 0.9_f64.powf(power)).floor() as i64;
    assert_eq!(all[0].all(), minutes(own - cross));
    assert_eq!(alone[0].all(), minutes(own));
    assert!(alone[1].all() > 60_000, "neighbours gain what one drives away");
    // The derivative, against a difference.
    let filled = |rate: i64| supply.respond(&[Pay::At(rate); 4]).iter().map(|f| f.all()).sum::<i64>() as f64;
    let difference = (filled(2_010) - filled(1_990)) / 20.0;
    assert!((supply.slope(2_000) - difference).abs() < 0.5, "{} {difference}", supply.slope(2_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn fill_is_bounded_and_never_falls_in_the_own_rate(seed in 0_u64..1_000, rate in 500_i64..9_000, step in 1_i64..400, others in 500_i64..9_000) {
        let market = small(4, 1, seed);
        let supply = Supply::new(&market.segments[0], Case::CENTRAL);
        let others = Pay::At(others);
        let low = supply.respond(&[Pay::At(rate), others, others, Pay::AsNow]);
        let high = supply.respond(&[Pay::At(rate + step), others, others, Pay::AsNow]);
        // Whole minutes of three routes: each may be cut by one.
        prop_assert!(high[0].all() + 3 >= low[0].all());
        for (filled, line) in low.iter().zip(&market.segments[0].lines) {
            prop_assert!((0..=line.wanted).contains(&filled.all()));
        }
        prop_assert!(high[1].all() <= low[1].all() + 3, "a neighbour never gains by it");
    }

    #[test]
    fn the_total_is_the_sum_of_its_cells_and_lines(seed in 0_u64..1_000, rates in prop::collection::vec(prop::option::of(1_000_i64..9_000), 12)) {
        let market = small(5, 12, seed);
        for case in [Case::CENTRAL, Case::all().next().unwrap()] {
            let found = outcome(&market, &Card { rates: rates.clone() }, case);
            let picks: [fn(&Sums) -> i64; 5] = [|s| s.cost, |s| s.cost_now, |s| s.above, |s| s.below, |s| s.filled];
            for pick in picks {
                prop_assert_eq!(pick(&found.all), found.cells.iter().map(pick).sum::<i64>());
                prop_assert_eq!(pick(&found.all), found.employers.iter().map(pick).sum::<i64>());
                prop_assert_eq!(pick(&found.all), found.lines.iter().flatten().map(pick).sum::<i64>());
            }
            prop_assert_eq!(found.all.saving(), found.all.above - found.all.below + found.all.moved());
        }
    }

    #[test]
    fn one_cell_is_searched_exactly(seed in 0_u64..1_000, fill in 700_000_i64..1_000_000) {
        let mut market = small(5, 1, seed);
        // Supply that answers strongly makes cost fall and rise again: the hard case.
        market.segments[0].own.central *= 1.0 + (seed % 4) as f64;
        let wants = Wants::fill(fill);
        let found = design(&market, &wants);
        let bounds = bounds(&market.segments[0], &wants).unwrap();
        let need = part(market.segments[0].wanted(), fill);
        let brute = (bounds.low.0..=bounds.high.0)
            .map(|rate| (at(&market, 0, rate), rate))
            .filter(|((_, filled, _), _)| *filled >= need)
            .map(|((cost, _, _), rate)| (cost, rate))
            .min();
        prop_assert_eq!(found.card.rates[0], brute.map(|best| best.1));
        prop_assert_eq!(found.without.len(), usize::from(brute.is_none()));
    }
}

/// So much of a whole, in millionths, rounded up.
fn part(whole: i64, millionths: i64) -> i64 {
    i64::try_from((i128::from(whole) * i128::from(millionths) + 999_999) / 1_000_000).unwrap()
}

/// Every card of a few cells, each with every rate that is allowed.
fn brute(market: &Market, wants: &Wants, limits: &[i64], fill: Option<(Criticality, i64)>) -> Option<i64> {
    let cells: Vec<Vec<(i64, i64, Vec<i64>)>> = market
        .segments
        .iter()
        .enumerate()
        .map(|(cell, segment)| {
            let bounds = bounds(segment, wants).unwrap();
            let need = part(segment.wanted(), wants.min_fill);
            (bounds.low.0..=bounds.high.0)
                .map(|rate| at(market, cell, rate))
                .filter(|(_, filled, _)| *filled >= need)
                .collect()
        })
        .collect();
    let mut best: Option<i64> = None;
    for a in &cells[0] {
        for b in &cells[1] {
            let kept = limits.iter().enumerate().all(|(at, limit)| a.2[at] + b.2[at] <= *limit);
            let enough = fill.is_none_or(|(_, need)| a.1 + b.1 >= need);
            let cost = a.0 + b.0;
            if kept && enough && best.is_none_or(|best| cost < best) {
                best = Some(cost);
            }
        }
    }
    best
}

#[test]
fn joint_limits_hold_and_the_bound_is_true() {
    let (mut tight, mut impossible) = (0, 0);
    for seed in 0..24 {
        let mut market = small(3, 2, seed);
        for segment in &mut market.segments {
            // A narrow corridor, so that every card can be tried.
            let mean = segment.mean_rate().unwrap();
            segment.band_pay = Some(mean - 150);
            segment.worker_cap = Some(mean + 150);
            segment.criticality = Criticality::Critical;
            segment.own.central *= 2.0;
        }
        let mut wants = Wants::fill(700_000);
        wants.min_fill_of[Criticality::Critical as usize] = Some(890_000 + (seed as i64 % 5) * 15_000);
        // Half the seeds bound what employers lose as well.
        wants.employer_loss = (seed % 2 == 0).then_some(50_000);
        let found = design(&market, &wants);
        assert!(found.without.is_empty());
        let wanted: i64 = market.segments.iter().map(|segment| segment.wanted()).sum();
        let need = part(wanted, wants.min_fill_of[2].unwrap());
        let limits: Vec<i64> = found
            .kept
            .iter()
            .filter(|kept| matches!(kept.joint, Joint::Employer(_)))
            .map(|kept| kept.limit * 60)
            .collect();
        match brute(&market, &wants, &limits, Some((Criticality::Critical, need))) {
            Some(best) => {
                let best = best / 60;
                assert!(found.holds(), "seed {seed}: {:?}", found.kept);
                assert!(found.bound <= best + 3, "seed {seed}: bound {} above the best {best}", found.bound);
                assert!(found.outcome.all.cost >= best - 3, "seed {seed}");
                assert!(
                    found.outcome.all.cost <= best + best / 100,
                    "seed {seed}: {} {best}",
                    found.outcome.all.cost
                );
                tight += usize::from(found.kept.iter().any(|kept| kept.price > 0.0));
            }
            None => {
                assert!(!found.holds(), "seed {seed}");
                impossible += usize::from(found.kept.iter().any(|kept| kept.impossible));
            }
        }
    }
    assert!(tight > 3 && impossible > 2, "{tight} tight, {impossible} impossible: the cases say too little");
}

#[test]
fn a_cell_that_nothing_fills_is_named_with_its_reason() {
    let mut market = small(3, 3, 2);
    let mean = market.segments[0].mean_rate().unwrap();
    market.segments[0].worker_cap = Some(mean / 2);
    market.segments[0].band_pay = None;
    market.segments[0].legal_minimum = None;
    market.segments[1].legal_minimum = Some(90_000);
    market.segments[2].worker_cap = None;
    market.segments[2].band_pay = None;
    market.segments[2].charge_cap = Some(market.segments[2].lines[0].flows[1].charge / 2);
    let found = design(&market, &Wants::fill(950_000));
    let words: Vec<String> = found.without.iter().map(|(_, why)| why.words(&market)).collect();
    assert!(words[0].starts_with("The cap on a worker's pay of £"), "{words:?}");
    assert!(words[0].contains("for 95.0% it would take £"), "{words:?}");
    assert!(
        words[1].starts_with("The legal minimum is £900.00, above the cap on a worker's pay of £"),
        "{words:?}"
    );
    assert!(words[2].contains("whose fee is highest"), "{words:?}");
}

#[test]
fn a_card_is_worth_pounds_to_each_employer_with_a_range_and_its_rows() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../metrics/rate-premium.toml");
    let metric: wt_benchmark::metric::Metric =
        toml::from_str(&std::fs::read_to_string(folder).unwrap()).unwrap();
    let market = small(4, 10, 8);
    let card = design(&market, &Wants::fill(930_000)).card;
    let found = wt_rates::opportunity::opportunities(&market, &card, &metric).unwrap();
    assert_eq!(found.len(), 4);
    let spread = wt_rates::opportunity::region(&market, &card);
    let central: i64 = found.iter().map(|one| one.pounds.1.get()).sum();
    assert!(central <= spread.central, "hours that stay unfilled save nothing in an opportunity");
    for one in &found {
        let (low, middle, high) = one.pounds;
        assert!(low <= middle && middle <= high);
        assert_eq!(one.overlap_group.as_deref(), Some("temporary-staffing-rates"));
        assert_eq!(one.rows.len(), card.rates.iter().flatten().count());
    }
}
