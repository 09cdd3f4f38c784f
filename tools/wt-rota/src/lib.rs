//! Rotas that repeat: a pattern of as many weeks as there are doctors, each of whom starts one week further on.
//!
//! In any week every row of the pattern is somebody's, so a weekday is covered by what stands in its column. The plan: [`Slots`] say
//! which shifts there are and how many people each weekday needs; [`Pattern`] is who works what; [`check`] judges it, as one doctor works
//! it round and round, by the dated rules of [`wt_worktime`], and counts the cover anew; [`solve`](fn@solve) finds one;
//! [`impossible`] says in a sentence why there can be none.

mod check;
mod cost;
mod extract;
mod impossible;
mod model;
mod solve;

pub use check::{Leave, Short, Terms, Verdict, check};
pub use extract::{NotRead, read_pattern, read_slots, write_pattern};
pub use impossible::impossible;
pub use model::{Cell, DAYS, NoPattern, Pattern, Shift, Slots};
pub use solve::{Answer, Search, solve};
