//! Rosters under rules: who works which duty on which day, at the least penalty, and how far from the best that can be.
//!
//! A [`Problem`] holds people, duties, cover and [`rules`]; [`formats`] reads the public benchmark families; [`score`]
//! prices a [`Roster`]. Everything here is pure: no clock, file or print.

pub mod check;
pub mod formats;
mod kernel;
mod model;
mod roster;
pub mod rules;
mod score;
mod search;

pub use kernel::CompileError;
pub use model::{Bound, Cover, Duty, Limit, OFF, Person, Problem, Request, Step, Symbol, Weekends, Weight};
pub use roster::Roster;
pub use rules::{Clause, Rule};
pub use score::{Penalty, row_penalty, score};
pub use search::{Answer, Progress, Settings, Watch, solve};
