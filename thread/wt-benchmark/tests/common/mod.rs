//! The published sickness files of April to December 2024, read by hand: no importer stands between.

#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

use std::path::PathBuf;

use wt_benchmark::{Bodies, Comparison, Cube, CubeBuilder, Directory, LoadRef, Metric, MetricSet, Question};
use wt_extract::{MeasureRow, OrgRow, SuccessorRow};
use wt_units::{Month, OdsCode, Period, Quantity};

pub const METRIC: &str = r#"
id = "sickness-absence"
name = "Sickness absence rate"
definition = "FTE days lost to sickness out of FTE days available."
version = 1
insight = "planning-and-rostering"
numerator = { words = "FTE days lost to sickness", fields = ["fte_days_lost"], unit = "FTE days" }
denominator = { words = "FTE days available", fields = ["fte_days_available"], unit = "FTE days" }
kinds = ["sickness-org-month"]
unit = "percent"
direction = "lower"
chart = "proportion"
source = { title = "NHS Sickness Absence Rates" }
status = "verified"
owner = "Tests"
review = "2027-03-31"
overlap_group = "staff-hours"
[pounds]
per = "FTE day"
price = "sickness-fte-day"
benefit_type = "time-released"
caveat = "Not cash."
"#;

pub struct World {
    pub metrics: MetricSet,
    pub directory: Directory,
    pub cube: Cube,
}

impl World {
    pub fn metric(&self) -> &Metric {
        self.metrics.iter().next().unwrap()
    }

    pub fn ask(&self, change: impl FnOnce(&mut Question)) -> Comparison {
        let mut q = Question::new(period("2024-04", "2024-12"), Some("London".into()));
        change(&mut q);
        wt_benchmark::compare(&self.cube, &self.directory, self.metric(), &q)
    }
}

pub fn code(s: &str) -> OdsCode {
    s.parse().unwrap()
}

pub fn period(from: &str, to: &str) -> Period {
    Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

fn shared() -> PathBuf {
    std::env::var_os("WHOLETIME_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from)
}

/// All nine months and the four successions; none, with a word, where the shared data is not beside the project.
pub fn world() -> Option<World> {
    let folder = shared().join("data/nhs/sickness_org_month");
    if !folder.is_dir() {
        println!("skipped: no {}", folder.display());
        return None;
    }
    let metrics = MetricSet::parse([("metric", METRIC)]).unwrap();
    let mut directory = Directory::default();
    let mut builder = CubeBuilder::new(&metrics);
    for month in 4..=12 {
        let file = folder.join(format!("nhs_sickness_absence_2024-{month:02}.csv"));
        builder.load(LoadRef { id: month, kind: "sickness-org-month" });
        for (row, record) in (2..).zip(csv::Reader::from_path(file).unwrap().records()) {
            let record = record.unwrap();
            let month = Month::new(2024, month as u8).unwrap();
            directory.add_org(&OrgRow {
                row,
                code: Some(code(&record[5])),
                name: Some(record[6].into()),
                org_type: record[7].parse().ok(),
                region_code: Some(record[1].into()),
                region: Some(record[2].into()),
                month: Some(month),
                ..OrgRow::default()
            });
            let q = |i: usize| record[i].parse::<Quantity>().unwrap();
            builder.add(&MeasureRow {
                row,
                org: code(&record[5]),
                unit: None,
                staff_group: None,
                month,
                metric: None,
                fields: vec![("fte_days_lost", q(8)), ("fte_days_available", q(9))],
            });
        }
    }
    for (a, b) in [("RRP", "G6V2S"), ("TAF", "G6V2S"), ("RY9", "RAX"), ("RAP", "RAL")] {
        let from = "2024-11".parse().unwrap();
        directory.add_successor(&SuccessorRow {
            row: 2,
            code: code(a),
            successor: code(b),
            from,
            note: String::new(),
        });
    }
    let cube = builder.finish();
    Some(World { directory, cube, metrics })
}

/// All bodies rather than trusts.
pub fn all(q: &mut Question) {
    q.bodies = Bodies::All;
}
