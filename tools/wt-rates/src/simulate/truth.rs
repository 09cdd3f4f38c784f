//! What was planted.

use serde::Serialize;
use wt_units::Month;

use super::plan::{Allowed, FAMILIES, KINDS, Region};

/// Everything a claim about the region is held against.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Truth {
    /// Says that nothing in it is real.
    pub generated: &'static str,
    /// Seed.
    pub seed: u64,
    /// Bookings written.
    pub bookings: u64,
    /// Elasticities by staff group and tier.
    pub families: Vec<Family>,
    /// Employers that never adopt the card.
    pub outside: Vec<String>,
    /// Who leaves the card; none in a quiet region.
    pub defector: Option<Defector>,
    /// Pay that adoption saved on the shifts worked at the card, in pence: what they would have been paid without it, less
    /// what they were. Below zero where the card pays more.
    pub saved_pence: i64,
    /// Rows charged above the cap in force, with or without an override.
    pub cap_breaches: Vec<CapBreach>,
    /// Rows of suppliers off the framework.
    pub off_framework: Vec<u32>,
    /// Overrides that somebody allowed for a time.
    pub overrides: Vec<OverrideRun>,
    /// Workers booked for months on end.
    pub long_bookings: Vec<LongBooking>,
}

/// A family's planted elasticities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    /// Staff group.
    pub group: &'static str,
    /// Tier.
    pub tier: &'static str,
    /// Percent more shifts filled for a percent more pay.
    pub own_price: f64,
    /// Percent more shifts filled for a percent more pay at the neighbours: below zero.
    pub cross_employer: f64,
}

/// Who leaves, since when, by how much.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Defector {
    /// Employer.
    pub employer: String,
    /// First month above the card throughout; a few shifts are in the two months before.
    pub month: String,
    /// Part above the card.
    pub above: f64,
}

/// A row above its cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CapBreach {
    /// Row of the file.
    pub row: u32,
    /// Pence above the cap for the whole shift.
    pub above_pence: i64,
    /// Whether an override was recorded.
    pub overridden: bool,
}

/// A run of overrides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverrideRun {
    /// Employer.
    pub employer: String,
    /// Staff group.
    pub group: &'static str,
    /// Grade.
    pub grade: String,
    /// Tier.
    pub tier: &'static str,
    /// First month.
    pub from: String,
    /// Last month; none where it never ended.
    pub to: Option<String>,
}

/// A long booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LongBooking {
    /// Employer.
    pub employer: String,
    /// Pseudonym of the worker.
    pub worker: String,
    /// First month.
    pub from: String,
    /// Minutes worked.
    pub minutes: u64,
}

/// The month a region's month is.
fn month_name(month: usize) -> String {
    Month::of(Region::first_day(month)).map(|month| month.to_string()).unwrap_or_default()
}

/// What the plan says before a shift is written.
pub(super) fn planted(region: &Region) -> Truth {
    let code = |at: usize| region.employers[at].code.clone();
    let family = |at: usize| {
        let kind = KINDS.iter().find(|kind| kind.family == at).unwrap_or(&KINDS[0]);
        let (own_price, cross_employer) = (region.own[at], -region.cross[at]);
        Family { group: kind.group.words(), tier: kind.tier, own_price, cross_employer }
    };
    let run = |one: &Allowed| OverrideRun {
        employer: code(one.employer),
        group: KINDS[one.kind].group.words(),
        grade: KINDS[one.kind].grade.to_string(),
        tier: KINDS[one.kind].tier,
        from: month_name(one.from),
        to: one.to.map(|to| month_name(to - 1)),
    };
    Truth {
        generated: "Everything here is generated: no employer, worker, shift or rate is real.",
        seed: region.recipe.seed,
        bookings: 0,
        families: (0..FAMILIES).map(family).collect(),
        outside: region
            .employers
            .iter()
            .filter(|who| who.adopts.is_none())
            .map(|who| who.code.clone())
            .collect(),
        defector: region.leaves.map(|leaves| Defector {
            employer: code(leaves.employer),
            month: month_name(leaves.month),
            above: leaves.by,
        }),
        saved_pence: 0,
        cap_breaches: Vec::new(),
        off_framework: Vec::new(),
        overrides: region.allowed.iter().map(run).collect(),
        long_bookings: region
            .long
            .iter()
            .map(|one| LongBooking {
                employer: code(one.employer),
                worker: format!("w{:06}", 900_000 + one.employer),
                from: month_name(one.from),
                minutes: 0,
            })
            .collect(),
    }
}
