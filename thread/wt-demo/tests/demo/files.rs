//! The bytes: the same seed gives the same, every file has its specification.

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
    for column in ["A&E attendances Type 1", "Attendances over 4hrs Type 1", "Other emergency admissions"] {
        assert_eq!(number(foot, column), body.iter().map(|r| number(r, column)).sum::<f64>());
    }
}
