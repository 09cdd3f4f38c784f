//! Thresholds: defaults from dated facts, each of which a user may set otherwise.

use jiff::civil::Date;
use wt_facts::{FactSet, Figure, NoFigure};
use wt_units::Quantity;

/// A setting or value that there is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found '{found}', expected {expected}")]
pub struct UnknownSetting {
    /// What was asked for.
    pub found: String,
    /// What there is.
    pub expected: String,
}

macro_rules! settings {
    ($($(#[$doc:meta])* $field:ident $id:literal),+ $(,)?) => {
        /// How rosters are measured.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Settings {
            $($(#[$doc])* pub $field: Quantity),+
        }

        impl Settings {
            /// Names of the settings.
            pub const NAMES: &'static [&'static str] = &[$($id),+];

            /// The defaults of a day.
            ///
            /// # Errors
            /// Where a fact is missing.
            pub fn on(facts: &FactSet, day: Date) -> Result<Self, NoFigure> {
                let of = |name: &str| Self::fact(facts, name, day).map(|figure| figure.value);
                Ok(Self { $($field: of($id)?),+ })
            }

            /// Sets one by its name.
            ///
            /// # Errors
            /// Says which settings there are, or that the value is no number of 0 or more.
            pub fn set(&mut self, name: &str, value: &str) -> Result<(), UnknownSetting> {
                let read = value.trim().parse::<Quantity>().ok().filter(|value| !value.is_negative());
                let number = || UnknownSetting { found: value.to_owned(), expected: "a number of 0 or more".to_owned() };
                match name.trim() {
                    $($id => self.$field = read.ok_or_else(number)?,)+
                    other => {
                        return Err(UnknownSetting { found: other.to_owned(), expected: Self::NAMES.join(", ") });
                    }
                }
                Ok(())
            }

            /// The value of each, by name.
            pub fn values(&self) -> impl Iterator<Item = (&'static str, Quantity)> {
                [$(($id, self.$field)),+].into_iter()
            }
        }
    };
}

settings! {
    /// Days from approval to a roster's first day, at least.
    lead_time_days "lead-time-days",
    /// Percent of contracted hours unused, at most.
    unused_percent "unused-percent",
    /// Net hours of a person, at most either way.
    net_hours "net-hours",
    /// Annual leave, lower end of its band, percent of contracted hours.
    leave_low_percent "leave-low-percent",
    /// Upper end.
    leave_high_percent "leave-high-percent",
    /// Annual leave that would be even over the year.
    leave_mean_percent "leave-mean-percent",
    /// Fill rate below which boards ask why, percent of planned hours.
    fill_percent "fill-percent",
    /// Registered nurse hours short, more than which is a red flag.
    red_flag_hours "red-flag-hours",
    /// The same as percent of the hours needed.
    red_flag_percent "red-flag-percent",
    /// Registered nurses on the ward, fewer than which is a red flag.
    red_flag_nurses "red-flag-nurses",
    /// Hour at which the day begins.
    day_from "day-from",
    /// Hour at which the night begins.
    night_from "night-from",
    /// Contracted hours a week, at most.
    contract_most "contract-most",
    /// People a team must have before its spread is shown.
    smallest_team "smallest-team",
    /// Hours of a full-time week.
    full_week "full-week",
}

impl Settings {
    /// The fact behind a setting.
    ///
    /// # Errors
    /// Where there is none for the day.
    pub fn fact(facts: &FactSet, name: &str, day: Date) -> Result<Figure, NoFigure> {
        match name {
            "full-week" => facts.at("full-time-week", day),
            _ => facts.at(&format!("roster-{name}"), day),
        }
    }

    /// Minute of the day at which the day begins, and that at which the night does.
    pub(crate) fn day_and_night(&self) -> (i64, i64) {
        let minutes = |hour: Quantity| (hour.millionths().saturating_mul(60) / 1_000_000).clamp(0, 1_439);
        (minutes(self.day_from), minutes(self.night_from))
    }
}
