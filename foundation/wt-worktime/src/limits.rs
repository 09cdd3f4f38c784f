//! The limits that hold on a day, out of the dated facts, each with where it was read.

use jiff::civil::Date;
use wt_facts::{FactSet, Figure, NoFigure, Source, Status};
use wt_units::Quantity;

/// Where a limit was read, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Id of the rule.
    pub rule: String,
    /// The source.
    pub source: Source,
    /// How sure.
    pub status: Status,
    /// First day it holds for.
    pub from: Date,
}

/// Reads the limits of one day.
pub(crate) struct Reader<'a> {
    facts: &'a FactSet,
    day: Date,
}

/// Why there is no limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRules {
    /// No rule set has that name.
    #[error("found the rule set '{found}', expected one of {}", .expected.join(", "))]
    UnknownSet {
        /// What was asked for.
        found: String,
        /// The sets there are.
        expected: Vec<String>,
    },
    /// A limit has no figure on that day.
    #[error(transparent)]
    NoFigure(#[from] NoFigure),
    /// A figure or code of the facts can't be used.
    #[error("The facts of working time are faulty: {0}.")]
    Faulty(String),
}

impl<'a> Reader<'a> {
    pub(crate) fn new(facts: &'a FactSet, day: Date) -> Self {
        Self { facts, day }
    }

    pub(crate) fn figure(&self, id: &str) -> Result<Figure, NoRules> {
        Ok(self.facts.at(id, self.day)?)
    }

    /// Hours as whole minutes.
    pub(crate) fn hours(&self, id: &str) -> Result<i64, NoRules> {
        whole(id, self.figure(id)?.value.millionths().checked_mul(60))
    }

    /// A whole number from 1 on.
    pub(crate) fn count(&self, id: &str) -> Result<i64, NoRules> {
        let count = whole(id, Some(self.figure(id)?.value.millionths()))?;
        if count < 1 {
            Err(NoRules::Faulty(format!("{id} is {count}, expected 1 or more")))
        } else {
            Ok(count)
        }
    }
}

fn whole(id: &str, millionths: Option<i64>) -> Result<i64, NoRules> {
    let value =
        millionths.map(Quantity::from_millionths).filter(|value| value.is_whole() && !value.is_negative());
    let fault = || NoRules::Faulty(format!("{id} is no whole number of minutes, days or weeks"));
    value.map(|value| value.millionths() / 1_000_000).ok_or_else(fault)
}

macro_rules! limits {
    ($($(#[$doc:meta])* $group:ident { $($(#[$fdoc:meta])* $field:ident $how:ident $id:literal,)+ })+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone)]
        pub(crate) struct $group { $($(#[$fdoc])* pub(crate) $field: i64,)+ }

        impl $group {
            pub(crate) fn read(from: &Reader<'_>) -> Result<Self, NoRules> {
                Ok(Self { $($field: from.$how($id)?,)+ })
            }
        })+
    };
}

limits! {
    /// Limits of the resident doctors' terms; times in minutes.
    Doctors {
        long_shift hours "rd-long-shift",
        /// Minutes after midnight.
        night_from hours "rd-night-from",
        /// Minutes after midnight.
        night_to hours "rd-night-to",
        night_shift hours "rd-night-shift",
        /// Minutes after midnight.
        evening_start hours "rd-long-evening-start",
        /// Minutes after the midnight before the start.
        evening_end hours "rd-long-evening-end",
        /// Minutes after midnight on Saturday.
        weekend_start count "rd-weekend-start",
        /// Minutes before midnight on Sunday.
        weekend_end count "rd-weekend-end",
        max_shift hours "rd-max-shift-13",
        window_work hours "rd-72-in-168",
        window hours "rd-72-in-168-window",
        rest hours "rd-rest-11",
        long_run count "rd-consecutive-long",
        long_rest hours "rd-consecutive-long-rest",
        evening_run count "rd-consecutive-long-evening",
        evening_rest hours "rd-consecutive-long-evening-rest",
        night_run count "rd-consecutive-night",
        night_rest hours "rd-rest-after-nights",
        night_rest_run count "rd-rest-after-nights-run",
        any_run count "rd-consecutive-any",
        any_run_low count "rd-consecutive-any-low-intensity",
        any_rest hours "rd-consecutive-any-rest",
        weekends count "rd-weekend-frequency",
        weekends_agreed count "rd-weekend-frequency-agreed",
        weekends_fewest count "rd-weekend-frequency-fewest",
    }
    /// Limits of the Working Time Regulations; times in minutes.
    Regulations {
        average hours "wtr-average-48",
        daily_rest hours "wtr-daily-rest-11",
        daily_window hours "wtr-daily-rest-11-window",
        weekly_rest hours "wtr-weekly-rest",
        fortnight_rest hours "wtr-weekly-rest-fortnight",
        night_average hours "wtr-night-8",
        night_weeks count "wtr-night-8-weeks",
        night_days count "wtr-night-8-days",
        /// Minutes after midnight.
        night_from hours "wtr-night-from",
        /// Minutes after midnight.
        night_to hours "wtr-night-to",
        night_worker hours "wtr-night-worker",
    }
}
