//! Funnels: how many ordinary organisations lie outside the limits, and how many planted outliers are found.
//!
//! Sizes are log-normal (sd 0.6), true rates normal on the logit or log scale with standard deviation τ.

use wt_stats::funnel::corrected::{Kind, funnel};
use wt_stats::funnel::peer::{self, Options};
use wt_stats::{Z95, Z998};

use crate::draw::Draw;

/// A type of funnel, its size in expected events or trials, and the peer's mode for it.
struct Setting {
    name: &'static str,
    kind: Kind,
    size: f64,
    peer: peer::Kind,
}

const SETTINGS: [Setting; 7] = [
    Setting {
        name: "proportion 12% of 6000",
        kind: Kind::Proportion,
        size: 6000.0,
        peer: peer::Kind::Proportion,
    },
    Setting {
        name: "proportion 12% of 600",
        kind: Kind::Proportion,
        size: 600.0,
        peer: peer::Kind::Proportion,
    },
    Setting { name: "rate, 80 events", kind: Kind::Rate, size: 80.0, peer: peer::Kind::Cqc },
    Setting {
        name: "ratio to 80 expected",
        kind: Kind::Rate,
        size: 80.0,
        peer: peer::Kind::Shmi { rounding: true },
    },
    Setting { name: "80 events to 100", kind: Kind::Counts, size: 100.0, peer: peer::Kind::Counts },
    Setting {
        name: "proportion 12% of 60",
        kind: Kind::Proportion,
        size: 60.0,
        peer: peer::Kind::Proportion,
    },
    Setting { name: "rate, 6 events", kind: Kind::Rate, size: 6.0, peer: peer::Kind::Cqc },
];
const SPREADS: [f64; 5] = [0.0, 0.05, 0.1, 0.2, 0.4];
/// Organisations a cell of the table, whatever the size of its funnels.
const ORGANISATIONS: usize = 70_000;
/// The true rate in the middle: 12% of trials, 1 an exposure, 0.8 of the other count.
const SHARE: f64 = 0.12;
const RATIO: f64 = 0.8;

impl Setting {
    /// The logit or logarithm of the rate in the middle.
    fn centre(&self) -> f64 {
        match self.kind {
            Kind::Proportion => (SHARE / (1.0 - SHARE)).ln(),
            Kind::Rate => 0.0,
            Kind::Counts => RATIO.ln(),
        }
    }

    /// Numerator and denominator of an organisation whose rate is `away` from the centre.
    fn organisation(&self, draw: &mut Draw, away: f64) -> (f64, f64) {
        let size = self.size * (0.6 * draw.normal()).exp();
        let place = self.centre() + away;
        match self.kind {
            Kind::Proportion => {
                let n = size.round().max(5.0);
                (draw.binomial(n as u32, 1.0 / (1.0 + (-place).exp())), n)
            }
            Kind::Rate => (draw.poisson(size * place.exp()), size),
            Kind::Counts => (draw.poisson(size * place.exp()), draw.poisson(size)),
        }
    }

    /// z of one who knows centre and spread.
    fn oracle(&self, (x, n): (f64, f64), tau: f64) -> f64 {
        let (below, information) = match self.kind {
            Kind::Proportion => (n - x + 0.5, 1.0 / (n * SHARE * (1.0 - SHARE))),
            Kind::Rate => (n, 1.0 / n),
            Kind::Counts => (n + 0.5, (1.0 + RATIO).powi(2) / ((x + n) * RATIO)),
        };
        (((x + 0.5) / below).ln() - self.centre()) / (information + tau * tau).sqrt()
    }
}

/// How many lie outside each pair of limits, of how many.
#[derive(Default, Clone, Copy)]
struct Tally {
    outside95: usize,
    outside998: usize,
    all: usize,
}

impl Tally {
    fn add(&mut self, outside95: bool, outside998: bool) {
        self.outside95 += usize::from(outside95);
        self.outside998 += usize::from(outside998);
        self.all += 1;
    }

