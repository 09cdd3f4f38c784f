//! Metric files that are read, and those that are refused with their key.

use super::*;

const GOOD: &str = r#"
id = "sickness-absence"
name = "Sickness absence rate"
definition = "FTE days lost out of FTE days available."
version = 1
insight = "planning-and-rostering"
where_value = "productivity-in-existing-services"
numerator = { words = "FTE days lost", fields = ["fte_days_lost"], unit = "FTE days" }
denominator = { words = "FTE days available", fields = ["fte_days_available"], unit = "FTE days" }
kinds = ["sickness-org-month"]
unit = "percent"
direction = "lower"
chart = "proportion"
source = { title = "NHS Sickness Absence Rates", year = 2025 }
status = "verified"
owner = "Programme office"
review = "2027-03-31"
overlap_group = "staff-hours"
[pounds]
per = "FTE day"
price = "sickness-fte-day"
benefit_type = "time-released"
caveat = "Not cash."
"#;

#[test]
fn a_metric_file_reads_and_faults_name_file_and_key() {
    let set = MetricSet::parse([("metrics/a.toml", GOOD)]).unwrap();
    let m = set.iter().next().unwrap();
    assert!(matches!(&m.pounds, Value::Priced(p) if p.benefit_type == BenefitType::TimeReleased));

    for (from, to, word) in [
        ("version = 1", "version = 1\nversoin = 2", "versoin"),
        ("version = 1", "version = 0", "version"),
        ("direction = \"lower\"", "direction = \"down\"", "direction"),
        ("direction = \"lower\"", "direction = \"context\"", "pounds"),
        ("direction = \"lower\"", "direction = \"band\"", "band"),
        ("fields = [\"fte_days_lost\"], ", "", "numerator.fields"),
        ("owner = \"Programme office\"\n", "", "owner"),
        ("version = 1", "version = 1\nnumerator_may_be_negative = true", "numerator_may_be_negative"),
    ] {
        let errors = MetricSet::parse([("metrics/a.toml", GOOD.replace(from, to).as_str())]).unwrap_err();
        assert!(errors[0].file == "metrics/a.toml" && errors[0].message.contains(word), "{}", errors[0]);
    }
    let twice = MetricSet::parse([("a", GOOD), ("b", GOOD)]).unwrap_err();
    assert_eq!(twice[0].file, "b");
}

#[test]
fn a_part_adds_or_averages_and_missing_is_missing() {
    let mut part = Part {
        words: String::new(),
        fields: vec!["start_fte".into(), "end_fte".into()],
        unit: "FTE".into(),
        combine: Combine::Sum,
    };
    let q = |n: i64| Quantity::from_millionths(n);
    let row = [("start_fte", q(3)), ("end_fte", q(4))];
    assert_eq!(part.of(&row), Some(q(7)));
    part.combine = Combine::Mean;
    assert_eq!(part.of(&row), Some(q(4)), "3.5 millionths to even");
    assert_eq!(part.of(&row[..1]), None);
}

#[test]
fn pounds_need_a_price_or_a_reason() {
    let none = GOOD.split("[pounds]").next().unwrap().to_owned();
    let with = |p: &str| MetricSet::parse([("m", format!("{none}[pounds]\n{p}").as_str())]);
    assert!(with("none = \"No cost follows.\"").is_ok());
    assert!(with("none = \"x\"\nprice = \"y\"").is_err());
    assert!(with("").is_err());
}
