//! What is done about one gap.

use wt_units::Pence;

use super::super::model::{Channel, Ward};

/// A step of a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Somebody works the shift.
    Works {
        /// Who.
        person: usize,
        /// The day.
        day: usize,
        /// The shift.
        shift: usize,
        /// The shift they would have worked that day.
        instead_of: Option<usize>,
        /// Another duty they are let off: day and shift.
        let_off: Option<(usize, usize)>,
    },
    /// The shift is bought.
    Bought {
        /// From where.
        channel: Channel,
        /// The role.
        role: String,
        /// The day.
        day: usize,
        /// The shift.
        shift: usize,
        /// What it costs.
        cost: Pence,
    },
    /// The shift stays short.
    Short {
        /// The day.
        day: usize,
        /// The shift.
        shift: usize,
        /// Whose role is missing.
        role: String,
    },
}

impl Step {
    /// Whether own staff fill the gap.
    #[must_use]
    pub fn is_own(&self) -> bool {
        matches!(self, Self::Works { .. })
    }

    /// The step in a sentence.
    #[must_use]
    pub fn words(&self, ward: &Ward) -> String {
        let on = |day: &usize, shift: &usize| format!("{} on {}", ward.shifts[*shift].id, ward.date(*day));
        match self {
            Self::Works { person, day, shift, instead_of, let_off } => {
                let instead = match instead_of {
                    Some(other) => format!("instead of {}", ward.shifts[*other].id),
                    None => "on a day off".to_owned(),
                };
                let off = let_off
                    .as_ref()
                    .map_or_else(String::new, |(day, shift)| format!(", and is let off {}", on(day, shift)));
                format!("{} works {} {instead}{off}", ward.staff[*person].id, on(day, shift))
            }
            Self::Bought { channel, role, day, shift, cost } => {
                let pounds = cost.get() / 100;
                format!("{channel} ({role}) for {}, £{pounds}", on(day, shift))
            }
            Self::Short { day, shift, role } => format!("{} stays one {role} short", on(day, shift)),
        }
    }
}
