//! Comparisons with a benchmark that was chosen by its figures, and intervals of ranks.
//!
//! 35 units of unlike sizes, best quartile of all and best five of ten others; proportions of 12%, counts about 20, means.
//! The naive reading is the peers': the value's own interval against the benchmark, taken as known.

use wt_stats::hierarchy::{Figures, Worse};
use wt_stats::quantile;
use wt_stats::selection::{Options, Peers, Rule, against_selected, rank_intervals};

use crate::draw::Draw;

const UNITS: usize = 35;
const SIMILAR: usize = 10;
const RUNS: usize = 200;
const CENTRE: f64 = 0.12;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Proportions,
    Rates,
    Means,
}

/// How units truly differ; spreads are in logits, logarithms, or standard errors of a middling mean.
#[derive(Debug, Clone, Copy)]
enum Spread {
    Normal(f64),
    /// A fifth of the units stands ahead by so much, the rest are alike.
    Ahead(f64),
}

impl Spread {
    fn of(self, unit: usize, draw: &mut Draw) -> f64 {
        match self {
            Self::Normal(sd) => sd * draw.normal(),
            Self::Ahead(by) => {
                if unit.is_multiple_of(5) {
                    -by
                } else {
                    0.0
                }
            }
        }
    }

    fn words(self) -> String {
        match self {
            Self::Normal(0.0) => "none".to_owned(),
            Self::Normal(sd) => format!("normal, {sd}"),
            Self::Ahead(by) => format!("a fifth ahead by {by}"),
        }
    }
}

const WORLDS: [(Kind, Spread); 13] = [
    (Kind::Proportions, Spread::Normal(0.0)),
    (Kind::Proportions, Spread::Normal(0.1)),
    (Kind::Proportions, Spread::Normal(0.2)),
    (Kind::Proportions, Spread::Normal(0.4)),
    (Kind::Rates, Spread::Normal(0.0)),
    (Kind::Rates, Spread::Normal(0.2)),
    (Kind::Rates, Spread::Normal(0.4)),
    (Kind::Means, Spread::Normal(0.0)),
    (Kind::Means, Spread::Normal(1.0)),
    (Kind::Means, Spread::Normal(3.0)),
    (Kind::Means, Spread::Ahead(2.0)),
    (Kind::Means, Spread::Ahead(4.0)),
    (Kind::Means, Spread::Ahead(8.0)),
];

/// One group: figures, true values, and half the width of the value's own interval at z = 1.
struct Group {
    pairs: Vec<(f64, f64)>,
    truth: Vec<f64>,
    error: Vec<f64>,
}

impl Group {
    fn draw(kind: Kind, spread: Spread, draw: &mut Draw) -> Self {
        let mut group = Self { pairs: Vec::new(), truth: Vec::new(), error: Vec::new() };
        for unit in 0..UNITS {
            let (size, apart) = ((0.5 * draw.normal()).exp(), spread.of(unit, draw));
            let (pair, truth, error) = match kind {
                Kind::Proportions => {
                    let n = (300.0 * size).ceil();
                    let odds = CENTRE / (1.0 - CENTRE) * apart.exp();
                    let p = odds / (1.0 + odds);
                    let x = draw.binomial(n as u32, p);
                    ((x, n), p, (x / n * (1.0 - x / n) / n).sqrt())
                }
                Kind::Rates => {
                    let (n, rate) = (20.0 * size, apart.exp());
                    let x = draw.poisson(n * rate);
                    ((x, n), rate, x.sqrt() / n)
                }
                Kind::Means => {
                    let se = size.sqrt();
                    ((10.0 + apart + se * draw.normal(), se), 10.0 + apart, se)
                }
            };
            group.pairs.push(pair);
            group.truth.push(truth);
            group.error.push(error);
        }
        group
    }

    fn figures(&self, kind: Kind) -> Figures<'_> {
        match kind {
            Kind::Proportions => Figures::Proportions(&self.pairs),
            Kind::Rates => Figures::Rates(&self.pairs),
            Kind::Means => Figures::Means(&self.pairs),
        }
    }

    fn value(&self, kind: Kind, unit: usize) -> f64 {
        let (x, n) = self.pairs[unit];
        if kind == Kind::Means { x } else { x / n }
    }
}

/// The benchmark of values, less being better.
fn benchmark(rule: Rule, mut values: Vec<f64>) -> f64 {
    match rule {
        Rule::BestQuartile => quantile(&values, 0.25).unwrap_or(f64::NAN),
        Rule::BestOf(best) => {
            values.sort_by(f64::total_cmp);
            values.iter().take(best).sum::<f64>() / best as f64
        }
        Rule::Median => quantile(&values, 0.5).unwrap_or(f64::NAN),
    }
}

/// How often, of how many.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    times: f64,
    of: f64,
}

impl Share {
    fn add(&mut self, happened: bool) {
        self.times += f64::from(u8::from(happened));
        self.of += 1.0;
    }

    fn words(self) -> String {
        if self.of < 50.0 { "–".to_owned() } else { format!("{:.1}", 100.0 * self.times / self.of) }
    }

