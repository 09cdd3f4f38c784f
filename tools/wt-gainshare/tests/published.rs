//! Games whose answers stand in the literature, to the digit.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use wt_facts::Ratio;
use wt_gainshare::games::{Coalition, Core, Game, core, nucleolus, shapley, shapley_sampled};

fn of(num: i128, den: i128) -> Ratio {
    Ratio::new(num, den).unwrap()
}

fn words(shares: &[Ratio]) -> Vec<String> {
    shares.iter().map(ToString::to_string).collect()
}

/// Savings game of a cost game: what a group saves by building together.
fn savings(players: usize, cost: impl Fn(Coalition) -> i64) -> Game {
    let alone: Vec<i64> = (0..players).map(|i| cost(Coalition::NOBODY.with(i))).collect();
    Game::of(players, |s| s.players().map(|i| alone[i]).sum::<i64>() - cost(s)).unwrap()
}

/// Rounded to hundredths, as the sources print.
fn hundredths(of: Ratio) -> i128 {
    (of.numerator() * 200 + of.denominator()).div_euclid(2 * of.denominator())
}

/// Littlechild & Owen (1973), "A simple expression for the Shapley value in a special case", Management Science 20,
/// with the runway costs of Littlechild & Thompson (1977): Birmingham, 1968/69. Costs in pounds; movements; charge
/// per movement as printed.
const BIRMINGHAM: [(i64, i128, i128); 11] = [
    (65_899, 42, 486),
    (76_725, 9_555, 566),
    (95_200, 288, 1_030),
    (97_200, 303, 1_085),
    (97_436, 151, 1_092),
    (98_142, 1_315, 1_113),
    (102_496, 505, 1_340),
    (104_849, 1_128, 1_507),
    (113_322, 151, 4_480),
    (115_440, 112, 6_061),
    (117_676, 22, 16_224),
];

/// Each step of the runway is shared by the movements that need it.
fn runway(users: &[(i64, i128)]) -> Vec<Ratio> {
    let mut charges: Vec<Ratio> = Vec::new();
    for (at, (cost, _)) in users.iter().enumerate() {
        let below = if at == 0 { 0 } else { users[at - 1].0 };
        let using: i128 = users[at..].iter().map(|(_, n)| n).sum();
        let before = charges.last().copied().unwrap_or(Ratio::ZERO);
        charges.push(before.checked_add(of((cost - below).into(), using)).unwrap());
    }
    charges
}

#[test]
fn airport_charges_are_the_published_ones() {
    let users: Vec<(i64, i128)> = BIRMINGHAM.iter().map(|(cost, n, _)| (*cost, *n)).collect();
    let printed: Vec<i128> = BIRMINGHAM.iter().map(|(.., charge)| *charge).collect();
    assert_eq!(runway(&users).into_iter().map(hundredths).collect::<Vec<_>>(), printed);
    // The same eleven kinds with one movement each: the general method agrees with the special expression exactly.
    let single: Vec<(i64, i128)> = users.iter().map(|(cost, _)| (*cost, 1)).collect();
    let game = Game::of(11, |s| s.players().map(|i| single[i].0).max().unwrap_or(0)).unwrap();
    assert_eq!(shapley(&game).unwrap(), runway(&single));
}

#[test]
fn sampling_comes_within_its_own_error_of_the_airport() {
    // 40 movements are too many for a table; the special expression knows the answer.
    let users: Vec<(i64, i128)> = (0..40).map(|i| (10_000 + 1_500 * i, 1)).collect();
    let exact = runway(&users);
    let worth = |s: Coalition| s.players().map(|i| users[i].0).max().unwrap_or(0);
    let found = shapley_sampled(40, worth, 4_000, 7).unwrap();
    let far = found.iter().zip(&exact).filter(|(estimate, exact)| {
        let off = estimate.share.to_f64() - exact.to_f64();
        off.abs() > 1.96 * estimate.standard_error.to_f64()
    });
    assert!(far.count() <= 5, "about 2 of 40 are expected outside 95% intervals");
    let total = found.iter().fold(Ratio::ZERO, |sum, e| sum.checked_add(e.share).unwrap());
    assert_eq!(total, of(10_000 + 1_500 * 39, 1));
    assert_eq!(found, shapley_sampled(40, worth, 4_000, 7).unwrap(), "same seed, same answer");
}

#[test]
fn gloves_go_to_the_short_side() {
    // Shapley & Shubik (1969), "On market games"; shares as in Maschler, Solan & Zamir (2013), examples 18.5 and 20.
    let game = Game::of(3, |s| i64::from(s.has(2) && s.size() > 1)).unwrap();
    assert_eq!(words(&shapley(&game).unwrap()), ["1/6", "1/6", "2/3"]);
    assert_eq!(words(&nucleolus(&game).unwrap().shares), ["0", "0", "1"]);
    let Core::Split { shares, margin } = core(&game).unwrap() else { panic!("the core is one point") };
    assert_eq!((words(&shares), margin), (vec!["0".into(), "0".into(), "1".into()], Ratio::ZERO));
}

