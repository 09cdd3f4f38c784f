//! Made-up figures: supersession, odd input, metrics of every direction, and speed.

use std::time::Instant;

use wt_benchmark::{
    Bodies, Cube, CubeBuilder, Directory, Level, LoadRef, MetricSet, PeerChoice, Persistence, Question, Row,
    compare,
};
use wt_extract::{MeasureRow, OrgRow, PeerRow, SuccessorRow};
use wt_units::{MetricId, Month, OrgType, Quantity};

use crate::common::{METRIC, code, period};

fn q(n: i64) -> Quantity {
    Quantity::whole(n).unwrap()
}

fn metrics(direction: &str) -> MetricSet {
    let made = METRIC.replace("direction = \"lower\"", &format!("direction = \"{direction}\""));
    let made = made.split("[pounds]").next().unwrap().to_owned() + "[pounds]\nnone = \"Made up.\"";
    MetricSet::parse([("made", made.as_str())]).unwrap()
}

fn id() -> MetricId {
    "sickness-absence".parse().unwrap()
}

fn published(org: &str, month: &str, lost: i64, available: i64) -> MeasureRow {
    MeasureRow {
        row: 2,
        org: code(org),
        unit: None,
        staff_group: None,
        month: month.parse().unwrap(),
        metric: None,
        fields: vec![("fte_days_lost", q(lost)), ("fte_days_available", q(available))],
    }
}

fn template(org: &str, unit: Option<&str>, month: &str, n: i64, d: i64) -> MeasureRow {
    MeasureRow {
        unit: unit.map(|u| u.parse().unwrap()),
        metric: Some(id()),
        fields: vec![("numerator", q(n)), ("denominator", q(d))],
        ..published(org, month, 0, 0)
    }
}

fn build(metrics: &MetricSet, loads: &[(&str, Vec<MeasureRow>)]) -> Cube {
    let mut builder = CubeBuilder::new(metrics);
    for (number, (kind, rows)) in (1..).zip(loads) {
        builder.load(LoadRef { id: number, kind });
        rows.iter().for_each(|r| builder.add(r));
    }
    builder.finish()
}

/// (organisation, unit, month, numerator, load) of every point.
fn points(cube: &Cube) -> Vec<(String, String, i64, u32)> {
    let mut all = Vec::new();
    for s in cube.series(&id()) {
        let whose = format!("{}{}", s.org, s.unit.as_ref().map_or("", |u| u.as_str()));
        for p in &s.points {
            let load = p.rows.as_slice()[0].load;
            all.push((whose.clone(), p.month.to_string(), p.numerator.millionths() / 1_000_000, load));
        }
    }
    all
}

#[test]
fn a_later_published_file_replaces_its_month_whole() {
    let m = metrics("lower");
    let first = vec![published("RA1", "2024-04", 1, 10), published("RA2", "2024-04", 2, 10)];
    let may = vec![published("RA1", "2024-05", 3, 10)];
    let revised = vec![published("RA1", "2024-04", 4, 10)];
    let loads = [("sickness-org-month", first), ("sickness-org-month", may), ("sickness-org-month", revised)];
    let cube = build(&m, &loads);
    let s = |a: &str| a.to_owned();
    assert_eq!(points(&cube), [(s("RA1"), s("2024-04"), 4, 3), (s("RA1"), s("2024-05"), 3, 2)]);
    // Undone: what it covered is back.
    let cube = build(&m, &loads[..2]);
    assert_eq!(points(&cube).len(), 3);
}

#[test]
fn a_template_replaces_its_organisation_metric_and_month_only() {
    let m = metrics("lower");
    let first = vec![
        template("RA1", Some("A"), "2024-04", 1, 10),
        template("RA1", Some("B"), "2024-04", 2, 10),
        template("RA2", Some("A"), "2024-04", 3, 10),
    ];
    let second = vec![template("RA1", Some("A"), "2024-04", 9, 10)];
    let cube = build(&m, &[("template", first), ("template", second)]);
    let s = |a: &str| a.to_owned();
    assert_eq!(points(&cube), [(s("RA1A"), s("2024-04"), 9, 2), (s("RA2A"), s("2024-04"), 3, 1)]);
}

#[test]
fn two_kinds_on_one_figure_never_add_up_and_halves_of_a_pair_are_missing() {
    let m = metrics("lower");
    let mut half = template("RA2", None, "2024-04", 1, 10);
    half.fields.pop();
    let loads = [
        ("sickness-org-month", vec![published("RA1", "2024-04", 1, 10)]),
        ("template", vec![template("RA1", None, "2024-04", 5, 10), half]),
    ];
    assert_eq!(points(&build(&m, &loads)), [("RA1".into(), "2024-04".into(), 5, 2)]);
}

