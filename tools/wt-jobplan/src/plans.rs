//! One job plan counted, and what there is to say of it.

use std::fmt;

use wt_facts::Ratio;

use crate::count::{hundredths, less, pas_of, sum, times};
use crate::model::{Category, Frequency, Plan, Planned, Stretch};
use crate::terms::{Terms, TooLarge};

/// Something worth a look in a job plan; none of them is a verdict on the consultant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Two activities at one time, in weeks that together are more than all.
    Overlap {
        /// Line of the earlier row.
        line: u64,
        /// What and when.
        first: (String, Stretch),
        /// Line of the later row.
        other_line: u64,
        /// What and when.
        other: (String, Stretch),
    },
    /// The plan says other PAs than its times come to.
    SaidOtherwise {
        /// Line of the row.
        line: u64,
        /// What it is.
        activity: String,
        /// As the plan says.
        said: Ratio,
        /// As the times come to.
        counted: Ratio,
    },
    /// More PAs than the contract pays.
    AboveContract {
        /// By how many.
        by: Ratio,
    },
    /// Fewer PAs than the contract pays.
    BelowContract {
        /// By how many.
        by: Ratio,
    },
    /// More PAs than job plans usually have at most.
    AboveMost {
        /// In the plan.
        total: Ratio,
        /// The usual most.
        most: Ratio,
    },
}

impl fmt::Display for Note {
    /// As a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pas = |value: &Ratio| hundredths(*value);
        match self {
            Self::Overlap { line, first, other_line, other } => write!(
                f,
                "Two things at once: {} {} (line {line}) and {} {} (line {other_line}).",
                first.0, first.1, other.0, other.1
            ),
            Self::SaidOtherwise { line, activity, said, counted } => write!(
                f,
                "The plan says {} PAs for {activity} (line {line}), and its times come to {}; the times are counted.",
                pas(said),
                pas(counted)
            ),
            Self::AboveContract { by } => write!(f, "{} PAs above the contract.", pas(by)),
            Self::BelowContract { by } => {
                write!(f, "{} PAs of the contract are not in the plan.", pas(by))
            }
            Self::AboveMost { total, most } => {
                write!(f, "{} PAs in all; plans usually have {} at most.", pas(total), pas(most))
            }
        }
    }
}

/// A job plan in PAs a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Who.
    pub consultant: String,
    /// PAs that the contract pays; those of full time where the file does not say.
    pub contracted: Ratio,
    /// Whether the file says them.
    pub contract_known: bool,
    /// PAs by category, in the order of [`Category::ALL`].
    pub by_category: [Ratio; 5],
    /// PAs in all.
    pub total: Ratio,
    /// PAs of hours in premium time.
    pub premium: Ratio,
    /// Supporting activities that a typical plan of this contract would have.
    pub typical_spa: Ratio,
    /// What is worth a look.
    pub notes: Vec<Note>,
}

impl Counted {
    /// PAs of direct clinical care, on-call work included.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn clinical(&self) -> Result<Ratio, TooLarge> {
        sum([self.by_category[Category::Dcc as usize], self.by_category[Category::OnCall as usize]])
    }

    /// PAs that may still be filled; below nought where more is planned than that.
    pub(crate) fn room(&self, terms: &Terms) -> Result<Ratio, TooLarge> {
        let to = match terms.room {
            crate::Room::Contract => self.contracted,
            crate::Room::UsualMost if less(terms.most, self.contracted)?.is_negative() => self.contracted,
            crate::Room::UsualMost => terms.most,
        };
        less(to, self.total)
    }
}

/// PAs a week of one activity.
pub(crate) fn weekly(activity: &Planned, terms: &Terms) -> Result<Ratio, TooLarge> {
    let once = match (activity.at, activity.said) {
        (Some(at), _) => pas_of(at, terms)?,
        (None, said) => said.unwrap_or(Ratio::ZERO),
    };
    times(once, activity.weeks.share())
}

/// Counts a plan.
pub(crate) fn counted(plan: &Plan, terms: &Terms) -> Result<Counted, TooLarge> {
    let mut by_category = [Ratio::ZERO; 5];
    let (mut premium, mut notes) = (Ratio::ZERO, overlaps(plan));
    for activity in &plan.activities {
        let pas = weekly(activity, terms)?;
        let place = &mut by_category[activity.category as usize];
        *place = sum([*place, pas])?;
        let Some(at) = activity.at else { continue };
        premium = sum([premium, times(premium_of(at, terms)?, activity.weeks.share())?])?;
        let once = pas_of(at, terms)?;
        if let Some(said) = activity.said
            && hundredths(said) != hundredths(once)
        {
            let (line, activity) = (activity.line, activity.work.to_string());
            notes.push(Note::SaidOtherwise { line, activity, said, counted: once });
        }
    }
    let total = sum(by_category)?;
    let contracted = plan.contracted.unwrap_or(terms.full_time);
    let by = less(total, contracted)?;
    if plan.contracted.is_some() && by != Ratio::ZERO {
        let short = less(contracted, total)?;
        notes.push(if by.is_negative() {
            Note::BelowContract { by: short }
        } else {
            Note::AboveContract { by }
        });
    }
    if less(terms.most, total)?.is_negative() {
        notes.push(Note::AboveMost { total, most: terms.most });
    }
    let typical_spa = times(terms.typical_spa, contracted)?.checked_div(terms.full_time).ok_or(TooLarge)?;
    Ok(Counted {
        consultant: plan.consultant.clone(),
        contracted,
        contract_known: plan.contracted.is_some(),
        by_category,
        total,
        premium,
        typical_spa,
        notes,
    })
}

/// PAs of a stretch's hours in premium time.
fn premium_of(at: Stretch, terms: &Terms) -> Result<Ratio, TooLarge> {
    let parts = crate::count::split(at, terms)?;
    sum(parts.into_iter().filter(|(day, part, _)| *day >= 5 || *part == crate::Part::Night).map(|p| p.2))
}

/// Pairs at one time whose weeks together are more than all: 1/2 and 1/2 may take turns.
fn overlaps(plan: &Plan) -> Vec<Note> {
    let more_than_all = |one: Frequency, other: Frequency| {
        u64::from(one.weeks) * u64::from(other.of) + u64::from(other.weeks) * u64::from(one.of)
            > u64::from(one.of) * u64::from(other.of)
    };
    let timed: Vec<(&Planned, Stretch)> =
        plan.activities.iter().filter_map(|one| one.at.map(|at| (one, at))).collect();
    let mut notes = Vec::new();
    for (place, (one, at)) in timed.iter().enumerate() {
        for (other, when) in &timed[place + 1..] {
            if at.overlaps(*when) && more_than_all(one.weeks, other.weeks) {
                notes.push(Note::Overlap {
                    line: one.line,
                    first: (one.work.to_string(), *at),
                    other_line: other.line,
                    other: (other.work.to_string(), *when),
                });
            }
        }
    }
    notes
}
