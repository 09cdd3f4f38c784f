//! Questions to a ward: days, demand, who counts for what, who is there.

use jiff::civil::{Date, Weekday};

use super::{Days, Demand, Leave, Shift, Staff, Ward};

impl Ward {
    /// The date of a day of the roster.
    #[must_use]
    pub fn date(&self, day: usize) -> Date {
        later(self.first, i32::try_from(day).unwrap_or(i32::MAX))
    }

    /// The day of the roster on a date; `None` outside it.
    #[must_use]
    pub fn day(&self, date: Date) -> Option<usize> {
        usize::try_from(days_between(self.first, date)).ok().filter(|day| *day < self.days)
    }

    /// A shift by its id.
    #[must_use]
    pub fn shift(&self, id: &str) -> Option<&Shift> {
        self.shifts.iter().find(|shift| shift.id == id)
    }

    /// The demand on a day: the rows of its date where there are any for the same time and need, otherwise those of its weekday.
    #[must_use]
    pub fn demand_on(&self, day: usize) -> Vec<&Demand> {
        let date = self.date(day);
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let holds = |days: &Days| match days {
            Days::All => true,
            Days::On(weekday) => *weekday == date.weekday(),
            Days::Week { end } => *end == weekend,
            Days::Date(only) => *only == date,
        };
        let dated = |one: &Demand| matches!(one.days, Days::Date(only) if only == date);
        let there: Vec<&Demand> = self.demand.iter().filter(|one| holds(&one.days)).collect();
        let stands = |one: &&Demand| {
            let same = |other: &&Demand| other.when == one.when && other.needs == one.needs;
            dated(one) || !there.iter().any(|other| dated(other) && same(other))
        };
        there.iter().filter(|one| stands(one)).copied().collect()
    }

    /// Whether a member of staff counts for a need: a skill that they have, or a role that is theirs or below it.
    #[must_use]
    pub fn counts(&self, staff: &Staff, needs: &str) -> bool {
        match (self.policy.rank(needs), self.policy.rank(&staff.role)) {
            (Some(needed), Some(own)) => own <= needed,
            _ => staff.skills.contains(needs),
        }
    }

    /// Whether somebody can be given a shift on a day as far as employment, granted leave and agreements go; what a manager may be
    /// told where not.
    ///
    /// # Errors
    /// `not employed`, `leave`, `absence` or `agreement`.
    pub fn available(&self, person: usize, day: usize, shift: &str) -> Result<(), &'static str> {
        let (staff, date) = (&self.staff[person], self.date(day));
        if !staff.employed(date) {
            return Err("not employed");
        }
        let away = |leave: &&Leave| {
            leave.person == person && leave.granted && leave.from <= date && date <= leave.to
        };
        if let Some(leave) = self.leave.iter().find(away) {
            return Err(leave.kind.told());
        }
        if staff.agrees(date.weekday(), shift) { Ok(()) } else { Err("agreement") }
    }
}

/// Days from one date to another.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// A date so many days later.
#[must_use]
pub fn later(from: Date, days: i32) -> Date {
    from.saturating_add(jiff::Span::new().days(days))
}
