//! Cooperative games: the Shapley value, the nucleolus and the core, in exact arithmetic.

mod core;
mod game;
mod linear;
mod nucleolus;
mod plane;
mod shapley;

pub use self::core::{Blocked, Core, core};
pub use game::{Coalition, Game, GameError, MOST_PLAYERS};
pub use nucleolus::{Nucleolus, Stage, nucleolus};
pub use shapley::{Estimate, shapley, shapley_sampled};
