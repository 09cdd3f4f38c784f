//! Minutes into programmed activities, split by weekday and part of the day.

use wt_facts::Ratio;

use crate::model::{DAY, Part, Stretch, WEEK};
use crate::terms::{Terms, TooLarge};

/// Where the morning ends: our own choice, for tables that show halves of a day.
const NOON: u32 = 13 * 60;

/// PAs of a stretch of the week, once.
///
/// # Errors
/// [`TooLarge`].
///
/// ```
/// use wt_facts::Ratio;
/// use wt_jobplan::{Stretch, pas_of};
/// # let text = include_str!("../../../facts/consultants.toml");
/// # let facts = wt_facts::FactSet::parse(&[("facts/consultants.toml", text)]).map_err(|_| "faulty")?;
/// # let terms = wt_jobplan::Terms::on(&facts, jiff::civil::date(2026, 4, 6)).map_err(|e| e.to_string())?;
/// // Monday 17:00 to 20:00: two hours of four, and one premium hour of three.
/// let pas = pas_of(Stretch { start: 17 * 60, minutes: 180 }, &terms).map_err(|e| e.to_string())?;
/// assert_eq!(Some(pas), Ratio::new(5, 6));
/// # Ok::<(), String>(())
/// ```
pub fn pas_of(at: Stretch, terms: &Terms) -> Result<Ratio, TooLarge> {
    sum(split(at, terms)?.into_iter().map(|(_, _, pas)| pas))
}

/// PAs of a stretch by place of the weekday and part of the day.
pub(crate) fn split(at: Stretch, terms: &Terms) -> Result<Vec<(usize, Part, Ratio)>, TooLarge> {
    let mut parts = Vec::new();
    let (mut from, end) = (at.start, at.start + at.minutes);
    while from < end {
        let (day, minute) = ((from % WEEK / DAY) as usize, from % DAY);
        let (part, until) = if minute < terms.premium_to {
            (Part::Night, terms.premium_to)
        } else if minute >= terms.premium_from {
            (Part::Night, DAY)
        } else if minute < NOON {
            (Part::Morning, NOON.min(terms.premium_from))
        } else {
            (Part::Afternoon, terms.premium_from)
        };
        let minutes = (until - minute).min(end - from);
        let rate = if day >= 5 || part == Part::Night { terms.premium } else { terms.plain };
        let pas = Ratio::new(minutes.into(), 1).and_then(|m| m.checked_div(rate)).ok_or(TooLarge)?;
        parts.push((day, part, pas));
        from += minutes;
    }
    Ok(parts)
}

/// A sum of fractions.
pub(crate) fn sum(all: impl IntoIterator<Item = Ratio>) -> Result<Ratio, TooLarge> {
    all.into_iter().try_fold(Ratio::ZERO, Ratio::checked_add).ok_or(TooLarge)
}

pub(crate) fn less(one: Ratio, other: Ratio) -> Result<Ratio, TooLarge> {
    one.checked_sub(other).ok_or(TooLarge)
}

pub(crate) fn times(one: Ratio, other: Ratio) -> Result<Ratio, TooLarge> {
    one.checked_mul(other).ok_or(TooLarge)
}

/// The smaller of two.
pub(crate) fn smaller(one: Ratio, other: Ratio) -> Result<Ratio, TooLarge> {
    Ok(if less(one, other)?.is_negative() { one } else { other })
}

/// What is above nothing.
pub(crate) fn above(one: Ratio) -> Ratio {
    if one.is_negative() { Ratio::ZERO } else { one }
}

/// A fraction to two decimals, halves away from nought: `1.33`, `-0.50`.
#[must_use]
pub fn hundredths(pas: Ratio) -> String {
    let (num, den) = (pas.numerator(), pas.denominator());
    // Beyond a hundredth of what fits there is nothing to be precise about.
    let whole = num.unsigned_abs().saturating_mul(200).saturating_add(den.unsigned_abs())
        / den.unsigned_abs().saturating_mul(2);
    let sign = if num < 0 && whole > 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", whole / 100, whole % 100)
}
