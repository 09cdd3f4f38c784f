//! Control charts where no golden case looks: T and G by hand, options together, and careless input.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use wt_stats::spc::{Kind, Options, Refusal, Rule, chart};

const KINDS: [&str; 11] = ["run", "i", "mr", "c", "p", "pp", "u", "up", "ip", "t", "g"];

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn near(a: Option<f64>, b: f64) -> bool {
    a.is_some_and(|a| (a - b).abs() < 1e-9 * b.abs().max(1.0))
}

#[test]
fn times_between_events_are_charted_as_roots() {
    // Roots 1, 2, 3, 2: mean 2, mean range 1.
    let values = some(&[1.0, 2.0, 3.0, 2.0].map(|r: f64| r.powf(3.6)));
    let drawn = chart(Kind::T, &values, None, &Options::default()).unwrap();
    let point = drawn.points[0];
    assert!(near(point.centre, 2_f64.powf(3.6)));
    assert!(near(point.limits.1, (2.0 + 3.0 / 1.128_f64).powf(3.6)));
    assert!(near(point.two_sigma.0, (2.0 - 2.0 / 1.128_f64).powf(3.6)));
    assert_eq!(point.limits.0, Some(0.0));
    let zero = chart(Kind::T, &some(&[1.0, 0.0]), None, &Options::default());
    assert_eq!(zero, Err(Refusal::TimeNotPositive));
}

#[test]
fn opportunities_between_events_have_limits_about_their_mean_and_the_median_as_centre() {
    let drawn = chart(Kind::G, &some(&[1.0, 2.0, 9.0]), None, &Options::default()).unwrap();
    let point = drawn.points[0];
    assert_eq!((point.centre, point.limits.0), (Some(2.0), Some(0.0)));
    assert!(near(point.limits.1, 4.0 + 3.0 * 20_f64.sqrt()));
}

#[test]
fn what_is_left_out_or_comes_after_the_freeze_moves_no_line() {
    let values = some(&[1.0, 3.0, 99.0, 2.0, 50.0, 60.0]);
    let options = Options { freeze: Some(4), exclude: vec![2], ..Options::default() };
    let drawn = chart(Kind::I, &values, None, &options).unwrap();
    // The step from 3 to 2 closes over the point left out: ranges 2 and 1.
    assert!(near(drawn.points[5].centre, 2.0));
    assert!(near(drawn.points[5].limits.1, 2.0 + 3.0 * 1.5 / 1.128));
    assert_eq!(drawn.parts[0].runs.observations, 5);
    // The peer lets parts have their way over a freeze.
    let parts = Options { parts: vec![3, 9], ..options };
    let drawn = chart(Kind::I, &values, None, &parts).unwrap();
    assert!(near(drawn.points[5].centre, 112.0 / 3.0) && near(drawn.points[0].centre, 2.0));
}

#[test]
fn what_cannot_be_drawn_is_refused_in_words() {
    let none = Options::default();
    let one = some(&[1.0]);
    assert_eq!(chart(Kind::P, &one, None, &none), Err(Refusal::DenominatorsMissing));
    assert_eq!(chart(Kind::P, &one, Some(&[]), &none), Err(Refusal::LengthsDiffer));
    assert_eq!(chart(Kind::C, &some(&[-1.0]), None, &none), Err(Refusal::NegativeCount));
    let zero = chart(Kind::U, &one, Some(&[Some(0.0)]), &none).unwrap();
    assert_eq!((zero.points[0].value, zero.points[0].centre), (None, None));
}

fn careless() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        4 => (0_i32..6).prop_map(|x| Some(f64::from(x))),
        1 => any::<f64>().prop_map(Some),
        1 => Just(None),
    ]
}

proptest! {
    #[test]
    fn no_line_is_ever_nan_or_infinite(
        kind in prop::sample::select(&KINDS[..]),
        pairs in prop::collection::vec((careless(), careless()), 0..60),
        freeze in prop::option::of(0_usize..70),
        parts in prop::collection::vec(0_usize..70, 0..3),
        exclude in prop::collection::vec(0_usize..70, 0..3),
        screen in any::<bool>(),
        rule in prop_oneof![Just(Rule::Anhoej), Just(Rule::BestBox)],
        divided in any::<bool>(),
    ) {
        let (values, denominators): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let options = Options { freeze, parts, exclude, screen, rule };
        let denominators = divided.then_some(&denominators[..]);
        let Ok(drawn) = chart(Kind::named(kind).unwrap(), &values, denominators, &options) else {
            return Ok(());
        };
        prop_assert_eq!(drawn.points.len(), values.len());
        for p in &drawn.points {
            let lines = [p.value, p.centre, p.limits.0, p.limits.1, p.two_sigma.0, p.two_sigma.1];
            prop_assert!(lines.iter().flatten().all(|x| x.is_finite()), "{:?}", p);
            prop_assert!(p.limits.0.zip(p.limits.1).is_none_or(|(low, high)| low <= high), "{:?}", p);
        }
    }
}
