//! What is wanted beside what is planned: by kind of work, weekday and part of the day.

use std::collections::{BTreeMap, BTreeSet};

use wt_facts::Ratio;

use crate::count::{above, less, pas_of, smaller, split, sum, times};
use crate::model::{Category, Demand, Part, Plan, Planned, Stretch, Work};
use crate::opportunity::{Opportunity, opportunities};
use crate::place::{Candidate, Open, Placed, place};
use crate::plans::{Counted, counted};
use crate::terms::{Terms, TooLarge};

/// Wanted and planned of one kind of work on one part of a weekday, in PAs a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What.
    pub work: Work,
    /// Place of the weekday, Monday 0.
    pub day: usize,
    /// Part of the day.
    pub part: Part,
    /// Wanted.
    pub wanted: Ratio,
    /// Planned, thinned out by weeks that are not worked.
    pub planned: Ratio,
    /// Wanted less planned: above nought, it lacks; below, it is more than wanted.
    pub gap: Ratio,
}

/// Everything that follows from plans and demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Every plan, in the order of the file.
    pub plans: Vec<Counted>,
    /// Cells that have anything, of the kinds of work that are wanted.
    pub cells: Vec<Cell>,
    /// Clinical work that is wanted, without a fixed time: in no cell.
    pub untimed: Vec<(Work, Ratio)>,
    /// Clinical work that the demand does not name: neither short nor more than wanted.
    pub unnamed: Vec<(Work, Ratio)>,
    /// Whole sessions that nobody does.
    pub open: Vec<(Work, Open)>,
    /// Who could do them, by places of `open` and `plans`; sizes as [`Report::unit`] counts them.
    pub placed: Placed,
    /// Units of the sizes in `placed` to a PA.
    pub unit: i128,
    /// What can be done, each PA once.
    pub opportunities: Vec<Opportunity>,
}

impl Report {
    /// Wanted, planned, lacking and more than wanted on each weekday, Monday first.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn by_day(&self) -> Result<[[Ratio; 4]; 7], TooLarge> {
        let mut days = [[Ratio::ZERO; 4]; 7];
        for cell in &self.cells {
            let more = above(less(Ratio::ZERO, cell.gap)?);
            let day = &mut days[cell.day];
            for (place, add) in day.iter_mut().zip([cell.wanted, cell.planned, above(cell.gap), more]) {
                *place = sum([*place, add])?;
            }
        }
        Ok(days)
    }
}

