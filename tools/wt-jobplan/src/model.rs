//! Job plans, the sessions that are needed, and the week they stand in.

use std::fmt;

use wt_facts::Ratio;

/// Days of a week as they are written, Monday first.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Minutes of a day and of a week.
pub(crate) const DAY: u32 = 24 * 60;
pub(crate) const WEEK: u32 = 7 * DAY;

/// What an activity of a job plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Direct clinical care (DCC): clinics, theatre, ward rounds, and what they bring with them.
    Dcc,
    /// Supporting professional activities (SPA): teaching, audit, appraisal.
    Spa,
    /// Additional NHS responsibilities (ANR): clinical director, guardian.
    Anr,
    /// External duties (ED): trade union, royal college, General Medical Council.
    Ed,
    /// Work done while on call. Counted as a part of direct clinical care, and told apart.
    OnCall,
}

impl Category {
    /// All of them, in the order of tables.
    pub const ALL: [Self; 5] = [Self::Dcc, Self::Spa, Self::Anr, Self::Ed, Self::OnCall];

    /// As it is written in a table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Dcc => "DCC",
            Self::Spa => "SPA",
            Self::Anr => "ANR",
            Self::Ed => "ED",
            Self::OnCall => "on-call",
        }
    }
}

/// A part of the day. Evening and night are premium time on every day, morning and afternoon at weekends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// From the end of premium time to 13:00.
    Morning,
    /// From 13:00 to the start of premium time.
    Afternoon,
    /// Before the morning and after the afternoon of a day.
    Night,
}

/// Names of [`Part`]s, in their order.
pub const PART_NAMES: [&str; 3] = ["morning", "afternoon", "evening and night"];

impl Part {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        PART_NAMES[self as usize]
    }
}

/// A stretch of the week, in minutes from Monday's midnight. It may run on over Sunday's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// First minute, below 10,080.
    pub start: u32,
    /// Minutes it lasts, at most a day.
    pub minutes: u32,
}

impl Stretch {
    /// Place of the weekday it starts on, Monday 0.
    #[must_use]
    pub fn day(self) -> usize {
        (self.start / DAY) as usize
    }

    /// Whether two stretches have a minute in common, round the week.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let after = |from: Self, to: Self| (to.start + WEEK - from.start) % WEEK < from.minutes;
        after(self, other) || after(other, self)
    }
}

impl fmt::Display for Stretch {
    /// `mon 09:00-13:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |minute: u32| format!("{:02}:{:02}", minute % DAY / 60, minute % 60);
        write!(f, "{} {}-{}", DAYS[self.day()], clock(self.start), clock(self.start + self.minutes))
    }
}

/// How many weeks of a cycle something happens in: 1 of 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency {
    /// Weeks it happens in.
    pub weeks: u32,
    /// Weeks of the cycle.
    pub of: u32,
}

impl Frequency {
    /// Every week.
    pub const WEEKLY: Self = Self { weeks: 1, of: 1 };

    /// As a fraction of weeks.
    #[must_use]
    pub fn share(self) -> Ratio {
        Ratio::new(self.weeks.into(), self.of.into()).unwrap_or(Ratio::ZERO)
    }
}

/// A kind of work: what a session is of. Two are the same where both names are, whatever their capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Work {
    /// Specialty; empty where the table has none.
    pub specialty: String,
    /// Clinic, theatre, ward round.
    pub activity: String,
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gap = if self.specialty.is_empty() { "" } else { " " };
        write!(f, "{}{gap}{}", self.specialty, self.activity)
    }
}

/// One activity of a job plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Line of the file.
    pub line: u64,
    /// What it is for.
    pub category: Category,
    /// What it is.
    pub work: Work,
    /// When; none for what has no fixed time.
    pub at: Option<Stretch>,
    /// In how many weeks.
    pub weeks: Frequency,
    /// PAs in a week in which it happens, as the plan says them; they decide where there is no fixed time. None where it says none.
    pub said: Option<Ratio>,
}

/// A consultant's job plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who, in the words of the file.
    pub consultant: String,
    /// PAs a week that the contract pays; none where the file does not say.
    pub contracted: Option<Ratio>,
    /// What stands in it, in the order of the file.
    pub activities: Vec<Planned>,
}

/// Sessions that are needed at one time of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Line of the file.
    pub line: u64,
    /// What of.
    pub work: Work,
    /// When.
    pub at: Stretch,
    /// How many beside each other, a week on average; 0.5 is every other week.
    pub sessions: Ratio,
}

/// Everything that is needed in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// In the order of the file.
    pub wanted: Vec<Wanted>,
}
