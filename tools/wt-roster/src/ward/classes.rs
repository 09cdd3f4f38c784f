//! Kinds of staff: people of the same role and the same skills that demand asks for are one kind, and a duty is a shift worked by a kind.

use std::collections::BTreeSet;

use super::model::Ward;
use crate::model::{Duty, OFF, Symbol};

/// The kinds of staff of a ward.
#[derive(Debug, Clone)]
pub(super) struct Classes {
    /// Of each kind: the rank of its role and its skills.
    kinds: Vec<(usize, BTreeSet<String>)>,
    /// Each person's kind.
    pub(super) of: Vec<usize>,
    shifts: usize,
}

impl Classes {
    pub(super) fn new(ward: &Ward) -> Self {
        let asked: BTreeSet<&str> = ward
            .demand
            .iter()
            .map(|one| one.needs.as_str())
            .filter(|needs| ward.policy.rank(needs).is_none())
            .collect();
        let mut kinds: Vec<(usize, BTreeSet<String>)> = Vec::new();
        let mut of = Vec::with_capacity(ward.staff.len());
        for staff in &ward.staff {
            let skills =
                staff.skills.iter().filter(|skill| asked.contains(skill.as_str())).cloned().collect();
            let kind = (ward.policy.rank(&staff.role).unwrap_or(usize::MAX), skills);
            of.push(kinds.iter().position(|one| *one == kind).unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            }));
        }
        Self { kinds, of, shifts: ward.shifts.len() }
    }

    /// The duties, in the order of their symbols.
    pub(super) fn duties(&self, ward: &Ward) -> Vec<Duty> {
        let name = |(rank, skills): &(usize, BTreeSet<String>)| {
            let role = ward.policy.roles.get(*rank).cloned().unwrap_or_default();
            std::iter::once(role).chain(skills.iter().cloned()).collect::<Vec<_>>().join("+")
        };
        let duty = |kind: &(usize, BTreeSet<String>), shift: &super::model::Shift| Duty {
            shift: shift.id.clone(),
            skill: Some(name(kind)),
            start: Some(shift.start),
            minutes: shift.paid(),
        };
        self.kinds.iter().flat_map(|kind| ward.shifts.iter().map(move |shift| duty(kind, shift))).collect()
    }

    /// The symbol of a shift worked by a kind; `None` where there are more than symbols can tell apart.
    pub(super) fn symbol(&self, kind: usize, shift: usize) -> Option<Symbol> {
        Symbol::try_from(1 + kind * self.shifts + shift).ok()
    }

    /// The shift behind a symbol; `None` for a day off.
    pub(super) fn shift(&self, symbol: Symbol) -> Option<usize> {
        (symbol != OFF).then(|| (usize::from(symbol) - 1) % self.shifts.max(1))
    }

    /// By symbol, the day off first: whether it is one of some shifts.
    pub(super) fn set(&self, inside: impl Fn(usize) -> bool) -> Vec<bool> {
        std::iter::once(false).chain((0..self.kinds.len()).flat_map(|_| 0..self.shifts).map(inside)).collect()
    }

    /// By symbol: units of a shift.
    pub(super) fn units(&self, units: impl Fn(usize) -> u32) -> Vec<u32> {
        std::iter::once(0).chain((0..self.kinds.len()).flat_map(|_| 0..self.shifts).map(units)).collect()
    }

    /// The symbols of some shifts worked by those who count for a need.
    pub(super) fn counting(&self, ward: &Ward, shifts: &[usize], needs: &str) -> Vec<Symbol> {
        let counts = |(rank, skills): &(usize, BTreeSet<String>)| match ward.policy.rank(needs) {
            Some(needed) => *rank <= needed,
            None => skills.contains(needs),
        };
        let kinds = (0..self.kinds.len()).filter(|kind| counts(&self.kinds[*kind]));
        kinds.flat_map(|kind| shifts.iter().filter_map(move |shift| self.symbol(kind, *shift))).collect()
    }

    pub(super) fn symbols(&self) -> usize {
        1 + self.kinds.len() * self.shifts
    }
}
