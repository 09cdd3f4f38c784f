//! Pounds: what is claimed against what is true, and how often the interval holds it.
//!
//! 35 trusts, an event rate of 12%, log-normal sizes, true logits normal with a spread of 0, 0.1, 0.2 or 0.4 (§4). Truth
//! is the sum over trusts of denominator × (true rate − quartile of true rates) where positive. Spend is that of all events.

use wt_stats::hierarchy::{Figures, Level, Shrunk, Total, Worse, fit};
use wt_stats::quantile;

use crate::draw::Draw;

const TRUSTS: usize = 35;
const RATE: f64 = 0.12;
/// Standard deviation of the logarithm of sizes.
const SIZES: f64 = 0.5;
const CONFIDENCE: f64 = 0.9;

/// One simulated metric.
struct Made {
    spread: f64,
    pairs: Vec<(f64, f64)>,
    truth: Vec<f64>,
}

fn made(draw: &mut Draw, typical: f64, spread: f64, outliers: bool) -> Made {
    let centre = (RATE / (1.0 - RATE)).ln();
    let mut pairs = Vec::with_capacity(TRUSTS);
    let mut truth = Vec::with_capacity(TRUSTS);
    for i in 0..TRUSTS {
        let size = (typical * (SIZES * draw.normal()).exp()).round().max(10.0);
        // A tenth of the trusts four spreads away, on either side.
        let planted =
            if outliers && i % 10 == 0 { 4.0 * spread * if i % 20 == 0 { 1.0 } else { -1.0 } } else { 0.0 };
        let p = 1.0 / (1.0 + (-(centre + spread * draw.normal() + planted)).exp());
        pairs.push((draw.binomial(size as u32, p), size));
        truth.push(p);
    }
    Made { spread, pairs, truth }
}

/// Excess over the best quartile of the given rates, times denominators.
fn excess(rates: &[f64], pairs: &[(f64, f64)], level: f64) -> f64 {
    let target = quantile(rates, level).unwrap_or(f64::NAN);
    rates.iter().zip(pairs).map(|(p, (_, n))| n * (p - target).max(0.0)).sum()
}

/// Sums over the metrics of one true spread.
#[derive(Default)]
struct Tally {
    metrics: f64,
    spend: f64,
    truth: f64,
    ours: Vec<f64>,
    raw: f64,
    total: Hits,
    gap: Hits,
    excess: Hits,
}

#[derive(Default)]
struct Hits {
    held: f64,
    of: f64,
    /// Shares held in each metric, for a standard error that knows units of a metric share their target.
    each: Vec<f64>,
}

impl Hits {
    fn add(&mut self, held: &[bool]) {
        let count = held.iter().filter(|h| **h).count() as f64;
        self.held += count;
        self.of += held.len() as f64;
        if !held.is_empty() {
            self.each.push(count / held.len() as f64);
        }
    }

    fn say(&self) -> String {
        if self.of == 0.0 {
            return "-".into();
        }
        format!("{:.1} ± {:.1}", 100.0 * self.held / self.of, 100.0 * error(&self.each))
    }
}

/// Standard error of a mean.
fn error(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0) / n).sqrt()
}

impl Tally {
    fn add(&mut self, made: &Made, fitted: &Shrunk, level: Level) -> Option<Total> {
        let p = if level == Level::Median { 0.5 } else { 0.25 };
        let weights: Vec<f64> = made.pairs.iter().map(|p| p.1).collect();
        let against = fitted.against(level, Worse::Higher);
        let total = against.total(&weights, CONFIDENCE)?;
        let truth = excess(&made.truth, &made.pairs, p);
        let observed: Vec<f64> = made.pairs.iter().map(|(x, n)| x / n).collect();
        let target = quantile(&made.truth, p)?;
        self.metrics += 1.0;
        let spend = weights.iter().zip(&made.truth).map(|(n, p)| n * p).sum::<f64>();
        self.spend += spend;
        self.truth += truth;
        self.ours.push((total.mean - truth) / spend);
        self.raw += excess(&observed, &made.pairs, p);
        let inside = |i: wt_stats::Interval, x: f64| i.low - 1e-9 <= x && x <= i.high + 1e-9;
        self.total.add(&[inside(total.interval, truth)]);
        let gaps: Vec<(wt_stats::hierarchy::Gap, f64)> = made
            .truth
            .iter()
            .enumerate()
            .filter_map(|(i, p)| Some((against.gap(i, CONFIDENCE).ok()?, p - target)))
            .collect();
        if made.spread > 0.0 {
            self.gap.add(&gaps.iter().map(|(g, t)| inside(g.interval, *t)).collect::<Vec<_>>());
            // Where no excess is all but certain there is nothing to hold.
            let open = gaps.iter().filter(|(g, _)| g.excess_interval.high > 0.0);
            self.excess.add(&open.map(|(g, t)| inside(g.excess_interval, t.max(0.0))).collect::<Vec<_>>());
        }
        Some(total)
    }

