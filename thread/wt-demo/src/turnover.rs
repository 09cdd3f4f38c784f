//! Turnover by staff group as published: one file a month, one row for each kind of figure, with the total over all
//! staff groups.

use std::collections::BTreeMap;

use wt_units::{Month, OrgType};

use crate::World;
use crate::noise::Noise;
use crate::region::Employer;
use crate::sheet::{Days, Staff, TurnoverRow, turnover as sheet};

/// Staff groups in the publisher's words, with their share of an acute employer's staff and monthly leaver rate.
pub(crate) const GROUPS: [(&str, f64, f64); 8] = [
    ("HCHS Doctors (exc. Resident doctors and equivalents)", 0.08, 0.006),
    ("Nurses & health visitors", 0.33, 0.008),
    ("Scientific, therapeutic & technical staff", 0.15, 0.009),
    ("Support to doctors, nurses & midwives", 0.22, 0.012),
    ("Support to ST&T staff", 0.06, 0.011),
    ("Managers", 0.03, 0.007),
    ("Central functions", 0.08, 0.009),
    ("Hotel, property & estates", 0.05, 0.010),
];

/// Staff groups of an ambulance service.
const AMBULANCE: [(&str, f64, f64); 4] = [
    ("Ambulance staff", 0.52, 0.008),
    ("Support to ambulance staff", 0.33, 0.012),
    ("Managers", 0.04, 0.007),
    ("Central functions", 0.11, 0.009),
];

/// One file for each of the last twelve months, each from the month before to its own.
pub(crate) fn files(world: &World) -> Vec<(String, String)> {
    world.last_year().map(|(i, month)| sheet(month, &rows(world, i, month))).collect()
}

fn rows(world: &World, i: i32, month: Month) -> Vec<TurnoverRow<'_>> {
    let mut sums: BTreeMap<(&str, &str), (&Employer, Staff)> = BTreeMap::new();
    for employer in &world.employers {
        let who = world.reports(employer, month);
        for (group, share, leaving) in groups(employer) {
            let staff = staff(world.seed, employer, i, month, (group, *share, *leaving));
            let (_, sum) = sums.entry((&who.code, group)).or_insert((who, Staff::default()));
            *sum = sum.plus(staff);
        }
    }
    sums.into_iter().map(|((_, group), (employer, staff))| TurnoverRow { employer, group, staff }).collect()
}

fn groups(employer: &Employer) -> &'static [(&'static str, f64, f64)] {
    match employer.org_type {
        OrgType::Ambulance => &AMBULANCE,
        _ => &GROUPS,
    }
}

fn staff(
    seed: u64,
    employer: &Employer,
    i: i32,
    month: Month,
    (group, share, leaving): (&str, f64, f64),
) -> Staff {
    let mut noise = Noise::of(seed, &["turnover", &employer.code, group, &month.to_string()]);
    // Staff at the end of one month are those at the start of the next: both come from the position alone.
    let fte = |i: i32| Days::of(employer.fte_at(i) * share);
    let heads = |i: i32| (employer.fte_at(i) * share * 1.12) as i64;
    let (start, end) = (heads(i - 1), heads(i));
    let leavers = noise.count(start, leaving);
    let joiners = (leavers + end - start).max(0);
    Staff {
        start: (start, fte(i - 1)),
        end: (end, fte(i)),
        joiners: (joiners, Days::of(joiners as f64 * 0.93)),
        leavers: (leavers, Days::of(leavers as f64 * 0.89)),
    }
}
