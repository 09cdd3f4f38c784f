//! The choice itself: candidates whole or not at all, under limits and dependencies.

mod frontier;
mod problem;
mod relaxed;
mod robust;
mod search;

pub use frontier::{Cost, Point, Wanted, costs, frontier};
pub use problem::{Limit, Problem, ProblemError};
pub use robust::{Robust, robust, worst_case};
pub use search::{Choice, Effort, best};
