//! The demo's own measures are made of rows that exist.

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
    assert_eq!((files.len(), shipped().len()), (59, 59));
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
