//! The nucleolus: the split whose worst-treated group is treated as well as can be, then the next worst, and so on.

use wt_facts::Ratio;

use super::linear::{Column, solve};
use super::plane::{Plane, exact};
use super::{Coalition, Game, GameError};

/// One stage: the greatest excess that no split can lower further, and who is held there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Worth of a coalition by itself less what the split gives it; negative where the split gives it more.
    pub excess: Ratio,
    /// Coalitions held at that excess in every split that is still possible, each with its weight in the proof.
    pub tight: Vec<(Coalition, Ratio)>,
    /// Players held at what they are worth alone, each with its weight in the proof.
    pub alone: Vec<(usize, Ratio)>,
}

/// The nucleolus and the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nucleolus {
    /// Share of each player.
    pub shares: Vec<Ratio>,
    /// The linear programs in order; empty for one player.
    pub stages: Vec<Stage>,
}

/// The nucleolus (Schmeidler 1969) of a game, by the sequence of linear programs of Kopelowitz (1967) and Maschler,
/// Peleg & Shapley (1979), in exact fractions. Among splits of the total that give nobody less than alone, it is
/// the one whose excesses, sorted from the greatest, come first in the order of a dictionary. There is exactly one.
///
/// # Errors
/// [`GameError::NotWorthIt`] where no split gives everybody what they are worth alone; [`GameError::TooLarge`].
///
/// ```
/// use wt_gainshare::games::{Coalition, Game, nucleolus};
/// // An estate of 200 and claims of 100, 200 and 300, as the Talmud divides it (Aumann & Maschler 1985).
/// let claims = [100, 200, 300];
/// let estate = Game::of(3, |s: Coalition| {
///     let others: i64 = (0..3).filter(|i| !s.has(*i)).map(|i| claims[i]).sum();
///     (200 - others).max(0)
/// })?;
/// let shares: Vec<String> = nucleolus(&estate)?.shares.iter().map(ToString::to_string).collect();
/// assert_eq!(shares, ["50", "75", "75"]);
/// # Ok::<(), wt_gainshare::games::GameError>(())
/// ```
pub fn nucleolus(game: &Game) -> Result<Nucleolus, GameError> {
    let mut run = Run::new(game)?;
    let mut stages = Vec::new();
    while let Some(stage) = run.stage()? {
        stages.push(stage);
    }
    Ok(Nucleolus { shares: run.plane.point(&[], &[])?, stages })
}

/// The stages one by one.
pub(super) struct Run<'a> {
    game: &'a Game,
    plane: Plane,
    settled: Vec<bool>,
    /// A split that is best so far.
    pub(super) shares: Vec<Ratio>,
}

impl<'a> Run<'a> {
    pub(super) fn new(game: &'a Game) -> Result<Self, GameError> {
        let n = game.players();
        let alone: i128 = (0..n).map(|i| i128::from(game.worth(Coalition::NOBODY.with(i)))).sum();
        if alone > i128::from(game.total()) {
            return Err(GameError::NotWorthIt { together: game.total(), alone });
        }
        let mut plane = Plane::new(n);
        plane.add(Coalition::all(n), exact(Ratio::new(game.total().into(), 1))?)?;
        let shares = if n == 1 { plane.point(&[], &[])? } else { Vec::new() };
        Ok(Self { game, plane, settled: vec![false; game.table().len()], shares })
    }

    /// The next stage; none once every share is known.
    pub(super) fn stage(&mut self) -> Result<Option<Stage>, GameError> {
        if self.plane.free().is_empty() {
            return Ok(None);
        }
        let found = solve(self.game, &self.plane, &mut self.settled)?;
        let mut stage = Stage { excess: found.excess, tight: Vec::new(), alone: Vec::new() };
        for (column, weight) in found.tight {
            match column {
                Column::Excess(of) => {
                    let worth = exact(Ratio::new(self.game.worth(of).into(), 1))?;
                    self.plane.add(of, exact(worth.checked_sub(found.excess))?)?;
                    stage.tight.push((of, weight));
                }
                Column::Own(player) => {
                    let of = Coalition::NOBODY.with(player);
                    self.plane.add(of, exact(Ratio::new(self.game.worth(of).into(), 1))?)?;
                    stage.alone.push((player, weight));
                }
                Column::Filler(_) => {}
            }
        }
        stage.tight.sort_unstable_by_key(|(of, _)| *of);
        stage.alone.sort_unstable_by_key(|(player, _)| *player);
        self.shares = found.shares;
        Ok(Some(stage))
    }
}
