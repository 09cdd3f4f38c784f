//! What the region's own history says: how shifts filled answer pay, and what the card saved.
//!
//! Pay and fill move each other: an employer that is short of staff pays more *and* fills less. So an elasticity is claimed only
//! where something else moved pay: employers adopted the card in different months, or caps changed. Neighbours' pay stands beside as
//! a regressor. Where nothing identifies, that is the answer.

mod elasticity;
mod index;
mod saving;

use rustc_hash::FxHashMap;

pub use elasticity::{Elasticity, Found, elasticities, identified};
pub use saving::{NoSaving, Saved, saved};

use crate::booking::{Booking, Cell, Id, Names};
use crate::gather::{Gather, moved};

/// An employer's month in a cell; bookings with an override are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sum {
    /// Bookings still wanted when they began.
    pub(crate) wanted: u64,
    /// Of them, worked.
    pub(crate) filled: u64,
    /// Minutes worked.
    pub(crate) minutes: u64,
    /// Pay in pence.
    pub(crate) paid: i64,
}

/// Gathers a history.
#[derive(Default)]
pub struct History {
    pub(crate) months: FxHashMap<(Id, Cell, i32), Sum>,
    /// Employers at which each worker was seen, for who is whose neighbour.
    pub(crate) workers: FxHashMap<u64, Vec<Id>>,
}

impl Gather for History {
    fn take(&mut self, booking: &Booking, _: &Names) {
        if !booking.wanted() || booking.override_rate {
            return;
        }
        let sum = self.months.entry((booking.employer, booking.cell, booking.month)).or_default();
        sum.wanted += 1;
        let Some(pay) = booking.pay.filter(|_| booking.worked()) else { return };
        sum.filled += 1;
        sum.minutes += u64::from(booking.minutes);
        sum.paid += pay.get();
        if let Some(worker) = booking.worker {
            let seen = self.workers.entry(worker).or_default();
            if !seen.contains(&booking.employer) {
                seen.push(booking.employer);
            }
        }
    }

    fn absorb(&mut self, other: Self, to: &[Id]) {
        for ((employer, cell, month), found) in other.months {
            let cell = Cell { tier: moved(to, cell.tier), ..cell };
            let sum = self.months.entry((moved(to, employer), cell, month)).or_default();
            sum.wanted += found.wanted;
            sum.filled += found.filled;
            sum.minutes += found.minutes;
            sum.paid += found.paid;
        }
        for (worker, employers) in other.workers {
            let seen = self.workers.entry(worker).or_default();
            for employer in employers {
                let employer = moved(to, employer);
                if !seen.contains(&employer) {
                    seen.push(employer);
                }
            }
        }
    }
}
