//! Figures by metric, organisation, unit, staff group and month, each with the rows it came from.
//!
//! Loads come in the order they were made. A later one replaces what it speaks of: a load of a published kind
//! its months, a template load its (organisation, metric, month). Where two kinds speak of one figure the later
//! load wins. Undoing a load is building again without it.

use std::collections::{BTreeMap, HashMap};

use wt_extract::MeasureRow;
use wt_units::{MetricId, Month, OdsCode, Period, Quantity, StaffGroup, UnitName};

use crate::metric::{Metric, MetricSet};

mod build;

/// A load whose rows follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadRef<'a> {
    /// Number that source rows name it by.
    pub id: u32,
    /// Kind of file: `sickness-org-month`, `template`.
    pub kind: &'a str,
}

/// A row of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceRow {
    /// The load.
    pub load: u32,
    /// The row in its file, as a spreadsheet counts.
    pub row: u32,
}

/// Figures of one organisation, unit and staff group over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Whose, under the code the source used.
    pub org: OdsCode,
    /// Unit; none for the whole organisation.
    pub unit: Option<UnitName>,
    /// Staff group; none for all staff.
    pub staff_group: Option<StaffGroup>,
    /// Months in order.
    pub points: Vec<Point>,
}

/// Figures of one month.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Month.
    pub month: Month,
    /// What is counted.
    pub numerator: Quantity,
    /// Out of what.
    pub denominator: Quantity,
    /// The row of the figure; more than one where a figure was put together.
    pub rows: Rows,
}

/// Source rows of a point: nearly always one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// One row.
    One(SourceRow),
    /// Several.
    Many(Box<[SourceRow]>),
}

impl Rows {
    /// As a slice.
    pub fn as_slice(&self) -> &[SourceRow] {
        match self {
            Self::One(row) => std::slice::from_ref(row),
            Self::Many(rows) => rows,
        }
    }
}

/// All figures.
#[derive(Debug, Clone, Default)]
pub struct Cube {
    series: BTreeMap<MetricId, Vec<Series>>,
    unknown: BTreeMap<MetricId, u64>,
}

impl Cube {
    /// The series of a metric, by organisation, unit and staff group.
    pub fn series(&self, metric: &MetricId) -> &[Series] {
        self.series.get(metric).map_or(&[], Vec::as_slice)
    }

    /// Metrics that have figures, in order.
    pub fn metrics(&self) -> impl Iterator<Item = &MetricId> {
        self.series.keys()
    }

    /// First to last month of a metric.
    pub fn period(&self, metric: &MetricId) -> Option<Period> {
        let points = || self.series(metric).iter().flat_map(|s| &s.points).map(|p| p.month);
        Period::new(points().min()?, points().max()?)
    }

    /// Metrics that template rows name and no metric file defines, with the number of rows.
    pub fn unknown(&self) -> &BTreeMap<MetricId, u64> {
        &self.unknown
    }
}

/// Builds a cube from loads in order.
pub struct CubeBuilder<'m> {
    metrics: &'m MetricSet,
    ids: Vec<&'m MetricId>,
    metric_numbers: HashMap<&'m str, u32>,
    orgs: Interned<OdsCode>,
    units: Interned<UnitName>,
    staff_groups: Interned<StaffGroup>,
    series: Interned<Key>,
    kinds: Vec<Kind<'m>>,
    kind: usize,
    load: u32,
    sequence: u32,
    template: Vec<Pair>,
    fields: Vec<FieldCell>,
    unknown: BTreeMap<MetricId, u64>,
    last_series: Option<(Key, u32)>,
}

/// A published kind, its metrics and what claims its months.
struct Kind<'m> {
    id: String,
    metrics: Vec<(u32, &'m Metric)>,
    /// The load that speaks last of a month.
    months: HashMap<Month, u32>,
}

/// Organisation, unit and staff group, each by its number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    org: u32,
    unit: Option<u32>,
    staff_group: Option<u32>,
}

