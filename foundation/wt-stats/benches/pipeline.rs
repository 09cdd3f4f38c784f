//! Speed of the whole pipeline: 35 organisations × 500 metrics × 60 months on one thread, asked for in a second.
#![allow(missing_docs, reason = "the macros of criterion write functions without words")]

use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::hint::black_box;
use wt_stats::fdr::{self, findings};
use wt_stats::funnel::{Funnel, Scale, TRIM};
use wt_stats::hierarchy::{Figures, Hierarchy, Level, Total, Worse, fit};
use wt_stats::xmr::{Label, bulk};

const ORGANISATIONS: usize = 35;
const METRICS: usize = 500;
const MONTHS: usize = 60;
/// The last year is compared.
const YEAR: usize = 12;

/// Events and cases by metric, organisation and month; spreads of 0 to 0.4 mixed.
fn made() -> Vec<(f64, f64)> {
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    let mut bell = move || (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
    let mut out = Vec::with_capacity(METRICS * ORGANISATIONS * MONTHS);
    for metric in 0..METRICS {
        for _ in 0..ORGANISATIONS {
            let n = (20.0 * (0.5 * bell()).exp()).round().max(2.0);
            let p = 1.0 / (1.0 + (2.0 - 0.1 * (metric % 5) as f64 * bell()).exp());
            let month = |b: f64| (n * p + (n * p * (1.0 - p)).sqrt() * b).round().clamp(0.0, n);
            out.extend((0..MONTHS).map(|_| (month(bell()), n)));
        }
    }
    out
}

/// Control charts of all series; returns how many end in a signal.
fn charts(figures: &[(f64, f64)]) -> usize {
    let shares: Vec<f64> = figures.iter().map(|(x, n)| x / n).collect();
    let mut labels = vec![Label::Common; shares.len()];
    let mut lines = vec![None; shares.len() / MONTHS];
    let mut flags = vec![0; MONTHS];
    bulk(&shares, MONTHS, true, &mut labels, &mut lines, &mut flags);
    labels.chunks_exact(MONTHS).filter(|l| l.last() != Some(&Label::Common)).count()
}

/// Sums of the last year, by metric.
fn years(figures: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    let year = |series: &[(f64, f64)]| {
        series[MONTHS - YEAR..].iter().fold((0.0, 0.0), |a, m| (a.0 + m.0, a.1 + m.1))
    };
    figures.chunks_exact(ORGANISATIONS * MONTHS).map(|m| m.chunks_exact(MONTHS).map(year).collect()).collect()
}

fn hierarchy(years: &[Vec<(f64, f64)>]) -> Hierarchy {
    fit(&years.iter().map(|m| Figures::Proportions(m)).collect::<Vec<_>>())
}

/// Every estimate, gap and pound, and the total.
fn pounds(fitted: &Hierarchy, years: &[Vec<(f64, f64)>]) -> Total {
    let mut totals = Vec::new();
    for (metric, year) in fitted.metrics.iter().zip(years) {
        let Ok(metric) = metric else { continue };
        let against = metric.against(Level::BestQuartile, Worse::Higher);
        for unit in 0..ORGANISATIONS {
            black_box((metric.estimate(unit, 0.9).ok(), against.gap(unit, 0.9).ok()));
        }
        let weights: Vec<f64> = year.iter().map(|y| y.1).collect();
        totals.extend(against.total(&weights, 0.9));
    }
    Total::sum(totals, 0.9)
}

fn signals(years: &[Vec<(f64, f64)>]) -> usize {
    let score = |year: &Vec<(f64, f64)>| {
        let funnel = Funnel::new(year, Scale::Proportion, TRIM);
        year.iter().map(|(x, n)| Some(funnel.as_ref()?.standing(*x, *n)?.z)).collect::<Vec<_>>()
    };
    let scores: Vec<Option<f64>> = years.iter().flat_map(score).collect();
    findings(&scores, &fdr::Options::default()).map_or(0, |f| f.listed.len())
}

fn benches(c: &mut Criterion) {
    let figures = made();
    let summed = years(&figures);
    let fitted = hierarchy(&summed);
    let mut group = c.benchmark_group("35 organisations × 500 metrics × 60 months");
    group.sample_size(10);
    group.bench_function("control charts", |b| b.iter(|| charts(black_box(&figures))));
    group.bench_function("hierarchy", |b| b.iter(|| hierarchy(black_box(&summed))));
    group.bench_function("false discovery rate", |b| b.iter(|| signals(black_box(&summed))));
    group.bench_function("pounds", |b| b.iter(|| pounds(black_box(&fitted), &summed)));
    group.bench_function("whole pipeline", |b| {
        b.iter(|| {
            let summed = years(black_box(&figures));
            let fitted = hierarchy(&summed);
            (charts(&figures), signals(&summed), pounds(&fitted, &summed))
        });
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
