//! Control charts: how often the icon of the latest point is false, and how often it shows a true change.
//!
//! Peer: XmR by the Making Data Count rules (§2.1). Corrected: `wt_stats::spc::corrected`. Months are given to the
//! corrected reading where the table says so; a control is half of the variance, shared with the peers, seen with a
//! fifth of a standard deviation of error. A season is a sine of one standard deviation of the noise.

use wt_stats::spc::corrected::{Reason, Series, judge};
use wt_stats::xmr::{Label, Options, xmr};

use crate::draw::Draw;

const SERIES: usize = 10_000;
const LENGTHS: [usize; 3] = [24, 36, 60];
/// Months since a true change.
const SINCE: usize = 12;

/// A kind of series.
struct World {
    name: &'static str,
    autocorrelation: f64,
    season: f64,
    /// Mean of a Poisson distribution in place of the normal.
    counts: Option<f64>,
    /// Standard deviation of the logarithm of a log-normal distribution in place of the normal.
    skew: Option<f64>,
    months: bool,
    control: bool,
}

const STILL: World = World {
    name: "independent",
    autocorrelation: 0.0,
    season: 0.0,
    counts: None,
    skew: None,
    months: false,
    control: false,
};

/// Everything in which nothing happens.
const WORLDS: [World; 14] = [
    STILL,
    World { name: "AR(1) 0.3", autocorrelation: 0.3, ..STILL },
    World { name: "AR(1) 0.6", autocorrelation: 0.6, ..STILL },
    World { name: "seasonal, months given", season: 1.0, months: true, ..STILL },
    World {
        name: "seasonal, AR(1) 0.3, months given",
        season: 1.0,
        autocorrelation: 0.3,
        months: true,
        ..STILL
    },
    World { name: "independent, months given", months: true, ..STILL },
    World { name: "AR(1) 0.6, months given", autocorrelation: 0.6, months: true, ..STILL },
    World { name: "Poisson, mean 0.5", counts: Some(0.5), ..STILL },
    World { name: "Poisson, mean 2", counts: Some(2.0), ..STILL },
    World { name: "Poisson, mean 20", counts: Some(20.0), ..STILL },
    World { name: "seasonal, months not given", season: 1.0, ..STILL },
    World { name: "log-normal, sd of log 1", skew: Some(1.0), ..STILL },
    World { name: "independent, control", control: true, ..STILL },
    World { name: "AR(1) 0.6, control", autocorrelation: 0.6, control: true, ..STILL },
];

/// A simulated series.
struct Made {
    values: Vec<Option<f64>>,
    months: Vec<u8>,
    control: Vec<Option<f64>>,
}

/// A series of `n` months whose last [`SINCE`] are higher by `shift` standard deviations.
fn made(draw: &mut Draw, world: &World, n: usize, shift: f64) -> Made {
    let start = (12.0 * draw.unit()) as usize;
    let own = noise(draw, world, n);
    let common = noise(draw, world, n);
    let value = |i: usize| {
        let turn = (start + i) as f64 * std::f64::consts::TAU / 12.0;
        let mixed = if world.control { (own[i] + common[i]) / std::f64::consts::SQRT_2 } else { own[i] };
        mixed + world.season * turn.sin() + if i + SINCE >= n { shift } else { 0.0 }
    };
    let values = (0..n).map(|i| Some(value(i))).collect();
    let control = common.iter().map(|c| Some(c + 0.2 * draw.normal())).collect();
    Made { values, months: (0..n).map(|i| ((start + i) % 12 + 1) as u8).collect(), control }
}

/// Normal with autocorrelation, or Poisson.
fn noise(draw: &mut Draw, world: &World, n: usize) -> Vec<f64> {
    let fresh = (1.0 - world.autocorrelation * world.autocorrelation).sqrt();
    let mut level = draw.normal();
    let mut next = || {
        let Some(mean) = world.counts else {
            level = world.autocorrelation * level + fresh * draw.normal();
            return world.skew.map_or(level, |sd| (sd * level).exp());
        };
        // Events until the product of uniforms falls below e to the minus mean (Knuth 1969).
        let (mut product, mut events) = (draw.unit(), 0.0);
        while product > (-mean).exp() {
            product *= draw.unit();
            events += 1.0;
        }
        events
    };
    (0..n).map(|_| next()).collect()
}

/// Shares of series with an icon on the latest point, and without limits.
#[derive(Default)]
struct Shares {
    corrected: f64,
    peer: f64,
    none: f64,
    peer_none: f64,
}

fn shares(draw: &mut Draw, world: &World, n: usize, shift: f64) -> Shares {
    let mut it = Shares::default();
    let one = 1.0 / SERIES as f64;
    for _ in 0..SERIES {
        let made = made(draw, world, n, shift);
        let series = Series {
            values: &made.values,
            months: world.months.then_some(&made.months),
            control: world.control.then_some(&made.control),
            ..Series::default()
        };
        match judge(&series) {
            Ok(said) if said.latest != Reason::Common => it.corrected += one,
            Ok(_) => {}
            Err(_) => it.none += one,
        }
        let chart = xmr(&made.values, &Options::default());
        if chart.last().is_some_and(|m| m.label != Label::Common) {
            it.peer += one;
        }
        if chart.segments.iter().all(|s| s.limits.is_none_or(|l| l.is_flat())) {
            it.peer_none += one;
        }
    }
    it
}

fn line(name: &str, n: usize, shares: &Shares) {
    let error = |p: f64| 100.0 * (p * (1.0 - p) / SERIES as f64).sqrt();
    println!(
        "{name:<36} {n:>4} {:>8.1} ±{:.1} {:>8.1} ±{:.1}",
        100.0 * shares.corrected,
        error(shares.corrected),
        100.0 * shares.peer,
        error(shares.peer),
    );
}

/// Prints both tables.
pub fn simulate() {
    let mut draw = Draw::new(20_261_123);
    println!("spc: icon on the latest point, % of {SERIES} series (bar: at most 2.0 where nothing happened)");
    println!("{:<36} {:>4} {:>13} {:>13}", "nothing happened", "n", "corrected", "peer");
    let (mut none, mut peer_none) = (0.0, 0.0);
    for world in &WORLDS {
        for n in LENGTHS {
            let shares = shares(&mut draw, world, n, 0.0);
            line(world.name, n, &shares);
            none += shares.none;
            peer_none += shares.peer_none;
        }
    }
    let charts = (WORLDS.len() * LENGTHS.len()) as f64;
    println!(
        "without limits, or with flat ones: corrected {:.2}%, peer {:.2}%",
        100.0 * none / charts,
        100.0 * peer_none / charts
    );
    println!();
    println!("{:<36} {:>4} {:>13} {:>13}", "changed twelve months ago", "n", "corrected", "peer");
    let control = World { control: true, ..STILL };
    let months = World { months: true, ..STILL };
    let seasonal = World { season: 1.0, months: true, ..STILL };
    let momentum = World { autocorrelation: 0.6, ..STILL };
    let powers: [(&str, &World, f64); 7] = [
        ("+1 sd, independent", &STILL, 1.0),
        ("+1 sd, independent, months given", &months, 1.0),
        ("+1 sd, seasonal, months given", &seasonal, 1.0),
        ("+1 sd, peers as control", &control, 1.0),
        ("+1 sd, AR(1) 0.6", &momentum, 1.0),
        ("+2 sd, independent", &STILL, 2.0),
        ("+2 sd, AR(1) 0.6", &momentum, 2.0),
    ];
    for (name, world, shift) in powers {
        for n in LENGTHS {
            line(name, n, &shares(&mut draw, world, n, shift));
        }
    }
    println!();
}
