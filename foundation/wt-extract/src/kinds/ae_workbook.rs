//! A&E attendances by provider, monthly workbook (NHS England, `.xls` and `.xlsx` of all years since 2019).
//!
//! The columns stand under grouped headings and are found by their words; see `ae` and `ae_measure`.

use crate::columns::{ColumnKind, ColumnSpec};

use super::{KindId, KindSpec};

pub(super) static SPEC: KindSpec = KindSpec {
    id: KindId::AeWorkbook,
    title: "A&E attendances by provider, monthly workbook",
    about: "Attendances, attendances over four hours and emergency admissions of each provider in a month, booked \
            and not booked together.",
    publisher: "NHS England, A&E Attendances and Emergency Admissions",
    columns: &[
        col(
            "organisation",
            "Code",
            ColumnKind::OdsCode,
            true,
            "ODS code; '-' is England and is only checked.",
            "RJ6",
        ),
        col("region", "Region", ColumnKind::Text, false, "Region.", "NHS England London"),
        col("name", "Name", ColumnKind::Text, true, "Name.", "Croydon Health Services NHS Trust"),
        col(
            "attendances",
            "Total attendances",
            ColumnKind::Count,
            true,
            "Attendances at departments of every type.",
            "16528",
        ),
        col(
            "over_4h",
            "Total Attendances > 4 hours",
            ColumnKind::Count,
            false,
            "Attendances of more than four hours; '-' is not reported.",
            "4102",
        ),
        col(
            "admissions",
            "Total Emergency Admissions",
            ColumnKind::Count,
            false,
            "Emergency admissions, by way of A&E or not.",
            "3100",
        ),
    ],
    other_forms: &[],
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
