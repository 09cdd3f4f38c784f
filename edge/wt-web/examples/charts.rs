//! Writes every chart, made of invented figures, as one page to look at: `cargo run -p wt-web --example charts >
//! charts.html`.

use std::io::Write as _;

#[allow(dead_code, reason = "the pages use more of it")]
#[path = "../src/charts/mod.rs"]
mod charts;
#[allow(dead_code, reason = "the pages use more of it")]
#[path = "../src/say.rs"]
mod say;

use charts::{Bar, Chart, FunnelPlot, Order, Point, Ranked, Step, Trend, Waterfall};
use wt_benchmark::metric::Unit;
use wt_stats::funnel::{Funnel, Scale, TRIM};
use wt_stats::xmr::{Options, xmr};
use wt_units::{Month, Pence};

/// Invented names: long and short.
const NAMES: [&str; 14] = [
    "Alder Vale University Hospitals",
    "Brackenford, Millbrook and Easthaven University Hospitals",
    "Carrow Bridge",
    "Dunmere Integrated Care",
    "Eastmoor Royal Infirmary",
    "Fenwick and Marlow Hospitals",
    "Greywater",
    "Holloway Green University Hospital",
    "Inverleigh Specialist Orthopaedic",
    "Kingsmead and St Osyth",
    "Larkhill General",
    "Moorgate Health",
    "Northmarsh University Healthcare",
    "Oakham Cross Hospitals",
];

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let css = include_str!("../design/_charts.scss").lines().filter(|l| !l.starts_with("//"));
    writeln!(
        out,
        "<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>Charts</title><style>body{{margin:16px;font-family:\
         Arial,sans-serif;max-width:960px}}{}</style>",
        css.collect::<Vec<_>>().join("\n")
    )?;
    for (i, chart) in all().iter().enumerate() {
        writeln!(out, "<h2>{}</h2>{}<p>{}</p>", i + 1, chart.svg, chart.alt.replace('<', "&lt;"))?;
    }
    Ok(())
}

fn all() -> Vec<Chart> {
    vec![
        ranked(0.0, Some(2), Unit::Percent),
        ranked(0.8, Some(9), Unit::Percent),
        trend(30, false),
        trend(24, true),
        trend(8, false),
        funnel(),
        waterfall(Some(Pence::new(1_653_000_000_00))),
        waterfall(None),
    ]
}

/// A number from 0 to 1 that looks like chance and is the same each time.
fn noise(i: usize) -> f64 {
    let x = (i as f64 * 12.9898 + 4.1).sin() * 43_758.547;
    x - x.floor()
}

fn ranked(base: f64, own: Option<usize>, unit: Unit) -> Chart {
    let mut shares: Vec<f64> = (0..NAMES.len()).map(|i| base + 0.036 + 0.032 * noise(i)).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    let cut = |p| wt_stats::quantile(&shares, p).unwrap_or_default();
    let quartiles = [cut(0.25), cut(0.5), cut(0.75)];
    let bars = NAMES.iter().zip(&shares).enumerate().map(|(i, (name, share))| Bar {
        name: format!("{name} NHS Trust"),
        code: Some(format!("X{i:02}")),
        share: *share,
        interval: (i != 5)
            .then(|| (share - 0.003 - 0.003 * noise(i + 50), share + 0.003 + 0.003 * noise(i + 50))),
        own: own == Some(i),
    });
    let title = "Invented rate, Acute, 14 trusts, April 2024 to March 2025".to_owned();
    let order = Order::LeastFavourable;
    Ranked { title, unit, bars: bars.collect(), order, quartiles, peers: 16 }
        .chart(&format!("ranked{}", base * 10.0))
}

fn trend(n: usize, gaps: bool) -> Chart {
    let value = |i: usize| {
        let base = if gaps { 0.008 } else { 0.055 };
        let shift = if n > 20 && i > n - 8 { 0.006 } else { 0.0 };
        let spike = if i == 12 { 0.018 } else { 0.0 };
        (i != 5).then(|| base + shift + spike + 0.006 * noise(i + n) - if i == 3 { 0.009 } else { 0.0 })
    };
    let values: Vec<Option<f64>> = (0..n).map(value).collect();
    let peers = (0..n).map(|i| Some(0.05 + 0.004 * (i as f64 / 2.0).sin())).collect();
    let start = Month::new(2023, 4);
    let months = (0..n).filter_map(|i| Some(start?.plus(i32::try_from(i).ok()?)));
    Trend {
        title: format!("Invented rate over {n} months"),
        unit: Unit::Percent,
        gaps,
        months: months.collect(),
        control: xmr(&values, &Options::default()),
        values,
        peers: if gaps { Vec::new() } else { peers },
    }
    .chart(&format!("trend{n}"))
}

fn funnel() -> Chart {
    let pair = |i: usize| {
        let n = 120_000.0 + 3_600_000.0 * noise(i + 7).powi(2);
        let p = if i == 11 || i == 4 { 0.068 } else { 0.046 + 0.008 * noise(i + 90) };
        (n * p, n)
    };
    let pairs: Vec<(f64, f64)> = (0..24).map(pair).collect();
    let funnel = Funnel::new(&pairs, Scale::Proportion, TRIM);
    let points = pairs.iter().enumerate().map(|(i, (x, n))| Point {
        name: NAMES[i % NAMES.len()].to_owned(),
        label: Some(format!("X{i:02}")),
        size: *n,
        share: x / n,
        own: i == 11,
    });
    let points = points.collect();
    let funnel = funnel.unwrap_or_else(|| unreachable!("24 pairs make a funnel"));
    let (title, size_unit) = ("Invented rate by size".to_owned(), "FTE days available".to_owned());
    FunnelPlot { title, unit: Unit::Percent, size_unit, points, funnel }.chart("funnel")
}

fn waterfall(gap: Option<Pence>) -> Chart {
    let step = |label: &str, pence| Step { label: label.to_owned(), pounds: Pence::new(pence) };
    let steps =
        vec![step("Agency to bank", 310_000_000_00), step("Cash-releasing opportunities", 94_000_000_00)];
    let prefix = if gap.is_some() { "gap" } else { "nogap" };
    Waterfall { title: "Invented gap".into(), covers: "Region, 2026/27".into(), gap, steps }.chart(prefix)
}
