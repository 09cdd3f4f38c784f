//! Staff of a generated ward.

use std::collections::BTreeSet;

use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use wt_pay::{Band, Point};

use super::super::model::{Shift, Staff};

/// Contracted hours a week in minutes, and how many of a hundred have them.
const CONTRACTS: [(u32, u32); 6] = [(2_250, 52), (1_800, 14), (1_380, 10), (1_350, 8), (1_125, 10), (690, 6)];

pub(super) fn staff(people: usize, shifts: &[Shift], dice: &mut Pcg64Mcg) -> Vec<Staff> {
    let registered = (people * 3).div_ceil(5);
    let associates = people / 20;
    (0..people)
        .map(|at| {
            let role = match at {
                at if at < registered => "registered",
                at if at < registered + associates => "associate",
                _ => "support",
            };
            let senior = role == "registered" && at < registered.div_ceil(4);
            let band = match (role, at) {
                ("registered", 0) => Band::Seven,
                ("registered", _) if senior => Band::Six,
                ("registered", _) => Band::Five,
                ("associate", _) => Band::Four,
                _ if dice.random_bool(0.5) => Band::Three,
                _ => Band::Two,
            };
            let newly = role == "registered" && !senior && dice.random_bool(0.15);
            let mut skills = BTreeSet::new();
            let mut has = |skill: &str, yes: bool| {
                if yes {
                    skills.insert(skill.to_owned());
                }
            };
            has("in-charge", senior || (role == "registered" && !newly && dice.random_bool(0.3)));
            has("medication", role == "registered" && (!newly || dice.random_bool(0.5)));
            has("experienced", role == "registered" && !newly);
            let contracted = contract(dice);
            // The lowest bands have one point only.
            let point = if band <= Band::Three {
                Point::Entry
            } else {
                [Point::Entry, Point::Top][usize::from(dice.random_bool(0.6))]
            };
            let wte = f64::from(contracted) / 2_250.0;
            let before = |most: f64, dice: &mut Pcg64Mcg| {
                (wte * most * (0.6 + 0.8 * dice.random::<f64>())).round() as u32
            };
            Staff {
                id: format!("P{}", at + 1),
                role: role.to_owned(),
                band,
                point,
                contracted,
                skills,
                from: None,
                to: None,
                balance: dice.random_range(-8..=8) * 60,
                nights_before: before(16.0, dice),
                weekends_before: before(6.0, dice),
                refused_before: dice.random_range(0..4),
                leave_left: dice.random_range(0..18),
                agreed: agreed(shifts, at > 0 && dice.random_bool(0.14), dice),
            }
        })
        .collect()
}

fn contract(dice: &mut Pcg64Mcg) -> u32 {
    let mut left = dice.random_range(0..100);
    for (minutes, share) in CONTRACTS {
        if left < share {
            return minutes;
        }
        left -= share;
    }
    CONTRACTS[0].0
}

/// Agreements: no nights, or one weekday that is always free, or no weekends.
fn agreed(shifts: &[Shift], has: bool, dice: &mut Pcg64Mcg) -> [Option<BTreeSet<String>>; 7] {
    let mut days: [Option<BTreeSet<String>>; 7] = Default::default();
    if !has {
        return days;
    }
    let by_day: BTreeSet<String> = shifts.iter().filter(|s| !s.is_night()).map(|s| s.id.clone()).collect();
    match dice.random_range(0..3) {
        0 => days.fill(Some(by_day)),
        1 => days[dice.random_range(0..5)] = Some(BTreeSet::new()),
        _ => {
            days[5] = Some(BTreeSet::new());
            days[6] = Some(BTreeSet::new());
        }
    }
    days
}
