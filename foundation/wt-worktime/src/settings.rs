//! Readings of the rules where their words leave room: each a named setting with the default of the reference.

/// How the rules are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Which kind a shift is that could be two.
    pub class_order: ClassOrder,
    /// Where a long shift starts.
    pub long_shift: LongShift,
    /// Whether a long evening shift counts in a run of long shifts.
    pub long_evening: LongEvening,
    /// Which days a shift counts on.
    pub count_by: CountBy,
    /// What a run counts.
    pub run_counts: RunCounts,
    /// A shift that is too long only because clocks went back.
    pub clock_change: ClockChange,
    /// Weekend on-call.
    pub weekend_on_call: WeekendOnCall,
    /// How weekends are counted.
    pub weekend_frequency: WeekendFrequency,
    /// How many weekends may be worked.
    pub weekend_limit: WeekendLimit,
    /// What daily rest is.
    pub daily_rest: DailyRest,
    /// What weekly rest is.
    pub weekly_rest: WeeklyRest,
    /// Whether daily rest comes on top of weekly rest.
    pub weekly_rest_hours: WeeklyRestHours,
    /// First day of a week of weekly rest.
    pub week_start: WeekStart,
    /// Which hours an average counts.
    pub average_hours: AverageHours,
    /// Which stretches are reference periods.
    pub reference_period: ReferencePeriod,
    /// Where fewer days were worked after the reference period than were excluded in it.
    pub short_of_days: ShortOfDays,
    /// Whether everybody opted out of the average week.
    pub opt_out: OptOut,
}

/// One setting as a person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its values, the default first, each with what it means.
    pub values: &'static [(&'static str, &'static str)],
    /// Where the question comes from.
    pub source: &'static str,
}

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
    ($($kind:ident, $field:ident, $name:literal, $source:literal: $($variant:ident $value:literal $words:literal),+;)+) => {
        $(#[doc = concat!("Setting `", $name, "`.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $kind { #[default] $(#[doc = $words] $variant),+ })+

        /// Every setting, with its values and their meaning.
        pub const SETTINGS: &[Described] = &[$(Described {
            name: $name,
            values: &[$(($value, $words)),+],
            source: $source,
        }),+];

        impl Settings {
            /// Sets one by its name and value.
            ///
            /// # Errors
            /// Says which settings or values there are.
            pub fn set(&mut self, name: &str, value: &str) -> Result<(), UnknownSetting> {
                let refuse = |found: &str, expected: &[&str]| {
                    Err(UnknownSetting { found: found.to_owned(), expected: expected.join(", ") })
                };
                match name {
                    $($name => match value {
                        $($value => self.$field = $kind::$variant,)+
                        other => return refuse(other, &[$($value),+]),
                    },)+
                    other => return refuse(other, &[$($name),+]),
                }
                Ok(())
            }
        }
    };
}

