//! Measures of rosters: files in, whatever they hold, measures and what they are worth out.

use std::collections::BTreeMap;

use jiff::civil::Date;
use wt_extract::kinds::KindId;
use wt_extract::mapping::Mapping;
use wt_extract::read::recognise;
use wt_extract::table::{Limits, Source};
use wt_extract::wards::{WardFile, WardMonth, read as read_wards};
use wt_facts::FactSet;
use wt_measures::extract::{self, Extract};
use wt_measures::opportunity::{Opportunity, Prices, opportunities};
use wt_measures::sound::sound;
use wt_measures::{Measured, Rosters, Settings, Span, measure, wards};
use wt_pay::Zone;
use wt_units::Month;

use crate::{EngineError, builtin};

/// A file by its name and content.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its name, for refusals.
    pub name: &'a str,
    /// Its content: CSV or a workbook.
    pub bytes: &'a [u8],
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// Extracts of rosters, or safe-staffing files of wards, in any order.
    pub files: Vec<File<'a>>,
    /// A month; none for all that the files hold.
    pub month: Option<Month>,
    /// Settings other than the defaults: name and value.
    pub set: Vec<(String, String)>,
    /// Pay zone of own staff.
    pub zone: Zone,
    /// Headings of safe-staffing files that go by other names.
    pub mapping: Option<Mapping>,
    /// Months after this day are refused; defaults of settings are those of this day.
    pub today: Date,
}

/// Measures of one span of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// "2026-03", or "2026-03-02 to 2026-03-29".
    pub period: String,
    /// The month, where it is one.
    pub month: Option<Month>,
    /// By unit.
    pub measured: Vec<Measured>,
}

/// What the files say.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Measures, by span.
    pub blocks: Vec<Block>,
    /// What they are worth, by unit and largest first; none for safe-staffing files, which have no contracts.
    pub opportunities: Vec<Opportunity>,
    /// Rows that can't be used, each a sentence.
    pub refused: Vec<String>,
    /// What a reader should know, each a sentence.
    pub notes: Vec<String>,
    /// The settings that held.
    pub settings: Settings,
}