    fn line(&self, name: &str) {
        let claimed: f64 = self.truth + self.ours.iter().sum::<f64>() * self.spend / self.metrics;
        let percent = |x: f64| 100.0 * x / self.spend;
        println!(
            "| {name} | {:.1} | {:.2} | {:.2} ± {:.2} | {} | {} | {} | {} |",
            percent(self.raw),
            percent(self.truth),
            percent(claimed),
            100.0 * error(&self.ours),
            if self.truth > 0.0 { format!("{:.3}", claimed / self.truth) } else { "-".into() },
            self.total.say(),
            self.gap.say(),
            self.excess.say(),
        );
    }
}

fn head(title: &str) {
    println!("\n{title}\n");
    println!(
        "| metrics | raw gap, % of spend | truth | claimed | claimed/true | metric's interval holds % | gap's | excess's |"
    );
    println!("|---|---|---|---|---|---|---|---|");
}

fn run(seed: u64, typical: f64, spreads: &[f64], metrics: usize, level: Level, outliers: bool, name: &str) {
    let mut draw = Draw::new(seed);
    let all: Vec<Made> =
        (0..metrics).map(|j| made(&mut draw, typical, spreads[j % spreads.len()], outliers)).collect();
    let figures: Vec<Figures<'_>> = all.iter().map(|m| Figures::Proportions(&m.pairs)).collect();
    let fitted = fit(&figures);
    let mut each: Vec<Tally> = spreads.iter().map(|_| Tally::default()).collect();
    let mut whole = Tally::default();
    let mut totals = Vec::new();
    for (j, (made, fitted)) in all.iter().zip(&fitted.metrics).enumerate() {
        if let Ok(fitted) = fitted {
            each[j % spreads.len()].add(made, fitted, level);
            totals.extend(whole.add(made, fitted, level).map(|t| (t.mean, t.sd)));
        }
    }
    for (spread, tally) in spreads.iter().zip(&each) {
        tally.line(&format!("{name} {typical}, spread {spread}"));
    }
    if spreads.len() > 1 {
        whole.line(&format!("{name} {typical}, all"));
    }
    let sum = Total::sum(totals, CONFIDENCE);
    println!(
        "| sum of all | | {:.2} | {:.2} | {:.2} to {:.2} | | | |",
        100.0 * whole.truth / whole.spend,
        100.0 * sum.mean / whole.spend,
        100.0 * sum.interval.low / whole.spend,
        100.0 * sum.interval.high / whole.spend,
    );
}

/// Prints the tables.
pub fn simulate() {
    println!(
        "\n## Pounds (bars: claimed/true 0.9 to 1.1 where spread ≥ 0.1; ≤ 1% of spend at spread 0; the 90% interval holds 87 to 93%)"
    );
    head("To the best quartile, every metric of the same spread, 400 metrics");
    for typical in [150.0, 1100.0] {
        for spread in [0.0, 0.1, 0.2, 0.4] {
            run(1, typical, &[spread], 400, Level::BestQuartile, false, "about");
        }
    }
    head("To the best quartile, metrics of four spreads mixed, 400 metrics");
    for typical in [150.0, 1100.0] {
        run(2, typical, &[0.0, 0.1, 0.2, 0.4], 400, Level::BestQuartile, false, "mixed, about");
    }
    head("To the median, metrics of four spreads mixed, 400 metrics");
    for typical in [150.0, 1100.0] {
        run(3, typical, &[0.0, 0.1, 0.2, 0.4], 400, Level::Median, false, "mixed, about");
    }
    head("To the best quartile, a tenth of the trusts planted four spreads away");
    for typical in [150.0, 1100.0] {
        run(4, typical, &[0.1, 0.2, 0.4], 300, Level::BestQuartile, true, "outliers, about");
    }
}
