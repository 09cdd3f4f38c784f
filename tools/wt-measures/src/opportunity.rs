//! What the measures of a unit are worth: hours and pounds, low, central and high, with the rows they come from.
//!
//! Four claims are made: contracted hours that no roster used, hours away above the headroom budgeted, agency hours that own
//! staff under contract could have worked, and agency hours in weeks of much leave. They claim the same hours of the same
//! people, so the largest of a unit counts and the others are left out, in words ([`count_once`]).

mod agency;
mod price;

use std::collections::BTreeSet;

use wt_benchmark::metric::BenefitType;
use wt_units::{Hours, Pence, Quantity, UnitName};

use crate::measure::{Unit, tenths};
use crate::model::{Component, Rosters};
use crate::ratio::percent_of;
use crate::settings::Settings;
use crate::span::Span;
pub use price::{NoPounds, Prices};

/// A row of an extract: lines, contracts, leave or headroom.
pub type SourceRow = (&'static str, u32);

/// Low, central and high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range<T> {
    /// Low end.
    pub low: T,
    /// Central.
    pub central: T,
    /// High end.
    pub high: T,
}

/// What a claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claim {
    /// Contracted hours that no roster used, above what is usual.
    UnusedHours,
    /// Hours away above the headroom budgeted.
    HeadroomAboveBudget,
    /// Agency hours that own staff under contract could have worked.
    AgencyOwnStaff,
    /// Agency hours in weeks of much annual leave.
    LeaveSpikes,
}

impl Claim {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UnusedHours => "unused-hours",
            Self::HeadroomAboveBudget => "headroom-above-budget",
            Self::AgencyOwnStaff => "agency-own-staff-could-work",
            Self::LeaveSpikes => "leave-spikes",
        }
    }

    /// The thread's metric that moves when it is met.
    #[must_use]
    pub fn metric(self) -> &'static str {
        match self {
            Self::UnusedHours => "unused-hours",
            Self::HeadroomAboveBudget => "unavailability",
            Self::AgencyOwnStaff | Self::LeaveSpikes => "agency-fill",
        }
    }

    /// What kind of benefit; kinds are never added together.
    #[must_use]
    pub fn benefit_type(self) -> BenefitType {
        match self {
            Self::UnusedHours | Self::HeadroomAboveBudget => BenefitType::TimeReleased,
            Self::AgencyOwnStaff | Self::LeaveSpikes => BenefitType::CashReleasing,
        }
    }
}

/// What one claim is worth to one unit over the span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunity {
    /// Ward or team.
    pub unit: UnitName,
    /// Which.
    pub claim: Claim,
    /// Hours.
    pub hours: Range<Hours>,
    /// Pounds, to the penny.
    pub pounds: Range<Pence>,
    /// Rows that it was made from, in order.
    pub rows: Vec<SourceRow>,
    /// How it was made.
    pub method: String,
    /// What it is not.
    pub not: String,
    /// Why it is not counted in a total; none where it is.
    pub left_out: Option<String>,
}

/// What a unit's measures are worth, largest first; claims of no hours are left away. Rows must be [sound](crate::sound::sound).
///
/// Beside them claims that have hours and no pounds: a missing band, a day without pay table, an agency shift without cost and cap.
pub fn opportunities(
    rosters: &Rosters,
    unit: &UnitName,
    span: Span,
    settings: &Settings,
    prices: &mut Prices<'_>,
) -> (Vec<Opportunity>, Vec<NoPounds>) {
    let unit = Unit::new(rosters, unit, span, settings);
    let (mut found, mut without) = (Vec::new(), Vec::new());
    for made in [
        unused(&unit, prices),
        headroom(&unit, prices),
        agency::own_staff(&unit, prices),
        agency::leave_spikes(&unit, prices),
    ] {
        match made {
            Ok(Some(opportunity)) => found.push(opportunity),
            Ok(None) => {}
            Err(why) => without.push(why),
        }
    }
    count_once(&mut found);
    (found, without)
}

/// Marks all but the largest claim of a unit as left out: they are the same hours of the same people. Sorts largest first.
pub fn count_once(found: &mut [Opportunity]) {
    found.sort_by_key(|one| (one.unit.clone(), std::cmp::Reverse(one.pounds.central), one.claim));
    let mut seen: BTreeSet<UnitName> = BTreeSet::new();
    for one in found {
        one.left_out = (!seen.insert(one.unit.clone()))
            .then(|| "It claims hours that a larger claim of the unit counts already.".to_owned());
    }
}

