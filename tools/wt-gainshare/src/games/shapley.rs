//! The Shapley value: what each party adds, averaged over every order in which they could have joined.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;
use wt_facts::Ratio;
use wt_units::Quantity;

use super::{Coalition, Game, GameError};

/// The Shapley value, exact (Shapley 1953): for player i the sum over coalitions S without i of
/// `|S|! (n-|S|-1)! / n!` times what i adds to S. The shares add up to what all are worth together.
///
/// # Errors
/// [`GameError::TooLarge`] where sums pass what an `i128` holds; with 16 players that takes worths near 10^18.
pub fn shapley(game: &Game) -> Result<Vec<Ratio>, GameError> {
    let n = game.players();
    let factorial: Vec<i128> = (0..=n as i128)
        .scan(1_i128, |product, k| {
            *product *= k.max(1);
            Some(*product)
        })
        .collect();
    (0..n)
        .map(|player| {
            let mut sum = 0_i128;
            for (s, &without) in game.table().iter().enumerate() {
                let s = Coalition(s as u64);
                if s.has(player) {
                    continue;
                }
                let added = i128::from(game.worth(s.with(player))) - i128::from(without);
                let orders = factorial[s.size()] * factorial[n - s.size() - 1];
                let part = added.checked_mul(orders).ok_or(GameError::TooLarge)?;
                sum = sum.checked_add(part).ok_or(GameError::TooLarge)?;
            }
            Ratio::new(sum, factorial[n]).ok_or(GameError::TooLarge)
        })
        .collect()
}

/// A share that was estimated from random orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// Mean of what the player added.
    pub share: Ratio,
    /// Standard error of that mean, in the game's units, from the spread between orders; rounded up to a millionth.
    pub standard_error: Quantity,
}

/// The Shapley value by sampling `orders` random orders of joining (Castro, Gómez & Tejada 2009), for up to 63
/// players. The estimates add up to what all are worth together, as each order's additions do.
///
/// # Errors
/// No players or more than 63; sums that pass an `i128`. Fewer than two orders would give no standard error, so at
/// least two are drawn.
pub fn shapley_sampled(
    players: usize,
    mut worth: impl FnMut(Coalition) -> i64,
    orders: u32,
    seed: u64,
) -> Result<Vec<Estimate>, GameError> {
    if players == 0 || players > 63 {
        return Err(GameError::Players(players));
    }
    let drawn = orders.max(2);
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..players).collect();
    let mut sums = vec![(0_i128, 0_i128); players];
    for _ in 0..drawn {
        order.shuffle(&mut random);
        let (mut group, mut before) = (Coalition::NOBODY, 0_i64);
        for &player in &order {
            group = group.with(player);
            let now = worth(group);
            let added = i128::from(now) - i128::from(before);
            let (sum, squares) = &mut sums[player];
            *sum += added;
            *squares = added
                .checked_mul(added)
                .and_then(|square| squares.checked_add(square))
                .ok_or(GameError::TooLarge)?;
            before = now;
        }
    }
    sums.into_iter().map(|(sum, squares)| estimate(sum, squares, i128::from(drawn))).collect()
}

fn estimate(sum: i128, squares: i128, drawn: i128) -> Result<Estimate, GameError> {
    let share = Ratio::new(sum, drawn).ok_or(GameError::TooLarge)?;
    // Variance of the mean: (drawn * squares - sum^2) / (drawn^2 (drawn - 1)); its root in millionths.
    let spread = drawn
        .checked_mul(squares)
        .and_then(|all| all.checked_sub(sum.checked_mul(sum)?))
        .ok_or(GameError::TooLarge)?
        .max(0);
    let under = drawn * drawn * (drawn - 1);
    let millionths = match spread.checked_mul(1_000_000_000_000) {
        Some(scaled) => root_up(scaled.div_ceil_by(under)),
        // So wide that whole units are told.
        None => root_up(spread.div_ceil_by(under)).checked_mul(1_000_000).ok_or(GameError::TooLarge)?,
    };
    let millionths = i64::try_from(millionths).map_err(|_| GameError::TooLarge)?;
    Ok(Estimate { share, standard_error: Quantity::from_millionths(millionths) })
}

/// Division of what is not negative, rounded up.
trait CeilBy {
    fn div_ceil_by(self, by: i128) -> i128;
}

impl CeilBy for i128 {
    fn div_ceil_by(self, by: i128) -> i128 {
        self / by + i128::from(self % by != 0)
    }
}

/// Square root of what is not negative, rounded up.
fn root_up(of: i128) -> i128 {
    let root = of.isqrt();
    root + i128::from(root * root != of)
}
