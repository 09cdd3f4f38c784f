//! Wholetime's own plain template: any metric, by organisation, and if wanted by unit and staff group.

use std::collections::HashMap;

use wt_units::{MetricId, Month, OdsCode, StaffGroup, UnitName};

use crate::columns::{self, Amount, ColumnKind, ColumnSpec, Problem};
use crate::privacy;
use crate::read::cells::{Cells, past};
use crate::read::memo::Memo;
use crate::read::out::Out;
use crate::read::{Col, Layout, ReadContext, aside};
use crate::table::{Row, Value};
use crate::{Accepted, Fault, MeasureRow};

use super::sickness_org_month::twice;
use super::{KindId, KindSpec, Reader, Verdict};

/// Numerators may lie below zero where the metric says so; see [`Subjects::check_sign`].
pub(super) const NUMERATOR: ColumnKind = ColumnKind::Quantity { negative: true };
pub(super) const DENOMINATOR: ColumnKind = ColumnKind::Quantity { negative: false };

pub(super) static SPEC: KindSpec = KindSpec {
    id: KindId::Template,
    title: "Wholetime's template",
    about: "A numerator and a denominator of any metric, by organisation and month, and if wanted by unit and staff \
            group.",
    publisher: "loaded here",
    columns: &[
        col(
            "organisation",
            "organisation",
            &[
                "Organisation code",
                "Org",
                "Org code",
                "Trust code",
                "Trust",
                "ODS code",
                "Provider code",
                "Employer",
            ],
            ColumnKind::OdsCode,
            true,
            "ODS code of the organisation.",
            "RJ6",
        ),
        col(
            "unit",
            "unit",
            &["Directorate", "Ward", "Team", "Department", "Division", "Cost centre"],
            ColumnKind::Unit,
            false,
            "Directorate, ward or team; empty for the whole organisation.",
            "Theatres",
        ),
        col(
            "staff_group",
            "staff_group",
            &["Staff group name"],
            ColumnKind::StaffGroup,
            false,
            "Staff group; empty for all staff.",
            "Nurses & health visitors",
        ),
        col(
            "period",
            "period",
            &["Month", "Month ending", "Date", "Reporting month", "Period end"],
            ColumnKind::Month,
            true,
            "Month the figures belong to.",
            "2024-04",
        ),
        col(
            "metric",
            "metric",
            &["Measure", "Indicator", "Metric id"],
            ColumnKind::MetricId,
            true,
            "Name of the metric.",
            "sickness-absence",
        ),
        col(
            "numerator",
            "numerator",
            &["Num", "Value"],
            NUMERATOR,
            true,
            "What is counted, such as FTE days lost.",
            "120.5",
        ),
        col(
            "denominator",
            "denominator",
            &["Den", "Denom", "Out of"],
            DENOMINATOR,
            true,
            "What it is counted out of, such as FTE days available.",
            "2410",
        ),
    ],
    other_forms: &[],
};

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

/// What a row is about.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) org: OdsCode,
    pub(super) unit: Option<UnitName>,
    pub(super) staff_group: Option<StaffGroup>,
    pub(super) month: Month,
    pub(super) metric: MetricId,
    /// Numbers of unit, staff group and metric, to compare quickly.
    numbers: [u32; 3],
}

/// The same for two rows about the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(OdsCode, Month, [u32; 3]);

impl About {
    pub(super) fn key(&self) -> Key {
        Key(self.org, self.month, self.numbers)
    }
}

/// Reads what rows are about, remembering what texts were read as.
pub(super) struct Subjects<'c> {
    context: &'c ReadContext<'c>,
    pub(super) org: Col,
    pub(super) unit: Col,
    pub(super) group: Col,
    pub(super) period: Col,
    pub(super) metric: Col,
    orgs: Memo<OdsCode>,
    units: Memo<UnitName>,
    groups: Memo<StaffGroup>,
    months: Memo<Month>,
    metrics: Memo<MetricId>,
}

impl<'c> Subjects<'c> {
    pub(super) fn new(layout: &Layout, context: &'c ReadContext<'c>) -> Self {
        Self {
            context,
            org: layout.col("organisation"),
            unit: layout.col("unit"),
            group: layout.col("staff_group"),
            period: layout.col("period"),
            metric: layout.col("metric"),
            orgs: Memo::new(),
            units: Memo::new(),
            groups: Memo::new(),
            months: Memo::new(),
            metrics: Memo::new(),
        }
    }

