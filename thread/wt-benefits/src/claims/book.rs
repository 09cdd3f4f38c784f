//! Claims served in their order, and what each of them got.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use wt_benchmark::metric::BenefitType;
use wt_units::{Pence, Quantity};

use super::base::{Base, Kind, Place};
use super::error::ClaimError;
use super::serve::{Left, full, serve};
use super::{Claim, Stage};

/// What is counted of one claim, or of all of one type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// Pounds that are counted.
    pub pounds: Pence,
    /// Pounds that were claimed.
    pub claimed: Pence,
    /// What is counted of the rows, in the unit of each kind, where it is more than nothing.
    pub units: BTreeMap<Kind, Quantity>,
}

impl Counted {
    fn units(&self) -> impl Iterator<Item = (Kind, Quantity)> {
        self.units.iter().map(|(kind, units)| (*kind, *units)).filter(|(_, units)| !units.is_zero())
    }
}

/// A take of a claim, and what was granted, in millionths and pence.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) place: Place,
    pub(super) asked: i64,
    pub(super) pounds: i64,
    pub(super) granted: i64,
    pub(super) counted: i64,
}

/// A claim in its slot.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) stage: Stage,
    certainty: u8,
    benefit: BenefitType,
    /// By outermost row, then by row: the same whatever the order of entry.
    pub(super) takes: Vec<Held>,
    /// What is counted of all takes.
    sum: Counted,
}

impl Entry {
    /// The earlier is served first.
    fn order(&self, other: &Self) -> Ordering {
        let rank = |e: &Self| (Reverse(e.stage), Reverse(e.certainty));
        rank(self).cmp(&rank(other)).then_with(|| self.id.cmp(&other.id))
    }

    /// The places in its list of the takes within one outermost row.
    pub(super) fn range(&self, base: &Base, root: Place) -> Range<usize> {
        let from = self.takes.partition_point(|take| base.link(take.place).root < root);
        let to = self.takes[from..].partition_point(|take| base.link(take.place).root == root);
        from..from + to
    }

    /// Serves some of its takes anew.
    fn serve(&mut self, base: &Base, left: &mut [Left], range: Range<usize>) {
        for take in &mut self.takes[range] {
            let (granted, counted) = (take.granted, take.counted);
            serve(base, left, take);
            if take.granted != granted {
                let units = self.sum.units.entry(base.link(take.place).kind).or_default();
                *units = *units + Quantity::from_millionths(take.granted - granted);
            }
            self.sum.pounds = self.sum.pounds + Pence::new(take.counted - counted);
        }
    }
}

/// A base and the claims on it, each served in its order.
///
/// The same base and claims give the same figures, whatever the order in which they were entered or changed. One change
/// looks again only at the rows it touches.
#[derive(Debug, Clone)]
pub struct Book {
    pub(super) base: Arc<Base>,
    /// By slot; a slot whose claim was taken out is empty.
    pub(super) entries: Vec<Option<Entry>>,
    slots: HashMap<(String, Stage), u32>,
    /// By outermost row, the slots that stand on it or on rows within it, first served first.
    pub(super) on: Vec<Vec<u32>>,
    pub(super) left: Vec<Left>,
}

impl Book {
    /// Serves all claims. A base can be shared by several books.
    ///
    /// # Errors
    /// The first claim that can't stand on this base, and why.
    pub fn new(
        base: impl Into<Arc<Base>>,
        claims: impl IntoIterator<Item = Claim>,
    ) -> Result<Self, ClaimError> {
        let base = base.into();
        let mut entries = Vec::new();
        let mut slots = HashMap::new();
        for claim in claims {
            let slot = u32::try_from(entries.len()).map_err(|_| ClaimError::TooMany)?;
            let entry = entry(&base, claim)?;
            if slots.insert((entry.id.clone(), entry.stage), slot).is_some() {
                return Err(ClaimError::Twice { claim: entry.id, stage: entry.stage.words() });
            }
            entries.push(Some(entry));
        }
        let mut order: Vec<u32> = (0..entries.len() as u32).collect();
        order.sort_by(|a, b| compare(&entries, *a, *b));
        let mut on = vec![Vec::new(); base.len()];
        let mut left: Vec<Left> = base.links().iter().map(full).collect();
        for slot in order {
            let Some(entry) = &mut entries[slot as usize] else { continue };
            let mut last = None;
            for take in &entry.takes {
                let root = base.link(take.place).root;
                if last != Some(root) {
                    on[root as usize].push(slot);
                    last = Some(root);
                }
            }
            entry.serve(&base, &mut left, 0..entry.takes.len());
        }
        Ok(Self { base, entries, slots, on, left })
    }

    /// Enters a claim, in place of one with its id and stage if there is one.
    ///
    /// # Errors
    /// Why it can't stand on this base; nothing has changed then.
    pub fn put(&mut self, claim: Claim) -> Result<(), ClaimError> {
        let entry = entry(&self.base, claim)?;
        let key = (entry.id.clone(), entry.stage);
        let slot = match self.slots.get(&key) {
            Some(slot) => *slot,
            None => u32::try_from(self.entries.len()).map_err(|_| ClaimError::TooMany)?,
        };
        let mut roots = self.leave(slot);
        self.slots.insert(key, slot);
        let own = self.roots(&entry);
        if slot as usize == self.entries.len() {
            self.entries.push(None);
        }
        self.entries[slot as usize] = Some(entry);
        for root in &own {
            let entries = &self.entries;
            let at = self.on[*root as usize].partition_point(|other| compare(entries, *other, slot).is_lt());
            self.on[*root as usize].insert(at, slot);
        }
        roots.extend(own);
        self.settle(&roots);
        Ok(())
    }

