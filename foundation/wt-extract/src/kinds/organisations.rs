//! Organisation tables: codes, names, types, regions.
//!
//! Read in any of three forms: a table with headings in any order (such as `dim_organisation`, or a list of names and
//! codes), and the Organisation Data Service's files of 24 or 27 columns **without a row of headings**, whose first
//! row is an organisation like any other.

use std::collections::HashMap;

use wt_units::OdsCode;

use crate::columns::{self, ColumnKind, ColumnSpec, looks_like_code, org_type};
use crate::read::cells::Cells;
use crate::read::out::Out;
use crate::read::{Col, Layout, aside};
use crate::table::{Row, Value};
use crate::{Accepted, Fault, OrgRow};

use super::sickness_org_month::twice;
use super::{KindId, KindSpec, Reader, Verdict};

pub(super) static SPEC: KindSpec = KindSpec {
    id: KindId::Organisations,
    title: "organisations",
    about: "Codes, names, types, regions and dates of organisations.",
    publisher: "Organisation Data Service",
    columns: &[
        ColumnSpec {
            required: true,
            ..col(
                "code",
                "OrganisationCode",
                &["Code", "ODS code", "Org code", "Trust code", "Provider code", "Organisation", "value"],
                ColumnKind::OdsCode,
                "ODS code.",
                "RJ6",
            )
        },
        ColumnSpec {
            required: true,
            ..col(
                "name",
                "CanonicalOrganisationName",
                &["Name", "Organisation name", "Org name", "Trust name", "Provider name", "ODS name"],
                ColumnKind::Text,
                "Name.",
                "Croydon Health Services NHS Trust",
            )
        },
        col(
            "type",
            "OrganisationType",
            &["Type", "Org type"],
            ColumnKind::OrgType,
            "Type of organisation.",
            "Acute",
        ),
        col("region_code", "RegionCode", &["NHSE region code"], ColumnKind::Text, "Region code.", "Y56"),
        col("region", "RegionName", &["Region", "NHSE region name"], ColumnKind::Text, "Region.", "London"),
        col("ics_code", "ICSCode", &["ICB code"], ColumnKind::Text, "Integrated care system code.", "QWE"),
        col(
            "ics",
            "ICSName",
            &["ICS", "ICB name", "ICB"],
            ColumnKind::Text,
            "Integrated care system.",
            "South West London",
        ),
        col(
            "benchmark_group",
            "BenchmarkGroup",
            &[],
            ColumnKind::Text,
            "Group for benchmarking.",
            "Acute - Teaching",
        ),
        col("opened", "OpenDate", &["Opened", "Open date"], ColumnKind::Date, "Day it opened.", "2010-08-01"),
        col("closed", "CloseDate", &["Closed", "Close date"], ColumnKind::Date, "Day it closed.", ""),
    ],
    other_forms: &[],
};

const fn col(
    name: &'static str,
    heading: &'static str,
    synonyms: &'static [&'static str],
    kind: ColumnKind,
    about: &'static str,
    example: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, heading, synonyms, kind, required: false, about, example }
}

/// Columns of the Organisation Data Service's files: 1 code, 2 name, 3 region, 4 integrated care board, 11 opened,
/// 12 closed. Source: ODS, file format of `etr` and `eccg`.
const HEADLESS: [(&str, usize, &str); 6] = [
    ("code", 0, "A (code)"),
    ("name", 1, "B (name)"),
    ("region_code", 2, "C (region)"),
    ("ics_code", 3, "D (integrated care board)"),
    ("opened", 10, "K (open date)"),
    ("closed", 11, "L (close date)"),
];

/// Recognises a file without headings from the shape of its first rows.
pub(crate) fn locate_headless(head: &[(u32, Vec<Value<'static>>)]) -> Option<Layout> {
    let fits = |cells: &[Value<'_>]| {
        let opened = cells.get(10).and_then(Value::as_text).is_some_and(|t| t.len() == 8);
        (12..=30).contains(&cells.len())
            && looks_like_code(&cells[0])
            && opened
            && matches!(columns::date(&cells[10]), Ok(Some(_)))
    };
    // The very first row must fit: a row of headings above would be something else.
    let (_, first) = head.first()?;
    let fitting = head.iter().filter(|(_, cells)| fits(cells)).count();
    if !fits(first) || fitting * 10 < head.len() * 9 {
        return None;
    }
    let columns = HEADLESS.iter().map(|(name, at, words)| (*name, Col::at(*at, *words))).collect();
    Some(Layout { columns, explained: 0.9, ..Layout::default() })
}

/// Reads the rows.
pub(super) struct Organisations {
    cols: [Col; 10],
    seen: HashMap<OdsCode, u32>,
}

impl Organisations {
    pub(super) fn new(layout: &Layout) -> Self {
        let names = [
            "code",
            "name",
            "type",
            "region_code",
            "region",
            "ics_code",
            "ics",
            "benchmark_group",
            "opened",
            "closed",
        ];
        Self { cols: names.map(|name| layout.col(name)), seen: HashMap::new() }
    }
}

impl Reader for Organisations {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        let [code_col, name, kind, region_code, region, ics_code, ics, group, opened_col, closed_col] =
            &self.cols;
        if let Some(reason) = aside(row, code_col, &[name]) {
            return Ok(Verdict::Skipped(reason));
        }
        let mut cells = Cells::new(row, out);
        let code = cells.code(code_col);
        let opened = cells.take(opened_col, columns::date(opened_col.of(row)));
        let closed = cells.take(closed_col, columns::date(closed_col.of(row)));
        let (Some(code), Some(opened), Some(closed)) = (code, opened, closed) else {
            return Ok(Verdict::Refused);
        };
        let first = *self.seen.entry(code).or_insert(row.number);
        if first != row.number {
            cells.refuse(code_col, twice(code.to_string(), first));
            return Ok(Verdict::Refused);
        }
        let org = OrgRow {
            row: row.number,
            code: Some(code),
            name: cells.words(name).map(|words| without_code(words, code)),
            org_type: org_type(kind.of(row)),
            region_code: cells.words(region_code),
            region: cells.words(region),
            ics_code: cells.words(ics_code),
            ics: cells.words(ics),
            benchmark_group: cells.words(group),
            month: None,
            opened,
            closed,
        };
        out.accept(Accepted::Org(org));
        Ok(Verdict::Accepted)
    }
}

/// `Airedale NHS Foundation Trust (RCF)` without the code in brackets.
fn without_code(name: String, code: OdsCode) -> String {
    match name.strip_suffix(&format!(" ({code})")) {
        Some(short) => short.to_owned(),
        None => name,
    }
}
