//! What one person works in a roster.

use super::super::model::Ward;
use super::super::rows::Rows;

/// Hours, nights and weekends of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Paid minutes worked.
    pub worked: i64,
    /// Paid minutes owed: contract less leave and what was carried over.
    pub owed: i64,
    /// Nights worked.
    pub nights: u32,
    /// Weekends with a shift.
    pub weekends: u32,
    /// Requests made.
    pub asked: u32,
    /// Requests refused.
    pub refused: u32,
}

pub(super) fn of(ward: &Ward, rows: &Rows, person: usize) -> Hours {
    let shifts = || rows.row(person).iter().flatten().map(|shift| &ward.shifts[*shift]);
    let requests =
        ward.requests.iter().filter(|request| request.person == person && ward.day(request.day).is_some());
    let is_refused = |request: &&super::super::model::Request| {
        let given = ward.day(request.day).and_then(|day| rows.at(person, day)).map(|s| &ward.shifts[s].id);
        (given == request.shift.as_ref()) != request.wanted
    };
    Hours {
        worked: shifts().map(|shift| i64::from(shift.paid())).sum(),
        owed: ward.owed(person),
        nights: shifts().filter(|shift| shift.is_night()).count() as u32,
        weekends: weekends(ward, rows, person),
        asked: requests.clone().count() as u32,
        refused: requests.filter(is_refused).count() as u32,
    }
}

/// Weekends (Saturday and Sunday) on which a shift starts.
pub(super) fn weekends(ward: &Ward, rows: &Rows, person: usize) -> u32 {
    let mut count = 0;
    for (day, shift) in rows.row(person).iter().enumerate() {
        let since_monday = ward.date(day).weekday().to_monday_zero_offset();
        let saturday_too = since_monday == 6 && day > 0 && rows.at(person, day - 1).is_some();
        count += u32::from(shift.is_some() && since_monday >= 5 && !saturday_too);
    }
    count
}
