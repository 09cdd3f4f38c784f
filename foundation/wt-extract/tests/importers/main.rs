//! Every importer against the published files as they come, and against each trap that they hold.
//!
//! Figures expected of real files were computed apart from this code, with Python's `csv` and `xlrd`, or stand in
//! the reference. Tests of real files are skipped, with a word, where the files are not at hand.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test says so by stopping")]

mod accident_and_emergency;
mod any_headings;
mod lines;
mod organisations;
mod persons;
mod plain_template;
mod recognition;
mod sickness;
mod turnover;
mod ward_staffing;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use wt_extract::kinds::KindId;
use wt_extract::mapping::{self, Mapping};
use wt_extract::read::{self, How, ReadContext, Summary};
use wt_extract::table::{Limits, Source};
use wt_extract::{Accepted, Fault, MeasureRow, OrgRow, Refusal, Sink, codec, template};
use wt_units::{MetricId, Month, OdsCode, OrgType, Quantity};

#[derive(Default)]
struct Kept {
    rows: Vec<Accepted>,
    refusals: Vec<Refusal>,
}

impl Sink for Kept {
    fn accept(&mut self, row: Accepted) {
        self.rows.push(row);
    }
    fn refuse(&mut self, refusal: Refusal) {
        self.refusals.push(refusal);
    }
}

impl Kept {
    fn measures(&self) -> impl Iterator<Item = &MeasureRow> {
        self.rows.iter().filter_map(|row| if let Accepted::Measure(m) = row { Some(m) } else { None })
    }
    fn orgs(&self) -> impl Iterator<Item = &OrgRow> {
        self.rows.iter().filter_map(|row| if let Accepted::Org(o) = row { Some(o) } else { None })
    }
    fn of(&self, org: &str) -> Vec<&MeasureRow> {
        self.measures().filter(|m| m.org.as_str() == org).collect()
    }
    fn sum(&self, field: &str) -> Quantity {
        self.measures().filter_map(|m| figure(m, field)).sum()
    }
    fn org(&self, code: &str) -> &OrgRow {
        self.orgs().find(|o| o.code.is_some_and(|c| c.as_str() == code)).unwrap()
    }
}

fn figure(row: &MeasureRow, field: &str) -> Option<Quantity> {
    row.fields.iter().find(|(name, _)| *name == field).map(|(_, q)| *q)
}

fn q(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn m(text: &str) -> Month {
    text.parse().unwrap()
}

const TODAY: Date = Date::constant(2026, 11, 22);

fn context() -> ReadContext<'static> {
    ReadContext {
        today: TODAY,
        known_org: None,
        metric_known: None,
        may_be_negative: None,
        pseudonym_key: b"a key for tests",
        owner: None,
    }
}

fn read_bytes(
    name: &str,
    bytes: &[u8],
    how: How<'_>,
    context: &ReadContext<'_>,
) -> Result<(Summary, Kept), Fault> {
    let mut source = Source::open(name, bytes, &Limits::default())?;
    let mut kept = Kept::default();
    let summary = read::read(&mut source, how, context, &mut kept)?;
    Ok((summary, kept))
}

fn auto(text: &str) -> Result<(Summary, Kept), Fault> {
    read_bytes("file.csv", text.as_bytes(), How::Auto, &context())
}

fn folder(name: &str) -> Option<PathBuf> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let shared = std::env::var_os("WHOLETIME_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let folder = shared.join("data/nhs").join(name);
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn files(name: &str, wanted: &str) -> Vec<PathBuf> {
    let Some(folder) = folder(name) else { return Vec::new() };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.retain(|f| f.file_name().unwrap().to_string_lossy().contains(wanted));
    files.sort();
    files
}

fn read_file(path: &PathBuf) -> (Summary, Kept) {
    let name = path.file_name().unwrap().to_string_lossy();
    read_bytes(&name, &std::fs::read(path).unwrap(), How::Auto, &context()).unwrap()
}

/// Figures of several files of the same kind, by organisation: what the files say, not a hard-coded answer.
#[test]
fn order_of_rows_changes_nothing() {
    let head = "organisation,period,metric,numerator,denominator\n";
    let rows = ["RJ6,2024-04,x,1,2\n", "RJ7,2024-05,x,3,4\n", "RJ8,2024-06,y,5,6\n"];
    let of = |rows: &[&str]| -> BTreeMap<String, Quantity> {
        let (_, kept) = auto(&format!("{head}{}", rows.concat())).unwrap();
        kept.measures().map(|m| (m.org.to_string(), figure(m, "numerator").unwrap())).collect()
    };
    assert_eq!(of(&rows), of(&[rows[2], rows[0], rows[1]]));
}
