//! The region before a single shift: employers, kinds of work, who adopts when, what is planted.

use jiff::civil::{Date, date};
use wt_pay::{Band, Zone};
use wt_units::Month;

use crate::booking::{Doctor, Grade, Group};

use super::noise::Noise;
use super::{NoRegion, Recipe};

/// A kind of work: a line of the card without its time band and zone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kind {
    /// Staff group.
    pub group: Group,
    /// Grade.
    pub grade: Grade,
    /// Specialty tier.
    pub tier: &'static str,
    /// Usual pay of a weekday hour outside London in April 2024, in pence.
    pub base: f64,
    /// Share of requests, out of the sum of all.
    pub(crate) weight: f64,
    /// Which family of elasticities it belongs to: its staff group and tier.
    pub family: usize,
    /// Share of requests filled at usual rates.
    pub(crate) fill: f64,
}

const fn kind(
    group: Group,
    grade: Grade,
    tier: &'static str,
    base: f64,
    weight: f64,
    family: usize,
    fill: f64,
) -> Kind {
    Kind { group, grade, tier, base, weight, family, fill }
}

/// Every kind.
pub(crate) const KINDS: [Kind; 11] = [
    kind(Group::Nursing, Grade::Band(Band::Five), "general", 1_950.0, 1.6, 0, 0.64),
    kind(Group::Nursing, Grade::Band(Band::Six), "general", 2_350.0, 0.7, 0, 0.64),
    kind(Group::Nursing, Grade::Band(Band::Five), "critical care", 2_250.0, 0.8, 1, 0.60),
    kind(Group::Nursing, Grade::Band(Band::Six), "critical care", 2_600.0, 0.6, 1, 0.60),
    kind(Group::Support, Grade::Band(Band::Two), "general", 1_330.0, 1.5, 2, 0.66),
    kind(Group::Support, Grade::Band(Band::Three), "general", 1_420.0, 1.0, 2, 0.66),
    kind(Group::Allied, Grade::Band(Band::Six), "general", 2_300.0, 0.8, 3, 0.62),
    kind(Group::Medical, Grade::Doctor(Doctor::Core), "medicine", 4_300.0, 0.6, 4, 0.60),
    kind(Group::Medical, Grade::Doctor(Doctor::Specialty), "medicine", 5_400.0, 0.5, 4, 0.60),
    kind(Group::Medical, Grade::Doctor(Doctor::Specialty), "emergency", 5_900.0, 0.5, 5, 0.58),
    kind(Group::Medical, Grade::Doctor(Doctor::Consultant), "emergency", 9_800.0, 0.4, 5, 0.58),
];
/// Families of kinds.
pub(crate) const FAMILIES: usize = 6;
/// Zones of employers in turn.
pub(crate) const AREAS: [(Zone, f64); 3] = [(Zone::Inner, 1.15), (Zone::Outer, 1.10), (Zone::None, 1.0)];
/// Offsets of neighbours along the ring of a zone, with what they weigh.
const NEIGHBOURS: [(isize, f64); 4] = [(1, 0.35), (-1, 0.35), (2, 0.15), (-2, 0.15)];
/// Month in which the caps change.
pub(crate) const CAP_MONTH: usize = 3;

/// An employer of the region.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Employer {
    pub(crate) code: String,
    /// Place in [`AREAS`].
    pub(crate) area: usize,
    pub(crate) size: f64,
    /// Log of what it pays above the usual.
    pub(crate) premium: f64,
    /// The same by kind, on top.
    pub(crate) own: Vec<f64>,
    /// What its agencies charge out of pay.
    pub(crate) markup: f64,
    /// Month it adopts the card in; none for one that stays outside.
    pub(crate) adopts: Option<usize>,
    /// Neighbours and what they weigh.
    pub(crate) neighbours: Vec<(usize, f64)>,
    /// Log of a shortage, by family and month.
    pub(crate) shortage: Vec<Vec<f64>>,
}

/// An override that somebody allowed, by employer and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Allowed {
    pub(crate) employer: usize,
    pub(crate) kind: usize,
    pub(crate) from: usize,
    /// Month after its last; none where it never ends.
    pub(crate) to: Option<usize>,
}

/// A worker booked for weeks on end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Long {
    pub(crate) employer: usize,
    pub(crate) from: usize,
}

/// Who leaves the card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Leaves {
    pub(crate) employer: usize,
    pub(crate) month: usize,
    /// Part above the card.
    pub(crate) by: f64,
}

/// A generated region.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    pub(crate) recipe: Recipe,
    pub(crate) employers: Vec<Employer>,
    /// Own-price elasticity by family.
    pub(crate) own: [f64; FAMILIES],
    /// Elasticity to neighbours' rates, taken as positive: more is lost to them.
    pub(crate) cross: [f64; FAMILIES],
    pub(crate) leaves: Option<Leaves>,
    pub(crate) allowed: Vec<Allowed>,
    pub(crate) long: Vec<Long>,
}

