//! Synthetic controls and their placebos, on made series.

use super::synthetic::classic;
use super::{Fault, Good, Options, Panel, Reason, Verdict, did_it_work};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

type Series = Vec<Option<f64>>;

/// Series with a level, a share in two common factors (one a season) and noise; the same seed, the same series.
fn world(seed: u64, count: usize, months: usize) -> Vec<Series> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut noise = || (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
    let mut trend = 0.0;
    let common: Vec<f64> = (0..months)
        .map(|_| {
            trend += 0.3 * noise();
            trend
        })
        .collect();
    (0..count)
        .map(|_| {
            let (level, season, share) = (50.0 + 5.0 * noise(), 1.0 + 0.3 * noise(), 1.0 + 0.3 * noise());
            let value = |t: usize| {
                level + season * (t as f64 * std::f64::consts::FRAC_PI_6).sin() + share * common[t]
            };
            (0..months).map(|t| Some(value(t) + 0.3 * noise())).collect()
        })
        .collect()
}

fn changed(series: &[Option<f64>], from: usize, by: f64) -> Series {
    series.iter().enumerate().map(|(t, x)| x.map(|x| if t >= from { x + by } else { x })).collect()
}

fn ask(treated: &Series, donors: &[Series], change: usize) -> Result<super::Answer, Fault> {
    did_it_work(&Panel { treated, donors, change }, &Options::new(Good::Lower))
}

fn width(answer: &super::Answer) -> f64 {
    answer.interval.high - answer.interval.low
}

#[test]
fn a_planted_fall_is_found_and_a_rise_is_worse() {
    let all = world(1, 31, 48);
    let fall = ask(&changed(&all[0], 36, -3.0), &all[1..], 36).unwrap();
    assert_eq!(fall.verdict, Verdict::Worked);
    assert!(fall.interval.low < -3.0 && -3.0 < fall.interval.high && fall.p < 0.001, "{fall:?}");
    assert!((fall.level_after - fall.expected - fall.effect).abs() < 1e-12 && fall.rank == (1, 31));
    assert!((fall.donors.iter().map(|d| d.weight).sum::<f64>() - 1.0).abs() < 1e-9);
    let rise = ask(&changed(&all[0], 36, 3.0), &all[1..], 36).unwrap();
    assert_eq!(rise.verdict, Verdict::Worse);
    // A change moves the estimate by itself and nothing else.
    assert!((rise.effect - fall.effect - 6.0).abs() < 1e-9 && (width(&rise) - width(&fall)).abs() < 1e-9);
}

#[test]
fn nothing_planted_is_not_found_and_little_noise_rules_improvement_out() {
    let all = world(2, 31, 48);
    let answer = ask(&all[0], &all[1..], 36).unwrap();
    // Five out of fifty, the worthwhile improvement, is far outside the noise.
    assert_eq!(answer.verdict, Verdict::DidNot, "{answer:?}");
    let strict = Options { worthwhile: Some(0.01), ..Options::new(Good::Lower) };
    let panel = Panel { treated: &all[0], donors: &all[1..], change: 36 };
    let answer = did_it_work(&panel, &strict).unwrap();
    assert_eq!(answer.verdict, Verdict::CannotTell);
    assert!(matches!(answer.reasons[0], Reason::Undetectable { times } if times > 1.0));
}

#[test]
fn what_hits_all_is_no_effect() {
    let all: Vec<Series> = world(3, 31, 48).iter().map(|s| changed(s, 36, -20.0)).collect();
    let answer = ask(&all[0], &all[1..], 36).unwrap();
    assert!(answer.p > 0.05 && answer.effect.abs() < 2.0, "{answer:?}");
    assert!(answer.reasons.iter().any(|r| matches!(r, Reason::OthersMovedToo { share } if *share > 0.9)));
}

#[test]
fn holes_are_bridged_and_emptier_donors_named() {
    let mut all = world(4, 21, 40);
    all[0] = changed(&all[0], 30, -3.0);
    let plain = ask(&all[0], &all[1..], 30).unwrap();
    (all[0][5], all[3][33], all[4][7]) = (None, Some(f64::NAN), Some(f64::INFINITY));
    all[6][..20].fill(None);
    let answer = ask(&all[0], &all[1..], 30).unwrap();
    assert_eq!((answer.left_out.len(), answer.left_out[0].place, answer.months), (1, 5, (29, 10)));
    assert_eq!(answer.left_out[0].to_string(), "no figure in 19 of 39 months");
    assert!((answer.effect - plain.effect).abs() < 0.5 && answer.verdict == Verdict::Worked);
}

