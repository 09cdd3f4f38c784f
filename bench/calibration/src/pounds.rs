//! Pounds: what is claimed against what is true, and how often the interval holds it.
//!
//! 35 trusts, an event rate of 12%, log-normal sizes, true logits normal with a spread of 0, 0.1, 0.2 or 0.4 (§4). Truth
//! is the sum over trusts of denominator × (true rate − quartile of true rates) where positive. Spend is that of all events.

use wt_stats::hierarchy::{Figures, Level, Shrunk, Total, Worse, fit};
use wt_stats::quantile;

use crate::draw::Draw;

mod oracle;
mod wavering;

use oracle::oracle;

const TRUSTS: usize = 35;
const RATE: f64 = 0.12;
/// Standard deviation of the logarithm of sizes.
const SIZES: f64 = 0.5;
const CONFIDENCE: f64 = 0.9;
const METRICS: usize = 400;

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
    oracle: f64,
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
        let ratio = |x: f64| if self.truth > 0.0 { format!("{:.3}", x / self.truth) } else { "-".into() };
        println!(
            "| {name} | {:.1} | {:.2} | {:.2} ± {:.2} | {} | {} | {} | {} | {} |",
            percent(self.raw),
            percent(self.truth),
            percent(claimed),
            100.0 * error(&self.ours),
            ratio(claimed),
            if self.oracle > 0.0 {
                format!("{:.2} ({})", percent(self.oracle), ratio(self.oracle))
            } else {
                "-".into()
            },
            self.total.say(),
            self.gap.say(),
            self.excess.say(),
        );
    }
}

fn head(title: &str) {
    println!("\n{title}\n");
    println!(
        "| metrics | raw gap (peer), % of spend | truth | claimed | claimed/true | oracle | metric's interval holds % | gap's | excess's |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
}

/// What is simulated in one block of the table.
#[derive(Clone, Copy)]
struct Scene {
    name: &'static str,
    typical: f64,
    spreads: &'static [f64],
    level: Level,
    outliers: bool,
    /// Events that count many days, in months that hang together.
    wavering: bool,
    /// Regions of 400 metrics, each fitted by itself.
    regions: u64,
}

impl Scene {
    fn run(&self) {
        let mut each: Vec<Tally> = self.spreads.iter().map(|_| Tally::default()).collect();
        let mut whole = Tally::default();
        let mut held = 0;
        for region in 0..self.regions {
            let before = (whole.truth, whole.spend);
            let sum = self.region(region, &mut each, &mut whole);
            let truth = whole.truth - before.0;
            // A ten-thousandth of spend is nothing.
            let close = 1e-4 * (whole.spend - before.1);
            held += u32::from(sum.interval.low <= truth + close && truth <= sum.interval.high + close);
        }
        for (spread, tally) in self.spreads.iter().zip(&each) {
            tally.line(&format!("{} {}, spread {spread}", self.name, self.typical));
        }
        if self.spreads.len() > 1 {
            whole.line(&format!("{} {}, all", self.name, self.typical));
        }
        println!("| its sums over 400 metrics: {held} of {} intervals hold | | | | | | | | |", self.regions);
    }

    fn region(&self, region: u64, each: &mut [Tally], whole: &mut Tally) -> Total {
        let mut draw = Draw::new(1000 * region + self.typical as u64);
        let kinds = self.spreads.len();
        let spread = |j: usize| self.spreads[j % kinds];
        let (all, calm): (Vec<Made>, Vec<Vec<(f64, f64)>>) = if self.wavering {
            let (all, scatters): (Vec<Made>, Vec<_>) =
                (0..METRICS).map(|j| wavering::made(&mut draw, self, spread(j))).unzip();
            let calm = wavering::calm(&all, &scatters);
            (all, calm)
        } else {
            let all: Vec<Made> =
                (0..METRICS).map(|j| made(&mut draw, self.typical, spread(j), self.outliers)).collect();
            let pairs = all.iter().map(|m| m.pairs.clone()).collect();
            (all, pairs)
        };
        let figures: Vec<Figures<'_>> = calm.iter().map(|p| Figures::Proportions(p)).collect();
        let mut totals = Vec::new();
        for (j, (made, fitted)) in all.iter().zip(&fit(&figures).metrics).enumerate() {
            let Ok(fitted) = fitted else { continue };
            let tally = &mut each[j % kinds];
            tally.add(made, fitted, self.level);
            if kinds > 1 && !self.outliers {
                let p = if self.level == Level::Median { 0.5 } else { 0.25 };
                let claimed = oracle(&mut draw, made, self.spreads, p);
                tally.oracle += claimed;
                whole.oracle += claimed;
            }
            totals.extend(whole.add(made, fitted, self.level));
        }
        Total::sum(totals, CONFIDENCE)
    }
}

/// Prints the tables.
pub fn simulate() {
    println!(
        "\n## Pounds (bars: claimed/true 0.9 to 1.1 where spread ≥ 0.1; ≤ 1% of spend at spread 0; the 90% interval holds 87 to 93%)"
    );
    let both =
        |scene: Scene| [150.0, 1100.0].into_iter().for_each(|typical| Scene { typical, ..scene }.run());
    let alike = Scene {
        name: "about",
        typical: 150.0,
        spreads: &[0.0],
        level: Level::BestQuartile,
        outliers: false,
        wavering: false,
        regions: 4,
    };
    head("To the best quartile, every metric of a region of the same spread");
    for spreads in [&[0.0], &[0.1], &[0.2], &[0.4]] {
        both(Scene { spreads, ..alike });
    }
    let mixed = Scene { name: "mixed, about", spreads: &[0.0, 0.1, 0.2, 0.4], regions: 2, ..alike };
    head("To the best quartile, metrics of four spreads in a region");
    both(mixed);
    head("To the median, metrics of four spreads in a region");
    both(Scene { level: Level::Median, ..mixed });
    head("To the best quartile, an event counts twenty days and months hang together");
    for spreads in [&[0.0], &[0.1], &[0.2], &[0.4]] {
        both(Scene { name: "wavering, about", spreads, wavering: true, regions: 1, ..alike });
    }
    head("To the best quartile, a tenth of the trusts planted four spreads away");
    for spreads in [&[0.1], &[0.2], &[0.4]] {
        both(Scene { name: "outliers, about", spreads, outliers: true, regions: 1, ..alike });
    }
}