/// Counts plans, sets them against the demand, and says what can be done. `stop` is asked now and then while sessions are placed.
///
/// # Errors
/// [`TooLarge`].
pub fn compare(
    plans: &[Plan],
    demand: &Demand,
    terms: &Terms,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Report, TooLarge> {
    let totals = plans.iter().map(|plan| counted(plan, terms)).collect::<Result<Vec<_>, _>>()?;
    let named: BTreeSet<&Work> = demand.wanted.iter().map(|wanted| &wanted.work).collect();
    let mut cells = Cells::default();
    for wanted in &demand.wanted {
        cells.add(&wanted.work, wanted.at, wanted.sessions, terms, 0)?;
    }
    let (mut untimed, mut unnamed) = (BTreeMap::new(), BTreeMap::new());
    for activity in plans.iter().flat_map(|plan| &plan.activities).filter(|one| clinical(one)) {
        let share = times(activity.weeks.share(), terms.worked())?;
        match activity.at {
            Some(at) if named.contains(&activity.work) => cells.add(&activity.work, at, share, terms, 1)?,
            _ => {
                let to = if named.contains(&activity.work) { &mut untimed } else { &mut unnamed };
                let place = to.entry(activity.work.clone()).or_insert(Ratio::ZERO);
                *place = sum([*place, crate::plans::weekly(activity, terms)?])?;
            }
        }
    }
    let cells = cells.done()?;
    let open = open(demand, &cells, terms)?;
    let (placed, unit) = placing(plans, &totals, &open, terms, stop)?;
    let open: Vec<(Work, Open)> = open.into_iter().map(|(work, open, _)| (work, open)).collect();
    let mut report = Report {
        plans: totals,
        cells,
        untimed: untimed.into_iter().collect(),
        unnamed: unnamed.into_iter().collect(),
        open,
        placed,
        unit,
        opportunities: Vec::new(),
    };
    report.opportunities = opportunities(&report, terms)?;
    Ok(report)
}

/// On-call work is clinical too.
fn clinical(activity: &Planned) -> bool {
    matches!(activity.category, Category::Dcc | Category::OnCall)
}

/// PAs wanted and planned by work, day and part.
#[derive(Default)]
struct Cells(BTreeMap<(Work, usize, Part), [Ratio; 2]>);

impl Cells {
    fn add(
        &mut self,
        work: &Work,
        at: Stretch,
        by: Ratio,
        terms: &Terms,
        which: usize,
    ) -> Result<(), TooLarge> {
        for (day, part, pas) in split(at, terms)? {
            let cell = self.0.entry((work.clone(), day, part)).or_insert([Ratio::ZERO; 2]);
            cell[which] = sum([cell[which], times(pas, by)?])?;
        }
        Ok(())
    }

    fn done(self) -> Result<Vec<Cell>, TooLarge> {
        let cell = |((work, day, part), [wanted, planned]): ((Work, usize, Part), [Ratio; 2])| {
            Ok(Cell { work, day, part, wanted, planned, gap: less(wanted, planned)? })
        };
        self.0.into_iter().map(cell).collect()
    }
}

/// Whole sessions that nobody does, with their PAs; the rows of the demand in their order take what is lacking.
fn open(demand: &Demand, cells: &[Cell], terms: &Terms) -> Result<Vec<(Work, Open, Ratio)>, TooLarge> {
    let mut lacking: BTreeMap<(&Work, usize, Part), Ratio> =
        cells.iter().map(|cell| ((&cell.work, cell.day, cell.part), above(cell.gap))).collect();
    let mut works: Vec<&Work> = cells.iter().map(|cell| &cell.work).collect();
    works.dedup();
    let mut open = Vec::new();
    for wanted in &demand.wanted {
        let parts = split(wanted.at, terms)?;
        let mut sessions = wanted.sessions;
        for (day, part, pas) in &parts {
            let left = lacking.get(&(&wanted.work, *day, *part)).copied().unwrap_or(Ratio::ZERO);
            // One who takes it on does it in the weeks that are worked.
            let each = times(*pas, terms.worked())?;
            sessions = smaller(sessions, left.checked_div(each).ok_or(TooLarge)?)?;
        }
        let whole = sessions.numerator() / sessions.denominator();
        for (day, part, pas) in parts {
            if let Some(left) = lacking.get_mut(&(&wanted.work, day, part)) {
                let taken = times(times(pas, terms.worked())?, Ratio::new(whole, 1).ok_or(TooLarge)?)?;
                *left = less(*left, taken)?;
            }
        }
        let place = works.iter().position(|work| **work == wanted.work).unwrap_or(0);
        let pas = pas_of(wanted.at, terms)?;
        let one = Open { work: place, at: wanted.at, size: 0 };
        open.extend((0..whole).map(|_| (wanted.work.clone(), one.clone(), pas)));
    }
    Ok(open)
}

/// Places open sessions, in units that make every size and room whole.
fn placing(
    plans: &[Plan],
    totals: &[Counted],
    open: &[(Work, Open, Ratio)],
    terms: &Terms,
    stop: &mut dyn FnMut() -> bool,
) -> Result<(Placed, i128), TooLarge> {
    let rooms = totals.iter().map(|one| one.room(terms).map(above)).collect::<Result<Vec<_>, _>>()?;
    let mut unit: i128 = 1;
    for pas in open.iter().map(|(_, _, pas)| pas).chain(&rooms) {
        unit = unit / gcd(unit, pas.denominator()) * pas.denominator();
        if unit > 1_000_000_000_000 {
            return Err(TooLarge);
        }
    }
    let whole = |pas: Ratio| {
        let units = times(pas, Ratio::new(unit, 1).ok_or(TooLarge)?)?;
        u64::try_from(units.numerator()).map_err(|_| TooLarge)
    };
    let sessions = open
        .iter()
        .map(|(_, one, pas)| Ok(Open { size: whole(*pas)?, ..one.clone() }))
        .collect::<Result<Vec<_>, TooLarge>>()?;
    let does = |plan: &Plan, work: &Work| plan.activities.iter().any(|a| clinical(a) && a.work == *work);
    let candidates = plans
        .iter()
        .zip(rooms)
        .map(|(plan, room)| {
            let mut works: Vec<usize> =
                open.iter().filter(|(work, ..)| does(plan, work)).map(|(_, one, _)| one.work).collect();
            works.dedup();
            let busy = plan.activities.iter().filter_map(|activity| activity.at).collect();
            Ok(Candidate { room: whole(room)?, works, busy })
        })
        .collect::<Result<Vec<_>, TooLarge>>()?;
    Ok((place(&sessions, &candidates, stop), unit))
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
