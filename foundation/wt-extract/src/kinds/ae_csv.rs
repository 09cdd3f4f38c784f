//! A&E attendances by provider, monthly CSV (NHS England), and the provider file of 2016 to 2019 of the NHS-R community.
//!
//! The monthly file splits attendances by type of department and by booked or not; they are added up.

use crate::columns::{ColumnKind, ColumnSpec};

use super::{KindId, KindSpec};

pub(super) static SPEC: KindSpec = KindSpec {
    id: KindId::AeCsv,
    title: "A&E attendances by provider, monthly CSV",
    about: "Attendances, attendances over four hours and emergency admissions of each provider in a month.",
    publisher: "NHS England, A&E Attendances and Emergency Admissions",
    columns: &[
        col("period", "Period", ColumnKind::Month, true, "Month.", "MSitAE-APRIL-2024"),
        col("organisation", "Org Code", ColumnKind::OdsCode, true, "ODS code.", "RJ6"),
        col("region", "Parent Org", ColumnKind::Text, false, "Region.", "NHS ENGLAND LONDON"),
        col("name", "Org name", ColumnKind::Text, false, "Name.", "CROYDON HEALTH SERVICES NHS TRUST"),
        col(
            "attendances_1",
            "A&E attendances Type 1",
            ColumnKind::Count,
            true,
            "Attendances at major departments.",
            "11956",
        ),
        col(
            "attendances_2",
            "A&E attendances Type 2",
            ColumnKind::Count,
            false,
            "Attendances at departments of a single specialty.",
            "0",
        ),
        col(
            "attendances_other",
            "A&E attendances Other A&E Department",
            ColumnKind::Count,
            false,
            "Attendances at other departments.",
            "4557",
        ),
        col(
            "over_1",
            "Attendances over 4hrs Type 1",
            ColumnKind::Count,
            false,
            "Of more than four hours, major departments.",
            "4100",
        ),
        col(
            "over_2",
            "Attendances over 4hrs Type 2",
            ColumnKind::Count,
            false,
            "Of more than four hours, single specialty.",
            "0",
        ),
        col(
            "over_other",
            "Attendances over 4hrs Other Department",
            ColumnKind::Count,
            false,
            "Of more than four hours, other departments.",
            "2",
        ),
        col(
            "via_1",
            "Emergency admissions via A&E - Type 1",
            ColumnKind::Count,
            false,
            "Emergency admissions by way of major departments.",
            "2500",
        ),
        col(
            "direct",
            "Other emergency admissions",
            ColumnKind::Count,
            false,
            "Emergency admissions not by way of A&E.",
            "600",
        ),
    ],
    other_forms: &[&[
        col("period", "period", ColumnKind::Month, true, "First day of the month.", "2017-03-01"),
        col("organisation", "org_code", ColumnKind::OdsCode, true, "ODS code.", "RF4"),
        col("type", "type", ColumnKind::Text, true, "Type of department: 1, 2 or other.", "1"),
        col("attendances", "attendances", ColumnKind::Count, true, "Attendances.", "21289"),
        col("breaches", "breaches", ColumnKind::Count, true, "Attendances of more than four hours.", "2879"),
        col(
            "admissions",
            "admissions",
            ColumnKind::Count,
            false,
            "Emergency admissions by way of A&E.",
            "5060",
        ),
    ]],
};

const fn col(
    name: &'static str,
    heading: &'static str,
    kind: ColumnKind,
    required: bool,
    about: &'static str,
    example: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, heading, synonyms: &[], kind, required, about, example }
}
