//! The worked cases of `spec/roster-measures.toml`.

#![allow(clippy::unwrap_used, reason = "a test says so by stopping")]

use std::collections::BTreeMap;

use serde::Deserialize;
use wt_facts::FactSet;
use wt_measures::extract::read;
use wt_measures::sound::sound;
use wt_measures::{Rosters, Settings, Span, measure};

#[derive(Deserialize)]
struct Spec {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    title: String,
    source: String,
    span: [jiff_date::Day; 2],
    lines: String,
    contracts: Option<String>,
    leave: Option<String>,
    headroom: Option<String>,
    patients: Option<String>,
    expect: BTreeMap<String, Want>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Want {
    Value([String; 2]),
    Nothing(String),
}

mod jiff_date {
    use serde::Deserialize;

    #[derive(Clone, Copy, Deserialize)]
    #[serde(try_from = "String")]
    pub struct Day(pub jiff::civil::Date);

    impl TryFrom<String> for Day {
        type Error = jiff::Error;
        fn try_from(text: String) -> Result<Self, jiff::Error> {
            text.parse().map(Self)
        }
    }
}

fn settings() -> Settings {
    let files = [
        ("rostering.toml", include_str!("../../../facts/rostering.toml")),
        ("afc.toml", include_str!("../../../facts/agenda-for-change.toml")),
    ];
    Settings::on(&FactSet::parse(&files).unwrap(), jiff::civil::date(2026, 3, 1)).unwrap()
}

#[test]
fn every_worked_case_holds() {
    let spec: Spec = toml::from_str(include_str!("../../../spec/roster-measures.toml")).unwrap();
    let settings = settings();
    let mut wrong = Vec::new();
    for case in &spec.case {
        let mut rosters = Rosters::default();
        let extracts = [
            Some(&case.lines),
            case.contracts.as_ref(),
            case.leave.as_ref(),
            case.headroom.as_ref(),
            case.patients.as_ref(),
        ];
        for text in extracts.into_iter().flatten() {
            let found = read(&case.id, text.as_bytes(), settings.contract_most, &mut rosters).unwrap();
            assert!(found.refusals.is_empty() && found.ignored.is_empty(), "{}: {found:?}", case.id);
        }
        let (rosters, aside) = sound(rosters);
        assert_eq!(aside, [], "{}", case.id);
        let span = Span::new(case.span[0].0, case.span[1].0).unwrap();
        let found = measure(&rosters, &"Ward 7".parse().unwrap(), span, &settings);
        for (name, want) in &case.expect {
            let Some(measured) = found.iter().find(|measured| measured.measure == name) else {
                wrong.push(format!("{}: there is no measure {name}", case.id));
                continue;
            };
            let value = measured.value.map(|value| value.to_string());
            let holds = match want {
                Want::Value([wanted, verdict]) => {
                    value.as_deref() == Some(wanted.as_str()) && measured.verdict.words() == verdict
                }
                Want::Nothing(none) => none == "none" && value.is_none(),
            };
            if !holds {
                let verdict = measured.verdict.words();
                wrong.push(format!(
                    "{} ({}; {}): {name} is {value:?}, {verdict}: {}",
                    case.id, case.title, case.source, measured.says
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(spec.case.len() >= 10);
}
