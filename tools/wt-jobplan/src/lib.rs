//! Consultants' job plans in programmed activities (PAs) against the sessions that are needed, by weekday.
//!
//! [`read_plans`] and [`read_demand`] read two tables; [`Terms`] are the figures of the contract on a day, from the facts;
//! [`compare`](fn@compare) counts every plan ([`Counted`]) and what is wanted and planned on each weekday, part of the day and
//! kind of work ([`Cell`]), places whole sessions that nobody does with consultants who have time left in their contract
//! ([`place`]), and says what may be moved, placed and bought ([`Opportunity`]).
//!
//! PAs are exact fractions throughout: an hour in premium time is a third of one.

mod compare;
mod count;
mod extract;
mod model;
mod opportunity;
mod place;
mod plans;
mod terms;

pub use compare::{Cell, Report, compare};
pub use count::{hundredths, pas_of};
pub use extract::{NotRead, read_demand, read_plans};
pub use model::{Category, DAYS, Demand, Frequency, PART_NAMES, Part, Plan, Planned, Stretch, Wanted, Work};
pub use opportunity::{Opportunity, OpportunityKind};
pub use place::{Candidate, Open, Placed, Placing, place};
pub use plans::{Counted, Note};
pub use terms::{Room, Terms, TooLarge};
