//! NHS Sickness Absence Rates, monthly, by organisation (NHS England, CSV).
//!
//! FTE days are *calendar* days, both lost and available. The printed percentage is only checked, never used: a period
//! is the sum of days lost over the sum of days available, not the mean of percentages.

use std::collections::HashMap;

use jiff::civil::Date;
use wt_units::{Month, OdsCode, Quantity};

use crate::columns::{Amount, ColumnKind, ColumnSpec, Problem, org_type};
use crate::read::cells::Cells;
use crate::read::out::Out;
use crate::read::{Col, Layout, aside};
use crate::table::Row;
use crate::{Accepted, Fault, MeasureRow, OrgRow};

use super::{KindId, KindSpec, Reader, Verdict};

const DAYS: ColumnKind = ColumnKind::Quantity { negative: false };

pub(super) static SPEC: KindSpec = KindSpec {
    id: KindId::SicknessOrgMonth,
    title: "NHS sickness absence by organisation and month",
    about: "FTE days lost to sickness and FTE days available (calendar days), one row for each organisation, one file \
            for each month.",
    publisher: "NHS England, NHS Sickness Absence Rates",
    columns: &[
        ColumnSpec {
            name: "date",
            heading: "DATE",
            synonyms: &["Month", "Period", "Month ending"],
            kind: ColumnKind::Month,
            required: true,
            about: "Last day of the month.",
            example: "30/04/2024",
        },
        text("region_code", "NHSE_REGION_CODE", &["Region code"], "Region code.", "Y56"),
        text("region", "NHSE_REGION_NAME", &["Region", "Region name"], "Region.", "London"),
        text("ics_code", "ICS_CODE", &["ICB code"], "Integrated care system code.", "QWE"),
        text("ics", "ICS_NAME", &["ICS", "ICB name"], "Integrated care system.", "South West London"),
        ColumnSpec {
            name: "organisation",
            heading: "ORG_CODE",
            synonyms: &["Organisation code", "Trust code", "ODS code"],
            kind: ColumnKind::OdsCode,
            required: true,
            about: "ODS code.",
            example: "RJ6",
        },
        text(
            "name",
            "ORG_NAME",
            &["Organisation name", "Trust name"],
            "Name.",
            "Croydon Health Services NHS Trust",
        ),
        ColumnSpec {
            name: "type",
            heading: "ORG_TYPE",
            synonyms: &["Organisation type"],
            kind: ColumnKind::OrgType,
            required: false,
            about: "Type of organisation.",
            example: "Acute",
        },
        ColumnSpec {
            name: "fte_days_lost",
            heading: "FTE_DAYS_LOST",
            synonyms: &["FTE days sick", "FTE days lost to sickness absence", "WTE days lost", "Days lost"],
            kind: DAYS,
            required: true,
            about: "FTE times calendar days lost to sickness.",
            example: "7130.52",
        },
        ColumnSpec {
            name: "fte_days_available",
            heading: "FTE_DAYS_AVAILABLE",
            synonyms: &["WTE days available", "Days available"],
            kind: DAYS,
            required: true,
            about: "FTE times calendar days of everybody employed.",
            example: "131020.6",
        },
        ColumnSpec {
            name: "rate",
            heading: "SICKNESS_ABSENCE_RATE_PERCENT",
            synonyms: &["Sickness absence rate (%)", "SA Rate (%)", "Sickness absence rate"],
            kind: DAYS,
            required: false,
            about: "Days lost over days available, in per cent to two decimals; checked, not kept.",
            example: "5.44",
        },
    ],
    other_forms: &[],
};

const fn text(
    name: &'static str,
    heading: &'static str,
    synonyms: &'static [&'static str],
    about: &'static str,
    example: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, heading, synonyms, kind: ColumnKind::Text, required: false, about, example }
}

/// Reads the rows.
pub(super) struct Sickness {
    date: Col,
    org: Col,
    name: Col,
    kind: Col,
    place: [Col; 4],
    lost: Col,
    available: Col,
    rate: Col,
    today: Date,
    month: Option<(Month, u32)>,
    seen: HashMap<OdsCode, u32>,
}

impl Sickness {
    pub(super) fn new(layout: &Layout, today: Date) -> Self {
        let col = |name| layout.col(name);
        Self {
            date: col("date"),
            org: col("organisation"),
            name: col("name"),
            kind: col("type"),
            place: [col("region_code"), col("region"), col("ics_code"), col("ics")],
            lost: col("fte_days_lost"),
            available: col("fte_days_available"),
            rate: col("rate"),
            today,
            month: None,
            seen: HashMap::new(),
        }
    }

