//! Bank and agency rates: one card that a whole region keeps, because everyone can see what leaving costs.
//!
//! [`booking`] holds the nouns and [`extract`] reads them. [`suppliers`] brings out of published payments who supplies temporary staff, in four piles.
//! [`market`] is what a card is made for, [`respond`] how supply answers rates, [`design`] the card that costs least.

pub mod booking;
pub mod design;
pub mod extract;
pub mod market;
pub mod respond;
pub mod simulate;
pub mod suppliers;
