//! Charts of made-up structs: figures are chosen here, none is real.

use wt_benchmark::metric::Unit;
use wt_stats::funnel::{Funnel, Scale, TRIM};
use wt_stats::xmr::{Options, xmr};
use wt_units::{Month, Pence};

use super::*;

fn ranked_of(n: usize, own: Option<usize>) -> Chart {
    let bars = (0..n).map(|i| Bar {
        name: format!("<Trust & {i}> NHS Trust"),
        code: Some(format!("X{i:02}")),
        share: 0.07 - 0.0005 * i as f64,
        interval: Some((0.03, 0.08)),
        own: own == Some(i),
    });
    let (title, quartiles) = ("Made-up".to_owned(), [0.04, 0.05, 0.06]);
    let order = Order::LeastFavourable;
    Ranked { title, unit: Unit::Percent, bars: bars.collect(), order, quartiles, peers: n }.chart("r")
}

fn trend_of(values: &[Option<f64>]) -> Chart {
    let start: Month = "2023-04".parse().unwrap();
    let months = (0..values.len()).map(|i| start.plus(i32::try_from(i).unwrap()));
    Trend {
        title: "Made-up".into(),
        unit: Unit::Percent.into(),
        gaps: false,
        times: Times::Months(months.collect()),
        values: values.to_vec(),
        peers: vec![Some(0.05); values.len()],
        control: Control::Rules(xmr(values, &Options::default())),
    }
    .chart("t")
}

fn funnel_of() -> Chart {
    let made: Vec<(f64, f64)> =
        (1..=20).map(|i| (f64::from(i) * 5.0 + f64::from(i % 3), f64::from(i) * 100.0)).collect();
    let mut pairs = made;
    pairs.push((400.0, 1500.0));
    let funnel = Funnel::new(&pairs, Scale::Proportion, TRIM).unwrap();
    let points = pairs.iter().enumerate().map(|(i, (x, n))| Point {
        name: format!("Trust {i}"),
        label: Some(format!("Y{i:02}")),
        size: *n,
        share: x / n,
        own: i == 20,
        elsewhere: i < 2,
    });
    let points = points.collect();
    FunnelPlot {
        title: "Made-up".into(),
        unit: Unit::Percent.into(),
        size_unit: "days".into(),
        who: "Peers",
        points,
        limits: Limits::Peer(funnel),
    }
    .chart("f")
}

fn waterfall_of(gap: Option<Pence>) -> Chart {
    let steps = vec![Step { label: "Agency".into(), pounds: Pence::new(120_000_000) }];
    Waterfall { title: "Gap".into(), covers: "Region, 2026/27".into(), gap, steps }.chart("w")
}

fn caterpillar_of(n: usize) -> Chart {
    let item = |i: usize| Item {
        name: format!("<Unit & {i}>"),
        value: 0.1 + 0.004 * i as f64,
        interval: Some((0.08 + 0.004 * i as f64, 0.13 + 0.004 * i as f64)),
        benchmark: i.is_multiple_of(2).then_some(0.11),
        stand: if i > 9 { Stand::Worse } else { Stand::Similar },
        label: if i > 9 { "Worse" } else { "Similar" },
        last: format!("{} (1–{n})", i + 1),
    };
    Caterpillar {
        title: "Made-up".into(),
        unit: Measure::Plain(100.0),
        items: (0..n).map(item).collect(),
        benchmark: Some((0.1, "Best quartile".into())),
        own_benchmarks: Some("Best five of ten".into()),
        interval: "95% interval".into(),
        last: "Rank".into(),
    }
    .chart("c")
}

fn all() -> Vec<Chart> {
    let values: Vec<Option<f64>> = (0..24)
        .map(|i| (i != 7).then_some(if i == 20 { 0.09 } else { 0.05 + 0.001 * f64::from(i % 2) }))
        .collect();
    vec![
        ranked_of(21, Some(3)),
        trend_of(&values),
        funnel_of(),
        caterpillar_of(12),
        waterfall_of(Some(Pence::new(500_000_000))),
    ]
}

