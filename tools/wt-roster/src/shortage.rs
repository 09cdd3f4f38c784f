//! Why cover can't be met: how many people short every lawful roster is, and a small set of covers and rules that conflict.
//!
//! Wishes and prices are left out; each person short costs one point. The dual bound of that problem is proved whatever
//! the search finds. The set is made small by leaving out what the proof does not need, one part after the other
//! (deletion filter: Chinneck and Dravnieks, Locating Minimal Infeasible Constraint Sets in Linear Programs, 1991).

use crate::kernel::{CompileError, Effort, Kernel, Scratch};
use crate::model::{Bound, Cover, Limit, Person, Problem, Weight};
use crate::rules::Rule;
use crate::search::{Curves, Demand, Dual, Settings, Watch};

/// What is proved about the cover.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shortage {
    /// Every lawful roster is at least so many people short, over all covers; 0: nothing is proved.
    pub least: u64,
    /// A small part of the problem that can't be met; `None` if nothing is proved.
    pub conflict: Option<Conflict>,
}

/// A part of a problem that can't be met by itself: without one of its covers or rules this bound proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conflict {
    /// The covers, as places in [`Problem::cover`].
    pub covers: Vec<usize>,
    /// How many people they want together.
    pub wanted: u64,
    /// At least so many of those are missing whatever is done.
    pub short: u64,
    /// Names of the rules that leave no way; with none of them it is a matter of who may work what.
    pub rules: Vec<String>,
    /// Who may work any of those covers at all, as places in [`Problem::people`].
    pub people: Vec<usize>,
}

/// Rounds of prices for the whole problem, and for each part that is tried.
const ROUNDS: (u32, u32) = (400, 60);

/// Proves what it can until the watch says stop; `settings` gives the threads and the seed.
///
/// # Errors
/// Rules that can't be compiled.
pub fn shortage(problem: &Problem, settings: &Settings, watch: &dyn Watch) -> Result<Shortage, CompileError> {
    let mut part = Part::new(problem);
    let least = part.bound(settings, watch, ROUNDS.0, u64::MAX)?;
    if least == 0 {
        return Ok(Shortage::default());
    }
    // Large pieces first: a month becomes a week, a week becomes a day or two.
    let mut piece = part.covers.len().div_ceil(2);
    while piece > 0 && part.covers.len() > 1 {
        let mut at = 0;
        while at < part.covers.len() && watch.spent() < 1_000_000 {
            let mut smaller = part.clone();
            smaller.covers.drain(at..(at + piece).min(smaller.covers.len()));
            if smaller.bound(settings, watch, ROUNDS.1, 1)? > 0 {
                part = smaller;
            } else {
                at += piece;
            }
        }
        piece /= 2;
    }
    for name in part.names() {
        let mut smaller = part.clone();
        smaller.left_out.push(name);
        if watch.spent() < 1_000_000 && smaller.bound(settings, watch, ROUNDS.1, 1)? > 0 {
            part = smaller;
        }
    }
    // One is proved already, or the part would not have become what it is.
    let short = part.bound(settings, watch, ROUNDS.1, u64::MAX)?.max(1);
    Ok(Shortage { least, conflict: Some(part.conflict(short)) })
}

/// Some covers and rules of a problem.
#[derive(Debug, Clone)]
struct Part<'a> {
    problem: &'a Problem,
    covers: Vec<usize>,
    left_out: Vec<String>,
}

impl<'a> Part<'a> {
    /// All covers that want somebody, in the order of their days.
    fn new(problem: &'a Problem) -> Self {
        let mut covers: Vec<usize> =
            (0..problem.cover.len()).filter(|at| wanted(&problem.cover[*at]) > 0).collect();
        covers.sort_by_key(|at| (problem.cover[*at].day, *at));
        Self { problem, covers, left_out: Vec::new() }
    }

    /// Names of the hard rules that are still in.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for rule in &self.problem.rules {
            let name = rule.clause().name();
            if rule.hard_part(self.problem.symbols()).is_some() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// At least so many people are missing from these covers; looks no further than `enough`. Without time for a single round: 0.
    fn bound(
        &self,
        settings: &Settings,
        watch: &dyn Watch,
        rounds: u32,
        enough: u64,
    ) -> Result<u64, CompileError> {
        let problem = self.hardened();
        let (kernel, demand) = (Kernel::new(&problem)?, Demand::new(&problem));
        let curves = Curves::new(&demand);
        let effort = Effort { passes: 4, beam: 60, tries: 1 };
        let mut dual = Dual::new(&kernel, &demand, &curves, effort, settings.seed);
        let mut scratches = vec![Scratch::default(); settings.threads.max(1)];
        let mut proved = 0;
        for round in 0..rounds {
            if watch.spent() >= 1_000_000 {
                break;
            }
            dual.round(&mut scratches, f64::from(round) / f64::from(rounds));
            proved = dual.points();
            if proved >= enough {
                break;
            }
        }
        Ok(proved)
    }

    /// What is hard, one point for each person short of these covers, and nothing else.
    fn hardened(&self) -> Problem {
        let problem = self.problem;
        let mut places = vec![None; problem.rules.len()];
        let mut rules: Vec<Rule> = Vec::new();
        for (at, rule) in problem.rules.iter().enumerate() {
            if self.left_out.iter().any(|name| name == rule.clause().name()) {
                continue;
            }
            if let Some(rule) = rule.hard_part(problem.symbols()) {
                places[at] = Some(rules.len());
                rules.push(rule);
            }
        }
        let people = problem.people.iter().map(|person| Person {
            rules: person.rules.iter().filter_map(|at| places[*at]).collect(),
            requests: person.requests.iter().filter(|r| r.weight == Weight::Hard).cloned().collect(),
            ..person.clone()
        });
        let cover = self.covers.iter().map(|at| {
            let cover = &problem.cover[*at];
            Cover { limits: vec![Limit::at_least(wanted(cover), Weight::Soft(1))], ..cover.clone() }
        });
        Problem { people: people.collect(), cover: cover.collect(), rules, ..problem.clone() }
    }

    fn conflict(self, short: u64) -> Conflict {
        let problem = self.problem;
        let may = |person: &Person| {
            self.covers.iter().any(|at| {
                let cover = &problem.cover[*at];
                cover.symbols.iter().any(|symbol| person.may(cover.day, *symbol))
            })
        };
        let wanted = self.covers.iter().map(|at| u64::from(wanted(&problem.cover[*at]))).sum();
        let rules = self.names().into_iter().filter(|name| !self.left_out.contains(name)).collect();
        let people = (0..problem.people.len()).filter(|at| may(&problem.people[*at])).collect();
        Conflict { covers: self.covers, wanted, short, rules, people }
    }
}

/// How many people a cover wants: by its hard minimum, or by its soft one where there is none.
fn wanted(cover: &Cover) -> u32 {
    let least = |hard: bool| {
        let mins = cover.limits.iter().filter_map(|limit| limit.min);
        mins.filter(|min: &Bound| (min.weight == Weight::Hard) == hard).map(|min| min.at).max()
    };
    least(true).or(least(false)).unwrap_or(0)
}
