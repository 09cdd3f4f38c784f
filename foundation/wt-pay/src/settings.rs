//! Readings of the rules where the terms leave room: each a named setting with the default of the reference.

/// How a rule is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Rate of an hour.
    pub hourly_rate: HourlyRate,
    /// What "more than half of the shift" is measured on.
    pub more_than_half: MoreThanHalf,
    /// Which day pays where a public holiday falls on a weekend.
    pub holiday_at_weekend: HolidayAtWeekend,
    /// Which hours an unpaid break is taken from.
    pub unpaid_break: UnpaidBreak,
    /// National Insurance on a single shift.
    pub national_insurance: NationalInsurance,
    /// Whether overtime is pensionable.
    pub overtime_pensionable: OvertimePensionable,
    /// Whether bank work is pensionable.
    pub bank_pensionable: BankPensionable,
    /// Whether the apprenticeship levy is part of the cost.
    pub apprenticeship_levy: ApprenticeshipLevy,
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
    ($($(#[$doc:meta])* $kind:ident, $field:ident, $name:literal, $source:literal:
        $($(#[$vdoc:meta])* $variant:ident $value:literal $words:literal),+;)+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        #[allow(missing_docs, reason = "each value is described in the list of settings")]
        pub enum $kind { #[default] $($variant),+ })+

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
                let refuse = |found: &str, expected: Vec<&str>| {
                    Err(UnknownSetting { found: found.to_owned(), expected: expected.join(", ") })
                };
                match name {
                    $($name => match value {
                        $($value => self.$field = $kind::$variant,)+
                        other => return refuse(other, vec![$($value),+]),
                    },)+
                    other => return refuse(other, vec![$($name),+]),
                }
                Ok(())
            }
        }
    };
}

settings! {
    /// Rate of an hour.
    HourlyRate, hourly_rate, "hourly-rate", "Rates are published to the penny (Agenda for Change pay tables 2025/26)":
        RoundedFirst "rounded-first" "the rate of an hour is rounded to the penny, then multiplied",
        Exact "exact" "annual pay is divided by hours and rounded once, at the end";
    /// What "more than half of the shift" is measured on.
    MoreThanHalf, more_than_half, "more-than-half", "NHS Terms and Conditions of Service Handbook, section 2: not settled where a night touches a weekend":
        WeekdayPart "weekday-part" "on the part of the shift that lies on weekdays, and lifts that part",
        WholeShift "whole-shift" "on the whole shift, and lifts its part on weekdays";
    /// Which day pays where a public holiday falls on a weekend.
    HolidayAtWeekend, holiday_at_weekend, "holiday-at-weekend", "Settled by local guidance":
        Substitute "substitute" "the substitute day pays the second column",
        Day "day" "25 and 26 December and 1 January themselves pay it, their substitutes do not",
        Both "both" "both pay it";
    /// Which hours an unpaid break is taken from.
    UnpaidBreak, unpaid_break, "unpaid-break", "The terms do not say when in a shift a break is taken":
        Proportional "proportional" "from plain and enhanced hours in proportion",
        PlainFirst "plain-first" "from plain hours first, then the first column, then the second";
    /// National Insurance on a single shift.
    NationalInsurance, national_insurance, "national-insurance", "The threshold is a yearly amount; a shift bears its share by hours":
        SharedThreshold "shared-threshold" "on pay above the shift's share of the yearly threshold",
        Marginal "marginal" "on all of the pay, as for one who already earns more than the threshold",
        LeftOut "left-out" "not counted";
    /// Whether overtime is pensionable.
    OvertimePensionable, overtime_pensionable, "overtime-pensionable", "NHS Pension Scheme: hours beyond whole-time are not pensionable":
        No "no" "no pension contribution on overtime",
        Yes "yes" "pension contribution on overtime, as for part-timers below whole-time";
    /// Whether bank work is pensionable.
    BankPensionable, bank_pensionable, "bank-pensionable", "Bank workers are in the scheme unless they left it":
        Yes "yes" "pension contribution on bank pay",
        No "no" "none: the worker is not in the scheme";
    /// Whether the apprenticeship levy is part of the cost.
    ApprenticeshipLevy, apprenticeship_levy, "apprenticeship-levy", "On the whole pay bill, less an allowance":
        LeftOut "left-out" "not counted",
        Counted "counted" "counted on all of the pay";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_set_by_name_and_unknown_ones_refused() {
        let mut settings = Settings::default();
        assert_eq!(settings.more_than_half, MoreThanHalf::WeekdayPart);
        assert_eq!(settings.set("more-than-half", "whole-shift"), Ok(()));
        assert_eq!(settings.more_than_half, MoreThanHalf::WholeShift);
        let refused = settings.set("unpaid-break", "never").unwrap_err().to_string();
        assert_eq!(refused, "found 'never', expected proportional, plain-first");
        assert!(settings.set("tea", "yes").is_err_and(|e| e.expected.contains("holiday-at-weekend")));
    }
}
