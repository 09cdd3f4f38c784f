//! Sums of bookings by cell and employer: what a comparison stands on. Whole pence and minutes throughout.

mod spread;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use wt_facts::FactSet;

pub use spread::Spread;

use crate::agreement::{Agreement, in_force};
use crate::booking::{Booking, Cell, Channel, Id, Names, an_hour, price};
use crate::cost::Costs;
use crate::extract::date_of;
use crate::gather::{Gather, moved};

/// What was paid, and what the card says for the same minutes. Of worked bookings in cells and on days that the card knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Harmonised {
    /// Bookings.
    pub bookings: u64,
    /// Minutes.
    pub minutes: u64,
    /// Pay in pence.
    pub paid: i64,
    /// Pay at the card's rates.
    pub at_card: i64,
    /// Paid beyond the card, over bookings above it: what the card would save.
    pub above: i64,
    /// Missing to the card, over bookings below it: what the card would cost.
    pub below: i64,
}

impl Harmonised {
    /// Adds one booking.
    pub fn add(&mut self, paid: i64, at_card: i64, minutes: u32) {
        self.bookings += 1;
        self.minutes += u64::from(minutes);
        self.paid += paid;
        self.at_card += at_card;
        self.above += (paid - at_card).max(0);
        self.below += (at_card - paid).max(0);
    }

    /// Adds another sum.
    pub fn absorb(&mut self, other: Self) {
        self.bookings += other.bookings;
        self.minutes += other.minutes;
        self.paid += other.paid;
        self.at_card += other.at_card;
        self.above += other.above;
        self.below += other.below;
    }
}

/// An employer's part of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Worked bookings.
    pub bookings: u64,
    /// Worked minutes.
    pub minutes: u64,
    /// Pay in pence.
    pub paid: i64,
    /// Cost in pence.
    pub cost: i64,
    /// Minutes bought from agencies.
    pub agency_minutes: u64,
    /// Bookings still wanted when they began, worked or not.
    pub wanted: u64,
    /// Against the card.
    pub harmonised: Harmonised,
}

impl Part {
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.bookings += other.bookings;
        self.minutes += other.minutes;
        self.paid += other.paid;
        self.cost += other.cost;
        self.agency_minutes += other.agency_minutes;
        self.wanted += other.wanted;
        self.harmonised.absorb(other.harmonised);
    }
}

/// A cell's sums.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// By employer.
    pub parts: FxHashMap<Id, Part>,
    /// Minutes by pay of an hour.
    pub pay: Spread,
    /// Minutes by cost of a worked hour.
    pub cost: Spread,
    card: Vec<(i32, i64)>,
}

/// Gathers cells.
pub struct Cells<'f> {
    /// By cell.
    pub sums: FxHashMap<Cell, Sums>,
    /// Worked bookings without a cost, because a fact of their day is missing: in no sum.
    pub uncosted: u64,
    last: Option<i32>,
    /// Bookings after the last month that may be shown: in no sum.
    pub too_new: u64,
    costs: Costs<'f>,
    card: Option<&'f Agreement>,
    until: Option<i32>,
}

impl<'f> Cells<'f> {
    /// Costs by these facts, held against a card if there is one, up to a month (year × 12 + month − 1) if one is given.
    #[must_use]
    pub fn new(facts: &'f FactSet, card: Option<&'f Agreement>, until: Option<i32>) -> Self {
        Self {
            sums: FxHashMap::default(),
            uncosted: 0,
            last: None,
            too_new: 0,
            costs: Costs::new(facts),
            card,
            until,
        }
    }
}

impl Cells<'_> {
    /// The last day of what was costed; none where nothing was.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        self.last.map(date_of)
    }
}

impl Gather for Cells<'_> {
    fn take(&mut self, booking: &Booking, names: &Names) {
        if self.until.is_some_and(|until| booking.month > until) {
            self.too_new += 1;
            return;
        }
        if !booking.wanted() {
            return;
        }
        let card = self.card;
        let sums = self.sums.entry(booking.cell).or_insert_with(|| Sums {
            card: card.map(|card| card.rates(&booking.cell, names)).unwrap_or_default(),
            ..Sums::default()
        });
        let part = sums.parts.entry(booking.employer).or_default();
        part.wanted += 1;
        let Some(pay) = booking.pay.filter(|_| booking.worked()) else { return };
        let Some(cost) = self.costs.of(booking) else {
            self.uncosted += 1;
            return;
        };
        self.last = self.last.max(Some(booking.day));
        let (minutes, pay, cost) = (u64::from(booking.minutes), pay.get(), cost.total().get());
        part.bookings += 1;
        part.minutes += minutes;
        part.paid += pay;
        part.cost += cost;
        if booking.channel == Channel::Agency {
            part.agency_minutes += minutes;
        }
        if let Some(rate) = in_force(&sums.card, booking.day) {
            part.harmonised.add(pay, price(rate, booking.minutes), booking.minutes);
        }
        sums.pay.add(an_hour(pay, minutes).unwrap_or(0), minutes);
        sums.cost.add(an_hour(cost, minutes).unwrap_or(0), minutes);
    }

    fn absorb(&mut self, other: Self, to: &[Id]) {
        self.uncosted += other.uncosted;
        self.too_new += other.too_new;
        self.last = self.last.max(other.last);
        for (cell, found) in other.sums {
            let cell = Cell { tier: moved(to, cell.tier), ..cell };
            let sums = self.sums.entry(cell).or_default();
            for (employer, part) in &found.parts {
                sums.parts.entry(moved(to, *employer)).or_default().absorb(part);
            }
            sums.pay.absorb(&found.pay);
            sums.cost.absorb(&found.cost);
            if sums.card.is_empty() {
                sums.card = found.card;
            }
        }
    }
}
