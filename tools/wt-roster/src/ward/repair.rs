//! Two people ring in at six: ranked ways to mend the roster, and the fewest changes that any way needs.
//!
//! Everybody else's row is known, so that each single change of a cell can be tried: against the law (never broken), the local rules, the
//! person's hours and wishes, and the cover. Where no single change fills a gap, the person who fills it is let off another duty.

mod step;

use std::collections::BTreeSet;

use wt_facts::FactSet;
use wt_worktime::{Rules, Time};

use super::compile::Compiled;
use super::judge::{self, NotJudged};
use super::model::Ward;
use super::prices::{Prices, times};
use super::rows::Rows;
use super::solve::NotSolved;
use crate::desk::Desk;
use crate::model::{OFF, Symbol};
pub use step::Step;

/// Ways that are told.
const TOLD: usize = 5;
/// Ways that are followed from one gap to the next.
const FOLLOWED: usize = 16;
/// Days around a gap in which somebody who fills it may be let off another duty.
const AROUND: usize = 7;

/// A duty that nobody works any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Who is away.
    pub person: usize,
    /// The day.
    pub day: usize,
    /// The shift.
    pub shift: usize,
    /// Whether anybody is missed: false where enough others are there.
    pub missed: bool,
}

/// One way to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What is done, gap by gap.
    pub steps: Vec<Step>,
    /// Cells of the roster that change, those of the absent apart.
    pub changed: u32,
    /// People whose roster changes.
    pub disturbed: u32,
    /// People short of the safe-staffing floor afterwards, more than before the absence.
    pub below_floor: u32,
    /// People short of what is wanted, more than before.
    pub below_wanted: u32,
    /// What it costs in pounds: hours, cover that is bought, local rules and wishes at what they count for.
    pub pounds: i64,
    /// Minutes until the first changed duty starts; `None` where no duty of own staff changes.
    pub notice: Option<i64>,
}

impl Way {
    /// Whether own staff fill every gap and no shift is shorter than before.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.below_floor == 0 && self.below_wanted == 0 && self.steps.iter().all(Step::is_own)
    }
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repairs {
    /// The duties that fell out.
    pub gaps: Vec<Gap>,
    /// Ways, the best first: fewest below the floor, then pounds, people disturbed and changes. The one with fewest changes is among them.
    pub ways: Vec<Way>,
    /// The fewest changes of own staff found that fill every gap somebody is missed in and tear no other.
    pub fewest: Option<u32>,
    /// Proved: no way of own staff needs fewer changes than this.
    pub least: u32,
}

/// A ward's roster, ready to be mended at once.
#[derive(Debug)]
pub struct Mender {
    ward: Ward,
    compiled: Compiled,
    rows: Rows,
    desk: Desk,
    law: Rules,
}

/// A way that is being built.
#[derive(Debug, Clone)]
struct Part {
    steps: Vec<Step>,
    /// Rows that changed.
    rows: Vec<(usize, Vec<Symbol>)>,
    changed: u32,
    points: i64,
}

impl Mender {
    /// Makes a roster of a ward whose leave is decided ready, by the law as it stands on its first day.
    ///
    /// # Errors
    /// Rules that can't be compiled, or no law for the day.
    pub fn new(ward: &Ward, compiled: &Compiled, rows: &Rows, facts: &FactSet) -> Result<Self, NotSolved> {
        let desk = Desk::new(&compiled.problem, &compiled.roster(ward, rows))?;
        let law = judge::law(facts, ward.first).map_err(NotJudged::from)?;
        Ok(Self { ward: ward.clone(), compiled: compiled.clone(), rows: rows.clone(), desk, law })
    }

