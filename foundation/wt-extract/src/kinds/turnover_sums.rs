//! Turnover: what is known only when all rows have passed.
//!
//! - Joiners and leavers that are missing where the group has staff were none: zero is handed over for them.
//! - 'All staff groups' is a total of its own. It is never added to the parts; that they agree is checked.

use std::collections::{BTreeMap, HashMap};

use wt_units::{OdsCode, Quantity, StaffGroup};

use super::turnover_staff_group::Kind;

type Key = (OdsCode, Option<StaffGroup>);

#[derive(Default)]
struct Seen {
    kinds: [bool; 4],
    row: u32,
}

/// What has passed.
#[derive(Default)]
pub(super) struct Sums {
    seen: HashMap<Key, Seen>,
    /// FTE by organisation and kind: the total row, the sum of the parts.
    fte: BTreeMap<(OdsCode, u8), (Option<Quantity>, Quantity, u32)>,
}

impl Sums {
    /// Remembers a row; the row that said the same before, if one did.
    pub(super) fn add(&mut self, key: &Key, kind: Kind, fte: Option<Quantity>, row: u32) -> Option<u32> {
        let seen = self.seen.entry(key.clone()).or_default();
        if seen.kinds[kind as usize] {
            return Some(seen.row);
        }
        seen.kinds[kind as usize] = true;
        seen.row = row;
        let sums = self.fte.entry((key.0, kind as u8)).or_default();
        match key.1 {
            None => sums.0 = fte,
            Some(_) => {
                sums.1 = sums.1 + fte.unwrap_or_default();
                sums.2 += 1;
            }
        }
        None
    }

    /// Groups with staff but without a row for `kind`, with the row that shows the staff, in a fixed order.
    pub(super) fn without(&self, kind: Kind) -> Vec<(OdsCode, Option<StaffGroup>, u32)> {
        let staffed = |seen: &Seen| seen.kinds[Kind::Start as usize] || seen.kinds[Kind::End as usize];
        let mut groups: Vec<_> = self
            .seen
            .iter()
            .filter(|(_, seen)| staffed(seen) && !seen.kinds[kind as usize])
            .map(|((org, group), seen)| (*org, group.clone(), seen.row))
            .collect();
        groups.sort();
        groups
    }

    /// Organisations whose parts don't add up to their total row, within the rounding of five decimals.
    pub(super) fn disagreements(&self) -> Vec<OdsCode> {
        let differs = |(total, parts, n): &(Option<Quantity>, Quantity, u32)| {
            let off = total.map_or(0, |total| (total - *parts).millionths().unsigned_abs());
            *n > 0 && off > 10 * u64::from(*n + 1)
        };
        let mut codes: Vec<_> =
            self.fte.iter().filter(|(_, sums)| differs(sums)).map(|((org, _), _)| *org).collect();
        codes.dedup();
        codes
    }
}
