//! Leave that was asked for: granted inside the headroom band, first asked first granted; leave nobody asked for is never placed.

use super::model::{Leave, LeaveKind, Ward, days_between, later};

/// What becomes of leave that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Place in [`Ward::leave`].
    pub leave: usize,
    /// Whether it is granted.
    pub granted: bool,
    /// Why, in a sentence.
    pub words: String,
}

/// Decides on leave that was asked for, in the order of the file, and returns the ward with what was granted.
///
/// A day is full when annual leave already takes [`super::model::Policy::leave_band`] percent of contracted time, by role: a band of
/// everybody together could send all registered nurses away at once. One person is always let go.
#[must_use]
pub fn decide(ward: &Ward) -> (Ward, Vec<Decision>) {
    let (mut decided, mut decisions) = (ward.clone(), Vec::new());
    for at in 0..ward.leave.len() {
        let asked = &ward.leave[at];
        if asked.granted {
            continue;
        }
        let full = (0..=days_between(asked.from, asked.to).max(0))
            .map(|day| later(asked.from, day))
            .find(|date| !has_room(&decided, asked, *date));
        let person = &ward.staff[asked.person].id;
        let words = match full {
            None => format!("{person}'s leave from {} to {} is granted.", asked.from, asked.to),
            Some(date) => format!(
                "{person}'s leave from {} to {} is not granted: on {date} leave of {} staff already takes the {}% that the ward keeps for it.",
                asked.from, asked.to, ward.staff[asked.person].role, ward.policy.leave_band
            ),
        };
        decided.leave[at].granted = full.is_none();
        decisions.push(Decision { leave: at, granted: full.is_none(), words });
    }
    (decided, decisions)
}

fn has_room(ward: &Ward, asked: &Leave, date: jiff::civil::Date) -> bool {
    if asked.kind != LeaveKind::Annual {
        return true;
    }
    let role = &ward.staff[asked.person].role;
    let like = |person: usize| ward.staff[person].role == *role && ward.staff[person].employed(date);
    let all: u32 = (0..ward.staff.len()).filter(|p| like(*p)).map(|p| ward.staff[p].contracted).sum();
    let away = ward.leave.iter().filter(|leave| {
        leave.granted
            && leave.kind == LeaveKind::Annual
            && leave.from <= date
            && date <= leave.to
            && like(leave.person)
    });
    let taken: u32 = away.map(|leave| ward.staff[leave.person].contracted).sum();
    taken == 0 || (taken + ward.staff[asked.person].contracted) * 100 <= all * ward.policy.leave_band
}

impl Ward {
    /// Contracted minutes of a person that the roster should use: contract, less leave and absence at a fifth of the week for each
    /// weekday, less what was carried over. Never below 0.
    #[must_use]
    pub fn owed(&self, person: usize) -> i64 {
        let staff = &self.staff[person];
        let day = i64::from(staff.contracted) / 5;
        let mut owed = 0;
        for at in 0..self.days {
            let date = self.date(at);
            let weekday = date.weekday().to_monday_zero_offset() < 5;
            let away = self.leave.iter().any(|leave| {
                leave.person == person && leave.granted && leave.from <= date && date <= leave.to
            });
            if weekday && staff.employed(date) && !away {
                owed += day;
            }
        }
        (owed - i64::from(staff.balance)).max(0)
    }
}
