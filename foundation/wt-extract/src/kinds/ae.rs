//! A&E files, workbook and CSV: where the columns stand, and the reader of both.
//!
//! - The row of headings is the one with a column of codes and several columns of counts, not the first that is not
//!   empty: row 1 of a workbook holds helper numbers.
//! - `-` is not reported, never zero: 14 pilot trusts had no four-hour figures from 2019 to 2023. Their attendances are
//!   left out of `ae_attendances_with_4h`, the denominator of any share of four-hour waits.
//! - The row of England (code `-`, or the word Total) must be the sum of the providers, column by column; else
//!   the file is refused. It is never handed over.

use std::collections::HashMap;

use jiff::civil::Date;
use wt_units::{Month, OdsCode, Quantity};

use crate::columns::{self, Amount, ColumnKind, is_total, looks_like_code, plain};
use crate::read::cells::{Cells, past};
use crate::read::out::Out;
use crate::read::{Col, Layout, head_text};
use crate::table::{Row, Value};
use crate::{Accepted, Fault, Fields, MeasureRow, OrgRow};

use super::ae_measure::{Department, Measure, What, classify};
use super::sickness_org_month::{one_month, twice};
use super::{KindId, Reader, Verdict};

/// Finds the table of providers in the first rows of a sheet.
pub(crate) fn locate(head: &[(u32, Vec<Value<'static>>)], sheet: &str, kind: KindId) -> Option<Layout> {
    let at = head.iter().position(|(_, cells)| is_heading(cells))?;
    let (header_row, cells) = &head[at];
    let group = at.checked_sub(1).map_or(&[][..], |above| head[above].1.as_slice());
    let group = spread(group, cells.len());
    let mut layout = Layout { header_row: *header_row, head: head[..at].to_vec(), ..Layout::default() };
    for (i, cell) in cells.iter().enumerate() {
        let heading = head_text(cell);
        let name = match plain(&heading).as_str() {
            "code" | "orgcode" | "organisationcode" | "providercode" => "organisation",
            "period" | "month" => "period",
            "name" | "orgname" | "organisationname" | "providername" => "name",
            _ if classify(&group[i], &heading).is_some() => "count",
            _ => {
                layout.ignored.push(heading);
                continue;
            }
        };
        let heading = if group[i].is_empty() { heading } else { format!("{}: {heading}", group[i]) };
        layout.columns.push((name, Col::at(i, heading)));
    }
    layout.ignored.retain(|heading| !heading.is_empty());
    let has_period = layout.col("period").is_there();
    if has_period != (kind == KindId::AeCsv)
        || layout.columns.iter().filter(|(n, _)| *n == "count").count() < 3
    {
        return None;
    }
    // A workbook holds the same table by system, by trust footprint, booked and not booked; the one of all providers
    // is wanted, whatever its sheet is called this year.
    let sheet = sheet.to_lowercase();
    let is_other =
        ["book", "system", "stp", "footprint", "mapping", "qa"].iter().any(|word| sheet.contains(word));
    layout.explained = match (has_period, is_other, sheet.contains("provider")) {
        (true, _, _) => 1.0,
        (_, true, _) => return None,
        (_, _, true) => 0.95,
        (_, _, false) => 0.9,
    };
    Some(layout)
}

fn is_heading(cells: &[Value<'_>]) -> bool {
    let headings: Vec<String> = cells.iter().map(|cell| plain(&head_text(cell))).collect();
    let is = |names: &[&str]| headings.iter().any(|h| names.contains(&h.as_str()));
    is(&["code", "orgcode", "organisationcode", "providercode"])
        && is(&["name", "orgname", "organisationname", "providername"])
        && headings.iter().filter(|h| h.contains("type1") || h.contains("type2")).count() >= 2
}

/// Texts of merged cells, repeated over the columns they span.
fn spread(cells: &[Value<'_>], width: usize) -> Vec<String> {
    let mut group = String::new();
    (0..width)
        .map(|i| {
            if let Some(Value::Text(text)) = cells.get(i) {
                group = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            group.clone()
        })
        .collect()
}

struct Column {
    col: Col,
    measure: Measure,
    providers: Quantity,
    england: Option<(Quantity, u32)>,
}

/// Reads the rows.
pub(super) struct Ae {
    period: Col,
    org: Col,
    name: Col,
    columns: Vec<Column>,
    titles: Vec<(u32, Vec<Value<'static>>)>,
    titled: Option<Month>,
    today: Date,
    month: Option<(Month, u32)>,
    seen: HashMap<OdsCode, u32>,
    refused: bool,
}

impl Ae {
    pub(super) fn new(layout: &Layout, today: Date) -> Self {
        let counts = layout.columns.iter().filter(|(name, _)| *name == "count");
        let columns = counts.filter_map(|(_, col)| {
            let (group, heading) = col.heading.split_once(": ").unwrap_or(("", &col.heading));
            let measure = classify(group, heading)?;
            Some(Column { col: col.clone(), measure, providers: Quantity::ZERO, england: None })
        });
        Self {
            period: layout.col("period"),
            org: layout.col("organisation"),
            name: layout.col("name"),
            columns: columns.collect(),
            titles: layout.head.clone(),
            titled: None,
            today,
            month: None,
            seen: HashMap::new(),
            refused: false,
        }
    }

    /// The month in the title rows of a workbook: the cell after `Period:`.
    fn title_month(&mut self, out: &mut Out<'_>) -> Result<Month, Fault> {
        if let Some(month) = self.titled {
            return Ok(month);
        }
        let after = |wanted: &str| {
            self.titles.iter().find_map(|(row, cells)| {
                let at = cells.iter().position(|cell| plain(&head_text(cell)) == wanted)?;
                cells.iter().skip(at + 1).find(|cell| !cell.is_empty()).map(|cell| (*row, cell))
            })
        };
        let fix = "Download the workbook again from the publisher's page.";
        let Some((row, value)) = after("period") else {
            return Err(out.fault(
                "The workbook does not say which month it is for: no title row says 'Period:'.",
                fix,
            ));
        };
        let month = columns::month(value).and_then(|m| m.map(|m| past(m, self.today, value)).transpose());
        let month = match month {
            Ok(Some(month)) => month,
            Ok(None) | Err(_) => {
                let found = columns::show(value);
                let what = format!("Row {row} says the period is '{found}': not a month that has begun.");
                return Err(out.fault(what, fix));
            }
        };
        if let (Some((_, published)), revised) = (after("published"), after("revised")) {
            let revised =
                revised.map_or(String::new(), |(_, day)| format!(", revised {}", columns::show(day)));
            out.note(format!("Published {}{revised}.", columns::show(published)));
        }
        self.titled = Some(month);
        Ok(month)
    }

    /// The row of England: remembered, and compared when all providers have passed.
    fn england(&mut self, row: &Row<'_>) {
        for column in &mut self.columns {
            let amount = columns::amount(column.col.of(row), ColumnKind::Count);
            column.england = amount.ok().and_then(Amount::known).map(|figure| (figure, row.number));
        }
    }

    /// Figures of a row: the total column where there is one, else the sum of its parts.
    fn figure(&self, amounts: &[Amount], what: What, major: bool) -> Option<Quantity> {
        let pick = |wanted: fn(Department) -> bool| {
            let of = self.columns.iter().zip(amounts);
            of.filter(move |(c, _)| c.measure.what == what && wanted(c.measure.department))
                .map(|(_, a)| a.known())
        };
        let sum = |parts: &mut dyn Iterator<Item = Option<Quantity>>| {
            let mut total = None;
            for part in parts {
                // One part that is not reported leaves the sum unknown.
                total = Some(total.unwrap_or(Quantity::ZERO) + part?);
            }
            total
        };
        if major {
            return sum(&mut pick(|d| d == Department::Major));
        }
        let has_total = pick(|d| d == Department::All).next().is_some();
        if has_total {
            sum(&mut pick(|d| d == Department::All))
        } else {
            sum(&mut pick(|d| d != Department::All))
        }
    }

    fn fields(&self, amounts: &[Amount]) -> Fields {
        let mut fields = Vec::with_capacity(8);
        let names = [
            (false, ["ae_attendances", "ae_over_4h", "ae_attendances_with_4h"]),
            (true, ["ae_type1_attendances", "ae_type1_over_4h", "ae_type1_attendances_with_4h"]),
        ];
        for (major, [attendances, over_4h, with_4h]) in names {
            let Some(all) = self.figure(amounts, What::Attendances, major) else { continue };
            fields.push((attendances, all));
            if let Some(over) = self.figure(amounts, What::Over, major) {
                fields.push((over_4h, over));
                fields.push((with_4h, all));
            }
        }
        let via = self.figure(amounts, What::Via, false);
        let direct = self.figure(amounts, What::Direct, false);
        let total = self.figure(amounts, What::Admissions, false);
        let total = total.or_else(|| Some(via? + direct?));
        fields.extend(total.map(|total| ("ae_emergency_admissions", total)));
        fields.extend(via.map(|via| ("ae_emergency_admissions_via_ae", via)));
        fields
    }

    /// The month of a row, from its own cell or from the title.
    fn month(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Option<Month>, Fault> {
        if self.period.is_there() {
            return Ok(Cells::new(row, out).month(&self.period, self.today));
        }
        self.title_month(out).map(Some)
    }
}

impl Reader for Ae {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        let code = self.org.of(row);
        let words = columns::show(code);
        let figures = self.columns.iter().any(|column| !column.col.of(row).is_empty());
        let is_england = is_total(code) || (words == "-" && figures);
        if is_england {
            self.england(row);
            return Ok(Verdict::Skipped("the total of England, checked against the providers"));
        }
        if !figures && !looks_like_code(code) {
            return Ok(Verdict::Skipped("a note, not a row of the table"));
        }
        let month = self.month(row, out)?;
        let mut cells = Cells::new(row, out);
        let org = cells.code(&self.org);
        let mut amounts = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            amounts.push(cells.amount(&column.col, ColumnKind::Count));
        }
        let name = cells.words(&self.name);
        let bad = cells.bad;
        if let Some(month) = month {
            one_month(&mut self.month, month, row.number, out)?;
        }
        let (Some(month), Some(org), false) = (month, org, bad) else {
            self.refused = true;
            return Ok(Verdict::Refused);
        };
        let first = *self.seen.entry(org).or_insert(row.number);
        if first != row.number {
            out.refuse(row.number, &self.org, twice(org.to_string(), first));
            self.refused = true;
            return Ok(Verdict::Refused);
        }
        for (column, amount) in self.columns.iter_mut().zip(&amounts) {
            column.providers = column.providers + amount.known().unwrap_or_default();
        }
        let fields = self.fields(&amounts);
        if !self.period.is_there() {
            // The CSV writes names in capitals; they would replace better ones.
            let org_row =
                OrgRow { row: row.number, code: Some(org), name, month: Some(month), ..OrgRow::default() };
            out.accept(Accepted::Org(org_row));
        }
        if fields.is_empty() {
            return Ok(Verdict::Skipped("no figures: not reported"));
        }
        let measure =
            MeasureRow { row: row.number, org, unit: None, staff_group: None, month, metric: None, fields };
        out.accept(Accepted::Measure(measure));
        Ok(Verdict::Accepted)
    }

    fn finish(&mut self, out: &mut Out<'_>) -> Result<(), Fault> {
        if self.columns.iter().all(|column| column.england.is_none()) {
            out.note("The file holds no row of totals, so the providers could not be checked against it.");
        }
        if self.refused {
            out.note("Rows were refused, so the providers could not be checked against the row of England.");
            return Ok(());
        }
        for column in &self.columns {
            if let Some((england, row)) = column.england
                && england != column.providers
            {
                return Err(out.fault(
                    format!(
                        "Row {row} says {england} for England in column '{}', but the providers add up to {}.",
                        column.col.heading, column.providers
                    ),
                    "Rows are missing or were changed. Download the file again from the publisher's page.",
                ));
            }
        }
        Ok(())
    }
}
