//! Made series that try what the real ones lack: strong momentum, seasons of one's own, drift, a shock that hits all.

use super::data::{Family, MONTHS};
use crate::draw::Draw;

/// Series of each kind.
const SERIES: usize = 120;
/// The month of the shock; half of the placebo dates lie within a year before it.
const SHOCK: usize = 27;

/// Noise of one standard deviation around a common season in which organisations share by a quarter more or less.
struct World {
    name: &'static str,
    momentum: f64,
    /// Standard deviation of the size of each one's own season, of any phase.
    own_season: f64,
    /// Standard deviation of the monthly step of a random walk.
    drift: f64,
    /// Mean size of a shock that fades by a tenth a month, which organisations take by half as much more or less.
    shock: f64,
}

const WORLDS: [World; 5] = [
    World { name: "independent", momentum: 0.0, own_season: 0.0, drift: 0.0, shock: 0.0 },
    World { name: "momentum 0.6", momentum: 0.6, own_season: 0.0, drift: 0.0, shock: 0.0 },
    World { name: "seasons of their own", momentum: 0.3, own_season: 1.5, drift: 0.0, shock: 0.0 },
    World { name: "drift", momentum: 0.0, own_season: 0.0, drift: 0.5, shock: 0.0 },
    World { name: "a shock to all", momentum: 0.3, own_season: 0.0, drift: 0.0, shock: 10.0 },
];

pub fn families() -> Vec<Family> {
    WORLDS.iter().zip(800..).map(|(world, seed)| family(world, &mut Draw::new(seed))).collect()
}

fn family(world: &World, draw: &mut Draw) -> Family {
    let series = (0..SERIES).map(|_| one(world, draw)).collect();
    Family { name: world.name.to_owned(), series }
}

fn one(world: &World, draw: &mut Draw) -> Vec<f64> {
    let (level, share) = (50.0 + 10.0 * draw.normal(), 1.0 + 0.25 * draw.normal());
    let (own, phase) = (world.own_season * draw.normal(), std::f64::consts::TAU * draw.unit());
    let taken = world.shock * (1.0 + 0.5 * draw.normal());
    let mut noise = draw.normal();
    let mut walk = 0.0;
    let month = |t: usize| {
        noise = world.momentum * noise + (1.0 - world.momentum * world.momentum).sqrt() * draw.normal();
        walk += world.drift * draw.normal();
        let turn = t as f64 * std::f64::consts::FRAC_PI_6;
        let shock = if t < SHOCK { 0.0 } else { taken * 0.9_f64.powi((t - SHOCK) as i32) };
        level + 2.0 * share * turn.sin() + own * (turn + phase).sin() + noise + walk + shock
    };
    (0..MONTHS).map(month).collect()
}
