//! The facts of working time: dated, cited, and all that the rules name.

use jiff::civil::date;
use wt_facts::Status;
use wt_worktime::{NoRules, RULE_SETS, Rules, Settings};

use super::shipped;

#[test]
fn every_rule_set_can_be_read_and_cites_each_rule() {
    let facts = shipped();
    for set in RULE_SETS {
        let rules = Rules::on(&facts, set, date(2026, 11, 23), Settings::default()).unwrap();
        assert_eq!(rules.citations().len(), facts.codes(set).unwrap().codes.len());
        assert!(rules.citations().iter().all(|cited| !cited.source.title.is_empty()));
    }
}

#[test]
fn the_refresh_of_2019_is_dated() {
    let facts = shipped();
    let at = |id: &str, day| {
        let figure = facts.at(id, day).unwrap();
        (figure.value.to_string(), figure.status)
    };
    let (before, after) = (date(2019, 8, 6), date(2019, 8, 7));
    assert_eq!(at("rd-consecutive-long", before), ("5".to_owned(), Status::Verified));
    assert_eq!(at("rd-consecutive-long", after), ("4".to_owned(), Status::Secondary));
    assert_eq!(
        (at("rd-consecutive-any", before).0, at("rd-consecutive-any", after).0),
        ("8".into(), "7".into())
    );
    assert_eq!(
        (at("rd-weekend-frequency", before).0, at("rd-weekend-frequency", after).0),
        ("2".into(), "3".into())
    );
    let nights = |day| at("rd-rest-after-nights-run", day).0;
    assert_eq!((nights(before), nights(after)), ("3".into(), "1".into()));
}

#[test]
fn rules_that_there_are_not_are_refused_in_words() {
    let facts = shipped();
    let day = date(2026, 11, 23);
    let refused = |set: &str, day| Rules::on(&facts, set, day, Settings::default()).unwrap_err();
    assert_eq!(
        refused("junior-doctors", day).to_string(),
        "found the rule set 'junior-doctors', expected one of resident-doctors-2016, working-time-regulations, agenda-for-change"
    );
    assert!(matches!(refused("resident-doctors-2016", date(2016, 8, 2)), NoRules::NoFigure(_)));
    assert!(Rules::on(&facts, "working-time-regulations", date(2010, 1, 1), Settings::default()).is_ok());
}