    /// What a row is about; none where something in it was refused.
    pub(super) fn read(&mut self, cells: &mut Cells<'_, '_, '_>) -> Option<About> {
        let (row, context) = (cells.row, self.context);
        let org = self.orgs.get(self.org.of(row), |value| known_org(context, value));
        let org = cells.need(&self.org, ColumnKind::OdsCode, org);
        let month = self.months.get(self.period.of(row), |value| {
            let month = columns::month(value)?;
            month.map(|month| past(month, context.today, value)).transpose()
        });
        let month = cells.need(&self.period, ColumnKind::Month, month);
        let metric = self.metrics.get(self.metric.of(row), |value| known_metric(context, value));
        let metric = cells.need(&self.metric, ColumnKind::MetricId, metric);
        let unit =
            self.units.get(self.unit.of(row), |value| privacy::no_person(value).and_then(columns::unit));
        let unit = cells.take(&self.unit, unit);
        let group = self.groups.get(self.group.of(row), |value| {
            let all =
                columns::text(value).is_some_and(|words| words.eq_ignore_ascii_case("All staff groups"));
            if all { Ok(None) } else { privacy::no_person(value).and_then(columns::staff_group) }
        });
        let group = cells.take(&self.group, group);
        let ((org, _), (month, _), (metric, metric_number)) = (org?, month?, metric?);
        // 0 stands for none, so numbers begin at 1.
        let number = |known: Option<u32>| known.map_or(0, |n| n + 1);
        let (unit, group) = (unit?, group?);
        let numbers =
            [number(unit.as_ref().map(|u| u.1)), number(group.as_ref().map(|g| g.1)), metric_number];
        Some(About { org, unit: unit.map(|u| u.0), staff_group: group.map(|g| g.0), month, metric, numbers })
    }

    /// Refuses a numerator below zero where the metric can't have one.
    pub(super) fn check_sign(
        &self,
        cells: &mut Cells<'_, '_, '_>,
        col: &Col,
        about: &About,
        numerator: Amount,
    ) {
        let may_be = self.context.may_be_negative.is_some_and(|may_be| may_be(&about.metric));
        if numerator.known().is_some_and(|n| n.is_negative()) && !may_be {
            let fix = "This figure can't be below zero. Correct it at the source, or leave the cell empty.";
            let found = columns::show(col.of(cells.row));
            cells.refuse(col, Problem::new(found, DENOMINATOR.expected(), fix));
        }
    }
}

fn known_org(context: &ReadContext<'_>, value: &Value<'_>) -> Result<Option<OdsCode>, Problem> {
    let code = columns::code(value)?;
    match (code, context.known_org) {
        (Some(code), Some(known)) if !known(&code) => Err(Problem::new(
            code.to_string(),
            "the code of an organisation that is loaded",
            format!(
                "{code} is not an organisation we know. Load the organisation table that holds it, or correct the \
                 code."
            ),
        )),
        _ => Ok(code),
    }
}

fn known_metric(context: &ReadContext<'_>, value: &Value<'_>) -> Result<Option<MetricId>, Problem> {
    let metric = columns::metric(value)?;
    match (&metric, context.metric_known) {
        (Some(id), Some(known)) if !known(id) => Err(Problem::new(
            id.to_string(),
            "the name of a metric that is defined",
            format!(
                "{id} is not a metric we know. Correct the name, or define the metric in a file of its own."
            ),
        )),
        _ => Ok(metric),
    }
}

/// The accepted row, if it holds a figure.
pub(super) fn measure(row: u32, about: About, numerator: Amount, denominator: Amount) -> Option<Accepted> {
    let mut fields = Vec::with_capacity(2);
    fields.extend(numerator.known().map(|n| ("numerator", n)));
    fields.extend(denominator.known().map(|d| ("denominator", d)));
    let About { org, unit, staff_group, month, metric, .. } = about;
    let measure = MeasureRow { row, org, unit, staff_group, month, metric: Some(metric), fields };
    (!measure.fields.is_empty()).then_some(Accepted::Measure(measure))
}

/// Reads the rows.
pub(super) struct Template<'c> {
    subjects: Subjects<'c>,
    numerator: Col,
    denominator: Col,
    seen: HashMap<Key, u32>,
}

impl<'c> Template<'c> {
    pub(super) fn new(layout: &Layout, context: &'c ReadContext<'c>) -> Self {
        let (numerator, denominator) = (layout.col("numerator"), layout.col("denominator"));
        Self { subjects: Subjects::new(layout, context), numerator, denominator, seen: HashMap::new() }
    }
}

impl Reader for Template<'_> {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        if let Some(reason) = aside(row, &self.subjects.org, &[&self.numerator, &self.denominator]) {
            return Ok(Verdict::Skipped(reason));
        }
        let mut cells = Cells::new(row, out);
        let about = self.subjects.read(&mut cells);
        let numerator = cells.amount(&self.numerator, NUMERATOR);
        let denominator = cells.amount(&self.denominator, DENOMINATOR);
        if let Some(about) = &about {
            self.subjects.check_sign(&mut cells, &self.numerator, about, numerator);
        }
        let (Some(about), false) = (about, cells.bad) else { return Ok(Verdict::Refused) };
        let first = *self.seen.entry(about.key()).or_insert(row.number);
        if first != row.number {
            let found = format!("{}, {}, {}", about.org, about.month.long(), about.metric);
            out.refuse(row.number, &self.subjects.org, twice(found, first));
            return Ok(Verdict::Refused);
        }
        match measure(row.number, about, numerator, denominator) {
            Some(accepted) => out.accept(accepted),
            None => return Ok(Verdict::Skipped("no figures: not reported, or held back")),
        }
        Ok(Verdict::Accepted)
    }
}
