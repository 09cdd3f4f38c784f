//! Rosters of real wards: extracts in, a lawful roster out, judged anew, with reasons and repairs.
//!
//! Three layers, never mixed: law and national terms bind and have no price; the ward's safe-staffing floor comes before any money; local
//! rules, wishes and bought cover are priced in pounds. [`folder`] reads a [`Ward`]; [`Compiled`] turns it into the model of the search;
//! [`judge`] counts a roster anew from the ward alone; [`explain`] gives reasons, [`repair`] mends what an absence tears open;
//! [`generate`] makes wards that look like real ones.

mod classes;
mod compile;
pub mod explain;
pub mod folder;
mod generate;
pub mod judge;
mod leave;
mod local;
pub mod model;
mod prices;
pub mod repair;
mod rows;
mod solve;

pub use compile::{Compiled, FLOOR, NotCompiled};
pub use generate::{Made, generate};
pub use leave::{Decision, decide};
pub use model::Ward;
pub use prices::Prices;
pub use rows::Rows;
pub use solve::{Solved, solve};
