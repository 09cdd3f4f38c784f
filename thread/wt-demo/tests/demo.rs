//! The generated region: the same seed gives the same bytes, and what was planted is in the figures.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use wt_demo::{Demo, generate};
use wt_units::Month;

fn demo() -> &'static Demo {
    static DEMO: LazyLock<Demo> = LazyLock::new(|| generate(2026, Month::new(2026, 9).unwrap()));
    &DEMO
}

/// Rows of all files whose name starts so, by heading.
fn rows(demo: &Demo, starts: &str) -> Vec<BTreeMap<String, String>> {
    let mut found = Vec::new();
    for (_, bytes) in demo.files.iter().filter(|(name, _)| name.starts_with(starts)) {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let headings = reader.headers().unwrap().clone();
        for row in reader.records() {
            let row = row.unwrap();
            found.push(headings.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect());
        }
    }
    assert!(!found.is_empty(), "no rows in {starts}");
    found
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

fn truth<'a>(demo: &'a Demo, kind: &str) -> &'a serde_json::Value {
    demo.truth["truths"].as_array().unwrap().iter().find(|t| t["kind"] == kind).unwrap()
}

mod files {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let again = generate(2026, Month::new(2026, 9).unwrap());
        assert_eq!(*demo(), again);
        assert_ne!(demo().files, generate(1, Month::new(2026, 9).unwrap()).files);
    }

    #[test]
    fn every_file_and_employer_says_that_it_is_generated() {
        let demo = demo();
        assert!(demo.files.iter().all(|(name, _)| name.starts_with("generated_")));
        let home: BTreeMap<_, _> = rows(demo, "generated_sickness")
            .into_iter()
            .filter(|r| r["NHSE_REGION_NAME"] == wt_demo::REGION)
            .map(|r| (r["ORG_CODE"].clone(), r["ORG_NAME"].clone()))
            .collect();
        assert_eq!(home.len(), 36);
        assert!(home.values().all(|name| name.ends_with("(generated)")));
        assert!(home.keys().all(|code| code.starts_with("DEMO")));
        assert_eq!(home.values().collect::<BTreeSet<_>>().len(), 36);
    }

    #[test]
    fn three_years_of_months_end_where_asked() {
        let names: Vec<String> =
            demo().files.iter().map(|f| f.0.clone()).filter(|n| n.contains("sickness")).collect();
        assert_eq!(names.len(), 36);
        assert!(names[0].contains("2023-10") && names[35].contains("2026-09"), "{names:?}");
    }

    #[test]
    fn the_total_over_staff_groups_is_the_sum_of_its_parts() {
        let mut sums: BTreeMap<(String, String, String), (f64, f64)> = BTreeMap::new();
        for row in rows(demo(), "generated_turnover") {
            let key = (row["PERIOD"].clone(), row["REPORTING_ORG_CODE"].clone(), row["TYPE"].clone());
            let sum = sums.entry(key).or_default();
            let to = if row["STAFF_GROUP_1_NAME"] == "All staff groups" { &mut sum.0 } else { &mut sum.1 };
            *to += number(&row, "FTE");
        }
        assert!(sums.values().all(|(total, parts)| (total - parts).abs() < 1e-6));
    }

    #[test]
    fn the_foot_of_urgent_care_is_the_sum_of_its_rows() {
        let month: Vec<_> = rows(demo(), "generated_ae_2026-09");
        let (foot, body) = month.split_last().unwrap();
        assert_eq!(foot["Org Code"], "Total ");
        for column in ["A&E attendances Type 1", "Attendances over 4hrs Type 1", "Other emergency admissions"]
        {
            assert_eq!(number(foot, column), body.iter().map(|r| number(r, column)).sum::<f64>());
        }
    }
}

mod import {
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
            pseudonym_key: b"generated",
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
        assert!(
            scopes.iter().any(|s| s.contains("Ambulance") && s.contains("fewer than five")),
            "{scopes:?}"
        );
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
            let summary =
                read(&mut source, How::Auto, &context(), &mut kept).unwrap_or_else(|e| panic!("{e}"));
            assert!(kept.refused.is_empty(), "{name}: {}", kept.refused[0]);
            assert!(!kept.accepted.is_empty() && summary.rows_refused == 0, "{name}");
            let word = name.split('_').nth(1).unwrap().trim_end_matches(".csv");
            let kind = want.iter().find(|w| w.0 == word).unwrap().1;
            assert_eq!(summary.kind.id(), kind, "{name}");
        }
    }
}

mod truths {
    use super::*;

    /// Share of days lost by employer over the months whose name starts so.
    fn sickness(demo: &Demo, starts: &str, org_type: &str) -> BTreeMap<String, f64> {
        let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for row in rows(demo, starts).iter().filter(|r| r["ORG_TYPE"] == org_type) {
            let sum = sums.entry(row["ORG_CODE"].clone()).or_default();
            sum.0 += number(row, "FTE_DAYS_LOST");
            sum.1 += number(row, "FTE_DAYS_AVAILABLE");
        }
        sums.into_iter().map(|(code, (n, d))| (code, n / d)).collect()
    }

