//! Worked cases: `spec/working-time.toml`, and the reference's own table where it is at hand.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use serde::Deserialize;
use wt_worktime::{Duty, Judged, Measures, Period, Person, Rules, Settings, Tail};

use super::shipped;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// A key that is none of these is a measure.
#[derive(Deserialize)]
struct Case {
    id: String,
    title: String,
    #[serde(default = "doctors")]
    rules: String,
    as_of: Option<String>,
    duties: Vec<[String; 2]>,
    period: Option<Span>,
    #[serde(default)]
    excluded: Vec<String>,
    #[serde(default)]
    settings: BTreeMap<String, String>,
    breaches: Vec<String>,
    #[serde(default)]
    shown: Vec<String>,
    #[serde(default)]
    says: Vec<String>,
    #[serde(flatten)]
    measures: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Span {
    first: String,
    last: String,
    tail: Option<String>,
    reference_weeks: Option<u32>,
}

fn doctors() -> String {
    "resident-doctors-2016".to_owned()
}

fn duty(times: &[String; 2], offset: &str) -> Duty {
    let [start, end] = times.each_ref().map(|text| format!("{text}{offset}").parse().unwrap());
    Duty::new(start, end).unwrap()
}

fn number(value: &toml::Value) -> f64 {
    value.as_float().or_else(|| value.as_integer().map(|n| n as f64)).unwrap()
}

/// A measure by its name in the cases.
fn measured(m: &Measures, name: &str) -> Option<f64> {
    let hours = |minutes: Option<i64>| minutes.map(|minutes| minutes as f64 / 60.0);
    let count = |length: Option<i64>| length.map(|length| length as f64);
    match name {
        "max_shift_hours" => hours(m.max_shift),
        "max_hours_in_168" => hours(m.max_in_168),
        "min_rest_hours" => hours(m.min_rest),
        "longest_run_long" => count(m.longest_run_long),
        "longest_run_long_evening" => count(m.longest_run_long_evening),
        "longest_run_night" => count(m.longest_run_night),
        "longest_run_any" => count(Some(m.longest_run_any)),
        "average_hours" => m.average_hours.map(wt_facts::Ratio::to_f64),
        other => panic!("there is no measure '{other}'"),
    }
}

fn same(case: &str, judged: &Judged, measures: &BTreeMap<String, toml::Value>) {
    for (name, wanted) in measures {
        let found = measured(&judged.measures, name);
        if wanted.as_str() == Some("none") {
            assert_eq!(found, None, "{case}: {name}");
        } else {
            assert!(
                found.is_some_and(|f| (f - number(wanted)).abs() < 5e-5),
                "{case}: {name} is {found:?}, not {wanted}"
            );
        }
    }
}

#[test]
fn worked_cases_hold() {
    let facts = shipped();
    let text = include_str!("../../../../spec/working-time.toml");
    let file: File = toml::from_str(text).unwrap();
    for case in &file.case {
        let name = format!("{} ({})", case.id, case.title);
        let mut settings = Settings::default();
        for (setting, value) in &case.settings {
            settings.set(setting, value).unwrap();
        }
        let day = case.as_of.as_deref().map_or(date(2026, 11, 23), |day| day.parse().unwrap());
        let rules = Rules::on(&facts, &case.rules, day, settings).unwrap();
        let period = case.period.as_ref().map(|span| Period {
            first: span.first.parse().unwrap(),
            last: span.last.parse().unwrap(),
            tail: match span.tail.as_deref() {
                None | Some("known") => Tail::Known,
                Some("unknown") => Tail::Unknown,
                Some("repeats") => Tail::Repeats,
                Some(other) => panic!("{name}: tail {other}"),
            },
            reference_weeks: span.reference_weeks,
        });
        let duties = case.duties.iter().map(|times| duty(times, "")).collect();
        let excluded: Vec<Date> = case.excluded.iter().map(|day| day.parse().unwrap()).collect();
        let person = Person::new(duties, period, excluded).unwrap();
        let judged = rules.judge(&person).unwrap();
        assert_eq!(judged.breaches(), case.breaches, "{name}");
        let shown: Vec<&str> = judged.findings.iter().filter(|f| !f.breach).map(|f| f.rule).collect();
        assert_eq!(shown, case.shown, "{name}");
        for words in &case.says {
            assert!(
                judged.findings.iter().any(|f| f.sentence.contains(words)),
                "{name}: {:#?}",
                judged.findings
            );
        }
        same(&name, &judged, &case.measures);
    }
    println!("{} worked cases hold", file.case.len());
}

#[derive(Deserialize)]
struct Reference {
    case: Vec<ReferenceCase>,
}

#[derive(Deserialize)]
struct ReferenceCase {
    id: String,
    #[allow(dead_code, reason = "words for a reader of the table")]
    title: String,
    shifts: Vec<[String; 2]>,
    breaches: Vec<String>,
    #[serde(flatten)]
    measures: BTreeMap<String, toml::Value>,
}

#[test]
fn the_reference_s_own_cases_hold() {
    let Some(shared) = std::env::var_os("WHOLETIME_SHARED") else {
        println!("skipped: WHOLETIME_SHARED is not set");
        return;
    };
    let path = std::path::Path::new(&shared).join("reference/tables/working-time-cases.toml");
    let file: Reference = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let rules = Rules::on(&shipped(), &doctors(), date(2025, 1, 6), Settings::default()).unwrap();
    for case in &file.case {
        // Winter: clocks show Greenwich time.
        let duties = case.shifts.iter().map(|times| duty(times, "+00:00")).collect();
        let judged = rules.judge(&Person::new(duties, None, vec![]).unwrap()).unwrap();
        // The table lists the doctors' rules alone.
        let mut broken = judged.breaches();
        broken.retain(|rule| rule.starts_with("rd-"));
        let mut wanted = case.breaches.clone();
        wanted.sort();
        assert_eq!(broken, wanted, "{}", case.id);
        same(&case.id, &judged, &case.measures);
    }
    assert_eq!(file.case.len(), 18);
}
