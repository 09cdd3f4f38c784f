//! Hours planned and worked: fill by day and night, skill mix, temporary staff, additional duties.

use wt_units::{Pence, Quantity};

use super::{Measured, Share, Unit, tenths};
use crate::model::{Kind, Line, Role};
use crate::ratio::{self, count};

pub(super) fn measure(unit: &Unit<'_>, found: &mut Vec<Measured>) {
    for (measure, role, night, words) in [
        ("ward-fill-rn-day", Role::Nurse, false, "Registered nurses and midwives by day"),
        ("ward-fill-rn-night", Role::Nurse, true, "Registered nurses and midwives by night"),
        ("ward-fill-care-day", Role::Support, false, "Support workers by day"),
        ("ward-fill-care-night", Role::Support, true, "Support workers by night"),
    ] {
        found.push(fill(unit, (measure, role, night, words)));
    }
    let worked = |which: &dyn Fn(&Line) -> bool| {
        ratio::hours(unit.lines.iter().filter(|line| which(line)).map(|line| line.worked()).sum()).quantity()
    };
    let all = worked(&|_| true);
    let of = |measure, kinds: &'static [Kind], words: &str| {
        let hours = worked(&|line| kinds.contains(&line.kind));
        let says = format!("{} of {} hours worked were {words}.", tenths(hours), tenths(all));
        Share { measure, numerator: hours, denominator: all, metric: false }.done(unit, |_| None, says)
    };
    found.push(of("temporary-share-of-hours", &[Kind::Bank, Kind::Agency], "by bank or agency"));
    found.push(of("bank-share-of-hours", &[Kind::Bank], "by the bank"));
    found.push(of("agency-share-of-hours", &[Kind::Agency], "by agencies"));
    let (nurses, support) = (worked(&|l| l.role == Role::Nurse), worked(&|l| l.role == Role::Support));
    let says = format!(
        "{} hours by registered nurses and midwives, {} by support workers.",
        tenths(nurses),
        tenths(support)
    );
    let mix = Share { measure: "skill-mix", numerator: nurses, denominator: nurses + support, metric: false };
    found.push(mix.done(unit, |_| None, says));
    requests(unit, found);
    found.push(additional(unit));
}

/// Worked over planned hours. Planned is the funded template; worked is everybody who counted, additional duties too.
fn fill(unit: &Unit<'_>, (measure, role, night, words): (&'static str, Role, bool, &str)) -> Measured {
    let of = unit.lines.iter().filter(|line| line.role == role && unit.by_night(line) == night);
    let (mut planned, mut worked) = (0, 0);
    for line in of {
        planned += if line.additional || line.supernumerary { 0 } else { line.minutes };
        worked += line.worked();
    }
    let (planned, worked) = (ratio::hours(planned).quantity(), ratio::hours(worked).quantity());
    let limit = unit.settings.fill_percent;
    let says = format!(
        "{words}: {} hours worked of {} planned; boards ask below {limit}%.",
        tenths(worked),
        tenths(planned)
    );
    Share { measure, numerator: worked, denominator: planned, metric: true }.done(
        unit,
        |value| Some(value >= limit),
        says,
    )
}

/// What became of shifts that temporary staffing was asked for: the three shares are one whole.
fn requests(unit: &Unit<'_>, found: &mut Vec<Measured>) {
    let requested: Vec<&&Line> = unit.lines.iter().filter(|line| line.requested()).collect();
    for (measure, kind, words) in [
        ("bank-fill", Kind::Bank, "the bank filled"),
        ("agency-fill", Kind::Agency, "agencies filled"),
        ("unfilled-rate", Kind::Unfilled, "nobody filled"),
    ] {
        let rows: Vec<u32> = requested.iter().filter(|line| line.kind == kind).map(|line| line.row).collect();
        let share = Share {
            measure,
            numerator: count(rows.len()),
            denominator: count(requested.len()),
            metric: true,
        };
        let says =
            format!("Of {} shifts asked of temporary staffing {words} {}.", requested.len(), rows.len());
        let mut measured = share.done(unit, |_| None, says);
        if kind == Kind::Unfilled {
            measured.rows = rows;
        }
        found.push(measured);
    }
}

/// Shifts above the funded template.
fn additional(unit: &Unit<'_>) -> Measured {
    let (added, template): (Vec<&&Line>, Vec<&&Line>) = unit.lines.iter().partition(|line| line.additional);
    let minutes: i64 = added.iter().map(|line| line.minutes).sum();
    let without = added.iter().filter(|line| line.additional_reason.is_none()).count();
    let costs: Vec<Pence> = added.iter().filter_map(|line| line.cost).collect();
    let mut says = format!(
        "{} shifts ({} hours) above the template of {}",
        added.len(),
        tenths(ratio::hours(minutes).quantity()),
        template.len()
    );
    if without > 0 {
        says.push_str(&format!("; {without} without a reason"));
    }
    if !costs.is_empty() {
        let total: Pence = costs.iter().copied().sum();
        says.push_str(&format!("; {} of them cost {total}", costs.len()));
    }
    let (numerator, denominator): (Quantity, Quantity) = (count(added.len()), count(template.len()));
    let share = Share { measure: "additional-duties", numerator, denominator, metric: true };
    let mut measured = share.done(unit, |_| None, says + ".");
    measured.rows = added.iter().map(|line| line.row).collect();
    measured
}