#[test]
fn fields_in_several_rows_of_a_file_make_one_figure() {
    let m = metrics("lower");
    let (mut a, mut b) = (published("RA1", "2024-04", 1, 10), published("RA1", "2024-04", 1, 10));
    a.fields.truncate(1);
    b.fields.remove(0);
    b.row = 3;
    let cube = build(&m, &[("sickness-org-month", vec![a, b])]);
    assert_eq!(cube.series(&id())[0].points[0].rows.as_slice().len(), 2);
}

fn trusts(n: u32) -> Directory {
    let mut d = Directory::default();
    for i in 0..n {
        d.add_org(&OrgRow {
            code: Some(code(&format!("X{i:02}"))),
            name: Some(format!("Made-up {i} NHS Trust")),
            org_type: Some(OrgType::Acute),
            region: Some("Nowhere".into()),
            ..OrgRow::default()
        });
    }
    d
}

/// Ten trusts with 1% to 10% in each of seven months.
fn ten(direction: &str) -> Vec<Row> {
    let m = metrics(direction);
    let rows = (0..10).flat_map(|i| {
        (4..11).map(move |month| published(&format!("X{i:02}"), &format!("2024-{month:02}"), i + 1, 100))
    });
    let cube = build(&m, &[("sickness-org-month", rows.collect())]);
    let question = Question::new(period("2024-04", "2024-10"), None);
    compare(&cube, &trusts(10), m.iter().next().unwrap(), &question).rows
}

#[test]
fn direction_decides_rank_excess_and_persistence() {
    let of = |rows: &[Row], ods: &str| rows.iter().find(|r| r.code == Some(code(ods))).cloned().unwrap();
    let lower = ten("lower");
    let worst = of(&lower, "X09");
    assert_eq!((worst.rank, worst.quartile, worst.persistent_gap), (Some(10), Some(4), Persistence::Yes));
    // 10% against a median of 5.5% and a lower quartile of 3.25% of 700.
    assert!((worst.excess_to_median.unwrap() - 31.5).abs() < 1e-9);
    assert!((worst.excess_to_best_quartile.unwrap() - 47.25).abs() < 1e-9);
    assert_eq!((lower[0].code, of(&lower, "X00").excess_to_median), (Some(code("X09")), Some(0.0)));

    let higher = ten("higher");
    let best = of(&higher, "X09");
    assert_eq!(
        (best.rank, best.persistent_gap, best.excess_to_median),
        (Some(1), Persistence::No, Some(0.0))
    );
    assert!((of(&higher, "X00").excess_to_median.unwrap() - 31.5).abs() < 1e-9);
    assert!((of(&higher, "X00").excess_to_best_quartile.unwrap() - 47.25).abs() < 1e-9);

    let context = of(&ten("context"), "X09");
    let judged = (context.rank, context.quartile, context.excess_to_median, context.persistent_gap);
    assert_eq!(judged, (None, None, None, Persistence::NotJudged));
    assert!(context.gap.is_some());
}

#[test]
fn specialists_stand_apart_and_published_peers_follow_mergers() {
    let m = metrics("lower");
    let metric = m.iter().next().unwrap();
    let rows = (0..12).map(|i| published(&format!("X{i:02}"), "2024-04", i + 1, 100)).collect();
    let cube = build(&m, &[("sickness-org-month", rows)]);
    let mut d = trusts(12);
    for i in 0..12 {
        let group = if i < 5 { "Acute - Specialist" } else { "Acute - Large" };
        let code = Some(code(&format!("X{i:02}")));
        d.add_org(&OrgRow { code, benchmark_group: Some(group.into()), ..OrgRow::default() });
    }
    let mut question = Question::new(period("2024-04", "2024-04"), None);
    question.peers = PeerChoice::RegionTypeSpecialistApart;
    let c = compare(&cube, &d, metric, &question);
    let scopes: Vec<&str> = c.groups.iter().map(|g| g.scope.as_str()).collect();
    assert_eq!(scopes, ["Nowhere, Acute (specialist), 5 trusts", "Nowhere, Acute, 7 trusts"]);

    let peer = |peer: &str| PeerRow { row: 2, set: "made".into(), org: code("X00"), peer: code(peer) };
    d.add_peer(&peer("X01"));
    d.add_peer(&peer("OLD"));
    let from = "2024-01".parse().unwrap();
    d.add_successor(&SuccessorRow {
        row: 2,
        code: code("OLD"),
        successor: code("X02"),
        from,
        note: String::new(),
    });
    question.peers = PeerChoice::NamedSet("made".into());
    let c = compare(&cube, &d, metric, &question);
    let first = c.rows.iter().find(|r| r.code == Some(code("X00"))).unwrap();
    let group = &c.groups[first.group.unwrap()];
    assert_eq!((group.scope.as_str(), group.n), ("Peer set made, 3 trusts", 3));
    // The others have no published peers: a row without a group, and a word why.
    let without = c.rows.iter().filter(|r| r.group.is_none() && r.gap.is_none()).count();
    assert_eq!((without, c.left_out.len()), (11, 11));
}

