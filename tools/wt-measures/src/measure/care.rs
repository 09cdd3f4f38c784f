//! Care hours per patient day, from the sum of midnights, and only where no midnight is missing.

use std::collections::BTreeSet;

use wt_extract::wards::{LARGEST, care_hours};
use wt_units::{Hours, Quantity};

use super::{Measured, Unit, Verdict, tenths};
use crate::model::Role;
use crate::ratio::{self, count};

/// Adds both measures; gives back patient days where they are complete.
pub(super) fn measure(unit: &Unit<'_>, found: &mut Vec<Measured>) -> Option<Quantity> {
    let counted: BTreeSet<_> =
        unit.midnights.iter().filter(|m| m.patients.is_some()).map(|m| m.day).collect();
    let missing = unit.span.each().filter(|day| !counted.contains(day)).count();
    let patients: Quantity = unit.midnights.iter().filter_map(|m| m.patients).sum();
    let complete = missing == 0 && !patients.is_zero();
    let worked = |registered: bool| -> Hours {
        let of = unit.lines.iter().filter(|line| !registered || line.role != Role::Support);
        ratio::hours(of.map(|line| line.worked()).sum())
    };
    for (measure, hours, words) in [
        ("chppd", worked(false), "all staff on the ward"),
        ("chppd-rn", worked(true), "registered staff on the ward"),
    ] {
        let value = complete.then(|| care_hours(hours, patients)).flatten();
        let possible = value.filter(|value| *value <= count(usize::try_from(LARGEST).unwrap_or(0)));
        let says = if unit.midnights.is_empty() {
            "No counts of patients at midnight are loaded.".to_owned()
        } else if missing > 0 {
            format!(
                "Counts of patients are missing for {missing} of {} midnights: the figure would be too large, so none is given.",
                unit.span.days()
            )
        } else if patients.is_zero() {
            "No patient was counted at any midnight.".to_owned()
        } else if possible.is_none() {
            format!(
                "More than {LARGEST} care hours for each patient day is an error of the count, not a figure."
            )
        } else {
            format!(
                "{} hours of {words} over {patients} patients, summed over the midnights.",
                tenths(hours.quantity())
            )
        };
        found.push(Measured {
            unit: unit.name.clone(),
            measure,
            value: possible,
            value_unit: "hours a patient day",
            numerator: hours.quantity(),
            denominator: patients,
            verdict: Verdict::NotJudged,
            says,
            rows: Vec::new(),
            metric: possible.is_some(),
        });
    }
    complete.then_some(patients)
}
