//! One person's duties against one set of rules.

use jiff::civil::Date;
use wt_facts::{FactSet, Ratio};

use crate::duty::{NotAPerson, Person};
use crate::limits::{Citation, Doctors, NoRules, Reader, Regulations};
use crate::rules::{Finding, RULES, Rule, Terms, Week, average, most_in_window};
use crate::runs::longest;
use crate::settings::{LongEvening, OptOut, Settings};
use crate::view::{Kind, View};

/// The names of the rule sets that `facts/` holds.
pub const RULE_SETS: [&str; 3] = ["resident-doctors-2016", "working-time-regulations", "agenda-for-change"];

/// A set of rules as it stood on a day.
///
/// ```
/// use wt_facts::FactSet;
/// use wt_worktime::{Duty, Person, Rules, Settings};
///
/// let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts/working-time.toml"));
/// let facts = FactSet::parse(&[("facts/working-time.toml", text)]).unwrap();
/// let rules = Rules::on(&facts, "resident-doctors-2016", "2026-11-23".parse()?, Settings::default())?;
/// let night = Duty::new("2026-11-02T21:00Z".parse()?, "2026-11-03T07:00Z".parse()?)?;
/// let day = Duty::new("2026-11-04T23:00Z".parse()?, "2026-11-05T01:00Z".parse()?)?;
/// let judged = rules.judge(&Person::new(vec![night, day], None, vec![])?)?;
/// assert_eq!(judged.breaches(), ["rd-rest-after-nights"]);
/// assert_eq!(
///     judged.findings[0].sentence,
///     "Only 40 hours of rest before the shift on Wed 4 November 2026 at 23:00, after night shifts on 1 day; 46 hours is the least."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Rules {
    rules: Vec<Rule>,
    terms: Terms,
    citations: Vec<Citation>,
}

/// What was measured; hours are elapsed, and none where there is nothing to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measures {
    /// The longest duty of the period, in minutes.
    pub max_shift: Option<i64>,
    /// Most minutes worked in any 168 hours that hold work of the period.
    pub max_in_168: Option<i64>,
    /// The shortest rest before a duty of the period, in minutes.
    pub min_rest: Option<i64>,
    /// Long shifts on consecutive days; none before the doctors' terms, as for the other runs.
    pub longest_run_long: Option<i64>,
    /// Long evening shifts on consecutive days.
    pub longest_run_long_evening: Option<i64>,
    /// Night shifts on consecutive days.
    pub longest_run_night: Option<i64>,
    /// Any shifts on consecutive days.
    pub longest_run_any: i64,
    /// Hours a week over the reference period, excluded days made up; none without a period.
    pub average_hours: Option<Ratio>,
}

/// What the rules say of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// One for each rule that has something to say, in the order of the set.
    pub findings: Vec<Finding>,
    /// What was measured.
    pub measures: Measures,
}

impl Judged {
    /// Ids of the broken rules, sorted.
    #[must_use]
    pub fn breaches(&self) -> Vec<&'static str> {
        let mut ids: Vec<&str> = self.findings.iter().filter(|f| f.breach).map(|f| f.rule).collect();
        ids.sort_unstable();
        ids
    }
}

impl Rules {
    /// The rules of a set as they stood on `day`.
    ///
    /// # Errors
    /// For a set that there is not, and where a limit has no figure on that day.
    pub fn on(facts: &FactSet, set: &str, day: Date, settings: Settings) -> Result<Self, NoRules> {
        let unknown =
            || NoRules::UnknownSet { found: set.to_owned(), expected: RULE_SETS.map(str::to_owned).to_vec() };
        let codes = facts.codes(set).filter(|_| RULE_SETS.contains(&set)).ok_or_else(unknown)?;
        let rule = |code: &str| {
            let known = RULES.iter().find(|rule| rule.id == code).copied();
            known.ok_or_else(|| NoRules::Faulty(format!("{set} names '{code}', which is no rule")))
        };
        let rules = codes.codes.iter().map(|code| rule(&code.code)).collect::<Result<Vec<_>, _>>()?;
        let reader = Reader::new(facts, day);
        let cite = |rule: &Rule| {
            let figure = reader.figure(rule.fact)?;
            Ok(Citation {
                rule: rule.id.to_owned(),
                source: figure.source,
                status: figure.status,
                from: figure.from,
            })
        };
        let citations = rules.iter().map(cite).collect::<Result<Vec<_>, NoRules>>()?;
        let doctors_set = rules.iter().any(|rule| rule.id.starts_with("rd-"));
        let doctors = match Doctors::read(&reader) {
            Ok(doctors) => Some(doctors),
            Err(NoRules::NoFigure(_)) if !doctors_set => None,
            Err(fault) => return Err(fault),
        };
        let regulations = Regulations::read(&reader)?;
        let weeks = if doctors_set { "rd-average-48-weeks" } else { "wtr-average-48-weeks" };
        let most = match (settings.opt_out, doctors_set) {
            (OptOut::No, _) => Some(regulations.average),
            (OptOut::Yes, true) => Some(reader.hours("rd-average-48-opted-out")?),
            (OptOut::Yes, false) => None,
        };
        let full_time = if rules.iter().any(|rule| rule.id == "afc-hours") {
            Some(reader.hours("full-time-week")?)
        } else {
            None
        };
        let week = Week { most, weeks: reader.count(weeks)?, full_time };
        Ok(Self { rules, terms: Terms { settings, doctors, regulations, week }, citations })
    }

    /// Where each rule was read, in the order of the set.
    #[must_use]
    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }

    /// Judges one person.
    ///
    /// # Errors
    /// Where a rota that repeats overlaps itself.
    pub fn judge(&self, person: &Person) -> Result<Judged, NotAPerson> {
        let view = View::new(person, self.terms.doctors.as_ref(), &self.terms.settings)?;
        let findings = self.rules.iter().filter_map(|rule| rule.judge(&view, &self.terms)).collect();
        Ok(Judged { findings, measures: self.measures(&view) })
    }

    fn measures(&self, view: &View) -> Measures {
        let settings = &self.terms.settings;
        let doctors = self.terms.doctors.as_ref();
        let run = |wanted: &dyn Fn(Kind) -> bool| {
            doctors.map(|_| longest(view, settings, |shift| wanted(shift.kind)))
        };
        let evenings = settings.long_evening == LongEvening::Yes;
        Measures {
            max_shift: view.own().iter().map(|shift| shift.duty.minutes()).max(),
            max_in_168: doctors
                .and_then(|doctors| most_in_window(view, doctors.window))
                .map(|most| most.minutes),
            min_rest: view.rests().map(|(_, rest)| rest).min(),
            longest_run_long: run(&|kind| kind == Kind::Long || (evenings && kind == Kind::LongEvening)),
            longest_run_long_evening: run(&|kind| kind == Kind::LongEvening),
            longest_run_night: run(&|kind| kind == Kind::Night),
            longest_run_any: longest(view, settings, |_| true),
            average_hours: average(view, &self.terms).and_then(|found| found.hours()),
        }
    }
}
