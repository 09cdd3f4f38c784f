//! Models of care: the worked example by hand, payment rules, caps, floors, losses, and files that can't be read.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use proptest::prelude::*;
use wt_gainshare::model::{Model, read};
use wt_gainshare::page::{html, markdown};
use wt_gainshare::share::{Division, Verdict};
use wt_gainshare::{agreement, decision_map, divide, effect};
use wt_units::Pence;

const EXAMPLE: &str = include_str!("../../../book/gain-share.toml");

fn with(changes: &[(&str, &str)]) -> Model {
    let mut text = EXAMPLE.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    read(&text).unwrap()
}

fn split(model: &Model) -> Division {
    divide(model, &effect(model).unwrap()).unwrap()
}

fn pounds(list: &[Pence]) -> Vec<String> {
    list.iter().map(|p| p.plain()).collect()
}

#[test]
fn the_worked_example_is_what_a_calculator_says() {
    let model = with(&[]);
    let found = effect(&model).unwrap();
    // 2400 × 120% × 20 min = 960 h at 98.50; 2400 × 80% × 20 min = 640 h at 142 and 1920 × 6.50.
    assert_eq!(found.before[0].staff, Pence::new(9_456_000));
    assert_eq!(
        (found.before[1].staff, found.before[1].bought),
        (Pence::new(9_088_000), Pence::new(1_248_000))
    );
    let trust = found.parties[1];
    // Sessions are cash, the consultant's salaried 852 hours are not.
    assert_eq!(trust.staff_cash, Pence::new(9_088_000));
    assert_eq!(trust.time_value, Pence::new(8_392_200));
    // 3720 fewer at half of 85 pounds.
    assert_eq!(
        (trust.received, found.parties[0].paid),
        (Pence::new(-15_810_000), Pence::new(15_810_000 - 9_360_000))
    );
    assert_eq!(found.total(3), Pence::new(5_232_400));
    let division = split(&model);
    assert_eq!(division.without.iter().copied().sum::<Pence>(), division.total);
    // Shapley: 52,324 less the 20,000 of two is shared by three; the two share their 20,000.
    assert_eq!(pounds(&division.share), ["10774.66", "20774.67", "20774.67"]);
    assert_eq!(division.verdict, Verdict::Holds);
}

#[test]
fn less_activity_under_a_fixed_payment_frees_no_cash_of_the_commissioner() {
    let fixed = with(&[
        ("rule = \"variable\"           # fixed | unit-price | variable", "rule = \"fixed\""),
        ("price = 85\npercent = 50                # of the price for each attendance more or less\n", ""),
    ]);
    let found = effect(&fixed).unwrap();
    assert_eq!(found.parties[0].paid, Pence::new(-9_360_000), "it pays the practices and gets nothing back");
    assert_eq!(found.parties[1].received, Pence::ZERO);
    assert_eq!(found.total(3), Pence::new(5_232_400), "payments cancel, so the total is the same");
    let page = markdown(&agreement(&fixed, &found, &split(&fixed)));
    assert!(page.contains("less activity frees no cash of Example Integrated Care Board"), "{page}");
}

#[test]
fn caps_floors_and_named_rounding_are_kept() {
    let agreed = |extra: &str| {
        let key =
            "key = \"shapley\"             # shapley | nucleolus | agreed (then shares = { board = 40, … })";
        let shares =
            format!("key = \"agreed\"\nshares = {{ board = 60, trust = 30, practices = 10 }}\n{extra}");
        let model = with(&[
            (key, shares.as_str()),
            (
                "cap = { trust = 200000 }    # pounds over the whole agreement\nfloor = { practices = 20000 }\n",
                "",
            ),
            ("saves = 20000", "saves = 0"),
        ]);
        split(&model)
    };
    assert_eq!(pounds(&agreed("").share), ["31394.40", "15697.20", "5232.40"]);
    let held = agreed("floor = { practices = 20000 }");
    assert_eq!(
        pounds(&held.share),
        ["21549.33", "10774.67", "20000.00"],
        "two to one of what is left; odd pence to the board"
    );
    let held = agreed("cap = { board = 10000, trust = 10000 }");
    assert_eq!(pounds(&held.share), ["10000.00", "10000.00", "32324.00"]);
    let held = agreed("cap = { board = 1000, trust = 1000, practices = 1000 }");
    assert_eq!((held.above_caps, held.share[0]), (Pence::new(4_932_400), Pence::new(5_032_400)));
    let held = agreed("floor = { practices = 60000 }");
    assert!(held.floors_dropped);
    assert_eq!(pounds(&held.share), ["31394.40", "15697.20", "5232.40"]);
}

#[test]
fn a_loss_has_no_split_that_spares_everybody_and_follows_its_rule() {
    let model = with(&[
        ("amount = 38000", "amount = 138000"),
        (
            "rounding = \"board\"",
            "loss_shares = { board = 50, trust = 50 }\nloss_cap = { trust = 10000 }\nrounding = \"board\"",
        ),
    ]);
    let division = split(&model);
    assert_eq!((division.total, &division.verdict), (Pence::new(-4_767_600), &Verdict::Loss));
    assert_eq!(pounds(&division.share), ["-37676.00", "-10000.00", "0.00"]);
    let page = html(&model.title, &agreement(&model, &effect(&model).unwrap(), &division));
    assert!(page.contains("No split leaves every party as well off as before"));
}

