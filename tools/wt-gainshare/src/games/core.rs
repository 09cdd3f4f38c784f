//! The core: splits from which no group of parties would do better to break away.

use wt_facts::Ratio;

use super::nucleolus::Run;
use super::{Coalition, Game, GameError, nucleolus};

/// Whether there is such a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Core {
    /// There is; this one leaves every group as far as possible from breaking away (the nucleolus).
    Split {
        /// Share of each player.
        shares: Vec<Ratio>,
        /// What the closest group to breaking away still gains by staying.
        margin: Ratio,
    },
    /// There is none.
    Empty(Blocked),
}

/// Why there is no such split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The group that gains most by breaking away from the fairest split there is.
    pub by: Coalition,
    /// What that group gains by it, at the least.
    pub gain: Ratio,
    /// The proof (Bondareva 1963, Shapley 1967): weights on groups that put exactly one on every player, and whose
    /// weighted worth is above the total.
    pub balanced: Vec<(Coalition, Ratio)>,
    /// That weighted worth.
    pub claimed: Ratio,
    /// What there is to share.
    pub total: i64,
}

/// Finds a split in the core, or proves that there is none.
///
/// # Errors
/// [`GameError::TooLarge`].
///
/// ```
/// use wt_gainshare::games::{Core, Game, core};
/// // Any two of three can share 100 by themselves: whoever is left out offers one of them more.
/// let majority = Game::of(3, |s| if s.size() > 1 { 100 } else { 0 })?;
/// let Core::Empty(why) = core(&majority)? else { panic!("the core is empty") };
/// assert_eq!(why.claimed.to_string(), "150");
/// # Ok::<(), wt_gainshare::games::GameError>(())
/// ```
pub fn core(game: &Game) -> Result<Core, GameError> {
    let mut run = match Run::new(game) {
        Ok(run) => run,
        Err(GameError::NotWorthIt { .. }) => return alone(game),
        Err(other) => return Err(other),
    };
    let Some(first) = run.stage()? else {
        return Ok(Core::Split { shares: run.shares, margin: Ratio::ZERO });
    };
    let is_blocked = !first.excess.is_negative() && first.excess != Ratio::ZERO;
    if !is_blocked {
        let margin = Ratio::ZERO.checked_sub(first.excess).ok_or(GameError::TooLarge)?;
        return Ok(Core::Split { shares: nucleolus(game)?.shares, margin });
    }
    // Weights of the stage add up to one and put the same weight on every player: scaled, exactly one.
    let each = first
        .tight
        .iter()
        .copied()
        .chain(first.alone.iter().map(|(player, weight)| (Coalition::NOBODY.with(*player), *weight)));
    let each: Vec<(Coalition, Ratio)> = each.collect();
    let on_first = each
        .iter()
        .filter(|(of, _)| of.has(0))
        .try_fold(Ratio::ZERO, |sum, (_, weight)| sum.checked_add(*weight))
        .ok_or(GameError::TooLarge)?;
    let balanced: Option<Vec<(Coalition, Ratio)>> =
        each.into_iter().map(|(of, weight)| Some((of, weight.checked_div(on_first)?))).collect();
    blocked(game, balanced.ok_or(GameError::TooLarge)?, first.tight.first().map(|(of, _)| *of), first.excess)
}

/// No split even gives each player what they are worth alone.
fn alone(game: &Game) -> Result<Core, GameError> {
    let singles = (0..game.players()).map(|i| Coalition::NOBODY.with(i));
    let balanced: Vec<(Coalition, Ratio)> = singles.map(|of| (of, Ratio::ONE)).collect();
    let richest = balanced.iter().map(|(of, _)| *of).max_by_key(|of| game.worth(*of));
    let gain: i128 =
        balanced.iter().map(|(of, _)| i128::from(game.worth(*of))).sum::<i128>() - i128::from(game.total());
    // Shared evenly, each falls short by the same.
    let gain = Ratio::new(gain, game.players() as i128).ok_or(GameError::TooLarge)?;
    blocked(game, balanced, richest, gain)
}

fn blocked(
    game: &Game,
    balanced: Vec<(Coalition, Ratio)>,
    by: Option<Coalition>,
    gain: Ratio,
) -> Result<Core, GameError> {
    let claimed = balanced
        .iter()
        .try_fold(Ratio::ZERO, |sum, (of, weight)| {
            sum.checked_add(Ratio::new(game.worth(*of).into(), 1)?.checked_mul(*weight)?)
        })
        .ok_or(GameError::TooLarge)?;
    let by = by.unwrap_or(Coalition::NOBODY);
    Ok(Core::Empty(Blocked { by, gain, balanced, claimed, total: game.total() }))
}
