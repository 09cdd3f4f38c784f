//! A&E attendances as the monthly CSV has them, with the total row at the foot, for the acute employers in the last
//! year.

use std::collections::BTreeMap;

use wt_units::{Month, OrgType};

use crate::World;
use crate::noise::Noise;
use crate::region::Employer;
use crate::sheet::{Urgent, urgent as sheet};
use crate::truth;

/// One file for each of the last twelve months.
pub(crate) fn files(world: &World) -> Vec<(String, String)> {
    world.last_year().map(|(i, month)| sheet(month, &reported(world, i, month))).collect()
}

fn reported(world: &World, i: i32, month: Month) -> Vec<(&Employer, Urgent)> {
    let with_department =
        |e: &&Employer| e.org_type == OrgType::Acute && !e.benchmark.ends_with("Specialist");
    let mut by_code: BTreeMap<&str, (&Employer, Urgent)> = BTreeMap::new();
    for employer in world.employers.iter().filter(with_department) {
        let who = world.reports(employer, month);
        let (_, sum) = by_code.entry(&who.code).or_insert((who, Urgent::default()));
        *sum = sum.plus(figures(world.seed, employer, i, month));
    }
    by_code.into_values().collect()
}

fn figures(seed: u64, employer: &Employer, i: i32, month: Month) -> Urgent {
    let mut noise = Noise::of(seed, &["urgent", &employer.code, &month.to_string()]);
    let season = truth::YEAR[usize::from(month.number()).saturating_sub(1) % 12];
    let major = (employer.fte_at(i) * 1.9 * (1.0 + 0.03 * noise.bell())) as i64;
    let other = (employer.fte_at(i) * 0.8 * (1.0 + 0.04 * noise.bell())) as i64;
    Urgent {
        major,
        other,
        over_4h_major: noise.count(major, 0.38 + 0.04 * season),
        over_4h_other: noise.count(other, 0.04),
        admitted: noise.count(major, 0.27),
        admitted_elsewhere: (employer.fte_at(i) * 0.12) as i64,
    }
}