#[test]
fn what_cannot_be_said_has_a_name() {
    let all = world(5, 12, 30);
    let fault = |change| ask(&all[0], &all[1..], change).unwrap_err();
    assert_eq!(fault(11), Fault::TooFewBefore { have: 11 });
    assert_eq!(fault(11).to_string(), "11 months with a figure before the change; 12 are needed");
    assert_eq!(
        (fault(0), fault(30), fault(9_999)),
        (Fault::TooFewBefore { have: 0 }, Fault::NoneAfter, Fault::NoneAfter)
    );
    assert_eq!(ask(&all[0], &[], 20).unwrap_err(), Fault::TooFewDonors { have: 0 });
    assert_eq!(ask(&all[0], &[vec![None; 3]], 20).unwrap_err(), Fault::Lengths);
    let flat = vec![vec![Some(3.0); 30]; 8];
    assert_eq!(ask(&flat[0], &flat, 20).unwrap_err(), Fault::NoVariation);
    let silly = Options { confidence: 1.0, ..Options::new(Good::Higher) };
    let panel = Panel { treated: &all[0], donors: &all[1..], change: 20 };
    assert_eq!(did_it_work(&panel, &silly).unwrap_err(), Fault::Options);
}

#[test]
fn earlier_dates_are_tried_and_no_month_twice() {
    let all = world(6, 15, 60);
    let dates: Vec<usize> = ask(&all[0], &all[1..], 48).unwrap().in_time.iter().map(|d| d.change).collect();
    assert_eq!(dates, [36, 24, 12]);
    assert!(ask(&all[0], &all[1..], 12).unwrap().in_time.is_empty());
}

#[test]
fn restless_organisations_are_named() {
    let mut all = world(7, 25, 48);
    all[0] = changed(&all[0], 24, 6.0);
    let answer = ask(&all[0], &all[1..], 36).unwrap();
    assert!(
        answer.reasons.iter().any(|r| matches!(r, Reason::Restless { found, of: 2 } if *found > 0)),
        "{answer:?}"
    );
}

#[test]
fn among_hundreds_the_nearest_hundred_are_used() {
    let mut all = world(9, 20, 30);
    // Far more, and wilder, of which none may push out those that move alike.
    let wild = |i: usize, t: usize| Some(((i * 7_919 + t * 104_729) % 1_000) as f64);
    all.extend((0..300).map(|i| (0..30).map(|t| wild(i, t)).collect::<Series>()));
    all[0] = changed(&all[0], 20, -8.0);
    let answer = ask(&all[0], &all[1..], 20).unwrap();
    assert_eq!((answer.donors.len(), answer.left_out.len()), (100, 219));
    assert!(answer.left_out.iter().all(|left| left.place >= 19 && left.why == super::Why::Further));
}

proptest::proptest! {
    #[test]
    fn any_panel_gives_numbers_or_a_reason(
        flat in proptest::collection::vec(proptest::option::weighted(0.97, proptest::num::f64::ANY), 160),
        change in 0..30usize) {
        let rows: Vec<Series> = flat.chunks(20).map(<[_]>::to_vec).collect();
        check(&rows, change);
    }

    #[test]
    fn whole_numbers_too(flat in proptest::collection::vec(0..3u8, 200), change in 10..25usize, far in 0..60i32) {
        let rows: Vec<Series> =
            flat.chunks(25).map(|r| r.iter().map(|x| Some(f64::from(*x) * 10f64.powi(far))).collect()).collect();
        check(&rows, change);
    }

    #[test]
    fn moving_and_stretching_the_values_moves_and_stretches_the_answer(by in -50.0..50.0f64, times in 0.01..100.0f64) {
        let all = world(8, 12, 30);
        let other: Vec<Series> = all.iter().map(|s| s.iter().map(|x| x.map(|x| by + times * x)).collect()).collect();
        let (one, two) = (ask(&all[0], &all[1..], 20).unwrap(), ask(&other[0], &other[1..], 20).unwrap());
        assert!((two.effect - times * one.effect).abs() < 1e-6 * times && (two.p - one.p).abs() < 1e-6);
        assert!((width(&two) - times * width(&one)).abs() < 1e-6 * times);
    }
}

fn check(rows: &[Series], change: usize) {
    let panel = Panel { treated: &rows[0], donors: &rows[1..], change };
    if let Ok(answer) = ask(&rows[0], &rows[1..], change) {
        let mut all =
            vec![answer.effect, answer.interval.low, answer.interval.high, answer.p, answer.detectable];
        all.extend([answer.level_before, answer.level_after, answer.expected, answer.error_before.0]);
        all.extend(answer.donors.iter().flat_map(|d| [d.weight, d.placebo, d.score]));
        all.extend(answer.path.iter().flat_map(|m| [m.value, m.expected, m.range.map_or(0.0, |r| r.low)]));
        all.extend(answer.in_time.iter().flat_map(|d| [d.effect, d.p]));
        assert!(all.iter().all(|x| x.is_finite()), "{answer:?}");
    }
    if let Ok(p) = super::conformal::p_value(&panel, 0.0) {
        assert!(p > 0.0 && p <= 1.0);
    }
    if let Ok(answer) = classic(&panel) {
        let all = answer.path.iter().flat_map(|m| [m.1, m.2]).chain([answer.effect, answer.error_before]);
        assert!(all.chain(answer.p).chain(answer.ratio).all(f64::is_finite), "{answer:?}");
    }
}
