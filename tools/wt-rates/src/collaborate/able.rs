//! Who may take which shift: opted in, agreed, willing, competent, and rested across all employers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use wt_facts::FactSet;
use wt_worktime::settings::{DailyRest, OptOut};
use wt_worktime::{Duty, NoRules, Period, Person, Rules, Settings, Tail};

use super::agreement::Agreement;
use super::read::{OpenShift, Willing};
use crate::booking::{Doctor, Grade};

/// Why somebody can't take a shift: the first reason in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// One of the two employers did not agree.
    NotAgreed,
    /// Another staff group, grade or tier.
    NotCompetent,
    /// It is their own employer's shift, which its own bank offered already.
    OwnEmployer,
    /// They did not opt in, or not yet.
    NotOptedIn,
    /// They would not work for this employer, or for no more shifts.
    NotWilling,
    /// They are at work then, or a rule of hours and rest would be broken.
    NotRested,
    /// They could, but took another shift instead.
    Elsewhere,
}

impl Why {
    /// As files write it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotAgreed => "employer has not agreed",
            Self::OwnEmployer => "own employer",
            Self::NotCompetent => "not competent",
            Self::NotOptedIn => "not opted in",
            Self::NotWilling => "not willing",
            Self::NotRested => "not rested",
            Self::Elsewhere => "able",
        }
    }
}

/// Rules by who is asked: doctors in training or others, opted out of the 48-hour week or not.
struct RuleSets([[Rules; 2]; 2]);

impl RuleSets {
    fn on(facts: &FactSet, day: Date) -> Result<Self, NoRules> {
        let read = |set, opt_out| {
            // Between duties, as nobody at one employer knows what the other gave in place of a rest that was cut short.
            let settings = Settings { daily_rest: DailyRest::BetweenDuties, opt_out, ..Settings::default() };
            Rules::on(facts, set, day, settings)
        };
        let both = |set| Ok::<_, NoRules>([read(set, OptOut::No)?, read(set, OptOut::Yes)?]);
        Ok(Self([both("working-time-regulations")?, both("resident-doctors-2016")?]))
    }

    fn of(&self, person: &Willing) -> &Rules {
        let resident = |grade: &Grade| {
            matches!(
                grade,
                Grade::Doctor(Doctor::Foundation1 | Doctor::Foundation2 | Doctor::Core | Doctor::Specialty)
            )
        };
        &self.0[usize::from(person.grades.iter().any(resident))][usize::from(person.opted_out_48)]
    }
}

/// Who may take what, with the duties that they have by now.
pub struct Able<'a> {
    shifts: &'a [OpenShift],
    people: &'a [Willing],
    agreement: &'a Agreement,
    rules: RuleSets,
    period: Option<Period>,
    today: Date,
    duties: Vec<Vec<Duty>>,
    /// Rules that each person's duties break already, whoever is to blame: taking a shift may break no other.
    broken: Vec<BTreeSet<&'static str>>,
}

impl<'a> Able<'a> {
    /// People with their duties so far.
    ///
    /// # Errors
    /// [`NoRules`] where the limits of working time are not known on the day of the first shift.
    pub fn new(
        shifts: &'a [OpenShift],
        people: &'a [Willing],
        duties: &BTreeMap<String, Vec<Duty>>,
        agreement: &'a Agreement,
        facts: &FactSet,
        today: Date,
    ) -> Result<Self, NoRules> {
        let all = || shifts.iter().map(|shift| shift.duty).chain(duties.values().flatten().copied());
        let first = all().map(|duty| duty.start().date()).min();
        let last = all().map(|duty| duty.start().date()).max();
        let on = shifts.iter().map(|one| one.duty.start().date()).min().unwrap_or(today);
        let weeks = facts.at("wtr-average-48-weeks", on)?.value.to_f64() as i64;
        // Averages of hours look back so many weeks: the file of duties holds them all, or what it holds is said.
        let since =
            last.and_then(|last| last.checked_sub(jiff::Span::new().try_days(weeks * 7 - 1).ok()?).ok());
        let first = first.zip(since).map(|(first, since)| first.min(since));
        let period = first.zip(last).map(|(first, last)| Period {
            first,
            last,
            tail: Tail::Unknown,
            reference_weeks: None,
        });
        let rules = RuleSets::on(facts, on)?;
        let duties: Vec<Vec<Duty>> =
            people.iter().map(|person| duties.get(&person.worker).cloned().unwrap_or_default()).collect();
        let mut able = Self { shifts, people, agreement, rules, period, today, duties, broken: Vec::new() };
        able.broken = (0..people.len()).map(|person| able.breaches(person)).collect();
        Ok(able)
    }

