//! A generated market, for tests and timing. Its figures are invented and mean nothing.

use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_pay::Band;

use super::{Criticality, Flow, Line, Market, Range, Segment};
use crate::booking::{Cell, Doctor, Grade, Group, TimeBand, ZONES};

/// How large a market to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Employers, each in every cell.
    pub employers: usize,
    /// Cells, at most 576.
    pub cells: usize,
}

/// Kinds of staff with a day rate in pence.
const STAFF: [(Group, Grade, f64); 12] = [
    (Group::Support, Grade::Band(Band::Two), 1_400.0),
    (Group::Support, Grade::Band(Band::Three), 1_500.0),
    (Group::Nursing, Grade::Band(Band::Five), 2_100.0),
    (Group::Nursing, Grade::Band(Band::Six), 2_600.0),
    (Group::Nursing, Grade::Band(Band::Seven), 3_100.0),
    (Group::Allied, Grade::Band(Band::Five), 2_150.0),
    (Group::Allied, Grade::Band(Band::Six), 2_650.0),
    (Group::Technical, Grade::Band(Band::Four), 1_700.0),
    (Group::Scientists, Grade::Band(Band::Six), 2_700.0),
    (Group::Medical, Grade::Doctor(Doctor::Core), 4_800.0),
    (Group::Medical, Grade::Doctor(Doctor::Specialty), 6_200.0),
    (Group::Medical, Grade::Doctor(Doctor::Consultant), 10_500.0),
];
const TIERS: [&str; 4] = ["", "critical care", "emergency", "theatres"];

/// Makes a market by a seed.
///
/// ```
/// use wt_rates::market::{Size, made};
/// let market = made(Size { employers: 36, cells: 400 }, 11);
/// assert_eq!((market.employers.len(), market.segments.len()), (36, 400));
/// ```
#[must_use]
pub fn made(size: Size, seed: u64) -> Market {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut market =
        Market { employers: (0..size.employers).map(|n| format!("Z{n:02}")).collect(), ..Market::default() };
    for (tier, time, zone, (group, grade, base)) in TIERS
        .into_iter()
        .flat_map(|tier| TimeBand::ALL.iter().map(move |time| (tier, *time)))
        .flat_map(|(tier, time)| ZONES.map(|zone| (tier, time, zone)))
        .flat_map(|(tier, time, zone)| STAFF.map(|staff| (tier, time, zone, staff)))
        .take(size.cells)
    {
        let cell = Cell { group, grade, tier: market.names.id(tier), time, zone };
        let unsocial = [1.0, 1.3, 1.6][time as usize];
        let base = base * unsocial * (1.0 + 0.05 * zone as u8 as f64);
        let segment = segment(cell, base, tier, size.employers, &mut random);
        market.segments.push(segment);
    }
    market
}

fn segment(cell: Cell, base: f64, tier: &str, employers: usize, random: &mut impl Rng) -> Segment {
    let own = random.random_range(0.8..2.2);
    let cross = own * random.random_range(0.4..0.8);
    let route = random.random_range(1.0..3.0);
    let around = |x: f64| Range { low: x * 0.6, central: x, high: x * 1.5 };
    Segment {
        cell,
        criticality: match tier {
            "" => Criticality::Routine,
            "theatres" => Criticality::Important,
            _ => Criticality::Critical,
        },
        own: around(own),
        cross: around(cross),
        route: around(route),
        worker_cap: Some((base * 1.7) as i64),
        charge_cap: None,
        legal_minimum: Some(1_200),
        band_pay: Some((base * 0.85) as i64),
        lines: (0..employers).map(|employer| line(employer, base, random)).collect(),
    }
}

fn line(employer: usize, base: f64, random: &mut impl Rng) -> Line {
    let on_cost = random.random_range(1_800..2_600);
    let wanted = random.random_range(6_000_i64..120_000);
    let filled = random.random_range(0.82..1.0) * wanted as f64;
    let [bank, agency] = [random.random_range(0.45..0.75), random.random_range(0.1..0.2)];
    let minutes = |share: f64| (filled * share) as i64;
    let with_on_cost = |rate: i64| rate + rate * on_cost / 10_000;
    let bank_rate = (base * random.random_range(0.9..1.15)) as i64;
    let agency_rate = (bank_rate as f64 * random.random_range(1.02..1.25)) as i64;
    let overtime_rate = (base * 1.25) as i64;
    let fee = random.random_range(150..600);
    Line {
        employer,
        row: 0,
        wanted,
        flows: [
            Flow { minutes: minutes(bank), rate: bank_rate, charge: with_on_cost(bank_rate) },
            Flow { minutes: minutes(agency), rate: agency_rate, charge: with_on_cost(agency_rate) + fee },
            Flow {
                minutes: minutes(1.0 - bank - agency),
                rate: overtime_rate,
                charge: with_on_cost(overtime_rate),
            },
        ],
        on_cost,
        unfilled: (base * random.random_range(1.6..3.2)) as i64,
    }
}