    fn org_row(&self, cells: &Cells<'_, '_, '_>, code: OdsCode, month: Month) -> OrgRow {
        let [region_code, region, ics_code, ics] = [0, 1, 2, 3].map(|i| cells.words(&self.place[i]));
        OrgRow {
            row: cells.row.number,
            code: Some(code),
            name: cells.words(&self.name),
            org_type: org_type(self.kind.of(cells.row)),
            region_code,
            region,
            ics_code,
            ics,
            month: Some(month),
            ..OrgRow::default()
        }
    }

    /// Lost over available, to two decimals, must be what is printed.
    fn check(&self, cells: &mut Cells<'_, '_, '_>, lost: Amount, available: Amount) {
        let rate = cells.amount(&self.rate, DAYS);
        let (Amount::Is(lost), Amount::Is(available)) = (lost, available) else { return };
        if lost > available {
            cells.refuse(
                &self.lost,
                Problem::new(
                    lost.to_string(),
                    format!("at most the {available} days available"),
                    "More days were lost than were worked and lost together. Look for swapped columns.",
                ),
            );
        } else if let Amount::Is(rate) = rate
            && !rate_agrees(lost, available, rate)
        {
            cells.refuse(
                &self.rate,
                Problem::new(
                    rate.to_string(),
                    format!("{lost} days lost of {available} available, in per cent to two decimals"),
                    "The printed rate is not that of the days in the row. One of the three is wrong at the source.",
                ),
            );
        }
    }
}

/// Whether a rate in per cent, printed to two decimals, is `lost` over `available`. A half may be rounded either way.
fn rate_agrees(lost: Quantity, available: Quantity, rate: Quantity) -> bool {
    const MILLION: i128 = 1_000_000;
    if available.is_zero() {
        return lost.is_zero();
    }
    let exact = i128::from(lost.millionths()) * 100 * MILLION / i128::from(available.millionths());
    (exact - i128::from(rate.millionths())).abs() <= 5_001
}

impl Reader for Sickness {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        if let Some(reason) = aside(row, &self.org, &[&self.lost, &self.available]) {
            return Ok(Verdict::Skipped(reason));
        }
        let mut cells = Cells::new(row, out);
        let month = cells.month(&self.date, self.today);
        let code = cells.code(&self.org);
        let lost = cells.amount(&self.lost, DAYS);
        let available = cells.amount(&self.available, DAYS);
        self.check(&mut cells, lost, available);
        if let Some(code) = code {
            once(&mut self.seen, code, &mut cells, &self.org);
        }
        let bad = cells.bad;
        if let Some(month) = month {
            one_month(&mut self.month, month, row.number, out)?;
        }
        let (Some(month), Some(code), false) = (month, code, bad) else { return Ok(Verdict::Refused) };
        let org_row = self.org_row(&Cells::new(row, out), code, month);
        out.accept(Accepted::Org(org_row));
        let fields = [("fte_days_lost", lost), ("fte_days_available", available)];
        let fields: Vec<_> =
            fields.into_iter().filter_map(|(name, amount)| Some((name, amount.known()?))).collect();
        if fields.is_empty() {
            return Ok(Verdict::Skipped("no figures: held back by the publisher, or not reported"));
        }
        out.accept(Accepted::Measure(MeasureRow {
            row: row.number,
            org: code,
            unit: None,
            staff_group: None,
            month,
            metric: None,
            fields,
        }));
        Ok(Verdict::Accepted)
    }
}

/// Refuses a second row of the same organisation.
fn once(seen: &mut HashMap<OdsCode, u32>, code: OdsCode, cells: &mut Cells<'_, '_, '_>, col: &Col) {
    let first = *seen.entry(code).or_insert(cells.row.number);
    if first != cells.row.number {
        cells.refuse(col, twice(code.to_string(), first));
    }
}

/// The problem of a second row for the same thing.
pub(super) fn twice(found: String, first: u32) -> Problem {
    Problem::new(
        found,
        "one row for each",
        format!("Row {first} holds the same already. Take one of the two out, or add them up."),
    )
}

/// National files hold one month. Two in one file would let half a file replace a whole month.
pub(super) fn one_month(
    seen: &mut Option<(Month, u32)>,
    month: Month,
    row: u32,
    out: &Out<'_>,
) -> Result<(), Fault> {
    let (first, at) = *seen.get_or_insert((month, row));
    if first == month {
        return Ok(());
    }
    Err(out.fault(
        format!("This file holds two months: {} (row {at}) and {} (row {row}).", first.long(), month.long()),
        "Load one file for each month, as the publisher issues them. Nothing of this file was kept.",
    ))
}