impl Region {
    /// Draws a region.
    ///
    /// # Errors
    /// [`NoRegion`] for a recipe that can't be followed.
    pub fn new(recipe: &Recipe) -> Result<Self, NoRegion> {
        if !(4..=99).contains(&recipe.employers) {
            return Err(NoRegion::Employers(recipe.employers));
        }
        if !(12..=36).contains(&recipe.months) {
            return Err(NoRegion::Months(recipe.months));
        }
        let mut noise = Noise::of(recipe.seed, 1);
        let own = std::array::from_fn(|_| noise.between(0.4, 1.3));
        let cross = std::array::from_fn(|family: usize| noise.between(0.1, 0.4) * own[family]);
        let employers = employers(recipe, &mut noise);
        let mut region = Self {
            recipe: *recipe,
            employers,
            own,
            cross,
            leaves: None,
            allowed: Vec::new(),
            long: Vec::new(),
        };
        region.leaves = region.leaver(&mut noise).filter(|_| recipe.defector);
        region.allowed = region.allowed(&mut noise);
        region.long = region.long(&mut noise);
        Ok(region)
    }

    fn months(&self) -> usize {
        usize::from(self.recipe.months)
    }

    /// An early adopter that keeps the card for four months and is seen without it for as long.
    fn leaver(&self, noise: &mut Noise) -> Option<Leaves> {
        let last = self.months() - 4;
        let able = |at: &usize| self.employers[*at].adopts.is_some_and(|month| month + 4 < last);
        let able: Vec<usize> = (0..self.employers.len()).filter(able).collect();
        let employer = *able.get(noise.below(able.len()))?;
        let from = self.employers[employer].adopts? + 4;
        Some(Leaves { employer, month: from + noise.below(last - from), by: noise.between(0.06, 0.15) })
    }

    fn allowed(&self, noise: &mut Noise) -> Vec<Allowed> {
        let months = self.months();
        let mut drawn: Vec<Allowed> = Vec::new();
        while drawn.len() < 6 {
            let (employer, kind) = (noise.below(self.employers.len()), noise.below(KINDS.len()));
            let from = months / 2 + noise.below(months / 2 - 4);
            let taken = drawn.iter().any(|one| (one.employer, one.kind) == (employer, kind));
            if !taken && self.leaves.is_none_or(|leaves| leaves.employer != employer) {
                let to = (drawn.len() % 2 == 1).then_some(from + 2);
                drawn.push(Allowed { employer, kind, from, to });
            }
        }
        drawn
    }

    fn long(&self, noise: &mut Noise) -> Vec<Long> {
        let last = self.months() - 7;
        let drawn = (0..self.employers.len()).filter_map(|employer| {
            let (taken, from) = (noise.chance(0.4), noise.below(last));
            taken.then_some(Long { employer, from })
        });
        drawn.collect()
    }

    /// First day of a month of the region.
    pub(crate) fn first_day(month: usize) -> Date {
        let start = Month::of(date(2024, 4, 1));
        let at = i32::try_from(month).unwrap_or(0);
        start.map_or(date(2024, 4, 1), |start| start.plus(at).first_day())
    }
}

fn employers(recipe: &Recipe, noise: &mut Noise) -> Vec<Employer> {
    let count = usize::from(recipe.employers);
    let months = usize::from(recipe.months);
    // Every sixth stays outside: somebody must show what happens without the card.
    let (first, span) = (months / 4, months / 3 + 1);
    let mut drawn = Vec::with_capacity(count);
    for at in 0..count {
        let area = at % AREAS.len();
        let shortage = (0..FAMILIES)
            .map(|_| {
                let mut level = noise.bell() * 0.055;
                (0..months)
                    .map(|_| {
                        level = 0.5 * level + 0.05 * noise.bell();
                        level
                    })
                    .collect()
            })
            .collect();
        drawn.push(Employer {
            code: format!("DEMO{:02}", at + 1),
            area,
            size: noise.between(0.6, 1.6),
            premium: (0.05 + 0.08 * noise.bell()).clamp(-0.12, 0.20),
            own: KINDS.iter().map(|_| (0.025 * noise.bell()).clamp(-0.06, 0.06)).collect(),
            markup: noise.between(1.36, 1.44),
            adopts: (at % 6 != 5).then(|| first + noise.below(span)),
            neighbours: neighbours(at, area, count),
            shortage,
        });
    }
    drawn
}

fn neighbours(at: usize, area: usize, count: usize) -> Vec<(usize, f64)> {
    let ring: Vec<usize> = (0..count).filter(|other| other % AREAS.len() == area).collect();
    let place = ring.iter().position(|other| *other == at).unwrap_or(0);
    let size = ring.len() as isize;
    let other = |offset: isize| ring[((place as isize + offset).rem_euclid(size)) as usize];
    let mut found: Vec<(usize, f64)> = Vec::new();
    for (offset, weight) in NEIGHBOURS {
        let other = other(offset);
        match found.iter_mut().find(|(known, _)| *known == other) {
            Some((_, known)) => *known += weight,
            None if other != at => found.push((other, weight)),
            None => {}
        }
    }
    let all: f64 = found.iter().map(|(_, weight)| weight).sum();
    found.iter_mut().for_each(|(_, weight)| *weight /= all);
    found
}
