//! The collaborative bank on a generated region whose truth is planted: what can be filled, by whom, and why the rest can't.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::{Date, date};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_facts::FactSet;
use wt_rates::collaborate::{
    Agreement, OpenShift, Outcome, Why, Willing, collaborate, duties, open_shifts, people, shares,
};
use wt_worktime::Duty;

const TODAY: Date = date(2026, 11, 23);
const AGREEMENT: &str = "title = 'Bank of the north (generated)'\nagreed_on = '2026-09-01'\n\
    legal_basis = 'Memorandum v2, Director of Workforce, 2026-08-01'\nkey_holder = 'Records office (generated)'\n\
    employers = ['DEMO01', 'DEMO02', 'DEMO03']\n\
    shared = ['pseudonym', 'employer', 'staff group', 'grades', 'tiers', 'employers willing to work for', 'times of duties']";

fn facts() -> FactSet {
    let text = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../facts").join(name);
        (format!("facts/{name}"), std::fs::read_to_string(path).unwrap())
    };
    let files =
        ["working-time.toml", "temporary-staffing.toml", "on-costs.toml", "agenda-for-change.toml"].map(text);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    FactSet::parse(&files).unwrap()
}

/// The files of a region, as text.
#[derive(Default)]
struct Files {
    open: String,
    people: String,
    duties: String,
}

impl Files {
    fn new() -> Self {
        Self {
            open: "shift,employer,staff_group,grade,tier,zone,start,end,unpaid_break_minutes,criticality,card_rate_pence,agency_rate_pence\n".to_owned(),
            people: "worker,employer,staff_group,grades,tiers,willing_employers,opted_in_on,opted_out_48,most_shifts\n".to_owned(),
            duties: "worker,start,end\n".to_owned(),
        }
    }

    /// An open shift of 12.5 hours from 07:30, with half an hour of break.
    fn shift(&mut self, name: &str, employer: &str, day: Date, tier: &str) {
        writeln!(
            self.open,
            "{name},{employer},registered nursing,Band 5,{tier},inner,{day}T07:30,{day}T20:00,30,routine,2200,4000"
        )
        .unwrap();
    }

    fn person(&mut self, name: &str, rest: &str) {
        writeln!(self.people, "{name},{rest}").unwrap();
    }

    fn duty(&mut self, name: &str, day: Date, from: &str, to: &str) {
        writeln!(self.duties, "{name},{day}T{from},{day}T{to}").unwrap();
    }

    /// Seventeen weeks of three short days before the shifts, so that averages have something to stand on.
    fn usual(&mut self, name: &str) {
        for week in 1..=17 {
            for day in 0..3 {
                let day = date(2026, 12, 7).checked_sub(jiff::Span::new().days(week * 7 - day)).unwrap();
                self.duty(name, day, "08:00", "16:00");
            }
        }
    }

    fn read(&self) -> (Vec<OpenShift>, Vec<Willing>, BTreeMap<String, Vec<Duty>>) {
        (
            open_shifts("OPEN.csv", self.open.as_bytes()).unwrap(),
            people("PEOPLE.csv", self.people.as_bytes()).unwrap(),
            duties("DUTIES.csv", self.duties.as_bytes()).unwrap(),
        )
    }

    fn run(&self) -> (Vec<OpenShift>, Vec<Willing>, BTreeMap<String, Vec<Duty>>, Outcome) {
        let (open, people, duties) = self.read();
        let agreement = Agreement::read(AGREEMENT, TODAY).unwrap();
        let found = collaborate(&open, &people, &duties, &agreement, &facts(), TODAY, &mut || false).unwrap();
        (open, people, duties, found)
    }
}

const FINE: &str = "DEMO01,registered nursing,Band 5;Band 6,general,any,2026-10-01,no,";