    /// Ways to mend the roster when some people are away from a moment on, for so many days. The roster itself stays as it is.
    pub fn repair(&mut self, absent: &[usize], from: Time, days: usize, prices: &mut Prices<'_>) -> Repairs {
        let absent: BTreeSet<usize> = absent.iter().copied().filter(|p| *p < self.ward.staff.len()).collect();
        let mut gaps = self.gaps(&absent, from, days);
        let before: Vec<(usize, Vec<Symbol>)> =
            absent.iter().map(|person| (*person, self.desk.row(*person).to_vec())).collect();
        for gap in &mut gaps {
            let symbol = self.compiled.symbol(gap.person, gap.shift).unwrap_or(OFF);
            self.write(gap.person, gap.day, OFF);
            // Somebody is missed where one more of the same kind would be worth more than spreading spare people.
            gap.missed = self.desk.covered(gap.day, OFF, symbol) < 0;
        }
        let mut parts = vec![Part { steps: Vec::new(), rows: Vec::new(), changed: 0, points: 0 }];
        let mut least = 0;
        for gap in gaps.iter().filter(|gap| gap.missed) {
            let mut next = Vec::new();
            let mut single = false;
            for part in &parts {
                self.wear(part);
                let ways = self.fill(gap, &absent, from, prices);
                single |= ways.iter().any(|way| way.changed == 1);
                next.extend(ways.into_iter().map(|way| part.with(way)));
                self.undo(part);
            }
            least += 1 + u32::from(!single);
            parts = best(next);
        }
        let told = self.told(parts, &gaps, from);
        for (person, row) in before {
            self.desk.put(person, &row);
        }
        let fewest = told.iter().filter(|way| way.is_whole()).map(|way| way.changed).min();
        Repairs { ways: chosen(&told), gaps, fewest, least }
    }

    fn gaps(&self, absent: &BTreeSet<usize>, from: Time, days: usize) -> Vec<Gap> {
        let first = self.ward.day(from.date());
        let mut found = Vec::new();
        for person in absent {
            for day in first.into_iter().flat_map(|first| first..(first + days.max(1)).min(self.ward.days)) {
                let Some(shift) = self.rows.at(*person, day) else { continue };
                if from.until(times(&self.ward, day, &self.ward.shifts[shift]).0) >= 0 {
                    found.push(Gap { person: *person, day, shift, missed: false });
                }
            }
        }
        found.sort_by_key(|gap| (gap.day, gap.shift, gap.person));
        found
    }

    fn write(&mut self, person: usize, day: usize, symbol: Symbol) {
        let mut row = self.desk.row(person).to_vec();
        row[day] = symbol;
        self.desk.put(person, &row);
    }

    fn wear(&mut self, part: &Part) {
        part.rows.iter().for_each(|(person, row)| self.desk.put(*person, row));
    }

    fn undo(&mut self, part: &Part) {
        for (person, _) in &part.rows {
            let row: Vec<Symbol> = self
                .rows
                .row(*person)
                .iter()
                .map(|shift| shift.and_then(|s| self.compiled.symbol(*person, s)).unwrap_or(OFF))
                .collect();
            self.desk.put(*person, &row);
        }
    }

    /// Every way to fill one gap: one cell, two cells of one person, bought, or left.
    fn fill(
        &mut self,
        gap: &Gap,
        absent: &BTreeSet<usize>,
        from: Time,
        prices: &mut Prices<'_>,
    ) -> Vec<Part> {
        let (day, shift) = (gap.day, gap.shift);
        let mut found = Vec::new();
        for person in (0..self.ward.staff.len()).filter(|person| !absent.contains(person)) {
            let Some(to) = self.compiled.symbol(person, shift) else { continue };
            let was = self.desk.row(person)[day];
            if was == to || self.ward.available(person, day, &self.ward.shifts[shift].id).is_err() {
                continue;
            }
            // A duty that has begun can't be changed for another.
            if self
                .compiled
                .shift(was)
                .is_some_and(|s| from.until(times(&self.ward, day, &self.ward.shifts[s]).0) < 0)
            {
                continue;
            }
            let covered = self.desk.covered(day, was, to);
            if covered >= 0 {
                continue;
            }
            if let Some(own) = self.desk.own(person, day, &[to]) {
                let mut row = self.desk.row(person).to_vec();
                row[day] = to;
                let step =
                    Step::Works { person, day, shift, instead_of: self.compiled.shift(was), let_off: None };
                found.push(Part {
                    steps: vec![step],
                    rows: vec![(person, row)],
                    changed: 1,
                    points: own + covered,
                });
            } else {
                found.extend(self.with_relief(person, (day, shift, to), from));
            }
        }
        found.extend(self.bought(gap, from, prices));
        let steps = vec![Step::Short { day, shift, role: self.ward.staff[gap.person].role.clone() }];
        found.push(Part { steps, rows: Vec::new(), changed: 0, points: 0 });
        found
    }

