//! The small files beside the bookings: the card, the caps, what happened when.

use std::fmt::Write;

use crate::booking::TimeBand;

use super::plan::{AREAS, CAP_MONTH, KINDS, Region};
use super::rates::{AWARDS, Line, cap, card_rate};

fn lines() -> impl Iterator<Item = Line> {
    let times = || TimeBand::ALL.iter().copied();
    (0..KINDS.len()).flat_map(move |kind| {
        times().flat_map(move |time| (0..AREAS.len()).map(move |area| Line { kind, time, area }))
    })
}

/// Months from which rates change: a start, then each pay award of the region's time.
fn versions(region: &Region, start: usize) -> impl Iterator<Item = usize> {
    let months = usize::from(region.recipe.months);
    let awards =
        AWARDS.iter().map(|(month, _)| *month).filter(move |month| *month > start && *month < months);
    std::iter::once(start).chain(awards)
}

/// The agreed card: `staff_group,grade,tier,time_band,zone,worker_rate_pence,effective_from`.
#[must_use]
pub fn card(region: &Region) -> String {
    let mut out = "staff_group,grade,tier,time_band,zone,worker_rate_pence,effective_from\n".to_owned();
    let start = region.employers.iter().filter_map(|who| who.adopts).min().unwrap_or(0);
    for month in versions(region, start) {
        for line in lines() {
            let (kind, rate) = (&KINDS[line.kind], card_rate(line, month));
            let day = Region::first_day(month);
            // Writing to a text can't fail.
            let _ = writeln!(
                out,
                "{},{},{},{},{},{rate},{day}",
                kind.group, kind.grade, kind.tier, line.time, AREAS[line.area].0
            );
        }
    }
    out
}

/// The caps: `staff_group,grade,time_band,zone,cap_pence,effective_from`, before VAT.
#[must_use]
pub fn caps(region: &Region) -> String {
    let mut out = "staff_group,grade,time_band,zone,cap_pence,effective_from\n".to_owned();
    for month in std::iter::once(0).chain(versions(region, CAP_MONTH)) {
        let mut seen = Vec::new();
        for line in lines() {
            let kind = &KINDS[line.kind];
            let key = (kind.group, kind.grade, line.time, line.area);
            if !seen.contains(&key) {
                seen.push(key);
                let (day, zone) = (Region::first_day(month), AREAS[line.area].0);
                let _ = writeln!(
                    out,
                    "{},{},{},{zone},{},{day}",
                    kind.group,
                    kind.grade,
                    line.time,
                    cap(line, month)
                );
            }
        }
    }
    out
}

/// What happened when: `event,employer,from`. Adoption by employer; changes of the caps and pay awards for all.
#[must_use]
pub fn events(region: &Region) -> String {
    let mut out = format!("event,employer,from\ncap change,,{}\n", Region::first_day(CAP_MONTH));
    for (month, _) in AWARDS.iter().filter(|(month, _)| *month < usize::from(region.recipe.months)) {
        let _ = writeln!(out, "pay award,,{}", Region::first_day(*month));
    }
    for who in &region.employers {
        if let Some(month) = who.adopts {
            let _ = writeln!(out, "adoption,{},{}", who.code, Region::first_day(month));
        }
    }
    out
}