/// Contracted hours unused: above what is usual, at the entry and top of each band; high: all of them at their public cost.
fn unused(unit: &Unit<'_>, prices: &mut Prices<'_>) -> Result<Option<Opportunity>, NoPounds> {
    let people = unit.people(unit.span);
    let left: Vec<_> = people.values().filter(|person| person.left() > Hours::default()).collect();
    let all: Hours = left.iter().map(|person| person.left()).sum();
    let usual = percent_of(unit.settings.unused_percent, unit.contracted(unit.span));
    let above = Hours::new(Quantity::from_millionths((all - usual).quantity().millionths().max(0)));
    if above == Hours::default() {
        return Ok(None);
    }
    let hour = prices.own_hour(unit, left.iter().map(|person| (person.role, person.band, person.left())))?;
    let hours = Range { low: above, central: above, high: all };
    Ok(Some(Opportunity {
        unit: unit.name.clone(),
        claim: Claim::UnusedHours,
        hours,
        pounds: times(hours, hour),
        rows: left.iter().flat_map(|person| person.rows.iter().map(|row| ("contracts", *row))).collect(),
        method: format!(
            "Contracted hours on no roster and no leave, person by person: {} in all, {} above the usual {}%. An hour at the cost to the trust of a plain weekday hour: at the entry point of each band (low), its top (central), and all unused hours at the cost to the public (high).",
            tenths(all.quantity()),
            tenths(above.quantity()),
            unit.settings.unused_percent
        ),
        not: "Not cash: a valuation of paid time, until bank or agency hours are no longer bought."
            .to_owned(),
        left_out: None,
    }))
}

/// Hours away above the budget. Low counts only components that a ward can plan: neither annual leave, which is owed, nor
/// parenting.
fn headroom(unit: &Unit<'_>, prices: &mut Prices<'_>) -> Result<Option<Opportunity>, NoPounds> {
    if unit.budgets.is_empty() {
        return Ok(None);
    }
    let contracted = unit.contracted(unit.span);
    let over = |component: Component| {
        let budget = unit.budgets.iter().filter(|b| b.component == component).map(|b| b.percent).sum();
        (unit.leave_in(Some(component), unit.span) - percent_of(budget, contracted)).quantity().millionths()
    };
    let whole: i64 = Component::ALL.iter().map(|component| over(*component)).sum();
    if whole <= 0 {
        return Ok(None);
    }
    let owed = [Component::AnnualLeave, Component::Parenting];
    let planned: i64 = Component::ALL.iter().filter(|c| !owed.contains(c)).map(|c| over(*c).max(0)).sum();
    let hours = |millionths: i64| Hours::new(Quantity::from_millionths(millionths));
    let hours = Range { low: hours(planned.min(whole)), central: hours(whole), high: hours(whole) };
    let people = unit.people(unit.span);
    let away = people.values().filter(|person| person.leave > Hours::default());
    let hour = prices.own_hour(unit, away.map(|person| (person.role, person.band, person.leave)))?;
    let rows = unit
        .leave
        .iter()
        .map(|leave| ("leave", leave.row))
        .chain(unit.budgets.iter().map(|b| ("headroom", b.row)));
    Ok(Some(Opportunity {
        unit: unit.name.clone(),
        claim: Claim::HeadroomAboveBudget,
        hours,
        pounds: times(hours, hour),
        rows: rows.collect(),
        method: format!(
            "Hours away less the budgeted percent of {} contracted hours; both count from paid hours. Low leaves out annual leave, which is owed, and parenting. An hour at the cost to the trust at entry (low) and top (central) of each band, and at the cost to the public (high).",
            tenths(contracted.quantity())
        ),
        not: "Not cash: pay goes on during absence; and a budget may be too small rather than absence too large.".to_owned(),
        left_out: None,
    }))
}

/// Hours times pounds an hour, end by end.
fn times(hours: Range<Hours>, hour: Range<Pence>) -> Range<Pence> {
    let of = |hours: Hours, pence: Pence| {
        let exact = i128::from(hours.quantity().millionths()) * i128::from(pence.get());
        Pence::new(i64::try_from((exact + 500_000).div_euclid(1_000_000)).unwrap_or(i64::MAX))
    };
    Range {
        low: of(hours.low, hour.low),
        central: of(hours.central, hour.central),
        high: of(hours.high, hour.high),
    }
}