    /// The person fills the gap and is let off one other duty near it.
    fn with_relief(
        &mut self,
        person: usize,
        (day, shift, to): (usize, usize, Symbol),
        from: Time,
    ) -> Option<Part> {
        let row = self.desk.row(person).to_vec();
        let mut best: Option<Part> = None;
        for other in day.saturating_sub(AROUND)..(day + AROUND + 1).min(self.ward.days) {
            let Some(let_off) = self.compiled.shift(row[other]).filter(|_| other != day) else { continue };
            if from.until(times(&self.ward, other, &self.ward.shifts[let_off]).0) < 0 {
                continue;
            }
            let mut changed = row.clone();
            (changed[day], changed[other]) = (to, OFF);
            let (first, last) = (day.min(other), day.max(other));
            let Some(own) = self.desk.own(person, first, &changed[first..=last]) else { continue };
            let covered = self.desk.covered(day, row[day], to) + self.desk.covered(other, row[other], OFF);
            let instead_of = self.compiled.shift(row[day]);
            let step = Step::Works { person, day, shift, instead_of, let_off: Some((other, let_off)) };
            let part =
                Part { steps: vec![step], rows: vec![(person, changed)], changed: 2, points: own + covered };
            if best.as_ref().is_none_or(|best| part.points < best.points) {
                best = Some(part);
            }
        }
        best
    }

    /// Bank and agency, where there is time enough to get anybody.
    fn bought(&self, gap: &Gap, from: Time, prices: &mut Prices<'_>) -> Vec<Part> {
        let role = &self.ward.staff[gap.person].role;
        let notice = from.until(times(&self.ward, gap.day, &self.ward.shifts[gap.shift]).0);
        let mut found = Vec::new();
        for cover in self.ward.temporary.iter().filter(|cover| cover.role == *role && cover.on_a_shift > 0) {
            if notice < i64::from(cover.lead_days) * 1_440 {
                continue;
            }
            let Ok((cost, _)) = prices.bought(&self.ward, cover, gap.day, gap.shift) else { continue };
            let symbol = self.compiled.symbol(gap.person, gap.shift).unwrap_or(OFF);
            let covered = self.desk.covered(gap.day, OFF, symbol);
            let (day, shift, channel) = (gap.day, gap.shift, cover.channel);
            let step = Step::Bought { channel, role: role.clone(), day, shift, cost };
            let points = cost.get() / 100 + covered;
            found.push(Part { steps: vec![step], rows: Vec::new(), changed: 0, points });
        }
        found
    }

