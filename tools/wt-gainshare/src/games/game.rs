//! A cooperative game: what every group of parties could save by itself.

use std::fmt;

/// Most players for which a game is kept as a table, and every answer is exact.
pub const MOST_PLAYERS: usize = 16;

/// Why a game can't be had, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GameError {
    /// Nobody, or more than a table holds.
    #[error("found {0} players, expected 1 to {MOST_PLAYERS}")]
    Players(usize),
    /// The table has another length than two to the number of players.
    #[error("found the worth of {found} coalitions, expected {expected}")]
    Length {
        /// Worths given.
        found: usize,
        /// Two to the number of players.
        expected: usize,
    },
    /// The empty coalition is worth something.
    #[error("found {0} for the coalition of nobody, expected 0")]
    Nobody(i64),
    /// The parties together are worth less than each by itself, so no split leaves everybody at least that.
    #[error(
        "together the parties are worth {together}, less than the {alone} that they are worth one by one"
    )]
    NotWorthIt {
        /// Worth of all together.
        together: i64,
        /// Sum of what each is worth alone.
        alone: i128,
    },
    /// Numbers grew beyond what exact arithmetic holds here.
    #[error("the worths are too large for exact arithmetic")]
    TooLarge,
}

/// A group of players, as the set bits of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coalition(pub u64);

impl Coalition {
    /// Nobody.
    pub const NOBODY: Self = Self(0);

    /// All of the first `n` players; `n` is at most 63.
    pub const fn all(n: usize) -> Self {
        Self((1 << n) - 1)
    }

    /// Whether the player is in it.
    pub const fn has(self, player: usize) -> bool {
        self.0 >> player & 1 == 1
    }

    /// With the player.
    #[must_use]
    pub const fn with(self, player: usize) -> Self {
        Self(self.0 | 1 << player)
    }

    /// How many players.
    pub const fn size(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The players in order.
    pub fn players(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |&i| self.has(i))
    }
}

impl FromIterator<usize> for Coalition {
    fn from_iter<I: IntoIterator<Item = usize>>(players: I) -> Self {
        players.into_iter().fold(Self::NOBODY, Self::with)
    }
}

/// A game in characteristic form (von Neumann & Morgenstern 1944): the worth of every coalition, in whole units
/// (pence, points). Worths may be negative.
#[derive(Clone, PartialEq, Eq)]
pub struct Game {
    players: usize,
    worth: Vec<i64>,
}

impl Game {
    /// From a table: entry `s` is the worth of the coalition whose bits are set in `s`.
    ///
    /// # Errors
    /// No players or more than [`MOST_PLAYERS`], a table of the wrong length, or nobody worth something.
    pub fn new(players: usize, worth: Vec<i64>) -> Result<Self, GameError> {
        if players == 0 || players > MOST_PLAYERS {
            return Err(GameError::Players(players));
        }
        let expected = 1 << players;
        if worth.len() != expected {
            return Err(GameError::Length { found: worth.len(), expected });
        }
        if worth[0] != 0 {
            return Err(GameError::Nobody(worth[0]));
        }
        Ok(Self { players, worth })
    }

    /// From a rule; the coalition of nobody is not asked.
    ///
    /// # Errors
    /// As [`Game::new`].
    ///
    /// ```
    /// use wt_gainshare::games::{Game, shapley};
    /// // The glove game: two hold a left glove, one holds a right glove, a pair is worth 6.
    /// let game = Game::of(3, |s| if s.has(2) && s.size() > 1 { 6 } else { 0 })?;
    /// let shares: Vec<String> = shapley(&game)?.iter().map(ToString::to_string).collect();
    /// assert_eq!(shares, ["1", "1", "4"]);
    /// # Ok::<(), wt_gainshare::games::GameError>(())
    /// ```
    pub fn of(players: usize, mut worth: impl FnMut(Coalition) -> i64) -> Result<Self, GameError> {
        if players == 0 || players > MOST_PLAYERS {
            return Err(GameError::Players(players));
        }
        let table = (0..1_u64 << players).map(|s| if s == 0 { 0 } else { worth(Coalition(s)) }).collect();
        Self::new(players, table)
    }

    /// How many players.
    pub fn players(&self) -> usize {
        self.players
    }

    /// What the coalition is worth; players that the game hasn't are ignored.
    pub fn worth(&self, of: Coalition) -> i64 {
        self.worth[(of.0 & Coalition::all(self.players).0) as usize]
    }

    /// What all are worth together.
    pub fn total(&self) -> i64 {
        self.worth(Coalition::all(self.players))
    }

    pub(super) fn table(&self) -> &[i64] {
        &self.worth
    }
}

impl fmt::Debug for Game {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.worth.iter().enumerate().skip(1).map(|(s, v)| (format!("{s:b}"), v)))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_are_no_game_are_refused() {
        assert_eq!(Game::new(0, vec![0]), Err(GameError::Players(0)));
        assert_eq!(Game::of(17, |_| 0), Err(GameError::Players(17)));
        assert_eq!(Game::new(2, vec![0; 3]), Err(GameError::Length { found: 3, expected: 4 }));
        assert_eq!(Game::new(1, vec![2, 3]), Err(GameError::Nobody(2)));
        let game = Game::of(2, |s| s.size() as i64).unwrap();
        assert_eq!((game.total(), game.worth(Coalition(0b110))), (2, 1));
    }
}
