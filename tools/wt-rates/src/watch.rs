//! Each month held against the agreement: who keeps the card, who left it and since when, and what warned of it before.
//!
//! Overrides that were recorded are derogations: they are counted apart, and no employer is said to have left the card by them.

mod assess;

use rustc_hash::FxHashMap;

pub use assess::{Assessed, Signal, State, Thresholds, Warning, assess};

use crate::agreement::{Agreement, in_force};
use crate::booking::{Booking, Cell, Id, Names, Reason, price};
use crate::gather::{Gather, moved};

/// A booking is at the card within so many parts in a thousand of it: hours authorised in hundredths don't come out to the penny.
const NEAR: i64 = 10;

/// An employer's month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Month {
    /// Bookings still wanted when they began.
    pub wanted: u64,
    /// Of them, worked.
    pub worked: u64,
    /// Worked bookings in cells that the card has, without an override.
    pub carded: u64,
    /// Of those, at the card, a hundredth up or down.
    pub near: u64,
    /// Of those, above it.
    pub above: u64,
    /// Worked bookings with an override.
    pub overrides: u64,
    /// Pay of the bookings above the card, and what the card says for them: pence.
    pub above_paid: i64,
    /// The card's pay for the same.
    pub above_at_card: i64,
}

impl Month {
    fn absorb(&mut self, other: &Self) {
        self.wanted += other.wanted;
        self.worked += other.worked;
        self.carded += other.carded;
        self.near += other.near;
        self.above += other.above;
        self.overrides += other.overrides;
        self.above_paid += other.above_paid;
        self.above_at_card += other.above_at_card;
    }
}

/// What breaches are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Month.
    pub month: i32,
    /// Employer.
    pub employer: Id,
    /// Cell.
    pub cell: Cell,
    /// Why the shift was asked for.
    pub reason: Reason,
    /// Whether an override was recorded.
    pub overridden: bool,
}

/// Bookings above the card at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Above {
    /// Bookings.
    pub bookings: u64,
    /// Pence above the card.
    pub pence: i64,
}

/// Gathers months.
pub struct Watch<'a> {
    /// By employer and month (year × 12 + month − 1).
    pub months: FxHashMap<(Id, i32), Month>,
    /// Bookings above the card.
    pub above: FxHashMap<Place, Above>,
    card: &'a Agreement,
    known: FxHashMap<Cell, Vec<(i32, i64)>>,
}

impl<'a> Watch<'a> {
    /// Against this card.
    #[must_use]
    pub fn new(card: &'a Agreement) -> Self {
        Self { months: FxHashMap::default(), above: FxHashMap::default(), card, known: FxHashMap::default() }
    }
}

impl Gather for Watch<'_> {
    fn take(&mut self, booking: &Booking, names: &Names) {
        if !booking.wanted() {
            return;
        }
        let month = self.months.entry((booking.employer, booking.month)).or_default();
        month.wanted += 1;
        let Some(pay) = booking.pay.map(wt_units::Pence::get).filter(|_| booking.worked()) else { return };
        month.worked += 1;
        let card = self.card;
        let rates = self.known.entry(booking.cell).or_insert_with(|| card.rates(&booking.cell, names));
        month.overrides += u64::from(booking.override_rate);
        let Some(rate) = in_force(rates, booking.day) else { return };
        let at_card = price(rate, booking.minutes);
        let above = (pay - at_card) * 1_000 > at_card * NEAR;
        if !booking.override_rate {
            month.carded += 1;
            month.near += u64::from((pay - at_card).abs() * 1_000 <= at_card * NEAR);
            if above {
                month.above += 1;
                month.above_paid += pay;
                month.above_at_card += at_card;
            }
        }
        if above {
            let place = Place {
                month: booking.month,
                employer: booking.employer,
                cell: booking.cell,
                reason: booking.reason,
                overridden: booking.override_rate,
            };
            let sum = self.above.entry(place).or_default();
            sum.bookings += 1;
            sum.pence += pay - at_card;
        }
    }

    fn absorb(&mut self, other: Self, to: &[Id]) {
        for ((employer, month), found) in &other.months {
            self.months.entry((moved(to, *employer), *month)).or_default().absorb(found);
        }
        for (place, found) in &other.above {
            let cell = Cell { tier: moved(to, place.cell.tier), ..place.cell };
            let place = Place { employer: moved(to, place.employer), cell, ..*place };
            let sum = self.above.entry(place).or_default();
            sum.bookings += found.bookings;
            sum.pence += found.pence;
        }
    }
}