    fn middle(values: impl Iterator<Item = f64>) -> f64 {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }

    #[test]
    fn the_outlier_is_the_highest_in_every_month_of_the_last_year() {
        let demo = demo();
        let code = truth(demo, "outlier")["organisation"].as_str().unwrap();
        for month in (1..=9).map(|m| format!("generated_sickness_absence_2026-{m:02}")) {
            let shares = sickness(demo, &month, "Acute");
            let most = shares.iter().max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
            assert_eq!(most.0, code, "{month}");
        }
        let year = sickness(demo, "generated_sickness_absence_2026", "Acute");
        let above = year[code] - middle(year.values().copied());
        assert!((0.012..0.026).contains(&above), "{above}");
    }

    #[test]
    fn size_that_is_no_signal_comes_and_goes() {
        let demo = demo();
        let code = truth(demo, "size-not-signal")["organisation"].as_str().unwrap();
        let better = (3..=9).filter(|m| {
            let shares = sickness(demo, &format!("generated_sickness_absence_2026-{m:02}"), "Acute");
            shares[code] < middle(shares.values().copied())
        });
        assert!(better.count() >= 2);
    }

    #[test]
    fn the_merged_employer_stops_and_its_successor_grows() {
        let demo = demo();
        let merger = truth(demo, "merger");
        let (from, code) = (merger["from"].as_str().unwrap(), merger["organisation"].as_str().unwrap());
        let successor = merger["successor"].as_str().unwrap();
        let before = from.parse::<Month>().unwrap().plus(-1).to_string();
        let available = |month: &str, code: &str| {
            let rows = rows(demo, &format!("generated_sickness_absence_{month}"));
            rows.iter().find(|r| r["ORG_CODE"] == code).map(|r| number(r, "FTE_DAYS_AVAILABLE"))
        };
        assert!(available(&before, code).is_some() && available(from, code).is_none());
        let both = available(&before, code).unwrap() + available(&before, successor).unwrap();
        // 31 days in one month and 28 to 31 in the other, and a little growth.
        let ratio = available(from, successor).unwrap() / both;
        assert!((0.9..1.13).contains(&ratio), "{ratio}");
        let table = rows(demo, "generated_successors");
        assert_eq!((table[0]["code"].as_str(), table[0]["from_month"].as_str()), (code, from));
    }

    /// Shares of a template metric by employer and month.
    fn measure(demo: &Demo, metric: &str) -> BTreeMap<(String, String), f64> {
        rows(demo, "generated_measures_employers")
            .into_iter()
            .filter(|r| r["metric"] == metric)
            .map(|r| {
                let share = number(&r, "numerator") / number(&r, "denominator");
                ((r["organisation"].clone(), r["period"].clone()), share)
            })
            .collect()
    }

    #[test]
    fn the_improvement_came_after_the_action_and_stayed() {
        let demo = demo();
        let planted = truth(demo, "improvement");
        let (from, to) = (planted["from"].as_str().unwrap(), planted["to"].as_str().unwrap());
        let shares = measure(demo, planted["metric"].as_str().unwrap());
        let own = |keep: &dyn Fn(&str) -> bool| {
            let own: Vec<f64> = shares
                .iter()
                .filter(|((org, month), _)| planted["organisation"] == org.as_str() && keep(month))
                .map(|(_, share)| *share)
                .collect();
            own.iter().sum::<f64>() / own.len() as f64
        };
        let (before, after) = (own(&|m| m < from), own(&|m| m > to));
        assert!((before - 0.075).abs() < 0.003 && (after - 0.045).abs() < 0.003, "{before} {after}");
    }

    #[test]
    fn the_noise_metric_is_chance_alone() {
        // Chi-square of each employer's own mean against the common level: about one for each employer.
        let demo = demo();
        let metric = truth(demo, "noise-only")["metric"].as_str().unwrap();
        let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for row in rows(demo, "generated_measures_employers").iter().filter(|r| r["metric"] == metric) {
            let sum = sums.entry(row["organisation"].clone()).or_default();
            sum.0 += number(row, "numerator");
            sum.1 += number(row, "denominator");
        }
        let p = 0.68;
        let z2: Vec<f64> = sums.values().map(|(n, d)| (n / d - p).powi(2) * d / (p * (1.0 - p))).collect();
        let mean = z2.iter().sum::<f64>() / z2.len() as f64;
        assert!((0.4..2.0).contains(&mean) && z2.iter().all(|z| *z < 14.0), "{mean}");
    }