#[test]
fn units_and_staff_groups_compare_within_an_employer() {
    let m = metrics("lower");
    let mut rows: Vec<MeasureRow> =
        (1..=6).map(|i| template("X01", Some(&format!("Ward {i}")), "2024-04", i, 100)).collect();
    for (i, group) in (1..).zip(["Nurses", "Doctors"]) {
        let mut row = template("X01", None, "2024-04", i, 100);
        row.staff_group = Some(group.parse().unwrap());
        rows.push(row);
    }
    let cube = build(&m, &[("template", rows)]);
    let mut question = Question::new(period("2024-04", "2024-04"), None);
    question.level = Level::UnitsOf(code("X01"));
    let metric = m.iter().next().unwrap();
    let c = compare(&cube, &trusts(3), metric, &question);
    assert_eq!((c.rows.len(), c.rows[0].name.as_str(), c.groups[0].n), (6, "Ward 6", 6));
    for of in [Some(code("X01")), None] {
        question.level = Level::StaffGroupsOf(of);
        let c = compare(&cube, &trusts(3), metric, &question);
        assert_eq!((c.rows.len(), c.rows[0].name.as_str(), c.rows[0].code), (2, "Doctors", of));
    }
    // Among employers it has no row, and the answer says why.
    question.level = Level::Employers;
    let why = |question: &Question| {
        let c = compare(&cube, &trusts(3), metric, question);
        assert!(c.rows.iter().all(|r| r.code != Some(code("X01"))));
        c.left_out.into_iter().find(|l| l.code == code("X01")).map(|l| l.why)
    };
    let said = why(&question).unwrap();
    assert_eq!(said, "It has figures of single units and by staff group only, none of all its staff.");
    question.staff_group = Some("Pharmacists".parse().unwrap());
    assert_eq!(why(&question).unwrap(), "It has no figures of the whole employer for Pharmacists.");
    question.period = period("2024-05", "2024-06");
    assert_eq!(why(&question), None, "nothing of it lies in the period");
}

#[test]
fn nothing_odd_gives_nan_or_stops() {
    let m = metrics("lower");
    let metric = m.iter().next().unwrap();
    let question = Question::new(period("2024-04", "2024-06"), Some("Nowhere".into()));
    let empty = compare(&Cube::default(), &Directory::default(), metric, &question);
    assert!(empty.rows.is_empty() && empty.notes.iter().any(|n| n.contains("no figures")));
    let rows = vec![
        published("X00", "2024-04", 0, 0),
        published("X01", "2024-04", 5, 0),
        published("X01", "2024-05", 0, 10),
        published("X02", "2024-06", 20, 10),
        published("ZZ9", "2024-06", 2, 10),
    ];
    let cube = build(&m, &[("sickness-org-month", rows)]);
    let mut question = question;
    question.bodies = Bodies::All;
    question.region = None;
    let c = compare(&cube, &trusts(3), metric, &question);
    assert!(c.rows.iter().all(|r| r.share.is_finite() && r.gap.is_none_or(f64::is_finite)));
    assert!(c.left_out.iter().any(|l| l.code == code("X00")), "{:?}", c.left_out);
    assert!(c.left_out.iter().any(|l| l.code == code("ZZ9")), "{:?}", c.left_out);
    let x01 = c.rows.iter().find(|r| r.code == Some(code("X01"))).unwrap();
    assert_eq!((x01.numerator, x01.missing().count()), (Quantity::ZERO, 2));
}

/// 35 organisations × 50 metrics × 60 months within 0.3 s (release); the bound here leaves room for a debug build.
#[test]
fn all_comparisons_are_quick() {
    let text = |i: usize| METRIC.replace("id = \"sickness-absence\"", &format!("id = \"metric-{i}\""));
    let texts: Vec<String> = (0..50).map(text).collect();
    let m = MetricSet::parse(texts.iter().map(|t| ("made", t.as_str()))).unwrap();
    let start: Month = "2020-01".parse().unwrap();
    let mut rows = Vec::new();
    for (i, metric) in m.iter().enumerate() {
        for org in 0..35 {
            for month in 0..60 {
                let lost = (org as i64 * 7 + month * 13 + i as i64 * 3) % 50 + 1;
                let mut row = template(&format!("X{org:02}"), None, "2020-01", lost, 1000);
                row.metric = Some(metric.id.clone());
                row.month = start.plus(month as i32);
                rows.push(row);
            }
        }
    }
    let built = Instant::now();
    let cube = build(&m, &[("template", rows)]);
    let built = built.elapsed();
    let question = Question::new(period("2020-01", "2024-12"), None);
    let directory = trusts(35);
    let asked = Instant::now();
    let n: usize = m.iter().map(|metric| compare(&cube, &directory, metric, &question).rows.len()).sum();
    let asked = asked.elapsed();
    println!("105,000 rows built in {built:?}; {n} rows compared in {asked:?}");
    assert_eq!(n, 35 * 50);
    assert!(asked.as_secs_f64() < if cfg!(debug_assertions) { 10.0 } else { 0.3 }, "{asked:?}");
}
