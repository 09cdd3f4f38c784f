//! Gathering sums out of bookings, in several threads at once.

use crate::booking::{Booking, Id, Names};

/// What can take bookings in any order, and be put together from parts.
///
/// Each part sees the bookings of its own [`Names`]; putting two together says where the other's numbers stand. The answer must
/// not depend on who saw what.
pub trait Gather: Sized {
    /// Takes a booking.
    fn take(&mut self, booking: &Booking, names: &Names);
    /// Takes all that another gathered; its number `n` is `to[n]` here.
    fn absorb(&mut self, other: Self, to: &[Id]);
}

/// Where a number of another list stands here.
#[must_use]
pub fn moved(to: &[Id], id: Id) -> Id {
    to.get(id.number()).copied().unwrap_or_default()
}

impl<A: Gather, B: Gather> Gather for (A, B) {
    fn take(&mut self, booking: &Booking, names: &Names) {
        self.0.take(booking, names);
        self.1.take(booking, names);
    }

    fn absorb(&mut self, other: Self, to: &[Id]) {
        self.0.absorb(other.0, to);
        self.1.absorb(other.1, to);
    }
}
