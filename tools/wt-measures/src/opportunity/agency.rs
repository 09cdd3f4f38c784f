//! Agency hours that need not have been bought.

use wt_units::{Hours, Quantity};

use super::price::{NoPounds, Prices, at_least_nothing, least};
use super::{Claim, Opportunity, Range, times};
use crate::measure::{Unit, tenths};
use crate::model::{Component, Kind, Line, Role};
use crate::ratio::{self, percent_of};
use crate::span::Span;

fn agency<'r>(unit: &Unit<'r>, part: Span, role: Option<Role>) -> Vec<&'r Line> {
    let of = unit.lines.iter().filter(|line| line.kind == Kind::Agency && line.worked() > 0);
    of.filter(|line| part.holds(line.start.date()) && role.is_none_or(|role| role == line.role))
        .copied()
        .collect()
}

fn hours(lines: &[&Line]) -> Hours {
    ratio::hours(lines.iter().map(|line| line.worked()).sum())
}

/// Contracted hours of a role left over in a part of the span, person by person.
fn left(unit: &Unit<'_>, part: Span, role: Role) -> Hours {
    let people = unit.people(part);
    people.values().filter(|person| person.role == role).map(|person| at_least_nothing(person.left())).sum()
}

/// Agency hours beside contracted hours of the same role that were left over. Low takes week by week what fell together, high
/// the whole span, central the middle of the two.
pub(super) fn own_staff(unit: &Unit<'_>, prices: &mut Prices<'_>) -> Result<Option<Opportunity>, NoPounds> {
    let (mut low, mut high, mut bought) = (Hours::default(), Hours::default(), Vec::new());
    for role in Role::ALL {
        let lines = agency(unit, unit.span, Some(*role));
        let most = least(hours(&lines), left(unit, unit.span, *role));
        if most == Hours::default() {
            continue;
        }
        let weekly: Hours = unit
            .span
            .weeks()
            .map(|week| least(hours(&agency(unit, week, Some(*role))), left(unit, week, *role)))
            .sum();
        low = low + least(weekly, most);
        high = high + most;
        bought.extend(lines);
    }
    if bought.is_empty() {
        return Ok(None);
    }
    let middle = Quantity::from_millionths((low.quantity() + high.quantity()).millionths() / 2);
    let range = Range { low, central: Hours::new(middle), high };
    let (hour, how) = prices.agency_hour(unit, &bought)?;
    let mut rows: Vec<u32> = bought.iter().map(|line| line.row).collect();
    rows.sort_unstable();
    Ok(Some(Opportunity {
        unit: unit.name.clone(),
        claim: Claim::AgencyOwnStaff,
        hours: range,
        pounds: times(range, Range { low: hour, central: hour, high: hour }),
        rows: rows.into_iter().map(|row| ("lines", row)).collect(),
        method: format!(
            "The smaller of agency hours and contracted hours left over, of the same role: within each week (low), over the whole span (high), and between (central). An agency hour {how}: {hour}. Own hours are paid already."
        ),
        not: "Not verified: cash is released only when the agency hours are no longer bought, and skills or notice may have stood in the way."
            .to_owned(),
        left_out: None,
    }))
}

/// Agency hours in weeks whose annual leave lay above the band, as far as other weeks had room for that leave.
pub(super) fn leave_spikes(
    unit: &Unit<'_>,
    prices: &mut Prices<'_>,
) -> Result<Option<Opportunity>, NoPounds> {
    let weeks: Vec<Span> = unit.span.weeks().collect();
    let bought: Vec<Hours> = weeks.iter().map(|week| hours(&agency(unit, *week, None))).collect();
    let mut sorted = bought.clone();
    sorted.sort_unstable();
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    let above = |percent: Quantity, week: &Span| {
        unit.leave_in(Some(Component::AnnualLeave), *week) - percent_of(percent, unit.contracted(*week))
    };
    let (top, mean) = (unit.settings.leave_high_percent, unit.settings.leave_mean_percent);
    let room = |percent: Quantity| -> Hours {
        weeks.iter().map(|week| at_least_nothing(Hours::default() - above(percent, week))).sum()
    };
    let spikes = |percent: Quantity, beyond: Hours| -> Hours {
        let each = weeks.iter().zip(&bought);
        let hours = each.map(|(week, bought)| {
            least(at_least_nothing(above(percent, week)), at_least_nothing(*bought - beyond))
        });
        least(hours.sum(), room(percent))
    };
    let central = spikes(top, Hours::default());
    let range = Range {
        low: least(spikes(top, usual), central),
        central,
        high: spikes(mean, Hours::default()).max(central),
    };
    if range.central == Hours::default() {
        return Ok(None);
    }
    let spiked = weeks.iter().filter(|week| above(top, week) > Hours::default());
    let lines: Vec<&Line> = spiked.flat_map(|week| agency(unit, *week, None)).collect();
    let (hour, how) = prices.agency_hour(unit, &lines)?;
    let rows = lines.iter().map(|line| ("lines", line.row));
    let leave = unit.leave.iter().filter(|leave| leave.component == Component::AnnualLeave);
    Ok(Some(Opportunity {
        unit: unit.name.clone(),
        claim: Claim::LeaveSpikes,
        hours: range,
        pounds: times(range, Range { low: hour, central: hour, high: hour }),
        rows: rows.chain(leave.map(|leave| ("leave", leave.row))).collect(),
        method: format!(
            "Week by week the smaller of annual leave above {top}% of contracted hours and agency hours, as far as other weeks have room below it (central); only agency hours above those of the middle week, {} (low); leave above the mean of {mean}% (high). An agency hour {how}: {hour}.",
            tenths(usual.quantity())
        ),
        not: "Not verified: that leave drove the agency hours is an inference from weeks that hold both; leave is granted for reasons that a ledger does not know."
            .to_owned(),
        left_out: None,
    }))
}