    #[test]
    fn the_seasonal_metric_is_high_in_january_for_nearly_all() {
        let demo = demo();
        let shares = measure(demo, truth(demo, "season")["metric"].as_str().unwrap());
        let employers: BTreeSet<_> = shares.keys().map(|k| k.0.clone()).collect();
        let higher = employers.iter().filter(|org| {
            let at = |month: &str| shares.get(&((*org).clone(), month.to_owned()));
            matches!((at("2026-01"), at("2025-10")), (Some(winter), Some(autumn)) if *winter > autumn * 1.3)
        });
        assert!(higher.count() + 2 >= employers.len());
    }

    #[test]
    fn directorates_add_up_to_the_published_figure_and_one_stands_out() {
        let demo = demo();
        let planted = truth(demo, "unit");
        let (org, unit) = (planted["organisation"].as_str().unwrap(), planted["unit"].as_str().unwrap());
        let published = rows(demo, "generated_sickness_absence_2026-09");
        let published = published.iter().find(|r| r["ORG_CODE"] == org).unwrap();
        let own: Vec<_> = rows(demo, "generated_measures_DEMO05")
            .into_iter()
            .filter(|r| r["metric"] == "sickness-absence" && r["period"] == "2026-09")
            .collect();
        let sum = |keep: &dyn Fn(&BTreeMap<String, String>) -> bool| {
            let kept = own.iter().filter(|r| keep(r));
            kept.map(|r| (number(r, "numerator"), number(r, "denominator")))
                .fold((0.0, 0.0), |s, x| (s.0 + x.0, s.1 + x.1))
        };
        for (lost, available) in [
            sum(&|r| r["staff_group"].is_empty()),
            sum(&|r| r["unit"].is_empty()),
            sum(&|r| !r["unit"].is_empty() && !r["staff_group"].is_empty()),
        ] {
            assert!((lost - number(published, "FTE_DAYS_LOST")).abs() < 1e-4, "{lost}");
            assert!((available - number(published, "FTE_DAYS_AVAILABLE")).abs() < 1e-4, "{available}");
        }
        let mine = sum(&|r| r["unit"] == unit && r["staff_group"].is_empty());
        let others = sum(&|r| r["unit"] != unit && !r["unit"].is_empty() && r["staff_group"].is_empty());
        let times = (mine.0 / mine.1) / (others.0 / others.1);
        assert!((1.5..1.9).contains(&times), "{times}");
    }
}

mod metrics {
    use super::*;
    pub(crate) use wt_benchmark::MetricSet;
    use wt_benchmark::metric::Value;
    use wt_facts::FactSet;
    use wt_units::FinancialYear;

    fn texts(folder: &str) -> Vec<(String, String)> {
        let folder = format!("{}/../../{folder}", env!("CARGO_MANIFEST_DIR"));
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let tables = paths.filter(|p| p.extension().is_some_and(|e| e == "toml"));
        tables.map(|p| (p.display().to_string(), std::fs::read_to_string(&p).unwrap())).collect()
    }

    pub(crate) fn shipped() -> MetricSet {
        let files = texts("metrics");
        let set = MetricSet::parse(files.iter().map(|(p, t)| (p.as_str(), t.as_str())));
        set.unwrap_or_else(|e| panic!("{e:#?}"))
    }

    #[test]
    fn every_metric_file_reads_and_is_named_after_its_id() {
        let files = texts("metrics");
        assert_eq!((files.len(), shipped().len()), (56, 56));
        for (path, text) in &files {
            let id = std::path::Path::new(path).file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(text.starts_with(&format!("id = \"{id}\"\n")), "{path}");
        }
    }

    #[test]
    fn every_metric_hangs_on_an_insight_or_theme() {
        for metric in shipped().iter() {
            let file = format!("../../evidence/insights/{}.toml", metric.insight);
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            assert!(path.is_file(), "{}: {}", metric.id, metric.insight);
        }
    }

    #[test]
    fn pounds_have_a_price_in_the_facts_and_others_say_why_not() {
        let facts = FactSet::parse(&texts("facts")).unwrap();
        let mut priced = Vec::new();
        for metric in shipped().iter() {
            match &metric.pounds {
                Value::Priced(by) => {
                    let price = facts.price(&by.price, FinancialYear::starting(2024)).unwrap();
                    assert_eq!(price.per, by.per, "{}", metric.id);
                    assert!(metric.overlap_group.is_some(), "{}: pounds without an overlap group", metric.id);
                    priced.push(metric.id.to_string());
                }
                Value::None(no) => assert!(no.none.len() > 20 && no.none.ends_with('.'), "{}", metric.id),
            }
        }
        assert_eq!(priced, ["price-variance", "rate-premium", "sickness-absence", "unused-hours"]);
    }

    #[test]
    fn generated_template_rows_name_metrics_that_exist() {
        let (set, demo) = (shipped(), demo());
        let named: BTreeSet<String> =
            rows(demo, "generated_measures").into_iter().map(|r| r["metric"].clone()).collect();
        assert_eq!(named.len(), 11);
        for metric in named {
            assert!(set.get(&metric.parse().unwrap()).is_some(), "{metric}");
        }
    }
}
