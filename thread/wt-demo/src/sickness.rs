//! Sickness absence as published: one file a month, one row an employer.
//!
//! Shares are type level + the employer's own offset + a winter season + noise; days are kept in
//! hundred-thousandths, as published, so that merged employers and directorates add up exactly.

use std::collections::BTreeMap;

use wt_units::{Month, OrgType};

use crate::World;
use crate::noise::Noise;
use crate::region::Employer;
use crate::sheet::{Days, sickness as sheet};
use crate::truth;

/// Days lost and available of one employer in one month.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Figure {
    pub(crate) lost: Days,
    pub(crate) available: Days,
}

/// Winter by month of the year from January, in shares.
const WINTER: [f64; 12] =
    [0.006, 0.004, 0.001, -0.002, -0.004, -0.004, -0.002, -0.002, 0.0, 0.003, 0.004, 0.006];

/// One file for each month.
pub(crate) fn files(world: &World) -> Vec<(String, String)> {
    world.months().map(|(i, month)| sheet(month, &reported(world, i, month))).collect()
}

/// What each reporting employer says in a month, its merged predecessor added.
fn reported(world: &World, i: i32, month: Month) -> Vec<(&Employer, Figure)> {
    let mut by_code: BTreeMap<&str, (&Employer, Figure)> = BTreeMap::new();
    for employer in &world.employers {
        let who = world.reports(employer, month);
        let (_, sum) = by_code.entry(&who.code).or_insert((who, Figure::default()));
        let own = figure(world.seed, employer, i, month);
        sum.lost += own.lost;
        sum.available += own.available;
    }
    by_code.into_values().collect()
}

/// What an employer has in a month, merged or not.
pub(crate) fn figure(seed: u64, employer: &Employer, i: i32, month: Month) -> Figure {
    let available = Days::of(employer.fte_at(i) * f64::from(month.days()));
    Figure { lost: available.times(share(seed, employer, i, month)), available }
}

fn share(seed: u64, employer: &Employer, i: i32, month: Month) -> f64 {
    let level = match employer.org_type {
        OrgType::Ambulance => 0.068,
        OrgType::MentalHealth => 0.054,
        OrgType::Community => 0.050,
        OrgType::IntegratedCareBoard => 0.025,
        _ => 0.046,
    };
    // Evenly spread, so that nobody but the outlier lies far out by chance.
    let own = (Noise::of(seed, &["sickness", &employer.code]).unit() - 0.5) * 0.010;
    let chance = Noise::of(seed, &["sickness", &employer.code, &month.to_string()]).bell();
    let (own, noise) = match employer.code.as_str() {
        truth::OUTLIER => (truth::OUTLIER_BY, chance * 0.0012),
        truth::LARGE if truth::LARGE_BETTER_AT.contains(&i) => (truth::LARGE_BETTER_BY, 0.0),
        truth::LARGE => (truth::LARGE_BY, chance * 0.003),
        truth::SUCCESSOR | truth::MERGED => (0.0, chance * 0.0012),
        _ => (own, chance * 0.0012),
    };
    let winter = WINTER[usize::from(month.number()).saturating_sub(1) % 12];
    (level + own + winter + noise).max(0.005)
}
