//! The kinds of file that are read, one file each: its columns, its traps and its reader.
//!
//! A kind says which columns it has ([`KindSpec`]) and makes a [`Reader`] for a table in which those columns were found.
//! Whatever the file looked like, a reader hands over [`Accepted`](crate::Accepted) rows or refusals, never a row in
//! doubt.

mod ae;
mod ae_csv;
mod ae_measure;
mod ae_nhsr;
mod ae_workbook;
mod organisations;
mod peers;
mod sickness_org_month;
mod successors;
mod template;
mod template_people;
mod turnover_staff_group;
mod turnover_sums;
mod ward_staffing;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::columns::ColumnSpec;
use crate::read::out::Out;
use crate::read::{Layout, ReadContext};
use crate::table::Row;

pub(crate) use ae::locate as locate_ae;
pub(crate) use organisations::locate_headless;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KindId {
    /// NHS sickness absence rates by organisation, one file a month.
    SicknessOrgMonth,
    /// NHS workforce turnover by staff group and organisation, one file a month.
    TurnoverStaffGroup,
    /// A&E attendances by provider, monthly workbook.
    AeWorkbook,
    /// A&E attendances by provider, monthly CSV.
    AeCsv,
    /// Organisations: codes, names, types, regions.
    Organisations,
    /// Which organisation became which, and when.
    Successors,
    /// Published peer sets.
    Peers,
    /// Safe staffing by ward and month.
    WardStaffing,
    /// Wholetime's own plain template.
    Template,
}

/// What a kind of file is and holds.
#[derive(Debug, Clone, Copy)]
pub struct KindSpec {
    /// Which kind.
    pub id: KindId,
    /// What a person calls it.
    pub title: &'static str,
    /// What it holds, in a sentence.
    pub about: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// Its columns, in the order of the published file.
    pub columns: &'static [ColumnSpec],
    /// Further forms of the same content, each with its own columns.
    pub other_forms: &'static [&'static [ColumnSpec]],
}

impl KindId {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::SicknessOrgMonth,
        Self::TurnoverStaffGroup,
        Self::AeWorkbook,
        Self::AeCsv,
        Self::Organisations,
        Self::Successors,
        Self::Peers,
        Self::WardStaffing,
        Self::Template,
    ];

    /// Its name in commands and in the store.
    pub fn id(self) -> &'static str {
        match self {
            Self::SicknessOrgMonth => "sickness-org-month",
            Self::TurnoverStaffGroup => "turnover-staff-group",
            Self::AeWorkbook => "ae-workbook",
            Self::AeCsv => "ae-csv",
            Self::Organisations => "organisations",
            Self::Successors => "successors",
            Self::Peers => "peers",
            Self::WardStaffing => "ward-staffing",
            Self::Template => "template",
        }
    }

    /// What it is and holds.
    pub fn spec(self) -> &'static KindSpec {
        spec(self)
    }

    /// Whether a later file of the kind replaces what earlier ones said for its months.
    pub fn replaces_months(self) -> bool {
        matches!(self, Self::SicknessOrgMonth | Self::TurnoverStaffGroup | Self::AeWorkbook | Self::AeCsv)
    }

    /// Whether it is a published file, which anybody may see.
    pub fn is_published(self) -> bool {
        !matches!(self, Self::Template | Self::WardStaffing)
    }
}

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for KindId {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.id() == s.trim()).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|kind| kind.id()).collect();
            format!("'{}' is not a kind of file. The kinds are {}.", s.trim(), known.join(", "))
        })
    }
}

/// What `kind` is and holds.
pub fn spec(kind: KindId) -> &'static KindSpec {
    match kind {
        KindId::SicknessOrgMonth => &sickness_org_month::SPEC,
        KindId::TurnoverStaffGroup => &turnover_staff_group::SPEC,
        KindId::AeWorkbook => &ae_workbook::SPEC,
        KindId::AeCsv => &ae_csv::SPEC,
        KindId::Organisations => &organisations::SPEC,
        KindId::Successors => &successors::SPEC,
        KindId::Peers => &peers::SPEC,
        KindId::WardStaffing => &ward_staffing::SPEC,
        KindId::Template => &template::SPEC,
    }
}

/// The names of all figures that readers hand over.
pub const FIELDS: &[&str] = &[
    "numerator",
    "denominator",
    "fte_days_lost",
    "fte_days_available",
    "start_headcount",
    "start_fte",
    "end_headcount",
    "end_fte",
    "joiners_headcount",
    "joiners_fte",
    "leavers_headcount",
    "leavers_fte",
    "ae_attendances",
    "ae_over_4h",
    "ae_attendances_with_4h",
    "ae_type1_attendances",
    "ae_type1_over_4h",
    "ae_type1_attendances_with_4h",
    "ae_emergency_admissions",
    "ae_emergency_admissions_via_ae",
];

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Taken, also where it is handed over only at the end.
    Accepted,
    /// Refused; the refusals have been handed over.
    Refused,
    /// Left out because it is not a row of the table, and why.
    Skipped(&'static str),
}

/// Reads the rows below the headings.
pub(crate) trait Reader {
    /// Takes one row.
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault>;

    /// Called after the last row: checks sums and hands over what was held back.
    fn finish(&mut self, out: &mut Out<'_>) -> Result<(), Fault> {
        let _ = out;
        Ok(())
    }
}

/// The reader of `kind` for a table laid out as `layout` says.
pub(crate) fn reader<'c>(
    kind: KindId,
    layout: &Layout,
    context: &'c ReadContext<'c>,
) -> Result<Box<dyn Reader + 'c>, Fault> {
    Ok(match kind {
        KindId::SicknessOrgMonth => Box::new(sickness_org_month::Sickness::new(layout, context.today)),
        KindId::TurnoverStaffGroup => Box::new(turnover_staff_group::Turnover::new(layout, context.today)),
        KindId::AeCsv if layout.form == 1 => Box::new(ae_nhsr::ByType::new(layout, context.today)),
        KindId::AeWorkbook | KindId::AeCsv => Box::new(ae::Ae::new(layout, context.today)),
        KindId::Organisations => Box::new(organisations::Organisations::new(layout)),
        KindId::Successors if layout.form == 1 => Box::new(successors::Paths::new(layout)),
        KindId::Successors => Box::new(successors::Successors::new(layout)),
        KindId::Peers => Box::new(peers::Peers::new(layout)),
        KindId::WardStaffing => Box::new(ward_staffing::Wards::new(layout, context)),
        KindId::Template if layout.by_person => Box::new(template_people::People::new(layout, context)),
        KindId::Template => Box::new(template::Template::new(layout, context)),
    })
}
