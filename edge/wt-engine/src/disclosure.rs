//! The rule for small counts in what is published, from the facts that ship inside the program.

use jiff::civil::Date;
use wt_facts::FactSet;

use crate::{EngineError, builtin};

/// The largest count hidden, what others are rounded to, and the width that every hidden count must keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// 1 to this many are hidden.
    pub hide_to: u64,
    /// Others are rounded to the nearest.
    pub round_to: u64,
    /// Highest less lowest count that what is published must leave open.
    pub least_width: u64,
}

/// The rule in force on a day.
///
/// # Errors
/// [`EngineError::Question`] before the rule's first day.
pub fn rule(day: Date) -> Result<Numbers, EngineError> {
    let said = |e: &dyn std::fmt::Display| EngineError::Question(e.to_string());
    let facts = FactSet::parse(&builtin::facts()).map_err(|faults| {
        EngineError::Question(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    })?;
    let number = |id: &str| {
        let figure = facts.at(id, day).map_err(|e| said(&e))?;
        let whole = Some(figure.value.to_f64()).filter(|x| *x >= 0.0 && x.fract() == 0.0);
        whole.map(|x| x as u64).ok_or_else(|| said(&format!("The fact {id} is not a whole number.")))
    };
    Ok(Numbers {
        hide_to: number("disclosure-hidden-to")?,
        round_to: number("disclosure-rounded-to")?,
        least_width: number("disclosure-least-width")?,
    })
}
