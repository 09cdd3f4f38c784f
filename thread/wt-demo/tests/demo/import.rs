//! The files go through the real importers without a refusal.

use super::*;
use crate::metrics::MetricSet;
use wt_benchmark::{
    Comparison, Cube, CubeBuilder, Directory, LoadRef, PeerChoice, Persistence, Question, Row, compare,
};
use wt_extract::read::{How, ReadContext, read};
use wt_extract::table::{Limits, Source};
use wt_extract::{Accepted, Refusal, Sink};
use wt_units::Period;

/// Keeps everything.
#[derive(Default)]
struct Kept {
    accepted: Vec<Accepted>,
    refused: Vec<Refusal>,
}

impl Sink for Kept {
    fn accept(&mut self, row: Accepted) {
        self.accepted.push(row);
    }
    fn refuse(&mut self, refusal: Refusal) {
        self.refused.push(refusal);
    }
}

fn context() -> ReadContext<'static> {
    ReadContext {
        today: jiff::civil::date(2026, 11, 22),
        known_org: None,
        metric_known: None,
        may_be_negative: None,
        pseudonym_key: b"generated",
        owner: None,
    }
}

/// Everything of all files, as the engine would put it together.
fn built(metrics: &MetricSet) -> (Directory, Cube) {
    let (mut directory, mut cube) = (Directory::default(), CubeBuilder::new(metrics));
    for (id, (name, bytes)) in demo().files.iter().enumerate() {
        let mut kept = Kept::default();
        let mut source = Source::open(name, bytes, &Limits::default()).unwrap();
        let summary = read(&mut source, How::Auto, &context(), &mut kept).unwrap();
        cube.load(LoadRef { id: u32::try_from(id).unwrap(), kind: summary.kind.id() });
        for row in &kept.accepted {
            match row {
                Accepted::Measure(row) => cube.add(row),
                Accepted::Org(row) => directory.add_org(row),
                Accepted::Successor(row) => directory.add_successor(row),
                Accepted::Peer(row) => directory.add_peer(row),
            }
        }
    }
    (directory, cube.finish())
}

fn last_year() -> Period {
    Period::new(Month::new(2025, 10).unwrap(), Month::new(2026, 9).unwrap()).unwrap()
}

fn asked(metric: &str, peers: PeerChoice) -> Comparison {
    static BUILT: LazyLock<(MetricSet, Directory, Cube)> = LazyLock::new(|| {
        let metrics = metrics::shipped();
        let (directory, cube) = built(&metrics);
        (metrics, directory, cube)
    });
    let (metrics, directory, cube) = &*BUILT;
    let metric = metrics.get(&metric.parse().unwrap()).unwrap();
    let question = Question { peers, ..Question::new(last_year(), Some(wt_demo::REGION.to_owned())) };
    compare(cube, directory, metric, &question)
}

fn row<'c>(comparison: &'c Comparison, kind: &str) -> &'c Row {
    let demo = demo();
    let code = truth(demo, kind)["organisation"].as_str().unwrap().to_owned();
    comparison.rows.iter().find(|r| r.code.is_some_and(|c| c.as_str() == code)).unwrap()
}

#[test]
fn the_comparison_finds_the_outlier_and_not_mere_size() {
    let found = asked("sickness-absence", PeerChoice::RegionTypeSpecialistApart);
    let outlier = row(&found, "outlier");
    assert_eq!(outlier.persistent_gap, Persistence::Yes);
    assert!(outlier.funnel.unwrap().outside998, "{:?}", outlier.funnel);
    let large = row(&found, "size-not-signal");
    assert_eq!(large.persistent_gap, Persistence::No);
    assert!(!large.funnel.unwrap().outside998, "{:?}", large.funnel);
    assert!(large.excess_to_median.unwrap() > 0.0);
    let outside = found.rows.iter().filter(|r| r.funnel.is_some_and(|f| f.outside998));
    assert_eq!(outside.count(), 1);
}

#[test]
fn a_merged_employer_has_no_row_of_its_own_and_one_type_widens() {
    let found = asked("sickness-absence", PeerChoice::RegionType);
    assert!(found.rows.iter().all(|r| r.code.is_none_or(|c| c.as_str() != "DEMO17")));
    let scopes: Vec<_> = found.groups.iter().map(|g| g.scope.as_str()).collect();
    assert!(scopes.iter().any(|s| s.contains("Ambulance") && s.contains("fewer than five")), "{scopes:?}");
    assert_eq!(found.rows.len(), 32);
}

#[test]
fn nobody_stands_out_where_there_is_only_noise() {
    let found = asked("bank-fill", PeerChoice::RegionType);
    assert!(found.rows.iter().all(|r| r.funnel.is_none_or(|f| !f.outside998)));
}

#[test]
fn every_file_is_recognised_and_taken_without_a_refusal() {
    let want = [
        ("successors", "successors"),
        ("sickness", "sickness-org-month"),
        ("turnover", "turnover-staff-group"),
        ("ae", "ae-csv"),
        ("measures", "template"),
    ];
    for (name, bytes) in &demo().files {
        let mut kept = Kept::default();
        let mut source = Source::open(name, bytes, &Limits::default()).unwrap();
        let summary = read(&mut source, How::Auto, &context(), &mut kept).unwrap_or_else(|e| panic!("{e}"));
        assert!(kept.refused.is_empty(), "{name}: {}", kept.refused[0]);
        assert!(!kept.accepted.is_empty() && summary.rows_refused == 0, "{name}");
        let word = name.split('_').nth(1).unwrap().trim_end_matches(".csv");
        let kind = want.iter().find(|w| w.0 == word).unwrap().1;
        assert_eq!(summary.kind.id(), kind, "{name}");
    }
}
