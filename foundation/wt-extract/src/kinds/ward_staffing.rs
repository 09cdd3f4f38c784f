//! Safe staffing by ward and month: fill rates and care hours per patient day of each ward, and of the employer.
//!
//! What stands in such files, and what is done about it, is told in [`crate::wards`].

use std::collections::BTreeMap;

use wt_units::{MetricId, Month, OdsCode, Quantity, UnitName};

use crate::read::out::Out;
use crate::read::{Layout, ReadContext};
use crate::table::Row;
use crate::wards::{Held, Part, WardMonth, columns};
use crate::{Accepted, Fault, MeasureRow};

use super::{KindId, KindSpec, Reader, Verdict};

pub(super) static SPEC: KindSpec = KindSpec {
    id: KindId::WardStaffing,
    title: "Safe staffing by ward and month",
    about: "Hours planned and worked on each ward by day and night, registered and support, and patients at midnight.",
    publisher: "NHS trusts, safe-staffing returns",
    columns: &columns::COLUMNS,
    other_forms: &[],
};

/// The metric of a part's fill rate.
fn fill_of(part: Part) -> &'static str {
    match part {
        Part::DayRegistered => "ward-fill-rn-day",
        Part::DaySupport => "ward-fill-care-day",
        Part::NightRegistered => "ward-fill-rn-night",
        Part::NightSupport => "ward-fill-care-night",
    }
}

/// Numerator and denominator of each metric that a ward-month can say.
fn figures(ward: &WardMonth) -> Vec<(&'static str, Quantity, Quantity)> {
    let mut figures: Vec<_> = Part::ALL
        .into_iter()
        .filter_map(|part| ward.part(part).fill().map(|(worked, planned)| (part, worked, planned)))
        .map(|(part, worked, planned)| (fill_of(part), worked.quantity(), planned.quantity()))
        .collect();
    if let Ok(days) = ward.patient_days() {
        figures.push(("chppd", ward.worked().quantity(), days));
        figures.push(("chppd-rn", ward.worked_registered().quantity(), days));
    }
    figures
}

/// Reads the rows.
pub(super) struct Wards {
    /// Taken when the last row has passed.
    held: Option<Held>,
    /// Whose wards these are, where the file does not say.
    owner: Option<OdsCode>,
}

impl Wards {
    pub(super) fn new(layout: &Layout, context: &ReadContext<'_>) -> Self {
        Self { held: Some(Held::new(layout, context.today)), owner: context.owner }
    }
}

impl Reader for Wards {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        let Some(held) = &mut self.held else { return Ok(Verdict::Refused) };
        if !held.names_organisations() && self.owner.is_none() {
            return Err(out.fault(
                "The file does not say whose wards these are: it has no column of organisation codes.",
                "Say whose rows these are, such as --owner RJ6, or --kind ward-staffing --map \"organisation='RJ6'\".",
            ));
        }
        Ok(match held.take(row, out) {
            Ok(true) => Verdict::Accepted,
            Ok(false) => Verdict::Refused,
            Err(reason) => Verdict::Skipped(reason),
        })
    }

    fn finish(&mut self, out: &mut Out<'_>) -> Result<(), Fault> {
        let Some(held) = self.held.take() else { return Ok(()) };
        let (wards, notes) = held.settle(out);
        for note in notes {
            out.note(note);
        }
        let without = wards.iter().filter(|ward| ward.patient_days().is_err()).count();
        if without > 0 {
            out.note(format!(
                "{without} of {} ward-months have no care hours per patient day: counts of patients are missing, or there were none.",
                wards.len()
            ));
        }
        hand_over(&wards, self.owner, out);
        Ok(())
    }
}

/// Hands over each ward's figures, and their sums for the employer.
fn hand_over(wards: &[WardMonth], owner: Option<OdsCode>, out: &mut Out<'_>) {
    let mut sums: BTreeMap<(Month, OdsCode, &'static str), (u32, Quantity, Quantity)> = BTreeMap::new();
    for ward in wards {
        let Some(org) = ward.org.or(owner) else { continue };
        for (metric, numerator, denominator) in figures(ward) {
            let sum =
                sums.entry((ward.month, org, metric)).or_insert((ward.row, Quantity::ZERO, Quantity::ZERO));
            *sum = (sum.0, sum.1 + numerator, sum.2 + denominator);
            measure((ward.row, org, Some(&ward.ward), ward.month), metric, (numerator, denominator), out);
        }
    }
    for ((month, org, metric), (row, numerator, denominator)) in sums {
        measure((row, org, None, month), metric, (numerator, denominator), out);
    }
}

fn measure(
    (row, org, unit, month): (u32, OdsCode, Option<&UnitName>, Month),
    metric: &str,
    (numerator, denominator): (Quantity, Quantity),
    out: &mut Out<'_>,
) {
    let Ok(metric) = metric.parse::<MetricId>() else { return };
    let fields = vec![("numerator", numerator), ("denominator", denominator)];
    let (unit, metric) = (unit.cloned(), Some(metric));
    out.accept(Accepted::Measure(MeasureRow { row, org, unit, staff_group: None, month, metric, fields }));
}
