//! The rules, one file each: whether it is broken, in one sentence, and by which duties.

mod afc_hours;
mod average;
mod broken_runs;
mod consecutive_any;
mod consecutive_long;
mod consecutive_long_evening;
mod consecutive_night;
mod daily_rest;
mod hours_in_window;
mod max_shift;
mod night_average;
mod rest_after_nights;
mod rest_between;
mod weekend_frequency;
mod weekly_rest;

pub(crate) use average::average;
pub(crate) use hours_in_window::most as most_in_window;

use crate::duty::Duty;
use crate::limits::{Doctors, Regulations};
use crate::settings::Settings;
use crate::view::View;

/// What a rule has to say of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub rule: &'static str,
    /// Whether the rule is broken; if not, a person should look at it all the same.
    pub breach: bool,
    /// Why, in plain words; of several the worst.
    pub sentence: String,
    /// The duties that did it, in the order of time.
    pub duties: Vec<Duty>,
}

/// What the rules judge by.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) settings: Settings,
    /// None on days before those terms.
    pub(crate) doctors: Option<Doctors>,
    pub(crate) regulations: Regulations,
    pub(crate) week: Week,
}

/// The average week under a rule set; times in minutes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Week {
    /// The most; none for people who opted out of a limit.
    pub(crate) most: Option<i64>,
    /// Weeks of the reference period where none are given.
    pub(crate) weeks: i64,
    /// The full-time week, where the set has one.
    pub(crate) full_time: Option<i64>,
}

/// A rule by its id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    /// The fact that holds its limit.
    pub(crate) fact: &'static str,
    check: fn(&View, &Terms) -> Option<Said>,
}

/// What one rule says; its id is added outside.
pub(crate) struct Said {
    breach: bool,
    sentence: String,
    duties: Vec<Duty>,
}

impl Said {
    fn broken(sentence: String, mut duties: Vec<Duty>) -> Option<Self> {
        duties.sort_unstable();
        duties.dedup();
        Some(Self { breach: true, sentence, duties })
    }

    fn shown(sentence: String, duties: Vec<Duty>) -> Option<Self> {
        Some(Self { breach: false, sentence, duties })
    }
}

impl Rule {
    pub(crate) fn judge(&self, view: &View, terms: &Terms) -> Option<Finding> {
        let Said { breach, sentence, duties } = (self.check)(view, terms)?;
        Some(Finding { rule: self.id, breach, sentence, duties })
    }
}

/// Every rule there is.
pub(crate) const RULES: &[Rule] = &[
    Rule { id: "rd-max-shift-13", fact: "rd-max-shift-13", check: max_shift::check },
    Rule { id: "rd-72-in-168", fact: "rd-72-in-168", check: hours_in_window::check },
    Rule { id: "rd-rest-11", fact: "rd-rest-11", check: rest_between::check },
    Rule { id: "rd-consecutive-long", fact: "rd-consecutive-long", check: consecutive_long::check },
    Rule {
        id: "rd-consecutive-long-evening",
        fact: "rd-consecutive-long-evening",
        check: consecutive_long_evening::check,
    },
    Rule { id: "rd-consecutive-night", fact: "rd-consecutive-night", check: consecutive_night::check },
    Rule { id: "rd-rest-after-nights", fact: "rd-rest-after-nights", check: rest_after_nights::check },
    Rule { id: "rd-consecutive-any", fact: "rd-consecutive-any", check: consecutive_any::check },
    Rule { id: "rd-weekend-frequency", fact: "rd-weekend-frequency", check: weekend_frequency::check },
    Rule { id: "wtr-daily-rest-11", fact: "wtr-daily-rest-11", check: daily_rest::check },
    Rule { id: "wtr-weekly-rest", fact: "wtr-weekly-rest", check: weekly_rest::check },
    Rule { id: "wtr-average-48", fact: "wtr-average-48", check: average::check },
    Rule { id: "wtr-night-8", fact: "wtr-night-8", check: night_average::check },
    Rule { id: "afc-hours", fact: "full-time-week", check: afc_hours::check },
];
