//! Cover of a ward: floor, then the price of buying who is missing.

use super::super::model::{Channel, Shift, Temporary, Ward, When};
use super::{FLOOR, Making, NO_PRICE};
use crate::model::{Cover, Limit, Weight};

/// Pounds for one more than wanted on a shift, and for each beyond the first: spare people are spread.
const SPARE: (u32, u32) = (3, 10);
/// Pounds for a skill that is wanted above its floor.
const SKILL: u32 = 300;
/// A shift that can't be bought counts for so many times the dearest that could.
const UNFILLED: u32 = 2;

impl Making<'_, '_> {
    pub(super) fn cover(&mut self) -> Vec<Cover> {
        let ward = self.ward;
        let mut made = Vec::new();
        for day in 0..ward.days {
            let demand = ward.demand_on(day);
            let mut times: Vec<&When> = demand.iter().map(|one| &one.when).collect();
            times.sort();
            times.dedup();
            for when in times {
                let Some((day, shifts)) = at_work(ward, day, when) else { continue };
                let here: Vec<_> = demand.iter().copied().filter(|one| one.when == *when).collect();
                let mut roles: Vec<(usize, u32, u32)> = here
                    .iter()
                    .filter_map(|one| Some((ward.policy.rank(&one.needs)?, one.floor, one.wanted)))
                    .filter(|(_, _, wanted)| *wanted > 0)
                    .collect();
                roles.sort_unstable();
                let (mut floor, mut wanted) = (0, 0);
                for (nth, (rank, own_floor, own_wanted)) in roles.iter().enumerate() {
                    floor += own_floor;
                    wanted += own_wanted;
                    let symbols = self.classes.counting(ward, &shifts, &ward.policy.roles[*rank]);
                    let below = roles.get(nth + 1).map(|(rank, ..)| *rank);
                    let limits = self.limits((day, &shifts), (*rank, below), (floor, wanted));
                    made.push(Cover { day, symbols, limits });
                }
                for one in here.iter().filter(|one| ward.policy.rank(&one.needs).is_none() && one.wanted > 0)
                {
                    let symbols = self.classes.counting(ward, &shifts, &one.needs);
                    let mut limits = vec![Limit::at_least(one.floor, Weight::Soft(FLOOR))];
                    if one.wanted > one.floor {
                        limits.push(Limit::at_least(one.wanted, Weight::Soft(SKILL)));
                    }
                    made.push(Cover { day, symbols, limits });
                }
            }
        }
        made
    }

    /// Floor, then the price of buying who is missing, bank first, then a small price on spare people.
    fn limits(
        &mut self,
        (day, shifts): (usize, &[usize]),
        (rank, below): (usize, Option<usize>),
        (floor, wanted): (u32, u32),
    ) -> Vec<Limit> {
        let shift = shifts.first().copied().unwrap_or(0);
        let own = self.bought((day, shift), rank);
        let under = below.map(|rank| self.bought((day, shift), rank));
        // One short of this role is one short of all below it too, where the rest of the price stands.
        let price = |tier: usize| {
            let pounds = own[tier].1;
            under.as_ref().map_or(pounds, |under| pounds.saturating_sub(under[tier].1)).max(1)
        };
        let mut limits = vec![Limit::at_least(floor, Weight::Soft(FLOOR))];
        let (mut at, mut paid) = (wanted, 0);
        for (tier, (number, _)) in own.iter().enumerate() {
            let pounds = price(tier);
            if pounds > paid {
                limits.push(Limit::at_least(at, Weight::Soft(pounds - paid)));
                paid = pounds;
            }
            at = at.saturating_sub(*number);
        }
        if below.is_none() {
            limits.push(Limit::at_most(wanted, Weight::Soft(SPARE.0)));
            limits.push(Limit::at_most(wanted + 1, Weight::Soft(SPARE.1)));
        }
        limits
    }

    /// Number and pounds of a shift from the bank, from an agency, and of one that nobody fills.
    fn bought(&mut self, (day, shift): (usize, usize), rank: usize) -> [(u32, u32); 3] {
        let ward = self.ward;
        let role = &ward.policy.roles[rank];
        let usual = NO_PRICE * ward.shifts.get(shift).map_or(0, Shift::paid) / 60;
        let mut of = |channel: Channel| {
            let one: Option<&Temporary> =
                ward.temporary.iter().find(|one| one.channel == channel && one.role == *role);
            let cost = one.map(|one| self.prices.bought(ward, one, day, shift));
            let pounds = match cost {
                Some(Ok((cost, _))) => u32::try_from(cost.get() / 100).unwrap_or(usual),
                Some(Err(why)) => {
                    self.missing = Some(why);
                    usual
                }
                None => usual,
            };
            (one.map_or(0, |one| one.on_a_shift), pounds.max(1))
        };
        let (bank, agency) = (of(Channel::Bank), of(Channel::Agency));
        [bank, (agency.0, agency.1.max(bank.1)), (u32::MAX, agency.1.max(bank.1) * UNFILLED)]
    }
}

/// The shifts that count for a time on a day, and the day they start on; `None` before the roster. A time before the earliest start of
/// any shift belongs to the nights of the day before.
pub(in crate::ward) fn at_work(ward: &Ward, day: usize, when: &When) -> Option<(usize, Vec<usize>)> {
    match when {
        When::Shift(id) => {
            Some((day, ward.shifts.iter().position(|shift| shift.id == *id).into_iter().collect()))
        }
        When::Between(from, to) => {
            let earliest = ward.shifts.iter().map(|shift| shift.start).min().unwrap_or(0);
            let (day, from, to) = if *from < earliest {
                (day.checked_sub(1)?, from + 1_440, to + 1_440)
            } else {
                (day, *from, *to)
            };
            let there = |shift: &Shift| shift.start <= from && shift.start + shift.minutes >= to;
            Some((day, (0..ward.shifts.len()).filter(|s| there(&ward.shifts[*s])).collect()))
        }
    }
}
