//! The same measures over the safe-staffing files that trusts publish: fill and care hours of each ward and month.

use std::collections::BTreeMap;

use wt_extract::wards::{Part, WardMonth, care_hours};
use wt_units::{Hours, Month, Quantity, UnitName};

use crate::measure::{Measured, Verdict, tenths};
use crate::ratio;
use crate::settings::Settings;

/// The name under which the sums of all wards stand.
pub const ALL_WARDS: &str = "all wards";

/// Measures of every ward of a month, then those of all wards together (sums over sums).
///
/// ```
/// use wt_extract::wards::{Census, Part, Planned, WardMonth};
/// use wt_units::{Hours, Quantity};
/// use wt_measures::wards::by_month;
/// # let facts = wt_facts::FactSet::parse(&[("r.toml", include_str!("../../../facts/rostering.toml")),
/// #     ("a.toml", include_str!("../../../facts/agenda-for-change.toml"))]).unwrap();
/// # let settings = wt_measures::Settings::on(&facts, jiff::civil::date(2026, 3, 1)).unwrap();
/// let hours = |n: i64| Some(Hours::new(Quantity::whole(n).unwrap()));
/// let ward = WardMonth {
///     row: 2, org: None, site: None, ward: "Ward 7".parse().unwrap(), month: "2026-03".parse().unwrap(),
///     hours: [Planned { planned: hours(1_000), worked: hours(900) }; 4],
///     patients: Quantity::whole(600), census: Census::Complete,
/// };
/// let (month, measured) = by_month(&[ward], &settings).pop_first().unwrap();
/// assert_eq!((month.to_string().as_str(), measured.len()), ("2026-03", 12));
/// assert_eq!((measured[0].measure, measured[0].value.unwrap().to_string().as_str()), ("ward-fill-rn-day", "90"));
/// assert_eq!((measured[4].measure, measured[4].value.unwrap().to_string().as_str()), ("chppd", "6"));
/// ```
#[must_use]
pub fn by_month(wards: &[WardMonth], settings: &Settings) -> BTreeMap<Month, Vec<Measured>> {
    let mut months: BTreeMap<Month, Vec<&WardMonth>> = BTreeMap::new();
    for ward in wards {
        months.entry(ward.month).or_default().push(ward);
    }
    let all: Option<UnitName> = ALL_WARDS.parse().ok();
    let of = |wards: Vec<&WardMonth>| {
        let mut measured: Vec<Measured> =
            wards.iter().flat_map(|ward| one(&ward.ward, std::slice::from_ref(ward), settings)).collect();
        measured.extend(all.iter().flat_map(|name| one(name, &wards, settings)));
        measured
    };
    months.into_iter().map(|(month, wards)| (month, of(wards))).collect()
}

fn name(part: Part) -> &'static str {
    match part {
        Part::DayRegistered => "ward-fill-rn-day",
        Part::DaySupport => "ward-fill-care-day",
        Part::NightRegistered => "ward-fill-rn-night",
        Part::NightSupport => "ward-fill-care-night",
    }
}

fn one(unit: &UnitName, wards: &[&WardMonth], settings: &Settings) -> Vec<Measured> {
    let rows: Vec<u32> = wards.iter().map(|ward| ward.row).collect();
    let limit = settings.fill_percent;
    let mut found: Vec<Measured> = Part::ALL
        .into_iter()
        .map(|part| {
            let parts = wards.iter().filter_map(|ward| ward.part(part).fill());
            let (worked, planned) =
                parts.fold((Hours::default(), Hours::default()), |sum, (w, p)| (sum.0 + w, sum.1 + p));
            let value = ratio::percent(worked.quantity(), planned.quantity());
            Measured {
                unit: unit.clone(),
                measure: name(part),
                value,
                value_unit: "percent",
                numerator: worked.quantity(),
                denominator: planned.quantity(),
                verdict: match value {
                    Some(value) if value >= limit => Verdict::Within,
                    Some(_) => Verdict::Outside,
                    None => Verdict::NotJudged,
                },
                says: match value {
                    Some(_) => format!(
                        "{}: {} hours worked of {} planned; boards ask below {limit}%.",
                        part.words(),
                        tenths(worked.quantity()),
                        tenths(planned.quantity())
                    ),
                    None => format!("{}: no hours planned.", part.words()),
                },
                rows: rows.clone(),
                metric: value.is_some(),
            }
        })
        .collect();
    for (measure, hours) in
        [("chppd", WardMonth::worked as fn(&WardMonth) -> Hours), ("chppd-rn", WardMonth::worked_registered)]
    {
        found.push(care(unit, wards, (measure, hours), &rows));
    }
    found
}

/// Care hours per patient day over the wards that have complete counts.
fn care(
    unit: &UnitName,
    wards: &[&WardMonth],
    (measure, hours): (&'static str, fn(&WardMonth) -> Hours),
    rows: &[u32],
) -> Measured {
    let known = || wards.iter().filter_map(|ward| Some((hours(ward), ward.patient_days().ok()?)));
    let worked: Hours = known().map(|(hours, _)| hours).sum();
    let days: Quantity = known().map(|(_, days)| days).sum();
    let value = care_hours(worked, days);
    let says = match (wards, value) {
        ([ward], None) => format!("No figure: {}.", ward.patient_days().err().unwrap_or("nothing is known")),
        (_, None) => "No ward has complete counts of patients.".to_owned(),
        ([_], Some(_)) => format!("{} hours over {days} patients at midnight.", tenths(worked.quantity())),
        (_, Some(_)) => format!(
            "{} of {} wards, those with complete counts: {} hours over {days} patients at midnight.",
            known().count(),
            wards.len(),
            tenths(worked.quantity())
        ),
    };
    Measured {
        unit: unit.clone(),
        measure,
        value,
        value_unit: "hours a patient day",
        numerator: worked.quantity(),
        denominator: days,
        verdict: Verdict::NotJudged,
        says,
        rows: rows.to_vec(),
        metric: value.is_some(),
    }
}
