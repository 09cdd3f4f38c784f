//! What an hour of work costs in the NHS in England: Agenda for Change pay by band, point and day, unsocial hours, the London
//! supplement, overtime, and what it costs the trust and the public.
//!
//! Figures come from dated facts with their status; readings that the terms leave open are [`Settings`] with a default. Money is
//! exact and rounded to the penny once for each part.
//!
//! [`Pricer`] prices a [`Shift`]; [`worked_hour`] sets a paid hour beside a worked one; [`agency`] knows the caps.

pub mod agency;
mod exact;
mod moment;
mod price;
mod rates;
pub mod settings;
mod shift;
mod split;
mod worked;

pub use moment::{Moment, NotAMoment};
pub use price::{NoPrice, Priced, Pricer};
pub use rates::NoRate;
pub use settings::Settings;
pub use shift::{Band, Employment, NotAChoice, Point, Shift, Zone};
pub use split::{Columns, PARTS};
pub use worked::worked_hour;