    /// The day from which all duties must be known for averages of hours to be right; none without shifts and duties.
    #[must_use]
    pub fn since(&self) -> Option<Date> {
        self.period.map(|period| period.first)
    }

    fn breaches(&self, person: usize) -> BTreeSet<&'static str> {
        let judged = Person::new(self.duties[person].clone(), self.period, Vec::new())
            .and_then(|duties| self.rules.of(&self.people[person]).judge(&duties));
        judged.map(|judged| judged.breaches().into_iter().collect()).unwrap_or_default()
    }

    /// Why a person can't take a shift now; none where they can. `given` is how many shifts they have been given.
    #[must_use]
    pub fn why(&self, shift: usize, person: usize, given: u32) -> Option<Why> {
        let (open, who) = (&self.shifts[shift], &self.people[person]);
        let agreed = |code: &str| self.agreement.employers.contains(code);
        if !agreed(&open.employer) || !agreed(&who.employer) {
            return Some(Why::NotAgreed);
        }
        if open.group != who.group || !who.grades.contains(&open.grade) || !who.tiers.contains(&open.tier) {
            return Some(Why::NotCompetent);
        }
        if open.employer == who.employer {
            return Some(Why::OwnEmployer);
        }
        if who.opted_in.is_none_or(|day| day > self.today) {
            return Some(Why::NotOptedIn);
        }
        let willing = who.employers.as_ref().is_none_or(|list| list.contains(&open.employer));
        if !willing || who.most_shifts.is_some_and(|most| given >= most) {
            return Some(Why::NotWilling);
        }
        (!self.rested(open.duty, person)).then_some(Why::NotRested)
    }

    /// Whether a duty fits beside those a person has, and breaks no rule with them that is not broken without it.
    fn rested(&self, duty: Duty, person: usize) -> bool {
        let list = &self.duties[person];
        let place = list.partition_point(|one| one.start() < duty.start());
        let clear =
            |one: Option<&Duty>| one.is_none_or(|one| one.end() <= duty.start() || duty.end() <= one.start());
        if !clear(place.checked_sub(1).and_then(|before| list.get(before))) || !clear(list.get(place)) {
            return false;
        }
        let mut with = list.clone();
        with.insert(place, duty);
        let Ok(all) = Person::new(with, self.period, Vec::new()) else { return false };
        let Ok(judged) = self.rules.of(&self.people[person]).judge(&all) else { return false };
        let mut breaches = judged.findings.iter().filter(|finding| finding.breach);
        breaches.all(|finding| self.broken[person].contains(finding.rule) && !finding.duties.contains(&duty))
    }

    /// Everybody who can take a shift now, in the order of the file.
    #[must_use]
    pub fn people(&self, shift: usize, given: &[u32]) -> Vec<usize> {
        (0..self.people.len()).filter(|person| self.why(shift, *person, given[*person]).is_none()).collect()
    }

    /// How many people can't take a shift for which reason; those who could took another.
    #[must_use]
    pub fn reasons(&self, shift: usize, given: &[u32]) -> BTreeMap<Why, usize> {
        let mut found = BTreeMap::new();
        for (person, given) in given.iter().enumerate() {
            *found.entry(self.why(shift, person, *given).unwrap_or(Why::Elsewhere)).or_insert(0) += 1;
        }
        found
    }

    /// Gives a shift to a person: from now on it is one of their duties.
    pub fn takes(&mut self, person: usize, shift: usize) {
        self.duties[person].push(self.shifts[shift].duty);
        self.duties[person].sort_unstable();
    }
}
