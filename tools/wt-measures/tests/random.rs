//! Whatever stands in the files: a refusal or a measure, never a panic.

#![allow(clippy::unwrap_used, reason = "a test says so by stopping")]

use std::sync::LazyLock;

use proptest::prelude::*;
use wt_facts::FactSet;
use wt_measures::extract::{Extract, read};
use wt_measures::opportunity::{Prices, opportunities};
use wt_measures::sound::sound;
use wt_measures::{Rosters, Settings, measure};

const WORDS: &[&str] = &[
    "",
    "Ward 7",
    "p-1",
    "p-2",
    "rn",
    "support",
    "5",
    "8a",
    "2026-03-02T07:30",
    "2026-03-02T20:00",
    "2026-03-29T01:30",
    "02/03/2026 19:30",
    "2026-03-02",
    "2026-03-20",
    "30",
    "999999999999",
    "-1",
    "0.000001",
    "37.5",
    "substantive",
    "agency",
    "unfilled",
    "worked",
    "rostered",
    "yes",
    "no",
    "annual leave",
    "sickness",
    "é",
    "1e9",
    "24",
];

static FACTS: LazyLock<FactSet> = LazyLock::new(|| {
    FactSet::parse(&[
        ("rostering.toml", include_str!("../../../facts/rostering.toml")),
        ("afc.toml", include_str!("../../../facts/agenda-for-change.toml")),
        ("caps.toml", include_str!("../../../facts/agency-caps.toml")),
    ])
    .unwrap()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_row_makes_it_stop(rows in prop::collection::vec((0..5_usize, prop::collection::vec((any::<bool>(), 0..WORDS.len()), 19)), 1..12)) {
        let settings = Settings::on(&FACTS, jiff::civil::date(2026, 3, 1)).unwrap();
        let mut rosters = Rosters::default();
        for (which, cells) in rows {
            let extract = Extract::ALL[which];
            // About half the cells as in the template, so that some rows pass.
            let line = extract.columns().iter().zip(&cells).map(|(column, (own, at))| if *own { column.example } else { WORDS[*at] });
            let heading = extract.template().lines().next().unwrap().to_owned();
            let text = format!("{heading}\n{}\n", line.collect::<Vec<_>>().join(","));
            let found = read("f.csv", text.as_bytes(), settings.contract_most, &mut rosters).unwrap();
            prop_assert!(found.rows <= 1);
        }
        let (rosters, _) = sound(rosters);
        let Some(span) = rosters.span() else { return Ok(()) };
        let mut prices = Prices::new(&FACTS, wt_pay::Settings::default(), wt_pay::Zone::None);
        for unit in rosters.units() {
            let measured = measure(&rosters, &unit, span, &settings);
            prop_assert!(measured.iter().all(|one| one.value.is_none() || !one.denominator.is_zero() || one.measure == "headroom-budget" || one.value_unit == "shifts"));
            let (found, _) = opportunities(&rosters, &unit, span, &settings, &mut prices);
            for one in found {
                prop_assert!(one.hours.low <= one.hours.central && one.hours.central <= one.hours.high, "{one:?}");
                prop_assert!(one.pounds.low <= one.pounds.central && one.pounds.central <= one.pounds.high, "{one:?}");
            }
        }
    }
}
