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
    let mut parts: Vec<(f64, i64, Problem)> = Vec::new();
    for fall in last {
        let values = problem.values.iter().zip(falls).map(|(value, f)| value - (f - fall).max(0)).collect();
        let part = Problem { values, ..problem.clone() };
        part.check()?;
        let fixed = count.checked_mul(fall).ok_or(ProblemError::TooLarge)?;
        if let Some((bound, _)) = relaxation(&part) {
            parts.push((bound - fixed as f64, fixed, part));
        }
    }
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut found: Option<Choice> = None;
    let (mut bound, mut nodes) = (i64::MIN, 0);
    for (relaxed, fixed, part) in parts {
        let known = found.as_ref().map(|choice| choice.value);
        let enough = known.map(|value| value as f64 + (effort.gap * (value as f64).abs()).max(1.0 - 1e-9));
        if stop() || enough.is_some_and(|enough| relaxed < enough) {
            bound = bound.max((relaxed + 1e-10 * relaxed.abs()).floor() as i64);
            continue;
        }
        let above = known.max(effort.above).map(|value| value.saturating_add(fixed));
        let Some(choice) = best(&part, Effort { above, ..effort }, stop)? else { continue };
        nodes += choice.nodes;
        bound = bound.max(choice.bound - fixed);
        let value = worst_case(problem, falls, protect, &choice.taken);
        if known.is_none_or(|known| value > known) {
            found = Some(Choice { value, ..choice });
        }
    }
    let wanted = found.filter(|choice| effort.above.is_none_or(|above| choice.value > above));
    Ok(wanted.map(|choice| {
        let central = problem.value(&choice.taken);
        let bound = bound.max(choice.value);
        Robust { choice: Choice { bound, nodes, ..choice }, central }
    }))
}
