//! NHS Workforce Statistics, turnover benchmarking by staff group and organisation (NHS England, CSV).
//!
//! Long format: one row for each TYPE. A missing row of joiners or leavers means none; a missing denominator means
//! missing. 'All staff groups' is a total and becomes the row without a staff group. Staff groups keep the publisher's
//! words: 'HCHS Doctors (exc. Resident doctors and equivalents)' is not all doctors.

use std::collections::HashSet;

use jiff::civil::Date;
use wt_units::{Month, OdsCode, OrgType, Quantity, StaffGroup};

use crate::columns::{self, ColumnKind, ColumnSpec, Problem};
use crate::read::cells::Cells;
use crate::read::out::Out;
use crate::read::{Col, Layout, aside};
use crate::table::Row;
use crate::{Accepted, Fault, Fields, MeasureRow, OrgRow};

use super::sickness_org_month::{one_month, twice};
use super::turnover_sums::Sums;
use super::{KindId, KindSpec, Reader, Verdict};

const AMOUNT: ColumnKind = ColumnKind::Quantity { negative: false };
const ALL: &str = "All staff groups";

pub(super) static SPEC: KindSpec = KindSpec {
    id: KindId::TurnoverStaffGroup,
    title: "NHS workforce turnover by staff group and organisation",
    about: "Staff at the start and end of a month, joiners and leavers, by staff group and organisation.",
    publisher: "NHS England, NHS Workforce Statistics, turnover benchmarking",
    columns: &[
        ColumnSpec {
            required: true,
            ..col(
                "period",
                "PERIOD",
                ColumnKind::Month,
                "First and last month; figures belong to the last.",
                "202509 to 202510",
            )
        },
        ColumnSpec {
            required: true,
            ..col(
                "type",
                "TYPE",
                ColumnKind::Text,
                "Denominator at start of period, Denominator at end of period, Joiners or Leavers.",
                "Leavers",
            )
        },
        col("region_code", "NHSE_REGION_CODE", ColumnKind::Text, "Region code.", "Y56"),
        col("region", "NHSE_REGION_NAME", ColumnKind::Text, "Region.", "London"),
        col("ics_code", "ICS_CODE", ColumnKind::Text, "Integrated care system code.", "QKK"),
        col("ics", "ICS_NAME", ColumnKind::Text, "Integrated care system.", "South East London"),
        ColumnSpec {
            synonyms: &["ORG_NAME"],
            ..col(
                "name",
                "REPORTING_ORG_NAME",
                ColumnKind::Text,
                "Name.",
                "Guy's and St Thomas' NHS Foundation Trust",
            )
        },
        ColumnSpec {
            required: true,
            synonyms: &["ORG_CODE"],
            ..col("organisation", "REPORTING_ORG_CODE", ColumnKind::OdsCode, "ODS code.", "RJ1")
        },
        ColumnSpec {
            synonyms: &["CLUSTER_GROUP_NAME"],
            ..col("cluster", "CLUSTER_GROUP", ColumnKind::OrgType, "Type of organisation.", "Acute")
        },
        ColumnSpec {
            synonyms: &["BENCHMARK_GROUP_NAME"],
            ..col(
                "benchmark_group",
                "BENCHMARK_GROUP",
                ColumnKind::Text,
                "Group for benchmarking.",
                "Acute - Teaching",
            )
        },
        ColumnSpec {
            required: true,
            synonyms: &["STAFF_GROUP", "STAFF_GROUP_NAME"],
            ..col(
                "staff_group",
                "STAFF_GROUP_1_NAME",
                ColumnKind::StaffGroup,
                "Staff group, or All staff groups.",
                "Nurses & health visitors",
            )
        },
        ColumnSpec {
            required: true,
            synonyms: &["Headcount"],
            ..col("headcount", "HC", AMOUNT, "Persons.", "7077")
        },
        ColumnSpec {
            required: true,
            synonyms: &["WTE"],
            ..col("fte", "FTE", AMOUNT, "Whole-time equivalents.", "6651.08123")
        },
    ],
    other_forms: &[],
};

const fn col(
    name: &'static str,
    heading: &'static str,
    kind: ColumnKind,
    about: &'static str,
    example: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, heading, synonyms: &[], kind, required: false, about, example }
}

/// What a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Start,
    End,
    Joiners,
    Leavers,
}

impl Kind {
    fn read(words: &str) -> Option<Self> {
        let words = words.to_ascii_lowercase();
        Some(match () {
            () if words.contains("denominator") && words.contains("start") => Self::Start,
            () if words.contains("denominator") && words.contains("end") => Self::End,
            () if words.starts_with("joiner") => Self::Joiners,
            () if words.starts_with("leaver") => Self::Leavers,
            () => return None,
        })
    }

    fn fields(self) -> [&'static str; 2] {
        match self {
            Self::Start => ["start_headcount", "start_fte"],
            Self::End => ["end_headcount", "end_fte"],
            Self::Joiners => ["joiners_headcount", "joiners_fte"],
            Self::Leavers => ["leavers_headcount", "leavers_fte"],
        }
    }
}