/// The facts that ship with the program.
///
/// # Errors
/// [`EngineError::Builtin`].
pub fn facts() -> Result<FactSet, EngineError> {
    FactSet::parse(&builtin::facts()).map_err(|faults| {
        EngineError::Builtin(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    })
}

/// Reads the files and measures.
///
/// # Errors
/// [`EngineError::File`] for a file that can't be used at all, [`EngineError::Question`] for a setting or month there is not.
pub fn measures(ask: &Ask<'_>, facts: &FactSet) -> Result<Answer, EngineError> {
    let mut settings = Settings::on(facts, ask.today).map_err(|why| EngineError::Builtin(why.to_string()))?;
    for (name, value) in &ask.set {
        settings.set(name, value).map_err(|why| EngineError::Question(format!("Setting {name}: {why}.")))?;
    }
    let mut answer = Answer {
        blocks: Vec::new(),
        opportunities: Vec::new(),
        refused: Vec::new(),
        notes: Vec::new(),
        settings,
    };
    let (mut rosters, mut published, mut names) = (Rosters::default(), Vec::new(), BTreeMap::new());
    for file in &ask.files {
        match ward_file(file, ask)? {
            Some(found) => take_wards(file, found, &mut published, &mut answer),
            None => take_extract(file, &mut rosters, &mut names, &mut answer)?,
        }
    }
    if !published.is_empty() {
        published.retain(|ward: &WardMonth| ask.month.is_none_or(|month| month == ward.month));
        let blocks = wards::by_month(&published, &answer.settings).into_iter();
        answer.blocks.extend(blocks.map(|(month, measured)| Block {
            period: month.to_string(),
            month: Some(month),
            measured,
        }));
    }
    let (rosters, aside) = sound(rosters);
    for one in aside {
        let file = names.get(one.extract).map_or(one.extract, String::as_str);
        answer.refused.push(format!("{file}, row {}: {}.", one.row, one.why));
    }
    measure_rosters(ask, &rosters, facts, &mut answer);
    if answer.blocks.is_empty() {
        let what = answer.refused.first().map_or_else(
            || match ask.month {
                Some(month) => format!("No shift or ward of {} is in the files.", month.long()),
                None => "The files hold no shift and no ward.".to_owned(),
            },
            Clone::clone,
        );
        return Err(EngineError::Question(what));
    }
    Ok(answer)
}

/// The wards of a safe-staffing file; none where it is another file.
fn ward_file(file: &File<'_>, ask: &Ask<'_>) -> Result<Option<WardFile>, EngineError> {
    let mut source = Source::open(file.name, file.bytes, &Limits::default())?;
    let fits =
        recognise(&mut source)?.candidates.iter().any(|candidate| candidate.kind == KindId::WardStaffing);
    if fits || ask.mapping.is_some() {
        return Ok(Some(read_wards(&mut source, ask.mapping.as_ref(), ask.today)?));
    }
    Ok(None)
}

fn take_wards(file: &File<'_>, found: WardFile, published: &mut Vec<WardMonth>, answer: &mut Answer) {
    answer.notes.push(format!("{}: {} rows, {} ward-months.", file.name, found.rows, found.wards.len()));
    answer.notes.extend(found.notes.iter().map(|note| format!("{}: {note}", file.name)));
    answer.refused.extend(found.refusals.iter().map(ToString::to_string));
    published.extend(found.wards);
}

fn take_extract(
    file: &File<'_>,
    rosters: &mut Rosters,
    names: &mut BTreeMap<&'static str, String>,
    answer: &mut Answer,
) -> Result<(), EngineError> {
    let found = extract::read(file.name, file.bytes, answer.settings.contract_most, rosters)?;
    let name = found.extract.name();
    if names.insert(name, file.name.to_owned()).is_some() {
        let words = format!(
            "{}: a second file of {name}. Put rows of one extract into one file, so that rows can be named.",
            file.name
        );
        return Err(EngineError::Question(words));
    }
    answer.notes.push(format!(
        "{}: {} rows of {name}, {} cells refused.",
        file.name,
        found.rows,
        found.refusals.len()
    ));
    if !found.ignored.is_empty() {
        answer.notes.push(format!("{}: columns not read: {}.", file.name, found.ignored.join(", ")));
    }
    answer.refused.extend(found.refusals.iter().map(ToString::to_string));
    Ok(())
}

fn measure_rosters(ask: &Ask<'_>, rosters: &Rosters, facts: &FactSet, answer: &mut Answer) {
    let Some(all) = rosters.span() else { return };
    let span = ask.month.map_or(all, Span::month);
    if span.within(all).is_none() {
        return;
    }
    let period =
        ask.month.map_or_else(|| format!("{} to {}", span.from(), span.to()), |month| month.to_string());
    let mut prices = Prices::new(facts, wt_pay::Settings::default(), ask.zone);
    let mut measured = Vec::new();
    for unit in rosters.units() {
        measured.extend(measure(rosters, &unit, span, &answer.settings));
        let (found, without) = opportunities(rosters, &unit, span, &answer.settings, &mut prices);
        answer.opportunities.extend(found);
        answer.notes.extend(without.iter().map(|why| format!("No pounds for {why}.")));
    }
    answer.notes.extend(without_contract(rosters));
    answer.blocks.push(Block { period, month: ask.month, measured });
}

/// Own people on shifts whom no contract names: their hours are in no measure of contracts.
fn without_contract(rosters: &Rosters) -> Option<String> {
    let known: std::collections::BTreeSet<_> =
        rosters.contracts.iter().map(|contract| &contract.person).collect();
    let own =
        rosters.lines.iter().filter(|line| line.of_contract() > 0).filter_map(|line| line.person.as_ref());
    let unknown: std::collections::BTreeSet<_> = own.filter(|person| !known.contains(person)).collect();
    (!unknown.is_empty() && !known.is_empty()).then(|| {
        format!("{} people on substantive shifts have no contract: their hours are in no measure of contracted hours.", unknown.len())
    })
}

/// Headings and an example of each extract, by its name.
///
/// # Errors
/// [`EngineError::Question`] with the names there are.
pub fn template(name: &str) -> Result<String, EngineError> {
    let found = Extract::ALL.into_iter().find(|extract| extract.name() == name);
    found.map(Extract::template).ok_or_else(|| {
        let names = Extract::ALL.map(Extract::name).join(", ");
        EngineError::Question(format!("There is no extract '{name}'. There are {names}."))
    })
}
