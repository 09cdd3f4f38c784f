//! Pounds an hour: of own staff by the pay engine, of agency shifts as charged or by their caps.

use wt_facts::FactSet;
use wt_pay::agency::{CapTime, cap};
use wt_pay::{Band, Employment, Point, Pricer, Shift, Zone};
use wt_units::{Hours, Pence, Quantity, UnitName};

use super::Range;
use crate::measure::Unit;
use crate::model::{Line, Role};
use crate::time::When;

/// Why a claim has no pounds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{unit}: {why}")]
pub struct NoPounds {
    /// Ward or team.
    pub unit: UnitName,
    /// A sentence.
    pub why: String,
}

impl NoPounds {
    pub(super) fn new(unit: &Unit<'_>, why: impl Into<String>) -> Self {
        Self { unit: unit.name.clone(), why: why.into() }
    }
}

/// What hours cost.
pub struct Prices<'f> {
    facts: &'f FactSet,
    pricer: Pricer<'f>,
    zone: Zone,
}

impl<'f> Prices<'f> {
    /// Prices of a pay zone.
    #[must_use]
    pub fn new(facts: &'f FactSet, settings: wt_pay::Settings, zone: Zone) -> Self {
        Self { facts, pricer: Pricer::new(facts, settings), zone }
    }

    /// A plain weekday hour of these people, weighted by their hours: entry and top point to the trust, top to the public.
    pub(super) fn own_hour(
        &mut self,
        unit: &Unit<'_>,
        people: impl Iterator<Item = (Role, Option<Band>, Hours)>,
    ) -> Result<Range<Pence>, NoPounds> {
        let (mut weight, mut sums) = (0_i128, [0_i128; 3]);
        for (role, band, hours) in people {
            let band = band.ok_or_else(|| {
                NoPounds::new(
                    unit,
                    format!("a contract of a {} has no band, so its hours have no price", role.words()),
                )
            })?;
            let hour = self.plain_hour(unit, band)?;
            let hours = i128::from(hours.quantity().millionths());
            weight += hours;
            for (sum, pence) in sums.iter_mut().zip(hour) {
                *sum += hours * i128::from(pence.get());
            }
        }
        if weight == 0 {
            return Err(NoPounds::new(unit, "there are no hours to price"));
        }
        let [low, central, high] =
            sums.map(|sum| Pence::new(i64::try_from((2 * sum + weight) / (2 * weight)).unwrap_or(i64::MAX)));
        Ok(Range { low, central, high })
    }

    /// Trust cost at entry and top, public cost at top, of an hour without unsocial time.
    fn plain_hour(&mut self, unit: &Unit<'_>, band: Band) -> Result<[Pence; 3], NoPounds> {
        let mut why = "no weekday of the span is without a public holiday".to_owned();
        for day in unit.span.each().filter(|day| day.weekday().to_monday_zero_offset() < 5).take(10) {
            let mut shift = |point| {
                let at = |minutes: i64| When::at(day, minutes).moment();
                let (Some(start), Some(end)) = (at(9 * 60), at(17 * 60)) else {
                    return Err("no such day".to_owned());
                };
                let (zone, employment) = (self.zone, Employment::Substantive);
                let shift = Shift { start, end, unpaid_break_minutes: 30, band, point, zone, employment };
                self.pricer.price(&shift).map_err(|why| why.to_string())
            };
            match (shift(Point::Entry), shift(Point::Top)) {
                (Ok(entry), Ok(top)) if top.columns.plain == top.columns.all() => {
                    let hour = |cost: Pence| {
                        let parts = i128::from(top.columns.all());
                        let exact = i128::from(cost.get()) * 60 * i128::from(wt_pay::PARTS);
                        Pence::new(i64::try_from((2 * exact + parts) / (2 * parts)).unwrap_or(i64::MAX))
                    };
                    return Ok([hour(entry.trust_cost), hour(top.trust_cost), hour(top.public_cost)]);
                }
                (Ok(_), Ok(_)) => {}
                (Err(no), _) | (_, Err(no)) => why = no,
            }
        }
        Err(NoPounds::new(unit, why))
    }

    /// What agency hours cost: as charged where any shift says, else by the price caps that are loaded; and which of the two.
    pub(super) fn agency_hour(
        &self,
        unit: &Unit<'_>,
        lines: &[&Line],
    ) -> Result<(Pence, &'static str), NoPounds> {
        let minutes = |lines: &[&&Line]| -> i128 { lines.iter().map(|line| i128::from(line.worked())).sum() };
        let charged: Vec<&&Line> = lines.iter().filter(|line| line.cost.is_some()).collect();
        if minutes(&charged) > 0 {
            let cost: Pence = charged.iter().filter_map(|line| line.cost).sum();
            return Ok((an_hour(i128::from(cost.get()), minutes(&charged)), "as charged"));
        }
        let mut sum = 0_i128;
        for line in lines {
            let band = line.band.ok_or_else(|| {
                NoPounds::new(unit, format!("the agency shift of row {} has neither cost nor band", line.row))
            })?;
            let day = line.start.date();
            let weekend = day.weekday().to_monday_zero_offset();
            let time = match (weekend, unit.by_night(line)) {
                (6, _) => CapTime::SundayOrPublicHoliday,
                (5, _) | (_, true) => CapTime::NightOrSaturday,
                _ => CapTime::Day,
            };
            let cap = cap(self.facts, band, time, day).map_err(|why| NoPounds::new(unit, why.to_string()))?;
            sum += i128::from(cap.value.millionths()) / 10_000 * i128::from(line.worked());
        }
        let all: Vec<&&Line> = lines.iter().collect();
        match minutes(&all) {
            0 => Err(NoPounds::new(unit, "no agency shift was worked")),
            all => {
                Ok((an_hour(sum / 60, all), "at the price caps of the bands, outside London and before VAT"))
            }
        }
    }
}

fn an_hour(pence: i128, minutes: i128) -> Pence {
    Pence::new(i64::try_from((2 * pence * 60 + minutes) / (2 * minutes)).unwrap_or(i64::MAX))
}

/// The smaller of two.
pub(super) fn least(one: Hours, other: Hours) -> Hours {
    one.min(other)
}

/// Not below nothing.
pub(super) fn at_least_nothing(hours: Hours) -> Hours {
    hours.max(Hours::new(Quantity::ZERO))
}