    /// Simulation error, units of a group taken as dependent: per group.
    fn error(self) -> f64 {
        let p = self.times / self.of.max(1.0);
        100.0 * (p * (1.0 - p) / self.of.max(1.0)).sqrt()
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Reading {
    /// Flagged worse (two-sided 5%) though not worse than the true benchmark.
    wrong: Share,
    /// Flagged worse where it is.
    found: Share,
    /// The 90% interval holds the true gap.
    covers: Share,
}

impl Reading {
    fn add(&mut self, gap: f64, flagged: bool, low: f64, high: f64) {
        let of = if gap > 1e-9 { &mut self.found } else { &mut self.wrong };
        of.add(flagged);
        self.covers.add((low..=high).contains(&gap));
    }
}

/// Prints both tables.
pub fn simulate() {
    chosen();
    ranks();
}

fn chosen() {
    println!(
        "\n## A chosen benchmark (bars: flagged worse though not worse ≤ 5%; 90% intervals of gaps cover ≥ 90%)\n"
    );
    println!(
        "| benchmark | figures | true spread | wrongly worse, % | naive | se | found, % | naive | covered, % | naive | benchmark off, % | observed |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (rule, words) in [(Rule::BestQuartile, "best quartile"), (Rule::BestOf(5), "best five of ten")] {
        for (seed, (kind, spread)) in WORLDS.into_iter().enumerate() {
            row(rule, words, kind, spread, &mut Draw::new(900 + seed as u64));
        }
    }
}

fn row(rule: Rule, words: &str, kind: Kind, spread: Spread, draw: &mut Draw) {
    let (mut ours, mut naive) = (Reading::default(), Reading::default());
    let (mut off, mut observed, mut true_sum) = (0.0, 0.0, 0.0);
    let options = Options { confidence: 0.9, seed: 11 };
    for _ in 0..RUNS {
        let group = Group::draw(kind, spread, draw);
        let lists: Vec<Vec<usize>> = (0..UNITS).map(|unit| others(unit, draw)).collect();
        let everyone = rule == Rule::BestQuartile;
        let peers = if everyone { Peers::Everyone } else { Peers::Lists(&lists) };
        let found = against_selected(group.figures(kind), peers, rule, Worse::Higher, &options);
        for (unit, found) in found.iter().enumerate() {
            let Ok(found) = found else { continue };
            let panel: Vec<usize> = if everyone { (0..UNITS).collect() } else { lists[unit].clone() };
            let truth = benchmark(rule, panel.iter().map(|p| group.truth[*p]).collect());
            let seen = benchmark(rule, panel.iter().map(|p| group.value(kind, *p)).collect());
            let gap = group.truth[unit] - truth;
            ours.add(gap, found.p() < 0.05 && found.gap > 0.0, found.interval.low, found.interval.high);
            let (raw, se) = (group.value(kind, unit) - seen, group.error[unit]);
            naive.add(gap, raw > 1.96 * se, raw - 1.645 * se, raw + 1.645 * se);
            off += found.benchmark - truth;
            observed += seen - truth;
            true_sum += truth;
        }
    }
    println!(
        "| {words} | {kind:?} | {} | {} | {} | {:.2} | {} | {} | {} | {} | {:+.1} | {:+.1} |",
        spread.words(),
        ours.wrong.words(),
        naive.wrong.words(),
        ours.wrong.error(),
        ours.found.words(),
        naive.found.words(),
        ours.covers.words(),
        naive.covers.words(),
        100.0 * off / true_sum,
        100.0 * observed / true_sum,
    );
}

/// Ten others.
fn others(unit: usize, draw: &mut Draw) -> Vec<usize> {
    let mut list: Vec<usize> = Vec::new();
    while list.len() < SIMILAR {
        let other = (draw.unit() * UNITS as f64) as usize;
        if other != unit && other < UNITS && !list.contains(&other) {
            list.push(other);
        }
    }
    list
}

fn ranks() {
    println!("\n## Intervals of ranks at 90% (bar: they cover at least 90%)\n");
    println!("| figures | true spread | one unit, % | all at once, % | se | mean width of one | of all |");
    println!("|---|---|---|---|---|---|---|");
    let options = Options { confidence: 0.9, seed: 5 };
    for (seed, (kind, spread)) in WORLDS.into_iter().enumerate() {
        let mut draw = Draw::new(1900 + seed as u64);
        let (mut alone, mut together) = (Share::default(), Share::default());
        let mut widths = [0.0; 2];
        for _ in 0..RUNS {
            let group = Group::draw(kind, spread, &mut draw);
            let found = rank_intervals(group.figures(kind), Worse::Higher, &options);
            let mut all = true;
            for (unit, found) in found.iter().enumerate() {
                let Ok(found) = found else { continue };
                let own = group.truth[unit];
                let best = 1 + group.truth.iter().filter(|t| **t < own - 1e-9).count();
                let worst = UNITS - group.truth.iter().filter(|t| **t > own + 1e-9).count();
                let holds = |(low, high): (usize, usize)| low <= best && high >= worst;
                alone.add(holds(found.alone));
                all &= holds(found.together);
                widths[0] += (found.alone.1 - found.alone.0 + 1) as f64 / (RUNS * UNITS) as f64;
                widths[1] += (found.together.1 - found.together.0 + 1) as f64 / (RUNS * UNITS) as f64;
            }
            together.add(all);
        }
        println!(
            "| {kind:?} | {} | {} | {} | {:.1} | {:.1} | {:.1} |",
            spread.words(),
            alone.words(),
            together.words(),
            together.error(),
            widths[0],
            widths[1],
        );
    }
}
