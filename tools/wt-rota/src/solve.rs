//! Finds a pattern: annealing over exchanges that leave every weekday's cover as it is.
//!
//! A stretch of days is exchanged between two weeks, so that whole blocks of nights move together; a normal day is given or taken.
//! Every pattern is judged by the same rules as the answer, so there is no second reading of them to go wrong.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::check::{Calendar, Terms, Verdict, check};
use crate::cost::{broken, cost};
use crate::model::{Cell, DAYS, NoPattern, Pattern, Slots};

/// How to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// Same slots, doctors, seed and moves: same pattern.
    pub seed: u64,
    /// Exchanges to try in one descent; another is begun while time is left and rules are broken.
    pub moves: u32,
    /// Minutes a week that the pattern should come to, where normal days can be given or taken.
    pub target: i64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The best pattern.
    pub pattern: Pattern,
    /// What there is to say of it.
    pub verdict: Verdict,
    /// Patterns that were judged.
    pub judged: u64,
}

/// Temperature at the start, where a broken duty is worth trying, and at the end, in points.
const HOT: f64 = 120.0;
const COLD: f64 = 0.4;
/// A shift that starts before the one before it has ended: above every rule together.
const OVERLAP: i64 = 50_000;
/// The longest stretch that is exchanged.
const STRETCH: usize = 7;
/// Moves that give or take a normal day.
const TOGGLES: f64 = 0.25;

/// Looks for a pattern of as many weeks as there are doctors, until one descent has ended without a broken rule or `stop` says
/// so; the best so far then.
///
/// # Errors
/// [`NoPattern`] where a weekday needs more people than there are, a shift is none, or every pattern seen had shifts that overlap.
pub fn solve(
    slots: &Slots,
    doctors: usize,
    terms: &Terms<'_>,
    search: Search,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Answer, NoPattern> {
    let calendar = Calendar::new(slots, doctors, terms.first)?;
    let mut dice = Pcg64Mcg::seed_from_u64(search.seed);
    let mut best: Option<(i64, Pattern)> = None;
    let mut judged = 0;
    loop {
        let (points, pattern, lawful) = descend(
            slots,
            first(slots, doctors, &mut dice)?,
            &calendar,
            terms,
            search,
            &mut dice,
            stop,
            &mut judged,
        );
        if best.as_ref().is_none_or(|(least, _)| points < *least) {
            best = Some((points, pattern));
        }
        if lawful || stop() {
            break;
        }
    }
    let (points, pattern) = best.ok_or(NoPattern::Weeks { found: doctors })?;
    if points >= OVERLAP {
        return Err(NoPattern::NoneFound);
    }
    let verdict = check(slots, &pattern, terms)?;
    Ok(Answer { pattern, verdict, judged })
}

/// Everybody needed is somewhere, and normal days fill the rest of the weekdays.
fn first(slots: &Slots, doctors: usize, dice: &mut Pcg64Mcg) -> Result<Pattern, NoPattern> {
    let mut weeks = vec![[None; 7]; doctors];
    for (day, name) in DAYS.into_iter().enumerate() {
        let mut column: Vec<Cell> = Vec::new();
        for (place, shift) in slots.shifts.iter().enumerate() {
            column.extend(std::iter::repeat_n(Some(place), shift.needed[day]));
        }
        if column.len() > doctors {
            return Err(NoPattern::TooFew { day: name, wanted: column.len(), doctors });
        }
        column.resize(doctors, None);
        for at in (1..doctors).rev() {
            column.swap(at, dice.random_range(0..=at));
        }
        for (week, cell) in weeks.iter_mut().zip(column) {
            week[day] = cell;
        }
    }
    Ok(Pattern { weeks })
}

#[allow(clippy::too_many_arguments, reason = "one descent and everything it needs")]
fn descend(
    slots: &Slots,
    mut now: Pattern,
    calendar: &Calendar,
    terms: &Terms<'_>,
    search: Search,
    dice: &mut Pcg64Mcg,
    stop: &mut dyn FnMut() -> bool,
    judged: &mut u64,
) -> (i64, Pattern, bool) {
    let mut points = |pattern: &Pattern| {
        *judged += 1;
        match calendar.judge(pattern, terms.rules) {
            Ok(found) => (cost(slots, pattern, &found, search.target), broken(&found) == 0),
            // What can't be worked at all costs more than any broken rule; fewer such days less than more.
            Err(_) => (OVERLAP * (1 + calendar.overlaps(pattern).count() as i64), false),
        }
    };
    let mut at = points(&now);
    let mut best = (at.0, now.clone(), at.1);
    let normal = slots.normal();
    for step in 0..search.moves {
        if step % 64 == 0 && stop() {
            break;
        }
        let heat = HOT * (COLD / HOT).powf(f64::from(step) / f64::from(search.moves.max(1)));
        let mut next = now.clone();
        match normal {
            Some(place) if dice.random::<f64>() < TOGGLES => toggle(slots, &mut next, place, dice),
            _ => exchange(&mut next, dice),
        }
        if next == now {
            continue;
        }
        let found = points(&next);
        let worse = (found.0 - at.0) as f64;
        if worse <= 0.0 || dice.random::<f64>() < (-worse / heat).exp() {
            (now, at) = (next, found);
            if at.0 < best.0 {
                best = (at.0, now.clone(), at.1);
            }
        }
    }
    best
}

/// A stretch of days of one week with the same days of another.
fn exchange(pattern: &mut Pattern, dice: &mut Pcg64Mcg) {
    let weeks = pattern.weeks.len();
    if weeks < 2 {
        return;
    }
    let days = 7 * weeks;
    let (from, length) = (dice.random_range(0..days), dice.random_range(1..=STRETCH));
    let apart = 7 * dice.random_range(1..weeks);
    for day in from..from + length {
        let (one, other) = (day % days, (day + apart) % days);
        let kept = pattern.weeks[one / 7][one % 7];
        pattern.weeks[one / 7][one % 7] = pattern.weeks[other / 7][other % 7];
        pattern.weeks[other / 7][other % 7] = kept;
    }
}

/// Gives a free weekday a normal day, or takes one that the cover does not need.
fn toggle(slots: &Slots, pattern: &mut Pattern, normal: usize, dice: &mut Pcg64Mcg) {
    let (week, day) = (dice.random_range(0..pattern.weeks.len()), dice.random_range(0..5));
    let there = pattern.weeks.iter().filter(|week| week[day] == Some(normal)).count();
    match pattern.weeks[week][day] {
        None => pattern.weeks[week][day] = Some(normal),
        Some(place) if place == normal && there > slots.shifts[normal].needed[day] => {
            pattern.weeks[week][day] = None;
        }
        Some(_) => {}
    }
}
