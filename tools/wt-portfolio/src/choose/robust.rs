//! A choice that stays good when some values turn out low.

use super::search::relaxation;
use super::{Choice, Effort, Problem, ProblemError, best};

/// A choice with what it is worth if all goes as expected, and at worst.
#[derive(Debug, Clone, PartialEq)]
pub struct Robust {
    /// The choice; its value and bound are those of the worst case.
    pub choice: Choice,
    /// What it is worth as expected.
    pub central: i64,
}

/// What a choice is worth if the `protect` that lose most of those taken all fall by what they can.
pub fn worst_case(problem: &Problem, falls: &[i64], protect: usize, taken: &[bool]) -> i64 {
    let mut lost: Vec<i64> = falls.iter().zip(taken).filter(|(_, t)| **t).map(|(fall, _)| *fall).collect();
    lost.sort_unstable_by(|a, b| b.cmp(a));
    problem.value(taken) - lost.iter().take(protect).sum::<i64>()
}

/// The choice that is worth most if any `protect` of what is taken fall to their low value at once, whichever they
/// are (Bertsimas & Sim 2003, "Robust discrete optimization and network flows"). With 0 it is the choice by central
/// values, with as many as there are candidates the choice by low values. It is found by plain searches, one for each
/// fall that may be the last one counted; those whose relaxation is below what is known are left out.
///
/// # Errors
/// [`ProblemError`]; `falls` has one entry for each candidate, not below nought, or it counts as [`ProblemError::Uses`].
pub fn robust(
    problem: &Problem,
    falls: &[i64],
    protect: usize,
    effort: Effort,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Option<Robust>, ProblemError> {
    if falls.len() != problem.len() || falls.iter().any(|fall| *fall < 0) {
        let (found, expected) = (falls.len(), problem.len());
        return Err(ProblemError::Uses { name: "falls".to_owned(), found, expected });
    }
    problem.check()?;
    let mut sorted = falls.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    // The last fall counted is at most the one in that place among all.
    let mut last: Vec<i64> = match protect {
        0 => vec![sorted.first().copied().unwrap_or(0)],
        _ => sorted.into_iter().skip(protect - 1).chain([0]).collect(),
    };
    last.dedup();
    let count = i64::try_from(protect).map_err(|_| ProblemError::TooLarge)?;
    let mut run = Run {
        problem,
        falls,
        protect,
        count,
        effort,
        parts: Vec::new(),
        found: None,
        bound: i64::MIN,
        nodes: 0,
    };
    // A first look at some, the most promising of which is searched, shows how good a choice must be.
    let stride = last.len().div_ceil(FIRST_LOOK).max(1);
    for fall in last.iter().step_by(stride) {
        run.relax(*fall)?;
    }
    run.parts.sort_by(|a, b| b.bound.total_cmp(&a.bound));
    let looked: Vec<i64> = run.parts.iter().map(|part| part.fall).collect();
    if !run.parts.is_empty() {
        let part = run.parts.remove(0);
        run.search(&part, stop)?;
    }
    let mut above: Option<Part> = None;
    for fall in last {
        if looked.contains(&fall) {
            above = run.parts.iter().find(|part| part.fall == fall).copied().or(above);
            continue;
        }
        // Counting from a smaller fall spares at most the difference for each that is protected against.
        let at_most = above.map(|part| part.bound + (count as f64) * (part.fall - fall) as f64);
        match at_most {
            Some(bound) if run.is_enough(bound) => run.leave(bound),
            _ => above = run.relax(fall)?.or(above),
        }
    }
    run.parts.sort_by(|a, b| b.bound.total_cmp(&a.bound));
    for part in std::mem::take(&mut run.parts) {
        if stop() || run.is_enough(part.bound) {
            run.leave(part.bound);
        } else {
            run.search(&part, stop)?;
        }
    }
    let wanted = run.found.filter(|choice| effort.above.is_none_or(|above| choice.value > above));
    Ok(wanted.map(|choice| {
        let central = problem.value(&choice.taken);
        let bound = run.bound.max(choice.value);
        Robust { choice: Choice { bound, nodes: run.nodes, ..choice }, central }
    }))
}

/// Searches that are bounded before the first is made.
const FIRST_LOOK: usize = 32;

/// One plain search: which fall is the last counted, and the bound of its relaxation.
#[derive(Clone, Copy)]
struct Part {
    fall: i64,
    bound: f64,
}

struct Run<'a> {
    problem: &'a Problem,
    falls: &'a [i64],
    protect: usize,
    count: i64,
    effort: Effort,
    parts: Vec<Part>,
    found: Option<Choice>,
    bound: i64,
    nodes: u64,
}

impl Run<'_> {
    /// The plain problem in which `fall` is the last counted, and what is taken off its value.
    fn plain(&self, fall: i64) -> Result<(Problem, i64), ProblemError> {
        let values =
            self.problem.values.iter().zip(self.falls).map(|(value, f)| value - (f - fall).max(0)).collect();
        let plain = Problem { values, ..self.problem.clone() };
        plain.check()?;
        Ok((plain, self.count.checked_mul(fall).ok_or(ProblemError::TooLarge)?))
    }

    /// Bounds a part and keeps it; none where nothing is allowed.
    fn relax(&mut self, fall: i64) -> Result<Option<Part>, ProblemError> {
        let (plain, fixed) = self.plain(fall)?;
        let part = relaxation(&plain).map(|(bound, _)| Part { fall, bound: bound - fixed as f64 });
        self.parts.extend(part);
        Ok(part)
    }

    /// Whether a part with this bound can be left out.
    fn is_enough(&self, bound: f64) -> bool {
        self.found.as_ref().is_some_and(|choice| {
            let value = choice.value as f64;
            bound < value + (self.effort.gap * value.abs()).max(1.0 - 1e-9)
        })
    }

    fn leave(&mut self, bound: f64) {
        self.bound = self.bound.max((bound + 1e-10 * bound.abs()).floor() as i64);
    }

    fn search(&mut self, part: &Part, stop: &mut dyn FnMut() -> bool) -> Result<(), ProblemError> {
        let (plain, fixed) = self.plain(part.fall)?;
        let known = self.found.as_ref().map(|choice| choice.value);
        let above = known.max(self.effort.above).map(|value| value.saturating_add(fixed));
        let Some(choice) = best(&plain, Effort { above, ..self.effort }, stop)? else {
            // Nothing above what is known, unless the time ran out.
            if stop() {
                self.leave(part.bound);
            }
            return Ok(());
        };
        self.nodes += choice.nodes;
        self.bound = self.bound.max(choice.bound - fixed);
        let value = worst_case(self.problem, self.falls, self.protect, &choice.taken);
        if known.is_none_or(|known| value > known) {
            self.found = Some(Choice { value, ..choice });
        }
        Ok(())
    }
}