#[test]
fn what_was_planted_is_found_over_twenty_seeds() {
    for seed in 0..20 {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let mut files = Files::new();
        let mut planted = BTreeMap::new();
        let mut order: Vec<usize> = (0..12).collect();
        order.shuffle(&mut random);
        for number in order {
            // Each shift asks for a tier of its own, which one person alone has; four others each fail for one reason.
            let day =
                date(2026, 12, 7).checked_add(jiff::Span::new().days(random.random_range(0..14))).unwrap();
            let (tier, name) = (format!("tier {number}"), format!("s{number}"));
            files.shift(&name, "DEMO02", day, &tier);
            let with = |employer: &str, group: &str, willing: &str, opted: &str| {
                format!("{employer},{group},Band 5,{tier},{willing},{opted},no,")
            };
            let mut add = |kind: &str, rest: &str| {
                files.person(&format!("w{number}-{kind}1"), rest);
                files.usual(&format!("w{number}-{kind}1"));
            };
            add("own", &with("DEMO02", "registered nursing", "any", "2026-10-01"));
            add("out", &with("DEMO01", "registered nursing", "any", ""));
            add("no", &with("DEMO01", "registered nursing", "DEMO03", "2026-10-01"));
            add("tired", &with("DEMO03", "registered nursing", "any", "2026-10-01"));
            add("other", &with("DEMO03", "nursing support", "any", "2026-10-01"));
            // A duty the evening before ends at 22:00: nine and a half hours of rest.
            files.duty(&format!("w{number}-tired1"), day.yesterday().unwrap(), "17:00", "22:00");
            if random.random_bool(0.7) {
                files.person(
                    &format!("w{number}-yes1"),
                    &with("DEMO03", "registered nursing", "any", "2026-10-01"),
                );
                files.usual(&format!("w{number}-yes1"));
                planted.insert(name, format!("w{number}-yes1"));
            }
        }
        let (open, people, _, found) = files.run();
        let matched: BTreeMap<String, String> = found
            .matches
            .iter()
            .map(|one| (open[one.shift].name.clone(), people[one.person].worker.clone()))
            .collect();
        assert_eq!(matched, planted, "seed {seed}");
        assert_eq!(found.bound, planted.len());
        for reasons in found.open.values() {
            for why in [Why::OwnEmployer, Why::NotOptedIn, Why::NotWilling, Why::NotRested] {
                assert_eq!(reasons[&why], 1, "seed {seed}: {reasons:?}");
            }
        }
    }
}

#[test]
fn nobody_is_short_of_rest_whatever_the_region_looks_like() {
    for seed in 0..10 {
        let mut random = Pcg64Mcg::seed_from_u64(100 + seed);
        let mut files = Files::new();
        for number in 0..40 {
            let day =
                date(2026, 12, 7).checked_add(jiff::Span::new().days(random.random_range(0..14))).unwrap();
            let employer = ["DEMO01", "DEMO02", "DEMO03"][random.random_range(0..3)];
            files.shift(&format!("s{number}"), employer, day, "");
        }
        for number in 0..8 {
            let employer = ["DEMO01", "DEMO02", "DEMO03"][random.random_range(0..3)];
            files.person(&format!("w{number}"), &FINE.replace("DEMO01", employer));
            files.usual(&format!("w{number}"));
            for day in 0..14 {
                if random.random_bool(0.35) {
                    let day = date(2026, 12, 7).checked_add(jiff::Span::new().days(day)).unwrap();
                    files.duty(&format!("w{number}"), day, "08:00", "16:00");
                }
            }
        }
        let (open, people, duties, found) = files.run();
        assert!(found.complete && found.matches.len() <= found.bound, "seed {seed}");
        assert!(found.matches.len() >= 8, "seed {seed}: {}", found.matches.len());
        for (number, person) in people.iter().enumerate() {
            let mut all = duties[&person.worker].clone();
            all.extend(
                found.matches.iter().filter(|one| one.person == number).map(|one| open[one.shift].duty),
            );
            all.sort_unstable();
            let minutes: i64 = all.iter().map(Duty::minutes).sum();
            assert!(minutes <= 48 * 60 * 19, "on average");
            let added = |duty: &Duty| {
                found.matches.iter().any(|one| one.person == number && open[one.shift].duty == *duty)
            };
            for pair in all.windows(2).filter(|pair| added(&pair[0]) || added(&pair[1])) {
                assert!(pair[0].end().until(pair[1].start()) >= 11 * 60, "seed {seed}: {pair:?}");
            }
        }
        // Nobody has a second shift while somebody able has none.
        let count = |person: usize| found.matches.iter().filter(|one| one.person == person).count();
        for one in found.matches.iter().filter(|one| one.round > 1) {
            assert!(count(one.person) > 1, "seed {seed}");
        }
    }
}

