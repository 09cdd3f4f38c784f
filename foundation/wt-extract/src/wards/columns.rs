//! The columns of a safe-staffing file, as publishers head them.

use crate::columns::{ColumnKind, ColumnSpec};

pub(crate) const HOURS: ColumnKind = ColumnKind::Quantity { negative: false };
pub(crate) const COUNT: ColumnKind = ColumnKind::Count;

/// Planned and worked hours, in the order of [`super::Part::ALL`].
pub(crate) const HOURS_NAMES: [[&str; 2]; 4] = [
    ["day_registered_planned", "day_registered_worked"],
    ["day_support_planned", "day_support_worked"],
    ["night_registered_planned", "night_registered_worked"],
    ["night_support_planned", "night_support_worked"],
];

#[rustfmt::skip]
pub(crate) static COLUMNS: [ColumnSpec; 15] = [
    col("organisation", "Organisation", &["Organisation code", "Org code", "Trust code", "ODS code", "Provider code"],
        ColumnKind::OdsCode, false, "ODS code of the employer; not needed where one is named for the whole file.", "RJ6"),
    col("site", "Site Name", &["Site", "Hospital", "Hospital site name"], ColumnKind::Text, false, "Hospital.", "Main site"),
    col("ward", "Ward", &["Name", "Ward name", "Unit"], ColumnKind::Unit, true, "Ward, as the publisher calls it.", "Ward 7"),
    col("month", "Month", &["Period", "Reporting month", "Date"], ColumnKind::Month, true, "Month.", "01/04/2026"),
    col("day_registered_planned", "Day Reg Planned Hrs", &["Day registered planned hours", "Day RN planned hours"],
        HOURS, true, "Registered nurses and midwives by day: hours planned.", "1500"),
    col("day_registered_worked", "Day Reg Actual Hrs", &["Day registered actual hours", "Day RN actual hours"],
        HOURS, true, "Registered nurses and midwives by day: hours worked, bank and agency among them.", "1400"),
    col("day_support_planned", "Day Unreg Planned Hrs", &["Day unregistered planned hours", "Day care staff planned hours"],
        HOURS, true, "Support workers by day: hours planned.", "900"),
    col("day_support_worked", "Day Unreg Actual Hrs", &["Day unregistered actual hours", "Day care staff actual hours"],
        HOURS, true, "Support workers by day: hours worked.", "850"),
    col("night_registered_planned", "Night Reg Planned Hrs", &["Night registered planned hours", "Night RN planned hours"],
        HOURS, true, "Registered nurses and midwives by night: hours planned.", "1000"),
    col("night_registered_worked", "Night Reg Actual Hrs", &["Night registered actual hours", "Night RN actual hours"],
        HOURS, true, "Registered nurses and midwives by night: hours worked.", "960"),
    col("night_support_planned", "Night Unreg Planned Hrs", &["Night unregistered planned hours", "Night care staff planned hours"],
        HOURS, true, "Support workers by night: hours planned.", "500"),
    col("night_support_worked", "Night Unreg Actual Hrs", &["Night unregistered actual hours", "Night care staff actual hours"],
        HOURS, true, "Support workers by night: hours worked.", "540"),
    col("patients", "Patient Count At Midnight", &["Cumulative count over the month of patients at 23:59 each day", "Patient days", "Patients at midnight"],
        COUNT, true, "Patients at midnight, summed over the days of the month: never a daily average.", "650"),
    col("missing", "Missing Census Count", &["Missing census", "Censuses missing"],
        COUNT, false, "Counts of patients that were not taken; where there are any, or it is not known, care hours per patient day can't be said.", "0"),
    col("chppd", "CHPPD", &["Care hours per patient day", "CHPPD overall", "Overall CHPPD"],
        HOURS, false, "Care hours per patient day as published, to one decimal; checked against hours and patients, not kept.", "5.8"),
];

const fn col(
    name: &'static str,
    heading: &'static str,
    synonyms: &'static [&'static str],
    kind: ColumnKind,
    required: bool,
    about: &'static str,
    example: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, heading, synonyms, kind, required, about, example }
}
