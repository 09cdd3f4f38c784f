//! What an hour is paid in the region, and how many of its shifts are filled for that.

use crate::booking::{Group, TimeBand};

use super::plan::{AREAS, CAP_MONTH, KINDS, Region};

/// Pay awards: first month, and growth of all rates from then on.
pub(crate) const AWARDS: [(usize, f64); 2] = [(12, 1.036), (24, 1.033)];
/// The card pays so much of the usual rate.
const CARD_LEVEL: f64 = 0.99;
/// The caps allow so much pay out of the usual, before and after they change.
const CAP_LEVELS: [f64; 2] = [1.25, 1.12];
/// Charge that the caps allow out of pay.
const CAP_MARKUP: f64 = 1.46;
/// So much of a shortage shows in the rate that is offered.
const CHASES: f64 = 0.25;
/// No more than this share of shifts is ever filled.
const MOST: f64 = 0.97;

/// A line of the card: kind, time band, area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) kind: usize,
    pub(crate) time: TimeBand,
    pub(crate) area: usize,
}

fn enhanced(group: Group, time: TimeBand) -> f64 {
    match (time, group) {
        (TimeBand::Day, _) => 1.0,
        (TimeBand::NightOrSaturday, Group::Medical) => 1.15,
        (TimeBand::SundayOrHoliday, Group::Medical) => 1.3,
        (TimeBand::NightOrSaturday, _) => 1.3,
        (TimeBand::SundayOrHoliday, _) => 1.6,
    }
}

/// Growth since the first month.
pub(crate) fn award(month: usize) -> f64 {
    AWARDS.iter().filter(|(from, _)| *from <= month).map(|(_, growth)| growth).product()
}

/// The usual rate in pence an hour.
fn usual(line: Line, month: usize) -> f64 {
    let kind = &KINDS[line.kind];
    kind.base * enhanced(kind.group, line.time) * AREAS[line.area].1 * award(month)
}

/// The card's rate in pence an hour.
pub(crate) fn card_rate(line: Line, month: usize) -> i64 {
    (usual(line, month) * CARD_LEVEL).round() as i64
}

/// The pay that the caps leave room for. Caps know no tiers: the dearest tier of a grade sets them.
fn cap_pay(line: Line, month: usize) -> f64 {
    let of = &KINDS[line.kind];
    let same = KINDS.iter().filter(|kind| (kind.group, kind.grade) == (of.group, of.grade));
    let dearest = same.map(|kind| kind.base).fold(0.0, f64::max);
    usual(line, month) / of.base * dearest * CAP_LEVELS[usize::from(month >= CAP_MONTH)]
}

/// The cap on an hour's charge before VAT, in pence.
pub(crate) fn cap(line: Line, month: usize) -> i64 {
    (cap_pay(line, month) * CAP_MARKUP).round() as i64
}

impl Region {
    /// Log of the rate an employer offers without a card, out of the usual.
    fn log_without_card(&self, employer: usize, line: Line, month: usize) -> f64 {
        let who = &self.employers[employer];
        let shortage = who.shortage[KINDS[line.kind].family][month];
        let free = who.premium + who.own[line.kind] + CHASES * shortage;
        free.min(libm::log(cap_pay(line, month) / usual(line, month)))
    }

    /// Whether an employer is at the card in a month.
    pub(crate) fn adopted(&self, employer: usize, month: usize) -> bool {
        self.employers[employer].adopts.is_some_and(|from| from <= month)
    }

    /// Whether an employer has left the card by a month.
    pub(crate) fn left(&self, employer: usize, month: usize) -> bool {
        self.leaves.is_some_and(|leaves| leaves.employer == employer && leaves.month <= month)
    }

    /// Log of the rate on offer out of the usual.
    fn log_offered(&self, employer: usize, line: Line, month: usize) -> f64 {
        match self.leaves {
            Some(leaves) if self.left(employer, month) => libm::log(CARD_LEVEL * (1.0 + leaves.by)),
            _ if self.adopted(employer, month) => libm::log(CARD_LEVEL),
            _ => self.log_without_card(employer, line, month),
        }
    }

    /// What an employer would pay an hour without a card, in pence.
    pub(crate) fn without_card(&self, employer: usize, line: Line, month: usize) -> i64 {
        (usual(line, month) * libm::exp(self.log_without_card(employer, line, month))).round() as i64
    }

    /// What an employer offers for an hour, in pence.
    pub(crate) fn offered(&self, employer: usize, line: Line, month: usize) -> i64 {
        if self.adopted(employer, month) && !self.left(employer, month) {
            return card_rate(line, month);
        }
        (usual(line, month) * libm::exp(self.log_offered(employer, line, month))).round() as i64
    }

    /// Chance that a shift is filled.
    pub(crate) fn filled(&self, employer: usize, line: Line, month: usize) -> f64 {
        let kind = &KINDS[line.kind];
        let who = &self.employers[employer];
        let beside: f64 =
            who.neighbours.iter().map(|(other, weight)| weight * self.log_offered(*other, line, month)).sum();
        let own = self.own[kind.family] * self.log_offered(employer, line, month);
        let lost = self.cross[kind.family] * beside + who.shortage[kind.family][month];
        (kind.fill * libm::exp(own - lost)).min(MOST)
    }
}