settings! {
    ClassOrder, class_order, "class-order", "A 12.5 hour night is a night and a long shift; the terms do not say which rest it needs":
        NightFirst "night-first" "night first, then long evening, then long: such a night needs 46 hours of rest",
        LongFirst "long-first" "long evening, then long, then night: such a night needs what a long shift needs";
    LongShift, long_shift, "long-shift", "The terms say over 10 hours, the help of the BMA rota checker 10 hours or more":
        Over "over" "longer than 10 hours",
        From "from" "10 hours or longer";
    LongEvening, long_evening, "long-evening-in-long-run", "Not settled by the terms":
        No "no" "a long evening shift counts in runs of long evenings alone",
        Yes "yes" "it counts in runs of long shifts too";
    CountBy, count_by, "count-by", "One public checker counts every calendar day that a shift touches, so four nights become five":
        StartDate "start-date" "a shift counts on the day it starts",
        DaysTouched "days-touched" "a shift counts on every day it touches";
    RunCounts, run_counts, "run-counts", "Not settled where two shifts start on one day":
        Dates "dates" "days on which a shift of the kind starts",
        Shifts "shifts" "shifts of the kind on those days";
    ClockChange, clock_change, "clock-change-shift", "No source says how 13 hours apply to a night on which the clocks go back":
        Shown "shown" "a shift over 13 hours only because clocks went back is shown, and breaks nothing",
        Counted "counted" "it breaks the rule as any other";
    WeekendOnCall, weekend_on_call, "weekend-on-call", "Schedule 3, paragraph 14":
        Ordinary "ordinary" "shifts on 7 consecutive days at most",
        LowIntensity "low-intensity" "weekend on-call is of low intensity: 12 days at most";
    WeekendFrequency, weekend_frequency, "weekend-frequency", "The terms say one in three and not over which weekends":
        Share "share" "as a share of the weekends of the period; fewer than three are not judged",
        Window "window" "in any three weekends that follow each other (two, where one in two is allowed)";
    WeekendLimit, weekend_limit, "weekend-limit", "Schedule 3, paragraphs 16 to 18":
        Usual "usual" "one in three",
        Agreed "agreed" "one in two, as agreed in writing for this rota";
    DailyRest, daily_rest, "daily-rest", "Regulation 10 says 11 consecutive hours in each 24-hour period":
        InEach24 "in-each-24-hours" "11 hours within the 24 from the start of each duty",
        BetweenDuties "between-duties" "11 hours between a duty and the next";
    WeeklyRest, weekly_rest, "weekly-rest", "Regulation 11: the fortnight is the employer's choice":
        Either "either" "24 hours in each week; or two of 24 or one of 48 in each fortnight",
        Week "week" "24 hours in each week",
        Fortnight "fortnight" "two of 24 hours or one of 48 in each fortnight";
    WeeklyRestHours, weekly_rest_hours, "weekly-rest-hours", "Regulation 11(7) lets daily rest come on top":
        Alone "alone" "24 hours, which may hold a daily rest",
        WithDaily "with-daily-rest" "35 hours: the daily rest of 11 comes on top";
    WeekStart, week_start, "week-start", "Regulation 11(6): midnight between Sunday and Monday, unless agreed otherwise":
        Monday "monday" "weeks start on Monday",
        Tuesday "tuesday" "weeks start on Tuesday",
        Wednesday "wednesday" "weeks start on Wednesday",
        Thursday "thursday" "weeks start on Thursday",
        Friday "friday" "weeks start on Friday",
        Saturday "saturday" "weeks start on Saturday",
        Sunday "sunday" "weeks start on Sunday";
    AverageHours, average_hours, "average-hours", "Not settled for a night that goes on after the last day":
        ByStartDate "by-start-date" "a duty belongs to the day it starts, with all its hours",
        Inside "inside-the-period" "hours inside the reference period, wherever the duty starts";
    ReferencePeriod, reference_period, "reference-period", "Regulation 4(3)":
        Any "any" "any stretch of so many weeks in the period; the highest average counts",
        Successive "successive" "stretches that follow each other from the first day, as an agreement may have it";
    ShortOfDays, short_of_days, "short-of-days-after", "Regulation 4(6) adds days worked after the reference period for those excluded; here too few are known":
        AsTheyAre "as-they-are" "those there are count: the true average may be higher, and the answer says so",
        NotJudged "not-judged" "there is no average";
    OptOut, opt_out, "opt-out", "Regulations 4(1) and 5; schedule 3, paragraph 7":
        No "no" "nobody opted out",
        Yes "yes" "everybody did, in writing: 56 hours for resident doctors, no limit for others";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_set_by_name_and_unknown_ones_refused() {
        let mut settings = Settings::default();
        assert_eq!(settings.count_by, CountBy::StartDate);
        assert_eq!(settings.set("count-by", "days-touched"), Ok(()));
        assert_eq!(settings.count_by, CountBy::DaysTouched);
        let refused = settings.set("daily-rest", "never").unwrap_err().to_string();
        assert_eq!(refused, "found 'never', expected in-each-24-hours, between-duties");
        assert!(settings.set("tea", "yes").is_err_and(|e| e.expected.contains("weekend-limit")));
    }

    #[test]
    fn every_default_stands_first() {
        let mut settings = Settings::default();
        for described in SETTINGS {
            assert_eq!(settings.set(described.name, described.values[0].0), Ok(()));
        }
        assert_eq!(settings, Settings::default());
    }
}
