//! The cost of divergence, against brute force.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use wt_rates::design::{Card, Wants, bounds, design, outcome};
use wt_rates::divergence::{Corridor, Game, Moved, cascade, groups, holding, leave, leave_all, together};
use wt_rates::market::{Market, Size, made};
use wt_rates::respond::{Case, Filled, Pay, Supply};

fn carded(employers: usize, cells: usize, seed: u64) -> (Market, Card) {
    let market = made(Size { employers, cells }, seed);
    let card = design(&market, &Wants::fill(900_000)).card;
    (market, card)
}

/// What a line comes to, unrounded, in sixtieths of a penny.
fn wants(market: &Market, cell: usize, line: usize, pay: Pay, filled: &Filled) -> i64 {
    let of = &market.segments[cell].lines[line];
    filled.sixtieths(of, pay) + of.unfilled * (of.wanted - filled.all())
}

/// The best common rate of some lines of a cell over every penny, and their gain; none where none is above nought.
fn brute(market: &Market, card: &Card, cell: usize, movers: &[usize]) -> Option<(i64, i64)> {
    let segment = &market.segments[cell];
    let rate = card.rates[cell]?;
    let bounds = bounds(segment, &Wants::fill(0)).unwrap();
    let supply = Supply::new(segment, Case::CENTRAL);
    let sum = |pays: &[Pay]| {
        let filled = supply.respond(pays);
        movers.iter().map(|at| wants(market, cell, *at, pays[*at], &filled[*at])).sum::<i64>()
    };
    let stay = vec![Pay::At(rate); segment.lines.len()];
    let now = sum(&stay);
    let (least, at) = (bounds.low.0..=bounds.high.0)
        .map(|off| {
            let mut pays = stay.clone();
            movers.iter().for_each(|line| pays[*line] = Pay::At(off));
            (sum(&pays), off)
        })
        .min()?;
    (least < now).then_some((at, now - least))
}

#[test]
fn every_single_leaver_and_pair_is_found_as_by_brute_force() {
    let mut leavers = 0;
    for seed in 0..6 {
        let (market, card) = carded(4, 5, seed);
        let game = Game::new(&market, &card, Case::CENTRAL);
        for (employer, cells) in leave_all(&game).into_iter().enumerate() {
            assert_eq!(cells, leave(&game, employer));
            for at in 0..5 {
                let found = cells.iter().find(|cell| cell.segment == at);
                let expected = brute(&market, &card, at, &[employer]);
                assert_eq!(
                    found.map(|cell| cell.rate),
                    expected.map(|best| best.0),
                    "seed {seed} {employer} {at}"
                );
                let Some((found, (_, gain))) = found.zip(expected) else { continue };
                assert!((found.gain() - gain / 60).abs() <= 2, "{} {gain}", found.gain());
                leavers += 1;
            }
        }
        for (a, b) in [(0, 1), (1, 3), (2, 3)] {
            let cells = together(&game, &[a, b]);
            for at in 0..5 {
                let found = cells.iter().find(|cell| cell.segment == at).map(|cell| cell.rate);
                assert_eq!(found, brute(&market, &card, at, &[a, b]).map(|best| best.0));
            }
        }
    }
    assert!(leavers > 20, "{leavers}");
}

#[test]
fn harm_is_what_the_others_lose_and_all_of_it() {
    let (market, card) = carded(5, 8, 4);
    let game = Game::new(&market, &card, Case::CENTRAL);
    for cell in leave(&game, 2) {
        let segment = &market.segments[cell.segment];
        let supply = Supply::new(segment, Case::CENTRAL);
        let stay = vec![Pay::At(cell.card); 5];
        let mut left = stay.clone();
        left[2] = Pay::At(cell.rate);
        let (before, after) = (supply.respond(&stay), supply.respond(&left));
        assert_eq!(cell.harm.len(), 4);
        for (employer, harm) in &cell.harm {
            let was = wants(&market, cell.segment, *employer, stay[*employer], &before[*employer]);
            let is = wants(&market, cell.segment, *employer, left[*employer], &after[*employer]);
            assert!((harm - (is - was) / 60).abs() <= 2);
            // Whoever pays more draws hours from neighbours, never gives any.
            assert!(cell.rate < cell.card || after[*employer].all() <= before[*employer].all());
        }
    }
}

#[test]
fn what_makes_it_hold_does() {
    let (market, card) = carded(5, 12, 9);
    let game = Game::new(&market, &card, Case::CENTRAL);
    let alone = leave_all(&game);
    let costs = outcome(&market, &card, Case::CENTRAL).employers;
    let tolerated: Vec<i64> = costs.iter().map(|sums| sums.cost / 1_000).collect();
    let found = holding(&market, &card, Case::CENTRAL, &alone, &tolerated, &mut || false);
    assert!(!found.stable());
    let gain = |cells: &[Moved]| cells.iter().map(Moved::gain).sum::<i64>();
    let stable = |corridor| {
        let game = Game::new(&market, &card, Case::CENTRAL).within(corridor);
        leave_all(&game).iter().zip(&tolerated).all(|(cells, tolerated)| gain(cells) <= *tolerated)
    };
    let both = |percent: i64| Corridor { below: Some(percent * 10_000), above: Some(percent * 10_000) };
    assert!(stable(both(found.corridor)) && !stable(both(found.corridor + 1)), "{}", found.corridor);
    for need in &found.needs {
        assert_eq!(need.transfer(), (need.gain - need.tolerated).max(0));
    }
    if let Some(uplift) = &found.uplift {
        let alone = leave_all(&Game::new(&market, &uplift.card, Case::CENTRAL));
        assert!(alone.iter().zip(&tolerated).all(|(cells, tolerated)| gain(cells) <= *tolerated));
    }
    // Whoever tolerates all it could gain stays.
    let patient: Vec<i64> = alone.iter().map(|cells| gain(cells)).collect();
    assert!(holding(&market, &card, Case::CENTRAL, &alone, &patient, &mut || false).stable());
}

#[test]
fn groups_are_all_worked_out_and_a_cascade_starts_with_the_most_tempted() {
    let (market, card) = carded(5, 6, 2);
    let game = Game::new(&market, &card, Case::CENTRAL);
    let alone: Vec<i64> = leave_all(&game).iter().map(|cells| cells.iter().map(Moved::gain).sum()).collect();
    let found = groups(&game, &[0, 1, 2, 3, 4], 3, &mut || false);
    assert!(found.len() >= 10 + 10);
    for group in &found {
        let cells = together(&game, &group.members);
        assert_eq!(group.gain(), cells.iter().map(Moved::gain).sum::<i64>());
    }
    let pairs = found.iter().filter(|group| group.members.len() == 2).count();
    assert_eq!(pairs, 10);
    let steps = cascade(Game::new(&market, &card, Case::CENTRAL), &[0; 5], &mut || false);
    let most = alone.iter().max().unwrap();
    assert_eq!(steps.first().map(|step| step.gain), Some(*most).filter(|most| *most > 0));
    assert!(steps.iter().all(|step| step.gain > 0));
}

#[test]
fn a_derogation_is_part_of_how_things_are() {
    let (market, card) = carded(4, 3, 1);
    let mut game = Game::new(&market, &card, Case::CENTRAL);
    let cell = leave(&game, 1).into_iter().next().unwrap();
    game.derogate(cell.segment, 1, cell.rate);
    assert!(leave(&game, 1).iter().all(|other| other.segment != cell.segment), "it has what it wants there");
}
