//! Leave and requests of a generated ward.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use super::super::model::{Leave, LeaveKind, Request, Ward, later};

/// Leave: most of staff have some in four weeks, a few are ill or studying, some ask for more than was granted yet.
pub(super) fn leave(ward: &Ward, dice: &mut Pcg64Mcg) -> Vec<Leave> {
    let days = ward.days as i32;
    let mut made = Vec::new();
    let mut add = |person: usize, kind, longest: i32, granted, dice: &mut Pcg64Mcg| {
        let from = dice.random_range(0..days);
        let to = (from + dice.random_range(1..=longest) - 1).min(days - 1);
        made.push(Leave { person, from: later(ward.first, from), to: later(ward.first, to), kind, granted });
    };
    let weeks = ward.days as f64 / 28.0;
    for person in 0..ward.staff.len() {
        for (kind, longest, chance, granted) in [
            (LeaveKind::Annual, 12, 0.7, true),
            (LeaveKind::Annual, 5, 0.12, false),
            (LeaveKind::Study, 3, 0.15, true),
            (LeaveKind::Sickness, 14, 0.13, true),
        ] {
            if dice.random_bool((chance * weeks).min(0.9)) {
                add(person, kind, longest, granted, dice);
            }
        }
    }
    made
}

/// Requests: three or four a person in four weeks, mostly for days off.
pub(super) fn requests(ward: &Ward, dice: &mut Pcg64Mcg) -> Vec<Request> {
    let mut made: Vec<Request> = Vec::new();
    for person in 0..ward.staff.len() {
        for _ in 0..dice.random_range(0..=ward.days / 4) {
            let day = later(ward.first, dice.random_range(0..ward.days as i32));
            let away = ward.leave.iter().any(|one| one.person == person && one.from <= day && day <= one.to);
            if away || made.iter().any(|one| (one.person, one.day) == (person, day)) {
                continue;
            }
            let shift = if dice.random_bool(0.65) {
                None
            } else {
                let agreed = |id: &&String| ward.staff[person].agrees(day.weekday(), id);
                let ids: Vec<&String> = ward.shifts.iter().map(|shift| &shift.id).filter(agreed).collect();
                if ids.is_empty() { None } else { Some(ids[dice.random_range(0..ids.len())].clone()) }
            };
            let wanted = shift.is_none() || dice.random_bool(0.7);
            made.push(Request { person, day, shift, wanted, weight: dice.random_range(0..3) });
        }
    }
    made
}