fn estate(of: i64, claims: &[i64]) -> Game {
    let all: i64 = claims.iter().sum();
    Game::of(claims.len(), |s| (of - all + s.players().map(|i| claims[i]).sum::<i64>()).max(0)).unwrap()
}

#[test]
fn the_talmud_divides_estates_as_the_nucleolus_does() {
    // Aumann & Maschler (1985), "Game theoretic analysis of a bankruptcy problem from the Talmud", table I.
    for (amount, shares) in
        [(100, ["100/3", "100/3", "100/3"]), (200, ["50", "75", "75"]), (300, ["50", "100", "150"])]
    {
        let game = estate(amount, &[100, 200, 300]);
        assert_eq!(words(&nucleolus(&game).unwrap().shares), shares, "estate of {amount}");
    }
    // O'Neill (1982), "A problem of rights arbitration from the Talmud": Ibn Ezra's estate of 120 and claims of 120,
    // 60, 40 and 30. Each layer is shared by those who claim it, as a runway is: 80 5/6, 20 5/6, 10 5/6 and 7 1/2.
    let claims = [120, 60, 40, 30];
    let layers = Game::of(4, |s| s.players().map(|i| claims[i]).max().unwrap_or(0)).unwrap();
    let shares = words(&shapley(&layers).unwrap());
    assert_eq!(shares, ["485/6", "125/6", "65/6", "15/2"]);
}

fn voting(weights: &[u32], quota: u32) -> Game {
    let carried = |s: Coalition| s.players().map(|i| weights[i]).sum::<u32>() >= quota;
    Game::of(weights.len(), |s| i64::from(carried(s))).unwrap()
}

#[test]
fn voting_power_is_the_published_one() {
    // Shapley & Shubik (1954): the Security Council of eleven: 76/385 (19.7%) and 1/462 (0.22%).
    let power = shapley(&voting(&[7, 7, 7, 7, 7, 1, 1, 1, 1, 1, 1], 37)).unwrap();
    assert_eq!((power[0], power[10]), (of(76, 385), of(1, 462)));
    // Of fifteen since 1965: 421/2145 and 4/2145.
    let weights = [7, 7, 7, 7, 7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    let power = shapley(&voting(&weights, 39)).unwrap();
    assert_eq!((power[0], power[14]), (of(421, 2145), of(4, 2145)));
    // Brams & Affuso (1976): the Council of Ministers of 1958; Luxembourg had a vote and no power.
    let council = voting(&[4, 4, 4, 2, 2, 1], 12);
    assert_eq!(words(&shapley(&council).unwrap()), ["7/30", "7/30", "7/30", "3/20", "3/20", "0"]);
    assert!(matches!(core(&council).unwrap(), Core::Empty(_)), "nobody has a veto");
    // Peleg (1968): the least homogeneous weights [3; 2, 1, 1, 1], normalised, are the nucleolus.
    let apex = voting(&[2, 1, 1, 1], 3);
    assert_eq!(words(&nucleolus(&apex).unwrap().shares), ["2/5", "1/5", "1/5", "1/5"]);
}

#[test]
fn the_tennessee_valley_shares_its_dams() {
    // Straffin & Heaney (1981), "Game theory and the Tennessee Valley Authority": navigation, flood control, power;
    // joint costs in thousand dollars. Shapley 117,829, 100,756.5 and 193,998.5; nucleolus 116,234, 93,540, 202,810.
    let costs = [0, 163_520, 140_826, 301_607, 250_096, 378_821, 367_370, 412_584];
    let game = savings(3, |s| costs[s.0 as usize]);
    let alone = [163_520, 140_826, 250_096];
    let charges = |shares: Vec<Ratio>| -> Vec<String> {
        shares.iter().zip(alone).map(|(s, a)| of(a, 1).checked_sub(*s).unwrap().to_string()).collect()
    };
    assert_eq!(charges(shapley(&game).unwrap()), ["117829", "201513/2", "387997/2"]);
    assert_eq!(charges(nucleolus(&game).unwrap().shares), ["116234", "93540", "202810"]);
    assert!(matches!(core(&game).unwrap(), Core::Split { .. }));
}

#[test]
fn two_towns_share_their_water() {
    // Young (1994), "Cost allocation", Handbook of Game Theory 2, section 1: town A needs 11 million by itself,
    // town B 7, together 15. Equal division of the saving charges 9.5 and 5.5.
    let game = savings(2, |s| [0, 1_100, 700, 1_500][s.0 as usize]);
    assert_eq!(words(&shapley(&game).unwrap()), ["150", "150"]);
    assert_eq!(words(&nucleolus(&game).unwrap().shares), ["150", "150"]);
}

#[test]
fn three_voters_have_no_core() {
    // Von Neumann & Morgenstern (1944): simple majority of three.
    let majority = voting(&[1, 1, 1], 2);
    let Core::Empty(why) = core(&majority).unwrap() else { panic!("the core is empty") };
    assert_eq!((why.claimed, why.total), (of(3, 2), 1));
    assert_eq!(why.gain, of(1, 3));
    assert_eq!(words(&nucleolus(&majority).unwrap().shares), ["1/3", "1/3", "1/3"]);
}
