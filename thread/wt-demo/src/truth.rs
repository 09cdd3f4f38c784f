//! What is planted, in one place: the generators read these figures, and `truth.json` tells them.

use serde_json::{Value, json};

use crate::World;
use crate::region::Employer;

/// Loses more time to sickness than its peers, every month.
pub(crate) const OUTLIER: &str = "DEMO07";
/// By how much, as a share.
pub(crate) const OUTLIER_BY: f64 = 0.019;
/// So large that a small gap is many pounds, but the gap comes and goes.
pub(crate) const LARGE: &str = "DEMO02";
/// Its gap in most months, as a share.
pub(crate) const LARGE_BY: f64 = 0.003;
/// Positions of the months in which it lies on the better side whatever the seed; both are among the last seven.
pub(crate) const LARGE_BETTER_AT: [i32; 2] = [31, 34];
/// Its gap in those.
pub(crate) const LARGE_BETTER_BY: f64 = -0.006;
/// Joins its successor inside the last year.
pub(crate) const MERGED: &str = "DEMO17";
/// Reports for it afterwards.
pub(crate) const SUCCESSOR: &str = "DEMO03";
/// Position of the first month under the successor's code.
pub(crate) const MERGER_AT: i32 = 29;
/// Acts on its agency use.
pub(crate) const IMPROVER: &str = "DEMO11";
/// Position of the month in which the action starts.
pub(crate) const ACTION_AT: i32 = 18;
/// Months until the action has its full effect.
pub(crate) const ACTION_TAKES: i32 = 6;
/// Agency share of pay before and after.
pub(crate) const IMPROVER_FROM_TO: (f64, f64) = (0.075, 0.045);
/// Has figures by directorate and staff group.
pub(crate) const WITH_UNITS: &str = "DEMO05";
/// Its directorate that stands out.
pub(crate) const UNIT: &str = "Theatres and critical care";
/// How many times the sickness of the others.
pub(crate) const UNIT_TIMES: f64 = 1.7;
/// Differs between employers by chance alone.
pub(crate) const NOISE_ONLY: (&str, f64) = ("bank-fill", 0.68);
/// Rises and falls with the season for everybody.
pub(crate) const SEASONAL: &str = "unfilled-rate";
/// Most that the season adds to or takes from the seasonal metric, in shares of its level.
pub(crate) const SEASON: f64 = 0.30;

/// The season by month of the year from January, between -1 and 1: high in January and August.
pub(crate) const YEAR: [f64; 12] = [1.0, 0.6, 0.1, -0.4, -0.8, -0.5, 0.5, 0.9, -0.1, -1.0, -0.6, 0.3];

/// Agency share of pay that is planted for the employer that acted, in the month at position `i`.
pub(crate) fn improver_agency(i: i32) -> f64 {
    let (from, to) = IMPROVER_FROM_TO;
    let done = f64::from((i - ACTION_AT + 1).clamp(0, ACTION_TAKES)) / f64::from(ACTION_TAKES);
    from + (to - from) * done
}

/// The truths as data.
pub(crate) fn told(world: &World) -> Value {
    let at = |i: i32| world.first.plus(i).to_string();
    let (first, last) = (world.first.to_string(), world.last.to_string());
    let name = |code: &str| {
        let found = world.employers.iter().find(|e: &&Employer| e.code == code);
        found.map_or_else(String::new, |e| e.name.clone())
    };
    let plant = |kind: &str, org: &str, metric: &str, size: Value, from: String, words: &str| {
        json!({ "kind": kind, "organisation": org, "name": name(org), "metric": metric, "size": size,
                "from": from, "to": last, "words": words })
    };
    json!({
        "generated": true,
        "words": "Every employer, name and figure is generated. These truths were planted.",
        "region": crate::REGION,
        "seed": world.seed,
        "gap_pence": crate::GAP.get(),
        "from": first,
        "to": last,
        "truths": [
            plant("outlier", OUTLIER, "sickness-absence", json!({ "percentage_points": OUTLIER_BY * 100.0 }), first.clone(),
                "Loses this much more time to sickness than its type, every month."),
            plant("size-not-signal", LARGE, "sickness-absence", json!({ "percentage_points": LARGE_BY * 100.0 }), first.clone(),
                "The largest employer: a small gap is many pounds, but in some months it lies on the better side."),
            json!({ "kind": "merger", "organisation": MERGED, "name": name(MERGED), "successor": SUCCESSOR,
                    "metric": null, "from": world.merger().to_string(), "to": last,
                    "words": "Reports under its successor's code from this month on." }),
            json!({ "kind": "season", "organisation": null, "metric": SEASONAL, "size": { "share_of_level": SEASON },
                    "from": first, "to": last, "words": "Rises and falls with the month of the year, for every employer alike." }),
            json!({ "kind": "noise-only", "organisation": null, "metric": NOISE_ONLY.0,
                    "size": { "percent": NOISE_ONLY.1 * 100.0 }, "from": first, "to": last,
                    "words": "The same for every employer in every month but for chance." }),
            json!({ "kind": "improvement", "organisation": IMPROVER, "name": name(IMPROVER), "metric": "agency-share-of-pay",
                    "size": { "percent_before": IMPROVER_FROM_TO.0 * 100.0, "percent_after": IMPROVER_FROM_TO.1 * 100.0 },
                    "from": at(ACTION_AT), "to": at(ACTION_AT + ACTION_TAKES - 1),
                    "words": "Fell in these months, after an action that started in the first of them, and stayed." }),
            json!({ "kind": "unit", "organisation": WITH_UNITS, "name": name(WITH_UNITS), "unit": UNIT, "metric": "sickness-absence",
                    "size": { "times": UNIT_TIMES }, "from": first, "to": last,
                    "words": "One directorate loses this many times the time to sickness that the others do." }),
        ],
    })
}
