//! False discoveries: 35 organisations × 500 metrics, scores of one organisation hanging together by common factors.
//!
//! z = signal + width × (Σ loading × factor + rest), unit variance before the width. Factors are drawn for each organisation,
//! so that metrics of one organisation correlate; another run lets organisations of one metric correlate too.

use wt_stats::fdr::{Dependence, Findings, Null, Options, findings};

use crate::draw::Draw;

const ORGANISATIONS: usize = 35;
const METRICS: usize = 500;
const FACTORS: usize = 5;
const RUNS: usize = 150;
const LEVEL: f64 = 0.05;

/// How scores are made.
struct World {
    name: &'static str,
    /// Share of variance that factors explain.
    common: f64,
    /// Share of comparisons with a signal.
    signals: f64,
    /// Width of null scores.
    width: f64,
    /// Signals sit in a tenth of the organisations instead of anywhere.
    clustered: bool,
}

const WORLDS: [World; 6] = [
    World { name: "independent, 10% signals", common: 0.0, signals: 0.1, width: 1.0, clustered: false },
    World {
        name: "half the variance common, 10% signals",
        common: 0.5,
        signals: 0.1,
        width: 1.0,
        clustered: false,
    },
    World { name: "80% common, 10% signals", common: 0.8, signals: 0.1, width: 1.0, clustered: false },
    World { name: "half common, 2% signals", common: 0.5, signals: 0.02, width: 1.0, clustered: false },
    World {
        name: "half common, 5% signals in few organisations",
        common: 0.5,
        signals: 0.05,
        width: 1.0,
        clustered: true,
    },
    World {
        name: "half common, null scores 1.3 wide",
        common: 0.5,
        signals: 0.1,
        width: 1.3,
        clustered: false,
    },
];

const METHODS: [(&str, Null, Dependence); 3] = [
    ("empirical null, share of nulls", Null::Empirical, Dependence::Usual),
    ("Benjamini–Hochberg", Null::Theoretical, Dependence::Usual),
    ("Benjamini–Yekutieli", Null::Theoretical, Dependence::Any),
];

fn scores(world: &World, draw: &mut Draw) -> (Vec<Option<f64>>, Vec<bool>) {
    let loadings: Vec<[f64; FACTORS]> = (0..METRICS)
        .map(|_| {
            let raw: [f64; FACTORS] = std::array::from_fn(|_| draw.normal());
            let length = raw.iter().map(|x| x * x).sum::<f64>().sqrt();
            raw.map(|x| x / length * world.common.sqrt())
        })
        .collect();
    let rest = (1.0 - world.common).sqrt();
    let (mut z, mut real) = (Vec::new(), Vec::new());
    for organisation in 0..ORGANISATIONS {
        let factors: [f64; FACTORS] = std::array::from_fn(|_| draw.normal());
        for loading in &loadings {
            let null = loading.iter().zip(&factors).map(|(a, b)| a * b).sum::<f64>() + rest * draw.normal();
            let share = match (world.clustered, organisation % 10 == 0) {
                (false, _) => world.signals,
                (true, true) => world.signals * ORGANISATIONS as f64 / 4.0,
                (true, false) => 0.0,
            };
            let signal = draw.unit() < share;
            // From 2 to 5 standard errors, either way.
            let size = 2.0 + 3.0 * draw.unit();
            let sign = if draw.unit() < 0.5 { -1.0 } else { 1.0 };
            z.push(Some(world.width * (null + if signal { sign * size } else { 0.0 })));
            real.push(signal);
        }
    }
    (z, real)
}

/// Mean and standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0) / n).sqrt())
}

fn share_false(found: &Findings, real: &[bool]) -> f64 {
    let wrong = found.listed.iter().filter(|f| !real[f.place]).count();
    wrong as f64 / found.listed.len().max(1) as f64
}

/// Prints the table.
pub fn simulate() {
    println!(
        "\n## False discoveries (bars: realised ≤ 5% at nominal 5% over 17,500 comparisons; true finds ≥ 1.5 × Bonferroni's)\n"
    );
    println!(
        "| scores | method | realised, % | worst 5% of runs, % | expected false / false | true finds | × Bonferroni |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (seed, world) in WORLDS.iter().enumerate() {
        let mut draw = Draw::new(100 + seed as u64);
        let mut rates: [Vec<f64>; 3] = Default::default();
        let (mut finds, mut expected, mut wrong) = ([0.0; 3], [0.0; 3], [0.0; 3]);
        let mut bonferroni = 0.0;
        for _ in 0..RUNS {
            let (z, real) = scores(world, &mut draw);
            // A Bonferroni that is told the width of the null, so that it too is valid.
            let limit = world.width * wt_stats::dist::z_of(1.0 - LEVEL / z.len() as f64);
            bonferroni +=
                z.iter().flatten().zip(&real).filter(|(z, real)| z.abs() > limit && **real).count() as f64;
            for (m, (_, null, dependence)) in METHODS.iter().enumerate() {
                let options = Options { level: LEVEL, null: *null, dependence: *dependence };
                let Some(found) = findings(&z, &options) else { continue };
                let share = share_false(&found, &real);
                rates[m].push(share);
                wrong[m] += share * found.listed.len() as f64;
                finds[m] += (1.0 - share) * found.listed.len() as f64;
                expected[m] += found.expected_false;
            }
        }
        for (m, (name, ..)) in METHODS.iter().enumerate() {
            let (rate, error) = mean(&rates[m]);
            let worst = wt_stats::quantile(&rates[m], 0.95).unwrap_or(0.0);
            println!(
                "| {} | {name} | {:.2} ± {:.2} | {:.1} | {:.2} | {:.0} | {:.2} |",
                world.name,
                100.0 * rate,
                100.0 * error,
                100.0 * worst,
                expected[m] / wrong[m],
                finds[m] / RUNS as f64,
                finds[m] / bonferroni,
            );
        }
    }
}
