//! What belongs to one unit in one span.

use std::collections::{BTreeMap, HashMap};

use wt_units::{Hours, Quantity, UnitName};

use crate::model::{Budget, Component, Contract, Leave, Line, Midnight, Pseudonym, Role, Rosters, Status};
use crate::ratio;
use crate::settings::Settings;
use crate::span::Span;
use crate::time::DAY;

/// A person of the unit with what became of the contracted hours.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) role: Role,
    pub(crate) band: Option<wt_pay::Band>,
    pub(crate) agreement: bool,
    pub(crate) contracted: Hours,
    /// Worked or rostered within contract.
    pub(crate) used: Hours,
    pub(crate) leave: Hours,
    pub(crate) brought_forward: Quantity,
    pub(crate) rows: Vec<u32>,
}

impl Person {
    /// Contracted hours that nothing used; below zero where more was used than contracted.
    pub(crate) fn left(&self) -> Hours {
        self.contracted - self.used - self.leave
    }
}

pub(crate) struct Unit<'r> {
    pub(crate) name: &'r UnitName,
    pub(crate) span: Span,
    pub(crate) settings: &'r Settings,
    /// Shifts that start in the span and were not cancelled.
    pub(crate) lines: Vec<&'r Line>,
    /// All shifts of the unit that were not cancelled.
    pub(crate) around: Vec<&'r Line>,
    pub(crate) contracts: Vec<&'r Contract>,
    pub(crate) leave: Vec<&'r Leave>,
    pub(crate) budgets: Vec<&'r Budget>,
    pub(crate) midnights: Vec<&'r Midnight>,
    /// Minutes within contract of people of the unit, by person and day of start, wherever they were worked.
    used: HashMap<&'r Pseudonym, Vec<(jiff::civil::Date, i64)>>,
}

impl<'r> Unit<'r> {
    pub(crate) fn new(rosters: &'r Rosters, name: &'r UnitName, span: Span, settings: &'r Settings) -> Self {
        let around: Vec<&Line> =
            rosters.lines.iter().filter(|l| l.unit == *name && l.status != Status::Cancelled).collect();
        let contracts: Vec<&Contract> =
            rosters.contracts.iter().filter(|c| c.unit == *name && c.within(span).is_some()).collect();
        let mut elsewhere: HashMap<&Pseudonym, bool> = HashMap::new();
        for contract in rosters.contracts.iter().filter(|c| c.within(span).is_some()) {
            *elsewhere.entry(&contract.person).or_default() |= contract.unit != *name;
        }
        let mut used: HashMap<&Pseudonym, Vec<_>> = HashMap::new();
        for line in rosters.lines.iter().filter(|line| line.of_contract() > 0) {
            let Some(person) = &line.person else { continue };
            // Who is contracted to several units uses up each contract on its own unit.
            if line.unit == *name || elsewhere.get(person).is_some_and(|several| !several) {
                used.entry(person).or_default().push((line.start.date(), line.of_contract()));
            }
        }
        Self {
            name,
            span,
            settings,
            lines: around.iter().copied().filter(|line| span.holds(line.start.date())).collect(),
            around,
            contracts,
            leave: rosters
                .leave
                .iter()
                .filter(|l| l.unit == *name && l.days.within(span).is_some())
                .collect(),
            budgets: rosters.budgets.iter().filter(|budget| budget.unit == *name).collect(),
            midnights: rosters.midnights.iter().filter(|m| m.unit == *name && span.holds(m.day)).collect(),
            used,
        }
    }

    /// People with a contract, over a part of the span.
    pub(crate) fn people(&self, part: Span) -> BTreeMap<&'r Pseudonym, Person> {
        let mut people: BTreeMap<&Pseudonym, Person> = BTreeMap::new();
        for contract in &self.contracts {
            let hours = contract.hours(part);
            let person = people.entry(&contract.person).or_insert_with(|| Person {
                role: contract.role,
                band: contract.band,
                agreement: contract.agreement,
                contracted: Hours::default(),
                used: self.used_in(&contract.person, part),
                leave: Hours::default(),
                brought_forward: contract.brought_forward,
                rows: Vec::new(),
            });
            person.contracted = person.contracted + hours;
            person.rows.push(contract.row);
        }
        for leave in &self.leave {
            if let Some(person) = people.get_mut(&leave.person) {
                person.leave = person.leave + part.share(leave.hours, leave.days);
            }
        }
        people
    }

    fn used_in(&self, person: &Pseudonym, part: Span) -> Hours {
        let of = self.used.get(person).into_iter().flatten();
        ratio::hours(of.filter(|(day, _)| part.holds(*day)).map(|(_, minutes)| minutes).sum())
    }

    /// Contracted hours of a part of the span.
    pub(crate) fn contracted(&self, part: Span) -> Hours {
        self.contracts.iter().map(|contract| contract.hours(part)).sum()
    }

    /// Hours of leave in a part of the span; of one component, or of all.
    pub(crate) fn leave_in(&self, component: Option<Component>, part: Span) -> Hours {
        let of = self.leave.iter().filter(|leave| component.is_none_or(|one| one == leave.component));
        of.map(|leave| part.share(leave.hours, leave.days)).sum()
    }

    /// Hours of a full-time worker in a part of the span.
    pub(crate) fn full_time(&self, part: Span) -> Hours {
        let millionths = i128::from(self.settings.full_week.millionths()) * i128::from(part.days()) / 7;
        Hours::new(Quantity::from_millionths(i64::try_from(millionths).unwrap_or(i64::MAX)))
    }

    /// Whether more than half of a shift lies at night.
    pub(crate) fn by_night(&self, line: &Line) -> bool {
        let elapsed = line.start.until(line.end);
        let (from, to) = (line.start.local(), line.start.local() + elapsed);
        let (day, night) = self.settings.day_and_night();
        let first = from.div_euclid(DAY) - 1;
        let at_night: i64 = (first..=to.div_euclid(DAY))
            .map(|d| (to.min((d + 1) * DAY + day) - from.max(d * DAY + night)).max(0))
            .sum();
        2 * at_night > elapsed
    }
}
