//! Random patterns: the rules against the minutes, one by one.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use wt_facts::Ratio;
use wt_worktime::{Duty, Judged, Period, Person, Rules, Settings, Tail, Time};

use super::oracle::{Counted, Pattern, count};
use super::patterns::random;
use super::shipped;

/// How many: a few by default; `WHOLETIME_PATTERNS=100000` with `--release` takes minutes.
fn wanted() -> usize {
    std::env::var("WHOLETIME_PATTERNS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000)
}

fn person(pattern: &Pattern) -> Person {
    let day =
        |number: usize| -> Date { pattern.zero.checked_add(jiff::Span::new().days(number as i64)).unwrap() };
    let time = |minute: usize| -> Time {
        let greenwich =
            pattern.zero.at(0, 0, 0, 0).checked_add(jiff::Span::new().minutes(minute as i64)).unwrap();
        format!("{}Z", greenwich.strftime("%Y-%m-%dT%H:%M")).parse().unwrap()
    };
    let duties = pattern.duties.iter().map(|d| Duty::new(time(d.from), time(d.to)).unwrap()).collect();
    let period = Period {
        first: day(pattern.period.0),
        last: day(pattern.period.1),
        tail: if pattern.tail_known { Tail::Known } else { Tail::Unknown },
        reference_weeks: Some(u32::try_from(pattern.weeks).unwrap()),
    };
    Person::new(duties, Some(period), pattern.excluded.iter().map(|d| day(*d)).collect()).unwrap()
}

fn as_counted(judged: &Judged, average: (usize, usize)) -> Counted {
    let m = judged.measures;
    let size = |number: i64| usize::try_from(number).unwrap();
    let wanted = Ratio::new(average.0 as i128 * 7, average.1 as i128 * 60).unwrap();
    Counted {
        breaches: judged.breaches().into_iter().collect::<BTreeSet<_>>(),
        max_shift: m.max_shift.map(size),
        max_in_168: m.max_in_168.map(size),
        min_rest: m.min_rest.map(size),
        long: size(m.longest_run_long.unwrap()),
        evening: size(m.longest_run_long_evening.unwrap()),
        night: size(m.longest_run_night.unwrap()),
        any: size(m.longest_run_any),
        average: if m.average_hours == Some(wanted) { average } else { (0, 0) },
    }
}

#[test]
fn random_patterns_are_judged_as_their_minutes_are() {
    let rules =
        Rules::on(&shipped(), "resident-doctors-2016", date(2026, 11, 23), Settings::default()).unwrap();
    let mut rng = Pcg64Mcg::seed_from_u64(48);
    let (patterns, mut duties, mut broken) = (wanted(), 0, std::collections::BTreeMap::new());
    for case in 0..patterns {
        let pattern = random(&mut rng);
        let judged = rules.judge(&person(&pattern)).unwrap();
        let counted = count(&pattern);
        let found = as_counted(&judged, counted.average);
        assert_eq!(found, counted, "pattern {case}: {pattern:?}");
        duties += pattern.duties.len();
        for finding in judged.findings.iter().filter(|f| f.breach) {
            assert!(!finding.duties.is_empty(), "{finding:?}");
            *broken.entry(finding.rule).or_insert(0) += 1;
        }
    }
    println!("{patterns} patterns of {duties} duties agree; broken: {broken:?}");
    assert_eq!(broken.len(), 12, "every rule is broken by some and kept by others: {broken:?}");
    assert!(broken.values().all(|times| *times < patterns));
}