/// A template row.
#[derive(Clone, Copy)]
struct Pair {
    metric: u32,
    series: u32,
    month: Month,
    sequence: u32,
    /// None where the row lacks one of the two: it still replaces what stood there.
    figures: Option<(Quantity, Quantity)>,
    source: SourceRow,
}

/// A named figure of a published row.
#[derive(Clone, Copy)]
struct FieldCell {
    kind: u32,
    series: u32,
    month: Month,
    sequence: u32,
    name: &'static str,
    value: Quantity,
    source: SourceRow,
}

/// Values numbered in the order they are first met.
struct Interned<T> {
    numbers: HashMap<T, u32>,
    values: Vec<T>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), values: Vec::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Interned<T> {
    fn number(&mut self, value: &T) -> u32 {
        if let Some(n) = self.numbers.get(value) {
            return *n;
        }
        // A load of four thousand million different names does not fit anywhere.
        let n = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.numbers.insert(value.clone(), n);
        self.values.push(value.clone());
        n
    }

    fn value(&self, number: u32) -> &T {
        &self.values[number as usize]
    }
}

impl<'m> CubeBuilder<'m> {
    /// An empty builder for those metrics.
    pub fn new(metrics: &'m MetricSet) -> Self {
        let ids: Vec<&MetricId> = metrics.iter().map(|m| &m.id).collect();
        let metric_numbers = ids.iter().zip(0..).map(|(id, n)| (id.as_str(), n)).collect();
        Self {
            metrics,
            ids,
            metric_numbers,
            orgs: Interned::default(),
            units: Interned::default(),
            staff_groups: Interned::default(),
            series: Interned::default(),
            kinds: Vec::new(),
            kind: 0,
            load: 0,
            sequence: 0,
            template: Vec::new(),
            fields: Vec::new(),
            unknown: BTreeMap::new(),
            last_series: None,
        }
    }

    /// The rows that follow are of this load, which is later than all before it.
    pub fn load(&mut self, load: LoadRef<'_>) {
        self.load = load.id;
        self.sequence += 1;
        let known = self.kinds.iter().position(|k| k.id == load.kind);
        self.kind = known.unwrap_or_else(|| {
            let feeds = |m: &&Metric| m.kinds.iter().any(|k| k == load.kind);
            let metrics = (0..).zip(self.metrics.iter()).filter(|(_, m)| feeds(m)).collect();
            self.kinds.push(Kind { id: load.kind.to_owned(), metrics, months: HashMap::new() });
            self.kinds.len() - 1
        });
    }

    /// Takes a row of the current load.
    pub fn add(&mut self, row: &MeasureRow) {
        let source = SourceRow { load: self.load, row: row.row };
        let series = self.series_of(row);
        if let Some(metric) = &row.metric {
            self.add_template(metric, series, row, source);
        } else if let Some(kind) = self.kinds.get_mut(self.kind) {
            kind.months.insert(row.month, self.sequence);
            let (kind, month, sequence) = (self.kind as u32, row.month, self.sequence);
            self.fields.extend(row.fields.iter().map(|(name, value)| FieldCell {
                kind,
                series,
                month,
                sequence,
                name,
                value: *value,
                source,
            }));
        }
    }

    fn add_template(&mut self, metric: &MetricId, series: u32, row: &MeasureRow, source: SourceRow) {
        let Some(metric) = self.metric_numbers.get(metric.as_str()).copied() else {
            *self.unknown.entry(metric.clone()).or_default() += 1;
            return;
        };
        let field = |name: &str| row.fields.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
        let figures = field("numerator").zip(field("denominator"));
        let (month, sequence) = (row.month, self.sequence);
        self.template.push(Pair { metric, series, month, sequence, figures, source });
    }

    fn series_of(&mut self, row: &MeasureRow) -> u32 {
        let key = Key {
            org: self.orgs.number(&row.org),
            unit: row.unit.as_ref().map(|u| self.units.number(u)),
            staff_group: row.staff_group.as_ref().map(|s| self.staff_groups.number(s)),
        };
        match self.last_series {
            Some((last, number)) if last == key => number,
            _ => {
                let number = self.series.number(&key);
                self.last_series = Some((key, number));
                number
            }
        }
    }
}
