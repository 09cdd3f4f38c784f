//! What more of one thing costs in another: the frontier, and what each limit costs.

use super::problem::sum;
use super::search::relaxation;
use super::{Choice, Effort, Limit, Problem, ProblemError, best};

/// A choice on the frontier.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The choice; worth most among those with no more (or no less) of the other thing.
    pub choice: Choice,
    /// How much of the other thing it has.
    pub other: i64,
}

/// Whether less or more of the other thing is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Less, as of risk.
    Less,
    /// More, as of quality.
    More,
}

/// The frontier between value and another sum over what is taken, such as pounds that may be lost, or quality: the best
/// choice at each of `steps` + 1 even steps of the other (Haimes, Lasdon & Wismer 1971, the ε-constraint method),
/// without those that another beats in both. Ordered from least to most of the other. Empty where nothing is allowed.
///
/// # Errors
/// [`ProblemError`]; `other` has one entry for each candidate.
pub fn frontier(
    problem: &Problem,
    other: &[i64],
    wanted: Wanted,
    steps: u32,
    effort: Effort,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Vec<Point>, ProblemError> {
    let flip = |x: i64| if wanted == Wanted::More { -x } else { x };
    // In terms of less of what is wanted less, whichever it is.
    let uses: Vec<i64> = other.iter().map(|x| flip(*x)).collect();
    let Some(most) = best(problem, effort, stop)? else { return Ok(Vec::new()) };
    let least = Problem { values: uses.iter().map(|x| -x).collect(), ..problem.clone() };
    let Some(least) = best(&least, effort, stop)? else { return Ok(Vec::new()) };
    let (from, to) = (sum(&uses, &least.taken), sum(&uses, &most.taken));
    let mut limited = problem.clone();
    limited.limits.push(Limit { name: "the other".to_owned(), uses: uses.clone(), most: to });
    let mut points: Vec<Point> = vec![Point { other: to, choice: most }];
    for step in (0..steps).rev() {
        let most = from + ((i128::from(to - from) * i128::from(step)) / i128::from(steps)) as i64;
        if let Some(limit) = limited.limits.last_mut() {
            limit.most = most;
        }
        if let Some(choice) = best(&limited, effort, stop)? {
            let other = sum(&uses, &choice.taken);
            points.push(Point { choice, other });
        }
    }
    let beaten = |p: &Point| {
        points.iter().any(|q| {
            (q.choice.value >= p.choice.value && q.other < p.other)
                || (q.choice.value > p.choice.value && q.other <= p.other)
        })
    };
    let mut kept: Vec<Point> = points.iter().filter(|p| !beaten(p)).cloned().collect();
    for point in &mut kept {
        point.other = flip(point.other);
    }
    kept.sort_by_key(|point| (point.other, point.choice.value));
    kept.dedup_by_key(|point| (point.other, point.choice.value));
    Ok(kept)
}

/// What a limit costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// How much of it the choice uses.
    pub used: i64,
    /// What one more unit is worth at the margin if candidates could be taken in part: the shadow price. Nought where
    /// the limit does not bind.
    pub shadow: f64,
    /// How much more the best choice is worth with a tenth more of it.
    pub with_a_tenth_more: i64,
    /// How much more it is worth without the limit.
    pub without: i64,
}

/// What each limit costs a choice that was found with the same effort. Within a gap, differences smaller than it mean
/// nothing.
///
/// # Errors
/// [`ProblemError`].
pub fn costs(
    problem: &Problem,
    choice: &Choice,
    effort: Effort,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Vec<Cost>, ProblemError> {
    problem.check()?;
    let prices = relaxation(problem).map(|(_, prices)| prices).unwrap_or_default();
    let mut costs = Vec::new();
    for (at, limit) in problem.limits.iter().enumerate() {
        let mut looser = |most: Option<i64>| -> Result<i64, ProblemError> {
            let mut other = problem.clone();
            match most {
                Some(most) => other.limits[at].most = most,
                None => drop(other.limits.remove(at)),
            }
            // What is allowed now is allowed then, so at least as much is found.
            let found = best(&other, Effort { above: Some(choice.value), ..effort }, stop)?;
            Ok(found.map_or(0, |found| found.value - choice.value))
        };
        let tenth = limit.most.saturating_add(limit.most.abs() / 10);
        costs.push(Cost {
            used: sum(&limit.uses, &choice.taken),
            shadow: prices.get(at).copied().unwrap_or(0.0),
            with_a_tenth_more: looser(Some(tenth))?,
            without: looser(None)?,
        });
    }
    Ok(costs)
}