#[test]
fn where_a_group_does_better_apart_it_is_named_with_the_proof() {
    let division = split(&with(&[("saves = 20000", "saves = 60000")]));
    let Verdict::NoneHolds(why) = &division.verdict else { panic!("{:?}", division.verdict) };
    assert_eq!((why.claimed.to_string(), why.total), ("6000000".into(), 5_232_400));
    let instead = division.instead.unwrap();
    assert!(instead.iter().all(|share| !share.is_negative()), "alone nobody is worse off");
}

#[test]
fn an_agreed_split_that_a_group_would_leave_is_told_with_one_that_holds() {
    let key =
        "key = \"shapley\"             # shapley | nucleolus | agreed (then shares = { board = 40, … })";
    let division = split(&with(&[
        (key, "key = \"agreed\"\nshares = { board = 80, trust = 10, practices = 10 }"),
        ("floor = { practices = 20000 }\n", ""),
    ]));
    let Verdict::AnotherWouldHold { group, gain } = &division.verdict else {
        panic!("{:?}", division.verdict)
    };
    // 20,000 less a fifth of 52,324, in pence.
    assert_eq!((group.0, gain.to_string()), (0b110, "953520".into()));
    assert!(division.instead.is_some());
}

#[test]
fn decisions_wait_for_each_other() {
    let (timed, weeks) = decision_map(&with(&[]));
    let critical: Vec<bool> = timed.iter().map(|t| t.critical).collect();
    assert_eq!((weeks, timed[3].starts, critical), (19, 11, vec![true, true, false, true]));
    assert!(timed[2].above_limit);
}

#[test]
fn a_file_that_cannot_be_used_names_line_found_and_expected() {
    for (old, new, words) in [
        (
            "figures = \"generated\"",
            "figures = \"guessed\"",
            "line 5: found unknown variant 'guessed', expected 'generated' or 'supplied'",
        ),
        (
            "role = \"nurse\"",
            "role = \"nurze\"",
            "line 75: found 'nurze', expected one of consultant, locum, nurse, pharmacist",
        ),
        ("minutes = 25", "minutes = -25", "line 76: found -25, expected nought or more"),
        (
            "minutes = 25",
            "minutes = \"many\"",
            "line 76: found invalid value: string \"many\", expected a number such as 12 or 12.50",
        ),
        ("minutes = 25", "mintues = 25", "line 76: found unknown field 'mintues', expected one of 'step'"),
        ("minutes = 25\n", "", "line 73: found [[after]] without 'minutes', expected 'minutes'"),
        ("years = 3", "years = 0", "line 8: found 0, expected 1 to 10 years"),
        ("price = 30\n", "", "found a flow without 'price', expected 'price', which this rule needs"),
        ("to = \"practices\"", "to = \"board\"", "found 'board' paying itself, expected two organisations"),
        ("after = [\"model\"]", "after = [\"go\"]", "found 'go', expected a decision that stands above"),
        ("id = \"practices\"", "id = \"trust\"", "found organisation 'trust' twice, expected each id once"),
        ("cap = { trust", "cap = { trusts", "found 'trusts', expected one of board, practices, trust"),
        (
            "[\"trust\", \"practices\"]",
            "[\"trust\", \"practices\", \"board\"]",
            "expected a group of some, not all",
        ),
        ("rate = 98.50", "rate = 1e300", "expected a number such as 12 or 12.50"),
    ] {
        assert!(EXAMPLE.contains(old), "{old}");
        let refusals = read(&EXAMPLE.replace(old, new)).unwrap_err();
        assert!(refusals.iter().any(|r| r.to_string().contains(words)), "{words}: {refusals:?}");
    }
}

proptest! {
    #[test]
    fn shares_add_up_to_the_penny_and_what_is_handed_over_cancels(
        rate in 0_u32..500, minutes in 0_u32..90, percent in 0_u32..150, set_up in 0_u32..300_000, saves in 0_u32..60_000,
    ) {
        let rate = format!("rate = {rate}.37");
        let (minutes, percent) = (format!("minutes = {minutes}"), format!("percent = {percent}"));
        let (set_up, saves) = (format!("amount = {set_up}"), format!("saves = {saves}"));
        let model = with(&[("rate = 142.00", rate.as_str()), ("minutes = 25", &minutes), ("percent = 50", &percent),
            ("amount = 38000", &set_up), ("saves = 20000", &saves)]);
        let division = split(&model);
        prop_assert_eq!(division.share.iter().copied().sum::<Pence>(), division.total);
        prop_assert_eq!(division.handed.iter().copied().sum::<Pence>(), Pence::ZERO);
        if division.verdict == Verdict::Holds {
            prop_assert!(division.share.iter().all(|share| *share >= Pence::new(-2)), "none worse off but for odd pence");
        }
    }
}
