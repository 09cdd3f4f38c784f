//! The A&E provider file of 2016 to 2019: one row for each type of department, many months in one file.

use std::collections::BTreeMap;

use jiff::civil::Date;
use wt_units::{Month, OdsCode, Quantity};

use crate::columns::{ColumnKind, Problem};
use crate::read::cells::Cells;
use crate::read::out::Out;
use crate::read::{Col, Layout, aside};
use crate::table::Row;
use crate::{Accepted, Fault, MeasureRow};

use super::sickness_org_month::twice;
use super::{Reader, Verdict};

#[derive(Default)]
struct Sums {
    row: u32,
    types: Vec<String>,
    attendances: Quantity,
    over: Quantity,
    with_4h: Quantity,
    via: Option<Quantity>,
    major: Option<[Quantity; 2]>,
}

/// Reads the rows and adds up the types of an organisation.
pub(super) struct ByType {
    period: Col,
    org: Col,
    kind: Col,
    figures: [Col; 3],
    today: Date,
    sums: BTreeMap<(Month, OdsCode), Sums>,
}

impl ByType {
    pub(super) fn new(layout: &Layout, today: Date) -> Self {
        let figures = ["attendances", "breaches", "admissions"].map(|name| layout.col(name));
        let (period, org, kind) = (layout.col("period"), layout.col("organisation"), layout.col("type"));
        Self { period, org, kind, figures, today, sums: BTreeMap::new() }
    }
}

impl Reader for ByType {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        let [attendances_col, over_col, via_col] = &self.figures;
        if let Some(reason) = aside(row, &self.org, &[attendances_col, over_col]) {
            return Ok(Verdict::Skipped(reason));
        }
        let mut cells = Cells::new(row, out);
        let (month, org) = (cells.month(&self.period, self.today), cells.code(&self.org));
        let kind = cells.words(&self.kind).unwrap_or_default().to_lowercase();
        let attendances = cells.figure(attendances_col, ColumnKind::Count);
        let over = cells.figure(over_col, ColumnKind::Count);
        let via = cells.figure(via_col, ColumnKind::Count);
        if let (Some(attendances), Some(over)) = (attendances, over)
            && over > attendances
        {
            let fix = "More waited over four hours than came. Look for swapped columns.";
            cells.refuse(over_col, Problem::new(over.to_string(), format!("at most {attendances}"), fix));
        }
        let (Some(month), Some(org), false) = (month, org, cells.bad) else { return Ok(Verdict::Refused) };
        let Some(attendances) = attendances else { return Ok(Verdict::Skipped("no figures: not reported")) };
        let sums = self.sums.entry((month, org)).or_default();
        if sums.types.contains(&kind) {
            out.refuse(
                row.number,
                &self.org,
                twice(format!("{org}, {}, type {kind}", month.long()), sums.row),
            );
            return Ok(Verdict::Refused);
        }
        if sums.types.is_empty() {
            sums.row = row.number;
        }
        sums.attendances = sums.attendances + attendances;
        if let Some(over) = over {
            sums.over = sums.over + over;
            sums.with_4h = sums.with_4h + attendances;
            if kind == "1" {
                sums.major = Some([attendances, over]);
            }
        }
        if let Some(via) = via {
            sums.via = Some(sums.via.unwrap_or_default() + via);
        }
        sums.types.push(kind);
        Ok(Verdict::Accepted)
    }

    fn finish(&mut self, out: &mut Out<'_>) -> Result<(), Fault> {
        for ((month, org), sums) in std::mem::take(&mut self.sums) {
            let mut fields = vec![("ae_attendances", sums.attendances)];
            if !sums.with_4h.is_zero() || sums.attendances.is_zero() {
                fields.push(("ae_over_4h", sums.over));
                fields.push(("ae_attendances_with_4h", sums.with_4h));
            }
            if let Some([attendances, over]) = sums.major {
                fields.push(("ae_type1_attendances", attendances));
                fields.push(("ae_type1_over_4h", over));
                fields.push(("ae_type1_attendances_with_4h", attendances));
            }
            fields.extend(sums.via.map(|via| ("ae_emergency_admissions_via_ae", via)));
            let row = sums.row;
            let measure = MeasureRow { row, org, unit: None, staff_group: None, month, metric: None, fields };
            out.accept(Accepted::Measure(measure));
        }
        Ok(())
    }
}
