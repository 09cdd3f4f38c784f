//! Optimism bias: how much more things cost than was thought, by kind of project.

use jiff::civil::Date;
use wt_facts::{FactSet, Ratio};
use wt_units::Quantity;

/// Bounds of one kind of project, in percent added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bias {
    /// As files name it: `equipment`.
    pub kind: String,
    /// With nothing managed.
    pub upper: Quantity,
    /// With every risk managed.
    pub lower: Quantity,
}

/// Kinds of spending a candidate may name. Durations are facts too, but add no pounds by themselves.
pub const KINDS: [&str; 4] = ["standard-buildings", "non-standard-buildings", "equipment", "outsourcing"];

/// The kinds that the facts hold on a day.
pub fn biases(facts: &FactSet, on: Date) -> Vec<Bias> {
    let figure =
        |kind: &str, end: &str| facts.at(&format!("optimism-{kind}-{end}"), on).ok().map(|f| f.value);
    let bias = |kind: &&str| {
        Some(Bias { kind: (*kind).to_owned(), upper: figure(kind, "upper")?, lower: figure(kind, "lower")? })
    };
    KINDS.iter().filter_map(bias).collect()
}

/// Percent added to a cost: the upper bound, less what was managed of the way down to the lower one. Several kinds are
/// weighed by their shares: "30% non-standard-buildings + 70% standard-buildings" is 32.1 (Green Book supplementary
/// guidance 2003, worked example).
///
/// # Errors
/// What was found and expected, as a sentence part.
pub fn added(words: &str, managed: Quantity, known: &[Bias]) -> Result<Ratio, String> {
    let kinds: Vec<&str> = known.iter().map(|bias| bias.kind.as_str()).collect();
    let expected = || format!("one of {}, or shares such as '30% {} + 70% {}'", kinds.join(", "), "a", "b");
    let wrong = |what: &str| format!("found '{what}', expected {}", expected());
    let (mut sum, mut shares) = (Ratio::ZERO, Ratio::ZERO);
    for part in words.split('+').map(str::trim) {
        let (share, kind) = match part.split_once('%') {
            Some((share, kind)) => (share.trim().parse().map_err(|_| wrong(part))?, kind.trim()),
            None => (Quantity::from_millionths(100_000_000), part),
        };
        let bias = known.iter().find(|bias| bias.kind == kind).ok_or_else(|| wrong(part))?;
        let width = Ratio::of(bias.upper).checked_sub(Ratio::of(bias.lower));
        let taken_off = width.and_then(|width| width.checked_mul(Ratio::percent(managed)));
        let share = Ratio::percent(share);
        let percent = taken_off
            .and_then(|off| Ratio::of(bias.upper).checked_sub(off))
            .and_then(|percent| percent.checked_mul(share));
        sum = percent.and_then(|percent| sum.checked_add(percent)).ok_or_else(|| wrong(part))?;
        shares = shares.checked_add(share).ok_or_else(|| wrong(part))?;
    }
    if shares != Ratio::ONE {
        return Err(format!("found '{words}', expected shares that add up to 100%"));
    }
    Ok(sum)
}
