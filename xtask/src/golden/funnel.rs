//! Golden cases of funnels and their limits: FunnelPlotR here, PHEindicatormethods and Fingertips in [`public_health`].

mod public_health;

use serde_json::Value;
use wt_stats::funnel::Level;
use wt_stats::funnel::peer::{Kind, Options, PeerFunnel, peer};

use super::{Golden, Judge, Tally, differs, numbers};
use crate::Outcome;

/// Files and their judges.
pub(super) const JUDGES: &[Judge] = &[
    ("funnel/funnelplotr.jsonl", funnelplotr),
    ("funnel/fingertips_spc_for_proportions.json", public_health::fingertips),
    ("phe/funnel_ae_prop_limits.csv", public_health::emergency_table),
    ("phe/funnel_ae_prop_significance.csv", public_health::emergency_labels),
    ("phe/funnel_ae_ratio_significance.csv", public_health::emergency_ratio_labels),
    ("phe/funnel_rate_significance.csv", public_health::rate_labels),
    ("phe/package_tests/test_funnel_inputs.csv", public_health::package_labels),
    ("phe/package_tests/test_funnel_outputs.csv", public_health::package_table),
    ("phe/package_tests/test_funnel_ratio_inputs.csv", public_health::package_ratio_labels),
    ("phe/package_tests/test_funnel_ratio_outputs.csv", public_health::package_ratio_table),
];

fn funnelplotr(golden: &Golden) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for line in golden.text("funnel/funnelplotr.jsonl")?.lines() {
        let case: Value = serde_json::from_str(line)?;
        tally.case(&case["case"].to_string(), fault(&case));
    }
    Ok(tally)
}

fn options(case: &Value) -> Option<Options> {
    let kind = match (case["data_type"].as_str()?, case["sr_method"].as_str()) {
        ("SR", Some("SHMI")) => Kind::Shmi { rounding: case["shmi_rounding"].as_bool()? },
        ("SR", Some("CQC")) => Kind::Cqc,
        ("PR", _) => Kind::Proportion,
        ("RC", _) => Kind::Counts,
        _ => return None,
    };
    let (trim, multiplier) = (case["trim_by"].as_f64()?, case["multiplier"].as_f64()?);
    Some(Options { kind, trim, multiplier, adjusted: case["requested_adjusted"].as_bool()? })
}

/// The first thing in which our funnel differs.
fn fault(case: &Value) -> Option<String> {
    let Some(options) = options(case) else { return Some("unknown options".into()) };
    let read = |key: &str| numbers(&case[key]).into_iter().map(|x| x.unwrap_or(f64::NAN));
    let pairs: Vec<(f64, f64)> = read("numerator").zip(read("denominator")).collect();
    let funnel = match peer(&pairs, &options) {
        Ok(funnel) => funnel,
        Err(why) => return Some(why.words().into()),
    };
    if case["used_adjusted"] != funnel.adjusted {
        return Some(format!("adjusted is {}", funnel.adjusted));
    }
    columns(&funnel).into_iter().find_map(|(key, got)| differs(key, &got, &column(&case[key]))).or_else(
        || {
            [("outlier_95", false), ("outlier_998", true)].into_iter().find_map(|(key, far)| {
                let flags = funnel
                    .units
                    .iter()
                    .flatten()
                    .map(|u| if far { u.flag.outside998 } else { u.flag.outside95 });
                let got: String = flags.map(|flag| if flag { '1' } else { '0' }).collect();
                // Not every case was run at both levels.
                let want = case[key].as_str()?;
                (got != want).then(|| format!("{key} is {got}, not {want}"))
            })
        },
    )
}

/// The numbers of a column; a single number is a column of one.
fn column(of: &Value) -> Vec<Option<f64>> {
    if of.is_array() { numbers(of) } else { vec![of.as_f64()] }
}

/// The columns of numbers under their names in the golden data.
fn columns(funnel: &PeerFunnel) -> Vec<(&'static str, Vec<Option<f64>>)> {
    let units: Vec<_> = funnel.units.iter().flatten().collect();
    let mut columns = vec![
        ("phi", vec![Some(funnel.phi)]),
        ("tau2", vec![Some(funnel.tau2)]),
        ("uz", units.iter().map(|u| u.raw_z).collect()),
        ("wz", units.iter().map(|u| u.trimmed_z).collect()),
    ];
    let names = [
        (["od_l95", "od_u95"], Level::P95, true),
        (["od_l998", "od_u998"], Level::P998, true),
        (["l95", "u95"], Level::P95, false),
        (["l998", "u998"], Level::P998, false),
    ];
    for ([low, high], level, widened) in names {
        let limits: Vec<_> = units.iter().map(|u| funnel.limits(u.denominator, level, widened)).collect();
        columns.push((low, limits.iter().map(|l| l.map(|l| l.low)).collect()));
        columns.push((high, limits.iter().map(|l| l.map(|l| l.high)).collect()));
    }
    columns
}

#[test]
fn every_case_passes() {
    super::assert_all(JUDGES);
}