#[test]
fn pounds_are_those_of_the_facts_and_the_shares_add_up() {
    let mut files = Files::new();
    files.shift("s1", "DEMO02", date(2026, 12, 8), "");
    files.person("w1", FINE);
    let (open, people, _, found) = files.run();
    // Twelve hours: pay £264.00; holiday 12.07%: £31.86; employer costs on both; an agency nurse without VAT: £480.00.
    let worth = found.worth[0];
    assert_eq!((worth.pay, worth.agency), (26_400, Some(48_000)));
    let facts = facts();
    let percent = |id: &str| facts.at(id, date(2026, 12, 8)).unwrap().value.to_f64();
    let on_top = percent("employer-national-insurance") + percent("nhs-pension-employer-local");
    let expected = 29_586.0 * (1.0 + on_top / 100.0);
    assert!((worth.bank.unwrap() as f64 - expected).abs() <= 1.0, "{worth:?} {expected}");
    let shares = shares(&open, &people, &found);
    assert_eq!((shares["DEMO02"].gets, shares["DEMO01"].gives, shares["DEMO02"].filled), (720, 720, 1));
    assert_eq!(Some(shares["DEMO02"].saved), worth.saved());
}

#[test]
fn a_second_shift_comes_after_everybodys_first() {
    let mut files = Files::new();
    for day in 8..12 {
        files.shift(&format!("s{day}"), "DEMO02", date(2026, 12, day), "");
    }
    for name in ["w1", "w2"] {
        files.person(name, FINE);
        files.usual(name);
    }
    files.person("w3", &format!("{}0", FINE));
    let (_, _, _, found) = files.run();
    let rounds: Vec<(usize, u32)> = found.matches.iter().map(|one| (one.person, one.round)).collect();
    assert_eq!(rounds.len(), 4);
    for person in [0, 1] {
        let mut of: Vec<u32> = rounds.iter().filter(|one| one.0 == person).map(|one| one.1).collect();
        of.sort_unstable();
        assert_eq!(of, [1, 2], "person 2 would take none");
    }
}

#[test]
fn what_can_not_be_read_is_said_without_repeating_a_name() {
    let people_of = |line: &str| people("PEOPLE.csv", format!("{}{line}\n", Files::new().people).as_bytes());
    let said =
        people_of("Jane Smith,DEMO01,registered nursing,Band 5,,any,2026-10-01,no,").unwrap_err().to_string();
    assert!(said.contains("Row 2, column worker: expected a pseudonym") && !said.contains("Jane"), "{said}");
    let said = people_of("w1,DEMO01,registered nursing,tea,,any,2026-10-01,no,").unwrap_err().to_string();
    assert!(said.contains("column grades: found 'tea'"), "{said}");
    let said = duties(
        "D.csv",
        b"worker,start,end\nw1,2026-12-07T08:00,2026-12-07T16:00\nw1,2026-12-07T15:00,2026-12-07T18:00\n",
    );
    assert!(said.unwrap_err().to_string().contains("The duties of w1 overlap"));
    let text = format!(
        "{}s1,DEMO02,registered nursing,Band 5,,inner,2026-12-08T20:00,2026-12-08T08:00,0,,2200,\n",
        Files::new().open
    );
    let said = open_shifts("OPEN.csv", text.as_bytes()).unwrap_err().to_string();
    assert!(said.contains("Row 2, column end"), "{said}");
}
