//! Duties in a file against the rules of hours and rest, person by person.

mod beside;
mod duties;
mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use wt_facts::FactSet;
use wt_worktime::{Citation, Judged, NoRules, NotAPerson, Period, Person, Rules, Settings};

use crate::{EngineError, builtin};
use duties::Entry;
use rows::Refused;

/// A file by its name and content.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its name, for refusals.
    pub name: &'a str,
    /// Its content: CSV or a workbook.
    pub bytes: &'a [u8],
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// A rule set of `facts/`.
    pub rules: &'a str,
    /// The day whose rules hold; none for the day the last duty starts.
    pub as_of: Option<Date>,
    /// How the rules are read.
    pub settings: Settings,
    /// `person,start,end`.
    pub duties: File<'a>,
    /// `person,period_start,period_end,tail,reference_weeks`, the last two if there are any.
    pub periods: Option<File<'a>>,
    /// `person,date`.
    pub excluded: Option<File<'a>>,
}

/// What the rules say of a file.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The day whose rules held.
    pub as_of: Date,
    /// People by name; those with a refused row are left out, for a missing duty looks like rest.
    pub people: BTreeMap<String, Judged>,
    /// What can't be used, each a sentence with file, row and column.
    pub refused: Vec<String>,
    /// What a reader should know, each a sentence.
    pub notes: Vec<String>,
    /// Where each rule was read.
    pub citations: Vec<Citation>,
}

/// Checks the duties of a file.
///
/// # Errors
/// [`EngineError::Question`] for a file that can't be read or lacks a column, an unknown rule set, or a day without rules; rows
/// that can't be used are in the answer.
pub fn check(ask: &Ask<'_>) -> Result<Checked, EngineError> {
    let facts = FactSet::parse(&builtin::facts()).map_err(|faults| {
        EngineError::Builtin(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    })?;
    let question = |why: String| EngineError::Question(why);
    let rules_on = |day| {
        Rules::on(&facts, ask.rules, day, ask.settings).map_err(|why| match why {
            NoRules::UnknownSet { .. } => question(format!("--rules: {why}.")),
            NoRules::NoFigure(why) => question(format!("--as-of: {why}")),
            NoRules::Faulty(_) => EngineError::Builtin(why.to_string()),
        })
    };
    // A slip in the name is told before a long file is read.
    let asked = ask.as_of.map(rules_on).transpose()?;
    if asked.is_none() && facts.codes(ask.rules).is_none() {
        rules_on(Date::MAX)?;
    }
    let mut refused = Vec::new();
    let mut read = duties::read(&ask.duties, &mut refused)?;
    let mut periods = beside::periods(ask.periods.as_ref(), &read, &mut refused)?;
    let mut excluded = beside::excluded(ask.excluded.as_ref(), &read, &mut refused)?;
    let last =
        read.people.iter().flat_map(|(_, entries)| entries).map(|entry| entry.duty.start().date()).max();
    let Some(as_of) = ask.as_of.or(last) else {
        let why =
            refused.first().map_or_else(String::new, |refused: &Refused| format!(" {}", refused.sentence()));
        return Err(question(format!("{}: there is no duty that can be judged.{why}", ask.duties.name)));
    };
    let rules = asked.map_or_else(|| rules_on(as_of), Ok)?;
    let spoilt: BTreeSet<String> = refused.iter().filter_map(|refused| refused.person.clone()).collect();
    let unspoilt = std::mem::take(&mut read.people).into_iter().filter(|(name, _)| !spoilt.contains(name));
    let beside: Vec<Beside> = unspoilt
        .map(|(name, entries)| {
            let (period, excluded) = (periods.remove(&name), excluded.remove(&name).unwrap_or_default());
            Beside { name, entries, period, excluded }
        })
        .collect();
    let judge = |one: Beside| {
        let duties = one.entries.iter().map(|entry| entry.duty).collect();
        let person = Person::new(duties, one.period, one.excluded.clone());
        let judged = person.and_then(|person| rules.judge(&person));
        (one, judged)
    };
    let judged: Vec<(Beside, Result<Judged, NotAPerson>)> = beside.into_par_iter().map(judge).collect();
    let (mut people, mut without) = (BTreeMap::new(), 0);
    for (one, judged) in judged {
        match judged {
            Ok(judged) => {
                without += usize::from(one.period.is_none());
                people.insert(one.name, judged);
            }
            Err(why) => refused.push(clash(ask, one.name, &why, &one.entries)),
        }
    }
    refused.sort_by(|one, other| (&one.file, one.row).cmp(&(&other.file, other.row)));
    let left_out = read.places.len() - people.len();
    let refused = refused.iter().map(Refused::sentence).collect();
    Ok(Checked {
        as_of,
        people,
        refused,
        notes: notes(left_out, without),
        citations: rules.citations().to_vec(),
    })
}

/// One person's duties with what is known beside them.
struct Beside {
    name: String,
    entries: Vec<Entry>,
    period: Option<Period>,
    excluded: Vec<Date>,
}

/// A refusal of what only shows between rows.
fn clash(ask: &Ask<'_>, person: String, why: &NotAPerson, entries: &[Entry]) -> Refused {
    let at = match why {
        NotAPerson::Overlap { later, .. } => entries.iter().find(|entry| entry.duty == *later),
        _ => None,
    };
    let (file, row, column) = match (at, ask.periods) {
        (Some(entry), _) => (ask.duties.name, Some(entry.row), "start"),
        // A rota that overlaps itself where it repeats.
        (None, Some(periods)) => (periods.name, None, "tail"),
        (None, None) => (ask.duties.name, None, "start"),
    };
    let found = format!("found for {person} that {why}, expected duties that do not overlap");
    Refused { file: file.to_owned(), row, column, found, person: Some(person) }
}

fn notes(left_out: usize, without: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if left_out > 0 {
        notes.push(format!("People left out because a row of theirs can't be used: {left_out}."));
    }
    if without > 0 {
        notes.push(format!(
            "People without a period (--periods): {without}. Their averages and weekends are not judged."
        ));
    }
    notes
}

/// People in the order of the file, each with their entries.
pub(crate) struct Read {
    people: Vec<(String, Vec<Entry>)>,
    places: HashMap<String, usize>,
}

impl Read {
    fn knows(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }
}
