//! Bank and agency rates: one card that a whole region keeps, because everyone can see what leaving costs.
//!
//! [`booking`] holds the nouns, [`extract`] reads them, [`gather`] sums them up in any order. [`compare`] holds the same thing
//! against the same thing, [`breaches`] charges against caps, [`watch`] months against the card; [`history`] says what pay did; [`simulate`] makes a region with planted truth. [`suppliers`] brings
//! out of published payments who supplies temporary staff, in four piles.
//! [`market`] is what a card is made for, [`respond`] how supply answers rates, [`design`] the card
//! that costs least, [`divergence`] what leaving it costs; [`opportunity`] what it is worth to whom, [`signature`] whether it may be signed.

pub mod agreement;
pub mod booking;
pub mod breaches;
pub mod cells;
pub mod collaborate;
pub mod compare;
pub mod cost;
pub mod design;
pub mod divergence;
pub mod extract;
pub mod gather;
pub mod history;
pub mod market;
pub mod opportunity;
pub mod posts;
pub mod respond;
mod sheet;
pub mod signature;
pub mod simulate;
pub mod suppliers;
pub mod watch;
pub mod workers;