    /// Ways as they are told: cover counted anew for each.
    fn told(&mut self, parts: Vec<Part>, gaps: &[Gap], from: Time) -> Vec<Way> {
        let before = judge::short(&self.ward, &self.rows);
        let sum = |short: &[judge::Short]| -> (u32, u32) {
            (
                short.iter().map(|one| one.below_floor()).sum(),
                short.iter().map(|one| one.below_wanted()).sum(),
            )
        };
        let (floor, wanted) = sum(&before);
        let mut rows = self.rows.clone();
        gaps.iter().for_each(|gap| rows.set(gap.person, gap.day, None));
        let mut told = Vec::new();
        for part in parts {
            let mut mended = rows.clone();
            for (person, row) in &part.rows {
                for (day, symbol) in row.iter().enumerate() {
                    mended.set(*person, day, self.compiled.shift(*symbol));
                }
            }
            // The search's days are too coarse for some of the law: what duties as they stand break is no way.
            let breaks = |person: usize| {
                judge::findings(&self.ward, &mended, person, &self.law)
                    .map_or(true, |found| !found.is_empty())
            };
            if part.rows.iter().any(|(person, _)| breaks(*person)) {
                continue;
            }
            // Whoever is bought stands in for the absent person.
            let bought = part.steps.iter().filter_map(|step| match step {
                Step::Bought { day, shift, role, .. } => Some((*day, *shift, role)),
                _ => None,
            });
            let mut stand_ins = gaps.to_vec();
            for (day, shift, role) in bought {
                let fits = |gap: &Gap| {
                    (gap.day, gap.shift) == (day, shift) && self.ward.staff[gap.person].role == *role
                };
                if let Some(at) = stand_ins.iter().position(fits) {
                    let gap = stand_ins.remove(at);
                    mended.set(gap.person, day, Some(shift));
                }
            }
            let (after_floor, after_wanted) = sum(&judge::short(&self.ward, &mended));
            let starts = part.steps.iter().filter_map(|step| match step {
                Step::Works { day, shift, .. } => Some((*day, *shift)),
                _ => None,
            });
            let notice = starts
                .map(|(day, shift)| from.until(times(&self.ward, day, &self.ward.shifts[shift]).0))
                .min();
            told.push(Way {
                disturbed: part.rows.iter().map(|(person, _)| person).collect::<BTreeSet<_>>().len() as u32,
                changed: part.changed,
                below_floor: after_floor.saturating_sub(floor),
                below_wanted: after_wanted.saturating_sub(wanted),
                pounds: self.pounds(&part),
                notice,
                steps: part.steps,
            });
        }
        told.sort_by_key(|way| {
            (way.below_floor, way.pounds + i64::from(way.below_wanted) * SHORT, way.disturbed, way.changed)
        });
        told
    }

    /// Pounds of a way without what the cover counts for: people's hours, local rules and wishes, and what is bought.
    fn pounds(&mut self, part: &Part) -> i64 {
        let bought: i64 = part
            .steps
            .iter()
            .map(|step| if let Step::Bought { cost, .. } = step { cost.get() / 100 } else { 0 })
            .sum();
        let rows: i64 = part.rows.iter().filter_map(|(person, row)| self.desk.own(*person, 0, row)).sum();
        bought + rows
    }
}

/// Pounds that one short of what is wanted counts for when ways are ranked: about a shift from an agency.
const SHORT: i64 = 500;

impl Part {
    fn with(&self, way: Self) -> Self {
        let mut joined = self.clone();
        joined.steps.extend(way.steps);
        joined.rows.retain(|(person, _)| way.rows.iter().all(|(other, _)| other != person));
        joined.rows.extend(way.rows);
        joined.changed += way.changed;
        joined.points += way.points;
        joined
    }
}

/// The best ways so far, and of each number of changes the best few.
fn best(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by_key(|part| (part.points, part.changed));
    let mut kept: Vec<Part> = Vec::new();
    for part in parts {
        let like = kept.iter().filter(|one| one.changed == part.changed).count();
        if kept.len() < FOLLOWED || like < 3 {
            kept.push(part);
        }
    }
    kept
}

/// The first few, and the one of own staff with fewest changes that leaves nobody missing.
fn chosen(ways: &[Way]) -> Vec<Way> {
    let fewest = ways.iter().filter(|way| way.is_whole()).map(|way| way.changed).min();
    let keep = ways.iter().position(|way| way.is_whole() && Some(way.changed) == fewest);
    let mut told: Vec<Way> = ways.iter().take(TOLD).cloned().collect();
    if let Some(way) = keep.filter(|at| *at >= TOLD).map(|at| ways[at].clone()) {
        told.pop();
        told.push(way);
    }
    told
}