/// Whether every element is closed in its turn; no attribute of ours holds a bracket.
fn is_balanced(xml: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let Some((tag, _)) = tag.split_once('>') else { return false };
        let name = tag.split(' ').next().unwrap_or_default();
        if let Some(closed) = name.strip_prefix('/') {
            if open.pop() != Some(closed) {
                return false;
            }
        } else if !tag.ends_with('/') && !name.starts_with('?') {
            open.push(name);
        }
    }
    open.is_empty()
}

#[test]
fn charts_are_whole_named_and_free_of_inline_styles() {
    for chart in all() {
        for xml in [&chart.svg, &chart.standalone()] {
            assert!(is_balanced(xml), "{xml}");
            assert!(!xml.contains("style=") && !xml.contains("NaN") && !xml.contains("inf"), "{xml}");
            assert!(!xml.contains("<Trust") && !xml.contains("<Unit"), "names are escaped");
        }
        assert_eq!(chart.svg.matches(r#"role="img""#).count(), 2);
        let ids: Vec<&str> = chart.svg.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!((ids.len(), unique.len()), (4, 4), "{ids:?}");
        assert!(chart.table.rows.iter().all(|r| r.len() == chart.table.columns.len()));
        assert!(!chart.standalone().contains("paint-order") && !chart.standalone().contains("class="));
        assert!(chart.standalone().contains("xmlns=\"http://www.w3.org/2000/svg\""));
    }
}

#[test]
fn text_is_no_smaller_than_the_size_says() {
    for chart in all() {
        for size in chart.svg.split("font-size=\"").skip(1).filter_map(|s| s.split('"').next()) {
            assert!(size == "15" || size == "13", "{size}");
        }
    }
}

#[test]
fn many_rows_are_cut_around_the_own_one_and_that_is_said() {
    let chart = ranked_of(60, Some(30));
    assert!(chart.alt.contains("Places 24 to 38 of 60 are drawn"), "{}", chart.alt);
    assert_eq!((chart.table.rows.len(), chart.svg.matches("(X23)").count()), (60, 2));
    assert!(!chart.svg.contains("(X22)"));
    assert!(!ranked_of(40, None).alt.contains("are drawn"));
}

#[test]
fn short_series_have_no_limits_and_missing_months_break_the_line() {
    let short = trend_of(&[Some(0.05), Some(0.06), None, Some(0.05), Some(0.07)]);
    assert!(short.alt.contains("takes ten") && !short.svg.contains("Limits"), "{}", short.alt);
    assert_eq!(short.table.rows[2], ["June 2023", "missing", "5.0%", "none"]);
    let steady: Vec<Option<f64>> = (0..12).map(|i| Some(0.05 + 0.002 * f64::from(i % 2))).collect();
    assert!(trend_of(&steady).svg.contains("(provisional)"));
    let chart = &all()[1];
    assert!(chart.alt.contains("special cause variation, the last above the upper limit"), "{}", chart.alt);
    assert!(chart.svg.contains("Above limit") && chart.svg.contains("Special cause, high"));
}

#[test]
fn the_funnel_labels_who_lies_outside() {
    let chart = funnel_of();
    assert!(
        chart.alt.contains("2 of the points, drawn small, are peers that are not in the list"),
        "{}",
        chart.alt
    );
    assert!(chart.svg.contains("Peers without a row"));
    assert!(chart.alt.starts_with("Trust 20 (Y20) lies outside the 99.8% limits."), "{}", chart.alt);
    assert!(chart.svg.contains(">Y20</text>") && !chart.svg.contains(">Y05</text>"));
}

#[test]
fn a_waterfall_without_a_gap_says_so_and_one_with_ends_at_what_is_left() {
    assert!(waterfall_of(None).alt.starts_with("No gap is loaded"));
    let chart = waterfall_of(Some(Pence::new(500_000_000)));
    assert_eq!(chart.table.rows.last().unwrap(), &["Left", "£3.8m"]);
    assert!(chart.alt.contains("leave £3.8 million"), "{}", chart.alt);
    assert!(waterfall_of(Some(Pence::new(100_000_000))).alt.contains("more than the gap, by £200,000"));
}

#[test]
fn nothing_to_draw_is_a_sentence() {
    for chart in [ranked_of(0, None), trend_of(&[None, None]), trend_of(&[])] {
        assert!(chart.svg.contains("There are no figures to draw."), "{}", chart.svg);
    }
}

#[test]
fn names_lose_what_all_share() {
    assert_eq!(short("Barts Health NHS Trust"), "Barts Health");
    assert_eq!(short("Homerton Healthcare NHS FOUNDATION TRUST"), "Homerton Healthcare");
    assert_eq!((short(" NHS Trust"), short("Île é Trust")), (" NHS Trust", "Île é Trust"));
}

/// Places of points (triangles, diamonds and dots) or of words on a plot, in order.
fn places<'a>(xml: &'a str, start: &'a str, y: &'a str, held: &'a str) -> Vec<(f64, f64)> {
    let number = |s: &str| s.split(['"', ' ', 'L']).next().unwrap_or_default().parse::<f64>().unwrap();
    let element = |e: &&str| e.split_once('>').is_some_and(|(tag, _)| tag.contains(held));
    let after = |e: &str| number(e.split_once(y).unwrap().1);
    xml.split(start).skip(1).filter(element).map(|e| (number(e), after(e))).collect()
}

#[test]
fn words_of_a_rule_never_hide_a_point() {
    // A shift, a point above the limit in it, and two near the limit right after: words of three rules in a crowd.
    let tail = [0.0585, 0.059, 0.0595, 0.060, 0.0595, 0.066, 0.0635, 0.0645];
    let values = (0..22).map(|i| 0.0545 + 0.0025 * f64::from(i % 2)).chain(tail).map(Some);
    let chart = trend_of(&values.collect::<Vec<_>>());
    let mut said = 0;
    for (xml, font) in chart.svg.split("<svg").skip(1).zip([15.0, 13.0]) {
        let words = places(xml, "<text x=\"", " y=\"", "paint-order");
        let dots = places(xml, "<circle cx=\"", " cy=\"", "stroke-width");
        // The tip of a triangle stands for it.
        let tips = places(xml, "<path d=\"M", " ", "Z\"");
        said += words.len();
        for (x, y) in dots.into_iter().chain(tips) {
            // The middle of the words is the least that must stay clear.
            let hides =
                |(wx, wy): &(f64, f64)| (wx - x).abs() < 20.0 && y > wy - font * 0.8 && y < wy + font * 0.2;
            assert!(!words.iter().any(hides), "point at {x}, {y}: {words:?}");
        }
    }
    assert!(said >= 2, "some rule is said in words");
}

#[test]
fn a_change_is_drawn_with_what_was_expected() {
    let start: Month = "2023-04".parse().unwrap();
    let months: Vec<Month> = (0..20).map(|i| start.plus(i)).collect();
    let values = (0..20).map(|i| (i != 3).then_some(if i < 14 { 0.05 } else { 0.03 })).collect();
    let line = |i: usize| Line { centre: 0.05, limits: (i >= 14).then_some((0.045, 0.055)) };
    let expected = (0..20).map(|i| (i != 3).then(|| line(i))).collect();
    let title = "Made-up".to_owned();
    let chart = Effect {
        title,
        unit: Unit::Percent.into(),
        times: Times::Months(months),
        values,
        expected,
        change: 14,
    }
    .chart("e");
    assert_eq!(
        chart.alt,
        "Since June 2024, 6 of 6 months lie outside the range in which they would be expected without the change."
    );
    assert_eq!(chart.table.rows[3][1..], ["missing", "missing", "–"]);
    assert_eq!(chart.table.rows[14][1..], ["3.0%", "5.0%", "4.5% to 5.5%"]);
    assert!(chart.svg.contains(">Change<") && !chart.svg.contains("NaN"));
}

#[test]
fn a_sheet_holds_charts_one_below_the_other_and_their_source() {
    let charts = all();
    let xml = sheet(&charts, Some("Source: <made up>"));
    assert!(is_balanced(&xml) && xml.contains("Source: &lt;made up&gt;"));
    assert_eq!(xml.matches(">Made-up</text>").count(), 4);
    // The white edge of letters lies below them, as a text of its own.
    assert_eq!(xml.matches(">Y20</text>").count(), 2);
    assert!(caterpillar_of(100).alt.contains("The first 80 are drawn"));
    assert!(caterpillar_of(12).alt.contains("Similar: 10, Worse: 2"), "{}", caterpillar_of(12).alt);
}
