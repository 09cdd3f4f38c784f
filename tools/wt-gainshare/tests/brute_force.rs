//! Small random games against every order, every split on a grid, and proofs checked by their own arithmetic.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use proptest::prelude::*;
use wt_facts::Ratio;
use wt_gainshare::games::{Coalition, Core, Game, GameError, Stage, core, nucleolus, shapley};

fn game(players: usize, worth: impl Strategy<Value = i64>) -> impl Strategy<Value = Game> {
    prop::collection::vec(worth, (1 << players) - 1)
        .prop_map(move |rest| Game::new(players, std::iter::once(0).chain(rest).collect()).unwrap())
}

/// Any game of two to five players whose players gain by sharing at all.
fn small() -> impl Strategy<Value = Game> {
    prop_oneof![game(2, -4..12_i64), game(3, -4..12_i64), game(4, 0..10_i64), game(5, 0..10_i64)]
}

fn orders(left: &[usize], order: &mut Vec<usize>, visit: &mut dyn FnMut(&[usize])) {
    if left.is_empty() {
        return visit(order);
    }
    for at in 0..left.len() {
        let mut rest = left.to_vec();
        order.push(rest.remove(at));
        orders(&rest, order, visit);
        order.pop();
    }
}

fn over_all_orders(game: &Game) -> Vec<Ratio> {
    let n = game.players();
    let (mut sums, mut count) = (vec![0_i128; n], 0_i128);
    orders(&(0..n).collect::<Vec<_>>(), &mut Vec::new(), &mut |order| {
        count += 1;
        let mut group = Coalition::NOBODY;
        for &player in order {
            sums[player] += i128::from(game.worth(group.with(player)) - game.worth(group));
            group = group.with(player);
        }
    });
    sums.into_iter().map(|sum| Ratio::new(sum, count).unwrap()).collect()
}

/// Excesses of proper coalitions times `scale`, greatest first, for shares that are whole at that scale.
fn excesses(game: &Game, shares: &[i128], scale: i128) -> Vec<i128> {
    let proper = 1..(1_u64 << game.players()) - 1;
    let mut all: Vec<i128> = proper
        .map(|s| {
            let given: i128 = Coalition(s).players().map(|i| shares[i]).sum();
            i128::from(game.worth(Coalition(s))) * scale - given
        })
        .collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all
}

/// Shares as whole numbers at a common scale.
fn whole(shares: &[Ratio], scale: i128) -> Vec<i128> {
    shares.iter().map(|s| s.numerator() * (scale / s.denominator())).collect()
}

fn lcm(shares: &[Ratio]) -> i128 {
    shares.iter().fold(1, |scale, s| scale * Ratio::new(scale, s.denominator()).unwrap().denominator())
}

/// Every split of the total in steps of one `scale`-th that gives nobody less than alone.
fn splits(game: &Game, scale: i128, visit: &mut dyn FnMut(&[i128])) {
    fn go(game: &Game, scale: i128, left: i128, so_far: &mut Vec<i128>, visit: &mut dyn FnMut(&[i128])) {
        let n = game.players();
        let alone = |i: usize| i128::from(game.worth(Coalition::NOBODY.with(i))) * scale;
        let least: i128 = (so_far.len()..n).map(alone).sum();
        if left < least {
            return;
        }
        if so_far.len() == n - 1 {
            so_far.push(left);
            visit(so_far);
            so_far.pop();
            return;
        }
        let mine = alone(so_far.len());
        for share in mine..=(left - least + mine) {
            so_far.push(share);
            go(game, scale, left - share, so_far, visit);
            so_far.pop();
        }
    }
    go(game, scale, i128::from(game.total()) * scale, &mut Vec::new(), visit);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn shapley_is_the_mean_over_all_orders(game in small()) {
        prop_assert_eq!(shapley(&game).unwrap(), over_all_orders(&game));
    }

    #[test]
    fn no_split_on_a_grid_beats_the_nucleolus(game in small()) {
        let found = match nucleolus(&game) {
            Err(GameError::NotWorthIt { .. }) => return Ok(()),
            other => other.unwrap(),
        };
        let step = if game.players() < 5 { 2 } else { 1 };
        let scale = lcm(&found.shares) * step;
        let best = excesses(&game, &whole(&found.shares, scale), scale);
        let total: i128 = whole(&found.shares, scale).iter().sum();
        prop_assert_eq!(total, i128::from(game.total()) * scale);
        let mut beaten = None;
        splits(&game, step, &mut |split| {
            let other: Vec<i128> = split.iter().map(|s| s * (scale / step)).collect();
            if other != whole(&found.shares, scale) && excesses(&game, &other, scale) <= best {
                beaten = Some(split.to_vec());
            }
        });
        prop_assert_eq!(beaten, None);
        let falls = |w: &[Stage]| !w[0].excess.checked_sub(w[1].excess).unwrap().is_negative();
        prop_assert!(found.stages.windows(2).all(falls));
    }

    #[test]
    fn the_core_is_found_or_its_absence_proved(game in small()) {
        match core(&game).unwrap() {
            Core::Split { shares, margin } => {
                let scale = lcm(&shares);
                let worst = excesses(&game, &whole(&shares, scale), scale)[0];
                prop_assert!(worst <= 0);
                prop_assert!(!margin.is_negative());
            }
            Core::Empty(why) => {
                for player in 0..game.players() {
                    let on = why.balanced.iter().filter(|(s, _)| s.has(player));
                    let on = on.fold(Ratio::ZERO, |sum, (_, w)| sum.checked_add(*w).unwrap());
                    prop_assert_eq!(on, Ratio::ONE);
                }
                let claimed = why.balanced.iter().fold(Ratio::ZERO, |sum, (s, w)| {
                    assert!(!w.is_negative());
                    let worth = Ratio::new(game.worth(*s).into(), 1).unwrap();
                    sum.checked_add(worth.checked_mul(*w).unwrap()).unwrap()
                });
                prop_assert_eq!(claimed, why.claimed);
                let total = Ratio::new(why.total.into(), 1).unwrap();
                prop_assert!(total.checked_sub(claimed).unwrap().is_negative());
                prop_assert!(!why.gain.is_negative() && why.gain != Ratio::ZERO);
            }
        }
    }
}

#[test]
fn a_game_of_ten_is_settled_exactly() {
    // Convex, so that the core is there, and symmetric but for two dummies.
    let game = Game::of(10, |s| {
        let helpers = s.players().filter(|i| *i < 8).count() as i64;
        helpers * helpers * 1_000
    })
    .unwrap();
    let found = nucleolus(&game).unwrap();
    let words: Vec<String> = found.shares.iter().map(ToString::to_string).collect();
    assert_eq!(words, [["8000"; 8].as_slice(), ["0"; 2].as_slice()].concat());
}

#[test]
fn sixteen_parties_are_shared_between_in_seconds() {
    let mut state = 11_u64;
    let game = Game::of(16, |s| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (s.size() * s.size()) as i64 * 10_000_000 + (state >> 40) as i64
    })
    .unwrap();
    let found = nucleolus(&game).unwrap();
    let total = found.shares.iter().fold(Ratio::ZERO, |sum, s| sum.checked_add(*s).unwrap());
    assert_eq!(total, Ratio::new(game.total().into(), 1).unwrap());
}
