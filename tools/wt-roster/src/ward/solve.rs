//! A ward's roster: searched, judged by the law of duties as they stand, mended where the search's days were too coarse for it.

use jiff::civil::Date;
use wt_facts::FactSet;

use super::compile::{Compiled, NotCompiled};
use super::judge::{Judged, NotJudged, judge, lawless};
use super::leave::{Decision, decide};
use super::model::Ward;
use super::prices::Prices;
use super::rows::Rows;
use crate::desk::Desk;
use crate::kernel::CompileError;
use crate::model::{OFF, Symbol, Weight};
use crate::rules::{Pattern, Rule};
use crate::search::{Progress, Settings, Watch, solve as search};

/// Rows that are mended after the search, at most, for each person.
const MENDED: usize = 8;

/// A ward solved.
#[derive(Debug, Clone)]
pub struct Solved {
    /// The roster; `None` where none was found.
    pub rows: Option<Rows>,
    /// What the judge says of it.
    pub judged: Option<Judged>,
    /// Its points (pounds) and the bound of the search.
    pub progress: Progress,
    /// Rows optimised.
    pub moves: u64,
    /// What became of leave that was asked for.
    pub leave: Vec<Decision>,
    /// Sentences that must stand beside every figure.
    pub remarks: Vec<String>,
}

/// Why a ward can't be solved.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotSolved {
    /// Too many kinds of duty.
    #[error(transparent)]
    NotCompiled(#[from] NotCompiled),
    /// Rules that the kernel can't hold.
    #[error(transparent)]
    Kernel(#[from] CompileError),
    /// The judge has no rules or prices to judge by.
    #[error(transparent)]
    NotJudged(#[from] NotJudged),
}

/// Solves a ward by the facts as they stand on a day.
///
/// # Errors
/// [`NotSolved`] says why there is no answer at all; where there is just no lawful roster, the answer holds none.
pub fn solve(
    ward: &Ward,
    facts: &FactSet,
    as_of: Date,
    settings: &Settings,
    watch: &dyn Watch,
) -> Result<Solved, NotSolved> {
    let (ward, leave) = decide(ward);
    let mut prices = Prices::new(facts, &ward);
    let compiled = Compiled::new(&ward, &mut prices)?;
    let found = search(&compiled.problem, settings, watch)?;
    let mut rows = found.roster.as_ref().map(|roster| compiled.rows(&ward, roster));
    if let Some(rows) = &mut rows {
        mend(&ward, facts, as_of, &compiled, rows)?;
    }
    let judged = rows.as_ref().map(|rows| judge(&ward, rows, facts, as_of)).transpose()?;
    Ok(Solved {
        rows,
        judged,
        progress: found.progress,
        moves: found.moves,
        leave,
        remarks: compiled.remarks,
    })
}

/// Where the law of duties as they stand is broken all the same (a rest of 24 hours that a week's end cuts in two), that stretch of
/// days is forbidden to the person, and they get the best row without it.
fn mend(
    ward: &Ward,
    facts: &FactSet,
    as_of: Date,
    compiled: &Compiled,
    rows: &mut Rows,
) -> Result<(), NotSolved> {
    for person in 0..ward.staff.len() {
        let mut problem = None;
        for _ in 0..MENDED {
            let Some((from, to)) = lawless(ward, rows, person, facts, as_of)? else { break };
            let problem = problem.get_or_insert_with(|| compiled.problem.clone());
            let roster = compiled.roster(ward, rows);
            let one = |symbol: Symbol| (0..problem.symbols()).map(|s| s == usize::from(symbol)).collect();
            let steps =
                (from..=to).map(|day| roster.row(person).get(day).copied().unwrap_or(OFF)).map(one).collect();
            let begins = (0..ward.days).map(|day| day == from).collect();
            let (name, weight) = ("rest by law".to_owned(), Weight::Hard);
            problem.people[person].rules.push(problem.rules.len());
            problem.rules.push(Rule::Pattern(Pattern { name, steps, begins, weight }));
            let mut desk = Desk::new(problem, &roster)?;
            let Some(row) = desk.best_row(person) else { break };
            for (day, symbol) in row.iter().enumerate() {
                rows.set(person, day, compiled.shift(*symbol));
            }
        }
    }
    Ok(())
}
