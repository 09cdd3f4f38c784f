//! The same worker at several employers at different rates, for the same cell in the same month.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::booking::{Booking, Cell, Grade, Group, Id, Names, an_hour, price};
use crate::gather::{Gather, moved};

/// Minutes and pay.
type Sum = (u64, i64);

/// Gathers pay by worker, cell, month and employer.
#[derive(Default)]
pub struct Workers {
    sums: FxHashMap<(u64, Cell, i32, Id), Sum>,
    /// Worked bookings that name no worker: in no sum.
    pub nameless: u64,
}

impl Gather for Workers {
    fn take(&mut self, booking: &Booking, _: &Names) {
        let Some(pay) = booking.pay.filter(|_| booking.worked()) else { return };
        let Some(worker) = booking.worker else {
            self.nameless += 1;
            return;
        };
        let sum = self.sums.entry((worker, booking.cell, booking.month, booking.employer)).or_default();
        *sum = (sum.0 + u64::from(booking.minutes), sum.1 + pay.get());
    }

    fn absorb(&mut self, other: Self, to: &[Id]) {
        self.nameless += other.nameless;
        for ((worker, cell, month, employer), (minutes, pay)) in other.sums {
            let cell = Cell { tier: moved(to, cell.tier), ..cell };
            let sum = self.sums.entry((worker, cell, month, moved(to, employer))).or_default();
            *sum = (sum.0 + minutes, sum.1 + pay);
        }
    }
}

/// A worker whose rates differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerLine {
    /// Hash of the pseudonym, for finding the bookings again; it leads to no person.
    pub worker: u64,
    /// Staff group; the first of several.
    pub group: Group,
    /// Grade; the lowest of several.
    pub grade: Grade,
    /// Employers in cells and months where rates differ.
    pub employers: Vec<String>,
    /// Minutes there.
    pub minutes: u64,
    /// Largest difference within a cell and month, in thousandths of the lower rate.
    pub difference_thousandths: i64,
    /// Pence above the lowest of the rates.
    pub above_lowest: i64,
}

/// A difference up to so many thousandths is rounding of authorised hours.
const SAME: i64 = 10;

/// Workers paid at different rates for the same cell in the same month, most pounds first.
#[must_use]
pub fn different(workers: &Workers, names: &Names) -> Vec<WorkerLine> {
    let mut groups: FxHashMap<(u64, Cell, i32), Vec<(Id, Sum)>> = FxHashMap::default();
    for ((worker, cell, month, employer), sum) in &workers.sums {
        groups.entry((*worker, *cell, *month)).or_default().push((*employer, *sum));
    }
    let mut found: BTreeMap<u64, WorkerLine> = BTreeMap::new();
    for ((worker, cell, _), sums) in groups.iter().filter(|(_, sums)| sums.len() > 1) {
        let rates = || sums.iter().filter_map(|(_, (minutes, pay))| an_hour(*pay, *minutes));
        let (Some(low), Some(high)) = (rates().min(), rates().max()) else { continue };
        let difference = (high - low) * 1_000 / low.max(1);
        if difference <= SAME {
            continue;
        }
        let line = found.entry(*worker).or_insert_with(|| WorkerLine {
            worker: *worker,
            group: cell.group,
            grade: cell.grade,
            employers: Vec::new(),
            minutes: 0,
            difference_thousandths: 0,
            above_lowest: 0,
        });
        // Which cell names the line must not depend on the order of a table.
        (line.group, line.grade) = (line.group, line.grade).min((cell.group, cell.grade));
        line.difference_thousandths = line.difference_thousandths.max(difference);
        for (employer, (minutes, pay)) in sums {
            let code = names.name(*employer);
            if !line.employers.iter().any(|known| known == code) {
                line.employers.push(code.to_owned());
            }
            line.minutes += minutes;
            line.above_lowest += (pay - price(low, u32::try_from(*minutes).unwrap_or(u32::MAX))).max(0);
        }
    }
    let mut lines: Vec<WorkerLine> = found.into_values().collect();
    lines.iter_mut().for_each(|line| line.employers.sort());
    lines.sort_by_key(|line| (-line.above_lowest, line.worker));
    lines
}
