//! Accepted rows as lines of text, the form in which the store keeps them, and back.
//!
//! One row is one line of fields between tabs. Figures are whole millionths, so nothing is rounded on the way. The
//! first field says what the row is: `M` figures, `O` organisation, `S` succession, `P` peer. A line of a later version
//! that can't be read gives `None`, never a wrong row.

use std::collections::HashMap;
use std::fmt::Write;
use std::hash::Hash;
use std::str::{FromStr, Split};

use jiff::civil::Date;
use wt_units::{MetricId, Month, OdsCode, OrgType, Quantity, StaffGroup, UnitName};

use crate::kinds::FIELDS;
use crate::{Accepted, Fields, MeasureRow, OrgRow, PeerRow, SuccessorRow};

/// Appends `row` to `to` as one line.
pub fn encode(row: &Accepted, to: &mut String) {
    match row {
        Accepted::Measure(row) => measure(row, to),
        Accepted::Org(row) => org(row, to),
        Accepted::Successor(row) => {
            put(
                to,
                &[
                    "S",
                    &row.row.to_string(),
                    row.code.as_str(),
                    row.successor.as_str(),
                    &row.from.to_string(),
                ],
            );
            escaped(to, Some(&row.note));
        }
        Accepted::Peer(row) => {
            put(to, &["P", &row.row.to_string(), row.org.as_str(), row.peer.as_str()]);
            escaped(to, Some(&row.set));
        }
    }
    to.push('\n');
}

fn put(to: &mut String, fields: &[&str]) {
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            to.push('\t');
        }
        to.push_str(field);
    }
}

fn number(to: &mut String, n: impl std::fmt::Display) {
    // Writing to a String does not fail.
    let _ = write!(to, "{n}");
}

