//! Caps that ship with the program, and caps that the formula says can't be right.

use jiff::civil::Date;
use wt_facts::FactSet;
use wt_pay::agency::cap_by_formula;
use wt_pay::{Band, Point, Pricer, Settings, Zone};

use crate::agreement::Caps;
use crate::booking::{Grade, Group, TimeBand};

/// A cap is implausible beyond so many percent of what the formula gives: a slip of unit or grade, not a change of policy.
const FAR: i64 = 50;
/// Facts of the shipped caps begin so.
const FACT: &str = "agency-cap-outside-london-";

/// A cap far from the formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implausible {
    /// Staff group.
    pub group: Group,
    /// Grade.
    pub grade: Grade,
    /// Time band.
    pub time: TimeBand,
    /// First day.
    pub from: Date,
    /// Pence an hour as loaded.
    pub cap: i64,
    /// Pence an hour by the formula.
    pub formula: i64,
}

/// The caps of 2015 and 2016 outside London, for every staff group paid by bands. They ship with the program; caps in force now
/// are the user's to load.
#[must_use]
pub fn history(facts: &FactSet) -> Caps {
    let mut caps = Caps::default();
    for fact in facts.facts() {
        let Some((band, time)) = fact.id.strip_prefix(FACT).and_then(|rest| rest.split_once('-')) else {
            continue;
        };
        let (Ok(band), Some(time)) = (band.parse::<Band>(), time_of(time)) else { continue };
        for stretch in &fact.stretches {
            let pence = (stretch.value.to_f64() * 100.0).round() as i64;
            for group in Group::ALL.iter().filter(|group| **group != Group::Medical) {
                caps.set(*group, Grade::Band(band), time, Zone::None, stretch.from, pence);
            }
        }
    }
    caps
}

fn time_of(slug: &str) -> Option<TimeBand> {
    match slug {
        "day" => Some(TimeBand::Day),
        "night-or-saturday" => Some(TimeBand::NightOrSaturday),
        "sunday-or-public-holiday" => Some(TimeBand::SundayOrHoliday),
        _ => None,
    }
}

/// Loaded caps that lie more than half away from top of band / (365.25 / 7 × 37.5) × (1 + unsocial) × (1 + uplift), with the pay of
/// their day; and how many could be held against it. Doctors, London zones and days without a pay table can't.
#[must_use]
pub fn implausible(caps: &Caps, facts: &FactSet) -> (Vec<Implausible>, usize) {
    let mut pricer = Pricer::new(facts, Settings::default());
    let (mut found, mut checked) = (Vec::new(), 0);
    for (group, grade, time, zone, from, cap) in caps.all() {
        let Grade::Band(band) = grade else { continue };
        if zone != Zone::None {
            continue;
        }
        let Some(formula) = formula(&mut pricer, facts, band, time, from) else { continue };
        checked += 1;
        if (cap - formula).abs() * 100 > formula * FAR {
            found.push(Implausible { group, grade, time, from, cap, formula });
        }
    }
    (found, checked)
}

fn formula(pricer: &mut Pricer<'_>, facts: &FactSet, band: Band, time: TimeBand, day: Date) -> Option<i64> {
    let (annual, _) = pricer.annual(band, Point::Top, Zone::None, day).ok()?;
    let whole =
        |id: &str| facts.at(id, day).ok().and_then(|figure| u32::try_from(figure.value.to_f64() as i64).ok());
    let row = match band {
        Band::One => "1",
        Band::Two => "2",
        Band::Three => "3",
        _ => "4-9",
    };
    let unsocial = match time {
        TimeBand::Day => 0,
        TimeBand::NightOrSaturday => whole(&format!("unsocial-{row}-first"))?,
        TimeBand::SundayOrHoliday => whole(&format!("unsocial-{row}-second"))?,
    };
    let uplift = whole("agency-cap-uplift-other-clinical")?;
    Some(cap_by_formula(u32::try_from(annual.get() / 100).ok()?, unsocial, uplift).get())
}
