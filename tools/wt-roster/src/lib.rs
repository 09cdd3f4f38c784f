//! Rosters under rules: who works which duty on which day, at the least penalty, and how far from the best that can be.
//!
//! A [`Problem`] holds people, duties, cover and [`rules`]; [`formats`] reads the public benchmark families; [`score`]
//! prices a [`Roster`]; [`solve`] searches; [`check`] judges without sharing code with the search. Everything here is pure: no
//! clock, file or print.
//!
//! ```
//! use wt_roster::{Settings, Watch, check::judge, formats::curtois, solve};
//!
//! // Two people, a week, one early shift a day; nobody works more than five days or three in a row.
//! let ward = "SECTION_HORIZON\n7\nSECTION_SHIFTS\nE,480,\nSECTION_STAFF\n\
//!     A,E=7,2400,0,3,1,1,2\nB,E=7,2400,0,3,1,1,2\nSECTION_DAYS_OFF\nA,0\n\
//!     SECTION_SHIFT_ON_REQUESTS\nB,1,E,2\nSECTION_SHIFT_OFF_REQUESTS\nSECTION_COVER\n0,E,1,100,1\n1,E,1,100,1\n2,E,1,100,1\n3,E,1,100,1\n4,E,1,100,1\n";
//! let ward = curtois::read("two people", ward)?;
//!
//! // Whoever watches says how much of the time is gone, and hears of every better roster.
//! struct Patient;
//! impl Watch for Patient {
//!     fn spent(&self) -> u32 {
//!         0
//!     }
//! }
//!
//! let settings = Settings { seed: 1, threads: 1, moves: Some(2_000) };
//! let answer = solve(&ward, &settings, &Patient)?;
//! let roster = answer.roster.ok_or("nobody found a lawful roster")?;
//! let judged = judge(&ward, &roster);
//! assert_eq!((judged.broken, judged.penalty), (0, 0));
//! assert_eq!(answer.progress.objective, Some(0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod check;
mod contradiction;
mod desk;
pub mod formats;
mod kernel;
mod model;
mod roster;
pub mod rules;
mod score;
mod search;
mod shortage;
pub mod ward;

pub use contradiction::{Contradiction, contradictions};
pub use kernel::CompileError;
pub use model::{Bound, Cover, Duty, Limit, OFF, Person, Problem, Request, Step, Symbol, Weekends, Weight};
pub use roster::Roster;
pub use rules::{Clause, Rule};
pub use score::{Penalty, row_penalty, score};
pub use search::{Answer, Progress, Settings, Watch, solve};
pub use shortage::{Conflict, Shortage, shortage};
