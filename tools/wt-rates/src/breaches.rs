//! Agency charges against the caps in force on their day, overrides and those that never ended, suppliers off the framework.

mod caps;
mod overrides;

use rustc_hash::FxHashMap;

pub use caps::{Implausible, history, implausible};
pub use overrides::{Run, runs};

use crate::agreement::{Caps, in_force};
use crate::booking::{Booking, Cell, Channel, Grade, Group, Id, Names, price};
use crate::gather::{Gather, moved};

/// What is wrong with a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Charged above the cap.
    AboveCap,
    /// The supplier is on no approved framework.
    OffFramework,
}

impl Kind {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::AboveCap => "above cap",
            Self::OffFramework => "off framework",
        }
    }
}

/// A booking that breaches a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breach {
    /// Which rule.
    pub kind: Kind,
    /// The booking.
    pub booking: Booking,
    /// Charge before VAT, pence.
    pub charge: i64,
    /// What the cap allows for its minutes, pence; none off framework.
    pub allowed: Option<i64>,
}

/// Months of a kind of work at an employer, with bookings and overrides in each.
type Months = FxHashMap<i32, (u64, u64)>;
/// Employer, staff group, grade, tier.
pub(crate) type Work = (Id, Group, Grade, Id);

/// Gathers breaches.
pub struct Breaches<'c> {
    /// Every breach.
    pub found: Vec<Breach>,
    /// Agency bookings.
    pub agency: u64,
    /// Of them, those whose cell and day no cap covers.
    pub uncapped: u64,
    /// Of them, those that do not say whether the supplier is on a framework.
    pub framework_unknown: u64,
    pub(crate) overrides: FxHashMap<Work, Months>,
    /// Last month seen.
    pub(crate) last: i32,
    caps: &'c Caps,
    known: FxHashMap<Cell, Vec<(i32, i64)>>,
}

impl<'c> Breaches<'c> {
    /// Against these caps.
    #[must_use]
    pub fn new(caps: &'c Caps) -> Self {
        Self {
            found: Vec::new(),
            agency: 0,
            uncapped: 0,
            framework_unknown: 0,
            overrides: FxHashMap::default(),
            last: i32::MIN,
            caps,
            known: FxHashMap::default(),
        }
    }
}

impl Gather for Breaches<'_> {
    fn take(&mut self, booking: &Booking, _: &Names) {
        self.last = self.last.max(booking.month);
        if booking.channel != Channel::Agency || !booking.worked() {
            return;
        }
        let Some(charge) = booking.charge.map(wt_units::Pence::get) else { return };
        self.agency += 1;
        let cell = booking.cell;
        let work = (booking.employer, cell.group, cell.grade, cell.tier);
        let month = self.overrides.entry(work).or_default().entry(booking.month).or_default();
        month.0 += 1;
        month.1 += u64::from(booking.override_rate);
        let caps = self.caps;
        match in_force(self.known.entry(cell).or_insert_with(|| caps.rates(&cell)), booking.day) {
            None => self.uncapped += 1,
            Some(cap) => {
                let allowed = price(cap, booking.minutes);
                if charge > allowed {
                    let kind = Kind::AboveCap;
                    self.found.push(Breach { kind, booking: *booking, charge, allowed: Some(allowed) });
                }
            }
        }
        match booking.framework {
            None => self.framework_unknown += 1,
            Some(true) => {}
            Some(false) => {
                let kind = Kind::OffFramework;
                self.found.push(Breach { kind, booking: *booking, charge, allowed: None });
            }
        }
    }

    fn absorb(&mut self, other: Self, to: &[Id]) {
        self.agency += other.agency;
        self.uncapped += other.uncapped;
        self.framework_unknown += other.framework_unknown;
        self.last = self.last.max(other.last);
        self.found.extend(other.found.into_iter().map(|breach| {
            let booking = breach.booking;
            let cell = Cell { tier: moved(to, booking.cell.tier), ..booking.cell };
            let booking = Booking {
                employer: moved(to, booking.employer),
                site: moved(to, booking.site),
                unit: moved(to, booking.unit),
                override_reason: moved(to, booking.override_reason),
                cell,
                ..booking
            };
            Breach { booking, ..breach }
        }));
        self.found.sort_by_key(|breach| (breach.booking.file, breach.booking.row, breach.kind));
        for ((employer, group, grade, tier), months) in other.overrides {
            let known =
                self.overrides.entry((moved(to, employer), group, grade, moved(to, tier))).or_default();
            for (month, (bookings, overrides)) in months {
                let sum = known.entry(month).or_default();
                *sum = (sum.0 + bookings, sum.1 + overrides);
            }
        }
    }
}
