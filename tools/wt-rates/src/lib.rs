//! Bank and agency rates: one card that a whole region keeps, because everyone can see what leaving costs.
//!
//! [`booking`] holds the nouns and [`extract`] reads them. [`suppliers`] brings out of published payments who supplies temporary staff, in four piles.

pub mod booking;
pub mod extract;
pub mod simulate;
pub mod suppliers;