fn escaped(to: &mut String, text: Option<&str>) {
    to.push('\t');
    for c in text.unwrap_or_default().chars() {
        match c {
            '\\' => to.push_str("\\\\"),
            '\t' => to.push_str("\\t"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            c => to.push(c),
        }
    }
}

fn measure(row: &MeasureRow, to: &mut String) {
    to.push_str("M\t");
    number(to, row.row);
    to.push('\t');
    to.push_str(row.org.as_str());
    escaped(to, row.unit.as_ref().map(UnitName::as_str));
    escaped(to, row.staff_group.as_ref().map(StaffGroup::as_str));
    to.push('\t');
    number(to, row.month);
    escaped(to, row.metric.as_ref().map(MetricId::as_str));
    for (name, figure) in &row.fields {
        to.push('\t');
        to.push_str(name);
        to.push('=');
        number(to, figure.millionths());
    }
}

fn org(row: &OrgRow, to: &mut String) {
    to.push_str("O\t");
    number(to, row.row);
    to.push('\t');
    to.push_str(row.code.as_ref().map_or("", OdsCode::as_str));
    escaped(to, row.name.as_deref());
    escaped(to, row.org_type.map(OrgType::name));
    for text in [&row.region_code, &row.region, &row.ics_code, &row.ics, &row.benchmark_group] {
        escaped(to, text.as_deref());
    }
    escaped(to, row.month.map(|m| m.to_string()).as_deref());
    escaped(to, row.opened.map(|d| d.to_string()).as_deref());
    escaped(to, row.closed.map(|d| d.to_string()).as_deref());
}

/// Reads one line that [`encode`] wrote. For many lines use a [`Decoder`].
pub fn decode(line: &str) -> Option<Accepted> {
    Decoder::default().decode(line)
}

/// Reads lines, sharing one copy of each name among all rows.
#[derive(Debug, Default)]
pub struct Decoder {
    units: Shared<UnitName>,
    groups: Shared<StaffGroup>,
    metrics: Shared<MetricId>,
}

impl Decoder {
    /// Reads every line of a block; the lines that could not be read are counted.
    pub fn block(&mut self, block: &str, each: &mut dyn FnMut(Accepted)) -> u64 {
        let mut unreadable = 0;
        for line in block.lines() {
            match self.decode(line) {
                Some(row) => each(row),
                None => unreadable += 1,
            }
        }
        unreadable
    }

    /// Reads one line.
    pub fn decode(&mut self, line: &str) -> Option<Accepted> {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let mut parts = line.split('\t');
        match parts.next()? {
            "M" => self.measure(parts),
            "O" => org_of(parts).map(Accepted::Org),
            "S" => Some(Accepted::Successor(SuccessorRow {
                row: parts.next()?.parse().ok()?,
                code: parts.next()?.parse().ok()?,
                successor: parts.next()?.parse().ok()?,
                from: parts.next()?.parse().ok()?,
                note: plain(parts.next()?),
            })),
            "P" => Some(Accepted::Peer(PeerRow {
                row: parts.next()?.parse().ok()?,
                org: parts.next()?.parse().ok()?,
                peer: parts.next()?.parse().ok()?,
                set: plain(parts.next()?),
            })),
            _ => None,
        }
    }

    fn measure(&mut self, mut parts: Split<'_, char>) -> Option<Accepted> {
        let row = parts.next()?.parse().ok()?;
        let org = parts.next()?.parse().ok()?;
        let unit = self.units.get(parts.next()?)?;
        let staff_group = self.groups.get(parts.next()?)?;
        let month = parts.next()?.parse().ok()?;
        let metric = self.metrics.get(parts.next()?)?;
        let mut fields = Fields::with_capacity(2);
        for part in parts {
            let (name, millionths) = part.split_once('=')?;
            let name = FIELDS.iter().find(|field| **field == name)?;
            fields.push((*name, Quantity::from_millionths(millionths.parse().ok()?)));
        }
        Some(Accepted::Measure(MeasureRow { row, org, unit, staff_group, month, metric, fields }))
    }
}

fn org_of(mut parts: Split<'_, char>) -> Option<OrgRow> {
    let row = parts.next()?.parse().ok()?;
    let mut next = || parts.next().map(|text| Some(plain(text)).filter(|text| !text.is_empty()));
    let code = read::<OdsCode>(next()?)?;
    let name = next()?;
    let org_type = read::<OrgType>(next()?)?;
    let (region_code, region, ics_code, ics) = (next()?, next()?, next()?, next()?);
    let benchmark_group = next()?;
    let month = read::<Month>(next()?)?;
    let (opened, closed) = (read::<Date>(next()?)?, read::<Date>(next()?)?);
    Some(OrgRow {
        row,
        code,
        name,
        org_type,
        region_code,
        region,
        ics_code,
        ics,
        benchmark_group,
        month,
        opened,
        closed,
    })
}

/// A value that may be absent; `None` only where it is there and can't be read.
fn read<T: FromStr>(text: Option<String>) -> Option<Option<T>> {
    text.map_or(Some(None), |text| text.parse().ok().map(Some))
}

/// Undoes `escaped`.
fn plain(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => plain.push('\t'),
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some(c) => plain.push(c),
                None => {}
            },
            c => plain.push(c),
        }
    }
    plain
}

/// Names by their text.
#[derive(Debug)]
struct Shared<T> {
    last: String,
    last_name: Option<T>,
    names: HashMap<String, T>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self { last: String::new(), last_name: None, names: HashMap::new() }
    }
}

impl<T: FromStr + Clone + Hash + Eq> Shared<T> {
    /// The name; `Some(None)` for an empty text, `None` for one that can't be a name.
    fn get(&mut self, text: &str) -> Option<Option<T>> {
        if text.is_empty() {
            return Some(None);
        }
        if self.last_name.is_some() && self.last == text {
            return Some(self.last_name.clone());
        }
        let name = match self.names.get(text) {
            Some(name) => name.clone(),
            None => {
                let name: T = plain(text).parse().ok()?;
                self.names.insert(text.to_owned(), name.clone());
                name
            }
        };
        self.last.clear();
        self.last.push_str(text);
        self.last_name = Some(name.clone());
        Some(Some(name))
    }
}