    /// Takes a claim out; false if there is none of that id at that stage.
    pub fn remove(&mut self, id: &str, stage: Stage) -> bool {
        let Some(slot) = self.slots.remove(&(id.to_owned(), stage)) else { return false };
        let roots = self.leave(slot);
        self.settle(&roots);
        true
    }

    /// What is counted of all claims of one type. Types are never added together.
    pub fn total(&self, benefit: BenefitType) -> Counted {
        let mut sum = Counted::default();
        for entry in self.entries.iter().flatten().filter(|entry| entry.benefit == benefit) {
            sum.pounds = sum.pounds + entry.sum.pounds;
            sum.claimed = sum.claimed + entry.sum.claimed;
            for (kind, units) in entry.sum.units() {
                let all = sum.units.entry(kind).or_default();
                *all = *all + units;
            }
        }
        sum
    }

    /// What is counted of one claim; none if there is none of that id at that stage.
    pub fn counted(&self, id: &str, stage: Stage) -> Option<Counted> {
        let entry = self.entries[*self.slots.get(&(id.to_owned(), stage))? as usize].as_ref()?;
        let units = entry.sum.units().collect();
        Some(Counted { units, ..entry.sum.clone() })
    }

    /// What each claim got of each row: claim, row, units and pounds, in no order that means anything.
    pub fn takes(&self) -> impl Iterator<Item = (&str, &str, Quantity, Pence)> {
        self.entries.iter().flatten().flat_map(|entry| {
            entry.takes.iter().map(|take| {
                let row = self.base.row(take.place).id.as_str();
                (entry.id.as_str(), row, Quantity::from_millionths(take.granted), Pence::new(take.counted))
            })
        })
    }

    /// The base the claims stand on.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// Empties a slot and says which rows it stood on.
    fn leave(&mut self, slot: u32) -> BTreeSet<Place> {
        let Some(old) = self.entries.get_mut(slot as usize).and_then(Option::take) else {
            return BTreeSet::new();
        };
        let roots = self.roots(&old);
        for root in &roots {
            self.on[*root as usize].retain(|other| *other != slot);
        }
        // Rows that nobody else stands on are whole again.
        for take in &old.takes {
            for at in self.base.path(take.place) {
                self.left[at as usize] = full(self.base.link(at));
            }
        }
        roots
    }

    fn roots(&self, entry: &Entry) -> BTreeSet<Place> {
        entry.takes.iter().map(|take| self.base.link(take.place).root).collect()
    }

    /// Serves again all who stand on these outermost rows.
    fn settle(&mut self, roots: &BTreeSet<Place>) {
        let Self { base, entries, on, left, .. } = self;
        for root in roots {
            let slots = &on[*root as usize];
            for entry in slots.iter().filter_map(|slot| entries[*slot as usize].as_ref()) {
                for take in &entry.takes[entry.range(base, *root)] {
                    for at in base.path(take.place) {
                        left[at as usize] = full(base.link(at));
                    }
                }
            }
            for slot in slots {
                if let Some(entry) = &mut entries[*slot as usize] {
                    entry.serve(base, left, entry.range(base, *root));
                }
            }
        }
    }
}

fn compare(entries: &[Option<Entry>], a: u32, b: u32) -> Ordering {
    match (&entries[a as usize], &entries[b as usize]) {
        (Some(a), Some(b)) => a.order(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

fn entry(base: &Base, claim: Claim) -> Result<Entry, ClaimError> {
    let Claim { id, stage, certainty, benefit, takes } = claim;
    if certainty > 100 {
        return Err(ClaimError::Certainty { claim: id, found: certainty });
    }
    if takes.is_empty() {
        return Err(ClaimError::NoRows(id));
    }
    let mut held = Vec::with_capacity(takes.len());
    let mut sum = Counted::default();
    let mut find = base.finder();
    for take in takes {
        let refuse = |found: String, expected| {
            Err(ClaimError::Amount { claim: id.clone(), row: take.row.clone(), found, expected })
        };
        if take.quantity <= Quantity::ZERO {
            return refuse(take.quantity.to_string(), "a quantity above nought");
        }
        if take.pounds < Pence::ZERO {
            return refuse(
                take.pounds.to_string(),
                "pounds from nought up: a cost is no claim, and counts in full",
            );
        }
        let Some(place) = find(&take.row) else {
            return Err(ClaimError::NoSuchRow { claim: id, row: take.row });
        };
        let (asked, pounds) = (take.quantity.millionths(), take.pounds.get());
        held.push(Held { place, asked, pounds, granted: 0, counted: 0 });
        sum.claimed = sum.claimed + take.pounds;
    }
    held.sort_by_key(|take| (base.link(take.place).root, take.place));
    if let Some(pair) = held.windows(2).find(|pair| pair[0].place == pair[1].place) {
        return Err(ClaimError::RowTwice { row: base.row(pair[0].place).id.clone(), claim: id });
    }
    Ok(Entry { id, stage, certainty, benefit, takes: held, sum })
}
