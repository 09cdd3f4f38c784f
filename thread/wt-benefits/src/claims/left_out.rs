//! What of a claim is not counted, who got it, and why, in words.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use wt_units::{Pence, Quantity};

use super::Stage;
use super::base::{Kind, Place};
use super::book::{Book, Held};
use super::serve::walk;

/// At most so many claims are named in a sentence.
const NAMED: usize = 3;

/// A claim of which not all is counted; `Display` is a sentence or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The claim.
    pub claim: String,
    /// How far it has come.
    pub stage: Stage,
    /// Pounds claimed.
    pub claimed: Pence,
    /// Pounds counted.
    pub counted: Pence,
    /// Why, the largest part first.
    pub parts: Vec<Part>,
}

/// Rows of a claim that fall short for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Why.
    pub why: Why,
    /// What the rows are.
    pub kind: Kind,
    /// How many rows.
    pub rows: usize,
    /// The first of them by id.
    pub example: String,
    /// Units that are not counted; nought where it is only the pounds.
    pub quantity: Quantity,
}

/// Why rows of a claim fall short.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Claims served earlier hold them, first served first.
    Taken(Vec<(String, Stage)>),
    /// The rows hold less than is claimed.
    Holds,
    /// All claims together would save more than the rows cost; those served earlier that count pounds of them.
    Costs(Vec<(String, Stage)>),
}

impl Why {
    /// The claims that were served earlier, with how far each has come.
    pub fn claims(&self) -> &[(String, Stage)] {
        match self {
            Self::Taken(by) | Self::Costs(by) => by,
            Self::Holds => &[],
        }
    }
}

/// Slots in the order in which they were served, and what for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Cause {
    units: bool,
    before: Vec<u32>,
    kind: Kind,
}

/// Rows of one claim with one cause: how many, the first of them, units.
type Rows = (usize, Place, i64);

impl Book {
    /// Claims of which not all is counted, by id.
    pub fn left_out(&self) -> Vec<LeftOut> {
        let short = |take: &Held| take.granted < take.asked || take.counted < take.pounds;
        let takes = self.entries.iter().flatten().flat_map(|entry| &entry.takes);
        let mut roots: Vec<Place> =
            takes.filter(|t| short(t)).map(|t| self.base.link(t.place).root).collect();
        roots.sort_unstable();
        roots.dedup();
        let mut causes: HashMap<u32, HashMap<Cause, Rows>> = HashMap::new();
        // By row, who got something of it or of rows within it so far.
        let mut holders: BTreeMap<Place, Vec<u32>> = BTreeMap::new();
        for root in roots {
            holders.clear();
            for slot in &self.on[root as usize] {
                let Some(entry) = &self.entries[*slot as usize] else { continue };
                for take in &entry.takes[entry.range(&self.base, root)] {
                    if short(take) {
                        let cause = self.cause(*slot, take, &holders);
                        let (rows, first, quantity) =
                            causes.entry(*slot).or_default().entry(cause).or_insert((0, take.place, 0));
                        (*rows, *first) = (*rows + 1, (*first).min(take.place));
                        *quantity += take.asked - take.granted;
                    }
                    if take.granted > 0 {
                        for at in self.base.path(take.place) {
                            let list = holders.entry(at).or_default();
                            if list.last() != Some(slot) {
                                list.push(*slot);
                            }
                        }
                    }
                }
            }
        }
        let mut out: Vec<LeftOut> =
            causes.into_iter().filter_map(|(slot, causes)| self.told(slot, causes)).collect();
        out.sort_unstable_by(|a, b| (&a.claim, a.stage).cmp(&(&b.claim, b.stage)));
        out
    }

    /// Why a take falls short, and who was served before.
    fn cause(&self, slot: u32, take: &Held, holders: &BTreeMap<Place, Vec<u32>>) -> Cause {
        let units = take.granted < take.asked;
        let id = |slot: u32| self.entries[slot as usize].as_ref().map(|entry| entry.id.as_str());
        // A claim is not in its own way at another stage.
        let own = id(slot);
        let mut before: Vec<u32> = Vec::new();
        walk(&self.base, take.place, |at, each| {
            let left = self.left[at];
            // What was the limit then is the limit still: nothing gives back.
            let limits = match units {
                true => i128::from(left.quantity) * 1_000_000 < i128::from(each),
                false => left.cost == 0,
            };
            if limits && let Some(list) = holders.get(&(at as Place)) {
                for other in list.iter().filter(|other| id(**other) != own) {
                    if !before.contains(other) {
                        before.push(*other);
                    }
                }
            }
        });
        Cause { units, before, kind: self.base.link(take.place).kind }
    }

    fn told(&self, slot: u32, causes: HashMap<Cause, Rows>) -> Option<LeftOut> {
        let entry = self.entries[slot as usize].as_ref()?;
        let mut parts: Vec<Part> = causes
            .into_iter()
            .map(|(cause, (rows, first, quantity))| {
                let before = cause.before.iter().filter_map(|slot| self.entries[*slot as usize].as_ref());
                let names: Vec<_> = before.map(|e| (e.id.clone(), e.stage)).collect();
                let why = match (cause.units, names.is_empty()) {
                    (true, false) => Why::Taken(names),
                    (true, true) => Why::Holds,
                    (false, _) => Why::Costs(names),
                };
                let example = self.base.row(first).id.clone();
                Part { why, kind: cause.kind, rows, example, quantity: Quantity::from_millionths(quantity) }
            })
            .collect();
        parts.sort_by(|a, b| b.quantity.cmp(&a.quantity).then_with(|| a.example.cmp(&b.example)));
        let counted = self.counted(&entry.id, entry.stage)?;
        Some(LeftOut {
            claim: entry.id.clone(),
            stage: entry.stage,
            claimed: counted.claimed,
            counted: counted.pounds,
            parts,
        })
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let out = self.claimed - self.counted;
        write!(f, "{} ({}): {out} of {} is not counted.", self.claim, self.stage.words(), self.claimed)?;
        for part in &self.parts {
            let (unit, rows) = (part.kind.unit(), if part.rows == 1 { "row" } else { "rows" });
            let which = match part.rows {
                1 => format!("1 {rows} ({})", part.example),
                n => format!("{n} {rows} (such as {})", part.example),
            };
            match &part.why {
                Why::Taken(by) => {
                    write!(f, " {} {unit} in {which} are counted in {}.", part.quantity, names(by))?;
                }
                Why::Holds => write!(f, " {} {unit} are more than {which} can hold.", part.quantity)?,
                Why::Costs(by) if by.is_empty() => {
                    write!(f, " It would save more than {which} cost.")?;
                }
                Why::Costs(by) => {
                    write!(f, " With {}, it would save more than {which} cost.", names(by))?;
                }
            }
        }
        Ok(())
    }
}

/// "A (verified and delivered), B (planned) and 2 more".
fn names(by: &[(String, Stage)]) -> String {
    let mut stages: Vec<(&str, Vec<&str>)> = Vec::new();
    for (id, stage) in by {
        match stages.iter_mut().find(|(known, _)| known == id) {
            Some((_, list)) => list.push(stage.words()),
            None => stages.push((id, vec![stage.words()])),
        }
    }
    let mut said: Vec<String> =
        stages.iter().take(NAMED).map(|(id, list)| format!("{id} ({})", listed(list))).collect();
    if stages.len() > NAMED {
        said.push(format!("{} more", stages.len() - NAMED));
    }
    listed(&said)
}

fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}