    fn percent(count: usize, all: usize) -> f64 {
        100.0 * count as f64 / all.max(1) as f64
    }

    /// Both shares in percent, with their standard errors.
    fn said(&self) -> String {
        let share = |count: usize| {
            let percent = Self::percent(count, self.all);
            let error = (percent * (100.0 - percent) / self.all.max(1) as f64).sqrt();
            format!("{percent:6.2} ± {error:4.2}")
        };
        format!("{} {}", share(self.outside95), share(self.outside998))
    }
}

/// One funnel after another of `k` organisations; `away` is what an organisation's rate is moved by beside the spread,
/// 0 for the ordinary. Tallies of ordinary and of moved organisations: ours, the peer's, the oracle's.
fn run(setting: &Setting, k: usize, tau: f64, seed: u64, away: impl Fn(usize) -> f64) -> [[Tally; 3]; 2] {
    let mut draw = Draw::new(seed);
    let mut tallies = [[Tally::default(); 3]; 2];
    for _ in 0..ORGANISATIONS / k {
        let pairs: Vec<(f64, f64)> = (0..k)
            .map(|i| {
                let planted = away(i);
                // A planted outlier lies exactly so far out.
                let own = if planted == 0.0 { tau * draw.normal() } else { planted };
                setting.organisation(&mut draw, own)
            })
            .collect();
        let Ok(ours) = funnel(&pairs, setting.kind) else { continue };
        let theirs = peer::peer(&pairs, &Options::of(setting.peer)).ok();
        for (i, pair) in pairs.iter().enumerate() {
            let of = &mut tallies[usize::from(away(i) != 0.0)];
            if let Some(unit) = ours.unit(*pair) {
                of[0].add(unit.flag.outside95, unit.flag.outside998);
            }
            if let Some(unit) = theirs.as_ref().and_then(|funnel| funnel.units[i]) {
                of[1].add(unit.flag.outside95, unit.flag.outside998);
            }
            let z = setting.oracle(*pair, tau).abs();
            of[2].add(z > Z95, z > Z998);
        }
    }
    tallies
}

/// Prints false flags, then outliers found.
pub fn simulate() {
    println!("Funnel: organisations outside the limits, in percent (bar 4-6 at 95%, 0.1-0.3 at 99.8%)");
    println!("type                    k   tau   ours at 95%   at 99.8%     peer at 95%   at 99.8%");
    for (at, setting) in SETTINGS.iter().enumerate() {
        for k in [35, 200] {
            for tau in SPREADS {
                let [[ours, theirs, _], _] = run(setting, k, tau, 1 + at as u64, |_| 0.0);
                println!("{:<22} {k:>3} {tau:5.2}   {}   {}", setting.name, ours.said(), theirs.said());
            }
        }
    }
    println!();
    println!(
        "Funnel: outliers found at 99.8% where a tenth lie 4 tau out, in percent (bar 80, or the oracle's less 5)"
    );
    println!("type                    k   tau  sides   ours   peer  oracle   ordinary flagged: ours   peer");
    for (at, setting) in SETTINGS.iter().take(5).enumerate() {
        for k in [35, 200] {
            for tau in [0.1, 0.2, 0.4] {
                for sides in [2, 1] {
                    let away = |i: usize| match (i % 10, sides == 2 && i.is_multiple_of(20)) {
                        (0, false) => 4.0 * tau,
                        (0, true) => -4.0 * tau,
                        _ => 0.0,
                    };
                    let [ordinary, planted] = run(setting, k, tau, 101 + at as u64, away);
                    let found = |t: &Tally| Tally::percent(t.outside998, t.all);
                    println!(
                        "{:<22} {k:>3} {tau:5.2} {sides:>5}   {:5.1}  {:5.1}   {:5.1}                     {:5.2}  {:5.2}",
                        setting.name,
                        found(&planted[0]),
                        found(&planted[1]),
                        found(&planted[2]),
                        found(&ordinary[0]),
                        found(&ordinary[1]),
                    );
                }
            }
        }
    }
}