/// Reads the rows.
pub(super) struct Turnover {
    layout: Layout,
    period: Col,
    kind: Col,
    org: Col,
    group: Col,
    headcount: Col,
    fte: Col,
    today: Date,
    month: Option<(Month, u32)>,
    orgs: HashSet<OdsCode>,
    sums: Sums,
}

impl Turnover {
    pub(super) fn new(layout: &Layout, today: Date) -> Self {
        Self {
            period: layout.col("period"),
            kind: layout.col("type"),
            org: layout.col("organisation"),
            group: layout.col("staff_group"),
            headcount: layout.col("headcount"),
            fte: layout.col("fte"),
            layout: layout.clone(),
            today,
            month: None,
            orgs: HashSet::new(),
            sums: Sums::default(),
        }
    }

    fn kind(&self, cells: &mut Cells<'_, '_, '_>) -> Option<Kind> {
        let words = cells.words(&self.kind).unwrap_or_default();
        let kind = Kind::read(&words);
        if kind.is_none() {
            let expected = "Denominator at start of period, Denominator at end of period, Joiners or Leavers";
            let fix = "Load the file as published; a new type of row may need a newer Wholetime.";
            cells.refuse(&self.kind, Problem::new(words, expected, fix));
        }
        kind
    }

    /// The staff group; `Some(None)` for all of them.
    fn group(&self, cells: &mut Cells<'_, '_, '_>) -> Option<Option<StaffGroup>> {
        let read = columns::staff_group(self.group.of(cells.row));
        let group = cells.need(&self.group, ColumnKind::StaffGroup, read)?;
        Some((!group.as_str().eq_ignore_ascii_case(ALL)).then_some(group))
    }

    fn org_row(&self, cells: &Cells<'_, '_, '_>, code: OdsCode, month: Month) -> OrgRow {
        let words = |name: &str| cells.words(&self.layout.col(name));
        let org_type = words("cluster").map(|words| words.parse().unwrap_or(OrgType::Other));
        OrgRow {
            row: cells.row.number,
            code: Some(code),
            name: words("name"),
            org_type,
            region_code: words("region_code"),
            region: words("region"),
            ics_code: words("ics_code"),
            ics: words("ics"),
            benchmark_group: words("benchmark_group"),
            month: Some(month),
            ..OrgRow::default()
        }
    }
}

impl Reader for Turnover {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        if let Some(reason) = aside(row, &self.org, &[&self.headcount, &self.fte]) {
            return Ok(Verdict::Skipped(reason));
        }
        let mut cells = Cells::new(row, out);
        let month = cells.month(&self.period, self.today);
        let kind = self.kind(&mut cells);
        let code = cells.code(&self.org);
        let group = self.group(&mut cells);
        let headcount = cells.figure(&self.headcount, AMOUNT);
        let fte = cells.figure(&self.fte, AMOUNT);
        let bad = cells.bad;
        if let Some(month) = month {
            one_month(&mut self.month, month, row.number, out)?;
        }
        let (Some(month), Some(kind), Some(org), Some(staff_group), false) = (month, kind, code, group, bad)
        else {
            return Ok(Verdict::Refused);
        };
        if let Some(first) = self.sums.add(&(org, staff_group.clone()), kind, fte, row.number) {
            out.refuse(row.number, &self.org, twice(org.to_string(), first));
            return Ok(Verdict::Refused);
        }
        if self.orgs.insert(org) {
            let org_row = self.org_row(&Cells::new(row, out), org, month);
            out.accept(Accepted::Org(org_row));
        }
        let figures = kind.fields().into_iter().zip([headcount, fte]);
        let fields: Fields = figures.filter_map(|(name, figure)| Some((name, figure?))).collect();
        if fields.is_empty() {
            return Ok(Verdict::Skipped("no figures: held back by the publisher, or not reported"));
        }
        out.accept(Accepted::Measure(measure(row.number, org, staff_group, month, fields)));
        Ok(Verdict::Accepted)
    }

    fn finish(&mut self, out: &mut Out<'_>) -> Result<(), Fault> {
        let Some((month, _)) = self.month else { return Ok(()) };
        for kind in [Kind::Joiners, Kind::Leavers] {
            for (org, group, row) in self.sums.without(kind) {
                let fields = kind.fields().map(|name| (name, Quantity::ZERO)).to_vec();
                out.accept(Accepted::Measure(measure(row, org, group, month, fields)));
            }
        }
        let codes: Vec<_> = self.sums.disagreements().iter().map(OdsCode::to_string).collect();
        if !codes.is_empty() {
            out.note(format!(
                "The FTE of the staff groups does not add up to the row '{ALL}' for {}. Both are kept as published.",
                codes.join(", ")
            ));
        }
        Ok(())
    }
}

fn measure(
    row: u32,
    org: OdsCode,
    staff_group: Option<StaffGroup>,
    month: Month,
    fields: Fields,
) -> MeasureRow {
    MeasureRow { row, org, unit: None, staff_group, month, metric: None, fields }
}
