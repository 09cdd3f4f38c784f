//! Working time: duties against dated rules of hours and rest, each broken rule in a sentence.
//!
//! The plan: [`Rules::on`] reads the limits that hold on a day out of [`wt_facts`]; [`Person::new`] takes duties with the
//! period they are judged in; [`Rules::judge`] measures them and asks each rule, one file each under `rules/`. Readings that the
//! terms leave open are [`Settings`].
//!
//! Durations are elapsed time; days and nights are those of clocks in England. A finding belongs to a period when a duty of the
//! period is part of it: what the tail before it did alone was for the period before to answer.

mod duty;
mod judge;
mod limits;
mod rules;
mod runs;
pub mod settings;
mod time;
mod view;
mod words;

pub use duty::{Duty, NotADuty, NotAPerson, Period, Person, Tail};
pub use judge::{Judged, Measures, RULE_SETS, Rules};
pub use limits::{Citation, NoRules};
pub use rules::Finding;
pub use settings::Settings;
pub use time::{NotATime, Time};
